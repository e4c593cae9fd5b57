/** Where Twilio asks what to say in a call and tells how it goes. Nothing is believed that the account's own token did not sign. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type pg from "pg";
import type { Clock } from "../../domain/clock.ts";
import type { CallPage, CallPost } from "../../domain/telephony.ts";
import { isUuid } from "../../domain/uuid.ts";
import { applyNews } from "../../operations/voice/apply-news.ts";
import { type Conversation, onAnswer, onAnswered, onMessage } from "../../operations/voice/converse.ts";
import { PROVIDER, telephone, VOICE_KIND } from "../../operations/voice/provider.ts";
import { type IncomingContext, takeCall } from "../../operations/voice/take-call.ts";
import { lockCall } from "../../store/calls.ts";
import { connectionOfKind, findConnection } from "../../store/connections.ts";
import type { SecretBox } from "../../store/secret.ts";
import { transaction } from "../../store/transaction.ts";
import { refuse } from "../refuse.ts";

/** A form with a few minutes of recognised speech. */
const MAX_BODY_BYTES = 64 * 1024;
/** More attempts than a question can have. */
const MAX_ATTEMPT = 9;

export interface TwilioWebhookOptions {
  pool: pg.Pool;
  clock: Clock;
  secrets: SecretBox;
  /** The address Twilio was given, whatever a proxy has made of it on the way. */
  publicUrl: string;
}

type Request = FastifyRequest<{ Params: { connectionId: string; what: string }; Querystring: Record<string, string | undefined> }>;

const SILENCE: CallPage = { language: "en-US", say: [] };

export async function twilioWebhook(app: FastifyInstance, options: TwilioWebhookOptions): Promise<void> {
  await app.register(async (scope) => {
    // The signature is over the parameters as they were sent.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));
    scope.post("/webhooks/twilio/:connectionId/:what", { bodyLimit: MAX_BODY_BYTES }, (request, reply) =>
      answer(options, request as Request, reply),
    );
  });
}

async function answer(options: TwilioWebhookOptions, request: Request, reply: FastifyReply): Promise<unknown> {
  const context = await authenticate(options, request);
  if (context === "not_found") return refuse(reply, context, "There is no telephone connection at this address.");
  if (context === "wrong_signature") return refuse(reply, context, "The signature is not this account's.");
  const post = telephone.readPost((request.body ?? "") as string);
  if (!post) return refuse(reply, "invalid_input", "This is no call of Twilio's.");
  const { what } = request.params;
  if (what === "status") {
    await hearStatus(context, post, request.query["call"]);
    return reply.code(204).send();
  }
  const page = await pageFor(context, what, post, request.query);
  if (!page) return refuse(reply, "not_found", "Nobody was given this address.");
  const { type, body } = telephone.writePage(page);
  return reply.type(type).send(body);
}

/** The connection the address names, or why it is refused. */
async function authenticate(
  { pool, clock, secrets, publicUrl }: TwilioWebhookOptions,
  request: Request,
): Promise<IncomingContext | "not_found" | "wrong_signature"> {
  const { connectionId } = request.params;
  const known = isUuid(connectionId) ? await connectionOfKind(pool, connectionId, VOICE_KIND) : null;
  const connection = known && (await findConnection(pool, secrets, known.workspaceId, { id: connectionId }));
  if (!connection) return "not_found";
  const signature = request.headers["x-twilio-signature"];
  const body = (request.body ?? "") as string;
  const genuine = telephone.isGenuine(
    connection,
    `${publicUrl}${request.url}`,
    body,
    typeof signature === "string" ? signature : undefined,
  );
  if (!genuine) return "wrong_signature";
  const { workspaceId, name } = connection;
  return { pool, publicUrl, workspaceId, connectionId, connection: name, now: clock.now() };
}

async function hearStatus(
  { pool, workspaceId, connectionId, now }: IncomingContext,
  { news }: CallPost,
  callId: string | undefined,
): Promise<void> {
  if (callId !== undefined && !isUuid(callId)) return;
  await transaction(pool, async (client) => {
    const call = await lockCall(
      client,
      workspaceId,
      callId === undefined ? { provider: PROVIDER, providerId: news.providerId } : { id: callId },
    );
    if (call?.connectionId === connectionId) await applyNews(client, call, news, now);
  });
}

/** Null for addresses that we gave nobody. */
async function pageFor(
  context: IncomingContext,
  what: string,
  post: CallPost,
  { call: callId, attempt = "1" }: Record<string, string | undefined>,
): Promise<CallPage | null> {
  if (callId === undefined) return what === "voice" ? await takeCall(context, post) : null;
  if (!isUuid(callId) || !/^\d$/.test(attempt)) return null;
  const conversation: Conversation = { ...context, callId };
  switch (what) {
    case "voice":
      return (await onAnswered(conversation, post)) ?? SILENCE;
    case "gather":
      return (await onAnswer(conversation, post, Math.min(Number(attempt), MAX_ATTEMPT))) ?? SILENCE;
    case "message":
      return (await onMessage(conversation, post)) ?? SILENCE;
    default:
      return null;
  }
}
