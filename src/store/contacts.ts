/** Reading contacts: by id, by filter, in pages. Changing them is `operations/change-contact.ts`. */
import { type RawBuilder, sql } from "kysely";
import type { JsonObject } from "../domain/json.ts";
import { contains } from "./automations.ts";
import { contactFilter, type FilterTree } from "./contact-filter.ts";
import { decodeCursor, toPage } from "./cursor.ts";
import type { Db } from "./db.ts";
import type { Catalog } from "./workspace-snapshot.ts";

export interface ContactRow {
  id: string;
  phone: string | null;
  first_name: string | null;
  last_name: string | null;
  email: string | null;
  language: string | null;
  time_zone: string | null;
  notes: string | null;
  username: string | null;
  consent: "not_declared" | "subscribed" | "unsubscribed";
  blocked: boolean;
  reachable: boolean;
  ai_enabled: boolean;
  fields: JsonObject;
  tag_ids: string[];
  list_ids: string[];
  operator_ids: string[];
  created_at: Date;
  last_seen_at: Date | null;
  updated_at: Date;
}

/** What every read of contacts is narrowed to. */
export interface ContactScope {
  catalog: Catalog;
  /** For operators who see only their own: their member id. */
  onlyAssignedTo: string | null;
  now: number;
}

export interface ContactSearch {
  filter?: FilterTree | undefined;
  search?: string | undefined;
  phone?: string | undefined;
  email?: string | undefined;
  sort?: string | undefined;
  order?: "asc" | "desc" | undefined;
}

/** The WHERE of a search. */
export function contactWhere(
  { catalog, onlyAssignedTo, now }: ContactScope,
  { filter, search, phone, email }: ContactSearch,
): RawBuilder<boolean> {
  const parts: RawBuilder<boolean>[] = [sql<boolean>`contact.workspace_id = ${catalog.snapshot.id}`];
  if (onlyAssignedTo !== null) parts.push(sql<boolean>`contact.operator_ids @> ARRAY[${onlyAssignedTo}::uuid]`);
  if (phone !== undefined) parts.push(sql<boolean>`contact.phone = ${phone}`);
  if (email !== undefined) parts.push(sql<boolean>`lower(contact.email) = ${email.toLowerCase()}`);
  // Every word must be part of a name, the address or the number: all answered from one trigram index.
  for (const word of searchWords(search)) {
    parts.push(
      sql<boolean>`contact_words(contact.first_name, contact.last_name, contact.email, contact.phone, contact.username) LIKE ${contains(word)}`,
    );
  }
  if (filter) parts.push(contactFilter(filter, catalog, now));
  return sql<boolean>`${sql.join(parts, sql` AND `)}`;
}

function searchWords(search: string | undefined): string[] {
  const words = (search ?? "").toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8);
  // "+39 333 123": spaces in a number are not in the stored one.
  return words.length > 1 && /^[+\d\s().-]+$/.test(search ?? "") ? [(search ?? "").replace(/[\s().-]/g, "")] : words;
}

/** Sort columns and how a row's value goes into the cursor and back. */
const SORTS: Record<string, { column: string; cast: string; missing: string }> = {
  created_at: { column: "contact.created_at", cast: "timestamptz", missing: "-infinity" },
  last_seen_at: { column: "contact.last_seen_at", cast: "timestamptz", missing: "-infinity" },
  updated_at: { column: "contact.updated_at", cast: "timestamptz", missing: "-infinity" },
  first_name: { column: "lower(contact.first_name)", cast: "text", missing: "" },
  last_name: { column: "lower(contact.last_name)", cast: "text", missing: "" },
  email: { column: "lower(contact.email)", cast: "text", missing: "" },
  phone: { column: "contact.phone", cast: "text", missing: "" },
};

export async function searchContacts(db: Db, scope: ContactScope, query: ContactSearch & { cursor?: string | undefined; limit: number }) {
  const { column, cast, missing } = SORTS[query.sort ?? "created_at"] as (typeof SORTS)[string];
  // created_at is never missing, and only the bare column can use its index.
  const key = column === "contact.created_at" ? sql.raw(column) : sql.raw(`coalesce(${column}, '${missing}'::${cast})`);
  const descending = (query.order ?? "desc") === "desc";
  const after = decodeCursor(query.cursor, [cast === "text" ? "text" : "time", "id"]);
  const where = contactWhere(scope, query);
  const page = after
    ? sql`AND (${key}, contact.id) ${sql.raw(descending ? "<" : ">")} (${after[0]}::${sql.raw(cast)}, ${after[1]}::uuid)`
    : sql``;
  const direction = sql.raw(descending ? "DESC" : "ASC");
  const { rows } = await sql<ContactRow & { sort_key: string }>`SELECT contact.*, (${key})::text AS sort_key FROM contact
    WHERE ${where} ${page} ORDER BY ${key} ${direction}, contact.id ${direction} LIMIT ${query.limit + 1}`.execute(db);
  return toPage(
    rows,
    query.limit,
    (row) => presentContact(row, scope.catalog),
    (row) => [row.sort_key, row.id],
  );
}

/** Above this many the planner's estimate is close enough, and counting would take seconds. */
const MAX_COUNT = 1_000_000;

export async function countContacts(db: Db, scope: ContactScope, query: ContactSearch): Promise<{ count: number; exact: boolean }> {
  const where = contactWhere(scope, query);
  const { rows } = await sql<{
    count: number;
  }>`SELECT count(*) AS count FROM (SELECT FROM contact WHERE ${where} LIMIT ${MAX_COUNT + 1}) c`.execute(db);
  const count = rows[0]?.count ?? 0;
  return { count: Math.min(count, MAX_COUNT), exact: count <= MAX_COUNT };
}

/** Ids of the first `limit` matches, oldest first. */
export async function matchingIds(db: Db, scope: ContactScope, query: ContactSearch, limit: number): Promise<string[]> {
  const { rows } = await sql<{
    id: string;
  }>`SELECT contact.id FROM contact WHERE ${contactWhere(scope, query)} ORDER BY contact.id LIMIT ${limit}`.execute(db);
  return rows.map((row) => row.id);
}

export async function findContacts(
  db: Db,
  { catalog, onlyAssignedTo }: Pick<ContactScope, "catalog" | "onlyAssignedTo">,
  ids: string[],
): Promise<ContactRow[]> {
  if (ids.length === 0) return [];
  let query = db.selectFrom("contact").selectAll().where("workspace_id", "=", catalog.snapshot.id).where("id", "in", ids);
  if (onlyAssignedTo !== null) query = query.where(sql<boolean>`operator_ids @> ARRAY[${onlyAssignedTo}::uuid]`);
  return (await query.execute()) as unknown as ContactRow[];
}

export function presentContact(row: ContactRow, catalog: Catalog) {
  const names = (ids: string[], map: Map<string, string>) => ids.flatMap((id) => map.get(id) ?? []);
  return {
    id: row.id,
    phone: row.phone,
    firstName: row.first_name,
    lastName: row.last_name,
    email: row.email,
    language: row.language,
    timeZone: row.time_zone,
    notes: row.notes,
    username: row.username,
    consent: row.consent,
    blocked: row.blocked,
    reachable: row.reachable,
    aiEnabled: row.ai_enabled,
    fields: row.fields,
    tags: names(row.tag_ids, catalog.tagName),
    lists: names(row.list_ids, catalog.listName),
    operators: names(row.operator_ids, catalog.operatorEmail),
    createdAt: row.created_at.toISOString(),
    lastSeenAt: row.last_seen_at?.toISOString() ?? null,
    updatedAt: row.updated_at.toISOString(),
  };
}

/** What a person is called where only one line fits. */
export function contactName(row: Pick<ContactRow, "first_name" | "last_name" | "username" | "phone">): string {
  return [row.first_name, row.last_name].filter(Boolean).join(" ") || row.username || row.phone || "";
}

/** Contact ids by E.164 number. */
export async function findByPhones(db: Db, workspaceId: string, phones: string[]): Promise<Map<string, string>> {
  if (phones.length === 0) return new Map();
  const rows = await db
    .selectFrom("contact")
    .select(["id", "phone"])
    .where("workspace_id", "=", workspaceId)
    .where("phone", "in", phones)
    .orderBy("id", "desc")
    .execute();
  return new Map(rows.map((row) => [row.phone as string, row.id]));
}

/** The oldest contact with each address; addresses in lower case. */
export async function contactsByEmail(db: Db, workspaceId: string, emails: string[]): Promise<Map<string, string>> {
  if (emails.length === 0) return new Map();
  const { rows } = await sql<{ email: string; id: string }>`SELECT DISTINCT ON (lower(email)) lower(email) AS email, id FROM contact
    WHERE workspace_id = ${workspaceId} AND lower(email) = ANY(${[...new Set(emails)]}::text[]) ORDER BY lower(email), created_at, id`.execute(
    db,
  );
  return new Map(rows.map(({ email, id }) => [email, id]));
}

export interface ContactNames {
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  language: string | null;
}

export async function readNames(db: Db, workspaceId: string, ids: string[]): Promise<Map<string, ContactNames>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom("contact")
    .select(["id", "first_name", "last_name", "email", "language"])
    .where("workspace_id", "=", workspaceId)
    .where("id", "in", [...new Set(ids)])
    .execute();
  return new Map(
    rows.map(({ id, first_name, last_name, email, language }) => [id, { firstName: first_name, lastName: last_name, email, language }]),
  );
}
