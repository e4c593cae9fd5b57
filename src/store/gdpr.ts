import { sql } from "kysely";
import type { Db } from "./db.ts";

/** Everything stored about a person, table by table, as the law lets them ask for it. */
export async function readEverything(db: Db, workspaceId: string, contactId: string): Promise<Record<string, unknown>> {
  const tables = ["message", "run", "run_step", "consent_log", "note", "ticket", "call", "ai_turn", "contact_identity", "chat"] as const;
  const parts = tables.map(
    (table) =>
      sql`${sql.lit(table)}, (SELECT coalesce(json_agg(t), '[]') FROM ${sql.table(table)} t WHERE t.workspace_id = ${workspaceId} AND t.contact_id = ${contactId})`,
  );
  const { rows } = await sql<{ everything: Record<string, unknown> }>`SELECT json_build_object(
      'contact', (SELECT row_to_json(c) FROM contact c WHERE c.workspace_id = ${workspaceId} AND c.id = ${contactId}), ${sql.join(parts)}) AS everything`.execute(
    db,
  );
  return rows[0]?.everything ?? {};
}

/** Groups of contacts that look like one person. */
export async function findDuplicates(db: Db, workspaceId: string, limit: number, after: string | null) {
  const { rows } = await sql<{ reason: "email" | "phone"; value: string; ids: string[] }>`SELECT * FROM (
      SELECT 'email' AS reason, lower(email) AS value, array_agg(id ORDER BY id) AS ids FROM contact WHERE workspace_id = ${workspaceId} AND email IS NOT NULL
        GROUP BY lower(email) HAVING count(*) > 1
      UNION ALL
      SELECT 'phone', phone, array_agg(id ORDER BY id) FROM contact WHERE workspace_id = ${workspaceId} AND phone IS NOT NULL GROUP BY phone HAVING count(*) > 1) d
    WHERE ${after}::text IS NULL OR reason || value > ${after} ORDER BY reason || value LIMIT ${limit + 1}`.execute(db);
  return rows;
}
