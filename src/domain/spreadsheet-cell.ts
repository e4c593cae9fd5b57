/** Spreadsheets run what begins with these as a formula: a contact's name must not. Our import takes the apostrophe away again. */
export function harmlessCell(value: unknown): string {
  if (typeof value !== "string") return value === null || value === undefined ? "" : JSON.stringify(value);
  return /^[=+\-@\t\r]/.test(value) && !/^\+\d+$/.test(value) ? `'${value}` : value;
}
