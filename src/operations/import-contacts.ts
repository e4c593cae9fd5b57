/** Importing contacts from an uploaded file: dry run, run, undo. Each portion commits with its rows' outcomes, so any worker can go on. */
import type { Json, JsonObject } from "../domain/json.ts";
import { normalizePhone } from "../domain/phone.ts";
import { Refusal } from "../domain/refusal.ts";
import { eraseContacts } from "../store/contact-write.ts";
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
  undoRecords,
  updateImport,
} from "../store/imports.ts";
import { notifyWork } from "../store/notify.ts";
import type { Catalog } from "../store/workspace-snapshot.ts";
import { changeContacts } from "./change-contact.ts";
import { checkChange } from "./contact-change-input.ts";
import { type ContactUpsert, createMissing, type UpsertContext, upsertContacts } from "./upsert-contacts.ts";

export interface ImportOptions {
  /** Column → target; see `contract/imports.ts`. */
  mapping: Record<string, string | null>;
  addTags: string[];
  addToLists: string[];
  country?: string | undefined;
  consent: { state: "subscribed" | "unsubscribed"; text: string } | null;
  createMissing: boolean;
  existing: "update" | "skip";
  startAutomations: boolean;
}

export interface ImportContext extends UpsertContext {
  db: Db;
}

/** Contacts of one transaction. */
const PORTION = 500;

const ATTRIBUTES: Record<string, keyof ContactUpsert> = {
  first_name: "firstName",
  last_name: "lastName",
  email: "email",
  language: "language",
  time_zone: "timeZone",
  notes: "notes",
};

function split(cell: string): string[] {
  return cell
    .split(/[;|]/)
    .map((part) => part.trim())
    .filter(Boolean);
}

/** A row as a contact. Empty cells change nothing. */
function toContact({ cells }: ImportRecord, columns: string[], options: ImportOptions, catalog: Catalog): ContactUpsert {
  const contact: ContactUpsert = {
    phone: "",
    addTags: [...options.addTags],
    addToLists: [...options.addToLists],
    createMissing: options.createMissing,
  };
  const fields: JsonObject = {};
  columns.forEach((column, index) => {
    const target = options.mapping[column];
    const cell = cells[index] ?? "";
    if (!target || cell === "") return;
    const attribute = ATTRIBUTES[target];
    if (target === "phone") contact.phone = normalizePhone(cell, options.country ?? catalog.snapshot.defaultCountry) ?? cell;
    else if (target === "tag") contact.addTags?.push(...split(cell));
    else if (target === "list") contact.addToLists?.push(...split(cell));
    else if (target.startsWith("fields.")) fields[target.slice("fields.".length)] = cell;
    else if (attribute) Object.assign(contact, { [attribute]: cell });
  });
  if (Object.keys(fields).length > 0) contact.fields = fields;
  if (options.consent) contact.consent = { ...options.consent, source: "import" };
  return contact;
}

function columnOf(path: string, options: ImportOptions): string | null {
  const target = path.startsWith("fields.")
    ? path
    : ({ tags: "tag", lists: "list" }[path] ?? Object.keys(ATTRIBUTES).find((key) => ATTRIBUTES[key] === path) ?? path);
  return Object.keys(options.mapping).find((column) => options.mapping[column] === target) ?? null;
}

function failure(code: string, message: string, column: string | null, value: string | null): Json {
  return { code, message, column, value };
}

/** What is wrong with a row before anything is written; null where nothing is. */
function rowError(contact: ContactUpsert, options: ImportOptions, catalog: Catalog): Json | null {
  if (normalizePhone(contact.phone) === null) {
    return failure(
      "invalid_phone",
      contact.phone === "" ? "There is no phone number." : `"${contact.phone}" is not a phone number.`,
      columnOf("phone", options),
      contact.phone || null,
    );
  }
  if (contact.email && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(contact.email)) {
    return failure("invalid_email", `"${contact.email}" is not an e-mail address.`, columnOf("email", options), contact.email);
  }
  try {
    // What will be made does not count as missing.
    const known = options.createMissing ? { ...contact, addTags: [], addToLists: [], fields: knownFields(contact, catalog) } : contact;
    checkChange(known, catalog.snapshot);
    return null;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const path = (error.data?.["issues"] as { path: string }[] | undefined)?.[0]?.path ?? "";
    return failure(error.code, error.message, columnOf(path, options), null);
  }
}

function knownFields(contact: ContactUpsert, { snapshot }: Catalog): JsonObject {
  return Object.fromEntries(Object.entries(contact.fields ?? {}).filter(([code]) => Object.hasOwn(snapshot.fields, code)));
}

async function prepare(
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

async function progress({ db, pool }: ImportContext, workspaceId: string, id: string): Promise<void> {
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
  );
  const results = await upsertContacts(
    context,
    workspaceId,
    wanted.map(({ contact }) => contact),
    { source: "import", causesEvents: options.startAutomations },
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
  const states = await inTransaction(pool, ({ client }) =>
    lockContacts(
      client,
      ids.map((contactId) => ({ workspaceId, contactId })),
      new Map([[workspaceId, catalog]]),
    ),
  );
  return new Map([...states].map(([id, state]) => [id, JSON.parse(JSON.stringify(state)) as JsonObject]));
}

/** Takes an import back: made contacts go unless they have written since, changed ones get their old values. Starts no automations. */
export async function undoImport(context: ImportContext, workspaceId: string, id: string): Promise<void> {
  for (;;) {
    const records = await undoRecords(context.db, workspaceId, id, PORTION);
    if (records.length === 0) break;
    const made = records.filter(({ outcome }) => outcome === "created").map(({ contact_id }) => contact_id);
    const touched = new Set(
      made.length === 0
        ? []
        : (
            await context.db
              .selectFrom("contact")
              .select("id")
              .where("workspace_id", "=", workspaceId)
              .where("id", "in", made)
              .where("last_seen_at", "is not", null)
              .execute()
          ).map((row) => row.id),
    );
    await inTransaction(context.pool, async (tx) => {
      const gone = made.filter((contactId) => !touched.has(contactId));
      if (gone.length > 0) await eraseContacts(tx.db, workspaceId, gone);
      // A contact that several rows changed gets what it was before the first of them: records come the last first.
      const oldest = new Map(
        records
          .filter(({ outcome, before }) => outcome === "updated" && before !== null)
          .map(({ contact_id, before }) => [contact_id, before as JsonObject]),
      );
      const catalog = (await context.catalogs.get(tx.client, [workspaceId])).get(workspaceId);
      const now = catalog
        ? await lockContacts(
            tx.client,
            [...oldest.keys()].map((contactId) => ({ workspaceId, contactId })),
            new Map([[workspaceId, catalog]]),
          )
        : new Map();
      const changes = [...oldest].flatMap(([contactId, before]) => {
        const current = now.get(contactId);
        return current ? [{ contactId, change: backTo(before, current) }] : [];
      });
      await changeContacts(tx, context, workspaceId, changes, { source: "import_undo", causesEvents: false });
      await saveOutcomes(
        tx.db,
        workspaceId,
        id,
        records.map(({ row }) => ({ row, outcome: "skipped" })),
      );
    });
    await progress(context, workspaceId, id);
  }
  await updateImport(context.db, workspaceId, id, { state: "undone", finished_at: new Date(context.clock.now()) });
  await progress(context, workspaceId, id);
}

interface OldState {
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  language: string | null;
  timeZone: string | null;
  consent: "not_declared" | "subscribed" | "unsubscribed";
  fields: JsonObject;
  tags: string[];
  lists: string[];
}

function backTo(before: JsonObject, now: OldState) {
  const old = before as unknown as OldState;
  const cleared = Object.fromEntries(
    Object.keys(now.fields)
      .filter((code) => !(code in old.fields))
      .map((code) => [code, null]),
  );
  return {
    firstName: old.firstName,
    lastName: old.lastName,
    email: old.email,
    language: old.language,
    timeZone: old.timeZone,
    fields: { ...cleared, ...old.fields },
    removeTags: now.tags.filter((tag) => !old.tags.includes(tag)),
    removeFromLists: now.lists.filter((list) => !old.lists.includes(list)),
    ...(old.consent !== now.consent && now.consent !== "unsubscribed" && { consent: { state: old.consent } }),
  };
}
