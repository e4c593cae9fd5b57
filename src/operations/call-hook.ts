/** A call to an integration trigger's own URL: the contacts are upserted, then the automation starts for each. */
import { createHash, timingSafeEqual } from "node:crypto";
import type { Json, JsonObject } from "../domain/json.ts";
import { inTransaction } from "../store/db.ts";
import { insertEvents } from "../store/engine-write.ts";
import { findHookAnswer, type HookRow, insertHookCall } from "../store/hooks.ts";
import { notifyWork } from "../store/notify.ts";
import { violatedIndex } from "../store/unique-violation.ts";
import type { AutomationContext } from "./automation-context.ts";
import { type HookMapping, readPayload } from "./hook-payload.ts";
import { upsertContacts } from "./upsert-contacts.ts";

/** Contacts of one bulk call. */
export const MAX_BULK_ITEMS = 500;

export interface HookAnswer {
  status: number;
  body: JsonObject;
}

export function isRightSecret(given: string | undefined, secret: string): boolean {
  if (given === undefined) return false;
  // Hashed, so that lengths tell nothing and are always the same.
  const [a, b] = [given, secret].map((text) => createHash("sha256").update(text).digest()) as [Buffer, Buffer];
  return timingSafeEqual(a, b);
}

/** Where systems whose form is known and fixed have the contact; the document's own mapping comes before it, key by key. */
const PLATFORM_MAPPINGS: Record<string, HookMapping> = {
  activecampaign: {
    phone: "contact.phone",
    first_name: "contact.first_name",
    last_name: "contact.last_name",
    email: "contact.email",
  },
};

export function mappingOf(hook: Pick<HookRow, "document" | "draft" | "trigger_id">): HookMapping | undefined {
  const triggers = ((hook.document ?? hook.draft)["triggers"] ?? []) as unknown as {
    id: string;
    config?: { mapping?: HookMapping; platform?: string };
  }[];
  const config = triggers.find(({ id }) => id === hook.trigger_id)?.config;
  const known = PLATFORM_MAPPINGS[config?.platform ?? ""];
  return known ? { ...known, ...config?.mapping } : config?.mapping;
}

function withoutSecret(body: Json): Json {
  if (body === null || typeof body !== "object" || Array.isArray(body)) return body;
  const { secret: _, ...rest } = body;
  return rest;
}

/** @param items one for a single call; each is a whole payload */
export async function callHook(
  context: AutomationContext,
  hook: HookRow,
  items: Json[],
  { bulk, idempotencyKey }: { bulk: boolean; idempotencyKey: string | null },
): Promise<HookAnswer> {
  const { workspace_id: workspaceId, id: hookId } = hook;
  if (idempotencyKey !== null) {
    const before = await findHookAnswer(context.db, workspaceId, hookId, idempotencyKey);
    if (before) return { status: before.status, body: before.answer as JsonObject };
  }
  const payloads = items.map(withoutSecret);
  const record = (answer: HookAnswer, key: string | null) => ({
    workspaceId,
    hookId,
    idempotencyKey: key,
    status: answer.status,
    body: bulk ? payloads : (payloads[0] ?? null),
    answer: answer.body,
    at: context.clock.now(),
  });
  if (hook.automation_state !== "active") {
    const answer = refused(422, "not_active", `The automation "${hook.automation_name}" is not active.`);
    await insertHookCall(context.db, record(answer, null));
    return answer;
  }
  const catalog = (await context.catalogs.get(context.pool, [workspaceId])).get(workspaceId);
  if (!catalog) return refused(404, "not_found", "There is no such hook.");
  const mapping = mappingOf(hook);
  const results = await upsertContacts(
    context,
    workspaceId,
    payloads.map((payload) => readPayload(payload, mapping, catalog.snapshot)),
    { source: "integration", mayMakeObjects: true },
  );
  const [first] = results;
  if (!bulk && first?.error) {
    const answer = refused(400, first.error.code, first.error.message);
    await insertHookCall(context.db, record(answer, null));
    return answer;
  }
  const answer: HookAnswer = {
    status: 202,
    body: bulk
      ? {
          accepted: results.filter(({ contactId }) => contactId !== null).length,
          results: results.map(({ contactId, error }, index) => ({ index, contact_id: contactId, error: error && { ...error } })),
        }
      : { accepted: true, contact_id: first?.contactId ?? null },
  };
  return await start(
    context,
    hook,
    results.map(({ contactId }) => contactId),
    payloads,
    record(answer, idempotencyKey),
    answer,
  );
}

/** The record of the call and the starts commit together: a repeated key can never start twice, however close behind it comes. */
async function start(
  context: AutomationContext,
  hook: HookRow,
  contactIds: (string | null)[],
  payloads: Json[],
  call: Parameters<typeof insertHookCall>[1],
  answer: HookAnswer,
): Promise<HookAnswer> {
  const { workspace_id: workspaceId } = hook;
  try {
    await inTransaction(context.pool, async ({ db, client }) => {
      await insertHookCall(db, call);
      await insertEvents(
        client,
        contactIds.flatMap((contactId, index) =>
          contactId === null
            ? []
            : [
                {
                  workspace_id: workspaceId,
                  contact_key: `c:${contactId}`,
                  contact_id: contactId,
                  type: "start",
                  payload: { automationId: hook.automation_id, triggerId: hook.trigger_id, context: { payload: payloads[index] ?? null } },
                  occurred_at: call.at,
                  received_at: call.at,
                },
              ],
        ),
      );
      await notifyWork(client, { worker: true }, [{ w: workspaceId, t: "hook.called", id: hook.id, automationId: hook.automation_id }]);
    });
    return answer;
  } catch (error) {
    if (violatedIndex(error) !== "hook_call_idempotency" || call.idempotencyKey === null) throw error;
    const before = await findHookAnswer(context.db, workspaceId, hook.id, call.idempotencyKey);
    return before ? { status: before.status, body: before.answer as JsonObject } : answer;
  }
}

function refused(status: number, code: string, detail: string): HookAnswer {
  return { status, body: { code, detail } };
}
