import { afterAll, beforeAll, expect, it } from "vitest";
import { touchWorkspace } from "../store/revision.ts";
import { createCampaignsLoop } from "../worker/campaigns-loop.ts";
import { createTestApp, joinAs, setUpOwner, type TestApp, type TestClient } from "./test-app.ts";

let app: TestApp;
let owner: TestClient;
let channelId: string;
let listId: string;
let contacts: string[];
beforeAll(async () => {
  app = await createTestApp();
  let workspaceId: string;
  ({ client: owner, channelId, workspaceId } = await setUpOwner(app));
  listId = (await owner.lists.create({ name: "All" })).id;
  contacts = [];
  for (const [index, consent] of (["subscribed", "not_declared", "unsubscribed"] as const).entries()) {
    const contact = await owner.contacts.upsert({
      phone: `+39333000000${index}`,
      firstName: `C${index}`,
      addToLists: ["All"],
      consent: { state: consent },
    });
    contacts.push(contact.id);
  }
  const { db } = app.context;
  const template = { workspace_id: workspaceId, id: crypto.randomUUID() };
  await db
    .insertInto("template")
    .values({ ...template, name: "promo", category: "marketing" })
    .execute();
  const definition = { name: "promo", category: "marketing", language: "it", body: "Hi {{first_name}}", buttons: [], examples: {} };
  await db
    .insertInto("template_version")
    .values({
      workspace_id: workspaceId,
      id: crypto.randomUUID(),
      template_id: template.id,
      language: "it",
      status: "approved",
      definition: JSON.stringify(definition),
    })
    .execute();
  await touchWorkspace(db, workspaceId);
});
afterAll(() => app.close());

const NOBODYS = "019c0000-0000-7000-8000-000000000000";
const LATER = { at: "2026-06-01T10:00:00+02:00" };

async function activeAutomation(): Promise<string> {
  const { id } = await owner.automations.create({
    draft: {
      name: `Automation ${crypto.randomUUID()}`,
      triggers: [{ id: "t1", type: "list", config: { lists: ["All"] }, next: "s1" }],
      steps: [{ id: "s1", type: "mark_unread", config: {} }],
    },
  });
  await owner.automations.publish({ id });
  await owner.automations.activate({ id });
  return id;
}

const draft = () => ({ name: "Spring", audience: { lists: [listId] }, templates: [{ template: "promo" }] });
async function run(): Promise<void> {
  const loop = createCampaignsLoop({ ...app.context, logger: { ...app.context.logger, debug: () => {} }, random: () => 0 });
  while ((await loop.runOnce()) > 0);
}

it("is estimated, made, started, and shows what came of it", async () => {
  const audience = { lists: [listId], contacts: [contacts[0] as string], exclude: { contacts: [] } };
  expect(await owner.campaigns.estimate({ audience })).toEqual({
    total: 3,
    blocked: 0,
    unreachable: 0,
    unsubscribed: 1,
    notDeclared: 1,
    reachable: 2,
    cost: null,
    limit: null,
  });
  await owner.workspaces.update({
    settings: { messagePrices: { currency: "EUR", marketing: 0.0572, utility: 0.02, authentication: 0.03 } },
  });
  expect((await owner.campaigns.estimate({ audience })).cost).toEqual({ amount: 0.1144, currency: "EUR" });
  expect((await owner.campaigns.estimate({ audience, category: "utility" })).reachable).toBe(3);

  const made = await owner.campaigns.create(draft());
  expect(made).toMatchObject({ state: "draft", channelId: null, schedule: {}, progress: { recipients: 0 } });
  const started = await owner.campaigns.start({ id: made.id });
  expect(started).toMatchObject({ state: "running", channelId });
  await run();
  expect(await owner.campaigns.get({ id: made.id })).toMatchObject({
    state: "running",
    progress: { recipients: 3, pending: 0, handled: 2, skipped: 1 },
  });
  expect(await owner.campaigns.results({ id: made.id })).toEqual({
    items: [{ variant: 0, sent: 0, delivered: 0, read: 0, replied: 0, pressed: 0, failed: 0, unknown: 0, skipped: 1 }],
    reasons: [{ kind: "skipped", reason: "unsubscribed", count: 1 }],
  });
  const { items } = await owner.campaigns.recipients({ id: made.id });
  expect(items.map(({ name, status, reason }) => ({ name, status, reason }))).toEqual([
    { name: "C0", status: "queued", reason: null },
    { name: "C1", status: "queued", reason: null },
    { name: "C2", status: "skipped", reason: "unsubscribed" },
  ]);
  expect((await owner.campaigns.recipients({ id: made.id, status: "skipped" })).items.length).toBe(1);
  const chat = await owner.chats.open({ contactId: contacts[0] });
  expect((await owner.chats.messages({ id: chat.id })).items[0]).toMatchObject({ sender: "campaign", text: "Hi C0" });
  await app.database.pool.query("DELETE FROM outbox");
  await run();
  expect((await owner.campaigns.get({ id: made.id })).state).toBe("completed");
});

it("is changed while it waits, and only what was sent with the change", async () => {
  const { id } = await owner.campaigns.create({ ...draft(), capHours: 24, schedule: { at: "2026-06-01T10:00:00+02:00" } });
  expect(await owner.campaigns.start({ id })).toMatchObject({ state: "scheduled", startsAt: "2026-06-01T08:00:00.000Z" });
  expect(await owner.campaigns.update({ id, name: "Summer" })).toMatchObject({
    state: "draft",
    name: "Summer",
    capHours: 24,
    schedule: { at: "2026-06-01T10:00:00+02:00" },
    templates: [{ template: "promo" }],
  });
  await owner.campaigns.start({ id });
  const inJune = await owner.campaigns.list({ from: "2026-06-01", to: "2026-06-30" });
  expect(inJune.items.map((campaign) => campaign.id)).toEqual([id]);
  expect(await owner.campaigns.pause({ id })).toMatchObject({ state: "paused" });
  expect(await owner.campaigns.resume({ id })).toMatchObject({ state: "scheduled" });
  expect(await owner.campaigns.cancel({ id })).toMatchObject({ state: "cancelled" });
  await owner.campaigns.delete({ id });
  await expect(owner.campaigns.get({ id })).rejects.toMatchObject({ code: "not_found" });
});

it("pages, newest first", async () => {
  for (const name of ["a", "b", "c"]) await owner.campaigns.create({ ...draft(), name: `Page ${name}` });
  const first = await owner.campaigns.list({ search: "page", limit: 2 });
  expect(first.items.map(({ name }) => name)).toEqual(["Page c", "Page b"]);
  const second = await owner.campaigns.list({ search: "page", limit: 2, cursor: first.nextCursor ?? undefined });
  expect(second).toMatchObject({ items: [{ name: "Page a" }], nextCursor: null });
});

it.each([
  ["with neither template nor automation", { templates: null }, "invalid_input"],
  ["with both", { automationId: "019c0000-0000-7000-8000-000000000000" }, "invalid_input"],
  ["for a list that is not the workspace's", { audience: { lists: ["019c0000-0000-7000-8000-000000000000"] } }, "invalid_input"],
  ["at no instant", { schedule: { at: "tomorrow" } }, "invalid_input"],
] as const)("is not made %s", async (_case, change, code) => {
  await expect(owner.campaigns.create({ ...draft(), ...change } as never)).rejects.toMatchObject({ code });
});

it.each([
  ["channelId", { channelId: NOBODYS }],
  ["automationId", { templates: null, automationId: NOBODYS }],
  ["audience.lists.0", { audience: { lists: [NOBODYS] } }],
  ["audience.exclude.segments.0", { audience: { exclude: { segments: [NOBODYS] } } }],
  ["schedule.at", { schedule: { at: "tomorrow" } }],
  ["schedule.at", { schedule: { at: "2026-06-01T10:00" } }],
] as const)("is told at %s that it names what is not there", async (path, change) => {
  await expect(owner.campaigns.create({ ...draft(), ...change } as never)).rejects.toMatchObject({
    code: "invalid_input",
    data: { issues: [{ path }] },
  });
});

it("keeps its number and its automation from being deleted while somebody is left to reach", async () => {
  const { id: numberId } = await owner.channels.createSandbox({ name: "Second" });
  const byNumber = await owner.campaigns.create({ ...draft(), name: "Leaves from it", channelId: numberId, schedule: LATER });
  await owner.campaigns.start({ id: byNumber.id });
  await expect(owner.channels.delete({ id: numberId })).rejects.toMatchObject({
    code: "in_use",
    message: expect.stringContaining('"Leaves from it"'),
    data: { usedBy: [{ kind: "campaign", id: byNumber.id }] },
  });
  await owner.campaigns.pause({ id: byNumber.id });
  await expect(owner.channels.delete({ id: numberId })).rejects.toMatchObject({ code: "in_use" });
  await owner.campaigns.cancel({ id: byNumber.id });

  const automationId = await activeAutomation();
  const byAutomation = await owner.campaigns.create({ ...draft(), name: "Starts it", templates: null, automationId, schedule: LATER });
  await owner.campaigns.start({ id: byAutomation.id });
  await expect(owner.automations.delete({ id: automationId })).rejects.toMatchObject({
    code: "in_use",
    data: { usedBy: [{ kind: "campaign", id: byAutomation.id, name: "Starts it" }] },
  });
  expect((await owner.automations.get({ id: automationId })).state).toBe("active");
  await owner.campaigns.cancel({ id: byAutomation.id });

  // What has ended forgets them.
  await owner.channels.delete({ id: numberId });
  await owner.automations.delete({ id: automationId });
  expect(await owner.campaigns.get({ id: byNumber.id })).toMatchObject({ state: "cancelled", channelId: null });
  expect(await owner.campaigns.get({ id: byAutomation.id })).toMatchObject({ state: "cancelled", automationId: null });
});

it("of which a draft's number was deleted, leaves from another only once somebody chose it", async () => {
  const { id: numberId } = await owner.channels.createSandbox({ name: "Third" });
  const { id } = await owner.campaigns.create({ ...draft(), channelId: numberId });
  await owner.channels.delete({ id: numberId });
  const left = { state: "draft", channelId: null, problem: "channel_deleted" };
  expect(await owner.campaigns.get({ id })).toMatchObject(left);
  expect(await owner.campaigns.update({ id, name: "Renamed" })).toMatchObject({ ...left, name: "Renamed" });
  await expect(owner.campaigns.start({ id })).rejects.toMatchObject({ code: "not_sendable", data: { reason: "channel_deleted" } });
  expect(await owner.campaigns.update({ id, channelId: null })).toMatchObject({ problem: null });
  expect(await owner.campaigns.start({ id })).toMatchObject({ state: "running", channelId });
  await owner.campaigns.cancel({ id });

  const automationId = await activeAutomation();
  const other = await owner.campaigns.create({ ...draft(), templates: null, automationId });
  await owner.automations.delete({ id: automationId });
  expect(await owner.campaigns.get({ id: other.id })).toMatchObject({ automationId: null, problem: "automation_deleted" });
  await expect(owner.campaigns.start({ id: other.id })).rejects.toMatchObject({
    code: "not_sendable",
    data: { reason: "automation_deleted" },
  });
});

it("is not started with a template that is not there, and not by whoever may not", async () => {
  const { id } = await owner.campaigns.create({ ...draft(), templates: [{ template: "none" }] });
  await expect(owner.campaigns.start({ id })).rejects.toMatchObject({ code: "not_sendable", data: { reason: "template_not_found" } });
  const manager = await joinAs(app, owner, "chat_manager");
  expect((await manager.campaigns.list({})).items.length).toBeGreaterThan(0);
  await expect(manager.campaigns.start({ id })).rejects.toMatchObject({ code: "forbidden" });
});

it("counts a contact that was two as one, with the message it got", async () => {
  const [first, second] = await Promise.all(
    ["+393330000101", "+393330000102"].map((phone) => owner.contacts.upsert({ phone, firstName: "Twin" })),
  );
  const ids = [first?.id as string, second?.id as string];
  const { id } = await owner.campaigns.create({ ...draft(), name: "Twins", audience: { contacts: ids } });
  await owner.campaigns.start({ id });
  await run();
  await owner.contacts.merge({ id: ids[0] as string, others: [ids[1] as string] });
  expect((await owner.campaigns.recipients({ id })).items).toMatchObject([{ contactId: ids[0], status: "queued" }]);
});
