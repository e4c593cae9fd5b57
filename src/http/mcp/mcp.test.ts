import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Permission } from "../../contract/roles.ts";
import { createTestApp, setUpOwner, type TestApp, type TestClient } from "../test-app.ts";
import { mcpTools } from "./tools.ts";

describe("the Model Context Protocol", () => {
  let app: TestApp;
  let owner: TestClient;
  let url: URL;
  const open: Client[] = [];

  beforeAll(async () => {
    app = await createTestApp();
    ({ client: owner } = await setUpOwner(app));
    url = new URL("/mcp", await app.server.listen({ port: 0, host: "127.0.0.1" }));
  });
  afterEach(async () => {
    for (const client of open.splice(0)) await client.close();
  });
  afterAll(async () => {
    await app.close();
  });

  async function connect(scopes: Permission[]): Promise<Client> {
    const { key } = await owner.apiKeys.create({ name: "Assistant", scopes: [...scopes] });
    const client = new Client({ name: "test", version: "1" });
    await client.connect(new StreamableHTTPClientTransport(url, { requestInit: { headers: { authorization: `Bearer ${key}` } } }));
    open.push(client);
    return client;
  }

  async function use(client: Client, name: string, input: Record<string, unknown> = {}) {
    const { isError, content, structuredContent } = await client.callTool({ name, arguments: input });
    const text = (content as { text: string }[])[0]?.text ?? "";
    return { isError: isError === true, value: JSON.parse(text) as Record<string, unknown>, structuredContent };
  }

  it("offers a key the tools that its scopes allow, each with the form of its input", async () => {
    const { tools } = await (await connect(["contacts:read", "chats:read"])).listTools();
    const names = tools.map(({ name }) => name);
    expect(names).toContain("list_contacts");
    expect(names).not.toContain("update_contact");
    expect(names).not.toContain("send_message");
    expect(tools.find(({ name }) => name === "get_contact")).toMatchObject({
      description: "One contact",
      inputSchema: { type: "object", required: ["id"] },
      annotations: { readOnlyHint: true, destructiveHint: false },
    });
  });

  it("says in every tool what it is for and that it takes an object", () => {
    for (const { name, description, inputSchema } of mcpTools().values()) {
      expect(description, name).toMatch(/^[A-Z]/);
      expect(inputSchema.type, name).toBe("object");
    }
  });

  it("writes an automation, has it checked and published, and finds it again", async () => {
    const client = await connect(["automations:read", "automations:write"]);
    const draft = {
      name: "Greeter",
      triggers: [{ id: "t1", type: "customer_message", config: { phrases: ["hello"] }, next: "s1" }],
      steps: [{ id: "s1", type: "send_message", config: { kind: "text", text: "Good morning" } }],
    };
    const made = await use(client, "create_automation", { draft });
    expect(made.isError).toBe(false);
    expect(made.structuredContent).toMatchObject({ state: "draft" });
    const { id } = made.value as { id: string };
    const published = await use(client, "publish_automation", { id });
    expect(published.isError).toBe(false);
    const { value } = await use(client, "list_automations");
    expect(value).toMatchObject({ items: [{ id, name: "Greeter" }] });
  });

  it("tells the model why something was refused, as the API does", async () => {
    const client = await connect(["contacts:read", "contacts:write"]);
    const wrong = await use(client, "upsert_contact", { phone: "12345" });
    expect(wrong).toMatchObject({ isError: true, value: { code: "invalid_phone" } });
    const misfit = await use(client, "get_contact", { id: 7 });
    expect(misfit).toMatchObject({ isError: true, value: { code: "invalid_input", issues: [{ path: "id" }] } });
    const unknown = await use(client, "drop_tables");
    expect(unknown).toMatchObject({ isError: true, value: { code: "not_found" } });
  });

  it("refuses a tool that the key's scopes do not allow, also one that was not listed", async () => {
    const client = await connect(["contacts:read"]);
    const refused = await use(client, "upsert_contact", { phone: "+393331234567" });
    expect(refused).toMatchObject({ isError: true, value: { code: "forbidden", permission: "contacts:write" } });
  });

  it("writes down in the audit log what an assistant changed", async () => {
    await use(await connect(["objects:write"]), "create_tag", { name: "From an assistant" });
    const { items } = await owner.workspaces.audit({});
    expect(items[0]).toMatchObject({ action: "tags.create", detail: { name: "From an assistant" } });
  });

  it("hands out the pages on steps and start steps", async () => {
    const client = await connect(["automations:read"]);
    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri)).toEqual(["parola://docs/steps", "parola://docs/triggers"]);
    const { contents } = await client.readResource({ uri: "parola://docs/steps" });
    expect(contents[0]).toMatchObject({ mimeType: "text/markdown", text: expect.stringContaining("send_message") });
    await expect(client.readResource({ uri: "parola://docs/../../.env" })).rejects.toThrow(/There is no/);
  });

  it("asks for a key: neither none, a wrong one nor a person's session will do", async () => {
    const ask = (headers: Record<string, string>) =>
      fetch(url, { method: "POST", headers: { "content-type": "application/json", ...headers }, body: "{}" });
    for (const headers of [{}, { authorization: "Bearer wrong" }, { cookie: owner.cookie.value }] as Record<string, string>[]) {
      const answer = await ask(headers);
      expect(answer.status).toBe(401);
      expect(answer.headers.get("www-authenticate")).toBe('Bearer realm="Parola"');
      expect(await answer.json()).toMatchObject({ code: "unauthenticated" });
    }
    const foreign = await ask({ origin: "https://evil.example" });
    expect(foreign.status).toBe(403);
    expect(await foreign.json()).toMatchObject({ code: "cross_origin" });
  });

  it("answers what is no message of the protocol with an error, and goes on", async () => {
    const { key } = await owner.apiKeys.create({ name: "Odd", scopes: ["contacts:read"] });
    const headers = { authorization: `Bearer ${key}`, "content-type": "application/json", accept: "application/json, text/event-stream" };
    for (const body of ["{}", "[]", "null", '"text"', "{", `{"jsonrpc":"2.0","id":1,"method":"${"x".repeat(1000)}"}`, "[".repeat(5000)]) {
      const { status } = await fetch(url, { method: "POST", headers, body });
      expect(status, body.slice(0, 40)).toBeLessThan(500);
    }
    const _meta = {
      "io.modelcontextprotocol/protocolVersion": "2026-07-28",
      "io.modelcontextprotocol/clientInfo": { name: "test", version: "1" },
      "io.modelcontextprotocol/clientCapabilities": {},
    };
    const listen = { jsonrpc: "2.0", id: 1, method: "subscriptions/listen", params: { notifications: { toolsListChanged: true }, _meta } };
    const modern = { ...headers, "mcp-protocol-version": "2026-07-28", "mcp-method": "subscriptions/listen" };
    const refused = await fetch(url, { method: "POST", headers: modern, body: JSON.stringify(listen) });
    expect(await refused.json()).toMatchObject({ error: { message: "Subscription limit reached" } });
    for (const method of ["GET", "DELETE"])
      expect((await fetch(url, { method, headers: { authorization: headers.authorization } })).status).toBe(405);
  });
});
