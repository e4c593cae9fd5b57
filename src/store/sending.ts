/** The outbox as senders see it: which channels have work, claiming, and writing what became of it. */
import type pg from "pg";
import type { HoldReason } from "../domain/hold-reason.ts";
import type { OutboundContent } from "../domain/message-content.ts";
import type { SendFailure } from "../domain/send-failure.ts";
import { executeBulk } from "./bulk.ts";
import { namesOf } from "./engine-load.ts";
import { insertEvents } from "./engine-write.ts";
import { marketingSent } from "./marketing-sent.ts";
import { type LiveNotice, notifyWork } from "./notify.ts";
import { nameSentMessages } from "./provider-messages.ts";
import { queueTransaction } from "./transaction.ts";

export interface SendingChannel {
  workspaceId: string;
  channelId: string;
}

/** Contacts of the channel with a message on the wire or deferred; marketing that is held holds back nothing. As `NOT IN` it is read once, into a hash table. */
const BUSY = `(SELECT b.contact_id FROM outbox b WHERE b.workspace_id = $1 AND b.channel_id = $2 AND b.state IN ('sending', 'deferred'))`;

// Channels are found by hopping along the primary key, one probe per channel with queued messages.
const CHANNELS_WITH_WORK = `
WITH RECURSIVE c(workspace_id, channel_id) AS (
  (SELECT workspace_id, channel_id FROM outbox ORDER BY workspace_id, channel_id LIMIT 1)
  UNION ALL
  SELECT n.workspace_id, n.channel_id FROM c CROSS JOIN LATERAL (
    SELECT workspace_id, channel_id FROM outbox o WHERE (o.workspace_id, o.channel_id) > (c.workspace_id, c.channel_id)
    ORDER BY workspace_id, channel_id LIMIT 1) n
)
SELECT c.workspace_id AS "workspaceId", c.channel_id AS "channelId" FROM c
JOIN channel ch ON ch.workspace_id = c.workspace_id AND ch.id = c.channel_id AND ch.status = 'active'`;

export async function channelsWithWork(pool: pg.Pool): Promise<SendingChannel[]> {
  const { rows } = await pool.query<SendingChannel>({ name: "channels-with-work", text: CHANNELS_WITH_WORK });
  return rows;
}

/** When the channel may go on: at once with queued messages, else when its first deferred or held one is due. */
export async function nextOutboxDue(pool: pg.Pool, channel: SendingChannel, now: number): Promise<number | null> {
  const { rows } = await pool.query<{ ready: boolean; at: number | null }>({
    name: "next-outbox-due",
    text: `SELECT EXISTS (SELECT FROM outbox o WHERE workspace_id = $1 AND channel_id = $2 AND seq > 0 AND state = 'queued' AND contact_id NOT IN ${BUSY}) AS ready,
  (SELECT (extract(epoch FROM min(due_at)) * 1000)::float8 FROM outbox WHERE workspace_id = $1 AND channel_id = $2 AND state IN ('deferred', 'held')) AS at`,
    values: [channel.workspaceId, channel.channelId],
  });
  const row = rows[0];
  return row?.ready ? now : (row?.at ?? null);
}

/** A claimed message with all that decides whether it may leave now. */
export interface ClaimedMessage {
  workspaceId: string;
  channelId: string;
  seq: number;
  messageId: string;
  chatId: string;
  contactId: string;
  attempts: number;
  runId: string | null;
  marketing: boolean;
  free: boolean;
  /** Written by the AI, to leave only while no person has the chat. */
  ai: boolean;
  /** A person has taken the chat over. */
  human: boolean;
  awaited: boolean;
  template: string | null;
  content: OutboundContent;
  waId: string | null;
  userId: string | null;
  blocked: boolean;
  /** Queued by a step that ran before the one that blocked the contact. */
  beforeBlock: boolean;
  reachable: boolean;
  consent: "not_declared" | "subscribed" | "unsubscribed";
  /** The contact's own. */
  timeZone: string | null;
  windowExpiresAt: number | null;
  templateStatus: string | null;
  replyTo: string | null;
  /** Marketing that the contact got within the days of the frequency cap; 0 where there is none. */
  marketingSent: number;
  /** Marketing to the contact that other numbers have on the wire in this moment, where there is a cap. */
  marketingFlying: number;
}

// What was held goes to the end of the queue, and no more of it than leaves at once: an answer never waits behind a night's marketing.
const RELEASE = `
WITH due AS MATERIALIZED (
  SELECT seq FROM outbox WHERE workspace_id = $1 AND channel_id = $2 AND state = 'held' AND due_at <= to_timestamp($3 / 1000.0) ORDER BY due_at, seq DESC LIMIT $4
), placed AS MATERIALIZED (SELECT seq, nextval(pg_get_serial_sequence('outbox', 'seq')) AS place FROM due),
released AS (
  UPDATE outbox o SET state = 'queued', seq = p.place FROM placed p WHERE o.workspace_id = $1 AND o.channel_id = $2 AND o.seq = p.seq
)
UPDATE outbox SET state = 'queued' WHERE workspace_id = $1 AND channel_id = $2 AND state = 'deferred' AND due_at <= to_timestamp($3 / 1000.0)`;

// Whoever has a message on the wire or deferred is left out: one contact's messages leave in order. The rows are found once and then taken
// by their place, whatever the planner believes of a queue that was empty when it looked.
const CLAIM = (sent: string, flying: string) => `
WITH claimed AS (
  UPDATE outbox SET state = 'sending', attempts = attempts + 1
  WHERE state = 'queued' AND ctid = ANY(ARRAY(
    SELECT o.ctid FROM outbox o WHERE o.workspace_id = $1 AND o.channel_id = $2 AND o.seq > 0 AND o.state = 'queued' AND o.contact_id NOT IN ${BUSY}
    ORDER BY o.seq LIMIT $3))
  RETURNING *
)
SELECT o.workspace_id AS "workspaceId", o.channel_id AS "channelId", o.seq, o.message_id AS "messageId", o.chat_id AS "chatId", o.contact_id AS "contactId",
  o.attempts, o.run_id AS "runId", o.marketing, o.free, o.ai, ch.human_since IS NOT NULL AS human, o.awaited, o.before_block AS "beforeBlock", o.template, o.content, c.blocked, c.reachable, c.consent, c.time_zone AS "timeZone",
  (extract(epoch FROM ch.window_expires_at) * 1000)::float8 AS "windowExpiresAt",
  names.wa_id AS "waId", names.user_id AS "userId",
  CASE WHEN o.template IS NULL THEN NULL ELSE (SELECT v.status FROM template t JOIN template_version v ON v.workspace_id = t.workspace_id AND v.template_id = t.id
     WHERE t.workspace_id = o.workspace_id AND t.name = o.template AND v.language = o.content->>'language') END AS "templateStatus",
  o.reply_to AS "replyTo", ${sent} AS "marketingSent", ${flying} AS "marketingFlying"
FROM claimed o
JOIN contact c ON c.workspace_id = o.workspace_id AND c.id = o.contact_id
CROSS JOIN LATERAL ${namesOf("c")} names
LEFT JOIN chat ch ON ch.workspace_id = o.workspace_id AND ch.id = o.chat_id
ORDER BY o.seq`;
const CLAIM_ANY = CLAIM("0", "0");
// Only where there is a cap, and then only for marketing. What is on the wire is read once.
const CLAIM_CAPPED = CLAIM(
  `CASE WHEN o.marketing THEN ${marketingSent("o.workspace_id", "o.contact_id", "$4", "$5::float8")} ELSE 0 END`,
  `CASE WHEN o.marketing THEN coalesce((SELECT n FROM flying f WHERE f.contact_id = o.contact_id), 0) ELSE 0 END`,
).replace(
  "WITH claimed",
  `WITH flying AS MATERIALIZED (
  SELECT b.contact_id, count(*)::int AS n FROM channel other
  CROSS JOIN LATERAL (SELECT contact_id FROM outbox WHERE workspace_id = $1 AND channel_id = other.id AND state = 'sending' AND marketing OFFSET 0) b
  WHERE other.workspace_id = $1 AND other.id <> $2 GROUP BY b.contact_id
), claimed`,
);
// Claims of one workspace follow each other where marketing is capped: of two numbers that write to one contact, one sees the other's.
const LOCK_MARKETING = "SELECT pg_advisory_xact_lock(hashtextextended('marketing:' || $1, 0))";

/**
 * Marks up to `limit` due messages as being sent, in the order they were queued. After this only their result frees them.
 *
 * @param capDays what marketing each contact got in so many days is told with its marketing messages
 */
export async function claimMessages(
  pool: pg.Pool,
  channel: SendingChannel,
  now: number,
  limit: number,
  capDays: number | null,
): Promise<ClaimedMessage[]> {
  return await queueTransaction(pool, async (client) => {
    await client.query({ name: "release-deferred", text: RELEASE, values: [channel.workspaceId, channel.channelId, now, limit] });
    if (capDays !== null) await client.query({ name: "lock-marketing", text: LOCK_MARKETING, values: [channel.workspaceId] });
    const values = [channel.workspaceId, channel.channelId, limit];
    const { rows } = await client.query<ClaimedMessage>(
      capDays === null
        ? { name: "claim-messages", text: CLAIM_ANY, values }
        : { name: "claim-messages-capped", text: CLAIM_CAPPED, values: [...values, capDays, now] },
    );
    return rows;
  });
}

export type SendOutcome = { message: ClaimedMessage } & (
  | { kind: "sent"; providerMessageId: string; waId?: string; userId?: string }
  | { kind: "failed"; failure: SendFailure }
  | { kind: "unknown"; failure: SendFailure }
  /** Goes back to the queue; `counted` is false when it was never tried. */
  | { kind: "later"; dueAt: number; counted: boolean; failure?: SendFailure }
  /** Marketing that may not leave now; looked at again then. Nothing else of the contact waits for it. */
  | { kind: "held"; reason: HoldReason; until: number }
);

// A delivery status can overtake the answer to the send: what it wrote is further on and stays.
const WRITE_MESSAGES = `
UPDATE message m SET
  status = CASE WHEN m.status IN ('queued', 'sending', 'unknown') OR r.status <> 'sent' THEN r.status ELSE m.status END,
  provider_id = coalesce(r.provider_id, m.provider_id),
  error = r.error, error_detail = r.detail,
  sent_at = CASE WHEN r.status = 'sent' THEN coalesce(m.sent_at, to_timestamp(r.at / 1000.0)) ELSE m.sent_at END,
  failed_at = CASE WHEN r.status = 'failed' THEN to_timestamp(r.at / 1000.0) ELSE m.failed_at END
FROM json_to_recordset($1::json) AS r(workspace_id uuid, id uuid, status text, provider_id text, error text, detail text, at float8)
WHERE m.workspace_id = r.workspace_id AND m.id = r.id`;

// Keys as an array: joined with a list, a plan made while the outbox was empty compares every row with every key.
const DELETE_SENT = "DELETE FROM outbox WHERE workspace_id = $1 AND channel_id = $2 AND seq = ANY($3::bigint[])";

const DEFER = `
UPDATE outbox o SET state = 'deferred', due_at = to_timestamp(r.due_at / 1000.0), attempts = r.attempts
FROM json_to_recordset($1::json) AS r(workspace_id uuid, channel_id uuid, seq bigint, due_at float8, attempts integer)
WHERE o.workspace_id = r.workspace_id AND o.channel_id = r.channel_id AND o.seq = r.seq`;

const HOLD = `
WITH held AS (
  UPDATE outbox o SET state = 'held', seq = -o.seq, due_at = to_timestamp(r.due_at / 1000.0), attempts = r.attempts
  FROM json_to_recordset($1::json) AS r(workspace_id uuid, channel_id uuid, seq bigint, due_at float8, attempts integer, reason text)
  WHERE o.workspace_id = r.workspace_id AND o.channel_id = r.channel_id AND o.seq = r.seq RETURNING o.workspace_id, o.message_id, r.reason
)
UPDATE message m SET error = h.reason FROM held h WHERE m.workspace_id = h.workspace_id AND m.id = h.message_id AND m.status = 'queued'`;

/** Writes what became of a batch of the channel: messages, the outbox, the events that waiting paths and contacts get. */
export async function writeOutcomes(client: pg.ClientBase, channel: SendingChannel, outcomes: SendOutcome[], now: number): Promise<void> {
  const settled = outcomes.filter((outcome) => outcome.kind !== "later" && outcome.kind !== "held");
  const held = outcomes.filter((outcome) => outcome.kind === "held");
  await executeBulk(
    client,
    "write-sent-messages",
    WRITE_MESSAGES,
    settled.map((outcome) => messageRow(outcome, now)),
  );
  await nameSentMessages(
    client,
    settled.flatMap((outcome) => (outcome.kind === "sent" ? [providerRow(outcome)] : [])),
  );
  await client.query({
    name: "delete-sent",
    text: DELETE_SENT,
    values: [channel.workspaceId, channel.channelId, settled.map(({ message }) => message.seq)],
  });
  await executeBulk(
    client,
    "defer",
    DEFER,
    outcomes.flatMap((outcome) =>
      outcome.kind === "later"
        ? [{ ...outboxKey(outcome.message), due_at: outcome.dueAt, attempts: outcome.message.attempts - (outcome.counted ? 0 : 1) }]
        : [],
    ),
  );
  await executeBulk(
    client,
    "hold",
    HOLD,
    held.map(({ message, reason, until }) => ({ ...outboxKey(message), due_at: until, attempts: message.attempts - 1, reason })),
  );
  const events = settled.flatMap((outcome) => eventsOf(outcome, now));
  await insertEvents(client, events);
  const live: LiveNotice[] = [...settled, ...held].map(({ message }) => ({
    w: message.workspaceId,
    t: "message.status",
    id: message.messageId,
    contactId: message.contactId,
    chatId: message.chatId,
  }));
  await notifyWork(client, { worker: events.length > 0 }, live);
}

function providerRow({ message, providerMessageId }: Extract<SendOutcome, { kind: "sent" }>) {
  return {
    workspace_id: message.workspaceId,
    channel_id: message.channelId,
    provider_id: providerMessageId,
    message_id: message.messageId,
  };
}

function outboxKey(message: ClaimedMessage) {
  return { workspace_id: message.workspaceId, channel_id: message.channelId, seq: message.seq };
}

type Settled = Exclude<SendOutcome, { kind: "later" | "held" }>;

function messageRow(outcome: Settled, now: number) {
  const { message } = outcome;
  const failure = outcome.kind === "sent" ? undefined : outcome.failure;
  return {
    workspace_id: message.workspaceId,
    id: message.messageId,
    status: outcome.kind,
    provider_id: outcome.kind === "sent" ? outcome.providerMessageId : null,
    error: failure?.code ?? null,
    detail: failure ? [failure.providerCode, failure.providerMessage].filter((part) => part !== undefined).join(": ") || null : null,
    at: now,
  };
}

function eventBase(workspaceId: string, contactId: string, now: number) {
  return { workspace_id: workspaceId, contact_key: `c:${contactId}`, contact_id: contactId, occurred_at: now, received_at: now };
}

/** What the engine must hear: the result a path waits for, an opt-out, a number that is not on WhatsApp. */
function eventsOf(outcome: Settled, now: number) {
  const { message } = outcome;
  const base = eventBase(message.workspaceId, message.contactId, now);
  const events: { type: string; payload: object }[] = [];
  if (outcome.kind === "failed" && outcome.failure.class === "opted_out") {
    events.push({ type: "contact_fact", payload: { consent: "unsubscribed", source: "whatsapp_opt_out" } });
  }
  if (outcome.kind === "failed" && outcome.failure.class === "invalid_recipient") {
    events.push({ type: "contact_fact", payload: { reachable: false, source: "whatsapp" } });
  }
  if (message.awaited) {
    const ok = outcome.kind === "unknown" ? null : outcome.kind === "sent";
    events.push({
      type: "message_result",
      payload: { key: message.messageId, ok, ...(outcome.kind === "failed" && { code: outcome.failure.code }) },
    });
  }
  return events.map((event) => ({ ...base, ...event }));
}

/** Messages that a dead sender had on the wire: they may have arrived, so nobody sends them again. */
export async function abandonSending(client: pg.ClientBase, channel: SendingChannel, own: string[], now: number): Promise<number> {
  const { rows } = await client.query<{ messageId: string; contactId: string; awaited: boolean }>({
    name: "abandon-sending",
    text: `WITH lost AS (
  DELETE FROM outbox WHERE workspace_id = $1 AND channel_id = $2 AND state = 'sending' AND NOT message_id = ANY($3::uuid[]) RETURNING workspace_id, message_id, awaited
)
UPDATE message m SET status = 'unknown', error = 'sender_died' FROM lost l WHERE m.workspace_id = l.workspace_id AND m.id = l.message_id AND m.status IN ('queued', 'sending')
RETURNING m.id AS "messageId", m.contact_id AS "contactId", l.awaited`,
    values: [channel.workspaceId, channel.channelId, own],
  });
  const awaited = rows.filter((row) => row.awaited);
  await insertEvents(
    client,
    awaited.map(({ messageId, contactId }) => ({
      ...eventBase(channel.workspaceId, contactId, now),
      type: "message_result",
      payload: { key: messageId, ok: null },
    })),
  );
  await notifyWork(client, { worker: awaited.length > 0 });
  return rows.length;
}
