/** Canned replies may greet by name: `{{ contact.first_name }}`. What the contact lacks is left out. */
export function fillCanned(
  text: string,
  chat: { fullContact: { firstName: string | null; lastName: string | null; email: string | null; fields: Record<string, unknown> } },
): string {
  const { firstName, lastName, email, fields } = chat.fullContact;
  const known: Record<string, unknown> = { first_name: firstName, last_name: lastName, email };
  return text.replace(/\{\{\s*contact\.(fields\.)?([A-Za-z0-9_]+)\s*\}\}/g, (_, custom: string | undefined, name: string) => {
    const value = custom ? fields[name] : known[name];
    return value === null || value === undefined ? "" : String(value);
  });
}
