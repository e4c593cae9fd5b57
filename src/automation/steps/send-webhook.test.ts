import { describe, expect, test } from "vitest";
import { loadRegistry } from "../../registry.ts";
import { parseDefinition } from "../parse-definition.ts";
import { engineFixture, HOUR, stepFixture, workspaceFixture } from "../scope-fixture.ts";
import { validateDefinition } from "../validate.ts";

const registry = await loadRegistry();
const URL = "https://crm.example.com/leads";

function enter(config: object, exits: string[] = ["next"], contact: object = {}) {
  const engine = stepFixture(registry, "send_webhook", { url: URL, ...config }, exits, { contact });
  const request = engine.effects("request")[0];
  const answer = (parts: { ok: boolean; code?: string; status?: number; body?: never }) =>
    engine.receive({ type: "request_result", key: request?.id ?? "", ...parts });
  return { engine, request, answer, left: () => engine.scope.records.find(({ stepId }) => stepId === "s") };
}

describe("sending a webhook", () => {
  test("asks and goes on at once when nobody needs the answer", () => {
    const { engine, request } = enter({ body: '{"phone": "{{ contact.phone }}"}' });
    expect(request).toMatchObject({
      connector: "webhook",
      awaited: false,
      payload: { method: "POST", url: URL, body: '{"phone": "+393330000001"}', timeoutMs: 15_000 },
      origin: { stepId: "s", visit: 1 },
    });
    expect(engine.notes()).toEqual(["next"]);
  });

  test("escapes what customers wrote, in the body and in the address", () => {
    const { request } = enter({ url: `${URL}/{{ contact.first_name }}`, body: '{"name": "{{ contact.first_name }}"}' }, ["next"], {
      firstName: 'A"/../x?y\n',
    });
    expect(request?.payload["url"]).toBe(`${URL}/A%22%2F..%2Fx%3Fy%0A`);
    expect(JSON.parse(String(request?.payload["body"]))).toEqual({ name: 'A"/../x?y\n' });
  });

  test.each([
    ["it saves something", { save: { id: "CITY" } }, ["next"]],
    ["failed is connected", {}, ["next", "failed"]],
  ])("waits when %s", (_why, config, exits) => {
    const { engine, request } = enter(config, exits);
    expect(request?.awaited).toBe(true);
    expect(engine.at()).toEqual(["s"]);
  });

  test("saves by the field's type and into variables, and leaves what the answer lacks", () => {
    const { engine, answer, left } = enter({
      save: { "data.id": "CITY", "data.n": "SCORE", "data.tags[0]": "vars.tag", gone: "BIRTHDAY" },
    });
    answer({ ok: true, status: 200, body: { data: { id: 42, n: "7,5", tags: ["x"] } } as never });
    expect(engine.scope.contact.fields).toEqual({ CITY: "42", SCORE: 7.5 });
    expect(engine.run().vars).toMatchObject({ tag: "x", webhook_status: 200 });
    expect(left()).toMatchObject({ exit: "next", error: "missing_value: gone" });
  });

  test("takes failed with the code of the last attempt", () => {
    const { engine, answer, left } = enter({}, ["next", "failed"]);
    answer({ ok: false, code: "http_503", status: 503 });
    expect(engine.notes()).toEqual(["failed"]);
    expect(engine.run().vars["webhook_status"]).toBe(503);
    expect(left()).toMatchObject({ exit: "failed", error: "http_503" });
  });

  test("is not woken by the answer to another request, and gives up on a lost one", () => {
    const { engine } = enter({}, ["next", "failed"]);
    engine.receive({ type: "request_result", key: "another", ok: true });
    expect(engine.at()).toEqual(["s"]);
    engine.sleep(3 * HOUR);
    expect(engine.notes()).toEqual(["failed"]);
  });

  test.each([
    ["a body that is no JSON", { body: '{"a": {% if false %}1{% endif %}}' }, "invalid_body: not JSON"],
    ["a header with a line break", { headers: { "X-Name": "{{ contact.first_name }}" } }, "invalid_header: X-Name"],
  ])("fails before asking for %s", (_what, config, error) => {
    const { engine, request, left } = enter(config, ["next", "failed"], { firstName: "a\r\nX-Evil: 1" });
    expect(request).toBeUndefined();
    expect(engine.notes()).toEqual(["failed"]);
    expect(left()?.error).toBe(error);
  });

  test("waits when a later step looks at the status", () => {
    const later = (text: string) => {
      const document = {
        name: "A",
        triggers: [{ id: "t", type: "list", config: { lists: ["Leads"] }, next: "s" }],
        steps: [
          { id: "s", type: "send_webhook", config: { url: URL }, exits: { next: "d" } },
          { id: "d", type: "add_tag", config: { tags: ["vip"] }, exits: { next: "n" } },
          { id: "n", type: "add_note", config: { text } },
        ],
      };
      return document;
    };
    const waits = (text: string) => {
      const engine = stepFixtureOf(later(text));
      return engine.at().includes("s");
    };
    expect(waits("Status {{ vars.webhook_status }}")).toBe(true);
    expect(waits("Done")).toBe(false);
  });
});

function stepFixtureOf(document: { name: string } & Record<string, unknown>) {
  const engine = engineFixture(registry, [document]);
  engine.receive({ type: "list_changed", list: "Leads", change: "added" });
  return engine;
}

describe("publishing", () => {
  const problemsOf = (config: object) => {
    const { definition, problems } = parseDefinition(registry, {
      name: "A",
      triggers: [{ id: "t", type: "list", config: { lists: ["Leads"] }, next: "s" }],
      steps: [{ id: "s", type: "send_webhook", config }],
    });
    if (!definition) return problems;
    return validateDefinition(registry, definition, workspaceFixture(), { purpose: "publish", taken: new Map() });
  };

  test.each([
    [{ url: "crm.example.com" }, "invalid_config", "steps.0.config.url"],
    [{ url: URL, headers: { Host: "x" } }, "invalid_config", "steps.0.config.headers.Host"],
    [{ url: URL, headers: { "webhook-id": "x" } }, "invalid_config", "steps.0.config.headers.webhook-id"],
    [{ url: URL, body: "{broken" }, "invalid_config", "steps.0.config.body"],
    [{ url: URL, auth: "CRM" }, "missing_connection", "steps.0.config.auth"],
    [{ url: URL, save: { id: "NO_SUCH" } }, "unknown_object", "steps.0.config.save.id"],
  ])("refuses %j", (config, code, path) => {
    expect(problemsOf(config)).toContainEqual(expect.objectContaining({ code, path }));
  });

  test("accepts JSON with variables outside of texts", () => {
    expect(problemsOf({ url: URL, body: '{"score": {{ contact.fields.SCORE }}, "name": {{ contact.first_name }}}' })).toEqual([]);
  });
});
