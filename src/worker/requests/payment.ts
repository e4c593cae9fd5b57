/** Payments: the order a customer pays, PayPal's word about it, and taking the money. */
import { PayPalError } from "../../connectors/paypal/api.ts";
import { captureOrder, createOrder } from "../../connectors/paypal/orders.ts";
import { isGenuine, readPaymentNews } from "../../connectors/paypal/webhooks.ts";
import type { Connection } from "../../domain/connection.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { RequestResult } from "../../domain/request-result.ts";
import { newId } from "../../store/id.ts";
import { beginCapture, firstTime, giveUpCapture, insertPayment, paymentOfOrder, settlePayment } from "../../store/payments.ts";
import { insertRequests } from "../../store/request-write.ts";
import type { ClaimedRequest } from "../../store/requests.ts";
import { transaction } from "../../store/transaction.ts";
import type { RequestContext, RequestEvent, RequestHandler } from "./handler.ts";

function paypalOf({ http, connection, now }: RequestContext) {
  return { http, connection: connection as Connection, now };
}

async function asResult(work: () => Promise<RequestResult>): Promise<RequestResult> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PayPalError) return error.result;
    throw error;
  }
}

interface Asked {
  debtId?: string;
  amount: string;
  currency: string;
  description: string;
}

async function ask(request: ClaimedRequest, context: RequestContext): Promise<RequestResult> {
  const { workspaceId, id, automationId, runId, stepId } = request;
  // One that an older version queued says no debt.
  const { debtId = id, amount, currency, description } = request.payload as unknown as Asked;
  const page = `${context.publicUrl}/payments/done`;
  const order = await createOrder(paypalOf(context), {
    id,
    amount,
    currency,
    description,
    returnUrl: page,
    cancelUrl: `${page}?cancelled=1`,
  });
  if (order.link === null) return { kind: "failed", code: "no_link", detail: "PayPal gave no address to pay at" };
  await insertPayment(context.pool, {
    ...{ workspaceId, id, debtId, amount, currency, description, automationId, runId, stepId },
    contactId: String(request.contactId),
    connection: String(request.connection),
    orderId: order.id,
    link: order.link,
    at: context.now,
  });
  return { kind: "done", body: { link: order.link, orderId: order.id } };
}

/** A payment is asked for: the path that waits gets the link. */
export const payment: RequestHandler = {
  kind: "paypal",
  run: (request, context) => asResult(() => ask(request, context)),
  resultEvent({ id, payload }, result): RequestEvent {
    const { amount, currency } = payload as unknown as Asked;
    if (result.kind !== "done")
      return { type: "payment", payload: { key: id, status: "failed", code: "code" in result ? result.code : "failed" } };
    const { link } = result.body as { link: string };
    return { type: "payment", payload: { key: id, status: "created", link, amount, currency } };
  },
};

async function hear(request: ClaimedRequest, context: RequestContext): Promise<RequestResult> {
  const { headers, raw } = request.payload as unknown as { headers: Record<string, string>; raw: string };
  if (!(await isGenuine(paypalOf(context), headers, raw)))
    return { kind: "failed", code: "wrong_signature", detail: "PayPal did not sign this event for this connection" };
  const event = JSON.parse(raw) as JsonObject;
  const news = readPaymentNews(event);
  const { workspaceId, connection } = request;
  const { now } = context;
  const base = { workspaceId, connection: String(connection), now };
  await transaction(context.pool, async (client) => {
    const type = String(event["event_type"]);
    const fresh = await firstTime(client, {
      workspaceId,
      connectionId: (context.connection as Connection).id,
      providerId: String(event["id"]),
      type,
      now,
    });
    if (!fresh || !news) return;
    if (news.kind === "paid") await settlePayment(client, { ...base, ...news, status: "paid" });
    else if (news.kind === "failed") await settlePayment(client, { ...base, ...news, status: "failed" });
    else await queueCapture(client, request, news.orderId, now);
  });
  return { kind: "done", body: { event: event["event_type"] ?? null } };
}

async function queueCapture(
  client: Parameters<typeof insertRequests>[0],
  { workspaceId, connection }: ClaimedRequest,
  orderId: string,
  now: number,
): Promise<void> {
  const payment = await paymentOfOrder(client, workspaceId, String(connection), orderId);
  if (!payment) return;
  await insertRequests(client, [
    {
      workspace_id: workspaceId,
      id: newId(),
      connector: "payment_capture",
      contact_id: payment.contactId,
      automation_id: payment.automationId,
      run_id: payment.runId,
      step_id: payment.stepId,
      connection,
      payload: { orderId },
      due_at: now,
      awaited: false,
      created_at: now,
    },
  ]);
}

/** A webhook of PayPal's, kept as it came: it counts once PayPal itself has confirmed it. */
export const payment_webhook: RequestHandler = {
  kind: "paypal",
  run: (request, context) => asResult(() => hear(request, context)),
  resultEvent: () => null,
};

async function capture(request: ClaimedRequest, context: RequestContext): Promise<RequestResult> {
  const { pool, now } = context;
  const order = { workspaceId: request.workspaceId, connection: String(request.connection), orderId: String(request.payload["orderId"]) };
  const begun = await transaction(pool, (client) => beginCapture(client, order, now));
  // Not collected, the order ends by itself: PayPal takes nothing from the customer.
  if (begun === "already_paid" || begun === "unknown_order") return { kind: "failed", code: begun };
  if (begun === "other_link") return { kind: "retry", code: begun };
  const { id, status } = await captureOrder(paypalOf(context), order.orderId).catch(async (error) => {
    if (error instanceof PayPalError && error.result.kind === "failed") await giveUpCapture(pool, order, now);
    throw error;
  });
  const settlement = { ...order, paymentId: null, now };
  // Anything else (PENDING) is decided later, by a webhook.
  if (status === "COMPLETED") await transaction(pool, (client) => settlePayment(client, { ...settlement, status: "paid", captureId: id }));
  if (status === "DECLINED" || status === "FAILED")
    await transaction(pool, (client) => settlePayment(client, { ...settlement, status: "failed", code: "declined" }));
  return { kind: "done", body: { capture: id, status } };
}

/** The customer agreed: the money is taken, once of all links to the same debt. */
export const payment_capture: RequestHandler = {
  kind: "paypal",
  run: (request, context) => asResult(() => capture(request, context)),
  resultEvent: () => null,
};
