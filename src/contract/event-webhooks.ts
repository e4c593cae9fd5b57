/** Addresses that are told what happens in a workspace: one envelope `{type, timestamp, data}`, signed after Standard Webhooks. */
import { z } from "zod";
import { WEBHOOK_EVENT_TYPES } from "../domain/webhook-event.ts";
import { all, byId, done, id, instant, jsonObject, name, page, pageQuery } from "./common.ts";
import { procedure, refusals } from "./procedure.ts";

const eventType = z.enum(WEBHOOK_EVENT_TYPES);
const types = z.array(eventType).min(1).max(WEBHOOK_EVENT_TYPES.length);
const url = z.url({ protocol: /^https?$/ }).max(2000);

export const eventWebhook = z.object({
  id,
  name: z.string(),
  url: z.string(),
  types: z.array(z.string()),
  status: z.enum(["active", "disabled"]),
  /** Why it was disabled by itself: `gone` (the address answered 410) or `exhausted` (it took nothing for three days and refused several events). */
  statusDetail: z.string().nullable(),
  createdAt: instant,
  /** Of the last delivery that is over; null before the first. */
  lastDelivery: z.object({ at: instant, ok: z.boolean() }).nullable(),
});
export type EventWebhook = z.infer<typeof eventWebhook>;

/** The secret is in no other answer. */
const withSecret = eventWebhook.extend({ secret: z.string() });

export const eventDelivery = z.object({
  /** Also the `webhook-id` header, the same at every attempt and replay. */
  id,
  type: z.string(),
  state: z.enum(["pending", "sending", "done", "failed"]),
  attempts: z.number(),
  /** When it is tried (again). */
  dueAt: instant.nullable(),
  /** The envelope as it was sent. */
  body: jsonObject,
  /** One entry per attempt with what was sent and answered, without secrets. */
  log: z.array(jsonObject),
  createdAt: instant,
});
export type EventDelivery = z.infer<typeof eventDelivery>;

const state = z.enum(["pending", "done", "failed"]);

export const eventWebhooks = {
  types: procedure("integrations:read", "GET", "/event-types", "What addresses can be told, with a sample envelope of each").output(
    all(z.object({ type: eventType, sample: jsonObject })),
  ),
  list: procedure("integrations:read", "GET", "/event-webhooks", "Addresses that are told what happens").output(all(eventWebhook)),
  get: procedure("integrations:read", "GET", "/event-webhooks/{id}", "One address").input(byId).output(eventWebhook),
  /** Without a name it is called after its host. */
  create: procedure("integrations:write", "POST", "/event-webhooks", {
    summary: "Add an address; its secret is shown here alone",
    status: 201,
  })
    .input(z.object({ name: name.optional(), url, types }))
    .output(withSecret)
    .errors(refusals.nameTaken),
  update: procedure("integrations:write", "PATCH", "/event-webhooks/{id}", "Change an address, or switch it off and on")
    .input(byId.extend({ name: name.optional(), url: url.optional(), types: types.optional(), active: z.boolean().optional() }))
    .output(eventWebhook)
    .errors(refusals.nameTaken),
  delete: procedure("integrations:write", "DELETE", "/event-webhooks/{id}", "Delete an address and its log").input(byId).output(done),
  rotateSecret: procedure("integrations:write", "POST", "/event-webhooks/{id}/secret", "Make a new secret; for a day both sign")
    .input(byId)
    .output(z.object({ secret: z.string() })),
  /** Delivered like any other, with retries: look at the deliveries for the answer. */
  test: procedure("integrations:write", "POST", "/event-webhooks/{id}/test", { summary: "Send a `webhook.test` event", status: 202 })
    .input(byId)
    .output(z.object({ deliveryId: id }))
    .errors(refusals.conflict),
  deliveries: procedure("integrations:read", "GET", "/event-webhooks/{id}/deliveries", "What was sent there, newest first")
    .input(byId.extend(pageQuery.shape).extend({ state: state.optional() }))
    .output(page(eventDelivery))
    .errors(refusals.filter),
  /** Sent again under its own id, byte for byte. */
  replay: procedure("integrations:write", "POST", "/event-webhooks/{id}/deliveries/{deliveryId}/replay", "Send one delivery again")
    .input(byId.extend({ deliveryId: id }))
    .output(done)
    .errors(refusals.conflict),
  replaySince: procedure("integrations:write", "POST", "/event-webhooks/{id}/replay", "Send again what was sent since an instant")
    .input(byId.extend({ since: instant, failedOnly: z.boolean().default(true) }))
    .output(z.object({ replayed: z.number() }))
    .errors(refusals.conflict),
};
