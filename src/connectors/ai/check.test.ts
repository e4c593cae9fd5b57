import { expect, it } from "vitest";
import { checkAi } from "./check.ts";

const connection = {
  ...{ workspaceId: "w", id: "c", name: "AI", kind: "ai" },
  settings: { baseUrl: "https://ai.example.com/v1" },
  secrets: {},
};
const check = (status: number, body: string) => checkAi({ send: async () => ({ ok: true, status, headers: {}, body }) }, connection);

it.each([
  ["too many requests", 429, "{}", { code: "http_429", detail: "the server answered 429: try again later" }],
  ["trouble of the server", 503, "", { code: "http_503", detail: "the server answered 503: try again later" }],
  ["a page that is not there", 404, "", { code: "http_404", detail: expect.stringContaining("does not answer like") }],
  ["a web page", 200, "<html></html>", { code: "unexpected_answer", detail: expect.stringContaining("does not answer like") }],
])("of %s it says what it is", async (_what, status, body, health) => {
  expect(await check(status, body)).toEqual({ ok: false, ...health });
});
