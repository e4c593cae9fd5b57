import { existsSync, readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import type { Json, JsonObject } from "../../domain/json.ts";
import { type FakeModel, connection as fakeAi } from "../../sandbox/connections/ai.ts";
import { type FakeOutside, startFakeOutside } from "../../sandbox/http/fake-outside.ts";
import { createOutgoingHttp } from "../http/outgoing-http.ts";
import { askModel, type ModelTool } from "./ask-model.ts";
import { readAiSettings } from "./settings.ts";

const FILE = new URL("../../../../shared/contracts/ai/openai-chat-completions.extract.yaml", import.meta.url);
const present = existsSync(FILE);
if (!present) console.warn("skipped: ../shared/contracts/ai/openai-chat-completions.extract.yaml is not here");

const look: ModelTool = {
  name: "look",
  description: "Looks something up",
  input: z.object({ what: z.string() }),
  run: async ({ what }) => ({ found: what as Json }),
};

/** The document says it is OpenAPI 3.1 but marks what may be null as 3.0 does, by `nullable`: written here as 3.1 would. */
function withNull(node: Json): Json {
  if (Array.isArray(node)) return node.map(withNull);
  if (node === null || typeof node !== "object") return node;
  const { nullable, ...rest } = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withNull(value)]));
  if (nullable === true) return { anyOf: [rest, { type: "null" }] };
  return nullable === undefined || nullable === false ? rest : { ...rest, nullable };
}

describe.skipIf(!present)("what goes between us and a model, as OpenAI's own document describes it", () => {
  const specification = present ? (withNull(parse(readFileSync(FILE, "utf8"))) as JsonObject) : {};
  const ajv = new Ajv2020({ strict: false, validateFormats: false, discriminator: false, unicodeRegExp: false });
  if (present) ajv.addSchema(specification, "openai");
  const fits = (schema: string, body: unknown) => {
    const valid = ajv.validate({ $ref: `openai#/components/schemas/${schema}` }, body);
    expect(valid, JSON.stringify(ajv.errors?.slice(0, 3))).toBe(true);
  };

  let outside: FakeOutside;
  let fake: FakeModel;
  const answers: Json[] = [];
  beforeAll(async () => {
    outside = await startFakeOutside(() => 0);
    const serve = outside.serve.bind(outside);
    outside.serve = (origin, handler) =>
      serve(origin, async (call) => {
        const answer = await handler(call);
        if (answer !== undefined && answer !== "drop") answers.push(answer.body ?? null);
        return answer;
      });
    fake = await fakeAi.create({ now: () => 0, outside, post: async () => ({ status: 200, body: "" }) }, {});
  });
  afterAll(() => outside.close());

  test("is a request with tools and their results, and an answer", async () => {
    const settings = readAiSettings({ workspaceId: "w", id: "c", name: "ai", kind: "ai", settings: fake.settings, secrets: fake.secrets });
    fake.plan({ tool: "look", arguments: { what: "bread" } });
    fake.plan({ answer: "There is bread" });
    const answer = await askModel(createOutgoingHttp({ dispatcher: outside.dispatcher }), settings, {
      model: settings.model,
      system: "You sell bread.",
      messages: [
        { role: "user", text: "hi" },
        { role: "assistant", text: "hello" },
        { role: "user", text: "bread?" },
      ],
      temperature: 0.2,
      maxTokens: 100,
      tools: [look],
      maxRounds: 3,
      now: 0,
    });
    expect(answer).toMatchObject({ ok: true, text: "There is bread", steps: [{ tool: "look", result: { found: "bread" } }] });
    expect(fake.asked).toHaveLength(2);
    for (const body of fake.asked) fits("CreateChatCompletionRequest", body);
    expect(answers).toHaveLength(2);
    for (const body of answers) fits("CreateChatCompletionResponse", body);
    const last = (fake.asked[1] as { messages: JsonObject[] }).messages.at(-1);
    expect(last).toMatchObject({ role: "tool", content: JSON.stringify({ found: "bread" }) });
  });

  test("is a list of models", async () => {
    const http = createOutgoingHttp({ dispatcher: outside.dispatcher });
    const answer = await http.send({
      method: "GET",
      url: `${String(fake.settings["baseUrl"])}/models`,
      headers: { authorization: `Bearer ${String(fake.secrets["apiKey"])}` },
    });
    expect(answer.ok).toBe(true);
    fits("ListModelsResponse", answer.ok ? JSON.parse(answer.body) : null);
  });

  test("is not whatever one likes", () => {
    expect(ajv.validate({ $ref: "openai#/components/schemas/CreateChatCompletionRequest" }, { model: "x" })).toBe(false);
  });
});
