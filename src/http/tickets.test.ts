import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createEngineLoop } from "../worker/engine-loop.ts";
import { createTestApp, joinAs, setUpOwner, type TestApp, type TestClient } from "./test-app.ts";

let app: TestApp;
let owner: TestClient;
let contactId: string;
const OPERATOR = "chat_operator@example.com";
beforeAll(async () => {
  app = await createTestApp();
  ({ client: owner } = await setUpOwner(app));
  await joinAs(app, owner, "chat_operator");
});
afterAll(() => app.close());
beforeEach(async () => {
  ({ id: contactId } = await owner.contacts.upsert({ phone: `+3933${String(Math.random()).slice(2, 10)}`, firstName: "Elena" }));
});

const open = (title: string, more: object = {}) => owner.tickets.create({ contactId, title, ...more });
const mine = async () => (await owner.tickets.list({ contactId })).items;

async function activate(name: string, trigger: object, step: object): Promise<string> {
  const { id } = await owner.automations.create({
    draft: {
      name,
      triggers: [{ id: "t1", type: "ticket", config: trigger, next: "s1" }],
      steps: [{ id: "s1", config: {}, ...step } as never],
    },
  });
  await owner.automations.publish({ id });
  await owner.automations.activate({ id });
  return id;
}

async function work(): Promise<void> {
  const loop = createEngineLoop({ ...app.context, logger: { ...app.context.logger, debug: () => {} }, random: () => 0 });
  while ((await loop.runOnce()) > 0);
}

describe("a ticket", () => {
  it("tells its history: what it was before and after, by whom, and the notes", async () => {
    const { id } = await open("Broken vase", { priority: "high" });
    await owner.tickets.update({ id, status: "in_progress", owner: OPERATOR });
    await owner.tickets.update({ id, status: "in_progress", priority: "high" });
    await owner.tickets.update({ id, title: "Broken vases", category: "Damage" });
    await owner.tickets.addNote({ id, text: "Photo received" });
    const ticket = await owner.tickets.update({ id, status: "resolved", category: null });
    expect(ticket).toMatchObject({ done: true, closedAt: expect.any(String) });
    const { history } = await owner.tickets.get({ id });
    expect(history.map(({ change }) => change)).toEqual([
      { created: { status: "open", priority: "high" } },
      { status: ["open", "in_progress"], owner: [null, OPERATOR] },
      { category: [null, "Damage"], title: ["Broken vase", "Broken vases"] },
      { note: "Photo received" },
      { status: ["in_progress", "resolved"], category: ["Damage", null] },
    ]);
    expect(new Set(history.map(({ author }) => author)).size).toBe(1);
    expect((await owner.tickets.update({ id, status: "open" })).closedAt).toBeNull();
  });

  it("has a reference that means one ticket of the contact", async () => {
    expect((await open("First", { reference: "ORD-7" })).reference).toBe("ORD-7");
    expect((await open("Second", { reference: "ORD-7" })).reference).toBe("ORD-7-2");
    const other = await owner.contacts.upsert({ phone: "+393330000099" });
    expect((await owner.tickets.create({ contactId: other.id, title: "Third", reference: "ORD-7" })).reference).toBe("ORD-7");
    await expect(open("Long", { reference: "x".repeat(101) })).rejects.toMatchObject({ code: "invalid_input" });
  });

  it.each([
    ["a status that is none", { status: "lost" }],
    ["somebody who is no member", { owner: "stranger@example.com" }],
    ["a priority that is none", { priority: "panic" }],
    ["no title", { title: "  " }],
  ])("is not changed to %s", async (_what, change) => {
    const { id } = await open("Stays");
    await expect(owner.tickets.update({ id, ...change } as never)).rejects.toMatchObject({ code: "invalid_input" });
    expect((await owner.tickets.get({ id })).history).toHaveLength(1);
  });

  it("that an automation numbers by a customer's text has a number of bearable length, by which it is found again", async () => {
    const { id } = await owner.automations.create({
      draft: {
        name: "From a text",
        triggers: [{ id: "t1", type: "ticket", config: { categories: ["Text"] }, next: "s1" }],
        steps: [
          { id: "s1", type: "open_ticket", config: { title: "y", reference: "{{ trigger.ticket.title }}" }, exits: { next: "s2" } },
          { id: "s2", type: "update_ticket", config: { reference: "{{ trigger.ticket.title }}", priority: "urgent" } },
        ],
      },
    });
    await owner.automations.publish({ id });
    await owner.automations.activate({ id });
    await open("語".repeat(300), { category: "Text" });
    await work();
    expect((await mine()).find(({ title }) => title === "y")).toMatchObject({ reference: "語".repeat(100), priority: "urgent" });
  });
});

describe("an own status", () => {
  it("counts as it says, and stays while a ticket has it or an automation names it", async () => {
    const status = await owner.tickets.createStatus({ name: "sent_back", label: "Sent back", done: true });
    const { id } = await open("Return");
    expect(await owner.tickets.update({ id, status: "sent_back" })).toMatchObject({ done: true });
    await expect(owner.tickets.deleteStatus({ id: status.id })).rejects.toMatchObject({ code: "in_use" });
    await owner.tickets.update({ id, status: "closed" });

    const automation = await activate("Back", { categories: ["Return"] }, { type: "update_ticket", config: { status: "sent_back" } });
    const used = { code: "in_use", data: { usedBy: [{ id: automation, name: "Back" }] } };
    await expect(owner.tickets.deleteStatus({ id: status.id })).rejects.toMatchObject(used);
    // The draft no longer names it; what runs still does.
    const { draftRevision, draft } = await owner.automations.get({ id: automation });
    await owner.automations.saveDraft({
      id: automation,
      draft: { ...draft, steps: [{ id: "s1", type: "mark_unread", config: {} }] },
      draftRevision,
    });
    await expect(owner.tickets.deleteStatus({ id: status.id })).rejects.toMatchObject(used);
    await owner.automations.publish({ id: automation });
    await owner.tickets.deleteStatus({ id: status.id });
    await expect(owner.tickets.update({ id, status: "sent_back" })).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("is none of the product's own, and a word without blanks", async () => {
    await expect(owner.tickets.createStatus({ name: "resolved", done: false })).rejects.toMatchObject({ code: "name_taken" });
    await expect(owner.tickets.createStatus({ name: "On hold", done: false })).rejects.toMatchObject({ code: "invalid_input" });
  });
});

describe("a category", () => {
  it("under a new name is that of its tickets, and of automations that run", async () => {
    await activate(
      "Complaints",
      { categories: ["Complaint"] },
      { type: "update_ticket", config: { category: "Handled", priority: "urgent" } },
    );
    const before = await open("Before", { category: "Complaint" });
    await work();
    const categories = (await owner.tickets.categories()).items;
    const idOf = (name: string) => categories.find((category) => category.name === name)?.id ?? "";
    await owner.tickets.renameCategory({ id: idOf("Complaint"), name: "Reclamo" });
    await owner.tickets.renameCategory({ id: idOf("Handled"), name: "Gestito" });
    expect(await owner.tickets.get({ id: before.id })).toMatchObject({ category: "Gestito", priority: "urgent" });
    const after = await open("After", { category: "Reclamo" });
    await work();
    expect(await owner.tickets.get({ id: after.id })).toMatchObject({ category: "Gestito", priority: "urgent" });
    expect((await owner.tickets.categories()).items.map(({ name }) => name).filter((name) => /Compl|Handled/.test(name))).toEqual([]);
  });

  it("that is deleted leaves its tickets without one", async () => {
    const { id } = await open("Kept", { category: "Passing" });
    const passing = (await owner.tickets.categories()).items.find(({ name }) => name === "Passing");
    await owner.tickets.deleteCategory({ id: passing?.id ?? "" });
    expect(await owner.tickets.get({ id })).toMatchObject({ category: null, title: "Kept" });
  });
});

describe("automations that set each other off", () => {
  it("by opening tickets end after five rounds", async () => {
    const opens = (category: string) => ({ type: "open_ticket", config: { title: category, category } });
    await activate("Ping", { categories: ["Ping"] }, opens("Pong"));
    await activate("Pong", { categories: ["Pong"] }, opens("Ping"));
    await open("Start", { category: "Ping" });
    await work();
    expect((await mine()).length).toBeLessThanOrEqual(7);
    const runs = await app.context.db.selectFrom("run").select(["reason"]).where("contact_id", "=", contactId).execute();
    expect(runs.filter(({ reason }) => reason === "chain_limit").length).toBeLessThanOrEqual(1);
  });

  it("by changing one ticket's status to and fro end, too", async () => {
    await activate("To", { event: "status_changed", to: ["waiting"] }, { type: "update_ticket", config: { status: "pending" } });
    await activate("Fro", { event: "status_changed", to: ["pending"] }, { type: "update_ticket", config: { status: "waiting" } });
    const { id } = await open("Between");
    await owner.tickets.update({ id, status: "waiting" });
    await work();
    const { history } = await owner.tickets.get({ id });
    expect(history.length).toBeGreaterThan(3);
    expect(history.length).toBeLessThanOrEqual(8);
  });
});

it("statistics and categories count for an operator what they see: their own tickets and those of their contacts", async () => {
  const operator = await joinAs(app, owner, "chat_operator", "counts@example.com");
  await open("Somebody else's", { category: "Counted" });
  const { id } = await open("Mine", { category: "Counted" });
  await owner.tickets.update({ id, owner: "counts@example.com" });
  const mine = await operator.contacts.upsert({ phone: "+393331234567" });
  await owner.tickets.create({ contactId: mine.id, title: "Of my contact", category: "Counted" });
  const of = async (client: TestClient) => (await client.tickets.statistics({})).items.find(({ category }) => category === "Counted");
  expect(await of(owner)).toMatchObject({ opened: 3, open: 3 });
  expect(await of(operator)).toMatchObject({ opened: 2, open: 2 });
  const count = async (client: TestClient) => (await client.tickets.categories()).items.find(({ name }) => name === "Counted")?.tickets;
  expect([await count(owner), await count(operator)]).toEqual([3, 2]);
});
