import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DraftDocument } from "../../contract/document.ts";
import type { TestState } from "../../contract/tests.ts";
import { createTestApp, setUpOwner, type TestApp, type TestClient } from "../../http/test-app.ts";
import { listTestSchemas } from "../../store/scenario/schemas.ts";
import { createTestDatabase } from "../../store/test-database.ts";
import { runScenario } from "../run-scenario.ts";
import type { TestMode } from "./service.ts";
import { COLOUR, testModeOf } from "./test-support.ts";

const texts = ({ messages }: TestState) => messages.map(({ direction, text }) => `${direction === "in" ? ">" : "<"} ${text}`);
const own = ({ runs }: TestState) => runs.filter((run) => run.own);
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => "fine",
    (error: { code: string }) => error.code,
  );

describe("test mode", () => {
  let app: TestApp;
  let client: TestClient;
  let mode: TestMode;
  let automationId: string;

  beforeAll(async () => {
    app = await createTestApp();
    mode = testModeOf(app);
    app.context.tests = mode.service;
    ({ client } = await setUpOwner(app));
    await client.tags.create({ name: "colourful" });
    await client.lists.create({ name: "Leads" });
    automationId = (await client.automations.create({ draft: COLOUR })).id;
    await mode.prepare();
  });
  afterAll(async () => {
    await mode.stop();
    await app.close();
  });

  /** What the product itself holds. */
  async function everything(): Promise<Record<string, number>> {
    const { rows } = await app.context.pool.query<{ name: string; count: number }>(`
SELECT c.relname AS name, (xpath('/row/c/text()', query_to_xml(format('SELECT count(*) AS c FROM public.%I', c.relname), false, true, '')))[1]::text::int AS count
FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1`);
    return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
  }

  it("plays a draft on the engine: messages, buttons, what came of it", async () => {
    let state = await client.tests.start({ automationId });
    const { sessionId } = state;
    expect(state).toMatchObject({ automationId, now: "2026-03-02T09:00:00.000Z", nextTimer: null, messages: [], runs: [] });
    state = await client.tests.act({ sessionId, action: { type: "text", text: "hi" } });
    expect(texts(state)).toEqual(["> hi", "< Red or blue, Alex?"]);
    expect(state.nextTimer).toEqual({ at: "2026-03-02T10:00:00.000Z", stepId: "ask" });
    expect(own(state)).toMatchObject([
      { status: "waiting", triggerId: "t1", at: ["ask"], steps: [{ stepId: "ask", stepType: "send_message" }] },
    ]);
    const messageId = state.messages[1]?.id as string;
    state = await client.tests.act({ sessionId, action: { type: "button", messageId, buttonId: "red", title: "Red" } });
    expect(own(state)).toMatchObject([{ status: "completed", at: [], reply: { text: "Red" } }]);
    expect(own(state)[0]?.steps.map(({ stepId, exit }) => [stepId, exit])).toEqual([
      ["ask", "red"],
      ["tag", "next"],
      ["tell", "next"],
    ]);
    expect(state.contact.tags).toEqual(["colourful"]);
    expect(state.requests).toMatchObject([
      { connector: "paint.example.com", method: "POST", url: "https://paint.example.com/orders", body: { phone: "+447700900123" } },
    ]);
    expect(await client.tests.state({ sessionId })).toEqual(state);
    await client.tests.end({ sessionId });
    expect(await code(client.tests.state({ sessionId }))).toBe("not_found");
  });

  it("moves the clock: to the next timer, by a span, to an instant, never back", async () => {
    const { sessionId } = await client.tests.start({ automationId });
    expect(await code(client.tests.jump({ sessionId }))).toBe("conflict");
    await client.tests.act({ sessionId, action: { type: "text", text: "Hi" } });
    const later = await client.tests.advance({ sessionId, byMs: 30 * 60_000 });
    expect([later.now, later.messages.length]).toEqual(["2026-03-02T09:30:00.000Z", 2]);
    const reminded = await client.tests.jump({ sessionId });
    expect([reminded.now, texts(reminded).at(-1)]).toEqual(["2026-03-02T10:00:00.000Z", "< Still there?"]);
    expect((await client.tests.advance({ sessionId, to: "2026-03-05T00:00:00Z" })).now).toBe("2026-03-05T00:00:00.000Z");
    expect(await code(client.tests.advance({ sessionId, to: "2026-03-04T00:00:00Z" }))).toBe("conflict");
    expect(await code(client.tests.advance({ sessionId, to: "2030-01-01T00:00:00Z" }))).toBe("invalid_input");
  });

  it("answers as the AI operator at once, although it waits until the customer has stopped typing", async () => {
    const model = await client.connections.create({
      name: "Model",
      kind: "ai",
      settings: { baseUrl: "https://model.example.com/v1", model: "small" },
      secrets: { apiKey: "key" },
    });
    const lina = await client.agents.create({ name: "Lina", settings: { connectionId: model.id } });
    await client.agents.addText({ id: lina.id, title: "Opening hours", text: "We are open until seven." });
    const draft: DraftDocument = {
      name: "Assistant",
      triggers: [{ id: "t1", type: "customer_message", config: { phrases: ["Help"] }, next: "lina" }],
      steps: [{ id: "lina", type: "ai_operator", config: { action: "assign", agent: "Lina" }, exits: {} }],
    };
    const { id } = await client.automations.create({ draft });
    const { sessionId, now } = await client.tests.start({ automationId: id });
    await client.tests.act({ sessionId, action: { type: "text", text: "help" } });
    await client.tests.simulate({ sessionId, error: { kind: "ai", answer: "Until seven." } });
    const state = await client.tests.act({ sessionId, action: { type: "text", text: "How long are you open?" } });
    expect(texts(state)).toEqual(["> help", "> How long are you open?", "< Until seven."]);
    // The pause has gone by on the clock of the test too, and so it does where the test is played again.
    expect(Date.parse(state.now)).toBeGreaterThan(Date.parse(now));
    const kept = await client.tests.saveScenario({ automationId: id, sessionId, name: "Opening hours" });
    expect(kept.content).toContain("We are open until seven.");
    expect(await client.tests.run({ automationId: id, ids: [kept.id] })).toMatchObject({ passed: 1, failed: 0 });
  });

  it("lets the outside fail: WhatsApp, the delivery, other systems", async () => {
    const { sessionId } = await client.tests.start({ automationId });
    expect(await code(client.tests.simulate({ sessionId, error: { kind: "delivery", code: 131026 } }))).toBe("conflict");
    await client.tests.simulate({ sessionId, error: { kind: "provider", code: 131026, times: 1 } });
    let state = await client.tests.act({ sessionId, action: { type: "text", text: "hi" } });
    expect(state.messages[1]).toMatchObject({ status: "failed", error: "undeliverable" });
    state = await client.tests.act({ sessionId, action: { type: "text", text: "hi" } });
    state = await client.tests.simulate({ sessionId, error: { kind: "receipt", status: "read" } });
    expect(state.messages.at(-1)?.status).toBe("read");
    await client.tests.simulate({ sessionId, error: { kind: "webhook", status: 400, times: 1 } });
    const messageId = state.messages.at(-1)?.id as string;
    state = await client.tests.act({ sessionId, action: { type: "button", messageId, buttonId: "blue", title: "Blue" } });
    expect(state.requests.map(({ status }) => status)).toEqual([400]);
    expect(texts(state).at(-1)).toBe("< Something is broken.");
  });

  it("sets off start steps that no message sets off", async () => {
    const { sessionId } = await client.tests.start({ automationId, contact: { firstName: "Rosa" } });
    const called = await client.tests.trigger({ sessionId, triggerId: "t2" });
    // Rosa never wrote: only a template could reach her.
    expect(called.messages).toMatchObject([{ text: "Red or blue, Rosa?", status: "failed", error: "window_closed" }]);
    expect(own(called)).toMatchObject([{ triggerId: "t2" }]);
    const listed = await client.tests.trigger({ sessionId, triggerId: "t3" });
    expect(listed.contact.lists).toEqual(["Leads"]);
    expect(own(listed).map(({ triggerId }) => triggerId)).toContain("t3");
    expect(await code(client.tests.trigger({ sessionId, triggerId: "t9" }))).toBe("not_found");
  });

  it("refuses a draft that could not be published, with its problems", async () => {
    const broken = { ...COLOUR, steps: [{ id: "ask", type: "add_tag", config: { tags: ["nowhere"] }, exits: {} }] };
    const error = await client.tests.start({ automationId, document: broken }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: "not_publishable",
      data: { problems: expect.arrayContaining([expect.objectContaining({ nodeId: "ask" })]) },
    });
  });

  it("leaves nothing among the product's own rows, and takes nothing of them along", async () => {
    const before = await everything();
    const { sessionId } = await client.tests.start({ automationId });
    await client.tests.act({ sessionId, action: { type: "text", text: "hi" } });
    await client.tests.jump({ sessionId });
    expect(await everything()).toEqual(before);
    const content = (await client.tests.record({ sessionId })).content;
    const { rows } = await app.context.pool.query<{ secret: string }>("SELECT phone_number_id AS secret FROM channel");
    for (const { secret } of rows) expect(content).not.toContain(secret);
    await client.tests.end({ sessionId });
  });

  it("records a scenario file that passes by itself", async () => {
    const { sessionId } = await client.tests.start({ automationId });
    const { messages } = await client.tests.act({ sessionId, action: { type: "text", text: "hi" } });
    await client.tests.act({ sessionId, action: { type: "button", messageId: messages[1]?.id as string, buttonId: "red", title: "Red" } });
    await client.tests.act({ sessionId, action: { type: "location", latitude: 45, longitude: 9 } });
    await client.tests.act({ sessionId, action: { type: "media", mediaType: "image", caption: "Look" } });
    await client.tests.advance({ sessionId, byMs: 3_600_000 });
    const { content } = await client.tests.record({ sessionId });
    expect(content).toContain("Red or blue, Alex?");
    const database = await createTestDatabase();
    try {
      expect(await runScenario(content, database.url)).toMatchObject({ failure: null });
    } finally {
      await database.drop();
    }
  });

  it("keeps tests, plays them on the draft of now, and says which line fails", async () => {
    const { sessionId } = await client.tests.start({ automationId });
    await client.tests.act({ sessionId, action: { type: "text", text: "hi" } });
    await client.tests.jump({ sessionId });
    const kept = await client.tests.saveScenario({ automationId, sessionId, name: "No answer" });
    expect(kept).toMatchObject({ name: "No answer", lastResult: null, lastRunAt: null });
    expect(await code(client.tests.saveScenario({ automationId, sessionId, name: "No answer" }))).toBe("name_taken");
    expect(await client.tests.run({ automationId })).toMatchObject({ passed: 1, failed: 0, results: [{ id: kept.id, failure: null }] });

    const other = structuredClone(COLOUR);
    Object.assign(other.steps[3]?.config as object, { text: "Hello?" });
    const result = await client.tests.run({ automationId, document: { ...other, name: "Renamed" } });
    const line = kept.content.split("\n").findLastIndex((text) => text.includes("Still there?"));
    expect(result).toMatchObject({ passed: 0, failed: 1, results: [{ failure: { found: expect.stringContaining("Hello?") } }] });
    expect(Math.abs((result.results[0]?.failure?.line ?? 0) - line)).toBeLessThan(6);
    expect((await client.tests.scenarios({ automationId })).items).toMatchObject([
      { lastResult: "failed", lastFailure: { found: expect.any(String) } },
    ]);

    // A tag the draft has come to need since then is the workspace's own.
    await client.tags.create({ name: "new" });
    const more = structuredClone(COLOUR);
    Object.assign(more.steps[1]?.config as object, { tags: ["colourful", "new"] });
    expect(await client.tests.run({ automationId, ids: [kept.id], document: more })).toMatchObject({ passed: 1 });

    const changed = await client.tests.updateScenario({ id: kept.id, name: "Silence" });
    expect(changed).toMatchObject({ name: "Silence", lastResult: "passed" });
    await client.tests.deleteScenario({ id: kept.id });
    expect((await client.tests.scenarios({ automationId })).items).toEqual([]);
    expect(await code(client.tests.run({ automationId, ids: [kept.id] }))).toBe("not_found");
  });

  it.each([
    ["no YAML", "{{{"],
    ["no scenario", "hello: world"],
    [
      "a bomb of aliases",
      `scenario: x\nclock: 2026-01-01\na: &a [x,x,x,x,x,x,x,x,x]\n${"bcdefgh"
        .split("")
        .map((k, i) => `${k}: &${k} [${Array(9).fill(`*${"abcdefgh"[i]}`).join(",")}]`)
        .join("\n")}\nscript: []`,
    ],
  ])("does not keep %s", async (_, content) => {
    expect(await code(client.tests.saveScenario({ automationId, name: "Bad", content }))).toBe("invalid_input");
  });

  it("ends a saved test that would go on for ever, and says so", async () => {
    const content = "scenario: x\nclock: 2026-01-01T00:00:00Z\nscript:\n  - restart: worker\n  - no_such_verb: {}\n";
    const { id } = await client.tests.saveScenario({ automationId, name: "Odd", content });
    expect(await client.tests.run({ automationId, ids: [id] })).toMatchObject({ results: [{ passed: false, failure: { line: 5 } }] });
    await client.tests.deleteScenario({ id });
  });

  it("belongs to its workspace", async () => {
    const { sessionId } = await client.tests.start({ automationId });
    const kept = await client.tests.saveScenario({ automationId, name: "Mine", content: "scenario: x\nclock: 2026-01-01\nscript: []\n" });
    const elsewhere = await client.workspaces.create({ name: "Other", timeZone: "Europe/Rome", language: "it", country: "IT" });
    const stranger = app.client({ cookie: client.cookie.value, origin: "http://parola.test", "x-workspace": elsewhere.id });
    const calls = [
      stranger.tests.start({ automationId }),
      stranger.tests.state({ sessionId }),
      stranger.tests.act({ sessionId, action: { type: "text", text: "hi" } }),
      stranger.tests.trigger({ sessionId, triggerId: "t1" }),
      stranger.tests.advance({ sessionId, byMs: 1 }),
      stranger.tests.jump({ sessionId }),
      stranger.tests.simulate({ sessionId, error: { kind: "receipt", status: "read" } }),
      stranger.tests.record({ sessionId }),
      stranger.tests.end({ sessionId }),
      stranger.tests.scenarios({ automationId }),
      stranger.tests.saveScenario({ automationId, name: "x", sessionId }),
      stranger.tests.updateScenario({ id: kept.id, name: "y" }),
      stranger.tests.deleteScenario({ id: kept.id }),
      stranger.tests.run({ automationId }),
    ];
    expect(await Promise.all(calls.map(code))).toEqual(calls.map(() => "not_found"));
    expect(await code(client.tests.state({ sessionId }))).toBe("fine");
    await client.tests.deleteScenario({ id: kept.id });
  });

  it("gives a person's third test the place of their first, and what a crash left is removed at the next start", async () => {
    const ids: string[] = [];
    for (const name of ["One", "Two", "Three"])
      ids.push((await client.automations.create({ draft: { ...COLOUR, name, triggers: COLOUR.triggers.slice(1) } })).id);
    const sessions: string[] = [];
    for (const id of ids) sessions.push((await client.tests.start({ automationId: id })).sessionId);
    expect(await Promise.all(sessions.map((sessionId) => code(client.tests.state({ sessionId }))))).toEqual(["not_found", "fine", "fine"]);

    const crashed = testModeOf(app);
    await crashed.prepare();
    const left = await listTestSchemas(app.context.pool);
    expect(left.length).toBeGreaterThan(2);
    // As the end of its process would: its locks go with its connection.
    await app.context.pool.query(
      "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'parola test mode' AND datname = current_database()",
    );
    const next = testModeOf(app);
    await next.prepare();
    expect((await listTestSchemas(app.context.pool)).length).toBe(1);
    // Their locks are lost, so the tests that were going on have ended.
    await expect.poll(() => code(client.tests.state({ sessionId: sessions[2] as string }))).toBe("not_found");
    await crashed.stop();
    await next.stop();
    expect(await code(client.tests.start({ automationId }))).toBe("fine");
  });
});
