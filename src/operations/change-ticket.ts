/** Tickets opened and changed by people and the API: the same functions as the steps', so the same events and history. */
import { OUTSIDE } from "../automation/contact-change.ts";
import type { TicketDifferences } from "../automation/effect.ts";
import type { Scope } from "../automation/scope.ts";
import type { TicketState } from "../automation/state.ts";
import { freeReference, openTicket, updateTicket } from "../automation/ticket-change.ts";
import { notFound, Refusal } from "../domain/refusal.ts";
import type { Tx } from "../store/db.ts";
import { loadTickets, lockContacts } from "../store/engine-load.ts";
import { type EventWrite, insertEvents } from "../store/engine-write.ts";
import { newId } from "../store/id.ts";
import { type LiveNotice, notifyWork } from "../store/notify.ts";
import { insertTickets, type TicketUpdate, type TicketWrite, updateTickets } from "../store/ticket-write.ts";
import type { Catalog } from "../store/workspace-snapshot.ts";
import { type ChangeContext, contactScope } from "./change-contact.ts";

export interface TicketChange {
  title?: string | undefined;
  description?: string | undefined;
  status?: string | undefined;
  priority?: string | undefined;
  category?: string | null | undefined;
  /** E-mail address of a member. */
  owner?: string | null | undefined;
  note?: string | undefined;
}

interface TicketRef {
  id: string;
  contactId: string;
}

async function catalogOf({ client }: Tx, { catalogs }: ChangeContext, workspaceId: string): Promise<Catalog> {
  const catalog = (await catalogs.get(client, [workspaceId])).get(workspaceId);
  if (!catalog) throw notFound("workspace");
  return catalog;
}

function check({ status, owner }: TicketChange, { snapshot }: Catalog): void {
  if (status !== undefined && !Object.hasOwn(snapshot.ticketStatuses, status))
    throw new Refusal("invalid_input", `There is no ticket status "${status}".`);
  if (owner && !Object.hasOwn(snapshot.operators, owner)) throw new Refusal("invalid_input", `${owner} is no member of this workspace.`);
}

/** Six characters that people can read to each other on the telephone. */
function newReference(id: string): string {
  const alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
  const bytes = Buffer.from(id.replaceAll("-", ""), "hex").subarray(-6);
  return `T-${[...bytes].map((byte) => alphabet[byte % alphabet.length]).join("")}`;
}

/** Returns the new ticket's id. */
export async function createTicket(
  tx: Tx,
  context: ChangeContext,
  workspaceId: string,
  {
    contactId,
    authorId,
    ...input
  }: TicketChange & { contactId: string; title: string; reference?: string | undefined; authorId: string | null },
): Promise<string> {
  const catalog = await catalogOf(tx, context, workspaceId);
  check(input, catalog);
  const refs = [{ workspaceId, contactId }];
  const contact = (await lockContacts(tx.client, refs, new Map([[workspaceId, catalog]]))).get(contactId);
  if (!contact) throw notFound("contact");
  const scope = { ...contactScope(catalog, contact), tickets: (await loadTickets(tx.client, refs)).get(contactId) ?? [] };
  const now = context.clock.now();
  const id = newId();
  const status = input.status ?? "open";
  const ticket: TicketState = {
    id,
    reference: freeReference(scope, input.reference ?? newReference(id)),
    title: input.title,
    status,
    priority: input.priority ?? "medium",
    category: input.category ?? null,
    owner: input.owner ?? null,
    description: input.description ?? "",
    done: catalog.snapshot.ticketStatuses[status]?.done ?? false,
    createdAt: now,
  };
  openTicket(scope, ticket, OUTSIDE, null);
  const row: TicketWrite = {
    workspace_id: workspaceId,
    id,
    reference: ticket.reference,
    contact_id: contactId,
    title: ticket.title,
    description: ticket.description,
    status,
    done: ticket.done,
    priority: ticket.priority,
    category: ticket.category,
    owner_id: ticket.owner === null ? null : (catalog.snapshot.operators[ticket.owner]?.id ?? null),
    created_at: now,
    updated_at: now,
    closed_at: ticket.done ? now : null,
    author_id: authorId,
  };
  await insertTickets(tx.client, [row]);
  await emit(tx, workspaceId, [scope], now, [{ id, contactId }]);
  return id;
}

/** Ids of the tickets that are different now. */
export async function changeTickets(
  tx: Tx,
  context: ChangeContext,
  workspaceId: string,
  tickets: TicketRef[],
  change: TicketChange,
  authorId: string | null,
): Promise<string[]> {
  const catalog = await catalogOf(tx, context, workspaceId);
  check(change, catalog);
  const refs = [...new Set(tickets.map(({ contactId }) => contactId))].map((contactId) => ({ workspaceId, contactId }));
  const contacts = await lockContacts(tx.client, refs, new Map([[workspaceId, catalog]]));
  const states = await loadTickets(tx.client, refs);
  const now = context.clock.now();
  const scopes = new Map([...contacts].map(([id, contact]) => [id, { ...contactScope(catalog, contact), tickets: states.get(id) ?? [] }]));
  const updates: TicketUpdate[] = [];
  const changed: TicketRef[] = [];
  const { note, title, description, ...changes } = change;
  for (const { id, contactId } of tickets) {
    const scope = scopes.get(contactId);
    const ticket = scope?.tickets.find((candidate) => candidate.id === id);
    if (!scope || !ticket) continue;
    const texts: TicketDifferences = {};
    for (const [key, value] of [["title", title] as const, ["description", description] as const]) {
      if (value === undefined || value === ticket[key]) continue;
      texts[key] = [ticket[key], value];
      ticket[key] = value;
    }
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    const differences = { ...updateTicket(scope, ticket, given, note, OUTSIDE, null), ...texts };
    if (Object.keys(differences).length === 0 && note === undefined) continue;
    changed.push({ id, contactId });
    updates.push({
      workspaceId,
      ticket: { ...ticket },
      ownerId: ticket.owner === null ? null : (catalog.snapshot.operators[ticket.owner]?.id ?? null),
      changed: differences,
      ...(note !== undefined && { note }),
      at: now,
      ...(authorId !== null && { authorId }),
    });
  }
  await updateTickets(tx.client, updates);
  await emit(tx, workspaceId, [...scopes.values()], now, changed);
  return changed.map(({ id }) => id);
}

async function emit({ client }: Tx, workspaceId: string, scopes: Scope[], now: number, tickets: TicketRef[]): Promise<void> {
  const rows: EventWrite[] = scopes.flatMap(({ contact, pending }) =>
    pending.map(({ type, ...payload }) => ({
      workspace_id: workspaceId,
      contact_key: `c:${contact.id}`,
      contact_id: contact.id,
      type,
      payload,
      occurred_at: now,
      received_at: now,
    })),
  );
  await insertEvents(client, rows);
  const live: LiveNotice[] = tickets.map(({ id, contactId }) => ({ w: workspaceId, t: "ticket.changed", id, contactId }));
  await notifyWork(client, { worker: rows.length > 0 }, live);
}
