/** What the provider tells of a call, in whatever order and how often it does. */
import type pg from "pg";
import { hasEnded, outcomeOf } from "../../domain/call-outcome.ts";
import type { CallNews, ProviderCallState } from "../../domain/telephony.ts";
import { type Call, changeCall, endCall } from "../../store/calls.ts";

/** News without numbers: a call goes forward only. */
const RANK: Partial<Record<ProviderCallState | "planned" | "placing" | "unknown", number>> = {
  planned: 0,
  placing: 0,
  unknown: 0,
  queued: 1,
  ringing: 2,
  in_progress: 3,
};

/** @param call locked in this transaction */
export async function applyNews(client: pg.ClientBase, call: Call, news: CallNews, now: number): Promise<void> {
  // A call has one name at the provider: news under another are not about it.
  if (call.providerId !== null && call.providerId !== news.providerId) return;
  const { answeredBy, duration, sequence } = news;
  const facts = {
    providerId: news.providerId,
    ...(answeredBy !== undefined && { answeredBy }),
    ...(duration !== undefined && { duration }),
    ...(sequence !== undefined && { sequence }),
  };
  if (hasEnded(news.state)) {
    await changeCall(client, call, facts);
    const { outcome, reason } = outcomeOf({ ...call, successAfter: call.script?.successAfter ?? null }, news);
    await endCall(client, call, { outcome, reason, duration, at: now });
    return;
  }
  if (call.state === "ended") return;
  const overtaken = sequence !== undefined && sequence <= call.sequence;
  const forward = (RANK[news.state] ?? 0) > (RANK[call.state as ProviderCallState] ?? 0);
  await changeCall(client, call, {
    ...facts,
    ...(!overtaken && forward && { state: news.state }),
    ...(news.state === "in_progress" && { answeredAt: now }),
  });
}
