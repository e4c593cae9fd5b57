/** Words of tickets that every workspace has. */
import { cutText } from "./storable.ts";

/** Least pressing first. */
export const TICKET_PRIORITIES = ["lowest", "low", "medium", "high", "highest", "urgent"] as const;

/** The built-in statuses and whether they mean that the work is done; a workspace may add its own. */
export const TICKET_STATUSES: Readonly<Record<string, { done: boolean }>> = {
  open: { done: false },
  in_progress: { done: false },
  pending: { done: false },
  waiting: { done: false },
  resolved: { done: true },
  closed: { done: true },
  terminated: { done: true },
};

/** Statuses as people write them: `In progress` is `in_progress`; a workspace's own stay as they are. */
export function ticketStatusName(written: string): string {
  const name = written
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, "_");
  return Object.hasOwn(TICKET_STATUSES, name) ? name : written;
}

/** Longer ones nobody reads out, and no index takes a customer's whole message. */
export const MAX_TICKET_REFERENCE = 100;

/** A rendered text as the number of a ticket: opening and looking for it mean the same. */
export function ticketReference(text: string): string {
  return cutText(text.trim(), MAX_TICKET_REFERENCE).trim();
}

/** How long a title may be; the rest belongs in the description. */
export const MAX_TICKET_TITLE = 200;
