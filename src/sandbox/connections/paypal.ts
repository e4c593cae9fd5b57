/** A fake PayPal: tokens, orders, captures, webhooks with signatures that it can verify. Shapes as in its OpenAPI documents. */
import { createHash, createHmac } from "node:crypto";
import { crc32 } from "node:zlib";
import type { JsonObject } from "../../domain/json.ts";
import { defineSandboxConnection, type SandboxConnection } from "../connection.ts";
import type { OutsideAnswer, OutsideCall } from "../http/fake-outside.ts";

const ORIGIN = "https://api-m.sandbox.paypal.com";
const CLIENT = { id: "sandbox-paypal-client", secret: "sandbox-paypal-secret" };
const WEBHOOK_ID = "8PT597110X687430LKGECATA";
const TOKEN_SECONDS = 32_400;

interface FakeOrder {
  id: string;
  status: "PAYER_ACTION_REQUIRED" | "APPROVED" | "COMPLETED";
  request: JsonObject;
}

export interface FakePayPal extends SandboxConnection {
  /** What PayPal posts when the customer has agreed, or when the bank has refused. `hook` is the product's path. */
  approve(orderId: string, hook: string): Promise<void>;
  decline(orderId: string, hook: string): Promise<void>;
}

export const connection = defineSandboxConnection<FakePayPal>({
  kind: "paypal",
  create(world) {
    const orders = new Map<string, FakeOrder>();
    const byRequest = new Map<string, string>();
    const tokens = new Map<string, number>();
    let count = 0;
    let hookPath = "";
    const id = (prefix: string) => createHash("sha256").update(`${prefix}${++count}`).digest("hex").slice(0, 17).toUpperCase();
    const sign = (transmission: string, time: string, raw: string) =>
      createHmac("sha256", WEBHOOK_ID)
        .update(`${transmission}|${time}|${WEBHOOK_ID}|${crc32(raw)}`)
        .digest("base64");

    /** Twice, as a provider that missed our answer would. */
    async function post(event_type: string, resource: JsonObject): Promise<void> {
      const create_time = new Date(world.now()).toISOString();
      const raw = JSON.stringify({ id: `WH-${id("event")}`, event_version: "1.0", create_time, event_type, resource });
      for (let i = 0; i < 2; i++) {
        const transmission = id("transmission").toLowerCase();
        const answer = await world.post(hookPath, raw, {
          "content-type": "application/json",
          "paypal-auth-algo": "SHA256withRSA",
          "paypal-cert-url": `${ORIGIN}/v1/notifications/certs/CERT-1`,
          "paypal-transmission-id": `t${transmission}`,
          "paypal-transmission-time": create_time,
          "paypal-transmission-sig": sign(`t${transmission}`, create_time, raw),
        });
        if (answer.status !== 200) throw new Error(`The webhook was answered ${answer.status}: ${answer.body}`);
      }
    }

    function unitOf(order: FakeOrder): JsonObject {
      return (order.request["purchase_units"] as JsonObject[])[0] as JsonObject;
    }

    function captureOf(order: FakeOrder, status: string): JsonObject {
      const { custom_id, amount } = unitOf(order);
      return {
        id: `C${order.id.slice(1)}`,
        status,
        amount: amount ?? null,
        custom_id: custom_id ?? null,
        final_capture: true,
        supplementary_data: { related_ids: { order_id: order.id } },
      };
    }

    function create(call: OutsideCall): OutsideAnswer {
      const key = call.headers["paypal-request-id"] ?? id("request");
      const known = byRequest.get(key);
      const fault = known === undefined ? orderFault(call.body as JsonObject) : null;
      if (fault) return unprocessable(fault);
      const order =
        known === undefined
          ? { id: id("order"), status: "PAYER_ACTION_REQUIRED" as const, request: call.body as JsonObject }
          : (orders.get(known) as FakeOrder);
      orders.set(order.id, order);
      byRequest.set(key, order.id);
      return {
        status: known === undefined ? 201 : 200,
        body: {
          id: order.id,
          status: order.status,
          links: [
            { href: `${ORIGIN}/v2/checkout/orders/${order.id}`, rel: "self", method: "GET" },
            { href: `https://www.sandbox.paypal.com/checkoutnow?token=${order.id}`, rel: "payer-action", method: "GET" },
          ],
        },
      };
    }

    async function capture(orderId: string): Promise<OutsideAnswer> {
      const order = orders.get(orderId);
      if (!order) return { status: 404, body: { name: "RESOURCE_NOT_FOUND" } };
      if (order.status === "PAYER_ACTION_REQUIRED") return unprocessable("ORDER_NOT_APPROVED");
      const first = order.status === "APPROVED";
      order.status = "COMPLETED";
      const done = captureOf(order, "COMPLETED");
      // The webhook overtakes the answer, as it may.
      if (first) await post("PAYMENT.CAPTURE.COMPLETED", done);
      return {
        status: 201,
        body: {
          id: order.id,
          status: "COMPLETED",
          purchase_units: [{ reference_id: unitOf(order)["reference_id"] ?? null, payments: { captures: [done] } }],
        },
      };
    }

    function verify(call: OutsideCall): OutsideAnswer {
      const { transmission_id, transmission_time, transmission_sig, webhook_id } = call.body as JsonObject;
      // The bytes that came back, not what they mean: re-serialised events fail, as at PayPal.
      const raw = call.raw.slice(call.raw.indexOf('"webhook_event":') + '"webhook_event":'.length, -1);
      const right = webhook_id === WEBHOOK_ID && transmission_sig === sign(String(transmission_id), String(transmission_time), raw);
      return { status: 200, body: { verification_status: right ? "SUCCESS" : "FAILURE" } };
    }

    async function answer(call: OutsideCall): Promise<OutsideAnswer> {
      const { pathname } = new URL(call.url);
      if (pathname === "/v1/oauth2/token") {
        const basic = `Basic ${Buffer.from(`${CLIENT.id}:${CLIENT.secret}`).toString("base64")}`;
        if (call.headers["authorization"] !== basic)
          return { status: 401, body: { error: "invalid_client", error_description: "Client Authentication failed" } };
        const token = `A21AA${id("token")}`;
        tokens.set(token, call.at + TOKEN_SECONDS * 1000);
        return { status: 200, body: { access_token: token, token_type: "Bearer", expires_in: TOKEN_SECONDS } };
      }
      const until = tokens.get(call.headers["authorization"]?.replace("Bearer ", "") ?? "");
      if (until === undefined || until < call.at) return { status: 401, body: { name: "AUTHENTICATION_FAILURE" } };
      const captured = /^\/v2\/checkout\/orders\/(\w+)\/capture$/.exec(pathname);
      if (captured) return await capture(captured[1] as string);
      if (pathname === "/v2/checkout/orders" && call.method === "POST") return create(call);
      if (pathname === "/v1/notifications/verify-webhook-signature") return verify(call);
      if (pathname === "/v1/notifications/webhooks" && call.method === "GET") return { status: 200, body: { webhooks: [] } };
      if (pathname === `/v1/notifications/webhooks/${WEBHOOK_ID}` && call.method === "PATCH") {
        const [{ value = null } = {}] = call.body as JsonObject[];
        return { status: 200, body: { id: WEBHOOK_ID, event_types: value } };
      }
      if (pathname === "/v1/notifications/webhooks") return { status: 201, body: { id: WEBHOOK_ID, ...(call.body as JsonObject) } };
      return { status: 404, body: { name: "RESOURCE_NOT_FOUND" } };
    }

    world.outside.serve(ORIGIN, async (call) => {
      world.outside.calls.push(call);
      return await answer(call);
    });
    const orderOf = (orderId: string): FakeOrder => {
      const order = orders.get(orderId);
      if (!order) throw new Error(`PayPal has no order ${orderId}`);
      return order;
    };
    return {
      settings: { environment: "sandbox", clientId: CLIENT.id, webhookId: WEBHOOK_ID },
      secrets: { clientSecret: CLIENT.secret },
      async approve(orderId, hook) {
        hookPath = hook;
        const order = orderOf(orderId);
        order.status = "APPROVED";
        await post("CHECKOUT.ORDER.APPROVED", { id: order.id, intent: "CAPTURE", status: "APPROVED", purchase_units: [unitOf(order)] });
      },
      async decline(orderId, hook) {
        hookPath = hook;
        await post("PAYMENT.CAPTURE.DENIED", captureOf(orderOf(orderId), "DECLINED"));
      },
    };
  },
});

/** The part of the order's schema that we use; the conformance test holds our requests to the whole. */
function orderFault(order: JsonObject): string | null {
  const [unit] = (order["purchase_units"] ?? []) as JsonObject[];
  const amount = unit?.["amount"] as JsonObject | undefined;
  if (order["intent"] !== "CAPTURE" || !amount) return "MISSING_REQUIRED_PARAMETER";
  if (!/^[A-Z]{3}$/.test(String(amount["currency_code"]))) return "INVALID_CURRENCY_CODE";
  if (!/^((-?[0-9]+)|(-?([0-9]+)?[.][0-9]+))$/.test(String(amount["value"]))) return "INVALID_PARAMETER_SYNTAX";
  return Number(amount["value"]) > 0 ? null : "CANNOT_BE_ZERO_OR_NEGATIVE";
}

function unprocessable(issue: string): OutsideAnswer {
  return { status: 422, body: { name: "UNPROCESSABLE_ENTITY", details: [{ issue }] } };
}
