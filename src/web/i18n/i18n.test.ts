import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");
const languages = readdirSync(import.meta.dirname).filter((name) => statSync(join(import.meta.dirname, name)).isDirectory());
const PLURAL = /_(zero|one|two|few|many|other)$/;

function texts(language: string, area: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(import.meta.dirname, language, `${area}.json`), "utf8")) as Record<string, unknown>;
}

function areas(language: string): string[] {
  return readdirSync(join(import.meta.dirname, language))
    .map((file) => file.replace(/\.json$/, ""))
    .sort();
}

function leaves(value: unknown, prefix = ""): Map<string, string> {
  if (typeof value !== "object" || value === null) return new Map([[prefix, String(value)]]);
  return new Map(Object.entries(value).flatMap(([key, part]) => [...leaves(part, prefix === "" ? key : `${prefix}.${key}`)]));
}

/** Other languages may have more plural forms. */
function keys(language: string, area: string): string[] {
  return [...new Set([...leaves(texts(language, area)).keys()].map((key) => key.replace(PLURAL, "")))].sort();
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(entry.name) && !entry.name.includes(".test.") ? [path] : [];
  });
}

/** Every `t("area:some.key")` with a literal key, with the areas its file reads from. */
function usedKeys(): { areas: string[]; key: string; file: string }[] {
  return sources(root).flatMap((file) => {
    const code = readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
    const own = [...code.matchAll(/useTranslation\(\[?"([a-z-]+)"/g)].map(([, area = ""]) => area);
    // Helpers of the builder get its `t` as an argument; helpers elsewhere may be given any.
    const areasOfFile = own.length > 0 ? own : file.includes("/builder/") ? ["builder"] : [];
    return [...code.matchAll(/\bt\(\s*"([^"]+)"/g)].flatMap(([, name = ""]) => {
      const [area, key] = name.includes(":") ? [name.slice(0, name.indexOf(":")), name.slice(name.indexOf(":") + 1)] : [undefined, name];
      const areas = area === undefined ? areasOfFile : [area];
      return areas.length === 0 ? [] : [{ areas, key, file: file.slice(root.length + 1) }];
    });
  });
}

describe("texts", () => {
  it("exist in the same areas of every language", () => {
    for (const language of languages) expect(areas(language), language).toEqual(areas("en"));
  });

  it.each(areas("en"))("of %s have the same keys in every language", (area) => {
    for (const language of languages) expect(keys(language, area), language).toEqual(keys("en", area));
  });

  it.each(areas("en"))("of %s are not empty and name the same values in every language", (area) => {
    const english = leaves(texts("en", area));
    for (const language of languages) {
      for (const [key, text] of leaves(texts(language, area))) {
        expect(text, `${language} ${key}`).not.toBe("");
        const values = (value: string) => [...new Set([...value.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]))].sort();
        const model = english.get(key);
        if (model !== undefined && !PLURAL.test(key)) expect(values(text), `${language} ${key}`).toEqual(values(model));
      }
    }
  });

  it("are there for every key that the code names", () => {
    const known = new Map(areas("en").map((area) => [area, new Set(keys("en", area))]));
    const used = usedKeys();
    expect(used.length).toBeGreaterThan(100);
    const missing = used
      .filter(({ areas, key }) => !areas.some((area) => known.get(area)?.has(key)))
      .map(({ areas, key, file }) => `${areas.join("|")}:${key} (${file})`);
    expect([...new Set(missing)].sort()).toEqual([]);
  });
});
