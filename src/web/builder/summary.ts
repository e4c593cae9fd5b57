/** Words for the canvas from any config: what a colleague would want to read without opening the form. */
import type { Json, JsonObject } from "../../domain/json.ts";
import { readable } from "../ui/readable.ts";
import type { SummaryTools } from "./node-form.ts";

const MAX_LENGTH = 160;
/** Ids and switches say nothing to a reader. */
const SILENT_KEYS = new Set(["id", "mode", "kind", "match", "onError"]);

/** The first texts of a config, joined. For types that have no summary of their own. */
export function genericSummary(config: JsonObject, tools: SummaryTools): string {
  const parts: string[] = [];
  collect(config, parts, tools, 4);
  return clip(parts.join(" · "));
}

/** Values of one key as a person reads them; as the document writes them where two would read alike, or like nothing. */
export function valueTexts(values: readonly (Json | undefined)[], tools: SummaryTools): string[] {
  const texts = values.map((value) => {
    if (value === undefined) return tools.t("difference.nothing");
    if (typeof value === "string") return value;
    const parts: string[] = [];
    collect(value, parts, tools, Infinity);
    return parts.join(" · ");
  });
  return texts.includes("") || new Set(texts).size < texts.length
    ? values.map((value, index) => (typeof value === "object" ? JSON.stringify(value) : String(value ?? texts[index])))
    : texts;
}

function collect(value: Json, parts: string[], tools: SummaryTools, most: number): void {
  if (parts.length >= most || value === null) return;
  if (typeof value === "string") {
    if (value.trim() !== "") parts.push(readable(value));
    return;
  }
  if (Array.isArray(value)) {
    for (const item of value) collect(item, parts, tools, most);
    return;
  }
  if (typeof value !== "object") return;
  if (isDuration(value)) {
    parts.push(durationText(value, tools));
    return;
  }
  for (const [key, item] of Object.entries(value)) if (!SILENT_KEYS.has(key)) collect(inWords(item as Json, tools), parts, tools, most);
}

/** A fixed choice (`subscribed`) as the form says it; what people wrote stays. */
function inWords(value: Json, { t }: SummaryTools): Json {
  return typeof value === "string" && /^[a-z]+(_[a-z]+)*$/.test(value) ? t(`choice.${value}`, { defaultValue: value }) : value;
}

const UNITS = ["days", "hours", "minutes", "seconds"] as const;

export function isDuration(value: Json): value is JsonObject {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => (UNITS as readonly string[]).includes(key));
}

/** "1 day 2 hours" in the reader's language. */
export function durationText(duration: Json | undefined, { language }: Pick<SummaryTools, "language">): string {
  if (typeof duration === "string") return duration;
  if (typeof duration !== "object" || duration === null || Array.isArray(duration)) return "";
  return UNITS.flatMap((unit) => {
    const amount = duration[unit];
    if (typeof amount !== "number" || amount === 0) return [];
    return [new Intl.NumberFormat(language, { style: "unit", unit: unit.slice(0, -1), unitDisplay: "long" }).format(amount)];
  }).join(" ");
}

export function clip(text: string, length = MAX_LENGTH): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).trimEnd()}…`;
}

/** The texts of a list, with commas. */
export function list(values: Json | undefined): string {
  const texts = Array.isArray(values) ? values.filter((value) => typeof value === "string" || typeof value === "number").map(String) : [];
  return texts.join(", ");
}
