/** A call to an integration trigger's own address: the contact is upserted, then the automation starts for it. */
import { timingSafeEqual } from "node:crypto";
import { definitionSchema } from "../automation/definition.ts";
import type { Json, JsonObject } from "../domain/json.ts";
import { inTransaction } from "../store/db.ts";
import { findHookAnswer, findHookAnywhere, type HookRow, insertHookCall } from "../store/hooks.ts";
import { violatedIndex } from "../store/unique-violation.ts";
import type { AutomationContext } from "./automation-context.ts";
import { startForContacts } from "./start-automation.ts";
import { type ContactUpsert, upsertContacts, type UpsertResult } from "./upsert-contacts.ts";

export interface HookRequest {
  hookId: string;
  /** From a header; a secret in the body counts too. */
  secret: string | undefined;
  idempotencyKey: string | undefined;
  body: Json;
  bulk: boolean;
}

export interface HookAnswer {
  status: number;
  answer: Json;
}

/** Contacts of one bulk call. */
export const MAX_BULK = 500;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

interface Item {
  body: JsonObject;
  result: UpsertResult;
}

/**
 * Answers 202 with what was accepted, else an error: 404 unknown hook, 403 wrong secret, 422 automation not active, 400 no usable
 * phone number (in bulk only when no contact has one). The same idempotency key gets the first answer again and starts nothing.
 */
export async function receiveHook(context: AutomationContext, request: HookRequest): Promise<HookAnswer> {
  const hook = UUID.test(request.hookId) ? await findHookAnywhere(context.db, request.hookId) : undefined;
  if (!hook) return refusal(404, "not_found", "There is no such hook.");
  const given = request.secret ?? secretOf(request.body);
  if (given === undefined || !sameSecret(given, context.secrets.decrypt(hook.secret)))
    return refusal(403, "wrong_secret", "The secret is wrong.");

  const key = request.idempotencyKey?.slice(0, 255) ?? null;
  const earlier = key === null ? undefined : await findHookAnswer(context.db, hook.workspace_id, hook.id, key);
  if (earlier) return earlier;
  const answer = await accept(context, hook, request, key);
  // Refused calls are kept to be looked at, but not under their key: the corrected call may use it again.
  if (answer.status >= 400) await keepCall(context, hook, request, answer, null);
  return answer;
}

async function accept(context: AutomationContext, hook: HookRow, request: HookRequest, key: string | null): Promise<HookAnswer> {
  if (hook.automation_state !== "active") return refusal(422, "not_active", `The automation "${hook.automation_name}" is not active.`);
  const bodies = bodiesOf(request);
  if (bodies === null)
    return refusal(
      400,
      "invalid_input",
      request.bulk ? "The body must be a list of contacts, or an object with one under items." : "The body must be an object.",
    );
  if (bodies.length > MAX_BULK) return refusal(400, "too_large", `At most ${MAX_BULK} contacts in one call.`);

  const mapping = mappingOf(hook);
  const fields = (await context.catalogs.get(context.pool, [hook.workspace_id])).get(hook.workspace_id)?.snapshot.fields ?? {};
  const contacts = bodies.map((body) => contactOf(body, mapping, fields));
  const results = await upsertContacts(context, hook.workspace_id, contacts, { source: "hook" });
  const items: Item[] = bodies.map((body, index) => ({ body, result: results[index] as UpsertResult }));
  const good = items.filter(({ result }) => result.contactId !== null);
  if (good.length === 0) {
    const error = items[0]?.result.error;
    return refusal(400, error?.code ?? "invalid_phone", error?.message ?? "There is no contact in the body.");
  }
  const answer = request.bulk ? bulkAnswer(items) : { accepted: 1, contact_id: (good[0] as Item).result.contactId };
  try {
    await start(context, hook, request, good, { status: 202, answer }, key);
  } catch (error) {
    // The same call at the same time, or sent again while the first was under way: that one counts.
    if (key !== null && violatedIndex(error) === "hook_call_idempotency") {
      return (await findHookAnswer(context.db, hook.workspace_id, hook.id, key)) ?? { status: 202, answer };
    }
    throw error;
  }
  return { status: 202, answer };
}

/** The call and the starts it causes are one transaction: a key is used up exactly when its automation starts. */
async function start(
  context: AutomationContext,
  hook: HookRow,
  request: HookRequest,
  items: Item[],
  answer: HookAnswer,
  key: string | null,
): Promise<void> {
  await inTransaction(context.pool, async ({ db, client }) => {
    const now = context.clock.now();
    await insertHookCall(db, call(hook, request, answer, key, now));
    for (const { body, result } of items) {
      const { secret: _, ...payload } = body;
      const request = { automationId: hook.automation_id, triggerId: hook.trigger_id, context: { payload } };
      await startForContacts(client, hook.workspace_id, request, [result.contactId as string], now);
    }
  });
}

async function keepCall(
  context: AutomationContext,
  hook: HookRow,
  request: HookRequest,
  answer: HookAnswer,
  key: string | null,
): Promise<void> {
  await insertHookCall(context.db, call(hook, request, answer, key, context.clock.now()));
}

function call(hook: HookRow, request: HookRequest, answer: HookAnswer, idempotencyKey: string | null, at: number) {
  return {
    workspaceId: hook.workspace_id,
    hookId: hook.id,
    idempotencyKey,
    status: answer.status,
    body: withoutSecret(request.body),
    answer: answer.answer,
    at,
  };
}

function refusal(status: number, code: string, detail: string): HookAnswer {
  return { status, answer: { type: `urn:parola:error:${code}`, title: detail, status, detail, code } };
}

function bulkAnswer(items: Item[]): Json {
  return {
    accepted: items.filter(({ result }) => result.contactId !== null).length,
    results: items.map(({ result }) => ({ contact_id: result.contactId, error: result.error })),
  };
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function secretOf(body: Json): string | undefined {
  const secret = isObject(body) ? body["secret"] : undefined;
  return typeof secret === "string" ? secret : undefined;
}

function sameSecret(given: string, kept: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(kept)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function withoutSecret(body: Json): Json {
  if (!isObject(body)) return body;
  const { secret: _, ...rest } = body;
  return rest;
}

/** In bulk a list, or an object that holds one; what else such an object has belongs to every contact. */
function bodiesOf({ body, bulk }: HookRequest): JsonObject[] | null {
  if (!bulk) return isObject(body) ? [body] : null;
  const list = Array.isArray(body) ? body : isObject(body) ? (body["items"] ?? body["contacts"] ?? body["data"]) : undefined;
  return Array.isArray(list) && list.every(isObject) ? list : null;
}

interface Mapping {
  phone?: string;
  first_name?: string;
  last_name?: string;
  email?: string;
  language?: string;
  fields?: Record<string, string>;
}

function mappingOf(hook: HookRow): Mapping {
  const document = definitionSchema.safeParse(hook.document);
  const trigger = document.data?.triggers.find(({ id }) => id === hook.trigger_id);
  return (trigger?.config["mapping"] as Mapping | undefined) ?? {};
}

/** `line_items.0.sku`; own properties only, since the path and the body come from outside. */
function valueAt(body: JsonObject, path: string): Json | undefined {
  let value: Json | undefined = body;
  for (const key of path.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, Json>)[key];
  }
  return value;
}

function textOf(value: Json | undefined): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

/** Mapped places first, else the body's own form. Fields that the workspace has not are left to `trigger.payload`. */
function contactOf(body: JsonObject, mapping: Mapping, known: Record<string, unknown>): ContactUpsert {
  const text = (name: Exclude<keyof Mapping, "fields">) => textOf(valueAt(body, mapping[name] ?? name));
  const custom = isObject(body["custom_fields"]) ? body["custom_fields"] : {};
  const fields: Record<string, Json> = {};
  for (const [code, value] of Object.entries(custom)) if (Object.hasOwn(known, code)) fields[code] = value;
  for (const [code, path] of Object.entries(mapping.fields ?? {})) {
    const value = valueAt(body, path);
    if (value !== undefined && Object.hasOwn(known, code)) fields[code] = value;
  }
  return {
    phone: text("phone") ?? "",
    firstName: text("first_name"),
    lastName: text("last_name"),
    email: text("email"),
    language: text("language"),
    ...(Object.keys(fields).length > 0 && { fields }),
  };
}
