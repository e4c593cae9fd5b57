/** The phone on the screen: write to a sandbox number as a customer, and read what the customer sees. */
import { z } from "zod";
import { id, instant } from "./common.ts";
import { message } from "./message.ts";
import { procedure } from "./procedure.ts";

/** What a customer can do on their phone. */
export const sandboxAction = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text"), text: z.string().min(1).max(4096), replyToMessageId: id.optional() }),
  /** Press a quick reply of a template, or an interactive button, of a message that was received. */
  z.object({ type: z.literal("button"), messageId: id, buttonId: z.string().max(256).optional(), title: z.string().max(256) }),
  z.object({ type: z.literal("list_row"), messageId: id, rowId: z.string().max(256), title: z.string().max(256) }),
  z.object({
    type: z.literal("media"),
    mediaType: z.enum(["image", "video", "audio", "document"]),
    mediaId: id.optional(),
    caption: z.string().max(1024).optional(),
  }),
  z.object({ type: z.literal("location"), latitude: z.number(), longitude: z.number(), name: z.string().max(200).optional() }),
  z.object({ type: z.literal("reaction"), messageId: id, emoji: z.string().max(16).nullable() }),
]);
export type SandboxAction = z.infer<typeof sandboxAction>;

export const sandboxCustomer = z.object({ phone: z.string().max(40), name: z.string().max(120) });

export const sandbox = {
  /** Made-up customers of the workspace; the first one is there from the start. */
  customers: procedure("chats:read", "GET", "/sandbox/{channelId}/customers", "The customers of the phone on the screen")
    .input(z.object({ channelId: id }))
    .output(z.object({ items: z.array(sandboxCustomer.extend({ contactId: id.nullable() })) })),
  send: procedure("chats:write", "POST", "/sandbox/{channelId}/messages", { summary: "Do something as the customer", status: 202 })
    .input(z.object({ channelId: id, from: sandboxCustomer, action: sandboxAction }))
    .output(z.object({ providerMessageId: z.string(), sentAt: instant })),
  messages: procedure("chats:read", "GET", "/sandbox/{channelId}/messages", "What the customer sees, oldest first")
    .input(z.object({ channelId: id, phone: z.string().max(40), after: id.optional() }))
    .output(z.object({ items: z.array(message) })),
};
