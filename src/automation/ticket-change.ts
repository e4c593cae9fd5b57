/** The only ways a step changes tickets: each makes the change, emits the effect and causes the events automations listen to. */
import { type Cause, causeEvent } from "./contact-change.ts";
import type { Origin, TicketDifferences } from "./effect.ts";
import type { TicketChangedEvent } from "./event.ts";
import type { Scope } from "./scope.ts";
import type { TicketState } from "./state.ts";

/** The statuses of the workspace's own list decide what counts as done. */
export function isDone(scope: Scope, status: string): boolean {
  return scope.workspace.ticketStatuses[status]?.done ?? false;
}

function eventTicket({ id, reference, title, status, priority, category }: TicketState): TicketChangedEvent["ticket"] {
  return { id, reference, title, status, priority, category };
}

/** The same order number twice would make Update ticket ambiguous. */
export function freeReference({ tickets }: Pick<Scope, "tickets">, wanted: string): string {
  const taken = new Set(tickets.map((ticket) => ticket.reference));
  let free = wanted;
  for (let n = 2; taken.has(free); n++) free = `${wanted}-${n}`;
  return free;
}

export function openTicket(scope: Scope, ticket: TicketState, cause: Cause, origin: Origin | null): void {
  scope.tickets.push(ticket);
  scope.effects.push({ kind: "open_ticket", ticket: { ...ticket }, origin });
  causeEvent(scope, { type: "ticket_changed", change: "created", ticket: eventTicket(ticket) }, cause);
}

export type TicketChanges = Partial<Pick<TicketState, "status" | "priority" | "category" | "owner">>;

/** Returns what changed. The same values again change nothing and cause nothing; a note alone is kept all the same. */
export function updateTicket(
  scope: Scope,
  ticket: TicketState,
  changes: TicketChanges,
  note: string | undefined,
  cause: Cause,
  origin: Origin | null,
): TicketDifferences {
  const from = ticket.status;
  const changed: TicketDifferences = {};
  for (const [key, value] of Object.entries(changes) as [keyof TicketChanges, string | null | undefined][]) {
    if (value === undefined || value === ticket[key]) continue;
    changed[key] = [ticket[key], value];
    Object.assign(ticket, { [key]: value });
  }
  if (Object.keys(changed).length === 0 && note === undefined) return changed;
  ticket.done = isDone(scope, ticket.status);
  scope.effects.push({ kind: "update_ticket", id: ticket.id, ticket: { ...ticket }, changed, ...(note !== undefined && { note }), origin });
  if (ticket.status !== from)
    causeEvent(scope, { type: "ticket_changed", change: "status_changed", from, ticket: eventTicket(ticket) }, cause);
  return changed;
}
