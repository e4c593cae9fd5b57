import { z } from "zod";
import { durationSchema } from "../../domain/duration.ts";
import type { JsonObject } from "../../domain/json.ts";
import { stopRuns } from "../end-run.ts";
import type { EngineEvent } from "../event.ts";
import { reference } from "../reference.ts";
import { defineTrigger } from "../trigger.ts";

const SHOP_EVENTS = [
  "catalog_order",
  "product_message",
  "payment_succeeded",
  "payment_failed",
  "cart_abandoned",
  "order_created",
  "order_updated",
  "order_shipped",
  "order_cancelled",
  "review_due",
  "customer_created",
] as const;

/** How long after the last change of a cart, or after an order. */
const DEFAULT_AFTER = { cart_abandoned: { minutes: 15 }, review_due: { days: 5 } } as const;

const config = z
  .strictObject({
    event: z.enum(SHOP_EVENTS),
    shops: z.array(reference("connection")).max(50).default([]).describe("Only these shops; all when empty"),
    after: durationSchema
      .optional()
      .describe(
        "cart_abandoned: how long a cart must rest (15 minutes); review_due: how long after the order, or after its parcel left (5 days)",
      ),
  })
  .refine((value) => value.after === undefined || value.event in DEFAULT_AFTER, {
    error: "after goes with cart_abandoned and review_due",
    path: ["after"],
  });

export const trigger = defineTrigger({
  type: "shop",
  title: "Shop",
  summary:
    "Starts on an order, cart, payment or customer of a connected shop, or on an order or product question from the WhatsApp catalogue. A new order ends the recoveries of its cart.",
  config,
  on: "shop",
  reentry: "parallel",
  before(event, at) {
    if (event.type !== "shop" || event.cartKey === undefined) return;
    if (event.event !== "order_created" && event.event !== "cart_purchased") return;
    stopRuns(
      at,
      at.scope.runs.filter(
        (run) => run.trigger.type === "shop" && run.trigger["cartKey"] === event.cartKey && run.trigger["event"] === "cart_abandoned",
      ),
      "purchased",
    );
  },
  match({ event: wanted, shops }, event, { automation, node }) {
    if (event.type !== "shop" || event.event !== wanted || (shops.length > 0 && !shops.includes(event.shop))) return null;
    // A timer of one start step (its own `after`) is not meant for the others.
    if (event.triggerId !== undefined && (event.automationId !== automation.id || event.triggerId !== node.id)) return null;
    return { context: contextOf(event) };
  },
  shopTimer: ({ event, shops, after }) =>
    event === "cart_abandoned" || event === "review_due" ? { event, shops, after: after ?? DEFAULT_AFTER[event] } : null,
  opensWindow: ({ event }) => event === "catalog_order" || event === "product_message",
  examples: [
    { title: "An abandoned cart", config: { event: "cart_abandoned", after: { hours: 1 } } },
    { title: "Order confirmed", config: { event: "order_created" } },
    { title: "An order from the WhatsApp catalogue", config: { event: "catalog_order" } },
  ],
});

function contextOf({ shop, event, cartKey, order, cart, product, payment, customer }: Extract<EngineEvent, { type: "shop" }>): JsonObject {
  const parts = { cartKey, order, cart, product, payment, customer };
  return { shop, event, ...(Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as JsonObject) };
}
