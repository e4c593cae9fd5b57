/** What happens after sending: ticks move forward, failures told later are shown, templates and numbers change state. */
import type pg from "pg";
import { classifyErrorCode } from "../connectors/whatsapp/errors.ts";
import { parseChannelEvent } from "../connectors/whatsapp/parse-channel-event.ts";
import { parseStatus } from "../connectors/whatsapp/parse-status.ts";
import type { DeliveryStatus } from "../domain/inbound-message.ts";
import { furtherStatus, type MessageStatus } from "../domain/message-status.ts";
import type { SendFailure } from "../domain/send-failure.ts";
import { isUuid } from "../domain/uuid.ts";
import { type EventWrite, insertEvents } from "../store/engine-write.ts";
import { type LiveNotice, notifyWork } from "../store/notify.ts";
import {
  advanceStatuses,
  type ClaimedChannelEvent,
  claimChannelEvents,
  finishChannelEvents,
  hasChannelEvents,
  type MessageProgress,
  type ProgressedMessage,
} from "../store/receipts.ts";
import { stopChannels, stopTemplate } from "../store/stop-sending.ts";
import { queueTransaction } from "../store/transaction.ts";
import { applyChannelEvent } from "./channel-events.ts";
import type { WorkerContext } from "./context.ts";
import type { Loop } from "./loop.ts";

const BATCH_SIZE = 1000;
export function createReceiptsLoop(context: WorkerContext): Loop {
  return {
    name: "receipts",
    runOnce: () => queueTransaction(context.pool, (client) => runBatch(context, client)),
    nextDueAt: async () => ((await hasChannelEvents(context.pool)) ? context.clock.now() : null),
  };
}

async function runBatch(context: WorkerContext, client: pg.ClientBase): Promise<number> {
  const claimed = await claimChannelEvents(client, BATCH_SIZE);
  if (claimed.length === 0) return 0;
  const now = context.clock.now();
  const { progress, failures } = collect(claimed.filter((event) => event.kind === "status"));
  const moved = await advanceStatuses(client, progress);
  await tellEngine(client, moved, failures, now);
  for (const event of claimed) {
    if (event.kind === "channel")
      await applyChannelEvent(client, event, parseChannelEvent(String(event.payload["field"]), event.payload["body"] as never), now);
  }
  await finishChannelEvents(client, claimed);
  return claimed.length;
}

/** All statuses of a message in one entry: one statement changes a row only once. */
function collect(events: ClaimedChannelEvent[]): {
  progress: MessageProgress[];
  failures: Map<string, { failure: SendFailure; event: ClaimedChannelEvent }>;
} {
  const progress = new Map<string, MessageProgress>();
  const failures = new Map<string, { failure: SendFailure; event: ClaimedChannelEvent }>();
  for (const event of events) {
    const status = parseStatus(event.payload, Number(event.payload["at"]));
    if (!status) continue;
    const failure = status.status === "failed" ? failureOf(status) : null;
    const key = `${event.channelId}\n${status.providerMessageId}`;
    if (failure) failures.set(key, { failure, event });
    progress.set(key, merge(progress.get(key), event, status, failure));
  }
  return { progress: [...progress.values()], failures };
}

function failureOf(status: DeliveryStatus): SendFailure {
  return status.error
    ? classifyErrorCode(status.error.code, status.error.details ?? status.error.title)
    : { class: "fail", code: "unknown_provider_error" };
}

function merge(
  earlier: MessageProgress | undefined,
  event: ClaimedChannelEvent,
  status: DeliveryStatus,
  failure: SendFailure | null,
): MessageProgress {
  // A voice note that was played was read.
  const word: MessageStatus = status.status === "played" ? "read" : status.status;
  const at = (wanted: MessageStatus, known: number | null | undefined) =>
    word === wanted ? Math.min(known ?? status.at, status.at) : (known ?? null);
  return {
    workspaceId: event.workspaceId,
    channelId: event.channelId,
    messageId: status.callbackData !== undefined && isUuid(status.callbackData) ? status.callbackData : (earlier?.messageId ?? null),
    providerId: status.providerMessageId,
    status: earlier ? furtherStatus(earlier.status, word) : word,
    error: failure?.code ?? earlier?.error ?? null,
    detail: failure
      ? [failure.providerCode, failure.providerMessage].filter((part) => part !== undefined).join(": ")
      : (earlier?.detail ?? null),
    sentAt: at("sent", earlier?.sentAt),
    deliveredAt: at("delivered", earlier?.deliveredAt),
    readAt: at("read", earlier?.readAt),
    failedAt: at("failed", earlier?.failedAt),
    pricing: status.pricing ?? earlier?.pricing ?? null,
  };
}

/** Opt-outs and unreachable numbers change the contact; a message whose outcome was unknown lets its path go on. */
async function tellEngine(
  client: pg.ClientBase,
  moved: ProgressedMessage[],
  failures: Map<string, { failure: SendFailure; event: ClaimedChannelEvent }>,
  now: number,
): Promise<void> {
  const events: EventWrite[] = [];
  const live: LiveNotice[] = [];
  const byMessage = failuresByMessage(moved, failures);
  for (const message of moved) {
    if (message.before === message.after) continue;
    live.push({ w: message.workspaceId, t: "message.status", id: message.id, contactId: message.contactId, chatId: message.chatId });
    const base = {
      workspace_id: message.workspaceId,
      contact_key: `c:${message.contactId}`,
      contact_id: message.contactId,
      occurred_at: now,
      received_at: now,
    };
    const failed = message.after === "failed" ? byMessage.get(message.id) : undefined;
    if (failed?.failure.class === "opted_out")
      events.push({ ...base, type: "contact_fact", payload: { consent: "unsubscribed", source: "whatsapp_opt_out" } });
    if (failed?.failure.class === "invalid_recipient")
      events.push({ ...base, type: "contact_fact", payload: { reachable: false, source: "whatsapp" } });
    if (message.before === "unknown" && message.runId !== null) {
      const ok = message.after !== "failed";
      events.push({ ...base, type: "message_result", payload: { key: message.id, ok, ...(failed && { code: failed.failure.code }) } });
    }
    if (failed) await applyTrouble(client, message, failed, now);
  }
  await insertEvents(client, events);
  await notifyWork(client, { worker: events.length > 0 }, live);
}

/** Failures are known by the provider's id, messages by ours: matched through what the update returned. */
function failuresByMessage(moved: ProgressedMessage[], failures: Map<string, { failure: SendFailure; event: ClaimedChannelEvent }>) {
  const found = new Map<string, { failure: SendFailure; event: ClaimedChannelEvent }>();
  for (const message of moved) {
    const entry = failures.get(`${message.channelId}\n${message.providerId}`);
    if (entry) found.set(message.id, entry);
  }
  return found;
}

async function applyTrouble(
  client: pg.ClientBase,
  message: ProgressedMessage,
  { failure, event }: { failure: SendFailure; event: ClaimedChannelEvent },
  now: number,
): Promise<void> {
  if (failure.class === "stop_channel") await stopChannels(client, event, "channel", failure.code);
  if (failure.class === "stop_workspace") await stopChannels(client, event, "workspace", failure.code);
  if (failure.class === "stop_template" && message.template !== null && message.language !== null) {
    const { workspaceId, template, language } = message;
    await stopTemplate(client, { workspaceId, template, language, reason: failure.code, now });
  }
}
