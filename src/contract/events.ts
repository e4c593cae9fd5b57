/** What changes while one looks: server-sent events of the active workspace. */
import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { id } from "./common.ts";
import { procedure } from "./procedure.ts";

export const LIVE_EVENT_TYPES = [
  ...([
    "message.created",
    "message.status",
    "message.updated",
    "chat.updated",
    "chat.handed_over",
    "contact.updated",
    "contact.deleted",
  ] as const),
  ...(["run.changed", "automation.changed", "draft.saved", "template.changed", "channel.changed", "objects.changed"] as const),
  ...([
    "ticket.changed",
    "import.progress",
    "campaign.progress",
    "member.presence",
    "hook.called",
    "workspace.changed",
    "test.changed",
    "call.changed",
  ] as const),
] as const;
export type LiveEventType = (typeof LIVE_EVENT_TYPES)[number];

/** Says what changed, not how: read it again through the API. Keys beyond `type` and `id` depend on the type. */
export const liveEvent = z.looseObject({
  type: z.enum(LIVE_EVENT_TYPES),
  /** Of the object; absent where a whole kind changed. */
  id: z.string().optional(),
  chatId: id.optional(),
  contactId: id.optional(),
  automationId: id.optional(),
});
export type LiveEvent = z.infer<typeof liveEvent>;

export const events = {
  /** After a reconnect with `Last-Event-ID` missed events follow, else one `resync` event asks to read everything again. */
  stream: procedure("workspace:read", "GET", "/events", "Server-sent events; a comment every 15 seconds keeps it open")
    .input(z.object({ types: z.array(z.enum(LIVE_EVENT_TYPES)).optional() }).optional())
    .output(eventIterator(z.union([liveEvent, z.object({ type: z.literal("resync") })]))),
};
