import { createServer } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type FakeGraph, startFakeGraph } from "../../sandbox/whatsapp/fake-graph.ts";
import type { PlannedAnswer } from "../../sandbox/whatsapp/fake-state.ts";
import { buildSend } from "./build-send.ts";
import { createGraphClient, type GraphClient } from "./graph-client.ts";
import type { GraphChannel } from "./graph-transport.ts";

const body = JSON.stringify(buildSend({ type: "text", text: "Hi" }, { waId: "393331234567" }, { callbackData: "m1" }));

let fake: FakeGraph;
let client: GraphClient;
let channel: GraphChannel;

beforeAll(async () => {
  fake = await startFakeGraph();
  client = createGraphClient();
  channel = { graphUrl: `${fake.url}/`, version: "v25.0", accessToken: "t", phoneNumberId: "106540352242922", wabaId: "1" };
});
beforeEach(() => fake.reset());
afterAll(async () => {
  await client.close();
  await fake.close();
});

describe("what a send comes to", () => {
  const cases: [string, PlannedAnswer, object][] = [
    ["is accepted", "ok", { ok: true }],
    [
      "waits when the number is too fast",
      { error: 130429 },
      { failure: { class: "retry_channel", code: "throughput", retryAfterMs: 1000 } },
    ],
    [
      "waits for one person when the pair is too fast",
      { error: 131056 },
      { failure: { class: "retry_pair", code: "pair_rate_limit", retryAfterMs: 4000 } },
    ],
    [
      "waits as long as the server asks",
      { error: 80007, retryAfterSeconds: 300 },
      { failure: { class: "retry_channel", retryAfterMs: 300_000 } },
    ],
    ["is final outside the window", { error: 131047 }, { failure: { class: "fail", code: "window_closed", providerCode: 131047 } }],
    ["tells that the person cannot be reached", { error: 131026 }, { failure: { class: "invalid_recipient", code: "undeliverable" } }],
    ["tells that the person opted out", { error: 131050 }, { failure: { class: "opted_out", code: "opted_out" } }],
    ["stops the template", { error: 132015 }, { failure: { class: "stop_template", code: "template_paused" } }],
    ["stops the number", { error: 133010 }, { failure: { class: "stop_channel", code: "number_not_registered" } }],
    ["stops the account", { error: 190 }, { failure: { class: "stop_workspace", code: "token_invalid" } }],
    [
      "is final for a code nobody knows",
      { error: 999_999 },
      { failure: { class: "fail", code: "unknown_provider_error", providerCode: 999_999 } },
    ],
    ["is unknown after a bare 502", { http: 502 }, { failure: { class: "unknown", code: "no_clear_answer" } }],
    ["is unknown after a 200 that is not Meta's", { http: 200 }, { failure: { class: "unknown" } }],
    ["waits after a bare 429", { http: 429 }, { failure: { class: "retry_channel", code: "rate_limit" } }],
    ["is unknown when the connection is lost after the request", "timeout", { failure: { class: "unknown", code: "no_clear_answer" } }],
    ["is unknown when the request itself is lost", "lost", { failure: { class: "unknown", code: "no_clear_answer" } }],
  ];
  test.each(cases)("%s", async (_name, planned, expected) => {
    fake.answerNext(planned);
    expect(await client.sendMessage(channel, body)).toMatchObject(expected);
    expect(await client.sendMessage(channel, body)).toMatchObject({ ok: true });
    expect(fake.attempts).toHaveLength(2);
  });

  test("an unanswered message was accepted all the same", async () => {
    fake.answerNext("timeout");
    await client.sendMessage(channel, body);
    expect(fake.accepted).toMatchObject([{ callbackData: "m1", to: "393331234567" }]);
    expect(fake.attempts).toMatchObject([{ outcome: "accepted_unanswered" }]);
  });

  test("may be tried again when nobody listens: nothing has left", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as { port: number };
    await new Promise((resolve) => server.close(resolve));
    const result = await client.sendMessage({ ...channel, graphUrl: `http://127.0.0.1:${port}` }, body);
    expect(result).toMatchObject({ ok: false, failure: { class: "retry", code: "provider_unreachable", retryAfterMs: 2000 } });
  });

  test("is final when the token cannot be written into a header", async () => {
    const result = await client.sendMessage({ ...channel, accessToken: "a\nb" }, body);
    expect(result).toMatchObject({ ok: false, failure: { class: "fail", code: "invalid_request" } });
    expect(fake.attempts).toHaveLength(0);
  });

  test("is unknown when no answer comes in time", async () => {
    const silent = createServer(() => {}).listen(0, "127.0.0.1");
    await new Promise((resolve) => silent.once("listening", resolve));
    const { port } = silent.address() as { port: number };
    const hasty = createGraphClient({ timeoutMs: 50 });
    const result = await hasty.sendMessage({ ...channel, graphUrl: `http://127.0.0.1:${port}` }, body);
    expect(result).toMatchObject({ ok: false, failure: { class: "unknown", providerMessage: expect.stringContaining("HEADERS_TIMEOUT") } });
    await hasty.close();
    silent.close();
  });
});

test("many sends are in flight at once and each gets its own answer", async () => {
  const results = await Promise.all(Array.from({ length: 500 }, () => client.sendMessage(channel, body)));
  expect(results.every((result) => result.ok)).toBe(true);
  expect(new Set(results.map((result) => result.ok && result.providerMessageId)).size).toBe(500);
  expect(fake.acceptedCount()).toBe(500);
});
