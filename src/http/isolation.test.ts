import { isContractProcedure } from "@orpc/contract";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contract } from "../contract/contract.ts";
import type { ProcedureMeta } from "../contract/procedure.ts";
import { newId } from "../store/id.ts";
import { sampleInput } from "./sample-input.ts";
import { createTestApp, setUpOwner, type TestApp, type TestClient } from "./test-app.ts";

interface Procedure {
  path: string[];
  route: { method: string; path: string };
  permission: ProcedureMeta["permission"];
  input: unknown;
}

function procedures(router: object, prefix: string[] = []): Procedure[] {
  return Object.entries(router).flatMap(([key, value]) => {
    if (!isContractProcedure(value)) return procedures(value as object, [...prefix, key]);
    const { route, meta, inputSchema } = value["~orpc"];
    return [
      { path: [...prefix, key], route: route as Procedure["route"], permission: (meta as ProcedureMeta).permission, input: inputSchema },
    ];
  });
}

/** One object of each kind in a workspace, made through the API where it has a way. */
async function furnish(app: TestApp, client: TestClient, mark: string): Promise<Record<string, string>> {
  const me = await client.account.me({});
  const workspaceId = me.active?.workspace.id as string;
  const channelId = (await client.channels.list({})).items[0]?.id as string;
  const contact = await client.contacts.upsert({
    phone: mark === "A" ? "+393330000001" : "+393330000002",
    firstName: `${mark}-person`,
    email: `${mark}@secret.example`,
  });
  const chat = await client.chats.open({ contactId: contact.id });
  const note = await client.contacts.addNote({ id: contact.id, text: `${mark}-note` });
  const tag = await client.tags.create({ name: `${mark}-tag` });
  const list = await client.lists.create({ name: `${mark}-list` });
  const field = await client.fields.create({ code: `${mark}_FIELD`, label: `${mark}-field`, type: "text" });
  const segment = await client.segments.create({
    name: `${mark}-segment`,
    filter: { field: "contact.tags", op: "has_any", value: [`${mark}-tag`] },
  });
  const canned = await client.cannedReplies.create({ shortcut: `${mark}canned`, text: `${mark}-canned` });
  const template = await client.templates.create({
    name: `${mark.toLowerCase()}_template`,
    category: "utility",
    language: "it",
    definition: { body: `Ciao, ${mark}.` },
  });
  const automation = await client.automations.create({
    draft: {
      name: `${mark}-automation`,
      triggers: [{ id: "t1", type: "integration", config: {}, next: "s1" }],
      steps: [{ id: "s1", type: "add_tag", config: { tags: [`${mark}-tag`] } }],
    },
  });
  await client.automations.publish({ id: automation.id });
  const hook = (await client.hooks.list({})).items[0]?.id as string;
  const ticket = await client.tickets.create({ contactId: contact.id, title: `${mark}-ticket` });
  const campaign = await client.campaigns.create({
    name: `${mark}-campaign`,
    audience: { lists: [list.id] },
    templates: [{ template: template.name }],
  });
  const webhook = await client.eventWebhooks.create({
    name: `${mark}-hook`,
    url: "https://crm.example.com/events",
    types: ["webhook.test"],
  });
  const { deliveryId } = await client.eventWebhooks.test({ id: webhook.id });
  const connection = await client.connections.create({
    name: `${mark}-api`,
    kind: "http",
    settings: { scheme: "bearer" },
    secrets: { secret: "x" },
  });
  const agent = await client.agents.create({ name: `${mark}-agent` });
  const source = await client.agents.addText({ id: agent.id, title: `${mark}-source`, text: `${mark}-knowledge` });
  const asked = await client.agents.addCase({ id: agent.id, question: `${mark}-question` });
  const category = await client.tickets.createCategory({ name: `${mark}-category` });
  const status = await client.tickets.createStatus({ name: `${mark.toLowerCase()}_status`, done: false });
  const invitation = await client.members.invite({ role: "developer" });
  const key = await client.apiKeys.create({ name: `${mark}-key`, scopes: ["contacts:read"] });
  const imported = await client.imports.upload({ file: new File(["phone\n+393330009999\n"], `${mark}.csv`, { type: "text/csv" }) });
  const { db } = app.context;
  const [messageId, runId, mediaId] = [newId(), newId(), newId()];
  const at = new Date(app.clock.now());
  await db
    .insertInto("message")
    .values({
      workspace_id: workspaceId,
      id: messageId,
      chat_id: chat.id,
      contact_id: contact.id,
      channel_id: channelId,
      direction: "in",
      type: "text",
      text: `${mark}-message`,
      content: JSON.stringify({ type: "text", text: `${mark}-message` }),
      status: "received",
      sender: "contact",
      created_at: at,
    })
    .execute();
  const version = (await client.automations.get({ id: automation.id })).publishedVersionId as string;
  const state = {
    vars: {},
    reply: null,
    ticket: null,
    paths: [{ id: "p", step: "s1", visit: 1, enteredAt: app.clock.now(), wait: null }],
    steps: 0,
    visits: {},
    depth: 0,
  };
  await db
    .insertInto("run")
    .values({
      workspace_id: workspaceId,
      id: runId,
      automation_id: automation.id,
      version_id: version,
      contact_id: contact.id,
      status: "waiting",
      trigger: JSON.stringify({ type: "manual", id: null, at: 0 }),
      state: JSON.stringify(state),
      started_at: at,
    })
    .execute();
  await db
    .insertInto("media")
    .values({ workspace_id: workspaceId, id: mediaId, status: "stored", storage_key: "k", created_at: at })
    .execute();
  const ids = {
    ...{
      agents: agent.id,
      source: source.id,
      case: asked.id,
      workspaces: workspaceId,
      members: me.active?.memberId as string,
      channels: channelId,
      contacts: contact.id,
      tags: tag.id,
      lists: list.id,
      fields: field.id,
    },
    ...{
      segments: segment.id,
      campaigns: campaign.id,
      cannedReplies: canned.id,
      templates: template.id,
      automations: automation.id,
      hooks: hook,
      tickets: ticket.id,
      apiKeys: key.id,
      imports: imported.id,
    },
    ...{
      chats: chat.id,
      messages: messageId,
      runs: runId,
      media: mediaId,
      eventWebhooks: webhook.id,
      delivery: deliveryId,
      requests: deliveryId,
      connections: connection.id,
      note: note.id,
      invitation: invitation.id,
      category: category.id,
      status: status.id,
    },
  };
  return ids;
}

/** Every row of a workspace, as text. */
async function everything(app: TestApp, workspaceId: string): Promise<string> {
  const { rows: tables } = await sql<{
    name: string;
  }>`SELECT table_name AS name FROM information_schema.columns WHERE column_name = 'workspace_id' AND table_schema = 'public' ORDER BY 1`.execute(
    app.context.db,
  );
  const parts = await Promise.all(
    tables.map(
      async ({ name }) =>
        (
          await sql<{
            all: string;
          }>`SELECT coalesce(json_agg(t ORDER BY t::text), '[]')::text AS all FROM ${sql.table(name)} t WHERE workspace_id = ${workspaceId}`.execute(
            app.context.db,
          )
        ).rows[0]?.all,
    ),
  );
  return parts.join("\n");
}

describe("workspaces", () => {
  let app: TestApp;
  let mine: TestClient;
  let theirs: Record<string, string>;
  let before: string;
  const all = procedures(contract);

  beforeAll(async () => {
    app = await createTestApp();
    const first = await setUpOwner(app);
    await furnish(app, first.client, "A");
    mine = first.client;
    // Another person with a workspace of their own.
    const { auth } = app.context;
    await auth.api.signUpEmail({ body: { name: "Bruno", email: "bruno@example.com", password: "correct horse battery" } });
    const other = app.client();
    const signedIn = await app.server.inject({
      method: "POST",
      url: "/api/auth/sign-in/email",
      headers: { host: "parola.test" },
      payload: { email: "bruno@example.com", password: "correct horse battery" },
    });
    other.cookie.value = [signedIn.headers["set-cookie"] ?? []]
      .flat()
      .map((line) => line.split(";", 1)[0])
      .join("; ");
    await other.workspaces.create({ name: "Beta" });
    theirs = await furnish(app, other, "B");
    before = await everything(app, theirs["workspaces"] as string);
  });
  afterAll(() => app.close());

  it.each(all.filter(({ permission }) => permission !== "public").map((procedure) => [procedure.path.join("."), procedure] as const))(
    "%s shows and changes nothing of another workspace",
    async (name, { path, route, input }) => {
      if (name === "events.stream") return;
      const values = sampleInput(input, path, theirs);
      const call = path.reduce<unknown>((client, key) => (client as Record<string, unknown>)[key], mine) as (
        input: unknown,
      ) => Promise<unknown>;
      const answer = await call(values).then(
        (output) => ({ output }),
        (error: { code?: string; status?: number }) => ({ code: error.code, status: error.status }),
      );
      const namesTheirs = /\{(id|automationId|channelId|sessionId|noteId|hookId)\}/.test(route.path) && path[0] !== "gallery";
      if ("output" in answer) {
        expect(namesTheirs, `${name} answered for an object of another workspace`).toBe(false);
        const text = JSON.stringify(answer.output ?? null);
        for (const id of Object.values(theirs)) {
          // What was asked for may be told back in the refusal of one row.
          if (!JSON.stringify(values ?? null).includes(id)) expect(text).not.toContain(id);
        }
        expect(text).not.toMatch(
          /B-(person|hook|api|note|tag|list|field|segment|canned|automation|ticket|category|key|message)|b_template|B@secret/,
        );
      } else {
        expect([400, 403, 404, 409, 422, 503], `${name} ${answer.code}`).toContain(answer.status);
        if (namesTheirs) expect(["not_found", "forbidden", "invalid_input", "not_available", "conflict"], name).toContain(answer.code);
      }
    },
    20_000,
  );

  it("has not changed a single row of the other workspace", async () => {
    await app.settle();
    expect(await everything(app, theirs["workspaces"] as string)).toBe(before);
  });

  it("serves no file of another workspace", async () => {
    const answer = await app.server.inject({
      method: "GET",
      url: `/api/v1/media/${theirs["media"]}`,
      headers: { cookie: mine.cookie.value },
    });
    expect(answer.statusCode).toBe(404);
  });

  it("refuses to act for a workspace one is no member of", async () => {
    const answer = await app.server.inject({
      method: "GET",
      url: "/api/v1/contacts",
      headers: { cookie: mine.cookie.value, "x-workspace": theirs["workspaces"] as string },
    });
    expect(answer.statusCode).toBe(403);
  });
});
