/** What is typed, as WhatsApp takes names: small letters, digits and _. */
export function toTemplateName(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9_]+/g, "_");
}
