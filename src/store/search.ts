import { sql } from "kysely";
import { contains } from "./automations.ts";
import type { Db } from "./db.ts";
import { CONTACT_NAME } from "./runs.ts";

export interface Found {
  id: string;
  title: string;
  subtitle: string | null;
}

export interface SearchScope {
  workspaceId: string;
  onlyAssignedTo: string | null;
  limit: number;
}

/** One query per kind, each by its own index or over a few hundred rows. */
const QUERIES = {
  contact: (
    q: string,
    { workspaceId, onlyAssignedTo, limit }: SearchScope,
  ) => sql<Found>`SELECT c.id, ${sql.raw(CONTACT_NAME)} AS title, coalesce(c.phone, c.email) AS subtitle FROM contact c
    WHERE c.workspace_id = ${workspaceId} AND contact_words(c.first_name, c.last_name, c.email, c.phone, c.username) LIKE ${contains(q.toLowerCase())}
      ${onlyAssignedTo === null ? sql`` : sql`AND c.operator_ids @> ARRAY[${onlyAssignedTo}::uuid]`} LIMIT ${limit}`,
  chat: (
    q: string,
    { workspaceId, onlyAssignedTo, limit }: SearchScope,
  ) => sql<Found>`SELECT h.id, ${sql.raw(CONTACT_NAME)} AS title, c.phone AS subtitle FROM contact c
    JOIN chat h ON h.workspace_id = c.workspace_id AND h.contact_id = c.id
    WHERE c.workspace_id = ${workspaceId} AND contact_words(c.first_name, c.last_name, c.email, c.phone, c.username) LIKE ${contains(q.toLowerCase())}
      ${onlyAssignedTo === null ? sql`` : sql`AND c.operator_ids @> ARRAY[${onlyAssignedTo}::uuid]`} ORDER BY h.last_message_at DESC NULLS LAST LIMIT ${limit}`,
  automation: (q: string, { workspaceId, limit }: SearchScope) =>
    sql<Found>`SELECT id, name AS title, state AS subtitle FROM automation WHERE workspace_id = ${workspaceId} AND name ILIKE ${contains(q)} ORDER BY updated_at DESC LIMIT ${limit}`,
  template: (q: string, { workspaceId, limit }: SearchScope) =>
    sql<Found>`SELECT id, name AS title, category AS subtitle FROM template WHERE workspace_id = ${workspaceId} AND name ILIKE ${contains(q)} ORDER BY name LIMIT ${limit}`,
  ticket: (
    q: string,
    { workspaceId, onlyAssignedTo, limit }: SearchScope,
  ) => sql<Found>`SELECT t.id, t.title, t.reference AS subtitle FROM ticket t JOIN contact c ON c.workspace_id = t.workspace_id AND c.id = t.contact_id
    WHERE t.workspace_id = ${workspaceId} AND (t.title ILIKE ${contains(q)} OR t.reference ILIKE ${contains(q)})
      ${onlyAssignedTo === null ? sql`` : sql`AND c.operator_ids @> ARRAY[${onlyAssignedTo}::uuid]`} ORDER BY t.id DESC LIMIT ${limit}`,
  tag: (q: string, { workspaceId, limit }: SearchScope) =>
    sql<Found>`SELECT id, name AS title, category AS subtitle FROM tag WHERE workspace_id = ${workspaceId} AND name ILIKE ${contains(q)} ORDER BY name LIMIT ${limit}`,
  list: (q: string, { workspaceId, limit }: SearchScope) =>
    sql<Found>`SELECT id, name AS title, description AS subtitle FROM list WHERE workspace_id = ${workspaceId} AND name ILIKE ${contains(q)} ORDER BY name LIMIT ${limit}`,
  field: (q: string, { workspaceId, limit }: SearchScope) =>
    sql<Found>`SELECT id, label AS title, code AS subtitle FROM field WHERE workspace_id = ${workspaceId} AND (label ILIKE ${contains(q)} OR code ILIKE ${contains(q)}) ORDER BY label LIMIT ${limit}`,
  segment: (q: string, { workspaceId, limit }: SearchScope) =>
    sql<Found>`SELECT id, name AS title, NULL AS subtitle FROM segment WHERE workspace_id = ${workspaceId} AND name ILIKE ${contains(q)} ORDER BY name LIMIT ${limit}`,
  member: (
    q: string,
    { workspaceId, limit }: SearchScope,
  ) => sql<Found>`SELECT m.id, u.name AS title, u.email AS subtitle FROM member m JOIN app_user u ON u.id = m.user_id
    WHERE m.workspace_id = ${workspaceId} AND (u.name ILIKE ${contains(q)} OR u.email ILIKE ${contains(q)}) ORDER BY u.name LIMIT ${limit}`,
  channel: (q: string, { workspaceId, limit }: SearchScope) =>
    sql<Found>`SELECT id, name AS title, phone AS subtitle FROM channel WHERE workspace_id = ${workspaceId} AND (name ILIKE ${contains(q)} OR phone LIKE ${contains(q)}) ORDER BY name LIMIT ${limit}`,
  campaign: (q: string, { workspaceId, limit }: SearchScope) =>
    sql<Found>`SELECT id, name AS title, state AS subtitle FROM campaign WHERE workspace_id = ${workspaceId} AND name ILIKE ${contains(q)} ORDER BY id DESC LIMIT ${limit}`,
  agent: (q: string, { workspaceId, limit }: SearchScope) =>
    sql<Found>`SELECT id, name AS title, NULL AS subtitle FROM agent WHERE workspace_id = ${workspaceId} AND kind = 'ai' AND name ILIKE ${contains(q)} ORDER BY name LIMIT ${limit}`,
  connection: (q: string, { workspaceId, limit }: SearchScope) =>
    sql<Found>`SELECT id, name AS title, kind AS subtitle FROM connection WHERE workspace_id = ${workspaceId} AND name ILIKE ${contains(q)} ORDER BY name LIMIT ${limit}`,
};
export type SearchKind = keyof typeof QUERIES;
export const SEARCHED_KINDS = Object.keys(QUERIES) as SearchKind[];

export async function search(db: Db, kind: SearchKind, q: string, scope: SearchScope): Promise<Found[]> {
  return (await QUERIES[kind](q, scope).execute(db)).rows;
}
