/** Sends for one channel: its order, its speed, its troubles. Exactly one process does this for a channel at a time. */
import { LRUCache } from "lru-cache";
import type { GraphChannel } from "../connectors/whatsapp/graph-transport.ts";
import type { SendResult } from "../domain/send-failure.ts";
import { available, createBucket, type Rate, type TokenBucket, take } from "../domain/token-bucket.ts";
import type { ClaimedMessage, SendOutcome } from "../store/sending.ts";
import type { ConsentMode, MarketingRules } from "./send-gate.ts";
import { capMarketing, holdSend, refuseSend } from "./send-gate.ts";

/** Meta's limit from one number to one person: 1 per 6 s on average, up to 45 borrowed from the future. */
const PAIR: Rate = { capacity: 45, perSecond: 1 / 6 };
/** Pairs remembered per channel; one that was forgotten starts with a full burst, Meta's 131056 corrects it. */
const MAX_PAIRS = 100_000;
/** A message that still fails after so many tries is shown as failed; the waits in between grow to an hour. */
const MAX_ATTEMPTS = 10;
/** When the number's speed is used up, this long is waited: a batch for every single token would cost more than it sends. */
const GATHER_MS = 50;
/** How soon what depends on another number's message is looked at again. */
const SETTLE_MS = 1_000;
/** Used where the provider names no wait. */
const RETRY_MS = 5_000;

/** Read anew for every batch: a changed token or limit counts at once. */
export interface ChannelSettings extends MarketingRules {
  /** Messages per second. */
  throughput: number;
  consentMode: ConsentMode;
  graph: GraphChannel;
}

export interface ChannelSender {
  /** Claims and sends up to `limit` messages; returns what became of each. */
  sendBatch(settings: ChannelSettings, limit: number, onOutcomes: (outcomes: SendOutcome[]) => Promise<void>): Promise<number>;
  /** Ids of messages on the wire in this process. */
  inFlight(): string[];
  /** Not before this instant; 0 when at once. */
  pausedUntil(): number;
}

export interface ChannelSenderContext {
  claim(now: number, limit: number, capDays: number | null): Promise<ClaimedMessage[]>;
  now(): number;
  /** Sends over the connector. Never rejects. */
  post(message: ClaimedMessage, graph: GraphChannel): Promise<SendResult>;
}

function rateOf({ throughput }: ChannelSettings): Rate {
  return { capacity: throughput, perSecond: throughput };
}

export function createChannelSender(context: ChannelSenderContext): ChannelSender {
  const flying = new Set<string>();
  const pairs = new LRUCache<string, TokenBucket>({ max: MAX_PAIRS });
  let bucket: TokenBucket | null = null;
  let paused = 0;
  let claiming: Promise<unknown> = Promise.resolve();

  function takePair(contactId: string, now: number): { ok: true } | { ok: false; at: number } {
    let pair = pairs.get(contactId);
    if (!pair) pairs.set(contactId, (pair = createBucket(PAIR, now)));
    return take(pair, PAIR, now);
  }

  function bucketOf(rate: Rate, now: number): TokenBucket {
    bucket ??= createBucket(rate, now);
    return bucket;
  }

  /** How many may leave now; where none may, the channel pauses until some can. */
  function room(settings: ChannelSettings, now: number): number {
    const rate = rateOf(settings);
    const tokens = available(bucketOf(rate, now), rate, now);
    if (tokens === 0) paused = Math.max(paused, now + Math.max(GATHER_MS, Math.ceil(1000 / rate.perSecond)));
    return tokens;
  }

  /** One message: gate, limits, wire. `justSent`: marketing of the batch that its contact got. */
  async function attempt(message: ClaimedMessage, settings: ChannelSettings, justSent: number): Promise<SendOutcome> {
    const now = context.now();
    const refused = refuseSend(message, settings.consentMode, now);
    if (refused) return { message, kind: "failed", failure: refused };
    const held = holdSend(message, settings, now);
    if (held) return { message, kind: "held", ...held };
    const capped = capMarketing(message, settings, justSent);
    if (capped === "wait") return { message, kind: "later", dueAt: now + SETTLE_MS, counted: false };
    if (capped) return { message, kind: "failed", failure: capped };
    if (paused > now) return { message, kind: "later", dueAt: paused, counted: false };
    const pair = takePair(message.contactId, now);
    if (!pair.ok) return { message, kind: "later", dueAt: pair.at, counted: false };
    const rate = rateOf(settings);
    const channel = take(bucketOf(rate, now), rate, now);
    if (!channel.ok) return { message, kind: "later", dueAt: channel.at, counted: false };
    return outcomeOf(message, await context.post(message, settings.graph));
  }

  function outcomeOf(message: ClaimedMessage, result: SendResult): SendOutcome {
    if (result.ok) {
      return {
        message,
        kind: "sent",
        providerMessageId: result.providerMessageId,
        ...(result.waId !== undefined && { waId: result.waId }),
        ...(result.userId !== undefined && { userId: result.userId }),
      };
    }
    const { failure } = result;
    const dueAt = context.now() + (failure.retryAfterMs ?? RETRY_MS);
    switch (failure.class) {
      case "unknown":
        return { message, kind: "unknown", failure };
      case "retry":
      case "retry_pair":
      case "retry_channel":
        if (failure.class === "retry_channel") paused = Math.max(paused, dueAt);
        if (message.attempts >= MAX_ATTEMPTS) return { message, kind: "failed", failure: { ...failure, class: "fail" } };
        return { message, kind: "later", dueAt, counted: true, failure };
      case "stop_channel":
      case "stop_workspace":
        // The message is not at fault: it leaves when somebody has put the number right.
        return { message, kind: "later", dueAt: context.now(), counted: false, failure };
      default:
        return { message, kind: "failed", failure };
    }
  }

  /** A contact's messages one after the other; once one has to wait, so do those behind it. */
  async function sendInOrder(messages: ClaimedMessage[], settings: ChannelSettings): Promise<SendOutcome[]> {
    const outcomes: SendOutcome[] = [];
    let waitUntil: number | null = null;
    let marketing = 0;
    for (const message of messages) {
      const outcome: SendOutcome =
        waitUntil === null ? await attempt(message, settings, marketing) : { message, kind: "later", dueAt: waitUntil, counted: false };
      if (outcome.kind === "later") waitUntil = outcome.dueAt;
      if (message.marketing && (outcome.kind === "sent" || outcome.kind === "unknown")) marketing++;
      outcomes.push(outcome);
    }
    return outcomes;
  }

  return {
    async sendBatch(settings, limit, onOutcomes) {
      if (paused > context.now()) return 0;
      // One claim after the other: side by side they would wait for each other's rows and then find them taken.
      const turn = claiming.then(async () => {
        const now = context.now();
        // Claiming more than may leave would only write them back.
        const most = Math.min(limit, room(settings, now));
        return most === 0 ? [] : await context.claim(now, most, settings.marketingCap?.days ?? null);
      });
      claiming = turn.catch(() => {});
      const claimed = await turn;
      if (claimed.length === 0) return 0;
      const byContact = new Map<string, ClaimedMessage[]>();
      for (const message of claimed) {
        flying.add(message.messageId);
        const list = byContact.get(message.contactId);
        if (list) list.push(message);
        else byContact.set(message.contactId, [message]);
      }
      try {
        const outcomes = (await Promise.all([...byContact.values()].map((messages) => sendInOrder(messages, settings)))).flat();
        await onOutcomes(outcomes);
      } finally {
        for (const message of claimed) flying.delete(message.messageId);
      }
      return claimed.length;
    },
    inFlight: () => [...flying],
    pausedUntil: () => paused,
  };
}
