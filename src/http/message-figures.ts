/** What the dashboard tells of messages, summed from their counts. */
import type { MessageCount } from "../store/message-counts.ts";

const SENT = new Set(["sent", "delivered", "read"]);
const DELIVERED = new Set(["delivered", "read"]);
/** Further down the list of errors nobody reads. */
const MAX_ERRORS = 20;

function total(counts: readonly MessageCount[], counted: (count: MessageCount) => boolean): number {
  return counts.reduce((sum, row) => (counted(row) ? sum + row.count : sum), 0);
}

export function messageTotals(counts: readonly MessageCount[]) {
  return {
    received: total(counts, ({ direction }) => direction === "in"),
    sent: total(counts, ({ status }) => SENT.has(status)),
    delivered: total(counts, ({ status }) => DELIVERED.has(status)),
    read: total(counts, ({ status }) => status === "read"),
    failed: total(counts, ({ status }) => status === "failed"),
  };
}

/** The most frequent first. */
export function messageErrors(counts: readonly MessageCount[]): { code: string; count: number }[] {
  return [...Map.groupBy(counts, ({ error }) => error)]
    .flatMap(([code, rows]) => (code === null ? [] : [{ code, count: total(rows, () => true) }]))
    .sort((a, b) => b.count - a.count)
    .slice(0, MAX_ERRORS);
}

/** Of the messages that WhatsApp told a price category of: how many it charges for, and how many not. */
export function chargedMessages(counts: readonly MessageCount[]): { category: string; charged: number; free: number }[] {
  return [...Map.groupBy(counts, ({ category }) => category)]
    .flatMap(([category, rows]) =>
      category === null ? [] : [{ category, charged: total(rows, ({ charged }) => charged), free: total(rows, ({ charged }) => !charged) }],
    )
    .sort((a, b) => b.charged - a.charged || a.category.localeCompare(b.category));
}
