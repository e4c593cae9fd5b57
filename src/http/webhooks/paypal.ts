/** PayPal's webhooks, kept until PayPal has confirmed them; and the page a customer returns to. */
import type { FastifyInstance } from "fastify";
import type pg from "pg";
import { SIGNATURE_HEADERS } from "../../connectors/paypal/webhooks.ts";
import type { Clock } from "../../domain/clock.ts";
import { isUuid } from "../../domain/uuid.ts";
import { connectionOfKind } from "../../store/connections.ts";
import { newId } from "../../store/id.ts";
import { notifyWork } from "../../store/notify.ts";
import { insertRequests } from "../../store/request-write.ts";
import { transaction } from "../../store/transaction.ts";
import { refuse } from "../refuse.ts";

/** Events of PayPal are a few kilobytes. */
const MAX_BODY_BYTES = 256 * 1024;

export interface PayPalWebhookOptions {
  pool: pg.Pool;
  clock: Clock;
}

export async function paypalWebhook(app: FastifyInstance, { pool, clock }: PayPalWebhookOptions): Promise<void> {
  await app.register(async (scope) => {
    // The signature is over the bytes: they are kept as they came.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));

    scope.post<{ Params: { connectionId: string } }>(
      "/webhooks/paypal/:connectionId",
      { bodyLimit: MAX_BODY_BYTES },
      async (request, reply) => {
        const { connectionId } = request.params;
        const connection = isUuid(connectionId) ? await connectionOfKind(pool, connectionId, "paypal") : null;
        if (!connection) return refuse(reply, "not_found", "There is no PayPal connection at this address.");
        const headers = Object.fromEntries(SIGNATURE_HEADERS.map((name) => [name, request.headers[name]]));
        if (Object.values(headers).some((value) => typeof value !== "string"))
          return refuse(reply, "wrong_signature", "PayPal signs its events: its headers are missing.");
        const raw = (request.body ?? "") as string;
        if (!isEvent(raw)) return refuse(reply, "invalid_input", "This is no event of PayPal's.");
        const now = clock.now();
        await transaction(pool, async (client) => {
          await insertRequests(client, [
            {
              workspace_id: connection.workspaceId,
              id: newId(),
              connector: "payment_webhook",
              connection: connection.name,
              payload: { headers, raw },
              due_at: now,
              awaited: false,
              created_at: now,
            },
          ]);
          await notifyWork(client, { requests: true });
        });
        return reply.code(200).send();
      },
    );

    scope.get("/payments/done", async (_request, reply) =>
      reply
        .type("text/html; charset=utf-8")
        .send(
          "<!doctype html><meta name=viewport content='width=device-width'><title>PayPal</title><p>You can close this page and go back to WhatsApp.",
        ),
    );
  });
}

function isEvent(raw: string): boolean {
  try {
    const event = JSON.parse(raw) as unknown;
    return typeof event === "object" && event !== null && typeof (event as { id?: unknown }).id === "string" && !raw.includes("\\u0000");
  } catch {
    return false;
  }
}
