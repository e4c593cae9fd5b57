/** Ids that two people can make at the same time without meeting: 8 characters, about 40 bits of chance. */
const ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

export function newId(prefix: string): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return `${prefix}_${Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]).join("")}`;
}
