/** The signed-in person's own browsers on which they get notices (Web Push), whichever workspaces these are about. */
import { z } from "zod";
import { byId, done, id, instant } from "./common.ts";
import { procedure, refusals } from "./procedure.ts";

/** At most so many of one person. */
export const MAX_DEVICES = 20;

/** As `PushSubscription.toJSON()` gives it. */
const subscription = z.object({
  endpoint: z.url({ protocol: /^https$/, error: "must be an https address" }).max(2000),
  keys: z.object({
    p256dh: z.string().regex(/^[\w-]{87}=?$/, "must be a public key of P-256 in base64url"),
    auth: z.string().regex(/^[\w-]{22}(==)?$/, "must be 16 bytes in base64url"),
  }),
});

const device = z.object({
  id,
  /** Whether it is the browser that asks. */
  current: z.boolean(),
  userAgent: z.string(),
  createdAt: instant,
  lastNoticeAt: instant.nullable(),
});

export const devices = {
  list: procedure("session", "GET", "/me/devices", "One's own devices that get notices, and the key that browsers subscribe with").output(
    z.object({ applicationServerKey: z.string(), items: z.array(device) }),
  ),
  save: procedure("session", "PUT", "/me/devices/current", {
    summary: "Get notices on this browser, as long as one is signed in on it",
    description: `At most ${MAX_DEVICES} devices per person. A browser that another person used belongs to whoever asks last.`,
  })
    .input(subscription)
    .output(device.pick({ id: true }))
    .errors(refusals.conflict),
  test: procedure("session", "POST", "/me/devices/current/test", "Send this browser a notice now, and tell what came of it").output(
    z.object({ outcome: z.enum(["delivered", "gone", "later", "refused"]), detail: z.string().nullable() }),
  ),
  remove: procedure("session", "DELETE", "/me/devices/{id}", "Get no more notices on a device").input(byId).output(done),
};
