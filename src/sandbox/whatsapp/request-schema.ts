/**
 * What `POST /{phone-number-id}/messages` accepts, from Meta's official OpenAPI v23 corrected where it is known to be wrong:
 * it lacks the interactive types cta_url, location_request_message, address_message and call_permission_request, allows five
 * contacts only, has a broken pattern for a button's `index`, and knows no `recipient` (business-scoped user id).
 * Strict: a misspelt key is refused here as it is by Meta (error 100).
 */
import { z } from "zod";
import { characterCount, WHATSAPP_LIMITS as LIMITS } from "../../domain/whatsapp-limits.ts";

const filled = (max: number) =>
  z
    .string()
    .min(1)
    .refine((value) => characterCount(value) <= max, { error: `at most ${max} characters` });
const link = z
  .string()
  .regex(/^https?:\/\//)
  .max(LIMITS.url);

/** Either an uploaded id or a public link. */
function media(extra: z.ZodRawShape = {}) {
  return z
    .strictObject({ id: z.string().min(1).optional(), link: link.optional(), ...extra })
    .refine((value) => (value.id === undefined) !== (value.link === undefined), { error: "exactly one of id and link" });
}
const caption = { caption: filled(LIMITS.caption).optional() };
const image = media(caption);
const video = media(caption);
const document = media({ ...caption, filename: filled(LIMITS.filename).optional() });
const audio = media({ voice: z.boolean().optional() });
const sticker = media();

const location = z.strictObject({
  latitude: z.coerce.number().min(-90).max(90),
  longitude: z.coerce.number().min(-180).max(180),
  name: z.string().optional(),
  address: z.string().optional(),
});

const contact = z.looseObject({
  name: z
    .looseObject({ formatted_name: z.string().min(1) })
    .refine((name) => ["first_name", "last_name", "middle_name", "suffix", "prefix"].some((part) => part in name), {
      error: "one more name part besides formatted_name",
    }),
  phones: z.array(z.looseObject({ phone: z.string().optional(), type: z.string().optional(), wa_id: z.string().optional() })).optional(),
  emails: z.array(z.looseObject({ email: z.string().optional(), type: z.string().optional() })).optional(),
});

const textHeader = z.strictObject({ type: z.literal("text"), text: filled(LIMITS.headerText), sub_text: z.string().optional() });
const header = z.discriminatedUnion("type", [
  textHeader,
  z.strictObject({ type: z.literal("image"), image }),
  z.strictObject({ type: z.literal("video"), video }),
  z.strictObject({ type: z.literal("document"), document }),
]);
const body = (max: number) => z.strictObject({ text: filled(max) });
const footer = z.strictObject({ text: filled(LIMITS.footer) }).optional();

const row = z.strictObject({
  id: filled(LIMITS.rowId),
  title: filled(LIMITS.rowTitle),
  description: filled(LIMITS.rowDescription).optional(),
});
const sections = z
  .array(z.strictObject({ title: filled(LIMITS.sectionTitle).optional(), rows: z.array(row).min(1) }))
  .min(1)
  .max(LIMITS.listSections)
  .refine((list) => list.length === 1 || list.every((section) => section.title !== undefined), {
    error: "titles needed for several sections",
  })
  .refine((list) => list.reduce((sum, section) => sum + section.rows.length, 0) <= LIMITS.listRows, { error: "at most 10 rows in all" })
  .refine((list) => allDifferent(list.flatMap((section) => section.rows.map((one) => one.id))), { error: "row ids must differ" });

const buttons = z
  .array(
    z.strictObject({ type: z.literal("reply"), reply: z.strictObject({ id: filled(LIMITS.buttonId), title: filled(LIMITS.buttonTitle) }) }),
  )
  .min(1)
  .max(LIMITS.buttons)
  .refine((list) => allDifferent(list.map((one) => one.reply.id)) && allDifferent(list.map((one) => one.reply.title)), {
    error: "button ids and titles must differ",
  });

function allDifferent(values: string[]): boolean {
  return new Set(values).size === values.length;
}

/** Kinds the product does not send yet; their action is taken as it is. */
const OTHER_INTERACTIVE = [
  "flow",
  "location_request_message",
  "address_message",
  "voice_call",
  "product",
  "product_list",
  "catalog_message",
  "carousel",
  "order_details",
  "order_status",
] as const;

const interactive = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("button"),
    header: header.optional(),
    body: body(LIMITS.interactiveText),
    footer,
    action: z.strictObject({ buttons }),
  }),
  z.strictObject({
    type: z.literal("list"),
    header: textHeader.optional(),
    body: body(LIMITS.listText),
    footer,
    action: z.strictObject({ button: filled(LIMITS.listButton), sections }),
  }),
  z.strictObject({
    type: z.literal("cta_url"),
    header: header.optional(),
    body: body(LIMITS.interactiveText),
    footer,
    action: z.strictObject({
      name: z.literal("cta_url"),
      parameters: z.strictObject({ display_text: filled(LIMITS.ctaLabel), url: link }),
    }),
  }),
  z.strictObject({
    type: z.literal("call_permission_request"),
    body: body(LIMITS.interactiveText).optional(),
    action: z.strictObject({ name: z.literal("call_permission_request") }),
  }),
  ...OTHER_INTERACTIVE.map((type) => z.looseObject({ type: z.literal(type), action: z.looseObject({}) })),
]);

/** A template value: no line break or tab, no run of more than four spaces. */
const value = z
  .string()
  .min(1)
  .refine((text) => !/[\n\r\t]| {5,}/.test(text), { error: "no new lines, tabs or more than four spaces in a row" });
const named = {
  parameter_name: z
    .string()
    .regex(/^[a-z][a-z0-9_]*$/)
    .optional(),
};
const headerParameter = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("text"), text: value, ...named }),
  z.strictObject({ type: z.literal("image"), image }),
  z.strictObject({ type: z.literal("video"), video }),
  z.strictObject({ type: z.literal("document"), document }),
  z.strictObject({ type: z.literal("location"), location }),
]);
const bodyParameter = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("text"), text: value, ...named }),
  z.strictObject({
    type: z.literal("currency"),
    currency: z.looseObject({ fallback_value: z.string(), code: z.string(), amount_1000: z.number() }),
  }),
  z.strictObject({ type: z.literal("date_time"), date_time: z.looseObject({ fallback_value: z.string() }) }),
]);
const buttonParameter = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("payload"), payload: z.string() }),
  z.strictObject({ type: z.literal("text"), text: value }),
  z.strictObject({ type: z.literal("coupon_code"), coupon_code: filled(LIMITS.couponCode) }),
  z.strictObject({ type: z.literal("action"), action: z.looseObject({}) }),
]);
const component = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("header"), parameters: z.array(headerParameter).length(1) }),
  z.strictObject({ type: z.literal("body"), parameters: z.array(bodyParameter).min(1) }),
  z.strictObject({
    type: z.literal("button"),
    sub_type: z.string().regex(/^(quick_reply|url|copy_code|flow|catalog|mpm|otp|order_details|voice_call)$/i),
    // Text in the guide, a number in some official examples: both are accepted.
    index: z.union([z.string().regex(/^[0-9]$/), z.number().int().min(0).max(9)]),
    parameters: z.array(buttonParameter),
  }),
]);
const template = z.strictObject({
  name: z.string().regex(/^[a-z0-9_]{1,512}$/),
  language: z.strictObject({ code: z.string().min(2), policy: z.string().optional() }),
  components: z.array(component).optional(),
});

const envelope = {
  messaging_product: z.literal("whatsapp"),
  recipient_type: z.enum(["individual", "group"]).optional(),
  to: z
    .string()
    .regex(/^\+?[0-9]{5,20}$/)
    .optional(),
  recipient: z.string().min(3).optional(),
  context: z.strictObject({ message_id: z.string().min(1) }).optional(),
  biz_opaque_callback_data: filled(LIMITS.callbackData).optional(),
};

export const sendRequestSchema = z
  .discriminatedUnion("type", [
    z.strictObject({
      ...envelope,
      type: z.literal("text"),
      text: z.strictObject({ body: filled(LIMITS.text), preview_url: z.boolean().optional() }),
    }),
    z.strictObject({ ...envelope, type: z.literal("image"), image }),
    z.strictObject({ ...envelope, type: z.literal("video"), video }),
    z.strictObject({ ...envelope, type: z.literal("document"), document }),
    z.strictObject({ ...envelope, type: z.literal("audio"), audio }),
    z.strictObject({ ...envelope, type: z.literal("sticker"), sticker }),
    z.strictObject({ ...envelope, type: z.literal("location"), location }),
    z.strictObject({ ...envelope, type: z.literal("contacts"), contacts: z.array(contact).min(1).max(LIMITS.contacts) }),
    z.strictObject({
      ...envelope,
      type: z.literal("reaction"),
      reaction: z.strictObject({ message_id: z.string().min(1), emoji: z.string() }),
    }),
    z.strictObject({ ...envelope, type: z.literal("interactive"), interactive }),
    z.strictObject({ ...envelope, type: z.literal("template"), template }),
  ])
  .refine((request) => request.to !== undefined || request.recipient !== undefined, { error: "to or recipient is needed" });

/** Mark as read, optionally with the typing indicator. */
export const readRequestSchema = z.strictObject({
  messaging_product: z.literal("whatsapp"),
  status: z.literal("read"),
  message_id: z.string().min(1),
  typing_indicator: z.strictObject({ type: z.literal("text") }).optional(),
});
