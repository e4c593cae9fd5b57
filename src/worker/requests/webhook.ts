/** Webhooks of automations, to addresses anywhere and to the two platforms that only need one. */
import { readMakeResult } from "../../connectors/make/hand-over.ts";
import { sendWebhook, type WebhookCall } from "../../connectors/webhook/send-webhook.ts";
import { readZapierResult } from "../../connectors/zapier/hand-over.ts";
import type { RequestResult } from "../../domain/request-result.ts";
import type { ClaimedRequest } from "../../store/requests.ts";
import { signingSecrets } from "../../store/webhook-secret.ts";
import type { RequestContext, RequestHandler } from "./handler.ts";

async function send(call: WebhookCall, request: ClaimedRequest, context: RequestContext): Promise<RequestResult> {
  const { http, now, connection, pool } = context;
  const secrets = await signingSecrets(pool, context.secrets, request.workspaceId, now);
  return await sendWebhook(call, { http, now, connection, secrets, id: request.id });
}

export const webhook: RequestHandler = {
  run: (request, context) => send(request.payload as unknown as WebhookCall, request, context),
};

function envelopeCall({ payload }: ClaimedRequest): WebhookCall {
  return { method: "POST", url: String(payload["url"]), body: JSON.stringify(payload["envelope"]) };
}

export const zapier: RequestHandler = {
  run: async (request, context) => readZapierResult(await send(envelopeCall(request), request, context)),
};

export const make: RequestHandler = {
  run: async (request, context) => readMakeResult(await send(envelopeCall(request), request, context)),
};
