import { z } from "zod";
import { all, byId, done, id, instant, name } from "./common.ts";
import { procedure, refusals } from "./procedure.ts";

export const channel = z.object({
  id,
  kind: z.enum(["whatsapp", "sandbox"]),
  name: z.string(),
  phone: z.string().nullable(),
  phoneNumberId: z.string(),
  wabaId: z.string().nullable(),
  graphVersion: z.string().nullable(),
  /** Secrets never leave the server; only whether they are set. */
  hasAccessToken: z.boolean(),
  hasAppSecret: z.boolean(),
  status: z.enum(["active", "stopped"]),
  stoppedReason: z.string().nullable(),
  stoppedUntil: instant.nullable(),
  quality: z.string().nullable(),
  messagingLimit: z.string().nullable(),
  throughput: z.number(),
  /** Since when marketing over it waits because its quality is low; null while it does not. */
  marketingPausedAt: instant.nullable(),
  /** The first day of its warm-up: campaigns write to 50 people, then to twice as many each day; null: it has none. */
  warmUpAt: instant.nullable(),
  /** What to enter at Meta. */
  webhookUrl: z.string(),
  verifyToken: z.string().nullable(),
  createdAt: instant,
});
export type Channel = z.infer<typeof channel>;

const phoneNumberId = z
  .string()
  .trim()
  .regex(/^\d{5,30}$/, "is the digits Meta shows as phone number ID");

const credentials = z.object({
  wabaId: z.string().trim().max(64).optional(),
  graphVersion: z
    .string()
    .regex(/^v\d{1,3}\.\d$/)
    .optional(),
  accessToken: z.string().min(1).max(2000).optional(),
  appSecret: z.string().min(1).max(200).optional(),
});

export const channelCheckItem = z.object({
  item: z.enum(["token", "permissions", "phone_number", "account", "subscription", "app_webhook", "first_message"]),
  /** `pending`: nothing has arrived yet; `skipped`: not tested, because something before it is wrong. */
  state: z.enum(["ok", "failed", "pending", "skipped"]),
  /** What is wrong, in words. */
  message: z.string().nullable(),
  fix: z.string().nullable(),
  /** What of that can be done through this API: `POST /channels/{id}/register` or `/subscribe`. */
  mend: z.enum(["register", "subscribe"]).nullable(),
});

export const channels = {
  list: procedure("channels:read", "GET", "/channels", "WhatsApp numbers of the workspace").output(all(channel)),
  get: procedure("channels:read", "GET", "/channels/{id}", "One number").input(byId).output(channel),
  create: procedure("channels:write", "POST", "/channels", { summary: "Connect a WhatsApp number", status: 201 })
    .input(
      credentials.extend({
        name,
        phoneNumberId,
        accessToken: z.string().min(1).max(2000),
        appSecret: z.string().min(1).max(200),
      }),
    )
    .output(channel)
    .errors(refusals.conflict),
  createSandbox: procedure("channels:write", "POST", "/channels/sandbox", {
    summary: "Make a sandbox number: a phone on the screen",
    status: 201,
  })
    .input(z.object({ name: name.optional() }))
    .output(channel),
  update: procedure("channels:write", "PATCH", "/channels/{id}", "Change name, credentials or throughput; stop and restart")
    .input(
      byId.extend(credentials.shape).extend({
        name: name.optional(),
        /** Of a real number: it had a wrong one, or moved to another account. */
        phoneNumberId: phoneNumberId.optional(),
        throughput: z.int().min(1).max(1000).optional(),
        status: z.enum(["active", "stopped"]).optional(),
        /** True begins it today, unless it has begun; false ends it. */
        warmUp: z.boolean().optional(),
      }),
    )
    .output(channel)
    .errors(refusals.conflict),
  resumeMarketing: procedure(
    "channels:write",
    "POST",
    "/channels/{id}/resume-marketing",
    "Let marketing go on although the number's quality is low, until it falls again",
  )
    .input(byId)
    .output(channel),
  delete: procedure(
    "channels:write",
    "DELETE",
    "/channels/{id}",
    "Disconnect a number; its chats stay readable. Refused while a campaign sends from it",
  )
    .input(byId)
    .output(done)
    .errors({ ...refusals.conflict, ...refusals.inUse }),
  check: procedure(
    "channels:write",
    "POST",
    "/channels/{id}/check",
    "Test token, permissions, subscription and webhook, and say what is wrong",
  )
    .input(byId)
    .output(z.object({ ok: z.boolean(), items: z.array(channelCheckItem) }))
    .errors(refusals.notAvailable),
  subscribe: procedure("channels:write", "POST", "/channels/{id}/subscribe", "Have Meta send this account's webhooks to this server")
    .input(byId)
    .output(done)
    .errors({ ...refusals.provider, ...refusals.notAvailable }),
  register: procedure("channels:write", "POST", "/channels/{id}/register", "Register the number for the Cloud API with its two-step PIN")
    .input(byId.extend({ pin: z.string().regex(/^\d{6}$/) }))
    .output(done)
    .errors({ ...refusals.provider, ...refusals.notAvailable }),
};
