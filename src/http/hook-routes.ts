/** Where outside systems start automations: `POST /hooks/{uuid}`, and the address and body that Spoki's integrations use. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { isErrorCode } from "../contract/errors.ts";
import type { Json } from "../domain/json.ts";
import { nestsTooDeep } from "../domain/json-depth.ts";
import { parseWebhookJson } from "../domain/parse-webhook-json.ts";
import { storableDeep } from "../domain/storable.ts";
import { isUuid } from "../domain/uuid.ts";
import type { AutomationContext } from "../operations/automation-context.ts";
import { callHook, isRightSecret, MAX_BULK_ITEMS } from "../operations/call-hook.ts";
import { findHookAnywhere } from "../store/hooks.ts";
import { parseForm } from "./form-body.ts";
import { refuse } from "./refuse.ts";

const MAX_BODY_BYTES = 1024 * 1024;
const CALLS_PER_MINUTE = 6000;

type HookRequest = FastifyRequest<{ Params: { id: string }; Querystring: { secret?: string | string[] } }>;

export async function hookRoutes(app: FastifyInstance, context: AutomationContext): Promise<void> {
  await app.register(async (scope) => {
    scope.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string" }, (_request, body, done) =>
      done(null, parseForm(body as string)),
    );
    const parseJson = scope.getDefaultJsonParser("error", "error");
    scope.addContentTypeParser("application/json", { parseAs: "string" }, (request, body, done) => {
      if (nestsTooDeep(body as string)) done(Object.assign(new Error("The JSON nests too deep."), { statusCode: 400 }));
      else void parseJson(request, body as string, (error, parsed) => (error ? done(error) : done(null, exactly(body as string, parsed))));
    });
    const options = { bodyLimit: MAX_BODY_BYTES, preHandler: scope.rateLimit({ max: CALLS_PER_MINUTE, timeWindow: 60_000 }) };
    for (const path of ["/hooks/:id", "/wh/ap/:id", "/wh/ap/:id/"]) {
      scope.post<{ Params: { id: string }; Querystring: { secret?: string } }>(path, options, (request, reply) =>
        answer(context, request, reply, false),
      );
    }
    for (const path of ["/hooks/:id/bulk", "/wh/ap/:id/bulk", "/wh/ap/:id/bulk/"]) {
      scope.post<{ Params: { id: string }; Querystring: { secret?: string } }>(path, options, (request, reply) =>
        answer(context, request, reply, true),
      );
    }
  });
}

/** Long ids by their digits, which plain JSON would round. The body is known to be JSON without keys that do harm. */
function exactly(body: string, parsed: unknown): unknown {
  return /\d{16}/.test(body) ? parseWebhookJson(body) : parsed;
}

async function answer(context: AutomationContext, request: HookRequest, reply: FastifyReply, bulk: boolean) {
  // Who sends these cannot always mend them: a name with a cut emoji is still a customer.
  const body = storableDeep(request.body ?? null) as Json;
  const hook = isUuid(request.params.id) ? await findHookAnywhere(context.db, request.params.id) : undefined;
  if (!hook) return refuse(reply, "not_found", "There is no such hook.");
  if (!isRightSecret(secretOf(request, body), context.secrets.decrypt(hook.secret)))
    return refuse(reply, "wrong_secret", "The secret is not this hook's.");
  const items = bulk ? itemsOf(body) : [body];
  if (!items || items.some((item) => item === null || typeof item !== "object" || Array.isArray(item))) {
    return refuse(reply, "invalid_input", bulk ? "Send { items: [ … ] } or a list of contacts." : "Send a JSON object.");
  }
  if (items.length > MAX_BULK_ITEMS) return refuse(reply, "invalid_input", `At most ${MAX_BULK_ITEMS} contacts in one call.`);
  const key = request.headers["idempotency-key"];
  const { status, body: result } = await callHook(context, hook, items, {
    bulk,
    idempotencyKey: typeof key === "string" && key.length <= 255 ? key : null,
  });
  if (status >= 400 && isErrorCode(result["code"])) return refuse(reply, result["code"], String(result["detail"]));
  return reply.code(status).send(result);
}

/**
 * Systems that can set neither a header nor the body (ActiveCampaign) have it in the address. In the body of many contacts
 * it may stand beside the list, or in each of them as in a call for one.
 */
function secretOf({ headers, query }: HookRequest, body: Json): string | undefined {
  const bearer = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? "")?.[1];
  const inBody = secretIn(body) ?? secretIn(itemsOf(body)?.[0]);
  return [bearer, headers["x-parola-secret"], query.secret, inBody].find((one): one is string => typeof one === "string");
}

function secretIn(value: Json | undefined): Json | undefined {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? value["secret"] : undefined;
}

/** A bare list, or a list under any of the names that systems use for it. */
function itemsOf(body: Json): Json[] | null {
  if (Array.isArray(body)) return body;
  if (body === null || typeof body !== "object") return null;
  const list = body["items"] ?? body["contacts"] ?? body["data"];
  return Array.isArray(list) ? list : null;
}
