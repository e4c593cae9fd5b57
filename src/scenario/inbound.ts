/** What a script's customer sends, as the webhook WhatsApp would post. */
import { z } from "zod";
import type { JsonObject } from "../domain/json.ts";
import type { InboundContent } from "../domain/message-content.ts";
import { buildInbound } from "../sandbox/whatsapp/build-inbound.ts";
import type { AcceptedMessage } from "../sandbox/whatsapp/fake-state.ts";
import { type MessageView, readMessages } from "../store/scenario/read.ts";
import { parseMoment } from "./instant.ts";
import { contactIdOf, personKey, providerIdentity, recipientKey } from "./person.ts";
import { person } from "./scenario-schema.ts";
import { interactiveOptions } from "./sent.ts";
import type { World } from "./world.ts";

const mediaSpec = z.strictObject({ caption: z.coerce.string().optional(), filename: z.string().optional() }).nullable();
const contents = {
  text: z.coerce.string(),
  /** A template's quick reply; `of` is the template's name or the id of the step that sent it. */
  button: z.strictObject({ text: z.coerce.string(), of: z.string().optional() }),
  /** A reply button or list row of a message of ours. */
  reply: z.strictObject({ id: z.coerce.string(), of: z.string().optional() }),
  image: mediaSpec,
  video: mediaSpec,
  audio: mediaSpec,
  document: mediaSpec,
  sticker: mediaSpec,
  location: z
    .strictObject({
      latitude: z.number().optional(),
      longitude: z.number().optional(),
      name: z.string().optional(),
      address: z.string().optional(),
    })
    .nullable(),
  order: z.strictObject({
    items: z
      .array(z.strictObject({ sku: z.coerce.string(), quantity: z.coerce.number(), price: z.coerce.number(), currency: z.string() }))
      .min(1),
    text: z.string().optional(),
  }),
  /** On the last message sent to the contact; "" takes it back. */
  reaction: z.string(),
  /** Answers whether the business may call on WhatsApp: for good, or until then (`7d`). */
  callPermission: z.strictObject({ accept: z.boolean(), until: z.string().optional() }),
  /** Of a kind WhatsApp does not pass on. */
  unsupported: z.record(z.string(), z.json()).nullable(),
};

export const inboundSpec = z
  .strictObject({
    from: person,
    /** The provider's id: the same one again is its retry. */
    id: z.string().optional(),
    /** The provider's stamp, relative to now (`-2s`). */
    at: z.string().optional(),
    name: z.string().optional(),
    /** SKU of the catalogue product it asks about. */
    product: z.string().optional(),
    ...(Object.fromEntries(Object.entries(contents).map(([key, schema]) => [key, schema.optional()])) as {
      [K in keyof typeof contents]: z.ZodOptional<(typeof contents)[K]>;
    }),
  })
  .refine((spec) => Object.keys(contents).filter((key) => spec[key as keyof typeof spec] !== undefined).length === 1, {
    error: `give exactly one of ${Object.keys(contents).join(", ")}`,
  });
export type InboundMessageSpec = z.output<typeof inboundSpec>;

/** The envelope's text, unsigned. */
export async function inboundEnvelope(world: World, spec: InboundMessageSpec): Promise<string> {
  const { now } = world.clock;
  const sentAt = spec.at === undefined ? now() : parseMoment(spec.at, now(), world.timeZone);
  if (sentAt === null) throw new Error(`at: "${spec.at}" is no moment`);
  const { content, context } = await contentOf(world, spec);
  return buildInbound(world.channel, {
    // Only a name that the script gives becomes the contact's.
    from: providerIdentity(world, spec.from, spec.name ?? ""),
    content,
    sentAt,
    ...(spec.id !== undefined && { providerMessageId: spec.id }),
    ...(context !== undefined && { contextProviderMessageId: context }),
    ...(spec.product !== undefined && { referredProduct: { catalogId: "scenario-catalog", sku: spec.product } }),
  }).raw;
}

interface Content {
  content: InboundContent;
  /** The provider's id of the message it answers. */
  context?: string | undefined;
}

async function contentOf(world: World, spec: InboundMessageSpec): Promise<Content> {
  if (spec.text !== undefined) return { content: { type: "text", text: spec.text } };
  if (spec.button !== undefined) return await buttonPress(world, spec.from, spec.button);
  if (spec.reply !== undefined) return await optionPick(world, spec.from, spec.reply);
  if (spec.location !== undefined)
    return { content: { type: "location", latitude: 45.4642, longitude: 9.19, ...withoutUndefined(spec.location ?? {}) } };
  if (spec.order !== undefined) {
    return {
      content: {
        type: "order",
        catalogId: "scenario-catalog",
        items: spec.order.items,
        ...(spec.order.text !== undefined && { text: spec.order.text }),
      },
    };
  }
  if (spec.reaction !== undefined) {
    const target = (await sentTo(world, spec.from)).at(-1)?.message.providerMessageId ?? "wamid.unknown";
    return { content: { type: "reaction", providerMessageId: target, ...(spec.reaction !== "" && { emoji: spec.reaction }) } };
  }
  if (spec.callPermission !== undefined) return { content: permissionOf(world, spec.callPermission) };
  if (spec.unsupported !== undefined) {
    const raw = (spec.unsupported ?? { errors: [{ code: 131051, title: "Message type unknown" }] }) as JsonObject;
    return { content: { type: "unsupported", raw } };
  }
  for (const mediaType of ["image", "video", "audio", "document", "sticker"] as const) {
    const media = spec[mediaType];
    if (media === undefined) continue;
    const providerMediaId = world.graph.addMedia(Buffer.from(`${mediaType} of a scenario`), MIME_TYPES[mediaType]);
    return { content: { type: "media", mediaType, providerMediaId, mimeType: MIME_TYPES[mediaType], ...withoutUndefined(media ?? {}) } };
  }
  throw new Error("The message has no content");
}

function permissionOf(world: World, { accept, until }: { accept: boolean; until?: string | undefined }): InboundContent {
  if (!accept || until === undefined) return { type: "call_permission_reply", accepted: accept, ...(accept && { permanent: true }) };
  const end = parseMoment(until, world.clock.now(), world.timeZone);
  if (end === null) throw new Error(`until: "${until}" is no moment`);
  return { type: "call_permission_reply", accepted: true, permanent: false, expiresAt: Math.floor(end / 1000) };
}

const MIME_TYPES = { image: "image/jpeg", video: "video/mp4", audio: "audio/ogg", document: "application/pdf", sticker: "image/webp" };

function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as never;
}

interface Sent {
  message: AcceptedMessage;
  /** Ours, where the chat has it. */
  row: MessageView | undefined;
}

/** Messages that reached the contact, oldest first. */
async function sentTo(world: World, from: string): Promise<Sent[]> {
  const key = personKey(world, from);
  const accepted = world.graph.accepted.filter(({ to }) => recipientKey(world, to) === key);
  if (accepted.length === 0) return [];
  const rows = new Map((await readMessages(world, await contactIdOf(world, from))).map((row) => [row.id, row]));
  return accepted.map((message) => ({ message, row: rows.get(message.callbackData ?? "") }));
}

function isOf({ row }: Sent, of: string | undefined): boolean {
  return of === undefined || row?.template === of || row?.step === of;
}

/** Presses a button by its text on the newest message that can be meant. */
async function buttonPress(world: World, from: string, { text, of }: { text: string; of?: string | undefined }): Promise<Content> {
  const candidates = (await sentTo(world, from)).filter((sent) => isOf(sent, of)).reverse();
  if (of !== undefined && candidates.length === 0)
    throw new Error(`Nothing of "${of}" was sent to ${from}, so no button of it can be pressed`);
  for (const { message } of candidates) {
    const { body, providerMessageId } = message;
    if (body["type"] === "interactive") {
      const option = interactiveOptions(body["interactive"] as JsonObject).find(({ title }) => title === text);
      if (option)
        return { content: { type: "button_reply", source: option.source, text: option.title, id: option.id }, context: providerMessageId };
      continue;
    }
    if (body["type"] === "template" && (of !== undefined || templateHasButton(world, message, text))) {
      return {
        content: { type: "button_reply", source: "template", text, id: quickReplyPayload(world, message, text) },
        context: providerMessageId,
      };
    }
  }
  return { content: { type: "button_reply", source: "template", text, id: text }, context: candidates[0]?.message.providerMessageId };
}

function buttonsOf(world: World, { body }: AcceptedMessage): string[] {
  const template = body["template"] as JsonObject;
  return world.templates.get(`${String(template["name"])}/${String((template["language"] as JsonObject)["code"])}`)?.buttons ?? [];
}

function templateHasButton(world: World, message: AcceptedMessage, text: string): boolean {
  return buttonsOf(world, message).includes(text);
}

/** The payload given with the send; without one WhatsApp sends the button's text. */
function quickReplyPayload(world: World, message: AcceptedMessage, text: string): string {
  const index = buttonsOf(world, message).indexOf(text);
  const components = ((message.body["template"] as JsonObject)["components"] ?? []) as JsonObject[];
  const button = components.find((one) => one["type"] === "button" && one["sub_type"] === "quick_reply" && Number(one["index"]) === index);
  return ((button?.["parameters"] as JsonObject[] | undefined)?.[0]?.["payload"] as string | undefined) ?? text;
}

/** Taps a reply button or list row by its id on the newest message that has it. */
async function optionPick(world: World, from: string, { id, of }: { id: string; of?: string | undefined }): Promise<Content> {
  for (const { message } of (await sentTo(world, from)).filter((sent) => isOf(sent, of)).reverse()) {
    if (message.body["type"] !== "interactive") continue;
    const option = interactiveOptions(message.body["interactive"] as JsonObject).find((candidate) => candidate.id === id);
    if (!option) continue;
    const { source, title, description } = option;
    return {
      content: { type: "button_reply", source, text: title, id, ...(description !== undefined && { description }) },
      context: message.providerMessageId,
    };
  }
  throw new Error(`No message with a button or row "${id}" was sent to ${from}`);
}
