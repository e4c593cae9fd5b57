import { z } from "zod";
import { notFound } from "../../domain/refusal.ts";
import { inTransaction } from "../../store/db.ts";
import { updateMember } from "../../store/members.ts";
import { deleteObject, listLists, listTags, removeFromContacts } from "../../store/objects.ts";
import { touchWorkspace } from "../../store/revision.ts";
import { findOperator } from "../../store/scenario/read.ts";
import { defineVerb } from "../verb.ts";
import type { World } from "../world.ts";

const COLUMNS = { tag: "tag_ids", list: "list_ids" } as const;

/** An owner deletes what automations name, all the same, or shuts an operator out. */
export const verb = defineVerb({
  verb: "remove",
  input: z.union([z.strictObject({ tag: z.string() }), z.strictObject({ list: z.string() }), z.strictObject({ operator: z.string() })]),
  async run(what, { world }) {
    if ("operator" in what) return await disable(world, what.operator);
    const [kind, name] = Object.entries(what)[0] as ["tag" | "list", string];
    const { db, workspaceId } = world;
    const id = (await (kind === "tag" ? listTags : listLists)(db, workspaceId)).find((one) => one.name === name)?.id;
    if (id === undefined) throw notFound(`${kind} "${name}"`);
    await inTransaction(world.pool, async (tx) => {
      await touchWorkspace(tx.db, workspaceId);
      await removeFromContacts(tx.db, workspaceId, COLUMNS[kind], id);
      await deleteObject(tx.db, kind, workspaceId, id);
    });
  },
});

async function disable({ pool, workspaceId }: World, email: string): Promise<void> {
  const operator = await findOperator({ pool, workspaceId }, email);
  if (!operator) throw notFound(`operator ${email}`);
  await inTransaction(pool, async ({ db }) => {
    await touchWorkspace(db, workspaceId);
    await updateMember(db, workspaceId, operator.id, { disabled: true });
  });
}
