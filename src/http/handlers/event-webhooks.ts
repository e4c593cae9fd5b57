import type { JsonObject } from "../../domain/json.ts";
import { notFound, Refusal } from "../../domain/refusal.ts";
import { EVENT_SAMPLES, eventEnvelope, WEBHOOK_EVENT_TYPES } from "../../domain/webhook-event.ts";
import { decodeCursor, toPage } from "../../store/cursor.ts";
import { inTransaction } from "../../store/db.ts";
import { type Delivery, insertDeliveries, lastDeliveries, listDeliveries, replayDeliveries } from "../../store/event-deliveries.ts";
import {
  deleteEventWebhook,
  type EventWebhook,
  eventWebhookSecrets,
  findEventWebhook,
  insertEventWebhook,
  listEventWebhooks,
  rotateEventWebhookSecret,
  updateEventWebhook,
} from "../../store/event-webhooks.ts";
import { notifyWork } from "../../store/notify.ts";
import type { AppContext, Caller } from "../context.ts";
import { refuseTakenName } from "../name-taken.ts";
import { api } from "../procedures.ts";

interface Context {
  app: AppContext;
  caller: Caller;
}

function present({ workspaceId: _, createdAt, ...row }: EventWebhook, last: { at: Date; ok: boolean } | undefined) {
  return {
    ...row,
    createdAt: new Date(createdAt).toISOString(),
    lastDelivery: last ? { at: last.at.toISOString(), ok: last.ok } : null,
  };
}

function presentDelivery({ id, type, body, createdAt, state, attempts, dueAt, finishedAt, log }: Delivery) {
  return {
    id,
    type,
    state: (state ?? "done") as "pending" | "sending" | "done" | "failed",
    attempts: attempts ?? 0,
    dueAt: finishedAt === null ? (dueAt?.toISOString() ?? null) : null,
    body: JSON.parse(body) as JsonObject,
    log: log ?? [],
    createdAt: createdAt.toISOString(),
  };
}

async function mustFind({ app, caller }: Context, id: string): Promise<EventWebhook> {
  const row = await findEventWebhook(app.pool, caller.workspaceId, id);
  if (!row) throw notFound("event webhook");
  return row;
}

async function shown(context: Context, id: string) {
  const { app, caller } = context;
  return present(await mustFind(context, id), (await lastDeliveries(app.pool, caller.workspaceId)).get(id));
}

/** Deliveries to an address that is off would fail at once. */
function refuseDisabled({ status, name }: EventWebhook): void {
  if (status === "disabled") throw new Refusal("conflict", `"${name}" is switched off: switch it on first.`);
}

/** The host, with a number behind it where that is taken. */
async function freeName({ app, caller }: Context, url: string): Promise<string> {
  const taken = new Set((await listEventWebhooks(app.pool, caller.workspaceId)).map(({ name }) => name));
  const host = new URL(url).host.slice(0, 180);
  for (let count = 1; ; count++) {
    const name = count === 1 ? host : `${host} ${count}`;
    if (!taken.has(name)) return name;
  }
}

async function replay(context: Context, id: string, what: Parameters<typeof replayDeliveries>[3]): Promise<number> {
  const { app, caller } = context;
  refuseDisabled(await mustFind(context, id));
  return await inTransaction(app.pool, async ({ client }) => {
    const replayed = await replayDeliveries(client, caller.workspaceId, id, what, app.clock.now());
    await notifyWork(client, { requests: replayed > 0 });
    return replayed;
  });
}

export const eventWebhooks = {
  types: api.eventWebhooks.types.handler(async ({ context: { app } }) => {
    const timestamp = new Date(app.clock.now()).toISOString();
    return {
      items: WEBHOOK_EVENT_TYPES.map((type) => ({ type, sample: { type, timestamp, data: EVENT_SAMPLES[type] } })),
    };
  }),

  list: api.eventWebhooks.list.handler(async ({ context: { app, caller } }) => {
    const last = await lastDeliveries(app.pool, caller.workspaceId);
    return { items: (await listEventWebhooks(app.pool, caller.workspaceId)).map((row) => present(row, last.get(row.id))) };
  }),

  get: api.eventWebhooks.get.handler(({ context, input }) => shown(context, input.id)),

  create: api.eventWebhooks.create.handler(async ({ context, input: { url, types, name: wanted } }) => {
    const { app, caller } = context;
    const name = wanted ?? (await freeName(context, url));
    const now = app.clock.now();
    const id = await refuseTakenName(name, insertEventWebhook(app.pool, app.secrets, caller.workspaceId, { name, url, types }, now));
    const [secret = ""] = await eventWebhookSecrets(app.pool, app.secrets, caller.workspaceId, id, now);
    return { ...(await shown(context, id)), secret };
  }),

  update: api.eventWebhooks.update.handler(async ({ context, input: { id, ...change } }) => {
    const { app, caller } = context;
    const { name } = await mustFind(context, id);
    await refuseTakenName(change.name ?? name, updateEventWebhook(app.pool, caller.workspaceId, id, change, app.clock.now()));
    return await shown(context, id);
  }),

  delete: api.eventWebhooks.delete.handler(async ({ context, input: { id } }) => {
    await mustFind(context, id);
    await deleteEventWebhook(context.app.pool, context.caller.workspaceId, id);
    return { ok: true as const };
  }),

  rotateSecret: api.eventWebhooks.rotateSecret.handler(async ({ context, input: { id } }) => {
    const { app, caller } = context;
    await mustFind(context, id);
    return { secret: await rotateEventWebhookSecret(app.pool, app.secrets, caller.workspaceId, id, app.clock.now()) };
  }),

  test: api.eventWebhooks.test.handler(async ({ context, input: { id } }) => {
    const { app, caller } = context;
    refuseDisabled(await mustFind(context, id));
    const now = app.clock.now();
    const type = "webhook.test" as const;
    const body = eventEnvelope({ type, data: EVENT_SAMPLES[type] }, new Date(now).toISOString());
    const deliveryId = await inTransaction(app.pool, async ({ client }) => {
      const [made] = await insertDeliveries(client, [{ workspaceId: caller.workspaceId, webhookId: id, type, body }], now);
      await notifyWork(client, { requests: true });
      return made as string;
    });
    return { deliveryId };
  }),

  deliveries: api.eventWebhooks.deliveries.handler(async ({ context, input: { id, state, cursor, limit } }) => {
    await mustFind(context, id);
    const after = decodeCursor(cursor, ["id"])?.[0];
    const query = { state, limit, ...(after != null && { after: after }) };
    return toPage(await listDeliveries(context.app.pool, context.caller.workspaceId, id, query), limit, presentDelivery, (row) => [row.id]);
  }),

  replay: api.eventWebhooks.replay.handler(async ({ context, input: { id, deliveryId } }) => {
    if ((await replay(context, id, { id: deliveryId })) === 0)
      throw new Refusal("conflict", "There is no such delivery that is over: it may still be under way.");
    return { ok: true as const };
  }),

  replaySince: api.eventWebhooks.replaySince.handler(async ({ context, input: { id, since, failedOnly } }) => ({
    replayed: await replay(context, id, { since: Date.parse(since), failedOnly }),
  })),
};
