/** What a message template says in one language. */
import { z } from "zod";

const media = { mediaId: z.uuid().optional(), url: z.url().optional(), filename: z.string().max(240).optional() };

export const templateHeader = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text"), text: z.string().max(200) }),
  z.object({ type: z.enum(["image", "video", "document"]), ...media }),
  z.object({ type: z.literal("location") }),
]);

export const templateButton = z.discriminatedUnion("type", [
  z.object({ type: z.literal("quick_reply"), text: z.string().max(60) }),
  /** One variable at the end of the address: `https://shop.example/o/{{order}}`. */
  z.object({ type: z.literal("url"), text: z.string().max(60), url: z.string().max(2000) }),
  z.object({ type: z.literal("phone"), text: z.string().max(60), phone: z.string().max(40) }),
  z.object({ type: z.literal("copy_code"), code: z.string().max(40) }),
  z.object({ type: z.literal("flow"), text: z.string().max(60), flowId: z.string().max(60) }),
]);

/** Lengths are checked by `templates.check` so that a draft can be saved while it is written. */
export const templateDefinition = z.object({
  header: templateHeader.optional(),
  /** With named variables `{{first_name}}`, or positional ones `{{1}}`. */
  body: z.string().max(4096),
  footer: z.string().max(200).optional(),
  buttons: z.array(templateButton).max(20).default([]),
  /** What reviewers at Meta see for each variable. */
  examples: z.record(z.string(), z.string().max(1000)).default({}),
  /** Where a variable's value comes from unless a step says otherwise: `contact.first_name`, `contact.fields.CITY`. */
  bindings: z.record(z.string(), z.string().max(200)).default({}),
});
export type TemplateDefinitionInput = z.input<typeof templateDefinition>;
export type TemplateDefinition = z.infer<typeof templateDefinition>;
