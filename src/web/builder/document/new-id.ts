/** Ids that two people can make at the same time without meeting: 8 characters, about 40 bits of chance. */
const ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

const MADE = new RegExp(`^[a-z]_[${ALPHABET}]{8}$`);

/** Whether it was made here, and says nothing to people. */
export function isNewId(id: string): boolean {
  return MADE.test(id);
}

export function newId(prefix: string): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return `${prefix}_${Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]).join("")}`;
}
