import { type RawBuilder, sql } from "kysely";
import type { Json } from "../domain/json.ts";
import type { Period } from "../domain/period.ts";
import { contains } from "./automations.ts";
import { decodeCursor, toPage } from "./cursor.ts";
import type { Db } from "./db.ts";
import { within } from "./period.ts";
import { CONTACT_NAME } from "./runs.ts";

export interface TicketRow {
  id: string;
  reference: string;
  title: string;
  description: string;
  status: string;
  done: boolean;
  priority: string;
  category: string | null;
  owner_id: string | null;
  owner_email: string | null;
  contact_id: string;
  contact_name: string;
  contact_phone: string | null;
  automation_id: string | null;
  automation_name: string | null;
  created_at: Date;
  updated_at: Date;
  closed_at: Date | null;
}

const SELECT = sql`SELECT t.*, u.email AS owner_email, ${sql.raw(CONTACT_NAME)} AS contact_name, c.phone AS contact_phone, a.name AS automation_name
  FROM ticket t JOIN contact c ON c.workspace_id = t.workspace_id AND c.id = t.contact_id
  LEFT JOIN member m ON m.workspace_id = t.workspace_id AND m.id = t.owner_id LEFT JOIN app_user u ON u.id = m.user_id
  LEFT JOIN automation a ON a.workspace_id = t.workspace_id AND a.id = t.automation_id`;

export interface TicketQuery {
  search?: string | undefined;
  status?: string | undefined;
  done?: boolean | undefined;
  priority?: string | undefined;
  category?: string | undefined;
  owner?: string | undefined;
  contactId?: string | undefined;
  onlyAssignedTo: string | null;
}

function where(workspaceId: string, query: TicketQuery): RawBuilder<unknown> {
  const parts = [sql`t.workspace_id = ${workspaceId}`];
  if (query.search) {
    const like = contains(query.search);
    parts.push(
      sql`(t.title ILIKE ${like} OR t.reference ILIKE ${like} OR t.description ILIKE ${like} OR c.phone LIKE ${like} OR ${sql.raw(CONTACT_NAME)} ILIKE ${like})`,
    );
  }
  if (query.status) parts.push(sql`t.status = ${query.status}`);
  if (query.done !== undefined) parts.push(sql`t.done = ${query.done}`);
  if (query.priority) parts.push(sql`t.priority = ${query.priority}`);
  if (query.category) parts.push(sql`t.category = ${query.category}`);
  if (query.owner) parts.push(sql`u.email = ${query.owner}`);
  if (query.contactId) parts.push(sql`t.contact_id = ${query.contactId}`);
  if (query.onlyAssignedTo) parts.push(seenBy(query.onlyAssignedTo));
  return sql.join(parts, sql` AND `);
}

/** What an operator sees: their own tickets `t`, and those of contacts `c` that are assigned to them. */
function seenBy(memberId: string): RawBuilder<unknown> {
  return sql`(c.operator_ids @> ARRAY[${memberId}::uuid] OR t.owner_id = ${memberId})`;
}

/** The tickets `t` that somebody sees, to be counted. */
function visible(onlyAssignedTo: string | null): RawBuilder<unknown> {
  if (onlyAssignedTo === null) return sql`ticket t`;
  return sql`ticket t JOIN contact c ON c.workspace_id = t.workspace_id AND c.id = t.contact_id AND ${seenBy(onlyAssignedTo)}`;
}

/** Newest first. */
export async function listTickets(db: Db, workspaceId: string, query: TicketQuery & { cursor?: string | undefined; limit: number }) {
  const after = decodeCursor(query.cursor, ["id"]);
  const { rows } = await sql<TicketRow>`${SELECT} WHERE ${where(workspaceId, query)} ${after ? sql`AND t.id < ${after[0]}::uuid` : sql``}
    ORDER BY t.id DESC LIMIT ${query.limit + 1}`.execute(db);
  return toPage(rows, query.limit, presentTicket, (row) => [row.id]);
}

export async function countTicketsByStatus(db: Db, workspaceId: string, query: TicketQuery): Promise<Map<string, number>> {
  const { rows } = await sql<{
    status: string;
    n: number;
  }>`SELECT status, count(*) AS n FROM (${SELECT} WHERE ${where(workspaceId, query)}) x GROUP BY 1`.execute(db);
  return new Map(rows.map(({ status, n }) => [status, n]));
}

export async function findTickets(db: Db, workspaceId: string, ids: string[], onlyAssignedTo: string | null): Promise<TicketRow[]> {
  if (ids.length === 0) return [];
  return (
    await sql<TicketRow>`${SELECT} WHERE ${where(workspaceId, { onlyAssignedTo })} AND t.id = ANY(${ids}::uuid[]) ORDER BY t.id`.execute(db)
  ).rows;
}

export function presentTicket(row: TicketRow) {
  return {
    id: row.id,
    reference: row.reference,
    title: row.title,
    description: row.description,
    status: row.status,
    done: row.done,
    priority: row.priority as "medium",
    category: row.category,
    owner: row.owner_email,
    contact: { id: row.contact_id, name: row.contact_name, phone: row.contact_phone },
    automation: row.automation_id === null ? null : { id: row.automation_id, name: row.automation_name ?? "" },
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    closedAt: row.closed_at?.toISOString() ?? null,
  };
}

export async function listTicketHistory(db: Db, workspaceId: string, ticketId: string) {
  const { rows } = await sql<{
    id: string;
    at: Date;
    change: Record<string, Json>;
    author: string | null;
    automation_id: string | null;
    automation: string | null;
  }>`
    SELECT h.id, h.at, h.change, u.name AS author, h.automation_id, a.name AS automation FROM ticket_history h
    LEFT JOIN member m ON m.workspace_id = h.workspace_id AND m.id = h.author_id LEFT JOIN app_user u ON u.id = m.user_id
    LEFT JOIN automation a ON a.workspace_id = h.workspace_id AND a.id = h.automation_id
    WHERE h.workspace_id = ${workspaceId} AND h.ticket_id = ${ticketId} ORDER BY h.at, h.id`.execute(db);
  return rows.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    change: row.change,
    author: row.author,
    automation: row.automation_id === null ? null : { id: row.automation_id, name: row.automation ?? "" },
  }));
}

export async function deleteTicket(db: Db, workspaceId: string, id: string): Promise<void> {
  await db.deleteFrom("ticket_history").where("workspace_id", "=", workspaceId).where("ticket_id", "=", id).execute();
  await db.deleteFrom("ticket").where("workspace_id", "=", workspaceId).where("id", "=", id).execute();
}

export async function ticketStatistics(db: Db, workspaceId: string, onlyAssignedTo: string | null, period: Period, timeZone: string) {
  const { rows } = await sql<{
    category: string | null;
    opened: number;
    closed: number;
    open: number;
    hours: number | null;
  }>`SELECT t.category,
      count(*) FILTER (WHERE ${within("t.created_at", period, timeZone)}) AS opened, count(*) FILTER (WHERE ${within("t.closed_at", period, timeZone)}) AS closed,
      count(*) FILTER (WHERE NOT t.done) AS open,
      (avg(extract(epoch FROM t.closed_at - t.created_at) / 3600) FILTER (WHERE ${within("t.closed_at", period, timeZone)}))::float8 AS hours
    FROM ${visible(onlyAssignedTo)} WHERE t.workspace_id = ${workspaceId} GROUP BY 1 ORDER BY 1 NULLS LAST`.execute(db);
  return rows.map(({ hours, ...row }) => ({ ...row, meanHoursToClose: hours }));
}

export async function listCategories(db: Db, workspaceId: string, onlyAssignedTo: string | null) {
  return await db
    .selectFrom("ticket_category as k")
    .select(["k.id", "k.name"])
    .select(
      sql<number>`(SELECT count(*) FROM ${visible(onlyAssignedTo)} WHERE t.workspace_id = k.workspace_id AND t.category = k.name)`.as(
        "tickets",
      ),
    )
    .where("k.workspace_id", "=", workspaceId)
    .orderBy("k.name")
    .execute();
}

/** Tickets keep the name of their category, not its id. */
export async function renameTicketCategory(db: Db, workspaceId: string, from: string, to: string | null): Promise<void> {
  await db.updateTable("ticket").set({ category: to }).where("workspace_id", "=", workspaceId).where("category", "=", from).execute();
}

export async function listOwnStatuses(db: Db, workspaceId: string) {
  return await db
    .selectFrom("ticket_status")
    .select(["id", "name", "label", "done"])
    .where("workspace_id", "=", workspaceId)
    .orderBy("position")
    .orderBy("name")
    .execute();
}
