/** A call in progress: somebody took it, answered a question, said something. Each gives what the customer hears next. */
import type pg from "pg";
import { greet, greetMachine, reply, sayGoodbye } from "../../domain/call-dialogue.ts";
import type { CallPage, CallPost } from "../../domain/telephony.ts";
import { type Call, changeCall, lockCall } from "../../store/calls.ts";
import { transaction } from "../../store/transaction.ts";
import { voiceHookUrl } from "./provider.ts";

export interface Conversation {
  pool: pg.Pool;
  publicUrl: string;
  workspaceId: string;
  connectionId: string;
  callId: string;
  now: number;
}

export function urlsOf({ publicUrl, connectionId, callId }: Pick<Conversation, "publicUrl" | "connectionId" | "callId">) {
  return {
    answer: (attempt: number) => voiceHookUrl(publicUrl, connectionId, "gather", { call: callId, attempt: String(attempt) }),
    message: () => voiceHookUrl(publicUrl, connectionId, "message", { call: callId }),
  };
}

/** Null where there is no such call, or it is not the one the provider speaks of. */
async function withCall(
  conversation: Conversation,
  { news }: CallPost,
  work: (client: pg.ClientBase, call: Call) => Promise<CallPage | null>,
): Promise<CallPage | null> {
  const { pool, workspaceId, callId, connectionId } = conversation;
  return await transaction(pool, async (client) => {
    const call = await lockCall(client, workspaceId, { id: callId });
    if (!call || call.connectionId !== connectionId) return null;
    if (call.providerId !== null && call.providerId !== news.providerId) return null;
    return await work(client, call);
  });
}

export async function onAnswered(conversation: Conversation, post: CallPost): Promise<CallPage | null> {
  return await withCall(conversation, post, async (client, call) => {
    if (!call.script) return null;
    const answeredBy = post.news.answeredBy ?? "human";
    const { providerId } = post.news;
    await changeCall(client, call, {
      providerId,
      answeredBy,
      answeredAt: conversation.now,
      ...(call.state !== "ended" && { state: "in_progress" }),
    });
    return answeredBy === "machine" ? greetMachine(call.script) : greet(call.script, urlsOf(conversation));
  });
}

export async function onAnswer(conversation: Conversation, post: CallPost, attempt: number): Promise<CallPage | null> {
  return await withCall(conversation, post, async (client, call) => {
    if (!call.script) return null;
    const { choice, page } = reply(call.script, post.heard, attempt, urlsOf(conversation));
    const { digits, speech } = post.heard;
    // Who answers and hangs up in the same moment ends the call before the answer is here: the history has both.
    const late = call.state === "ended" && call.outcome === "neutral" && choice;
    await changeCall(client, call, {
      ...(digits !== undefined && { digits }),
      ...(speech !== undefined && { speech }),
      ...(choice && { answer: choice.outcome, summary: choice.label }),
      ...(late && { outcome: choice.outcome }),
    });
    return page;
  });
}

export async function onMessage(conversation: Conversation, post: CallPost): Promise<CallPage | null> {
  return await withCall(conversation, post, async (client, call) => {
    const { speech } = post.heard;
    if (speech !== undefined) await changeCall(client, call, { speech, summary: speech });
    return call.script ? sayGoodbye(call.script) : null;
  });
}
