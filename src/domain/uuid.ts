const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether PostgreSQL takes it for an id of ours: anything else in a query is an error instead of nothing found. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
