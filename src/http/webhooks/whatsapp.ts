/**
 * Where Meta delivers. The signature is checked on the raw bytes with the secret of every channel concerned, the rows are
 * committed, then it answers 200. Nothing else happens here: the worker does the rest.
 */
import type { FastifyInstance } from "fastify";
import type { EnvelopeItem } from "../../connectors/whatsapp/envelope-item.ts";
import { verifySignature } from "../../connectors/whatsapp/signature.ts";
import { splitEnvelope } from "../../connectors/whatsapp/split-envelope.ts";
import type { Clock } from "../../domain/clock.ts";
import type { Json, JsonObject } from "../../domain/json.ts";
import { parseWebhookJson } from "../../domain/parse-webhook-json.ts";
import type { ChannelRoute, ChannelRoutes } from "../../store/channel-routes.ts";
import type { EventWriter, IncomingRows } from "../../store/event-writer.ts";
import { refuse } from "../refuse.ts";

/** Meta's own limit for one POST. */
const MAX_BODY_BYTES = 3 * 1024 * 1024;

export interface WhatsAppWebhookContext {
  clock: Clock;
  routes: ChannelRoutes;
  writer: EventWriter;
  /** Counts items by what became of them, for /metrics. */
  count(outcome: "message" | "change" | "status" | "channel" | "unknown" | "unrouted"): void;
}

/** A Fastify plugin: register it, so that its raw-body parser stays its own. */
export async function whatsappWebhook(app: FastifyInstance, context: WhatsAppWebhookContext): Promise<void> {
  app.removeAllContentTypeParsers();
  // Raw bytes, whatever the declared type: parsing and writing again would break the signature.
  app.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: MAX_BODY_BYTES }, (_request, body, done) => done(null, body));

  app.get<{ Querystring: Record<string, string> }>("/webhooks/whatsapp", async (request, reply) => {
    const { "hub.mode": mode, "hub.verify_token": token, "hub.challenge": challenge } = request.query;
    if (mode !== "subscribe" || !token || !(await context.routes.knowsVerifyToken(token)))
      return refuse(reply, "wrong_secret", "No number has this verify token.");
    return reply.type("text/plain").send(challenge ?? "");
  });

  app.post("/webhooks/whatsapp", { bodyLimit: MAX_BODY_BYTES }, async (request, reply) => {
    const body = request.body as Buffer | undefined;
    if (!Buffer.isBuffer(body) || body.length === 0) return refuse(reply, "invalid_input", "The body is empty.");
    let envelope: Json;
    try {
      envelope = parseWebhookJson(body.toString("utf8"));
    } catch {
      return refuse(reply, "invalid_input", "The body is no JSON.");
    }
    const signature = request.headers["x-hub-signature-256"];
    const rows = await routeItems(
      splitEnvelope(envelope, context.clock.now()),
      body,
      typeof signature === "string" ? signature : undefined,
      context,
    );
    if (rows === "no_secret")
      return refuse(reply, "not_available", "The app secret of this number must be entered: until then its messages wait at Meta.");
    if (rows === null) return refuse(reply, "wrong_signature", "The signature fits no number that this is about.");
    await context.writer.write(rows);
    return reply.code(200).send();
  });
}

/** Null when the signature fits none of the channels the envelope is for; `no_secret` when none of them has one to check it with. */
async function routeItems(
  items: EnvelopeItem[],
  body: Buffer,
  signature: string | undefined,
  context: WhatsAppWebhookContext,
): Promise<IncomingRows | "no_secret" | null> {
  const receivedAt = context.clock.now();
  const rows: IncomingRows = { events: [], channelEvents: [] };
  const verdicts = new Map<string, boolean>();
  // Whether the channels that this may be for have a secret.
  const secrets = new Set<boolean>();
  // Each channel's own secret must have signed: a tenant's secret must not deliver into another tenant's channel.
  const trusted = (route: ChannelRoute): boolean => {
    secrets.add(route.appSecret !== null);
    const key = `${route.channelId}\n${route.appSecret}`;
    let verdict = verdicts.get(key);
    if (verdict === undefined) {
      verdict = route.appSecret !== null && verifySignature(body, signature, route.appSecret);
      verdicts.set(key, verdict);
    }
    return verdict;
  };
  let accepted = false;
  let reread = false;
  const forget = (): void => {
    // Once for all its items: an envelope that nobody signed must not have everything read anew for each of them.
    if (!reread) context.routes.forget();
    reread = true;
  };
  for (const item of items) {
    const found = await routesOf(item, context.routes, trusted, forget);
    if (found.length === 0) {
      context.count("unrouted");
      continue;
    }
    accepted = true;
    for (const route of found) addItem(rows, item, route, receivedAt, context);
  }
  if (accepted) return rows;
  return secrets.has(false) && !secrets.has(true) ? "no_secret" : null;
}

async function routesOf(
  item: EnvelopeItem,
  routes: ChannelRoutes,
  trusted: (route: ChannelRoute) => boolean,
  forget: () => void,
): Promise<ChannelRoute[]> {
  const find = async () => {
    if (item.phoneNumberId !== undefined) {
      const route = await routes.byPhoneNumberId(item.phoneNumberId);
      return route ? [route] : [];
    }
    return item.wabaId === undefined ? [] : await routes.byWabaId(item.wabaId);
  };
  const fitting = (await find()).filter(trusted);
  if (fitting.length > 0) return fitting;
  // The secret may have been changed a moment ago: read it anew before refusing.
  forget();
  return (await find()).filter((route) => trusted(route));
}

function addItem(rows: IncomingRows, item: EnvelopeItem, route: ChannelRoute, receivedAt: number, context: WhatsAppWebhookContext): void {
  const shared = { workspace_id: route.workspaceId, channel_id: route.channelId, received_at: receivedAt };
  if (item.kind === "message" || item.kind === "contact_change") {
    context.count(item.kind === "message" ? "message" : "change");
    rows.events.push({
      ...shared,
      contact_key: `w:${item.contactKey}`,
      type: item.kind === "message" ? "whatsapp_message" : "whatsapp_change",
      payload: item.body,
      occurred_at: item.occurredAt,
    });
    return;
  }
  context.count(item.kind);
  const payload: JsonObject = item.kind === "status" ? { ...item.body, at: item.occurredAt } : { field: item.field, body: item.body };
  // What nobody understands is kept and counted; nobody has to look at it again.
  rows.channelEvents.push({ ...shared, kind: item.kind, payload, handled: item.kind === "unknown" });
}
