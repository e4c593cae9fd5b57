/** Turns what happened in workspaces with event webhooks into deliveries; the requests loop sends them. */
import type pg from "pg";
import type { JsonObject } from "../domain/json.ts";
import { eventEnvelope, type WebhookEvent, type WebhookEventType } from "../domain/webhook-event.ts";
import { type FedEvent, hasFed, insertDeliveries, type NewDelivery, readObjects, takeFed } from "../store/event-deliveries.ts";
import { listEventWebhooks } from "../store/event-webhooks.ts";
import { notifyWork } from "../store/notify.ts";
import { queueTransaction } from "../store/transaction.ts";
import type { WorkerContext } from "./context.ts";
import type { Loop } from "./loop.ts";

const BATCH_SIZE = 500;

export function createEventsLoop({ pool, clock }: Pick<WorkerContext, "pool" | "clock">): Loop {
  return {
    name: "events",
    runOnce: () => queueTransaction(pool, (client) => deliverBatch(client, clock.now())),
    nextDueAt: async () => ((await hasFed(pool)) ? clock.now() : null),
  };
}

async function deliverBatch(client: pg.ClientBase, now: number): Promise<number> {
  const fed = await takeFed(client, BATCH_SIZE);
  if (fed.length === 0) return 0;
  const objects = new Map<string, JsonObject>();
  for (const family of new Set(fed.map(familyOf))) {
    const read = await readObjects(
      client,
      family,
      fed.filter((event) => familyOf(event) === family),
    );
    for (const [key, data] of read) objects.set(key, data);
  }
  const timestamp = new Date(now).toISOString();
  const deliveries: NewDelivery[] = [];
  for (const workspaceId of new Set(fed.map((event) => event.workspaceId))) {
    const webhooks = (await listEventWebhooks(client, workspaceId)).filter(({ status }) => status === "active");
    for (const event of distinct(fed.filter((one) => one.workspaceId === workspaceId))) {
      const told = toWebhookEvent(event, objects.get(`${workspaceId} ${event.objectId}`));
      if (!told) continue;
      for (const { id } of webhooks.filter(({ types }) => types.includes(told.type))) {
        deliveries.push({ workspaceId, webhookId: id, type: told.type, body: eventEnvelope(told, timestamp) });
      }
    }
  }
  await insertDeliveries(client, deliveries, now);
  await notifyWork(client, { requests: deliveries.length > 0 });
  return fed.length;
}

function familyOf({ type }: FedEvent): string {
  return type.split(".")[0] as string;
}

/** An object that changed several times within one batch is told once, as it is now. */
function distinct(events: FedEvent[]): FedEvent[] {
  return [...new Map(events.map((event) => [`${event.type} ${event.objectId}`, event])).values()];
}

const STATUSES = new Set(["delivered", "read", "failed"]);
const RUN_ENDS = new Set(["waiting", "completed", "failed", "stopped"]);

/** Null where nothing is told: a status that is no news, or an object that is gone meanwhile. */
export function toWebhookEvent({ type, objectId }: Pick<FedEvent, "type" | "objectId">, data: JsonObject | undefined): WebhookEvent | null {
  if (type === "contact.deleted") return { type, data: { id: objectId } };
  if (!data) return null;
  const status = String(data["status"]);
  switch (type) {
    case "message.created":
      return { type: data["direction"] === "in" ? "message.received" : "message.sent", data };
    case "message.status":
      return STATUSES.has(status) ? { type: `message.${status}` as WebhookEventType, data } : null;
    case "run.changed":
      return RUN_ENDS.has(status) ? { type: `run.${status}` as WebhookEventType, data } : null;
    case "contact.updated":
      return { type, data };
    case "ticket.changed":
      return { type: "ticket.updated", data };
    default:
      return null;
  }
}
