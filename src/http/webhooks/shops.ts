/** Where shops deliver: the signature is checked on the raw bytes, the notice is committed, then it is answered 200. */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type pg from "pg";
import type { Clock } from "../../domain/clock.ts";
import type { Json, JsonObject } from "../../domain/json.ts";
import { parseWebhookJson } from "../../domain/parse-webhook-json.ts";
import { isUuid } from "../../domain/uuid.ts";
import { SHOP_SYSTEMS, type SignedWebhooks } from "../../operations/shops/shop-systems.ts";
import { connectionOfKind, findConnection } from "../../store/connections.ts";
import { notifyWork } from "../../store/notify.ts";
import { firstTime } from "../../store/payments.ts";
import type { SecretBox } from "../../store/secret.ts";
import { insertShopNotices } from "../../store/shop-notices.ts";
import { transaction } from "../../store/transaction.ts";
import { refuse } from "../refuse.ts";

/** Orders of hundreds of lines with all their taxes and discounts. */
const MAX_BODY_BYTES = 2 * 1024 * 1024;
const MAX_TOPIC = 200;

export interface ShopWebhookOptions {
  pool: pg.Pool;
  clock: Clock;
  secrets: SecretBox;
}

export async function shopWebhooks(app: FastifyInstance, options: ShopWebhookOptions): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // The signature is over the bytes as they came, whatever type they say they are.
    scope.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: MAX_BODY_BYTES }, (_request, body, done) => done(null, body));
    for (const [kind, { webhooks }] of Object.entries(SHOP_SYSTEMS)) {
      if (!webhooks) continue;
      scope.post<{ Params: { connectionId: string } }>(`/webhooks/${kind}/:connectionId`, { bodyLimit: MAX_BODY_BYTES }, (request, reply) =>
        receive(options, kind, webhooks, request, reply),
      );
    }
  });
}

async function receive(
  { pool, clock, secrets }: ShopWebhookOptions,
  kind: string,
  webhooks: SignedWebhooks,
  request: FastifyRequest<{ Params: { connectionId: string } }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { connectionId } = request.params;
  const route = isUuid(connectionId) ? await connectionOfKind(pool, connectionId, kind) : null;
  const connection = route && (await findConnection(pool, secrets, route.workspaceId, { id: connectionId }));
  if (!connection) return refuse(reply, "not_found", "There is no shop at this address.");
  const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  // Said before anything is signed, and it changes nothing.
  if (raw.length < 100 && webhooks.isPing?.(raw.toString("utf8"))) return reply.code(200).send();
  const header = (name: string) => [request.headers[name]].flat()[0];
  if (!isSigned(raw, header(webhooks.signature), webhooks.secrets(connection)))
    return refuse(reply, "wrong_signature", "The signature is not this shop's.");
  const topic = header(webhooks.topic) ?? "";
  const body = readBody(raw);
  if (body === null || topic === "" || topic.length > MAX_TOPIC)
    return refuse(reply, "invalid_input", "Send a JSON object, and its topic in the header.");
  const { workspaceId } = connection;
  const now = clock.now();
  await transaction(pool, async (client) => {
    const providerId = (header(webhooks.delivery) ?? digest(topic, raw)).slice(0, 200);
    const fresh = await firstTime(client, { workspaceId, connectionId, providerId: `${topic} ${providerId}`, type: topic, now });
    if (!fresh) return;
    await insertShopNotices(client, { workspaceId, connectionId }, [{ topic, body }], now);
    await notifyWork(client, { shops: true });
  });
  return reply.code(200).send();
}

/** base64 of HMAC-SHA256, compared in constant time with each secret that counts. */
function isSigned(raw: Buffer, signature: string | undefined, secrets: string[]): boolean {
  const given = Buffer.from(signature ?? "", "base64");
  let fits = false;
  for (const secret of secrets) {
    const expected = createHmac("sha256", secret).update(raw).digest();
    if (given.length === expected.length && timingSafeEqual(given, expected)) fits = true;
  }
  return fits;
}

/** Null unless it is a JSON object. Ids beyond 2^53 become text. */
function readBody(raw: Buffer): JsonObject | null {
  try {
    const body: Json = parseWebhookJson(raw.toString("utf8"));
    return typeof body === "object" && body !== null && !Array.isArray(body) ? body : null;
  } catch {
    return null;
  }
}

function digest(topic: string, raw: Buffer): string {
  return createHash("sha256").update(topic).update(raw).digest("base64url");
}
