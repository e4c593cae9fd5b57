import { buffer } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parseWebhookJson } from "../../domain/parse-webhook-json.ts";
import { type FakeGraph, startFakeGraph } from "../../sandbox/whatsapp/fake-graph.ts";
import type { FakeGraphOptions } from "../../sandbox/whatsapp/fake-state.ts";
import { buildSend } from "./build-send.ts";
import { createGraphClient, type GraphClient } from "./graph-client.ts";
import { GraphError } from "./graph-error.ts";
import type { GraphChannel } from "./graph-transport.ts";
import { parseChannelEvent } from "./parse-channel-event.ts";
import { parseStatus } from "./parse-status.ts";
import { verifySignature } from "./signature.ts";
import { splitEnvelope } from "./split-envelope.ts";
import { templateFromWire, templateToWire } from "./template-wire.ts";

let fake: FakeGraph;
let client: GraphClient;
let channel: GraphChannel;
let delivered: { raw: string; signature: string }[];

async function start(options: FakeGraphOptions = {}): Promise<void> {
  delivered = [];
  fake = await startFakeGraph({ ...options, deliver: (raw, signature) => void delivered.push({ raw, signature }) });
  client = createGraphClient();
  channel = { graphUrl: fake.url, version: "v25.0", accessToken: "t", phoneNumberId: "106540352242922", wabaId: "102290129340398" };
}
beforeEach(() => start());
afterEach(async () => {
  await client.close();
  await fake.close();
});

const items = () => delivered.flatMap(({ raw }) => splitEnvelope(parseWebhookJson(raw), 0));

test("read marks and typing reach the number's messages", async () => {
  await client.markRead(channel, "wamid.1");
  await client.showTyping(channel, "wamid.2");
  expect(fake.reads).toEqual([
    { phoneNumberId: channel.phoneNumberId, providerMessageId: "wamid.1", typing: false },
    { phoneNumberId: channel.phoneNumberId, providerMessageId: "wamid.2", typing: true },
  ]);
});

describe("media", () => {
  test("what is uploaded can be downloaded again, and is gone once deleted", async () => {
    const bytes = Buffer.from([0, 255, 13, 10, 45, 45]);
    const id = await client.uploadMedia(channel, { data: new Blob([bytes]), mimeType: "image/png", filename: "päth.png" });
    const media = await client.downloadMedia(channel, id);
    expect(await buffer(media.stream)).toEqual(bytes);
    expect(media).toMatchObject({ mimeType: "image/png", size: 6, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    await client.deleteMedia(channel, id);
    await expect(client.downloadMedia(channel, id)).rejects.toMatchObject({ name: "GraphError", code: 100 });
  });

  test("a template's example goes through the resumable upload", async () => {
    const media = { data: new Blob(["hello"]), mimeType: "image/png", filename: "a.png" };
    expect(await client.uploadTemplateExample(channel, "1", media)).toMatch(/^4::/);
  });
});

describe("templates", () => {
  const definition = (name: string) => ({
    name,
    category: "utility" as const,
    language: "it",
    body: "Ciao {{first_name}}, il tuo ordine arriva oggi.",
    buttons: [],
    examples: { first_name: "Ada" },
  });

  test("are created, listed over many pages, edited and deleted", async () => {
    for (let index = 0; index < 230; index++) await client.createTemplate(channel, templateToWire(definition(`t_${index}`)));
    const templates = (await client.listTemplates(channel)).map(templateFromWire);
    expect(templates).toHaveLength(230);
    expect(templates[0]).toMatchObject({ status: "approved", definition: definition("t_0") });
    await client.editTemplate(channel, templates[0]?.id ?? "", { category: "MARKETING" });
    await client.deleteTemplate(channel, "t_1");
    await client.deleteTemplate(channel, "t_2", templates[2]?.id);
    expect((await client.listTemplates(channel)).map((one) => [one.name, one.category]).slice(0, 2)).toEqual([
      ["t_0", "MARKETING"],
      ["t_3", "UTILITY"],
    ]);
  });

  test("a refusal bears the words Meta wrote for people", async () => {
    const payload = templateToWire({ ...definition("bad"), body: "{{first_name}} first" });
    const error = await client.createTemplate(channel, payload).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(GraphError);
    expect(error).toMatchObject({
      httpStatus: 400,
      code: 100,
      subcode: 2388299,
      userTitle: "Template refused",
      userMessage: expect.stringContaining("start or end"),
      traceId: "AsandboxTrace",
    });
  });

  test("a send with other variables than the template has is refused", async () => {
    await client.createTemplate(channel, templateToWire(definition("order")));
    const send = (variables: Record<string, string>) =>
      client.sendMessage(
        channel,
        JSON.stringify(buildSend({ type: "template", template: "order", language: "it", variables }, { waId: "39333123" })),
      );
    expect(await send({ first_name: "Ada" })).toMatchObject({ ok: true });
    expect(await send({})).toMatchObject({ failure: { class: "stop_template", code: "template_parameter_count" } });
    expect(await send({ name: "Ada" })).toMatchObject({ failure: { class: "stop_template", code: "template_parameter_format" } });
    await fake.reviewTemplate("order", "PAUSED", { other_info: { title: "FIRST_PAUSE", description: "3 h" } });
    expect(await send({ first_name: "Ada" })).toMatchObject({ failure: { class: "stop_template", code: "template_paused" } });
    expect(items().map((item) => item.kind === "channel" && parseChannelEvent(item.field, item.body))).toMatchObject([
      { kind: "template_status", name: "order", event: "paused", reason: "first_pause" },
    ]);
  });

  test("of two accounts with a template of one name each sends its own", async () => {
    await fake.close();
    await start({ wabaOf: async (phoneNumberId) => (phoneNumberId === "2" ? "200" : "100") });
    const one = { ...channel, phoneNumberId: "1", wabaId: "100" };
    const other = { ...channel, phoneNumberId: "2", wabaId: "200" };
    await client.createTemplate(one, templateToWire({ ...definition("order"), body: "Ciao, arriva oggi.", examples: {} }));
    await client.createTemplate(other, templateToWire(definition("order")));
    const content = { type: "template" as const, template: "order", language: "it", variables: { first_name: "Ada" } };
    const send = (from: GraphChannel) => client.sendMessage(from, JSON.stringify(buildSend(content, { waId: "39333123" })));
    expect(await send(one)).toMatchObject({ ok: false, failure: { code: "template_parameter_count" } });
    expect(await send(other)).toMatchObject({ ok: true });
  });

  test("a send whose header does not name its variable is refused", async () => {
    const header = { type: "text" as const, text: "For {{first_name}}" };
    await client.createTemplate(channel, templateToWire({ ...definition("headed"), header }));
    const send = (named: { headerText?: string; headerVariable?: string }) => {
      const content = { type: "template" as const, template: "headed", language: "it", variables: { first_name: "Ada" }, ...named };
      return client.sendMessage(channel, JSON.stringify(buildSend(content, { waId: "393330000001" })));
    };
    expect(await send({})).toMatchObject({ ok: false, failure: { providerCode: 132000 } });
    expect(await send({ headerText: "Ada" })).toMatchObject({ ok: false, failure: { providerCode: 132012 } });
    expect(await send({ headerText: "Ada", headerVariable: "first_name" })).toMatchObject({ ok: true });
  });

  test("unknown templates are refused by a strict fake only", async () => {
    const body = JSON.stringify(buildSend({ type: "template", template: "none", language: "it", variables: {} }, { waId: "39333123" }));
    expect(await client.sendMessage(channel, body)).toMatchObject({ ok: true });
    await client.close();
    await fake.close();
    await start({ strict: true });
    expect(await client.sendMessage(channel, body)).toMatchObject({ failure: { class: "stop_template", code: "template_missing" } });
  });
});

test("the number's facts are read", async () => {
  expect(await client.getPhoneNumber(channel)).toMatchObject({
    id: channel.phoneNumberId,
    verifiedName: "Sandbox",
    quality: "GREEN",
    messagingLimit: null,
  });
});

test("a number is registered with six digits only", async () => {
  await client.registerNumber(channel, "123456");
  await expect(client.registerNumber(channel, "12")).rejects.toMatchObject({ code: 100 });
});

test("a server that is not there is a GraphError with its cause", async () => {
  await fake.close();
  await expect(client.debugToken(channel)).rejects.toMatchObject({
    name: "GraphError",
    httpStatus: 0,
    cause: expect.objectContaining({ code: "ECONNREFUSED" }),
  });
});

test("statuses follow a message by themselves, signed, with its callback data", async () => {
  await client.close();
  await fake.close();
  await start({ statuses: ["sent", "delivered", "read"], now: () => 1_790_000_000_000 });
  const body = JSON.stringify(buildSend({ type: "text", text: "Hi" }, { waId: "39333123" }, { callbackData: "m1" }));
  const result = await client.sendMessage(channel, body);
  const [message] = fake.accepted;
  if (message === undefined) throw new Error("nothing was accepted");
  await fake.deliverStatuses(message, ["failed"], { code: 131049, title: "Not delivered", details: "d" });
  expect(delivered.every(({ raw, signature }) => verifySignature(Buffer.from(raw), signature, fake.account.appSecret))).toBe(true);
  const statuses = items().map((item) => parseStatus(item.body, item.occurredAt));
  expect(statuses.map((one) => one?.status)).toEqual(["sent", "delivered", "read", "failed"]);
  expect(statuses[3]).toMatchObject({
    callbackData: "m1",
    recipientWaId: "39333123",
    at: 1_790_000_000_000,
    error: { code: 131049, details: "d" },
  });
  expect(result).toMatchObject({ ok: true, providerMessageId: statuses[0]?.providerMessageId });
});
