/**
 * A variable's value as WhatsApp accepts it inside a template: no line break, no tab, no run of four spaces or more
 * (error 132018). Such runs become one space; the ends are trimmed.
 */
export function sanitiseTemplateValue(value: string): string {
  // One simple run at a time: values come from customers, and a pattern that backtracks would let them stop the sender.
  return value.replace(/[\s\u0085]+/g, (run) => (run.length >= 4 || /[^ \u00a0]/.test(run) ? " " : run)).trim();
}
