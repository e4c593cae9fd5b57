/** What the fake WhatsApp accepted, in the words of `expect: {sent}`. */
import type { Json, JsonObject } from "../domain/json.ts";
import { waIdToPhone } from "../domain/phone.ts";
import type { AcceptedMessage } from "../sandbox/whatsapp/fake-state.ts";

export interface SentView {
  to: string;
  text: string;
  template?: string;
  language?: string;
  variables?: Record<string, string>;
  /** Labels: of reply buttons, list rows or a link; those of a template are not on the wire. */
  buttons?: string[];
  media?: { type: string; url?: string; id?: string; caption?: string; filename?: string };
  type: string;
}

export function sentView({ to, body }: AcceptedMessage): SentView {
  const type = String(body["type"]);
  const part = object(body[type]);
  const view = { to: waIdToPhone(to) ?? to, type };
  switch (type) {
    case "text":
      return { ...view, text: string(part["body"]) };
    case "template":
      return { ...view, text: "", ...templateView(part) };
    case "interactive":
      return { ...view, text: string(object(part["body"])["text"]), buttons: interactiveLabels(part) };
    case "image":
    case "video":
    case "document":
    case "audio":
    case "sticker": {
      const { link, id, caption, filename } = part as Record<string, string>;
      const media = { type, ...(link && { url: link }), ...(id && { id }), ...(caption && { caption }), ...(filename && { filename }) };
      return { ...view, text: caption ?? "", media };
    }
    case "location":
      return { ...view, text: [part["name"], part["address"]].filter(Boolean).map(String).join(", ") };
    default:
      return { ...view, text: "" };
  }
}

function templateView(template: JsonObject): Pick<SentView, "template" | "language" | "variables" | "media"> {
  const components = list(template["components"]);
  const parameters = (type: string) => list(components.find((component) => component["type"] === type)?.["parameters"]);
  const variables = parameters("body").map((parameter, index) => [
    string(parameter["parameter_name"] ?? index + 1),
    string(parameter["text"]),
  ]);
  const [header] = parameters("header");
  const headerType = header && string(header["type"]);
  const media = headerType && ["image", "video", "document"].includes(headerType) ? object(header[headerType]) : undefined;
  return {
    template: string(template["name"]),
    language: string(object(template["language"])["code"]),
    variables: Object.fromEntries(variables) as Record<string, string>,
    ...(media && {
      media: {
        type: headerType as string,
        ...(media["link"] !== undefined && { url: string(media["link"]) }),
        ...(media["id"] !== undefined && { id: string(media["id"]) }),
      },
    }),
  };
}

/** Every button and row of an interactive message with its id. */
export function interactiveOptions(
  interactive: JsonObject,
): { id: string; title: string; description?: string; source: "button" | "list" }[] {
  const action = object(interactive["action"]);
  const buttons = list(action["buttons"]).map((button) => object(button["reply"]));
  const rows = list(action["sections"]).flatMap((section) => list(section["rows"]));
  return [
    ...buttons.map((button) => ({ id: string(button["id"]), title: string(button["title"]), source: "button" as const })),
    ...rows.map((row) => ({
      id: string(row["id"]),
      title: string(row["title"]),
      ...(row["description"] !== undefined && { description: string(row["description"]) }),
      source: "list" as const,
    })),
  ];
}

function interactiveLabels(interactive: JsonObject): string[] {
  const link = object(object(interactive["action"])["parameters"])["display_text"];
  return link === undefined ? interactiveOptions(interactive).map(({ title }) => title) : [string(link)];
}

function object(value: Json | undefined): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}

function list(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.map(object) : [];
}

function string(value: Json | undefined): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
