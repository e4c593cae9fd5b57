/** Who is meant by a campaign's audience, as SQL: (lists ∪ contacts ∪ segments) − exclusions. A contact is one row, so nobody is meant twice. */
import { type RawBuilder, sql } from "kysely";
import { Refusal } from "../domain/refusal.ts";
import { type Audience, type AudienceParts, segmentFilters } from "./campaigns.ts";
import { contactFilter, type FilterTree } from "./contact-filter.ts";
import type { Tx } from "./db.ts";
import type { Catalog } from "./workspace-snapshot.ts";

/**
 * @throws {Refusal} `invalid_input` where a list or segment is gone: what it excluded must not be sent to by mistake
 */
export async function audienceWhere(
  { client }: Pick<Tx, "client">,
  audience: Audience,
  catalog: Catalog,
  now: number,
): Promise<RawBuilder<boolean>> {
  const workspaceId = catalog.snapshot.id;
  const { exclude } = audience;
  const filters = await segmentFilters(client, workspaceId, [...audience.segments, ...exclude.segments]);
  const union = ({ lists, contacts, segments }: AudienceParts, path: string): RawBuilder<boolean> => {
    for (const [at, list] of lists.entries()) if (!catalog.listName.has(list)) throw gone("list", `${path}.lists.${at}`);
    const parts: RawBuilder<boolean>[] = [];
    if (lists.length > 0) parts.push(sql<boolean>`contact.list_ids && ${lists}::uuid[]`);
    if (contacts.length > 0) parts.push(sql<boolean>`contact.id = ANY(${contacts}::uuid[])`);
    for (const [at, segment] of segments.entries()) {
      const filter = filters.get(segment);
      if (!filter) throw gone("segment", `${path}.segments.${at}`);
      parts.push(contactFilter(filter as unknown as FilterTree, catalog, now));
    }
    return parts.length === 0 ? sql<boolean>`false` : sql<boolean>`(${sql.join(parts, sql` OR `)})`;
  };
  return sql<boolean>`contact.workspace_id = ${workspaceId} AND ${union(audience, "audience")} AND NOT coalesce(${union(exclude, "audience.exclude")}, false)`;
}

function gone(what: string, path: string): Refusal {
  const message = `A ${what} of the campaign's audience was deleted: choose the audience again.`;
  return new Refusal("invalid_input", message, { issues: [{ path, message }] });
}

export interface AudienceMember {
  id: string;
  timeZone: string | null;
}

/** The next members in the order of their ids. */
export async function audienceAfter(
  { db }: Pick<Tx, "db">,
  where: RawBuilder<boolean>,
  after: string | null,
  limit: number,
): Promise<AudienceMember[]> {
  const { rows } = await sql<AudienceMember>`SELECT contact.id, contact.time_zone AS "timeZone" FROM contact
    WHERE ${where} AND (${after}::uuid IS NULL OR contact.id > ${after}) ORDER BY contact.id LIMIT ${limit}`.execute(db);
  return rows;
}

export interface AudienceEstimate {
  total: number;
  /** Of those, who cannot or must not be written to, each counted under the first that holds. */
  blocked: number;
  unreachable: number;
  unsubscribed: number;
  notDeclared: number;
}

export async function estimateAudience({ db }: Pick<Tx, "db">, where: RawBuilder<boolean>): Promise<AudienceEstimate> {
  const { rows } = await sql<AudienceEstimate>`SELECT count(*)::int AS total, count(*) FILTER (WHERE blocked)::int AS blocked,
    count(*) FILTER (WHERE NOT blocked AND NOT reachable)::int AS unreachable,
    count(*) FILTER (WHERE NOT blocked AND reachable AND consent = 'unsubscribed')::int AS unsubscribed,
    count(*) FILTER (WHERE NOT blocked AND reachable AND consent = 'not_declared')::int AS "notDeclared"
    FROM contact WHERE ${where}`.execute(db);
  return rows[0] as AudienceEstimate;
}
