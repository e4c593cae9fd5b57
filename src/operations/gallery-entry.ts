/**
 * The form of a preconfigured automation: an ordinary document and all it needs. Any value in its file may be written once
 * per language, `{ en: …, it: … }`: texts, phrases, names, exits. So each document exists once, in all languages.
 */
import { z } from "zod";
import { definitionSchema } from "../automation/definition.ts";
import type { Json } from "../domain/json.ts";
import { baseLanguage } from "../domain/language.ts";
import { TEMPLATE_CATEGORIES } from "../domain/template-definition.ts";
import { FIELD_TYPES } from "../domain/value.ts";

/** Every entry speaks all of them; who asks for another language gets the first. */
export const GALLERY_LANGUAGES = ["en", "it"] as const;
export type GalleryLanguage = (typeof GALLERY_LANGUAGES)[number];

/** A bare label is a quick reply. */
const button = z.union([z.string().transform((text) => ({ type: "quick_reply", text })), z.looseObject({ type: z.string() })]);

const neededTemplate = z.strictObject({
  name: z.string().regex(/^[a-z0-9_]{1,512}$/),
  category: z.enum(TEMPLATE_CATEGORIES),
  header: z.looseObject({ type: z.enum(["text", "image", "video", "document", "location"]) }).optional(),
  body: z.string().min(1),
  footer: z.string().optional(),
  buttons: z.array(button).default([]),
  examples: z.record(z.string(), z.string()).default({}),
});

const neededField = z.strictObject({
  code: z.string(),
  label: z.string(),
  type: z.enum(FIELD_TYPES),
  choices: z.array(z.string()).optional(),
});

const entrySchema = z.strictObject({
  title: z.string().min(1).max(120),
  /** One or two sentences: what it does for whom. */
  summary: z.string().min(1).max(400),
  /** Groups the cards; the web app has the words for it. */
  category: z.string().min(1).max(60),
  needs: z
    .strictObject({
      templates: z.array(neededTemplate).default([]),
      lists: z.array(z.string()).default([]),
      tags: z.array(z.string()).default([]),
      fields: z.array(neededField).default([]),
      ticketCategories: z.array(z.string()).default([]),
    })
    .prefault({}),
  document: definitionSchema,
});

/** @throws {z.ZodError} for a file of another form: it comes with the product and is tested */
export function galleryEntry(id: string, file: Json, language: string | undefined) {
  const chosen = galleryLanguage(language);
  const entry = entrySchema.parse(inLanguage(file, chosen));
  const templates = entry.needs.templates.map((template) => ({ ...template, language: chosen }));
  return { id, ...entry, needs: { ...entry.needs, templates } };
}

function galleryLanguage(wanted: string | undefined): GalleryLanguage {
  const base = baseLanguage(wanted ?? "");
  return GALLERY_LANGUAGES.find((language) => language === base) ?? GALLERY_LANGUAGES[0];
}

/** The value with every `{ en: …, it: … }` in it replaced by the one of this language. */
function inLanguage(value: Json, language: GalleryLanguage): Json {
  if (Array.isArray(value)) return value.map((item) => inLanguage(item, language));
  if (typeof value !== "object" || value === null) return value;
  const keys = Object.keys(value);
  const translated = keys.length > 0 && keys.every((key) => (GALLERY_LANGUAGES as readonly string[]).includes(key));
  if (translated) return inLanguage(value[language] ?? null, language);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inLanguage(item as Json, language)]));
}
