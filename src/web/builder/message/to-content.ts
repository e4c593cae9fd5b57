/** What the phone will show for a config, with the values of a contact where one is chosen. */

import type { Template } from "../../../contract/templates.ts";
import type { Json, JsonObject } from "../../../domain/json.ts";
import type { MessageContent } from "../../../domain/message-content.ts";
import { templateLook } from "../../../domain/template-look.ts";
import { withValues } from "../form/variables.ts";
import { kindOf } from "./kinds.ts";

export interface PreviewContext {
  values: Json | undefined;
  templates: readonly Template[];
  language: string;
}

export function toContent(config: JsonObject, context: PreviewContext): MessageContent {
  const say = (value: Json | undefined) => withValues(typeof value === "string" ? value : "", context.values);
  const text = say(config["text"]);
  const header = headerOf(config["header"], say);
  const footer = typeof config["footer"] === "string" ? { footer: say(config["footer"]) } : {};
  switch (kindOf(config)) {
    case "buttons":
      return {
        type: "buttons",
        text,
        ...(header && { header }),
        ...footer,
        buttons: list(config["buttons"]).map(({ id, title }) => ({ id: String(id), title: String(title ?? "") || "…" })),
      };
    case "list":
      return {
        type: "list",
        text,
        ...(header?.text !== undefined && { header: { text: header.text } }),
        ...footer,
        button: String(config["button"] ?? "") || "…",
        sections: list(config["sections"]).map((section) => ({
          ...(typeof section["title"] === "string" && { title: section["title"] }),
          rows: list(section["rows"]).map((row) => ({
            id: String(row["id"]),
            title: String(row["title"] ?? "") || "…",
            ...(typeof row["description"] === "string" && { description: row["description"] }),
          })),
        })),
      };
    case "media":
      return {
        type: "media",
        mediaType: (config["mediaType"] as "image") ?? "image",
        ...file(config, say),
        ...(typeof config["caption"] === "string" && { caption: say(config["caption"]) }),
        ...(typeof config["filename"] === "string" && { filename: say(config["filename"]) }),
      };
    case "cta_url":
      return {
        type: "cta_url",
        text,
        ...(header && { header }),
        ...footer,
        label: String(config["label"] ?? "") || "…",
        url: say(config["url"]),
      };
    case "location":
      return {
        type: "location",
        latitude: Number(config["latitude"]),
        longitude: Number(config["longitude"]),
        ...(config["name"] !== undefined && { name: say(config["name"]) }),
        ...(config["address"] !== undefined && { address: say(config["address"]) }),
      };
    case "contacts":
      return {
        type: "contacts",
        contacts: list(config["contacts"]).map((card) => ({
          name: say(card["name"]) || "…",
          phones: list(card["phones"]).map(({ phone }) => ({ phone: say(phone) })),
        })),
      };
    case "template":
      return templateContent(config, context);
    default:
      return { type: "text", text };
  }
}

type Say = (value: Json | undefined) => string;

function list(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? (value as JsonObject[]) : [];
}

function file(value: JsonObject, say: Say): { url?: string; mediaId?: string } {
  return {
    ...(typeof value["url"] === "string" && { url: say(value["url"]) }),
    ...(typeof value["asset"] === "string" && { mediaId: value["asset"] }),
  };
}

function headerOf(value: Json | undefined, say: Say) {
  if (typeof value === "string") return { text: say(value) };
  if (value === null || typeof value !== "object" || Array.isArray(value)) return undefined;
  if ("text" in value) return { text: say(value["text"]) };
  return { mediaType: (value["mediaType"] as "image") ?? "image", ...file(value, say) };
}

function placeOf(value: Json | undefined, say: Say) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return undefined;
  const { latitude, longitude, name, address } = value;
  return {
    latitude: Number(latitude),
    longitude: Number(longitude),
    ...(typeof name === "string" && name !== "" && { name: say(name) }),
    ...(typeof address === "string" && address !== "" && { address: say(address) }),
  };
}

/** The template in the wanted language, else the first. */
export function templateVersion(templates: readonly Template[], name: Json | undefined, language: string | undefined) {
  const versions = templates.find((template) => template.name === name)?.versions ?? [];
  return (
    versions.find((version) => version.language === language) ??
    versions.find((version) => version.language.split("_")[0] === language?.split("_")[0]) ??
    versions[0]
  );
}

/** Content of a template message; also for fallbacks, which are configs without a kind. */
export function templateContent(config: JsonObject, { values, templates, language }: PreviewContext): MessageContent {
  const name = String(config["template"] ?? "");
  const version = templateVersion(templates, name, typeof config["language"] === "string" ? config["language"] : language);
  if (!version) return { type: "template", template: name, language, variables: {}, renderedText: name === "" ? "…" : name };
  const { header, body } = version.definition;
  const variables = (config["variables"] ?? {}) as JsonObject;
  const fill = (text: string) =>
    text.replace(/\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g, (_, key: string) =>
      typeof variables[key] === "string" ? withValues(variables[key], values) : `{${key}}`,
    );
  const say = (value: Json | undefined) => withValues(typeof value === "string" ? value : "", values);
  const media = (config["headerMedia"] ?? {}) as JsonObject;
  const place = placeOf(config["headerLocation"], say);
  const given = {
    ...(typeof config["headerText"] === "string" && { headerText: say(config["headerText"]) }),
    buttonParameters: list(config["buttonParameters"]).flatMap(({ index, text }) =>
      typeof text === "string" && text !== "" ? [{ index: Number(index), subType: "url" as const, text: say(text) }] : [],
    ),
  };
  const hasMedia = header && header.type !== "text" && header.type !== "location";
  return {
    type: "template",
    template: name,
    language: version.language,
    variables: {},
    renderedText: fill(body),
    look: templateLook(version.definition, given),
    ...(hasMedia && {
      headerMedia: { mediaType: header.type as "image", ...file(media, say) },
    }),
    ...(header?.type === "location" && place && { headerLocation: place }),
  };
}
