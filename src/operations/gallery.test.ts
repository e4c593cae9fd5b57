import { access, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { parseDefinition } from "../automation/parse-definition.ts";
import { templateFixture, workspaceFixture } from "../automation/scope-fixture.ts";
import { validateDefinition } from "../automation/validate.ts";
import { checkTemplate } from "../domain/check-template.ts";
import { normalizePhrase } from "../domain/phrase.ts";
import { loadRegistry } from "../registry.ts";
import { GALLERY_LANGUAGES, type GalleryEntry, galleryIds, readGallery, readGalleryEntry } from "./gallery.ts";

const FOLDER = fileURLToPath(new URL("../../gallery", import.meta.url));
const registry = await loadRegistry();
const ids = await galleryIds(FOLDER);

/** A workspace that has nothing but what the entry asks for, its templates approved. */
function workspaceOf({ needs }: GalleryEntry) {
  const named = <T>(names: string[], make: (name: string) => T) => Object.fromEntries(names.map((name) => [name, make(name)]));
  return workspaceFixture({
    workingHours: { mon: ["09:00-18:00"] },
    holidays: { periods: [{ from: "12-25", everyYear: true }], countries: [] },
    templates: Object.fromEntries(needs.templates.map(({ name, ...definition }) => [name, templateFixture(name, definition)])),
    fields: Object.fromEntries(needs.fields.map(({ code, type, choices }) => [code, { id: code, type, ...(choices && { choices }) }])),
    lists: named(needs.lists, (name) => ({ id: name })),
    agents: named(needs.agents, (name) => ({ id: name, kind: "ai" as const })),
    connections: Object.fromEntries(needs.connections.map(({ name, kind }) => [name, { id: name, kind }])),
    tags: named(needs.tags, (name) => ({ id: name, category: null })),
  });
}

function claimedPhrases(document: GalleryEntry["document"]): string[] {
  const triggers = parseDefinition(registry, document).definition?.triggers ?? [];
  return triggers.flatMap(({ type, config }) => registry.triggers[type]?.claimedPhrases?.(config) ?? []).map(normalizePhrase);
}

/** Where a text is missing in one of the languages. */
function halfTranslated(value: unknown, path = ""): string[] {
  if (typeof value !== "object" || value === null) return [];
  const keys = Object.keys(value);
  const languages = GALLERY_LANGUAGES.filter((language) => keys.includes(language));
  const own = languages.length > 0 && (languages.length < GALLERY_LANGUAGES.length || keys.length > languages.length) ? [path] : [];
  return [...own, ...Object.entries(value).flatMap(([key, item]) => halfTranslated(item, `${path}/${key}`))];
}

it("has every automation that the product names", () => {
  expect(ids).toEqual(
    expect.arrayContaining([
      ...["welcome", "opt-out", "out-of-hours", "holidays", "faq-menu", "lead-qualification", "appointment-reminder", "birthday"],
      ...["abandoned-cart", "order-updates", "review-request", "recurring-purchase", "cross-sell", "keep-data-updated", "support-ticket"],
      ...["payment-request", "event-invitation", "no-answer-reminder", "block-unblock", "ai-operator", "missed-call"],
    ]),
  );
});

describe.each(ids)("%s", (id) => {
  it("has its scenario beside it", async () => {
    await expect(access(`${FOLDER}/${id}.scenario.yaml`)).resolves.toBeUndefined();
  });

  it("says everything it translates in every language", async () => {
    expect(halfTranslated(parse(await readFile(`${FOLDER}/${id}.yaml`, "utf8")))).toEqual([]);
  });

  it.each(GALLERY_LANGUAGES)("can be published and activated without a warning (%s)", async (language) => {
    const entry = (await readGalleryEntry(FOLDER, id, registry, language)) as GalleryEntry;
    const { definition, problems } = parseDefinition(registry, entry.document);
    expect(problems).toEqual([]);
    if (!definition) return;
    expect(validateDefinition(registry, definition, workspaceOf(entry), { purpose: "activate", taken: new Map() })).toEqual([]);
  });

  it.each(GALLERY_LANGUAGES)("has templates that Meta would look at (%s)", async (language) => {
    const { needs } = (await readGalleryEntry(FOLDER, id, registry, language)) as GalleryEntry;
    expect(needs.templates.flatMap((template) => checkTemplate(template))).toEqual([]);
  });
});

it.each(GALLERY_LANGUAGES)("can be taken whole: no name and no exact phrase is used twice (%s)", async (language) => {
  const entries = await readGallery(FOLDER, registry, language);
  const names = entries.map(({ document }) => document["name"]);
  expect(new Set(names).size).toBe(names.length);
  const phrases = entries.flatMap(({ document }) => claimedPhrases(document));
  expect(phrases.toSorted()).toEqual([...new Set(phrases)].toSorted());
});

it("speaks English to those whose language it does not know", async () => {
  const entry = await readGalleryEntry(FOLDER, "welcome", registry, "de");
  expect(entry?.title).toBe("Welcome and opt-in");
  expect((await readGalleryEntry(FOLDER, "welcome", registry, "it-IT"))?.title).toBe("Benvenuto e iscrizione");
});

it("reads nothing that is not in its folder", async () => {
  expect(await readGalleryEntry(FOLDER, "../package", registry)).toBeUndefined();
});
