/** Sends what is queued: finds channels with work, becomes the one sender of each, and keeps them moving side by side. */
import type pg from "pg";
import type { GraphChannel } from "../connectors/whatsapp/graph-transport.ts";
import type { SendResult } from "../domain/send-failure.ts";
import type { ChannelOwnership } from "../store/channel-ownership.ts";
import {
  abandonSending,
  type ClaimedMessage,
  channelsWithWork,
  claimMessages,
  nextOutboxDue,
  type SendingChannel,
  type SendOutcome,
  writeOutcomes,
} from "../store/sending.ts";
import { stopChannels, stopTemplate } from "../store/stop-sending.ts";
import { queueTransaction } from "../store/transaction.ts";
import { type ChannelSender, type ChannelSettings, createChannelSender } from "./channel-sender.ts";
import type { WorkerContext } from "./context.ts";
import type { Loop } from "./loop.ts";

/** Messages of one claim; also the most that are on the wire for one channel and claim. */
const BATCH_SIZE = 200;
/** How often a channel that another process sends for is tried. */
const TAKE_OVER_MS = 1_000;

export interface SenderContext extends WorkerContext {
  ownership: ChannelOwnership;
  post(message: ClaimedMessage, graph: GraphChannel): Promise<SendResult>;
  /** Null where the channel cannot send for want of credentials. */
  settings(channel: SendingChannel): Promise<ChannelSettings | null>;
}

export function createSenderLoop(context: SenderContext): Loop {
  const senders = new Map<string, ChannelSender>();
  let withWork: SendingChannel[] = [];

  function senderOf(channel: SendingChannel): ChannelSender {
    let sender = senders.get(channel.channelId);
    if (!sender) {
      sender = createChannelSender({
        claim: (now, limit, capDays) => claimMessages(context.pool, channel, now, limit, capDays),
        now: () => context.clock.now(),
        post: context.post,
      });
      senders.set(channel.channelId, sender);
    }
    return sender;
  }

  /** Takes the channel over if nobody has it; what a dead sender left on the wire is settled as unknown first. */
  async function own(channel: SendingChannel): Promise<boolean> {
    return await context.ownership.take(channel.channelId, async () => {
      const lost = await queueTransaction(context.pool, (client) =>
        abandonSending(client, channel, senderOf(channel).inFlight(), context.clock.now()),
      );
      if (lost > 0) context.logger.warn({ channelId: channel.channelId, lost }, "messages of a dead sender have an unknown outcome");
    });
  }

  async function sendFor(channel: SendingChannel): Promise<number> {
    if (!(await own(channel))) return 0;
    const settings = await context.settings(channel);
    if (!settings) return 0;
    return await senderOf(channel).sendBatch(settings, BATCH_SIZE, (outcomes) => write(channel, outcomes));
  }

  async function write(channel: SendingChannel, outcomes: SendOutcome[]): Promise<void> {
    await queueTransaction(context.pool, async (client) => {
      await writeOutcomes(client, channel, outcomes, context.clock.now());
      await applyTroubles(client, channel, outcomes);
    });
  }

  async function applyTroubles(client: pg.ClientBase, channel: SendingChannel, outcomes: SendOutcome[]): Promise<void> {
    for (const outcome of outcomes) {
      if (outcome.kind === "sent" || outcome.kind === "held" || !outcome.failure) continue;
      const { failure, message } = outcome;
      if (failure.class === "stop_channel") await stopChannels(client, channel, "channel", failure.code);
      if (failure.class === "stop_workspace") await stopChannels(client, channel, "workspace", failure.code);
      if (failure.class === "stop_template" && message.content.type === "template") {
        const { template, language } = message.content;
        const { workspaceId } = channel;
        await stopTemplate(client, { workspaceId, template, language, reason: failure.code, now: context.clock.now() });
      }
    }
  }

  return {
    name: "sender",
    async runOnce() {
      const channels = await channelsWithWork(context.pool);
      withWork = channels;
      const sent = await Promise.all(channels.map(sendFor));
      return sent.reduce((sum, count) => sum + count, 0);
    },
    async nextDueAt() {
      const now = context.clock.now();
      const instants = await Promise.all(
        withWork.map(async (channel) => {
          // Another process sends for it: look again soon, in case that one has died.
          if (!context.ownership.has(channel.channelId)) return now + TAKE_OVER_MS;
          const due = await nextOutboxDue(context.pool, channel, now);
          return due === null ? Number.POSITIVE_INFINITY : Math.max(due, senderOf(channel).pausedUntil());
        }),
      );
      const next = Math.min(...instants, Number.POSITIVE_INFINITY);
      return next === Number.POSITIVE_INFINITY ? null : next;
    },
  };
}
