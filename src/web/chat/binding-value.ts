/** The value that a template's variable probably has for a contact: by the name of an attribute, else of a field. Empty where there is none. */
export function bindingValue(
  variable: string,
  contact: {
    firstName: string | null;
    lastName: string | null;
    email: string | null;
    phone: string | null;
    fields: Record<string, unknown>;
  },
): string {
  const known: Record<string, unknown> = {
    ...contact.fields,
    ...Object.fromEntries(Object.entries(contact.fields).map(([code, value]) => [code.toLowerCase(), value])),
    name: contact.firstName,
    first_name: contact.firstName,
    last_name: contact.lastName,
    email: contact.email,
    phone: contact.phone,
  };
  const value = Object.hasOwn(known, variable) ? known[variable] : undefined;
  return value === null || value === undefined ? "" : String(value);
}
