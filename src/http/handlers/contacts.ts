import { normalizePhone } from "../../domain/phone.ts";
import { notFound, Refusal } from "../../domain/refusal.ts";
import { changeContacts } from "../../operations/change-contact.ts";
import type { ContactChange } from "../../operations/contact-change-input.ts";
import { type ContactUpsert, checkNewPhone, createMissing, upsertContacts } from "../../operations/upsert-contacts.ts";
import { listConsentLog } from "../../store/consent-log.ts";
import { eraseContacts } from "../../store/contact-write.ts";
import { type ContactSearch, countContacts, findContacts, matchingIds, presentContact, searchContacts } from "../../store/contacts.ts";
import { decodeCursor, encodeCursor } from "../../store/cursor.ts";
import { planDates } from "../../store/date-plans.ts";
import { inTransaction } from "../../store/db.ts";
import { insertNotes } from "../../store/engine-write.ts";
import { findDuplicates, readEverything } from "../../store/gdpr.ts";
import { newId } from "../../store/id.ts";
import { mergeContacts } from "../../store/merge-contacts.ts";
import { deleteNote, findNote, listNotes, type NoteRow, presentNote } from "../../store/notes.ts";
import { notifyWork } from "../../store/notify.ts";
import { findObject } from "../../store/objects.ts";
import { readTimeline } from "../../store/timeline.ts";
import { type Context, catalogOf, contactScopeOf, mustFindContact, readContact, sourceOf, visibleContacts } from "../contact-access.ts";
import { allow, api } from "../procedures.ts";

/** What a contact's history is told of by scopes of their own. */
const HISTORIES = ["chats", "runs", "tickets"] as const;

/** The most contacts one bulk request changes. */
const MAX_BULK = 1000;

/** A search with its segment's filter joined in. */
export async function resolveSearch(
  { app, caller }: Context,
  { segmentId, filter, ...rest }: ContactSearch & { segmentId?: string | undefined },
): Promise<ContactSearch> {
  if (segmentId === undefined) return { ...rest, filter };
  const segment = await findObject(app.db, "segment", caller.workspaceId, segmentId);
  if (!segment) throw notFound("segment");
  const saved = segment["filter"] as ContactSearch["filter"] & object;
  return { ...rest, filter: filter ? { all: [saved, filter] } : saved };
}

async function upsert(context: Context, inputs: ContactUpsert[]) {
  const { app, caller } = context;
  return await upsertContacts(app, caller.workspaceId, inputs, {
    source: sourceOf(caller),
    mayMakeObjects: caller.permissions.has("objects:write"),
    onlyAssignedTo: caller.onlyAssignedTo,
    ...(caller.onlyAssignedTo !== null && caller.email !== null && { assignTo: caller.email }),
  });
}

async function changeOne(context: Context, id: string, change: ContactChange) {
  const { app, caller } = context;
  await mustFindContact(context, id);
  await inTransaction(app.pool, (tx) =>
    changeContacts(tx, app, caller.workspaceId, [{ contactId: id, change }], { source: sourceOf(caller) }),
  );
  return await readContact(context, id);
}

export const contacts = {
  list: api.contacts.list.handler(async ({ context, input }) => {
    const scope = await contactScopeOf(context);
    const phone =
      input.phone === undefined ? undefined : (normalizePhone(input.phone, scope.catalog.snapshot.defaultCountry) ?? input.phone);
    return await searchContacts(context.app.db, scope, { ...input, phone });
  }),

  search: api.contacts.search.handler(async ({ context, input }) => {
    const { cursor, limit, ...search } = input;
    return await searchContacts(context.app.db, await contactScopeOf(context), {
      ...(await resolveSearch(context, search)),
      cursor,
      limit,
    });
  }),

  count: api.contacts.count.handler(async ({ context, input }) =>
    countContacts(context.app.db, await contactScopeOf(context), await resolveSearch(context, input)),
  ),

  get: api.contacts.get.handler(({ context, input }) => readContact(context, input.id)),

  upsert: api.contacts.upsert.handler(async ({ context, input }) => {
    const [result] = await upsert(context, [input]);
    if (result?.error) throw new Refusal(result.error.code, result.error.message);
    return { ...(await readContact(context, result?.contactId as string)), created: result?.created ?? false };
  }),

  update: api.contacts.update.handler(async ({ context, input }) => {
    const { id, createMissing: wanted, phone, ...change } = input;
    const { app, caller } = context;
    await mustFindContact(context, id);
    await createMissing(app, caller.workspaceId, [{ ...change, createMissing: wanted }], caller.permissions.has("objects:write"));
    const { snapshot } = await catalogOf(context);
    await inTransaction(app.pool, async (tx) => {
      const checked = phone === undefined ? undefined : await checkNewPhone(tx, caller.workspaceId, id, phone, snapshot.defaultCountry);
      await changeContacts(tx, app, caller.workspaceId, [{ contactId: id, change: { ...change, phone: checked } }], {
        source: sourceOf(caller),
      });
    });
    return await readContact(context, id);
  }),

  bulkUpsert: api.contacts.bulkUpsert.handler(async ({ context, input }) => {
    const results = await upsert(context, input.contacts);
    return {
      created: results.filter(({ created }) => created).length,
      updated: results.filter(({ created, contactId }) => contactId !== null && !created).length,
      results: results.map(({ contactId, error }, index) => ({ index, id: contactId, error })),
    };
  }),

  bulkUpdate: api.contacts.bulkUpdate.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const scope = await contactScopeOf(context);
    const all = "ids" in input.selection ? await visibleContacts(context, input.selection.ids) : null;
    const search = "search" in input.selection ? await resolveSearch(context, input.selection.search) : {};
    const ids = all ?? (await matchingIds(app.db, scope, search, MAX_BULK));
    const total = all ? all.length : (await countContacts(app.db, scope, search)).count;
    const changed = await inTransaction(app.pool, (tx) =>
      changeContacts(
        tx,
        app,
        caller.workspaceId,
        ids.map((contactId) => ({ contactId, change: input.change })),
        { source: sourceOf(caller) },
      ),
    );
    return { changed: changed.length, matched: total, remaining: Math.max(0, total - ids.length) };
  }),

  merge: api.contacts.merge.handler(async ({ context, input }) => {
    const { app, caller } = context;
    await mustFindContact(context, input.id);
    if ((await visibleContacts(context, input.others)).length !== new Set(input.others).size) throw notFound("contact");
    const now = app.clock.now();
    await inTransaction(app.pool, async (tx) => {
      await mergeContacts(tx, caller.workspaceId, input.id, input.others, now);
      // It may have inherited a date.
      await planDates(tx.client, app.catalogs, [{ workspaceId: caller.workspaceId, contactId: input.id }], now);
    });
    return await readContact(context, input.id);
  }),

  block: api.contacts.block.handler(({ context, input }) => changeOne(context, input.id, { blocked: true })),
  unblock: api.contacts.unblock.handler(({ context, input }) => changeOne(context, input.id, { blocked: false })),

  consentLog: api.contacts.consentLog.handler(async ({ context, input }) => {
    await mustFindContact(context, input.id);
    return { items: await listConsentLog(context.app.db, context.caller.workspaceId, input.id) };
  }),

  timeline: api.contacts.timeline.handler(async ({ context, input }) => {
    await mustFindContact(context, input.id);
    const { app, caller } = context;
    const histories = HISTORIES.filter((history) => caller.permissions.has(`${history}:read`));
    return (await readTimeline(app.db, caller.workspaceId, input.id, { ...input, histories })) as never;
  }),

  notes: api.contacts.notes.handler(async ({ context, input }) => {
    await mustFindContact(context, input.id);
    return await listNotes(context.app.db, context.caller.workspaceId, input.id, input);
  }),

  addNote: api.contacts.addNote.handler(async ({ context, input }) => {
    const { app, caller } = context;
    await mustFindContact(context, input.id);
    const id = newId();
    await inTransaction(app.pool, async ({ client }) => {
      await insertNotes(client, [
        {
          workspace_id: caller.workspaceId,
          id,
          contact_id: input.id,
          text: input.text,
          author_id: caller.memberId,
          created_at: app.clock.now(),
        },
      ]);
      await notifyWork(client, {}, [{ w: caller.workspaceId, t: "contact.updated", id: input.id, contactId: input.id }]);
    });
    return presentNote((await findNote(app.db, caller.workspaceId, id)) as NoteRow);
  }),

  deleteNote: api.contacts.deleteNote.handler(async ({ context, input }) => {
    await mustFindContact(context, input.id);
    if (!(await deleteNote(context.app.db, context.caller.workspaceId, input.id, input.noteId))) throw notFound("note");
    return { ok: true as const };
  }),

  access: api.contacts.access.handler(async ({ context, input }) => {
    for (const history of HISTORIES) allow(context.caller, `${history}:read`);
    await mustFindContact(context, input.id);
    return await readEverything(context.app.db, context.caller.workspaceId, input.id);
  }),

  erase: api.contacts.erase.handler(async ({ context, input }) => {
    await mustFindContact(context, input.id);
    await erase(context, [input.id]);
    return { ok: true as const };
  }),

  bulkErase: api.contacts.bulkErase.handler(async ({ context, input }) => ({
    erased: await erase(context, await visibleContacts(context, input.ids)),
  })),

  duplicates: api.contacts.duplicates.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const after = decodeCursor(input.cursor, ["text"])?.[0];
    const rows = await findDuplicates(app.db, caller.workspaceId, input.limit, after ?? null);
    const kept = rows.slice(0, input.limit);
    const scope = await contactScopeOf(context);
    const found = new Map(
      (
        await findContacts(
          app.db,
          scope,
          kept.flatMap(({ ids }) => ids),
        )
      ).map((row) => [row.id, presentContact(row, scope.catalog)]),
    );
    const items = kept.map(({ reason, value, ids }) => ({ reason, value, contacts: ids.flatMap((id) => found.get(id) ?? []) }));
    const last = kept.at(-1);
    return {
      items: items.filter((item) => item.contacts.length > 1),
      nextCursor: rows.length > input.limit && last ? encodeCursor([last.reason + last.value]) : null,
    };
  }),
};

async function erase({ app, caller }: Context, ids: string[]): Promise<number> {
  if (ids.length === 0) return 0;
  const { erased, files } = await inTransaction(app.pool, async ({ db, client }) => {
    const result = await eraseContacts(db, caller.workspaceId, ids);
    await notifyWork(
      client,
      {},
      ids.map((id) => ({ w: caller.workspaceId, t: "contact.deleted", id, contactId: id })),
    );
    return result;
  });
  app.later("erase files", async () => {
    for (const key of files) await app.storage.delete(key);
  });
  return erased;
}
