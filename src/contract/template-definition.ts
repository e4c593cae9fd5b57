/** What a message template says in one language; the shape of `src/domain/template-definition.ts`. */
import { z } from "zod";
import type { TemplateDefinition } from "../domain/template-definition.ts";
import { jsonObject } from "./common.ts";

const media = {
  mediaId: z.uuid().optional(),
  url: z.url().optional(),
  filename: z.string().max(240).optional(),
  exampleHandle: z.string().optional(),
};

const header = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text"), text: z.string().max(200), example: z.string().max(200).optional() }),
  z.object({ type: z.enum(["image", "video", "document"]), ...media }),
  z.object({ type: z.literal("location") }),
]);

const text = z.string().max(60);
const button = z.discriminatedUnion("type", [
  z.object({ type: z.literal("quick_reply"), text }),
  z.object({ type: z.literal("url"), text, url: z.string().max(2000), example: z.string().max(2000).optional() }),
  z.object({ type: z.literal("phone_number"), text, phoneNumber: z.string().max(40) }),
  z.object({ type: z.literal("copy_code"), example: z.string().max(40) }),
  z.object({
    type: z.literal("flow"),
    text,
    flowId: z.string().max(60).optional(),
    flowAction: z.string().max(40).optional(),
    navigateScreen: z.string().max(80).optional(),
  }),
  z.object({ type: z.literal("otp"), text: text.optional(), otpType: z.enum(["copy_code", "one_tap", "zero_tap"]) }),
  z.object({ type: z.literal("other"), text, raw: jsonObject }),
]);

/** Lengths and Meta's rules are checked by `templates.check`, so that a draft can be saved while it is written. */
export const templateText = z.object({
  header: header.optional(),
  /** Variables are named `{{first_name}}`, or numbered `{{1}}`. */
  body: z.string().max(4096),
  footer: z.string().max(200).optional(),
  buttons: z.array(button).max(20).default([]),
  /** By variable: what reviewers at Meta see. */
  examples: z.record(z.string(), z.string().max(1000)).default({}),
  authentication: z
    .object({ securityRecommendation: z.boolean().optional(), codeExpirationMinutes: z.int().min(1).max(90).optional() })
    .optional(),
  otherComponents: z.array(jsonObject).optional(),
});
export type TemplateText = z.infer<typeof templateText>;

/** With name, category and language, as the server answers it. */
export const templateDefinition = templateText.extend({
  name: z.string(),
  category: z.enum(["marketing", "utility", "authentication"]),
  language: z.string(),
}) as unknown as z.ZodType<TemplateDefinition>;
