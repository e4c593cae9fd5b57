/** What to call a contact: the name, else the phone number, else the user name. */
export function contactName(contact: {
  firstName: string | null;
  lastName: string | null;
  phone: string | null;
  username: string | null;
}): string {
  return [contact.firstName, contact.lastName].filter(Boolean).join(" ") || contact.phone || contact.username || "?";
}
