/** Numbers as people write them, with either decimal mark. */

const GROUPED_BY_DOT = /^[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?$/;
const GROUPED_BY_COMMA = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
/** Space, no-break spaces and the Swiss apostrophe between groups of three. */
const GROUPED_BY_SPACE = /^[+-]?\d{1,3}(?:[ '’\u00A0\u202F\u2009]\d{3})+(?:[.,]\d+)?$/;
const PLAIN = /^[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d{1,3})?$/i;

/** More characters than any double has digits. */
const MAX_LENGTH = 60;

/**
 * Reads `80`, `80,0`, `80.5`, `1.234,56`, `1,234.56`, `1 234,5`, `-3`, `1e3`; null for anything else. One mark followed by
 * three digits is a decimal mark (`1.234` and `1,234` are both 1.234): systems write more such numbers than people do
 * thousands, and two marks or more make the meaning plain.
 */
export function parseNumber(input: string): number | null {
  if (input.length > MAX_LENGTH) return null;
  const text = input.trim().replace("\u2212", "-");
  let digits: string;
  if (PLAIN.test(text)) digits = text.replace(",", ".");
  else if (GROUPED_BY_DOT.test(text)) digits = text.replaceAll(".", "").replace(",", ".");
  else if (GROUPED_BY_COMMA.test(text)) digits = text.replaceAll(",", "");
  else if (GROUPED_BY_SPACE.test(text)) digits = text.replace(/[ '’\u00A0\u202F\u2009]/g, "").replace(",", ".");
  else return null;
  const value = Number(digits);
  // Adding 0 makes -0, which JSON cannot keep, an ordinary 0.
  return Number.isFinite(value) ? value + 0 : null;
}
