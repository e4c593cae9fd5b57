/** Taking an import back. */
import type { JsonObject } from "../domain/json.ts";
import { eraseContacts } from "../store/contact-write.ts";
import { inTransaction } from "../store/db.ts";
import { lockContacts } from "../store/engine-load.ts";
import { findImport, saveOutcomes, undoRecords, updateImport } from "../store/imports.ts";
import { changeContacts } from "./change-contact.ts";
import { type ImportContext, PORTION, prepare, progress } from "./import-contacts.ts";
import { type RowContact, toContact } from "./import-row.ts";

/** Takes an import back: made contacts go unless they have written since, changed ones get their old values. Starts no automations. */
export async function undoImport(context: ImportContext, workspaceId: string, id: string): Promise<void> {
  const row = await findImport(context.db, workspaceId, id);
  if (!row?.options) return;
  const { options, columns, catalog: names } = await prepare(context, workspaceId, row);
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
      const brought = Map.groupBy(
        records.map((record) => ({ contactId: record.contact_id, ...toContact(record, columns, options, names) })),
        ({ contactId }) => contactId,
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
        return current ? [{ contactId, change: backTo(before, current, brought.get(contactId) ?? []) }] : [];
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
  notes?: string | null;
  consent: "not_declared" | "subscribed" | "unsubscribed";
  fields: JsonObject;
  tags: string[];
  lists: string[];
}

const ATTRIBUTES = ["firstName", "lastName", "email", "language", "timeZone", "notes"] as const;

/** @param brought the rows of this contact: what none of them held stays, whoever has written it since */
function backTo(before: JsonObject, now: OldState, brought: RowContact[]) {
  const old = before as unknown as OldState;
  const attributes = ATTRIBUTES.filter((name) => brought.some((row) => row[name] !== undefined));
  const fields = new Set(brought.flatMap((row) => Object.keys(row.fields ?? {})));
  const tags = new Set(brought.flatMap(({ addTags = [] }) => addTags));
  const lists = new Set(brought.flatMap(({ addToLists = [] }) => addToLists));
  return {
    ...Object.fromEntries(attributes.map((name) => [name, old[name]])),
    fields: Object.fromEntries(
      Object.keys({ ...now.fields, ...old.fields })
        .filter((code) => fields.has(code))
        .map((code) => [code, old.fields[code] ?? null]),
    ),
    removeTags: now.tags.filter((tag) => tags.has(tag) && !old.tags.includes(tag)),
    removeFromLists: now.lists.filter((list) => lists.has(list) && !old.lists.includes(list)),
    ...(brought.some(({ consent }) => consent) &&
      old.consent !== now.consent &&
      now.consent !== "unsubscribed" && { consent: { state: old.consent } }),
  };
}
