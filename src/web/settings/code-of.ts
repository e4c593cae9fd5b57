/** A field's CODE made of its label: "Data di nascita" → "DATA_DI_NASCITA". Empty when no letter is left. */
export function codeOf(label: string): string {
  return label
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "_")
    .replace(/^[_0-9]+|_+$/g, "")
    .slice(0, 64);
}
