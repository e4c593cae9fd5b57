import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestApp, joinAs, setUpOwner, type TestApp, type TestClient } from "./test-app.ts";

describe("the server", () => {
  let app: TestApp;
  let owner: TestClient;
  beforeAll(async () => {
    app = await createTestApp();
    ({ client: owner } = await setUpOwner(app));
  });
  afterAll(() => app.close());

  it("describes itself for machines, every procedure and the hooks included", async () => {
    const document = (await app.server.inject("/api/v1/openapi.json")).json();
    expect(document.openapi).toMatch(/^3\.1/);
    expect(Object.keys(document.paths).length).toBeGreaterThan(120);
    expect(document.paths["/contacts/{id}"].get.responses["404"]).toBeDefined();
    expect(document.paths["/hooks/{uuid}"].post.summary).toBeDefined();
  });

  it("describes itself for people, with nothing loaded from elsewhere", async () => {
    const page = await app.server.inject({ url: "/api/docs/" });
    expect(page.statusCode).toBe(200);
    expect(page.headers["content-type"]).toContain("text/html");
    expect(page.body).not.toMatch(/(?:src|href)="https?:\/\//);
  });

  it("answers what it cannot do as problem+json with a stable code", async () => {
    const answer = await app.server.inject({
      method: "POST",
      url: "/api/v1/tags",
      headers: { cookie: owner.cookie.value, origin: "http://parola.test", host: "parola.test" },
      payload: { colour: "red" },
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.headers["content-type"]).toBe("application/problem+json");
    expect(answer.json()).toMatchObject({
      type: "urn:parola:error:invalid_input",
      status: 400,
      code: "invalid_input",
      issues: expect.arrayContaining([expect.objectContaining({ path: "name" })]),
    });
    expect((await app.server.inject("/api/v1/nothing")).json()).toMatchObject({ code: "not_found" });
    expect((await app.server.inject("/api/elsewhere")).json()).toMatchObject({ code: "not_found" });
  });

  it("reads numbers and booleans of addresses as what they are", async () => {
    const answer = await app.server.inject({ url: "/api/v1/automations?days=7&favourite=false", headers: { cookie: owner.cookie.value } });
    expect([answer.statusCode, answer.json()]).toEqual([200, { items: [] }]);
    expect((await app.server.inject({ url: "/api/v1/contacts?limit=1000", headers: { cookie: owner.cookie.value } })).statusCode).toBe(400);
  });

  it("refuses bodies that are too large or would poison objects", async () => {
    const headers = { cookie: owner.cookie.value, origin: "http://parola.test", host: "parola.test", "content-type": "application/json" };
    expect(
      (await app.server.inject({ method: "POST", url: "/api/v1/tags", headers, payload: `{"name":"${"x".repeat(5_000_000)}"}` }))
        .statusCode,
    ).toBe(413);
    expect(
      (await app.server.inject({ method: "POST", url: "/api/v1/tags", headers, payload: '{"__proto__":{"name":"x"}}' })).statusCode,
    ).toBe(400);
  });

  it("sends the headers that keep strangers out of its pages", async () => {
    const { headers } = await app.server.inject("/healthz");
    expect(headers["content-security-policy"]).toContain("script-src 'self';");
    expect(headers).toMatchObject({ "x-content-type-options": "nosniff" });
  });

  it("tells how many requests are left", async () => {
    const { headers } = await app.server.inject({ url: "/api/v1/me", headers: { cookie: owner.cookie.value } });
    expect(Number(headers["x-ratelimit-remaining"])).toBeGreaterThan(0);
  });
});

describe("an API key", () => {
  let app: TestApp;
  let owner: TestClient;
  beforeAll(async () => {
    app = await createTestApp();
    ({ client: owner } = await setUpOwner(app));
  });
  afterAll(() => app.close());

  it("does what its scopes say, and no more", async () => {
    const made = await owner.apiKeys.create({ name: "Shop", scopes: ["contacts:read", "contacts:write"] });
    expect(made.key).toMatch(/^prl_/);
    const client = app.client({ authorization: `Bearer ${made.key}` });
    expect(await client.contacts.upsert({ phone: "+393330000001", consent: { state: "subscribed" } })).toMatchObject({ created: true });
    expect((await client.contacts.consentLog({ id: (await client.contacts.list({})).items[0]?.id ?? "" })).items).toMatchObject([
      { source: "api" },
    ]);
    await expect(client.automations.list({})).rejects.toMatchObject({ code: "forbidden", data: { permission: "automations:read" } });
    await expect(client.account.me({})).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("is shown once, and opens nothing when revoked", async () => {
    const made = await owner.apiKeys.create({ name: "Old", scopes: ["contacts:read"] });
    const listed = (await owner.apiKeys.list({})).items.find(({ id }) => id === made.id);
    expect(listed).toMatchObject({ name: "Old", scopes: ["contacts:read"], createdBy: "Olivia Owner" });
    expect(JSON.stringify(listed)).not.toContain(made.key);
    await owner.apiKeys.delete({ id: made.id });
    await expect(app.client({ authorization: `Bearer ${made.key}` }).contacts.list({})).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("goes on working when whoever made it is disabled or leaves, and the list says so", async () => {
    const leaver = await joinAs(app, owner, "developer", "leaver@example.com");
    const made = await leaver.apiKeys.create({ name: "Shop of a leaver", scopes: ["objects:read"] });
    const left = async () => (await owner.apiKeys.list({})).items.find(({ id }) => id === made.id)?.creatorLeft;
    const id = (await owner.members.list()).items.find(({ email }) => email === "leaver@example.com")?.id ?? "";
    expect(await left()).toBe(false);
    await owner.members.update({ id, disabled: true });
    expect(await left()).toBe(true);
    await owner.members.update({ id, disabled: false });
    expect(await left()).toBe(false);
    await owner.members.remove({ id });
    expect(await left()).toBe(true);
    expect((await app.client({ authorization: `Bearer ${made.key}` }).tags.list()).items).toEqual([]);
  });

  it("that nobody made opens nothing", async () => {
    await expect(app.client({ authorization: "Bearer prl_forged" }).contacts.list({})).rejects.toMatchObject({
      code: "unauthenticated",
      status: 401,
    });
  });
});

describe("signing in", () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp();
    await setUpOwner(app);
  });
  afterAll(() => app.close());

  const signIn = (password: string) =>
    app.server.inject({
      method: "POST",
      url: "/api/auth/sign-in/email",
      headers: { host: "parola.test" },
      payload: { email: "olivia@example.com", password },
    });

  it("gives a session that scripts cannot read", async () => {
    const answer = await signIn("correct horse battery");
    expect(answer.statusCode).toBe(200);
    expect(String(answer.headers["set-cookie"])).toMatch(/parola\.session_token=.*HttpOnly.*SameSite=Lax/i);
  });

  it("is refused with a wrong password", async () => {
    expect((await signIn("wrong horse battery")).statusCode).toBe(401);
  });

  it("does not show keys by better-auth's own addresses", async () => {
    const cookie = [(await signIn("correct horse battery")).headers["set-cookie"] ?? []]
      .flat()
      .map((line) => line.split(";", 1)[0])
      .join("; ");
    for (const path of ["create", "list", "delete", "update", "verify"]) {
      const answer = await app.server.inject({
        method: path === "list" ? "GET" : "POST",
        url: `/api/auth/api-key/${path}`,
        headers: { cookie, host: "parola.test", origin: "http://parola.test" },
        ...(path !== "list" && { payload: {} }),
      });
      expect(answer.statusCode, path).toBe(404);
    }
  });
});

it("answers what it has in hand when it is told to stop, and is not held up by who would keep the connection", async () => {
  const { server, close } = await createTestApp();
  await server.listen({ host: "127.0.0.1", port: 0 });
  const asked = once(server.server, "request");
  const socket = connect((server.server.address() as AddressInfo).port, "127.0.0.1");
  socket.write("POST /webhooks/whatsapp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{");
  await asked;
  const stopped = server.close();
  await expect.poll(() => server.server.listening).toBe(false);
  socket.write("}");
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 \d+ [^]*connection: close/i);
  await stopped;
  await close();
});
