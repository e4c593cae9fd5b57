import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestApp, setUpOwner, type TestApp, type TestClient } from "./test-app.ts";

describe("a hook", () => {
  let app: TestApp;
  let owner: TestClient;
  let workspaceId: string;
  let automationId: string;
  let url: string;
  let secret: string;
  beforeAll(async () => {
    app = await createTestApp();
    ({ client: owner, workspaceId } = await setUpOwner(app));
    await owner.fields.create({ code: "CITY", label: "City", type: "text" });
    await owner.fields.create({ code: "TOTAL", label: "Total", type: "number" });
    const automation = await owner.automations.create({
      draft: {
        name: "From the shop",
        triggers: [
          { id: "t1", type: "integration", config: { platform: "api" }, next: "s1" },
          {
            id: "t2",
            type: "integration",
            config: {
              platform: "custom",
              mapping: { phone: "lead.mobile", first_name: "lead.name", fields: { CITY: "lead.address.0.city" } },
            },
            next: "s1",
          },
          {
            id: "t4",
            type: "integration",
            config: {
              platform: "custom",
              mapping: { phone: '["your phone?"]', first_name: '["user.name"]', fields: { CITY: 'ids.0["a[b]"]', TOTAL: "n" } },
            },
            next: "s1",
          },
          {
            id: "t3",
            type: "integration",
            config: { platform: "activecampaign", mapping: { fields: { CITY: "contact.fields.city" } } },
            next: "s1",
          },
        ],
        steps: [{ id: "s1", type: "mark_unread", config: {}, exits: {} }],
      },
    });
    automationId = automation.id;
    await owner.automations.publish({ id: automationId });
    const { items } = await owner.hooks.list({});
    const hook = items.find(({ triggerId }) => triggerId === "t1");
    url = new URL(hook?.url ?? "").pathname;
    ({ secret } = await owner.hooks.secret({ id: hook?.id ?? "" }));
  });
  afterAll(() => app.close());

  const call = (payload: object | string, headers: Record<string, string> = {}, path = url) =>
    app.server.inject({ method: "POST", url: path, headers: { "content-type": "application/json", ...headers }, payload });
  const starts = () =>
    app.context.db
      .selectFrom("event")
      .select(["contact_id", "payload"])
      .where("workspace_id", "=", workspaceId)
      .where("type", "=", "start")
      .orderBy("seq")
      .execute();
  const clear = () => app.context.db.deleteFrom("event").execute();

  it("of an automation that is not active says so and starts nothing", async () => {
    const answer = await call({ secret, phone: "+393330000001" });
    expect([answer.statusCode, answer.json().code]).toEqual([422, "not_active"]);
    expect(await starts()).toEqual([]);
    await owner.automations.activate({ id: automationId });
  });

  it("upserts the contact and starts with the payload, without the secret in it", async () => {
    const body = {
      phone: "333 0000001",
      first_name: "Anna",
      email: "anna@example.com",
      custom_fields: { city: "Roma", TOTAL: "12,50", UNKNOWN: 1 },
      metadata: { order: 7 },
    };
    const answer = await call({ secret, ...body });
    expect(answer.statusCode).toBe(202);
    const contact = await owner.contacts.get({ id: answer.json().contact_id });
    expect(contact).toMatchObject({
      phone: "+393330000001",
      firstName: "Anna",
      email: "anna@example.com",
      fields: { CITY: "Roma", TOTAL: 12.5 },
    });
    expect(await starts()).toMatchObject([
      { contact_id: contact.id, payload: { automationId, triggerId: "t1", context: { payload: body } } },
    ]);
    expect(JSON.stringify(await starts())).not.toContain(secret);
  });

  it.each([
    ["in Authorization", () => ({ authorization: `Bearer ${secret}` })],
    ["in X-Parola-Secret", () => ({ "x-parola-secret": secret })],
  ])("takes the secret %s", async (_where, headers) => {
    expect((await call({ phone: "+393330000001" }, headers())).statusCode).toBe(202);
  });

  it("takes ActiveCampaign's forms, with the secret in the address", async () => {
    const form =
      "type=subscribe&contact[email]=bruno%40example.com&contact[phone]=333+0000007&contact[first_name]=Bruno&contact[fields][city]=Bari";
    const { items } = await owner.hooks.list({});
    const hook = items.find(({ triggerId }) => triggerId === "t3");
    const own = (await owner.hooks.secret({ id: hook?.id ?? "" })).secret;
    const path = new URL(hook?.url ?? "").pathname;
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    expect((await call(form, headers, `${path}?secret=wrong`)).statusCode).toBe(403);
    const answer = await call(form, headers, `${path}?secret=${own}`);
    expect(answer.statusCode).toBe(202);
    expect(await owner.contacts.get({ id: answer.json().contact_id })).toMatchObject({
      phone: "+393330000007",
      firstName: "Bruno",
      email: "bruno@example.com",
      fields: { CITY: "Bari" },
    });
    expect((await owner.hooks.calls({ id: hook?.id ?? "" })).items[0]?.body).toMatchObject({ contact: { fields: { city: "Bari" } } });
  });

  it.each([
    ["a wrong secret", () => call({ secret: "wrong", phone: "+393330000001" }), 403, "wrong_secret"],
    ["no secret", () => call({ phone: "+393330000001" }), 403, "wrong_secret"],
    ["a bad number", () => call({ secret, phone: "12" }), 400, "invalid_phone"],
    ["no number", () => call({ secret }), 400, "invalid_phone"],
    ["no JSON", () => call("{", { "x-parola-secret": secret }), 400, "invalid_input"],
    ["no object", () => call("[]", { "x-parola-secret": secret }), 400, "invalid_input"],
    ["an unknown address", () => call({ secret }, {}, "/hooks/0198c0de-0000-7000-8000-000000000000"), 404, "not_found"],
    ["an address that is none", () => call({ secret }, {}, "/hooks/1%27%20OR%201=1"), 404, "not_found"],
    ["more than a megabyte", () => call({ secret, phone: "+393330000001", junk: "x".repeat(1_100_000) }), 413, "too_large"],
  ])("refuses %s", async (_what, request, status, code) => {
    await clear();
    const answer = await request();
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
    expect(await starts()).toEqual([]);
  });

  it("answers a repeated key as the first time and starts once, even when both come at the same moment", async () => {
    await clear();
    const answers = await Promise.all([1, 2, 3].map(() => call({ secret, phone: "+393330000002" }, { "idempotency-key": "order-7" })));
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([202, 202, 202]);
    expect(await starts()).toHaveLength(1);
    await call({ secret, phone: "+393330000002" }, { "idempotency-key": "order-8" });
    expect(await starts()).toHaveLength(2);
  });

  it("takes five hundred at once, and tells of each that is refused", async () => {
    await clear();
    const items = Array.from({ length: 500 }, (_, index) => ({ phone: index === 7 ? "bad" : `+39344${String(1_000_000 + index)}` }));
    const answer = await call({ secret, items }, {}, `${url}/bulk`);
    expect(answer.json()).toMatchObject({ accepted: 499 });
    expect(answer.json().results[7]).toMatchObject({ contact_id: null, error: { code: "invalid_phone" } });
    expect(await starts()).toHaveLength(499);
    expect((await call({ secret, items: [...items, { phone: "+393330000001" }] }, {}, `${url}/bulk`)).statusCode).toBe(400);
  });

  it("answers at the address that Spoki's integrations call", async () => {
    await clear();
    const compatible = `${url.replace("/hooks/", "/wh/ap/")}/`;
    expect(
      (await call({ secret, phone: "+393330000001", first_name: "Anna", custom_fields: { CITY: "Bari" } }, {}, compatible)).statusCode,
    ).toBe(202);
    expect((await call([{ phone: "+393330000001" }], { "x-parola-secret": secret }, `${compatible}bulk/`)).statusCode).toBe(202);
    expect(await starts()).toHaveLength(2);
  });

  it("finds the contact in a body of another form by its mapping", async () => {
    const hook = (await owner.hooks.list({})).items.find(({ triggerId }) => triggerId === "t2");
    const own = await owner.hooks.secret({ id: hook?.id ?? "" });
    const answer = await call(
      { lead: { mobile: 393330000009, name: "Ugo", address: [{ city: "Lecce" }] } },
      { "x-parola-secret": own.secret },
      new URL(hook?.url ?? "").pathname,
    );
    expect(await owner.contacts.get({ id: answer.json().contact_id })).toMatchObject({
      firstName: "Ugo",
      phone: "+393330000009",
      fields: { CITY: "Lecce" },
    });
  });

  it("finds what keys of every kind hold, and keeps long ids digit by digit in what is shown and what is mapped", async () => {
    const hook = (await owner.hooks.list({})).items.find(({ triggerId }) => triggerId === "t4");
    const own = await owner.hooks.secret({ id: hook?.id ?? "" });
    const body = '{"your phone?": "+393330000019", "user.name": "Eva", "ids": [{"a[b]": 9007199254740993}], "n": 12345678901234567890}';
    const answer = await call(body, { "x-parola-secret": own.secret }, new URL(hook?.url ?? "").pathname);
    // TOTAL is a number field: what no number can hold is left out, not rounded.
    expect(await owner.contacts.get({ id: answer.json().contact_id })).toMatchObject({
      firstName: "Eva",
      fields: { CITY: "9007199254740993" },
    });
    expect((await owner.contacts.get({ id: answer.json().contact_id })).fields["TOTAL"]).toBeUndefined();
    expect((await owner.hooks.calls({ id: hook?.id ?? "" })).items[0]?.body).toMatchObject({
      ids: [{ "a[b]": "9007199254740993" }],
      n: "12345678901234567890",
    });
    const poison = '{"__proto__": {"phone": "+393330000019"}, "n": 12345678901234567890}';
    expect((await call(poison, { "x-parola-secret": own.secret }, new URL(hook?.url ?? "").pathname)).statusCode).toBe(400);
  });

  it("keeps its address and secret over publishing; a new secret ends the old one", async () => {
    await owner.automations.publish({ id: automationId });
    expect((await call({ secret, phone: "+393330000001" })).statusCode).toBe(202);
    const id = url.split("/").at(-1) as string;
    const rotated = await owner.hooks.rotateSecret({ id });
    expect((await call({ secret, phone: "+393330000001" })).statusCode).toBe(403);
    expect((await call({ secret: rotated.secret, phone: "+393330000001" })).statusCode).toBe(202);
    expect((await owner.hooks.calls({ id })).items[0]).toMatchObject({ status: 202, body: { phone: "+393330000001" } });
  });
});
