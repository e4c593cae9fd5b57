import { notFound, Refusal } from "../../domain/refusal.ts";
import { deleteKey, listKeys, setKeyWorkspace } from "../../store/api-keys.ts";
import { api } from "../procedures.ts";

const DAY_SECONDS = 86_400;

export const apiKeys = {
  list: api.apiKeys.list.handler(async ({ context: { app, caller } }) => ({ items: await listKeys(app.db, caller.workspaceId) })),

  create: api.apiKeys.create.handler(async ({ context: { app, caller }, input }) => {
    const beyond = input.scopes.find((scope) => !caller.permissions.has(scope));
    if (beyond) throw new Refusal("forbidden", `You cannot give a key the permission "${beyond}", which you do not have.`);
    if (caller.userId === null) throw new Refusal("forbidden", "A key cannot make keys.");
    const { scopes } = input;
    const made = await app.auth.api.createApiKey({
      body: {
        name: input.name.slice(0, 32),
        userId: caller.userId,
        permissions: { parola: scopes },
        ...(input.expiresInDays !== null && { expiresIn: input.expiresInDays * DAY_SECONDS }),
      },
    });
    await setKeyWorkspace(app.db, made.id, caller.workspaceId);
    const key = (await listKeys(app.db, caller.workspaceId)).find(({ id }) => id === made.id);
    if (!key) throw notFound("key");
    return { ...key, key: made.key };
  }),

  delete: api.apiKeys.delete.handler(async ({ context: { app, caller }, input }) => {
    if (!(await deleteKey(app.db, caller.workspaceId, input.id))) throw notFound("key");
    return { ok: true as const };
  }),
};
