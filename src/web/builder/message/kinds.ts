/** The kinds of message and what of one survives a change to another. */
import type { Json, JsonObject } from "../../../domain/json.ts";
import { newId } from "../document/new-id.ts";

export const KINDS = ["text", "buttons", "list", "media", "cta_url", "template", "location", "contacts"] as const;
export type Kind = (typeof KINDS)[number];

/** Keys a kind has besides `kind`; what is not there is dropped on a change. */
const KEYS: Record<Kind, readonly string[]> = {
  text: ["text", "previewUrl", "fallbackTemplate"],
  buttons: ["text", "header", "footer", "buttons", "timeout", "fallbackTemplate"],
  list: ["text", "header", "footer", "button", "sections", "timeout", "fallbackTemplate"],
  media: ["mediaType", "url", "asset", "caption", "filename", "fallbackTemplate"],
  cta_url: ["text", "header", "footer", "label", "url", "fallbackTemplate"],
  template: ["template", "language", "variables", "headerText", "headerMedia", "headerLocation", "buttonParameters", "timeout"],
  location: ["latitude", "longitude", "name", "address", "fallbackTemplate"],
  contacts: ["contacts", "fallbackTemplate"],
};

export function kindOf(config: JsonObject): Kind {
  return KINDS.includes(config["kind"] as Kind) ? (config["kind"] as Kind) : "text";
}

export function exitId(): string {
  return newId("b");
}

/** The same message as another kind: words stay words, buttons become rows and back. */
export function changeKind(config: JsonObject, kind: Kind): JsonObject {
  const text = textOf(config);
  const kept = Object.fromEntries(Object.entries(config).filter(([key]) => KEYS[kind].includes(key)));
  const options = optionsOf(config);
  const required: Record<Kind, () => JsonObject> = {
    text: () => ({ text }),
    buttons: () => ({
      text,
      buttons:
        options.length > 0
          ? options.slice(0, 3).map(({ id, title }) => ({ id, title: title.slice(0, 20) }))
          : [{ id: exitId(), title: "" }],
    }),
    list: () => ({ text, button: "", sections: [{ rows: options.length > 0 ? options : [{ id: exitId(), title: "" }] }] }),
    media: () => ({ mediaType: "image", url: "", ...(text !== "" && { caption: text }) }),
    cta_url: () => ({ text, label: "", url: "" }),
    template: () => ({ template: "" }),
    location: () => ({ latitude: 41.9028, longitude: 12.4964 }),
    contacts: () => ({ contacts: [{ name: "", phones: [{ phone: "" }] }] }),
  };
  const { header } = kept as { header?: Json };
  // A list takes no picture on top.
  const withoutHeader = kind === "list" && header !== null && typeof header === "object" && "mediaType" in header;
  if (withoutHeader) delete kept["header"];
  return { kind, ...required[kind](), ...kept };
}

function textOf(config: JsonObject): string {
  const text = config["text"] ?? config["caption"];
  return typeof text === "string" ? text : "";
}

export interface Option extends JsonObject {
  id: string;
  title: string;
}

/** Buttons or rows. */
export function optionsOf(config: JsonObject): Option[] {
  if (Array.isArray(config["buttons"])) return config["buttons"] as Option[];
  if (Array.isArray(config["sections"])) return (config["sections"] as { rows?: Option[] }[]).flatMap((section) => section.rows ?? []);
  return [];
}
