/**
 * The Zapier app is held to the documented form of an app definition, by checks of our own since the platform's packages are not
 * ours to install, and its functions run against the real API with an API key, as the platform would run them.
 */
import { createRequire } from "node:module";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EVENT_SAMPLES, WEBHOOK_EVENT_TYPES, type WebhookEventType } from "../src/domain/webhook-event.ts";
import { createTestApp, setUpOwner, type TestApp, type TestClient } from "../src/http/test-app.ts";

interface ZRequest {
  url: string;
  method?: string;
  body?: unknown;
  params?: Record<string, string>;
  headers?: Record<string, string>;
}
interface Z {
  request(options: ZRequest): Promise<{ data: unknown }>;
}
interface Bundle {
  authData: Record<string, string>;
  inputData?: Record<string, unknown>;
  targetUrl?: string;
  subscribeData?: { id: string };
  cleanedRequest?: unknown;
  rawRequest?: { headers: Record<string, string> };
}
type Perform = (z: Z, bundle: Bundle) => Promise<unknown>;
interface Field {
  key: string;
  label?: string;
  type?: string;
  dict?: boolean;
}
interface Operation {
  type?: string;
  perform: Perform;
  performSubscribe?: Perform;
  performUnsubscribe?: Perform;
  performList?: Perform;
  inputFields?: Field[];
  outputFields?: Field[];
  sample: Record<string, unknown>;
}
interface Part {
  key: string;
  noun: string;
  display: { label: string; description: string };
  operation: Operation;
}
interface App {
  version: string;
  platformVersion: string;
  authentication: { type: string; fields: Field[]; test: Perform; connectionLabel: string };
  beforeRequest: ((request: ZRequest, z: Z, bundle: Bundle) => ZRequest)[];
  afterResponse: unknown[];
  triggers: Record<string, Part>;
  creates: Record<string, Part>;
  searches: Record<string, Part>;
}

const definition = createRequire(import.meta.url)("../integrations/zapier/index.js") as App;
const KEY = /^[a-zA-Z]+[a-zA-Z0-9_]*$/;
const FIELD_TYPES = ["string", "text", "integer", "number", "boolean", "datetime", "password", "file", "copy", undefined];
const parts = (["triggers", "creates", "searches"] as const).flatMap((kind) =>
  Object.entries(definition[kind]).map(([key, part]) => [`${kind}.${key}`, kind, key, part] as const),
);

describe("the definition", () => {
  it("names its version, the platform's, and how accounts are connected", () => {
    expect(definition.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(definition.platformVersion).toMatch(/^\d+\.\d+\.\d+$/);
    expect(definition.authentication).toMatchObject({ type: "custom", test: expect.any(Function), connectionLabel: expect.any(String) });
    for (const field of definition.authentication.fields) expect(field.key).toMatch(KEY);
    expect(definition.authentication.fields.find(({ key }) => key === "apiKey")?.type).toBe("password");
  });

  it.each(parts)("%s has the documented form", (_name, kind, key, { key: own, noun, display, operation }) => {
    expect(own).toBe(key);
    expect(key).toMatch(KEY);
    expect(noun).not.toBe("");
    expect(display.label.length).toBeLessThanOrEqual(64);
    expect(display.description).toMatch(/^[A-Z].*\.$/);
    if (kind === "triggers") {
      expect(display.description).toMatch(/^Triggers when /);
      expect(operation.type).toBe("hook");
      for (const name of ["performSubscribe", "performUnsubscribe", "performList"] as const)
        expect(operation[name]).toEqual(expect.any(Function));
    }
    expect(operation.perform).toEqual(expect.any(Function));
    for (const field of [...(operation.inputFields ?? []), ...(operation.outputFields ?? [])]) {
      expect(field.key).toMatch(KEY);
      expect(FIELD_TYPES).toContain(field.type);
    }
    for (const field of operation.inputFields ?? []) expect(field.label, field.key).toEqual(expect.any(String));
    expect(typeof operation.sample["id"]).toBe("string");
    for (const { key: shown } of operation.outputFields ?? []) {
      const value = shown.split("__").reduce<unknown>((one, name) => (one as Record<string, unknown>)[name], operation.sample);
      expect(value, shown).not.toBeUndefined();
    }
  });
});

describe("the triggers", () => {
  const offered = Object.values(definition.triggers).map(({ operation }) => operation.sample as { type: WebhookEventType; data: object });
  /** Known to Parola, and of no use to a Zap. */
  const LEFT_OUT = ["message.sent", "message.delivered", "run.waiting", "run.stopped", "contact.deleted", "webhook.test"];

  it("are the events there are, but those of no use to a Zap", () => {
    expect([...offered.map(({ type }) => type), ...LEFT_OUT].sort()).toEqual([...WEBHOOK_EVENT_TYPES].sort());
  });

  it("show samples of the form in which the events come", () => {
    const form = (data: object) => Object.entries(data).map(([key, value]) => [key, value === null ? "null" : typeof value]);
    for (const { type, data } of offered) expect(form(data), type).toEqual(form(EVENT_SAMPLES[type]));
  });
});

describe("on the real API", () => {
  let app: TestApp;
  let owner: TestClient;
  let z: Z;
  let bundle: Bundle;
  beforeAll(async () => {
    app = await createTestApp();
    ({ client: owner } = await setUpOwner(app));
    const scopes = ["contacts", "chats", "automations", "integrations", "objects"].flatMap((name) => [`${name}:read`, `${name}:write`]);
    const { key } = await owner.apiKeys.create({ name: "Zapier", scopes: ["workspace:read", ...scopes] as ["workspace:read"] });
    bundle = { authData: { baseUrl: "http://parola.test/", apiKey: key } };
    z = {
      async request(options) {
        const request = definition.beforeRequest.reduce<ZRequest>((one, add) => add(one, z, bundle), { headers: {}, ...options });
        const { pathname } = new URL(request.url);
        const answer = await app.server.inject({
          method: (request.method ?? "GET") as "GET",
          url: pathname,
          headers: { host: "parola.test", ...request.headers },
          ...(request.params && { query: request.params }),
          ...(request.body !== undefined && { payload: request.body as object }),
        });
        if (answer.statusCode >= 400) throw new Error(`${answer.statusCode} ${answer.body}`);
        return { data: answer.json<unknown>() };
      },
    };
  });
  afterAll(() => app.close());

  const input = (inputData: Record<string, unknown>) => ({ ...bundle, inputData });
  const operation = (kind: "triggers" | "creates" | "searches", key: string) => definition[kind][key]?.operation as Operation;

  it("connects, and sends the key to no other address", async () => {
    expect(await definition.authentication.test(z, bundle)).toMatchObject({ name: expect.any(String) });
    const elsewhere = definition.beforeRequest[0]?.({ url: "https://elsewhere.example.com/api/v1/contacts", headers: {} }, z, bundle);
    expect(elsewhere?.headers).toEqual({});
  });

  it.each(Object.keys(definition.triggers))("%s subscribes, shows samples of its own form, and lets go", async (key) => {
    const trigger = operation("triggers", key);
    const subscribed = (await trigger.performSubscribe?.(z, {
      ...bundle,
      targetUrl: `https://hooks.zapier.com/hooks/standard/1/${key}`,
    })) as {
      id: string;
    };
    expect(await owner.eventWebhooks.get({ id: subscribed.id })).toMatchObject({ types: [trigger.sample["type"]], status: "active" });
    const listed = (await trigger.performList?.(z, bundle)) as Record<string, unknown>[];
    expect(Object.keys(listed[0] ?? {})).toEqual(Object.keys(trigger.sample));
    expect(Object.keys(listed[0]?.["data"] as object)).toEqual(Object.keys(trigger.sample["data"] as object));
    const event = { type: trigger.sample["type"], timestamp: "2026-03-02T09:00:00.000Z", data: trigger.sample["data"] };
    const got = await trigger.perform(z, {
      ...bundle,
      cleanedRequest: event,
      rawRequest: { headers: { "Http-Webhook-Id": "delivery-1" } },
    });
    expect(got).toMatchObject([{ id: "delivery-1", ...event }]);
    await trigger.performUnsubscribe?.(z, { ...bundle, subscribeData: subscribed });
    await expect(owner.eventWebhooks.get({ id: subscribed.id })).rejects.toMatchObject({ code: "not_found" });
  });

  it("makes and finds contacts, and changes only what was given", async () => {
    await operation("creates", "upsert_contact").perform(
      z,
      input({ phone: "+393330000005", firstName: "Anna", lastName: "", tags: ["Lead"] }),
    );
    await operation("creates", "upsert_contact").perform(z, input({ phone: "+393330000005", firstName: "", email: "anna@example.com" }));
    const found = await operation("searches", "find_contact").perform(z, input({ phone: "+393330000005" }));
    expect(found).toMatchObject([{ firstName: "Anna", email: "anna@example.com" }]);
    expect(await operation("searches", "find_contact").perform(z, input({ email: "nobody@example.com" }))).toEqual([]);
  });

  it("finds an automation and starts it; sends a text inside the window only", async () => {
    const made = await owner.automations.create({
      draft: {
        name: "Welcome",
        triggers: [{ id: "t1", type: "customer_message", config: { phrases: ["hi"] }, next: "s1" }],
        steps: [{ id: "s1", type: "mark_unread", config: {}, exits: {} }],
      },
    });
    await owner.automations.publish({ id: made.id });
    await owner.automations.activate({ id: made.id });
    const [found] = (await operation("searches", "find_automation").perform(z, input({ name: "Welc" }))) as { id: string; state: string }[];
    expect(found).toMatchObject({ id: made.id, state: "active" });
    const started = await operation("creates", "start_automation").perform(z, input({ automationId: made.id, phone: "+393330000006" }));
    expect(started).toMatchObject({ id: expect.any(String) });
    const send = operation("creates", "send_message").perform(z, input({ phone: "+393330000006", text: "Hello" }));
    await expect(send).rejects.toThrow("window_closed");
  });
});
