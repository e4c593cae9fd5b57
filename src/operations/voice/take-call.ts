/** Somebody rings up the number of a connection. */
import { greetCaller } from "../../domain/call-dialogue.ts";
import { normalizePhone } from "../../domain/phone.ts";
import type { CallPage, CallPost } from "../../domain/telephony.ts";
import { type Call, endCall, insertCall, lockCall } from "../../store/calls.ts";
import { resolvePhones } from "../../store/contact-write.ts";
import { inTransaction, type Tx } from "../../store/db.ts";
import { newId } from "../../store/id.ts";
import { notifyWork } from "../../store/notify.ts";
import { findIncomingAgent } from "../../store/voice-agents.ts";
import { type Conversation, urlsOf } from "./converse.ts";
import { scheduleCheck } from "./place-call.ts";
import { PROVIDER } from "./provider.ts";
import { fillScript } from "./spoken-variables.ts";

const REJECT: CallPage = { language: "en-US", say: [], reject: true };

export type IncomingContext = Omit<Conversation, "callId"> & { connection: string };

/** Writes the call down under the contact of the number, who is made where there is none, and answers as the connection's agent says. */
export async function takeCall(context: IncomingContext, post: CallPost): Promise<CallPage> {
  // Callers may hide their number: then there is nobody to write down or to write to.
  const phone = /^\+\d/.test(post.from) ? normalizePhone(post.from) : null;
  if (phone === null) return REJECT;
  return await inTransaction(context.pool, async (tx) => {
    const known = await lockCall(tx.client, context.workspaceId, { provider: PROVIDER, providerId: post.news.providerId });
    if (known) return pageOf(context, known);
    return await takeNew(tx, context, post, phone);
  });
}

function pageOf(context: IncomingContext, { id, script }: Call): CallPage {
  return (script && greetCaller(script, urlsOf({ ...context, callId: id }))) ?? REJECT;
}

async function takeNew(tx: Tx, context: IncomingContext, post: CallPost, phone: string): Promise<CallPage> {
  const { workspaceId, connectionId, now } = context;
  const { client, db } = tx;
  const contact = (await resolvePhones(client, workspaceId, [phone], now)).get(phone);
  if (!contact) return REJECT;
  const { contactId } = contact;
  const row = await db
    .selectFrom("contact")
    .select("blocked")
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", contactId)
    .executeTakeFirst();
  const agent = row?.blocked ? null : await findIncomingAgent(client, workspaceId, connectionId);
  const script = agent && (await fillScript(db, workspaceId, contactId, agent.script));
  const id = newId();
  const call: Call = {
    ...{ workspaceId, id, contactId, connectionId, phone, script, agent: agent?.name ?? null },
    ...{ direction: "inbound", provider: PROVIDER, providerId: post.news.providerId, state: "in_progress", sequence: -1 },
    ...{ answeredBy: null, answer: null, outcome: null, createdAt: now },
  };
  await insertCall(client, { ...call, agent, at: now });
  if (contact.created) await notifyWork(client, {}, [{ w: workspaceId, t: "contact.updated", id: contactId, contactId }]);
  // Nobody of us talks to them, whether they hear a message or nothing: a missed call. It is told at once, while they still listen.
  if (script?.incoming.action !== "script") await endCall(client, call, { outcome: "no_answer", reason: "missed", at: now });
  else await scheduleCheck(client, { workspaceId, connection: context.connection, callId: id, contactId, script, now });
  return pageOf(context, call);
}
