/** From a request to a ringing telephone, at most once: the call is written down first, and whoever is unsure looks before calling. */
import type pg from "pg";
import type { Connection } from "../../domain/connection.ts";
import { isQuiet } from "../../domain/quiet-hours.ts";
import type { RequestResult } from "../../domain/request-result.ts";
import type { CallOrder, Placed, TelephoneAccount } from "../../domain/telephony.ts";
import type { VoiceScript } from "../../domain/voice-agent.ts";
import { workspaceSettings } from "../../domain/workspace-settings.ts";
import { isTimezone } from "../../domain/zone-offset.ts";
import { type Callee, changeCall, endCall, insertCall, lockCall, readBeforeCall, takenProviderIds } from "../../store/calls.ts";
import { newId } from "../../store/id.ts";
import { notifyWork } from "../../store/notify.ts";
import { insertRequests } from "../../store/request-write.ts";
import { transaction } from "../../store/transaction.ts";
import { applyNews } from "./apply-news.ts";
import { PROVIDER, telephone, voiceHookUrl } from "./provider.ts";

export interface PlannedCall {
  workspaceId: string;
  /** The request's, and the call's. */
  id: string;
  contactId: string;
  automationId: string | null;
  runId: string | null;
  stepId: string | null;
  agent: { id: string; name: string };
  script: VoiceScript;
  /** Epoch milliseconds after which nobody waits for the call. */
  deadline: number;
  depth: number;
  test: boolean;
}

export interface PlacingContext {
  pool: pg.Pool;
  account: TelephoneAccount & { connection: Connection };
  publicUrl: string;
  now: number;
}

/** The end of a call that was not heard of: asked for this long after it must be over. */
const CHECK_AFTER_MS = 60_000;
/** A call that was just placed may take this long to be seen in the provider's list. */
const LOOK_AFTER_MS = 15_000;

type Step = { do: "place"; phone: string } | { do: "look"; phone: string; since: number } | { do: "stop"; result: RequestResult };

export async function placeCall(context: PlacingContext, planned: PlannedCall): Promise<RequestResult> {
  const next = await transaction(context.pool, (client) => decide(client, context, planned));
  if (next.do === "stop") return next.result;
  if (next.do === "look") return await lookFor(context, planned, next);
  const placed = await telephone.placeCall(context.account, orderOf(context, planned, next.phone));
  return await transaction(context.pool, (client) => settle(client, context, planned, placed));
}

function orderOf({ publicUrl, account }: PlacingContext, { id, script }: PlannedCall, to: string): CallOrder {
  const url = (what: string) => voiceHookUrl(publicUrl, account.connection.id, what, { call: id });
  const { ringFor, maxDuration, machine } = script;
  return {
    to,
    answerUrl: url("voice"),
    statusUrl: url("status"),
    ringFor,
    maxDuration,
    machine: machine.action === "leave_message" ? "beep" : "detect",
  };
}

async function decide(client: pg.ClientBase, { account, now }: PlacingContext, planned: PlannedCall): Promise<Step> {
  const { workspaceId, id, agent } = planned;
  const known = await readBeforeCall(client, planned);
  const call = known?.call;
  if (call?.state === "ended" || (call?.providerId ?? null) !== null) return { do: "stop", result: { kind: "done" } };
  const why = refusal(planned, known, now);
  const refuse = async (code: string): Promise<Step> => {
    if (call) await endCall(client, call, { outcome: "failed", reason: code, at: now, tell: false });
    return { do: "stop", result: { kind: "failed", code } };
  };
  // An attempt that never came back, or came back without an answer: it may be ringing.
  if (call && call.state !== "planned") return { do: "look", phone: call.phone ?? "", since: call.createdAt };
  if (why !== null) return await refuse(why);
  const phone = (known as { phone: string }).phone;
  if (call) await changeCall(client, call, { state: "placing" });
  else
    await insertCall(client, {
      ...planned,
      ...{ direction: "outbound", provider: PROVIDER, connectionId: account.connection.id, agent, phone, state: "placing", at: now },
    });
  await notifyWork(client, {}, [{ w: workspaceId, t: "call.changed", id, contactId: planned.contactId }]);
  return { do: "place", phone };
}

/** Looked at again in the moment of calling: much may have happened since the step. */
function refusal({ deadline, test }: PlannedCall, known: Callee | null, now: number): string | null {
  if (!known) return "contact_deleted";
  if (!known.running) return "run_ended";
  if (known.blocked) return "blocked";
  if (known.phone === null) return "no_phone";
  if (now >= deadline) return "deadline";
  const settings = workspaceSettings(known.settings);
  const timeZone = known.timeZone !== null && isTimezone(known.timeZone) ? known.timeZone : settings.timeZone;
  return !test && isQuiet(settings, now, timeZone) ? "quiet_hours" : null;
}

async function settle(client: pg.ClientBase, context: PlacingContext, planned: PlannedCall, placed: Placed): Promise<RequestResult> {
  const { now } = context;
  const call = await lockCall(client, planned.workspaceId, { id: planned.id });
  if (!call) return { kind: "done" };
  switch (placed.kind) {
    case "placed":
      // The provider may have told us of the call before it answered.
      await changeCall(client, call, { providerId: placed.providerId, ...(call.state === "placing" && { state: "queued" }) });
      await scheduleCheck(client, { ...planned, connection: context.account.connection.name, callId: planned.id, now });
      return { kind: "done", body: { call: placed.providerId } };
    case "refused":
      await endCall(client, call, { outcome: "failed", reason: placed.code, at: now, tell: false });
      return { kind: "failed", code: placed.code, detail: placed.detail };
    case "later":
      await changeCall(client, call, { state: "planned" });
      return { ...placed, kind: "retry" };
    case "unknown":
      if (call.providerId !== null) return { kind: "done" };
      await changeCall(client, call, { state: "unknown" });
      return { kind: "retry", code: placed.code, detail: placed.detail, afterMs: LOOK_AFTER_MS };
  }
}

/** The provider has no key by which a repetition is recognised: its list of calls says whether ours is among them. */
async function lookFor(
  { pool, account, now }: PlacingContext,
  planned: PlannedCall,
  { phone, since }: { phone: string; since: number },
): Promise<RequestResult> {
  const calls = await telephone.findCalls(account, { to: phone, since });
  const { workspaceId, id } = planned;
  return await transaction(pool, async (client) => {
    const call = await lockCall(client, workspaceId, { id });
    if (!call || call.state === "ended" || call.providerId !== null) return { kind: "done" };
    await changeCall(client, call, { state: "unknown" });
    const ids = (calls ?? []).map(({ providerId }) => providerId);
    const taken = await takenProviderIds(client, workspaceId, PROVIDER, ids);
    const ours = (calls ?? []).find(({ providerId }) => !taken.has(providerId));
    if (!ours) return { kind: "retry", code: "call_unknown", detail: "whether the call was placed is not known" };
    await applyNews(client, call, ours, now);
    await scheduleCheck(client, { ...planned, connection: account.connection.name, callId: id, now });
    return { kind: "done", body: { call: ours.providerId, found: true } };
  });
}

/** The news of the end may be lost: then the provider is asked. */
export async function scheduleCheck(
  client: pg.ClientBase,
  call: { workspaceId: string; connection: string; callId: string; contactId: string; script: VoiceScript; now: number },
): Promise<void> {
  const { workspaceId, connection, callId, contactId, script, now } = call;
  await insertRequests(client, [
    {
      workspace_id: workspaceId,
      id: newId(),
      connector: "voice_check",
      connection,
      payload: { callId },
      due_at: now + (script.ringFor + script.maxDuration) * 1000 + CHECK_AFTER_MS,
      awaited: false,
      contact_id: contactId,
      created_at: now,
    },
  ]);
}
