/** Telephone calls: placing one, asking how it ended, giving one up. */
import { hasEnded } from "../../domain/call-outcome.ts";
import type { Connection } from "../../domain/connection.ts";
import type { RequestResult } from "../../domain/request-result.ts";
import { applyNews } from "../../operations/voice/apply-news.ts";
import { type PlannedCall, placeCall } from "../../operations/voice/place-call.ts";
import { telephone, VOICE_KIND } from "../../operations/voice/provider.ts";
import { endCall, lockCall } from "../../store/calls.ts";
import { findConnection } from "../../store/connections.ts";
import type { ClaimedRequest } from "../../store/requests.ts";
import { transaction } from "../../store/transaction.ts";
import type { RequestContext, RequestEvent, RequestHandler } from "./handler.ts";

type Order = Pick<PlannedCall, "agent" | "script" | "deadline"> & { depth?: number; test?: boolean };

function plannedCall({ workspaceId, id, contactId, automationId, runId, stepId, payload }: ClaimedRequest): PlannedCall {
  const { agent, script, deadline, depth = 0, test = false } = payload as unknown as Order;
  return { workspaceId, id, contactId: String(contactId), automationId, runId, stepId, agent, script, deadline, depth, test };
}

function accountOf({ http, connection, now }: RequestContext) {
  return { http, connection: connection as Connection, now };
}

/**
 * Calls again only where the last attempt surely placed none; where that is not known the later attempts only look. The last
 * look is two minutes after the call: no provider hides one for so long.
 */
export const voice: RequestHandler = {
  kind: VOICE_KIND,
  retry: { delaysMs: [15_000, 30_000, 75_000, 120_000, 300_000], longestMs: 1_800_000 },
  run: (request, context) =>
    placeCall({ pool: context.pool, account: accountOf(context), publicUrl: context.publicUrl, now: context.now }, plannedCall(request)),
  async exhausted(request, { pool, now }) {
    await transaction(pool, async (client) => {
      const call = await lockCall(client, request.workspaceId, { id: request.id });
      if (call) await endCall(client, call, { outcome: "failed", reason: "not_placed", at: now, tell: false });
    });
  },
  /** A call that was placed tells its end itself; one that was not ends here. */
  resultEvent({ id, payload }, result): RequestEvent | null {
    const { agent, depth = 0, test = false } = payload as unknown as Order;
    if (result.kind === "done" || test || result.code === "run_ended") return null;
    return {
      type: "call_ended",
      payload: { key: id, outcome: "failed", direction: "outbound", agent: agent.name, depth, reason: result.code },
    };
  },
};

/** Not heard of after this long, a call is over. */
const LOST_AFTER_MS = 4 * 3_600_000;
const ASK_AGAIN_MS = 300_000;

async function check(request: ClaimedRequest, context: RequestContext): Promise<RequestResult> {
  const { workspaceId } = request;
  const by = { id: String(request.payload["callId"]) };
  const before = await transaction(context.pool, (client) => lockCall(client, workspaceId, by));
  if (!before || before.state === "ended" || before.providerId === null) return { kind: "done" };
  const news = await telephone.readCall(accountOf(context), before.providerId);
  const over = news !== null && hasEnded(news.state);
  const lost = context.now > before.createdAt + LOST_AFTER_MS;
  if (!over && !lost) return { kind: "retry", code: "call_goes_on", afterMs: ASK_AGAIN_MS, counted: false };
  await transaction(context.pool, async (client) => {
    const call = await lockCall(client, workspaceId, by);
    if (!call) return;
    if (over) await applyNews(client, call, news, context.now);
    else await endCall(client, call, { outcome: "failed", reason: "lost", at: context.now });
  });
  return { kind: "done", body: { state: news?.state ?? null } };
}

/** How did it end? Asked when the news of it must have been lost. */
export const voice_check: RequestHandler = { kind: VOICE_KIND, run: check, resultEvent: () => null };

async function giveUp(request: ClaimedRequest, context: RequestContext): Promise<RequestResult> {
  const { workspaceId } = request;
  const call = await transaction(context.pool, (client) => lockCall(client, workspaceId, { id: String(request.payload["callId"]) }));
  if (!call?.connectionId || call.providerId === null || call.state === "ended") return { kind: "done" };
  const connection = await findConnection(context.pool, context.secrets, workspaceId, { id: call.connectionId });
  if (!connection) return { kind: "failed", code: "missing_connection" };
  const done = await telephone.giveUp({ ...context, connection }, call.providerId);
  return done ? { kind: "done" } : { kind: "retry", code: "not_given_up" };
}

/** Nobody waits any more: it need not ring on. */
export const voice_give_up: RequestHandler = { run: giveUp, resultEvent: () => null };
