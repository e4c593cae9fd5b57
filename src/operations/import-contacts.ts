/** Importing contacts from an uploaded file: dry run, run. Each portion commits with its rows' outcomes, so any worker can go on. */
import type { JsonObject } from "../domain/json.ts";
import { Refusal } from "../domain/refusal.ts";
import { readContactNotes } from "../store/contact-write.ts";
import { findByPhones } from "../store/contacts.ts";
import { type Db, inTransaction } from "../store/db.ts";
import { lockContacts } from "../store/engine-load.ts";
import {
  countImport,
  findImport,
  type ImportRecord,
  type ImportRow,
  nextRecords,
  type RecordOutcome,
  recordsAfter,
  saveOutcomes,
  updateImport,
} from "../store/imports.ts";
import { notifyWork } from "../store/notify.ts";
import type { Catalog } from "../store/workspace-snapshot.ts";
import { failure, type ImportOptions, rowError, toContact } from "./import-row.ts";
import { type ContactUpsert, createMissing, type UpsertContext, upsertContacts } from "./upsert-contacts.ts";

export interface ImportContext extends UpsertContext {
  db: Db;
}

/** Contacts of one transaction. */
export const PORTION = 500;

export async function prepare(
  context: UpsertContext,
  workspaceId: string,
  row: ImportRow,
): Promise<{ options: ImportOptions; columns: string[]; catalog: Catalog }> {
  const catalog = (await context.catalogs.get(context.pool, [workspaceId])).get(workspaceId);
  if (!catalog || !row.options) throw new Refusal("conflict", "The import has no mapping yet.");
  return { options: row.options as unknown as ImportOptions, columns: row.columns.map(({ name }) => name), catalog };
}

/** Dry run: every row is read as it would be, errors are noted, counts say what would happen. Nothing else changes. */
export async function checkImport(context: ImportContext, workspaceId: string, id: string): Promise<void> {
  const { db } = context;
  const row = await findImport(db, workspaceId, id);
  if (!row) return;
  const { options, columns, catalog } = await prepare(context, workspaceId, row);
  const totals = { created: 0, updated: 0, skipped: 0, failed: 0 };
  const seen = new Set<string>();
  for (let after = 0; ; ) {
    const records = await recordsAfter(db, workspaceId, id, after, 2000);
    if (records.length === 0) break;
    after = (records.at(-1) as ImportRecord).row;
    const read = records.map((record) => ({ record, contact: toContact(record, columns, options, catalog) }));
    const known = await findByPhones(
      db,
      workspaceId,
      read.map(({ contact }) => contact.phone),
    );
    const outcomes: RecordOutcome[] = [];
    for (const { record, contact } of read) {
      const error = rowError(contact, options, catalog);
      outcomes.push({ row: record.row, outcome: null, ...(error !== null && { error }) });
      if (error !== null) totals.failed++;
      else if (!known.has(contact.phone) && !seen.has(contact.phone)) totals.created++;
      else totals[options.existing === "skip" ? "skipped" : "updated"]++;
      if (error === null) seen.add(contact.phone);
    }
    await saveOutcomes(db, workspaceId, id, outcomes);
  }
  await db
    .updateTable("contact_import")
    .set({ ...totals, state: "checked" })
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", id)
    .execute();
}

/** Goes on with an import until it is done, cancelled, or its worker dies. */
export async function runImport(context: ImportContext, workspaceId: string, id: string): Promise<void> {
  for (;;) {
    const row = await findImport(context.db, workspaceId, id);
    if (row?.state !== "running") return;
    const records = await nextRecords(context.db, workspaceId, id, PORTION);
    if (records.length === 0) break;
    const { options, columns, catalog } = await prepare(context, workspaceId, row);
    await importPortion(
      context,
      workspaceId,
      id,
      records.map((record) => ({ record, contact: toContact(record, columns, options, catalog) })),
      options,
      catalog,
    );
    await progress(context, workspaceId, id);
  }
  await updateImport(context.db, workspaceId, id, { state: "done", finished_at: new Date(context.clock.now()) }, ["running"]);
  await progress(context, workspaceId, id);
}

export async function progress({ db, pool }: ImportContext, workspaceId: string, id: string): Promise<void> {
  await countImport(db, workspaceId, id);
  await inTransaction(pool, ({ client }) => notifyWork(client, {}, [{ w: workspaceId, t: "import.progress", id }]));
}

async function importPortion(
  context: ImportContext,
  workspaceId: string,
  id: string,
  rows: { record: ImportRecord; contact: ContactUpsert }[],
  options: ImportOptions,
  catalog: Catalog,
): Promise<void> {
  const errors = new Map(rows.map(({ record, contact }) => [record.row, rowError(contact, options, catalog)]));
  const sound = rows.filter(({ record }) => errors.get(record.row) === null);
  const known = await findByPhones(
    context.db,
    workspaceId,
    sound.map(({ contact }) => contact.phone),
  );
  const skipped =
    options.existing === "skip"
      ? new Set(sound.filter(({ contact }) => known.has(contact.phone)).map(({ record }) => record.row))
      : new Set<number>();
  const wanted = sound.filter(({ record }) => !skipped.has(record.row));
  const before = await readBefore(
    context,
    workspaceId,
    [...new Set(wanted.flatMap(({ contact }) => known.get(contact.phone) ?? []))],
    catalog,
  );
  await createMissing(
    context,
    workspaceId,
    wanted.map(({ contact }) => contact),
    true,
  );
  const results = await upsertContacts(
    context,
    workspaceId,
    wanted.map(({ contact }) => contact),
    { source: "import", mayMakeObjects: true, causesEvents: options.startAutomations },
  );
  const outcomes: RecordOutcome[] = rows.map(({ record }) => {
    const error = errors.get(record.row);
    if (error) return { row: record.row, outcome: "failed", error };
    if (skipped.has(record.row)) return { row: record.row, outcome: "skipped" };
    const result = results[wanted.findIndex((candidate) => candidate.record.row === record.row)];
    if (!result || result.error || result.contactId === null)
      return {
        row: record.row,
        outcome: "failed",
        error: failure(result?.error?.code ?? "internal", result?.error?.message ?? "", null, null),
      };
    const old = before.get(result.contactId);
    return { row: record.row, contact_id: result.contactId, outcome: result.created ? "created" : "updated", ...(old && { before: old }) };
  });
  await saveOutcomes(context.db, workspaceId, id, outcomes);
}

/** What contacts are before they are changed, for the undo. */
async function readBefore({ pool }: ImportContext, workspaceId: string, ids: string[], catalog: Catalog): Promise<Map<string, JsonObject>> {
  if (ids.length === 0) return new Map();
  const [states, notes] = await inTransaction(pool, async ({ client, db }) => [
    await lockContacts(
      client,
      ids.map((contactId) => ({ workspaceId, contactId })),
      new Map([[workspaceId, catalog]]),
    ),
    await readContactNotes(db, workspaceId, ids),
  ]);
  return new Map(
    [...states].map(([id, state]) => [id, JSON.parse(JSON.stringify({ ...state, notes: notes.get(id) ?? null })) as JsonObject]),
  );
}
