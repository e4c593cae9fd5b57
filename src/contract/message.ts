/** A chat message on the wire, and what can be sent. */
import { z } from "zod";
import type { MessageContent, OutboundContent } from "../domain/message-content.ts";
import { id, instant, jsonObject, named } from "./common.ts";

/** See `src/domain/message-content.ts`. */
const anyContent = jsonObject as unknown as z.ZodType<MessageContent>;

export const message = z.object({
  id,
  chatId: id,
  contactId: id,
  channelId: id,
  direction: z.enum(["in", "out"]),
  type: z.string(),
  text: z.string(),
  content: anyContent,
  /** Of a file that the customer sent and that is not here (yet): WhatsApp keeps files for a few days only. */
  file: z.enum(["fetching", "lost"]).nullable(),
  status: z.string(),
  /** Code of the failure (`window_closed`, `131026`, …) and the provider's words. */
  error: z.string().nullable(),
  errorDetail: z.string().nullable(),
  /** contact, automation, operator, campaign, ai, phone_app, api. */
  sender: z.string(),
  operator: named.nullable(),
  automation: named.nullable(),
  runId: id.nullable(),
  stepId: z.string().nullable(),
  replyTo: z.object({ id, text: z.string(), direction: z.enum(["in", "out"]) }).nullable(),
  /** Emoji by who reacted: `contact`, `business`. */
  reactions: z.record(z.string(), z.string()).nullable(),
  editedAt: instant.nullable(),
  revokedAt: instant.nullable(),
  sentAt: instant.nullable(),
  deliveredAt: instant.nullable(),
  readAt: instant.nullable(),
  failedAt: instant.nullable(),
  createdAt: instant,
});
export type Message = z.infer<typeof message>;

const media = { url: z.url().max(2000).optional(), mediaId: id.optional(), filename: z.string().max(240).optional() };
const header = z.union([z.object({ text: z.string() }), z.object({ mediaType: z.enum(["image", "video", "document"]), ...media })]);

const content = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text"), text: z.string().min(1).max(4096), previewUrl: z.boolean().optional() }),
  z.object({
    type: z.literal("media"),
    mediaType: z.enum(["image", "video", "document", "audio", "sticker"]),
    caption: z.string().max(1024).optional(),
    voice: z.boolean().optional(),
    ...media,
  }),
  z.object({
    type: z.literal("buttons"),
    text: z.string(),
    header: header.optional(),
    footer: z.string().optional(),
    buttons: z.array(z.object({ id: z.string(), title: z.string() })),
  }),
  z.object({
    type: z.literal("list"),
    text: z.string(),
    header: z.object({ text: z.string() }).optional(),
    footer: z.string().optional(),
    button: z.string(),
    sections: z.array(
      z.object({
        title: z.string().optional(),
        rows: z.array(z.object({ id: z.string(), title: z.string(), description: z.string().optional() })),
      }),
    ),
  }),
  z.object({
    type: z.literal("cta_url"),
    text: z.string(),
    header: header.optional(),
    footer: z.string().optional(),
    label: z.string(),
    url: z.string(),
  }),
  z.object({
    type: z.literal("location"),
    latitude: z.number(),
    longitude: z.number(),
    name: z.string().optional(),
    address: z.string().optional(),
  }),
  z.object({
    type: z.literal("contacts"),
    contacts: z.array(z.object({ name: z.string(), phones: z.array(z.object({ phone: z.string(), type: z.string().optional() })) })),
  }),
  /** Asks whether this number may call on WhatsApp: once a day and twice a week at most. */
  z.object({ type: z.literal("call_permission_request"), text: z.string() }),
  /** Variables left out take the template's bindings; language left out is chosen for the contact. */
  z.object({
    type: z.literal("template"),
    template: z.string(),
    language: z.string().optional(),
    variables: z.record(z.string(), z.string()).default({}),
    /** Value of the variable in a text header. */
    headerText: z.string().max(1000).optional(),
    /** The file of a media header. */
    headerMedia: z.object({ mediaType: z.enum(["image", "video", "document"]), ...media }).optional(),
    /** The place of a location header. */
    headerLocation: z
      .object({
        latitude: z.number().min(-90).max(90),
        longitude: z.number().min(-180).max(180),
        name: z.string().max(1000).optional(),
        address: z.string().max(1000).optional(),
      })
      .optional(),
    buttonParameters: z
      .array(
        z.object({
          index: z.int(),
          subType: z.enum(["quick_reply", "url", "copy_code", "flow"]),
          payload: z.string().optional(),
          text: z.string().optional(),
        }),
      )
      .optional(),
  }),
]);
/** What an operator or the API sends. Limits of WhatsApp are checked by `check-content.ts`. */
export const outboundContent = content;
export type SendContent = z.infer<typeof content>;
export type { OutboundContent };
