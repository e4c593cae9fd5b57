/**
 * The engine on the database: claim contacts with events or due deadlines, load what they need, let the pure engine
 * decide, write all of it. One transaction per batch: a worker that dies has done nothing, another does it all.
 */
import type pg from "pg";
import { advance } from "../automation/advance.ts";
import type { EngineEvent } from "../automation/event.ts";
import { newScope } from "../automation/new-scope.ts";
import { loadOperatorLoads, loadTurns, saveTurns } from "../store/assignment.ts";
import { type ClaimedEvent, claimDueContacts, claimEvents, hasEvents, nextRunDue } from "../store/engine-claim.ts";
import { type ContactRef, loadActiveRuns, loadChats, loadLastStarts, loadTickets, lockContacts } from "../store/engine-load.ts";
import { failDueRuns, setAsideEvent } from "../store/failed-events.ts";
import { newId } from "../store/id.ts";
import { isPassingError } from "../store/passing-error.ts";
import { findProviderMessages, type KnownMessage } from "../store/provider-messages.ts";
import { createStatistics } from "../store/statistics.ts";
import { queueTransaction, transaction } from "../store/transaction.ts";
import type { Catalog } from "../store/workspace-snapshot.ts";
import { collectRows } from "./collect-rows.ts";
import { type ContactBatch, chatOn, createContactBatch, newContact } from "./contact-batch.ts";
import type { WorkerContext } from "./context.ts";
import { type Inbound, isInbound, parseInbound } from "./inbound.ts";
import type { Loop } from "./loop.ts";
import { type Requirements, requirementsOf } from "./requirements.ts";
import { resolveContacts } from "./resolve-contacts.ts";
import { providerKey, takeInbound } from "./take-inbound.ts";
import { createWriteBatch, flush, type WriteBatch } from "./write-batch.ts";

/**
 * Most events and most due contacts of one batch. Larger batches share their statements among more contacts, but hold
 * locks longer; beyond this the gain measured was within noise.
 */
const BATCH_SIZE = 500;

export function createEngineLoop(context: WorkerContext): Loop {
  let size = BATCH_SIZE;
  const countRows = createStatistics(context.pool);
  return {
    name: "worker",
    fullBatch: BATCH_SIZE,
    async runOnce() {
      const claim: Claim = { events: [], due: [] };
      // Another lane may change it meanwhile, and must not have this one take many for the one that cannot be handled.
      const taken = size;
      try {
        const done = await queueTransaction(context.pool, (client) => runBatch(context, client, taken, claim));
        size = Math.min(BATCH_SIZE, taken * 2);
        await countRows(done).catch((err: unknown) => context.logger.warn({ err }, "tables could not be counted"));
        return done;
      } catch (error) {
        if (isPassingError(error)) throw error;
        // Something in the batch cannot be handled: smaller and smaller batches find it.
        if (taken === 1) await setAside(context, claim, error);
        size = Math.ceil(taken / 2);
        return 1;
      }
    },
    nextDueAt: async () => ((await hasEvents(context.pool)) ? context.clock.now() : await nextRunDue(context.pool)),
  };
}

interface Claim {
  events: ClaimedEvent[];
  due: ContactRef[];
}

/** What one contact brought and nothing can be done about: kept aside with the reason, for everything behind it to go on. */
async function setAside({ pool, clock, logger }: WorkerContext, { events, due }: Claim, error: unknown): Promise<void> {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const kinds = events.map(({ type }) => type);
  logger.error({ err: error, workspaceId: [...events, ...due][0]?.workspaceId, kinds }, "the engine cannot handle this: it was set aside");
  await transaction(pool, async (client) => {
    for (const event of events) await setAsideEvent(client, event, reason, clock.now());
    for (const contact of due) await failDueRuns(client, contact, clock.now());
  });
}

/** Returns how many events and due contacts it handled. What it took is left in `claim`, also when it fails. */
async function runBatch(context: WorkerContext, client: pg.ClientBase, size: number, claim: Claim): Promise<number> {
  const now = context.clock.now();
  claim.events = await claimEvents(client, size);
  claim.due = size === 1 && claim.events.length > 0 ? [] : await claimDueContacts(client, now, size);
  const { events, due } = claim;
  if (events.length === 0 && due.length === 0) return 0;

  const rows = createWriteBatch();
  rows.handled = events.map(({ workspaceId, seq }) => ({ workspaceId, seq }));
  const workspaceIds = [...new Set([...events, ...due].map((item) => item.workspaceId))];
  const catalogs = await context.catalogs.get(client, workspaceIds);
  const needs = requirementsOf(
    context.registry,
    [...catalogs.values()].map((catalog) => catalog.snapshot),
  );
  const { batches, inbound } = await loadContacts(client, events, due, catalogs, needs, now);
  const messages = await knownMessages(client, inbound);

  deliver(events, inbound, batches, messages, rows, now);
  const turns = await loadTurns(client, needs.rotations);
  const turnsBefore = new Map(turns);
  const operatorLoads = await loadOperatorLoads(
    client,
    [...catalogs.values()].filter((catalog) => needs.loads.includes(catalog.snapshot.id)),
  );
  const environment = { now, newId, random: context.random, turns, operatorLoads };
  for (const batch of batches.values()) {
    advance(context.registry, batch.scope, batch.events, environment);
    collectRows(batch, rows, now);
  }
  await saveTurns(
    client,
    turnsBefore,
    turns,
    (id) => [...catalogs.values()].find((catalog) => catalog.snapshot.automations[id])?.snapshot.id,
  );
  await flush(client, context.catalogs, rows, now);
  return events.length + due.length;
}

interface Loaded {
  batches: Map<string, ContactBatch>;
  inbound: Map<ClaimedEvent, { parsed: Inbound; contactId: string | null }>;
}

/** Locks the contacts that the claimed work is about and reads their state. */
async function loadContacts(
  client: pg.ClientBase,
  events: ClaimedEvent[],
  due: ContactRef[],
  catalogs: Map<string, Catalog>,
  needs: Requirements,
  now: number,
): Promise<Loaded> {
  const inbound: Loaded["inbound"] = new Map();
  for (const event of events) if (isInbound(event)) inbound.set(event, { parsed: parseInbound(event), contactId: null });
  const written = [...inbound.entries()].filter(([event, { parsed }]) => parsed.kind !== "unknown" && catalogs.has(event.workspaceId));
  const { refs: resolved, created } = await resolveContacts(
    client,
    written.map(([event, { parsed }]) => ({ workspaceId: event.workspaceId, from: parsed.kind === "unknown" ? {} : parsed.from })),
  );
  written.forEach(([, entry], index) => {
    entry.contactId = resolved[index]?.contactId ?? null;
  });

  const refs = new Map<string, ContactRef>();
  for (const { workspaceId, contactId } of [...resolved, ...events, ...due])
    if (contactId && !created.has(contactId)) refs.set(contactId, { workspaceId, contactId });
  const list = [...refs.values()];
  const contacts = await lockContacts(client, list, catalogs);
  const chats = await loadChats(client, list, needs.lastStatus);
  const runs = await loadActiveRuns(client, list);
  const lastStarts = await loadLastStarts(client, list, needs.lookBack);
  const tickets = needs.tickets ? await loadTickets(client, list) : new Map();

  const batches = new Map<string, ContactBatch>();
  for (const { workspaceId, contactId } of list) {
    const catalog = catalogs.get(workspaceId);
    const contact = contacts.get(contactId);
    if (!catalog || !contact) continue;
    const scope = newScope({
      workspace: catalog.snapshot,
      contact,
      chats: chats.get(contactId) ?? [],
      runs: runs.get(contactId) ?? [],
      tickets: tickets.get(contactId) ?? [],
      lastStarts: lastStarts.get(contactId) ?? {},
    });
    batches.set(contactId, createContactBatch(workspaceId, catalog, scope));
  }
  for (const [contactId, { workspaceId, from }] of created) {
    const catalog = catalogs.get(workspaceId);
    if (!catalog) continue;
    const scope = newScope({ workspace: catalog.snapshot, contact: newContact(contactId, from, now) });
    batches.set(contactId, createContactBatch(workspaceId, catalog, scope, { username: from.username ?? null }));
  }
  return { batches, inbound };
}

/** Messages that this batch's inbound ones repeat or answer. */
async function knownMessages(client: pg.ClientBase, inbound: Loaded["inbound"]): Promise<Map<string, KnownMessage>> {
  const refs = new Map<string, { workspaceId: string; channelId: string; providerId: string }>();
  for (const [event, { parsed }] of inbound) {
    if (parsed.kind === "unknown") continue;
    const ids =
      parsed.kind === "message"
        ? [parsed.message.providerMessageId, parsed.message.contextProviderMessageId]
        : parsed.change.kind === "echo"
          ? [parsed.change.providerMessageId]
          : [];
    for (const providerId of ids) {
      if (providerId !== undefined)
        refs.set(providerKey(parsed.channelId, providerId), { workspaceId: event.workspaceId, channelId: parsed.channelId, providerId });
    }
  }
  const found = await findProviderMessages(client, [...refs.values()]);
  return new Map(found.map((message) => [providerKey(message.channelId, message.providerId), message]));
}

/** Hands every claimed row to its contact: messages in the order the provider stamped them, the rest in order of receipt. */
function deliver(
  events: ClaimedEvent[],
  inbound: Loaded["inbound"],
  batches: Map<string, ContactBatch>,
  messages: Map<string, KnownMessage>,
  rows: WriteBatch,
  now: number,
): void {
  const lookups = { messages, now };
  for (const event of inStampOrder(events)) {
    const entry = inbound.get(event);
    const batch = batches.get(entry?.contactId ?? event.contactId ?? "");
    if (entry?.parsed.kind === "unknown" || (entry && !batch)) {
      rows.channelEvents.push({
        workspace_id: event.workspaceId,
        channel_id: event.channelId,
        kind: "unknown",
        payload: event.payload,
        received_at: event.receivedAt,
        handled: true,
      });
      continue;
    }
    if (!batch) continue;
    if (entry) {
      takeInbound(batch, entry.parsed, lookups, rows);
      continue;
    }
    batch.events.push({ event: { ...event.payload, type: event.type } as unknown as EngineEvent, receivedAt: event.receivedAt });
  }
  for (const batch of batches.values()) {
    // Whoever has no chat yet is spoken to through the workspace's default number.
    if (batch.scope.chats.length === 0 && batch.catalog.defaultChannelId !== null) chatOn(batch, batch.catalog.defaultChannelId, newId());
  }
}

/** Inbound rows of one contact swap places among themselves until their stamps ascend; other events stay where they are. */
function inStampOrder(events: ClaimedEvent[]): ClaimedEvent[] {
  const byKey = new Map<string, number[]>();
  events.forEach((event, index) => {
    if (!isInbound(event)) return;
    const key = `${event.workspaceId}\n${event.contactKey}`;
    const places = byKey.get(key);
    if (places) places.push(index);
    else byKey.set(key, [index]);
  });
  const ordered = [...events];
  for (const places of byKey.values()) {
    if (places.length === 1) continue;
    const sorted = places.map((place) => events[place] as ClaimedEvent).sort((a, b) => a.occurredAt - b.occurredAt || a.seq - b.seq);
    places.forEach((place, i) => {
      ordered[place] = sorted[i] as ClaimedEvent;
    });
  }
  return ordered;
}
