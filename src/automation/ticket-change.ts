/** The only ways a step changes tickets: each makes the change, emits the effect and causes the events automations listen to. */
import { type Cause, causeEvent } from "./contact-change.ts";
import type { Origin } from "./effect.ts";
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

export function openTicket(scope: Scope, ticket: TicketState, cause: Cause, origin: Origin | null): void {
  scope.tickets.push(ticket);
  scope.effects.push({ kind: "open_ticket", ticket: { ...ticket }, origin });
  causeEvent(scope, { type: "ticket_changed", change: "created", ticket: eventTicket(ticket) }, cause);
}

export type TicketChanges = Partial<Pick<TicketState, "status" | "priority" | "category" | "owner">>;

/** Returns the keys that changed. The same values again change nothing and cause nothing; a note alone is kept all the same. */
export function updateTicket(
  scope: Scope,
  ticket: TicketState,
  changes: TicketChanges,
  note: string | undefined,
  cause: Cause,
  origin: Origin | null,
): string[] {
  const from = ticket.status;
  const changed = (Object.keys(changes) as (keyof TicketChanges)[]).filter(
    (key) => changes[key] !== undefined && changes[key] !== ticket[key],
  );
  if (changed.length === 0 && note === undefined) return [];
  for (const key of changed) Object.assign(ticket, { [key]: changes[key] });
  ticket.done = isDone(scope, ticket.status);
  scope.effects.push({ kind: "update_ticket", id: ticket.id, ticket: { ...ticket }, changed, ...(note !== undefined && { note }), origin });
  if (ticket.status !== from)
    causeEvent(scope, { type: "ticket_changed", change: "status_changed", from, ticket: eventTicket(ticket) }, cause);
  return changed;
}
