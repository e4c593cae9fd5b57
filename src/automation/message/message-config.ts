/** The form of what Send message can send. Lengths that only show after rendering are checked when it is sent. */
import { z } from "zod";
import { durationSchema } from "../../domain/duration.ts";
import { MEDIA_TYPES } from "../../domain/message-content.ts";
import { characterCount, WHATSAPP_LIMITS as LIMITS } from "../../domain/whatsapp-limits.ts";
import { id } from "../definition.ts";
import { liquidText } from "../liquid-text.ts";
import { reference, uploadedFile } from "../reference.ts";
import { uniqueIds } from "../unique-ids.ts";

/** Exits of the step itself, which no button may be called. */
export const OWN_EXITS = ["next", "failed", "timeout"] as const;

/** A text without variables of at most so many characters, counted as WhatsApp does. */
function label(max: number) {
  return z
    .string()
    .trim()
    .min(1)
    .refine((text) => characterCount(text) <= max, { error: `at most ${max} characters` })
    .meta({ maxLength: max });
}

/** A file: by its link, or by the id of one uploaded before. */
const file = {
  url: liquidText(4000).optional().describe("Link to the file"),
  asset: uploadedFile().optional().describe("Or the id of an uploaded file"),
};
const oneFile = (value: { url?: string | undefined; asset?: string | undefined }) =>
  (value.url === undefined) !== (value.asset === undefined);
const ONE_FILE = { error: "give exactly one of url and asset" };

const fileHeader = z
  .strictObject({ mediaType: z.enum(["image", "video", "document"]), ...file, filename: liquidText(LIMITS.filename).optional() })
  .refine(oneFile, ONE_FILE);
const textHeader = z.strictObject({ text: liquidText() });
const header = z.union([textHeader, fileHeader]).optional();
const footer = liquidText().optional();

const exitId = id.describe("Name of the exit");

const templateParts = {
  template: reference("template").describe("Name of the WhatsApp template"),
  language: z.string().min(2).max(16).optional().describe("Always this language; else the contact's, by prefix, or the workspace's"),
  variables: z
    .record(z.string().min(1).max(64), liquidText())
    .default({})
    .describe("Value of each variable; one left out takes the contact's field of that name"),
  headerText: liquidText().optional().describe("Value of the variable in the template's text header"),
  headerMedia: z
    .strictObject({ ...file, filename: liquidText(LIMITS.filename).optional() })
    .refine(oneFile, ONE_FILE)
    .optional()
    .describe("The file of a media header"),
  headerLocation: z
    .strictObject({
      latitude: z.number().min(-90).max(90),
      longitude: z.number().min(-180).max(180),
      name: liquidText().optional(),
      address: liquidText().optional(),
    })
    .optional()
    .describe("The place of a location header"),
  buttonParameters: z
    .array(
      z.strictObject({
        index: z.int().min(0).max(9).describe("Position of the button, from 0"),
        text: liquidText().optional().describe("End of its link, or its code"),
      }),
    )
    .max(10)
    .default([])
    .describe("Values of buttons that take one"),
};

/** A template with its values, as a step, a fallback or a campaign sends it. */
export const templateConfig = z.strictObject(templateParts);
export type TemplateConfig = z.output<typeof templateConfig>;

const answers = {
  timeout: durationSchema.nullable().default(null).describe("With a button's exit connected: how long to wait; null waits for ever"),
};
const free = { fallbackTemplate: templateConfig.optional().describe("Sent instead outside the 24-hour window") };

const text = z.strictObject({
  kind: z.literal("text"),
  text: liquidText(),
  previewUrl: z.boolean().default(false).describe("Shows a preview of the first link"),
  ...free,
});

const media = z
  .strictObject({
    kind: z.literal("media"),
    mediaType: z.enum(MEDIA_TYPES),
    ...file,
    caption: liquidText().optional(),
    filename: liquidText(LIMITS.filename).optional(),
    ...free,
  })
  .refine(oneFile, ONE_FILE);

const buttons = z.strictObject({
  kind: z.literal("buttons"),
  text: liquidText(),
  header,
  footer,
  buttons: z
    .array(z.strictObject({ id: exitId, title: label(LIMITS.buttonTitle) }))
    .min(1)
    .max(LIMITS.buttons)
    .refine(...uniqueIds(OWN_EXITS)),
  ...answers,
  ...free,
});

const row = z.strictObject({ id: exitId, title: label(LIMITS.rowTitle), description: label(LIMITS.rowDescription).optional() });
const section = z.strictObject({ title: label(LIMITS.sectionTitle).optional(), rows: z.array(row).min(1).max(LIMITS.listRows) });
const list = z.strictObject({
  kind: z.literal("list"),
  text: liquidText(),
  header: textHeader.optional(),
  footer,
  button: label(LIMITS.listButton).describe("Opens the list"),
  sections: z
    .array(section)
    .min(1)
    .max(LIMITS.listSections)
    .refine((sections) => sections.flatMap(({ rows }) => rows).length <= LIMITS.listRows, {
      error: `at most ${LIMITS.listRows} rows in all sections together`,
    })
    .refine((sections) => sections.length === 1 || sections.every(({ title }) => title !== undefined), {
      error: "each of several sections needs a title",
    })
    .superRefine((sections, context) => {
      const [unique, { error }] = uniqueIds(OWN_EXITS);
      const rows = sections.flatMap(({ rows }) => rows);
      if (!unique(rows)) context.addIssue({ code: "custom", message: error({ input: rows }), input: sections });
    }),
  ...answers,
  ...free,
});

const ctaUrl = z.strictObject({
  kind: z.literal("cta_url"),
  text: liquidText(),
  header,
  footer,
  label: label(LIMITS.ctaLabel).describe("On the button"),
  url: liquidText(4000).describe("Opens when the button is tapped"),
  ...free,
});

const location = z.strictObject({
  kind: z.literal("location"),
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  name: liquidText().optional(),
  address: liquidText().optional(),
  ...free,
});

const card = z.strictObject({
  name: liquidText(),
  phones: z
    .array(z.strictObject({ phone: liquidText(64), type: z.string().max(40).optional() }))
    .min(1)
    .max(20),
  emails: z
    .array(z.strictObject({ email: liquidText(320), type: z.string().max(40).optional() }))
    .max(20)
    .optional(),
  organisation: liquidText().optional(),
});
const contacts = z.strictObject({ kind: z.literal("contacts"), contacts: z.array(card).min(1).max(LIMITS.contacts), ...free });

const template = z.strictObject({ kind: z.literal("template"), ...templateParts, ...answers });

export const messageConfig = z.discriminatedUnion("kind", [text, media, buttons, list, ctaUrl, location, contacts, template]);
export type MessageConfig = z.output<typeof messageConfig>;
export type FreeMessageConfig = Exclude<MessageConfig, { kind: "template" }>;
