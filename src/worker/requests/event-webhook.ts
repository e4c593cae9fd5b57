/** Deliveries of event webhooks, by the schedule that Standard Webhooks recommends. */
import { sendWebhook } from "../../connectors/webhook/send-webhook.ts";
import type { RequestResult } from "../../domain/request-result.ts";
import { DISABLED } from "../../domain/webhook-event.ts";
import { findDelivery, takesNothing } from "../../store/event-deliveries.ts";
import { disableEventWebhook, eventWebhookSecrets, findEventWebhook } from "../../store/event-webhooks.ts";
import type { ClaimedRequest } from "../../store/requests.ts";
import type { RequestContext, RequestHandler } from "./handler.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** What the documentation promises receivers. */
const TIMEOUT_MS = 30_000;

async function deliver(request: ClaimedRequest, { pool, secrets: box, http, now }: RequestContext): Promise<RequestResult> {
  const { workspaceId, id } = request;
  const delivery = await findDelivery(pool, workspaceId, id);
  const webhook = delivery && (await findEventWebhook(pool, workspaceId, delivery.webhookId));
  if (!webhook) return { kind: "failed", code: "webhook_deleted" };
  if (webhook.status === "disabled") return { kind: "failed", code: "webhook_disabled" };
  const secrets = await eventWebhookSecrets(pool, box, workspaceId, webhook.id, now);
  const call = { method: "POST", url: webhook.url, body: delivery.body, timeoutMs: TIMEOUT_MS };
  const result = await sendWebhook(call, { http, now, secrets, id, connection: null });
  if (result.status === 410) {
    await disableEventWebhook(pool, workspaceId, webhook.id, DISABLED.gone);
    return result;
  }
  // Anything but 2xx may be a fault of today: receivers deploy, proxies answer 404.
  return result.kind === "failed" && result.status !== undefined ? { ...result, kind: "retry" } : result;
}

export const event_webhook: RequestHandler = {
  run: deliver,
  retry: {
    delaysMs: [5_000, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR],
    longestMs: 5 * 24 * HOUR,
  },
  // One event that the receiver always refuses is no dead address: that takes several, and silence since this one's first attempt.
  async exhausted({ workspaceId, payload, createdAt }, { pool, now }) {
    const webhookId = String(payload["webhookId"]);
    if (await takesNothing(pool, workspaceId, webhookId, { since: createdAt, now }))
      await disableEventWebhook(pool, workspaceId, webhookId, DISABLED.exhausted);
  },
};
