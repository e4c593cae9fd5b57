/** One call to an address from a form, as an automation would make it. */
import { sendWebhook, type WebhookCall } from "../connectors/webhook/send-webhook.ts";
import type { Connection } from "../domain/connection.ts";
import type { RequestResult } from "../domain/request-result.ts";
import { newId } from "../store/id.ts";
import { signingSecrets } from "../store/webhook-secret.ts";
import type { ConnectionContext } from "./connections/save-connection.ts";

export async function sendTestCall(
  { pool, secrets: box, http, clock }: ConnectionContext,
  workspaceId: string,
  call: WebhookCall,
  connection: Connection | null,
): Promise<RequestResult> {
  const now = clock.now();
  const secrets = await signingSecrets(pool, box, workspaceId, now);
  return await sendWebhook(call, { http, now, connection, secrets, id: newId() });
}
