/**
 * The preconfigured automations in `gallery/`: one YAML file each, named by its id, holding an ordinary document and what
 * must exist for it. Any value in it may be written once per language, `{ en: …, it: … }`: texts, phrases, names, exits.
 */
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { documentReferences, renameReferences } from "../automation/parse-definition.ts";
import type { Registry } from "../automation/trigger.ts";
import type { Json, JsonObject } from "../domain/json.ts";
import { baseLanguage } from "../domain/language.ts";
import { TEMPLATE_CATEGORIES, type TemplateButton, type TemplateDefinition, type TemplateHeader } from "../domain/template-definition.ts";
import { FIELD_TYPES, type FieldType } from "../domain/value.ts";

/** Every entry speaks all of them; who asks for another language gets the first. */
export const GALLERY_LANGUAGES = ["en", "it"] as const;
export type GalleryLanguage = (typeof GALLERY_LANGUAGES)[number];

const jsonObject = z.record(z.string(), z.json());

/** The form of a file once its language is chosen. */
const entrySchema = z.strictObject({
  title: z.string().min(1).max(80),
  summary: z.string().min(1).max(300),
  /** Groups the cards; the web app has the words for it. */
  category: z.string().min(1),
  document: jsonObject,
  /** Lists, tags and ticket categories are found in the document; what has a form of its own is said here. */
  needs: z
    .strictObject({
      templates: z
        .array(
          z.strictObject({
            name: z.string(),
            category: z.enum(TEMPLATE_CATEGORIES),
            header: jsonObject.optional(),
            body: z.string(),
            footer: z.string().optional(),
            /** Labels of quick replies, or buttons of any type. */
            buttons: z.array(z.union([z.string(), jsonObject])).default([]),
            examples: z.record(z.string(), z.string()).default({}),
          }),
        )
        .default([]),
      fields: z
        .record(z.string(), z.strictObject({ type: z.enum(FIELD_TYPES), label: z.string(), choices: z.array(z.string()).optional() }))
        .default({}),
      /** As the document calls them → of what kind. They cannot be made here: an account somewhere belongs to each. */
      connections: z.record(z.string(), z.string()).default({}),
    })
    .default({ templates: [], fields: {}, connections: {} }),
});

export interface GalleryField {
  code: string;
  label: string;
  type: FieldType;
  choices: string[] | null;
}

export interface GalleryNeeds {
  templates: TemplateDefinition[];
  fields: GalleryField[];
  lists: string[];
  tags: string[];
  ticketCategories: string[];
  agents: string[];
  connections: { name: string; kind: string }[];
}

export interface GalleryEntry {
  id: string;
  title: string;
  summary: string;
  category: string;
  document: JsonObject;
  needs: GalleryNeeds;
}

/** Ids of the entries in a folder, in alphabetical order. A missing folder has none. */
export async function galleryIds(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [] as string[]);
  // What is tested and its test stand side by side: welcome.yaml, welcome.scenario.yaml.
  return names
    .filter((name) => name.endsWith(".yaml") && !name.endsWith(".scenario.yaml"))
    .map((name) => basename(name, ".yaml"))
    .sort();
}

/** All entries in one language. */
export async function readGallery(folder: string, registry: Registry, language?: string): Promise<GalleryEntry[]> {
  const ids = await galleryIds(folder);
  return (await Promise.all(ids.map((id) => readGalleryEntry(folder, id, registry, language)))) as GalleryEntry[];
}

/**
 * @param language as people write it; one the gallery does not speak gives English
 * @returns undefined when there is no such entry
 * @throws when the file is not of this form: it is part of the product, not input
 */
export async function readGalleryEntry(
  folder: string,
  id: string,
  registry: Registry,
  language?: string,
): Promise<GalleryEntry | undefined> {
  // The id comes from a request: only a name that the folder lists is read.
  if (!(await galleryIds(folder)).includes(id)) return undefined;
  const text = await readFile(join(folder, `${id}.yaml`), "utf8");
  const chosen = galleryLanguage(language);
  const { needs, document, ...rest } = entrySchema.parse(inLanguage(parse(text) as Json, chosen));
  const named = (kind: string) => [
    ...new Set(documentReferences(registry, document).flatMap((reference) => (reference.kind === kind ? [reference.name] : []))),
  ];
  return {
    id,
    ...rest,
    document,
    needs: {
      templates: needs.templates.map(({ header, footer, buttons, ...template }) => ({
        ...template,
        language: chosen,
        ...(header && { header: header as TemplateHeader }),
        ...(footer !== undefined && { footer }),
        buttons: buttons.map((button) => (typeof button === "string" ? { type: "quick_reply", text: button } : (button as TemplateButton))),
      })),
      fields: Object.entries(needs.fields).map(([code, field]) => ({ code, ...field, choices: field.choices ?? null })),
      lists: named("list"),
      tags: named("tag"),
      ticketCategories: named("ticket_category"),
      agents: named("agent"),
      connections: Object.entries(needs.connections).map(([name, kind]) => ({ name, kind })),
    },
  };
}

/** The document with its connections called as those of the same kind are here; one that there is none of keeps its name. */
export function withConnections(
  registry: Registry,
  { document, needs }: GalleryEntry,
  available: readonly { name: string; kind: string }[],
): JsonObject {
  const names = new Map(needs.connections.map(({ name, kind }) => [name, available.find((one) => one.kind === kind)?.name ?? name]));
  return renameReferences(registry, document, (kind, name) => (kind === "connection" ? (names.get(name) ?? name) : name)) as JsonObject;
}

export function galleryLanguage(wanted: string | undefined): GalleryLanguage {
  const base = baseLanguage(wanted ?? "");
  return GALLERY_LANGUAGES.find((language) => language === base) ?? GALLERY_LANGUAGES[0];
}

/** The value with every `{ en: …, it: … }` in it replaced by the one of this language. */
function inLanguage(value: Json, language: GalleryLanguage): Json {
  if (Array.isArray(value)) return value.map((item) => inLanguage(item, language));
  if (typeof value !== "object" || value === null) return value;
  const keys = Object.keys(value);
  const translated = keys.length > 0 && keys.every((key) => (GALLERY_LANGUAGES as readonly string[]).includes(key));
  if (translated) return inLanguage(value[language] as Json, language);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inLanguage(item, language)]));
}
