/** For tests: a workspace with one object of each kind. */
import { createTestMode, type TestMode } from "../scenario/test-mode/service.ts";
import { newId } from "../store/id.ts";
import { createClient } from "../store/pool.ts";
import { sampleText } from "./sample-input.ts";
import type { TestApp, TestClient } from "./test-app.ts";

const SCENARIO = `scenario: Saved
clock: 2026-03-02T10:00:00+01:00
script: []
`;

/** Tests of the builder on a test app, which has none by itself. Stop it before the app is closed. */
export function addTestMode({ context, database }: TestApp): TestMode {
  const mode = createTestMode({
    ...context,
    logger: { ...context.logger, debug: () => {} },
    databaseUrl: database.url,
    connect: async () => {
      const client = createClient(database.url, "test mode");
      await client.connect();
      return client;
    },
  });
  context.tests = mode.service;
  return mode;
}

/** Made through the API where it has a way. Answers the ids by kind; `mark` is in every name. */
export async function furnish(app: TestApp, client: TestClient, mark: string): Promise<Record<string, string>> {
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
  const device = await client.devices.save({
    // Nobody is called: the address is a private one.
    endpoint: `https://127.0.0.1/${mark}`,
    keys: { p256dh: sampleText("p256dh"), auth: sampleText("auth") },
  });
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
  const voiceAgent = await client.voiceAgents.create({ name: `${mark}-voice`, script: { greeting: `${mark}-greeting`, goodbye: "Ciao" } });
  const scenario =
    app.context.tests && (await client.tests.saveScenario({ automationId: automation.id, name: `${mark}-test`, content: SCENARIO }));
  const session = app.context.tests && (await client.tests.start({ automationId: automation.id }));
  const ids = {
    ...(scenario && { tests: scenario.id }),
    ...(session && { session: session.sessionId }),
    voiceAgents: voiceAgent.id,
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
      devices: device.id,
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
