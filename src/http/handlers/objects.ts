import type { ReferenceKind } from "../../automation/reference.ts";
import type { Filter } from "../../contract/filter.ts";
import type { FIELD_TYPES } from "../../contract/objects.ts";
import { notFound, Refusal } from "../../domain/refusal.ts";
import { objectUsage, refuseIfUsed, renameInDrafts } from "../../operations/object-references.ts";
import { contactFilter } from "../../store/contact-filter.ts";
import { replanDates } from "../../store/date-planning.ts";
import { inTransaction, type Tx } from "../../store/db.ts";
import { notifyWork } from "../../store/notify.ts";
import {
  deleteObject,
  findObject,
  insertObject,
  listCannedReplies,
  listFields,
  listLists,
  listSegments,
  listTags,
  mergeTags,
  type ObjectTable,
  removeFieldValues,
  removeFromContacts,
  renameFieldValues,
  updateObject,
} from "../../store/objects.ts";
import type { AppContext, Caller } from "../context.ts";
import { refuseTakenName } from "../name-taken.ts";
import { api } from "../procedures.ts";

interface Context {
  app: AppContext;
  caller: Caller;
}

/** One change of an object, in a transaction, told to everyone who looks. */
async function change<T>({ app, caller }: Context, name: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  return await refuseTakenName(
    name,
    inTransaction(app.pool, async (tx) => {
      const result = await work(tx);
      await notifyWork(tx.client, {}, [{ w: caller.workspaceId, t: "objects.changed" }]);
      return result;
    }),
  );
}

async function mustFind({ app, caller }: Context, table: ObjectTable, id: string) {
  const row = await findObject(app.db, table, caller.workspaceId, id);
  if (!row) throw notFound(table.replace("_", " "));
  return row;
}

async function one<T extends { id: string }>(rows: Promise<T[]>, id: string): Promise<T> {
  const row = (await rows).find((item) => item.id === id);
  if (!row) throw notFound("object");
  return row;
}

const iso = <T extends { created_at: Date }>({ created_at, ...row }: T) => ({ ...row, createdAt: created_at.toISOString() });

async function usage(context: Context, table: ObjectTable, kind: ReferenceKind, id: string, nameColumn = "name") {
  const row = await mustFind(context, table, id);
  const { app, caller } = context;
  return { items: await objectUsage(app.db, app.registry, caller.workspaceId, { kind, id, name: row[nameColumn] as string }) };
}

const presentField = (row: Awaited<ReturnType<typeof listFields>>[number]) => ({
  ...iso(row),
  type: row.type as (typeof FIELD_TYPES)[number],
});

export const fields = {
  list: api.fields.list.handler(async ({ context: { app, caller } }) => ({
    items: (await listFields(app.db, caller.workspaceId)).map(presentField),
  })),

  create: api.fields.create.handler(async ({ context, input }) => {
    if (input.type === "choice" && !input.choices) throw new Refusal("invalid_input", "A choice needs its choices.");
    const id = await change(context, input.code, ({ db }) =>
      insertObject(db, "field", context.caller.workspaceId, {
        code: input.code,
        label: input.label,
        type: input.type,
        choices: input.choices ?? null,
      }),
    );
    return presentField(await one(listFields(context.app.db, context.caller.workspaceId), id));
  }),

  update: api.fields.update.handler(async ({ context, input: { id, ...input } }) => {
    const { app, caller } = context;
    const old = await mustFind(context, "field", id);
    await change(context, input.code ?? "", async ({ db, client }) => {
      await updateObject(db, "field", caller.workspaceId, id, input);
      if (input.code !== undefined && input.code !== old["code"]) {
        await renameFieldValues(db, caller.workspaceId, old["code"] as string, input.code);
        await renameInDrafts(db, app.registry, caller.workspaceId, { kind: "field", id, name: old["code"] as string }, input.code);
        await replanDates(client, caller.workspaceId, app.clock.now());
      }
    });
    return presentField(await one(listFields(app.db, caller.workspaceId), id));
  }),

  usage: api.fields.usage.handler(({ context, input }) => usage(context, "field", "field", input.id, "code")),

  delete: api.fields.delete.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const row = await mustFind(context, "field", input.id);
    await change(context, "", async ({ db, client }) => {
      if (!input.force)
        await refuseIfUsed(db, app.registry, caller.workspaceId, { kind: "field", id: input.id, name: row["code"] as string });
      await removeFieldValues(db, caller.workspaceId, row["code"] as string);
      await deleteObject(db, "field", caller.workspaceId, input.id);
      await replanDates(client, caller.workspaceId, app.clock.now());
    });
    return { ok: true as const };
  }),
};

export const tags = {
  list: api.tags.list.handler(async ({ context: { app, caller } }) => ({ items: (await listTags(app.db, caller.workspaceId)).map(iso) })),

  create: api.tags.create.handler(async ({ context, input }) => {
    const id = await change(context, input.name, ({ db }) => insertObject(db, "tag", context.caller.workspaceId, { ...input }));
    return iso(await one(listTags(context.app.db, context.caller.workspaceId), id));
  }),

  update: api.tags.update.handler(async ({ context, input: { id, ...input } }) => {
    const { app, caller } = context;
    const old = await mustFind(context, "tag", id);
    await change(context, input.name ?? "", async ({ db }) => {
      await updateObject(db, "tag", caller.workspaceId, id, input);
      if (input.name !== undefined)
        await renameInDrafts(db, app.registry, caller.workspaceId, { kind: "tag", id, name: old["name"] as string }, input.name);
    });
    return iso(await one(listTags(app.db, caller.workspaceId), id));
  }),

  merge: api.tags.merge.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const into = await mustFind(context, "tag", input.id);
    const others = input.others.filter((id) => id !== input.id);
    const rows = await Promise.all(others.map((id) => mustFind(context, "tag", id)));
    await change(context, "", async ({ db }) => {
      for (const row of rows)
        await renameInDrafts(
          db,
          app.registry,
          caller.workspaceId,
          { kind: "tag", id: row["id"] as string, name: row["name"] as string },
          into["name"] as string,
        );
      if (others.length > 0) await mergeTags(db, caller.workspaceId, input.id, others);
    });
    return iso(await one(listTags(app.db, caller.workspaceId), input.id));
  }),

  usage: api.tags.usage.handler(({ context, input }) => usage(context, "tag", "tag", input.id)),
  delete: api.tags.delete.handler(({ context, input }) => deleteMembership(context, "tag", "tag_ids", input)),
};

async function deleteMembership(
  context: Context,
  table: "tag" | "list",
  column: "tag_ids" | "list_ids",
  input: { id: string; force?: boolean | undefined },
) {
  const { app, caller } = context;
  const row = await mustFind(context, table, input.id);
  await change(context, "", async ({ db }) => {
    if (!input.force) await refuseIfUsed(db, app.registry, caller.workspaceId, { kind: table, id: input.id, name: row["name"] as string });
    await removeFromContacts(db, caller.workspaceId, column, input.id);
    await deleteObject(db, table, caller.workspaceId, input.id);
  });
  return { ok: true as const };
}

export const lists = {
  list: api.lists.list.handler(async ({ context: { app, caller } }) => ({ items: (await listLists(app.db, caller.workspaceId)).map(iso) })),

  create: api.lists.create.handler(async ({ context, input }) => {
    const id = await change(context, input.name, ({ db }) => insertObject(db, "list", context.caller.workspaceId, { ...input }));
    return iso(await one(listLists(context.app.db, context.caller.workspaceId), id));
  }),

  update: api.lists.update.handler(async ({ context, input: { id, ...input } }) => {
    const { app, caller } = context;
    const old = await mustFind(context, "list", id);
    await change(context, input.name ?? "", async ({ db }) => {
      await updateObject(db, "list", caller.workspaceId, id, input);
      if (input.name !== undefined)
        await renameInDrafts(db, app.registry, caller.workspaceId, { kind: "list", id, name: old["name"] as string }, input.name);
    });
    return iso(await one(listLists(app.db, caller.workspaceId), id));
  }),

  usage: api.lists.usage.handler(({ context, input }) => usage(context, "list", "list", input.id)),
  delete: api.lists.delete.handler(({ context, input }) => deleteMembership(context, "list", "list_ids", input)),
};

const presentSegment = (row: Awaited<ReturnType<typeof listSegments>>[number]) => ({
  ...iso(row),
  filter: row.filter as unknown as Filter,
});

/** A filter that cannot become SQL is refused before it is saved. */
async function checkFilter({ app, caller }: Context, filter: Filter | undefined): Promise<void> {
  if (!filter) return;
  const catalog = (await app.catalogs.get(app.pool, [caller.workspaceId])).get(caller.workspaceId);
  if (catalog) contactFilter(filter, catalog, app.clock.now());
}

export const segments = {
  list: api.segments.list.handler(async ({ context: { app, caller } }) => ({
    items: (await listSegments(app.db, caller.workspaceId)).map(presentSegment),
  })),

  create: api.segments.create.handler(async ({ context, input }) => {
    await checkFilter(context, input.filter);
    const values = { name: input.name, filter: JSON.stringify(input.filter), created_at: new Date(context.app.clock.now()) };
    const id = await change(context, input.name, ({ db }) => insertObject(db, "segment", context.caller.workspaceId, values));
    return presentSegment(await one(listSegments(context.app.db, context.caller.workspaceId), id));
  }),

  update: api.segments.update.handler(async ({ context, input }) => {
    await mustFind(context, "segment", input.id);
    await checkFilter(context, input.filter);
    const values = { ...(input.name !== undefined && { name: input.name }), ...(input.filter && { filter: JSON.stringify(input.filter) }) };
    await change(context, input.name ?? "", ({ db }) => updateObject(db, "segment", context.caller.workspaceId, input.id, values));
    return presentSegment(await one(listSegments(context.app.db, context.caller.workspaceId), input.id));
  }),

  delete: api.segments.delete.handler(async ({ context, input }) => {
    await mustFind(context, "segment", input.id);
    await change(context, "", ({ db }) => deleteObject(db, "segment", context.caller.workspaceId, input.id));
    return { ok: true as const };
  }),
};

export const cannedReplies = {
  list: api.cannedReplies.list.handler(async ({ context: { app, caller } }) => ({
    items: (await listCannedReplies(app.db, caller.workspaceId)).map(iso),
  })),

  create: api.cannedReplies.create.handler(async ({ context, input }) => {
    const values = { ...input, created_at: new Date(context.app.clock.now()) };
    const id = await change(context, input.shortcut, ({ db }) => insertObject(db, "canned_reply", context.caller.workspaceId, values));
    return iso(await one(listCannedReplies(context.app.db, context.caller.workspaceId), id));
  }),

  update: api.cannedReplies.update.handler(async ({ context, input: { id, ...input } }) => {
    await mustFind(context, "canned_reply", id);
    await change(context, input.shortcut ?? "", ({ db }) => updateObject(db, "canned_reply", context.caller.workspaceId, id, input));
    return iso(await one(listCannedReplies(context.app.db, context.caller.workspaceId), id));
  }),

  delete: api.cannedReplies.delete.handler(async ({ context, input }) => {
    await mustFind(context, "canned_reply", input.id);
    await change(context, "", ({ db }) => deleteObject(db, "canned_reply", context.caller.workspaceId, input.id));
    return { ok: true as const };
  }),
};
