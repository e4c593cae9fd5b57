/** What a template needs before it goes out, what of it is still missing, and the message that comes of it. */
import type { SendContent } from "../../contract/message.ts";
import type { TemplateText } from "../../contract/template-definition.ts";
import {
  fillVariables,
  type TemplateDefinition,
  type TemplateVariables,
  templateVariables,
  variablesIn,
} from "../../domain/template-definition.ts";
import { characterCount, WHATSAPP_LIMITS as LIMITS } from "../../domain/whatsapp-limits.ts";
import { bindingValue } from "./binding-value.ts";

export interface TemplateFile {
  mediaId?: string;
  url?: string;
  filename?: string;
}
export interface TemplatePlace {
  latitude: string;
  longitude: string;
  name: string;
  address: string;
}
export interface TemplateValues {
  /** Of the body, by name. */
  variables: Record<string, string>;
  header: string;
  file: TemplateFile;
  place: TemplatePlace;
  /** By position of the button: the end of its link, or its code. */
  buttons: Record<number, string>;
}

/** Those a person gives: a flow starts without one, and the code of an authentication template is that of its body. */
export function neededValues(text: TemplateText): TemplateVariables {
  const needed = templateVariables(text as TemplateDefinition);
  const asked = needed.buttons.filter(
    ({ index, subType }) => subType !== "flow" && !(text.buttons[index]?.type === "otp" && needed.body.length > 0),
  );
  return { ...needed, buttons: asked };
}

/** What is known of the contact, and the file that the template itself brings. */
export function firstValues(text: TemplateText, contact: Parameters<typeof bindingValue>[1]): TemplateValues {
  const needed = neededValues(text);
  const { header } = text;
  const own = header && header.type !== "text" && header.type !== "location" && header.mediaId !== undefined;
  return {
    variables: Object.fromEntries(needed.body.map((name) => [name, bindingValue(name, contact)])),
    header: needed.header === undefined ? "" : bindingValue(needed.header, contact),
    file: own ? { mediaId: header.mediaId, ...(header.filename && { filename: header.filename }) } : {},
    place: { latitude: "", longitude: "", name: "", address: "" },
    buttons: {},
  };
}

/** `latitude`, `file`, `variable.hour`, `button.0`, … that are missing or cannot be. */
export function faultsIn(text: TemplateText, values: TemplateValues): ReadonlySet<string> {
  const needed = neededValues(text);
  const faults = new Set<string>();
  for (const name of needed.body) if (!values.variables[name]?.trim()) faults.add(`variable.${name}`);
  if (needed.header !== undefined && !values.header.trim()) faults.add("header");
  if (needed.headerMedia !== undefined && values.file.mediaId === undefined && !isWebAddress(values.file.url)) faults.add("file");
  if (needed.headerLocation) {
    if (!within(values.place.latitude, 90)) faults.add("latitude");
    if (!within(values.place.longitude, 180)) faults.add("longitude");
  }
  for (const { index, subType } of needed.buttons) {
    const value = values.buttons[index]?.trim() ?? "";
    if (value === "" || (subType === "copy_code" && characterCount(value) > LIMITS.couponCode)) faults.add(`button.${index}`);
  }
  return faults;
}

export function templateMessage(template: string, language: string, text: TemplateText, values: TemplateValues): SendContent {
  const needed = neededValues(text);
  const { latitude, longitude, name, address } = values.place;
  return {
    type: "template",
    template,
    language,
    variables: values.variables,
    ...(needed.header !== undefined && { headerText: values.header }),
    ...(needed.headerMedia !== undefined && { headerMedia: { mediaType: needed.headerMedia, ...values.file } }),
    ...(needed.headerLocation && {
      headerLocation: {
        latitude: toNumber(latitude),
        longitude: toNumber(longitude),
        ...(name.trim() && { name: name.trim() }),
        ...(address.trim() && { address: address.trim() }),
      },
    }),
    ...(needed.buttons.length > 0 && {
      buttonParameters: needed.buttons.map(({ index, subType }) => ({ index, subType, text: values.buttons[index]?.trim() ?? "" })),
    }),
  };
}

/** The template with what is chosen already in its header, for the preview. */
export function withValues(text: TemplateText, values: TemplateValues): TemplateText {
  const { header } = text;
  if (header === undefined) return text;
  if (header.type === "text") {
    const [name] = variablesIn(header.text);
    if (name === undefined) return text;
    // Without the example: what is still empty is to be seen.
    return {
      ...text,
      header: { type: "text", text: values.header.trim() ? fillVariables(header.text, { [name]: values.header }) : header.text },
    };
  }
  if (header.type === "location") return text;
  const { mediaId, url, filename } = values.file;
  return {
    ...text,
    header: {
      type: header.type,
      ...(mediaId !== undefined && { mediaId }),
      ...(mediaId === undefined && isWebAddress(url) && { url }),
      ...(filename !== undefined && { filename }),
    },
  };
}

/** Where a button's link leads with the value given. */
export function linkOf(url: string, value: string): string {
  const [name] = variablesIn(url);
  return name === undefined || value.trim() === "" ? url : fillVariables(url, { [name]: value.trim() });
}

function isWebAddress(url: string | undefined): url is string {
  return url !== undefined && /^https?:\/\/\S/i.test(url) && URL.canParse(url);
}

/** "45,46" is how half of Europe writes it. */
function toNumber(text: string): number {
  return Number(text.trim().replace(",", "."));
}

function within(text: string, limit: number): boolean {
  return text.trim() !== "" && Math.abs(toNumber(text)) <= limit;
}
