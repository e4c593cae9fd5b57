import type pg from "pg";
import type { TicketDifferences } from "../automation/effect.ts";
import type { TicketState } from "../automation/state.ts";
import { executeBulk, insertStatement, type Row, updateStatement } from "./bulk.ts";
import { newId } from "./id.ts";
import { insertTicketNotices } from "./notices.ts";

const TICKET = {
  workspace_id: "uuid",
  id: "uuid",
  reference: "text",
  contact_id: "uuid",
  title: "text",
  description: "text",
  status: "text",
  done: "boolean",
  priority: "text",
  category: "text",
  owner_id: "uuid",
  automation_id: "uuid",
  run_id: "uuid",
  created_at: "timestamptz",
  updated_at: "timestamptz",
  closed_at: "timestamptz",
} as const;
/** `author_id`: the operator who opened it, for the history. */
export type TicketWrite = Row<typeof TICKET> & { author_id?: string | null };
const UPDATE = {
  workspace_id: "uuid",
  id: "uuid",
  title: "text",
  description: "text",
  status: "text",
  done: "boolean",
  priority: "text",
  category: "text",
  owner_id: "uuid",
  updated_at: "timestamptz",
  closed_at: "timestamptz",
} as const;
const HISTORY = {
  workspace_id: "uuid",
  ticket_id: "uuid",
  id: "uuid",
  at: "timestamptz",
  change: "jsonb",
  author_id: "uuid",
  automation_id: "uuid",
} as const;
const CATEGORY = { workspace_id: "uuid", id: "uuid", name: "text" } as const;

const INSERT_TICKETS = insertStatement("ticket", TICKET);
const UPDATE_TICKETS = updateStatement("ticket", ["workspace_id", "id"], UPDATE, {
  // A note on a closed ticket does not close it later.
  closed_at: "CASE WHEN r.done THEN coalesce(t.closed_at, to_timestamp(r.closed_at / 1000.0)) END",
});
const INSERT_HISTORY = insertStatement("ticket_history", HISTORY);
const INSERT_CATEGORIES = insertStatement("ticket_category", CATEGORY, "ON CONFLICT DO NOTHING");

export interface TicketUpdate {
  workspaceId: string;
  ticket: TicketState;
  ownerId: string | null;
  changed: TicketDifferences;
  note?: string;
  at: number;
  authorId?: string;
  automationId?: string;
}

/** Categories are made when a ticket first names them. */
export async function insertTickets(client: pg.ClientBase, rows: TicketWrite[]): Promise<void> {
  await insertCategories(
    client,
    rows.map((row) => ({ workspaceId: row.workspace_id as string, name: row.category as string | null })),
  );
  await executeBulk(client, "insert-tickets", INSERT_TICKETS, rows);
  await executeBulk(
    client,
    "insert-ticket-history",
    INSERT_HISTORY,
    rows.map((row) => ({
      workspace_id: row.workspace_id,
      ticket_id: row.id,
      id: newId(),
      at: row.created_at,
      change: { created: { status: row.status, priority: row.priority } },
      author_id: row.author_id,
      automation_id: row.automation_id,
    })),
  );
  await insertTicketNotices(
    client,
    rows.map((row) => ({
      workspaceId: row.workspace_id as string,
      ticketId: row.id as string,
      kind: row.owner_id ? ("assigned" as const) : ("opened" as const),
      ownerId: (row.owner_id as string | null | undefined) ?? null,
      authorId: row.author_id ?? null,
      at: row.created_at as number,
    })),
  );
}

export async function insertCategories(client: pg.ClientBase, named: { workspaceId: string; name: string | null }[]): Promise<void> {
  const rows = named.filter(({ name }) => name !== null).map(({ workspaceId, name }) => ({ workspace_id: workspaceId, id: newId(), name }));
  await executeBulk(client, "insert-ticket-categories", INSERT_CATEGORIES, rows);
}

/** By id. */
export async function categoryNames(client: pg.ClientBase, workspaceId: string): Promise<Map<string, string>> {
  const { rows } = await client.query<{ id: string; name: string }>("SELECT id, name FROM ticket_category WHERE workspace_id = $1", [
    workspaceId,
  ]);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** The last state of each ticket, and a line of history per update. */
export async function updateTickets(client: pg.ClientBase, updates: TicketUpdate[]): Promise<void> {
  if (updates.length === 0) return;
  await insertCategories(
    client,
    updates.map(({ workspaceId, ticket }) => ({ workspaceId, name: ticket.category })),
  );
  const last = new Map(updates.map((update) => [update.ticket.id, update]));
  await executeBulk(
    client,
    "update-tickets",
    UPDATE_TICKETS,
    [...last.values()].map(({ workspaceId, ticket, ownerId, at }) => ({
      workspace_id: workspaceId,
      id: ticket.id,
      title: ticket.title,
      description: ticket.description,
      status: ticket.status,
      done: ticket.done,
      priority: ticket.priority,
      category: ticket.category,
      owner_id: ownerId,
      updated_at: at,
      closed_at: ticket.done ? at : null,
    })),
  );
  await executeBulk(
    client,
    "insert-ticket-history",
    INSERT_HISTORY,
    updates.map(({ workspaceId, ticket, changed, note, at, authorId, automationId }) => ({
      workspace_id: workspaceId,
      ticket_id: ticket.id,
      id: newId(),
      at,
      change: {
        ...changed,
        ...(note !== undefined && { note }),
      },
      author_id: authorId ?? null,
      automation_id: automationId ?? null,
    })),
  );
  await insertTicketNotices(
    client,
    updates.map(({ workspaceId, ticket, ownerId, changed, authorId, at }) => ({
      workspaceId,
      ticketId: ticket.id,
      kind: "owner" in changed ? ("assigned" as const) : ("updated" as const),
      ownerId,
      authorId: authorId ?? null,
      at,
    })),
  );
}
