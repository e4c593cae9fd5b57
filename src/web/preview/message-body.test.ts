import { readFileSync } from "node:fs";
import { join } from "node:path";
import i18next from "i18next";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { initReactI18next } from "react-i18next";
import { beforeAll, expect, test } from "vitest";
import type { MessageContent } from "../../domain/message-content.ts";
import { MessageBody } from "./message-body.tsx";

beforeAll(async () => {
  const preview = JSON.parse(readFileSync(join(import.meta.dirname, "../i18n/en/preview.json"), "utf8")) as Record<string, string>;
  await i18next.use(initReactI18next).init({ lng: "en", resources: { en: { preview } } });
});

const drawn = (content: MessageContent) => renderToStaticMarkup(createElement(MessageBody, { content, mediaUrl: (id) => `/media/${id}` }));

test("what was recorded as a voice message is not taken for a file of sound", () => {
  expect(drawn({ type: "media", mediaType: "audio", mediaId: "m1", voice: true })).toContain("Voice message");
  const file = drawn({ type: "media", mediaType: "audio", mediaId: "m1", filename: "jingle.mp3" });
  expect(file).toContain("jingle.mp3");
  expect(file).not.toContain("Voice message");
});
