/**
 * A variable's value as WhatsApp accepts it inside a template: no line break, no tab, no run of more than four spaces
 * (error 132018). Such runs become one space; the ends are trimmed.
 */
export function sanitiseTemplateValue(value: string): string {
  return value
    .replace(/[ \u00a0]*[\r\n\t\v\f\u0085\u2028\u2029]+\s*/g, " ")
    .replace(/ {4,}/g, " ")
    .trim();
}
