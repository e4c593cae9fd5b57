/** Turns the config of a free message into its content, texts rendered. Optional parts that come out blank are left out. */
import type { MediaReference, MessageHeader, OutboundContent } from "../../domain/message-content.ts";
import type { FreeMessageConfig } from "./message-config.ts";

type Render = (text: string) => string;

/** Rendering trims: WhatsApp does, and a text of blanks only must count as empty. */
function optional<K extends string>(key: K, text: string | undefined, render: Render): Partial<Record<K, string>> {
  const value = text === undefined ? "" : render(text).trim();
  return (value === "" ? {} : { [key]: value }) as Partial<Record<K, string>>;
}

export function renderedFile(file: { url?: string | undefined; asset?: string | undefined }, render: Render): MediaReference {
  return file.asset === undefined ? { url: render(file.url ?? "").trim() } : { mediaId: file.asset };
}

type HeaderConfig = Extract<FreeMessageConfig, { kind: "buttons" }>["header"];

function renderedHeader(header: HeaderConfig, render: Render): { header?: MessageHeader } {
  if (header === undefined) return {};
  if ("text" in header) {
    const text = render(header.text).trim();
    return text === "" ? {} : { header: { text } };
  }
  return { header: { mediaType: header.mediaType, ...renderedFile(header, render), ...optional("filename", header.filename, render) } };
}

export function freeContent(config: FreeMessageConfig, render: Render): OutboundContent {
  switch (config.kind) {
    case "text":
      return { type: "text", text: render(config.text).trim(), ...(config.previewUrl && { previewUrl: true }) };
    case "media":
      return {
        type: "media",
        mediaType: config.mediaType,
        ...renderedFile(config, render),
        ...optional("caption", config.caption, render),
        ...optional("filename", config.filename, render),
      };
    case "buttons":
      return {
        type: "buttons",
        text: render(config.text).trim(),
        ...renderedHeader(config.header, render),
        ...optional("footer", config.footer, render),
        buttons: config.buttons.map(({ id, title }) => ({ id, title })),
      };
    case "list":
      return {
        type: "list",
        text: render(config.text).trim(),
        ...(renderedHeader(config.header, render) as { header?: { text: string } }),
        ...optional("footer", config.footer, render),
        button: config.button,
        sections: config.sections.map(({ title, rows }) => ({
          ...(title !== undefined && { title }),
          rows: rows.map((row) => ({
            id: row.id,
            title: row.title,
            ...(row.description !== undefined && { description: row.description }),
          })),
        })),
      };
    case "cta_url":
      return {
        type: "cta_url",
        text: render(config.text).trim(),
        ...renderedHeader(config.header, render),
        ...optional("footer", config.footer, render),
        label: config.label,
        url: render(config.url).trim(),
      };
    case "location":
      return {
        type: "location",
        latitude: config.latitude,
        longitude: config.longitude,
        ...optional("name", config.name, render),
        ...optional("address", config.address, render),
      };
    case "contacts":
      return {
        type: "contacts",
        contacts: config.contacts.map(({ name, phones, emails, organisation }) => ({
          name: render(name).trim(),
          phones: phones.map(({ phone, type }) => ({ phone: render(phone).trim(), ...(type !== undefined && { type }) })),
          ...(emails && {
            emails: emails.map(({ email, type }) => ({ email: render(email).trim(), ...(type !== undefined && { type }) })),
          }),
          ...optional("organisation", organisation, render),
        })),
      };
  }
}
