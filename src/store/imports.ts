import { sql } from "kysely";
import type { Json, JsonObject } from "../domain/json.ts";
import { storableJson } from "../domain/storable.ts";
import { decodeCursor, toPage } from "./cursor.ts";
import type { Db } from "./db.ts";
import { newId } from "./id.ts";

export interface ImportColumn {
  name: string;
  samples: string[];
  suggestion: string | null;
}

export type ImportState = "uploaded" | "checking" | "checked" | "running" | "done" | "failed" | "undone" | "undoing" | "cancelled";

export interface ImportRow {
  id: string;
  filename: string;
  state: ImportState;
  columns: ImportColumn[];
  delimiter: string;
  options: JsonObject | null;
  rows: number;
  processed: number;
  created: number;
  updated: number;
  skipped: number;
  failed: number;
  error: string | null;
  created_at: Date;
  finished_at: Date | null;
}

interface ImportCells {
  cells: string[];
  brokenQuotes: boolean;
}

export async function insertImport(
  db: Db,
  workspaceId: string,
  {
    filename,
    columns,
    delimiter,
    records,
    createdBy,
    now,
  }: { filename: string; columns: ImportColumn[]; delimiter: string; records: ImportCells[]; createdBy: string | null; now: number },
): Promise<string> {
  const id = newId();
  await db
    .insertInto("contact_import")
    .values({
      workspace_id: workspaceId,
      id,
      filename,
      state: "uploaded",
      columns: JSON.stringify(columns),
      delimiter,
      rows: records.length,
      created_by: createdBy,
      created_at: new Date(now),
    })
    .execute();
  for (let start = 0; start < records.length; start += 5000) {
    const rows = records
      .slice(start, start + 5000)
      .map(({ cells, brokenQuotes }, index) => ({ row: start + index + 1, cells, broken_quotes: brokenQuotes }));
    await sql`INSERT INTO contact_import_row (workspace_id, import_id, row, cells, broken_quotes)
      SELECT ${workspaceId}, ${id}, r.row, r.cells, r.broken_quotes
      FROM json_to_recordset(${storableJson(rows)}::json) AS r(row integer, cells text[], broken_quotes boolean)`.execute(db);
  }
  return id;
}

export async function findImport(db: Db, workspaceId: string, id: string): Promise<ImportRow | undefined> {
  return (await db
    .selectFrom("contact_import")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", id)
    .executeTakeFirst()) as unknown as ImportRow | undefined;
}

/** Newest first. */
export async function listImports(db: Db, workspaceId: string, { cursor, limit }: { cursor?: string | undefined; limit: number }) {
  const after = decodeCursor(cursor, ["id"]);
  let query = db.selectFrom("contact_import").selectAll().where("workspace_id", "=", workspaceId);
  if (after) query = query.where("id", "<", after[0]);
  const rows = (await query
    .orderBy("id", "desc")
    .limit(limit + 1)
    .execute()) as unknown as ImportRow[];
  return toPage(rows, limit, presentImport, (row) => [row.id]);
}

export function presentImport(row: ImportRow) {
  return {
    id: row.id,
    filename: row.filename,
    state: row.state,
    columns: row.columns,
    delimiter: row.delimiter,
    rows: row.rows,
    processed: row.processed,
    created: row.created,
    updated: row.updated,
    skipped: row.skipped,
    failed: row.failed,
    options: row.options as never,
    error: row.error,
    canUndo: row.state === "done" || row.state === "cancelled",
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  };
}

export async function updateImport(
  db: Db,
  workspaceId: string,
  id: string,
  change: { state?: ImportState; options?: Json; error?: string | null; finished_at?: Date | null },
  /** Only from one of these states; false where it is in another. */
  from?: ImportState[],
): Promise<boolean> {
  const { options, ...rest } = change;
  let query = db
    .updateTable("contact_import")
    .set({ ...rest, ...(options !== undefined && { options: JSON.stringify(options) }) })
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", id);
  if (from) query = query.where("state", "in", from);
  return Number((await query.executeTakeFirst()).numUpdatedRows) > 0;
}

/** Counts again what became of the rows. */
export async function countImport(db: Db, workspaceId: string, id: string): Promise<void> {
  await sql`UPDATE contact_import i SET processed = c.processed, created = c.created, updated = c.updated, skipped = c.skipped, failed = c.failed
    FROM (SELECT count(outcome) AS processed, count(*) FILTER (WHERE outcome = 'created') AS created, count(*) FILTER (WHERE outcome = 'updated') AS updated,
      count(*) FILTER (WHERE outcome = 'skipped') AS skipped, count(*) FILTER (WHERE outcome = 'failed') AS failed
      FROM contact_import_row WHERE workspace_id = ${workspaceId} AND import_id = ${id}) c
    WHERE i.workspace_id = ${workspaceId} AND i.id = ${id}`.execute(db);
}

export interface ImportRecord {
  row: number;
  cells: string[];
  broken_quotes: boolean;
}

function importRows(db: Db, workspaceId: string, id: string, limit: number) {
  return db
    .selectFrom("contact_import_row")
    .select(["row", "cells", "broken_quotes"])
    .where("workspace_id", "=", workspaceId)
    .where("import_id", "=", id)
    .orderBy("row")
    .limit(limit);
}

/** The next rows nothing has become of yet. */
export async function nextRecords(db: Db, workspaceId: string, id: string, limit: number): Promise<ImportRecord[]> {
  return await importRows(db, workspaceId, id, limit).where("outcome", "is", null).execute();
}

export async function recordsAfter(db: Db, workspaceId: string, id: string, after: number, limit: number): Promise<ImportRecord[]> {
  return await importRows(db, workspaceId, id, limit).where("row", ">", after).execute();
}

export interface RecordOutcome {
  row: number;
  contact_id?: string | null;
  outcome: "created" | "updated" | "skipped" | "failed" | null;
  error?: Json;
  before?: Json;
}

export async function saveOutcomes(db: Db, workspaceId: string, id: string, outcomes: RecordOutcome[]): Promise<void> {
  if (outcomes.length === 0) return;
  await sql`UPDATE contact_import_row t SET contact_id = r.contact_id, outcome = r.outcome, error = r.error, before = r.before
    FROM json_to_recordset(${storableJson(outcomes)}::json) AS r(row integer, contact_id uuid, outcome text, error jsonb, before jsonb)
    WHERE t.workspace_id = ${workspaceId} AND t.import_id = ${id} AND t.row = r.row`.execute(db);
}

export async function listImportErrors(
  db: Db,
  workspaceId: string,
  id: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
) {
  const after = decodeCursor(cursor, ["number"]);
  const rows = await db
    .selectFrom("contact_import_row")
    .select(["row", "cells", "error"])
    .where("workspace_id", "=", workspaceId)
    .where("import_id", "=", id)
    .where("error", "is not", null)
    .where("row", ">", after?.[0] ?? 0)
    .orderBy("row")
    .limit(limit + 1)
    .execute();
  return toPage(
    rows,
    limit,
    (row) => ({
      row: row.row,
      cells: row.cells,
      ...(row.error as unknown as { column: string | null; value: string | null; code: string; message: string }),
    }),
    (row) => [row.row],
  );
}

export interface UndoRecord extends ImportRecord {
  contact_id: string;
  outcome: string;
  before: JsonObject | null;
}

/** Rows to take back, the last first. */
export async function undoRecords(db: Db, workspaceId: string, id: string, limit: number): Promise<UndoRecord[]> {
  const rows = await db
    .selectFrom("contact_import_row")
    .select(["row", "cells", "broken_quotes", "contact_id", "outcome", "before"])
    .where("workspace_id", "=", workspaceId)
    .where("import_id", "=", id)
    .where("outcome", "in", ["created", "updated"])
    .orderBy("row", "desc")
    .limit(limit)
    .execute();
  return rows as unknown as UndoRecord[];
}
