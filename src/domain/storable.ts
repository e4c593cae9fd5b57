/** PostgreSQL keeps every text but two kinds: those with a NUL, and those with half of a surrogate pair (a cut emoji). */

export function isStorable(text: string): boolean {
  return !text.includes("\0") && text.isWellFormed();
}

/** Without NULs, and with U+FFFD for each half pair. */
export function storable(text: string): string {
  return text.replaceAll("\0", "").toWellFormed();
}

/** The same with every text and key in it storable; a value that is so already is answered itself. */
export function storableDeep(value: unknown): unknown {
  if (typeof value === "string") return isStorable(value) ? value : storable(value);
  if (findUnstorable(value) === null) return value;
  if (Array.isArray(value)) return value.map(storableDeep);
  return Object.fromEntries(Object.entries(value as object).map(([key, inner]) => [storable(key), storableDeep(inner)]));
}

/** Where the first text is that cannot be kept, among texts, arrays and objects; null where all can. */
export function findUnstorable(value: unknown): (string | number)[] | null {
  if (typeof value === "string") return isStorable(value) ? null : [];
  if (value === null || typeof value !== "object") return null;
  for (const [key, inner] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
    if (typeof key === "string" && !isStorable(key)) return [storable(key)];
    const found = findUnstorable(inner);
    if (found) return [key, ...found];
  }
  return null;
}

/** JSON that PostgreSQL keeps. What cannot be kept is rare, and seen by how JSON writes it, so that the usual case costs no walk. */
export function storableJson(value: unknown): string {
  const json = JSON.stringify(value);
  if (json === undefined || !/\\u(?:0000|d)/.test(json)) return json;
  return JSON.stringify(storableDeep(JSON.parse(json)));
}

/** At most so long, and no emoji cut in half. */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = text.codePointAt(length - 1) ?? 0;
  return text.slice(0, end > 0xff_ff ? length - 1 : length);
}
