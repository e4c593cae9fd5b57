import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inTransaction } from "../store/db.ts";
import { insertMessages, upsertChats } from "../store/engine-write.ts";
import { newId } from "../store/id.ts";
import { createTestApp, joinAs, setUpOwner, type TestApp, type TestClient } from "./test-app.ts";

const DAY = 86_400_000;

describe("chats", () => {
  let app: TestApp;
  let owner: TestClient;
  let workspaceId: string;
  let channelId: string;
  let count = 0;
  beforeAll(async () => {
    app = await createTestApp();
    ({ client: owner, workspaceId, channelId } = await setUpOwner(app));
  });
  afterAll(() => app.close());

  const newChat = async () => {
    const contact = await owner.contacts.upsert({ phone: `+393${String(330_000_000 + ++count)}`, firstName: `Contact ${count}` });
    const chat = await owner.chats.open({ contactId: contact.id });
    return { contactId: contact.id, id: chat.id };
  };
  /** A message of the customer as the worker writes it. */
  const inbound = async (chat: { id: string; contactId: string }, text: string) => {
    const now = app.clock.now();
    const id = newId();
    await inTransaction(app.context.pool, async ({ client }) => {
      await upsertChats(client, [
        {
          workspace_id: workspaceId,
          id: chat.id,
          contact_id: chat.contactId,
          channel_id: channelId,
          unread_count: 1,
          last_message_at: now,
          last_inbound_at: now,
          window_expires_at: now + DAY,
          created_at: now,
        },
      ]);
      await insertMessages(client, [
        {
          workspace_id: workspaceId,
          id,
          chat_id: chat.id,
          contact_id: chat.contactId,
          channel_id: channelId,
          direction: "in",
          type: "text",
          text,
          content: { type: "text", text },
          status: "received",
          provider_id: `wamid.${id}`,
          sender: "contact",
          created_at: now,
        },
      ]);
    });
    return id;
  };
  const outbox = () => app.context.db.selectFrom("outbox").selectAll().orderBy("seq").execute();

  it("say of a customer's file whether it is here", async () => {
    const chat = await newChat();
    await inbound(chat, "look");
    const media = await owner.media.upload({ file: new File(["x"], "x.png", { type: "image/png" }) });
    await app.context.pool.query("UPDATE message SET content = $2 WHERE chat_id = $1", [
      chat.id,
      { type: "media", mediaType: "image", mediaId: media.id },
    ]);
    for (const [status, file] of [
      ["pending", "fetching"],
      ["failed", "lost"],
      ["stored", null],
    ]) {
      await app.context.pool.query("UPDATE media SET status = $2 WHERE id = $1", [media.id, status]);
      expect((await owner.chats.messages({ id: chat.id })).items).toMatchObject([{ file }]);
    }
  });

  it("take no free message before the customer has written", async () => {
    const chat = await newChat();
    await expect(owner.chats.send({ id: chat.id, content: { type: "text", text: "Hi" } })).rejects.toMatchObject({
      code: "window_closed",
      status: 422,
    });
    expect(await outbox()).toEqual([]);
  });

  it("take one in the 24 hours after, and the operator who writes has taken over and read", async () => {
    const chat = await newChat();
    await inbound(chat, "Hello?");
    expect(await owner.chats.get({ id: chat.id })).toMatchObject({ unreadCount: 1, owner: "bot", lastMessage: { text: "Hello?" } });
    const sent = await owner.chats.send({ id: chat.id, content: { type: "text", text: "Hi there" } });
    expect(sent).toMatchObject({
      direction: "out",
      status: "queued",
      sender: "operator",
      operator: { name: "Olivia Owner" },
      text: "Hi there",
    });
    expect(await outbox()).toMatchObject([
      { message_id: sent.id, free: true, state: "queued", content: { type: "text", text: "Hi there" } },
    ]);
    expect(await owner.chats.get({ id: chat.id })).toMatchObject({ unreadCount: 0, owner: "human" });
    expect(await owner.chats.giveBack({ id: chat.id })).toMatchObject({ owner: "bot", humanSince: null });
    app.clock.advance(DAY);
    await expect(owner.chats.send({ id: chat.id, content: { type: "text", text: "Too late" } })).rejects.toMatchObject({
      code: "window_closed",
    });
  });

  it("take templates at any time, filled with what the contact has", async () => {
    const template = await owner.templates.create({
      name: "reminder",
      category: "utility",
      language: "it",
      definition: { body: "Ciao {{first_name}}, a domani alle {{hour}}.", examples: { first_name: "Anna", hour: "10" } },
    });
    const chat = await newChat();
    const send = (variables: Record<string, string>) =>
      owner.chats.send({ id: chat.id, content: { type: "template", template: "reminder", variables } });
    await expect(send({ hour: "9" })).rejects.toMatchObject({ code: "not_sendable", data: { reason: "template_not_approved" } });
    await app.context.db.updateTable("template_version").set({ status: "approved" }).where("template_id", "=", template.id).execute();
    await app.context.db.updateTable("workspace").set({ revision: 1_000_000 }).execute();
    await expect(send({})).rejects.toMatchObject({ code: "not_sendable", data: { reason: "missing_variable", about: "hour" } });
    expect(await send({ hour: "{{ contact.phone }}" })).toMatchObject({
      text: `Ciao Contact ${count}, a domani alle {{ contact.phone }}.`,
    });
  });

  it("name the first value that a template lacks: of its text, its header, its buttons", async () => {
    const buttons = [
      { type: "url" as const, text: "Track", url: "https://shop.example/t/{{1}}", example: "https://shop.example/t/1" },
      { type: "copy_code" as const, example: "SAVE10" },
    ];
    const make = async (name: string, header: object) => {
      const { id } = await owner.templates.create({
        name,
        category: "marketing",
        language: "en",
        definition: { body: "Order {{1}} is on its way.", examples: { "1": "A7" }, header: header as never, buttons },
      });
      await app.context.db.updateTable("template_version").set({ status: "approved" }).where("template_id", "=", id).execute();
    };
    await make("with_picture", { type: "image" });
    await make("with_words", { type: "text", text: "News for {{1}}", example: "Anna" });
    await make("with_place", { type: "location" });
    await app.context.db.updateTable("workspace").set({ revision: 2_000_000 }).execute();
    const chat = await newChat();
    const send = (template: string, rest: object) =>
      owner.chats.send({ id: chat.id, content: { type: "template", template, language: "en", variables: { "1": "B2" }, ...rest } });
    const lacks = async (template: string, rest: object, about: string, message: RegExp) =>
      await expect(send(template, rest)).rejects.toMatchObject({
        code: "not_sendable",
        message: expect.stringMatching(message),
        data: { reason: "missing_variable", about },
      });
    const buttonParameters = [
      { index: 0, subType: "url" as const, text: "B2" },
      { index: 1, subType: "copy_code" as const, text: "CODE15" },
    ];
    const headerMedia = { mediaType: "image" as const, url: "https://shop.example/a.jpg" };
    await lacks("with_picture", { variables: { "1": "  " }, headerMedia, buttonParameters }, "1", /variable "1"/);
    await lacks("with_picture", { buttonParameters }, "headerMedia", /shows a file on top/);
    await lacks("with_picture", { headerMedia }, "button 1", /button 1/);
    await lacks("with_picture", { headerMedia, buttonParameters: buttonParameters.slice(0, 1) }, "button 2", /button 2/);
    await lacks("with_place", { buttonParameters }, "headerLocation", /shows a place on top/);
    // The header's {{1}} is not the body's.
    expect((await send("with_words", { headerText: "{{ nothing }} {%", buttonParameters })).content).toMatchObject({
      headerText: "{{ nothing }} {%",
      renderedText: "Order B2 is on its way.",
      buttonParameters,
    });
    const headerLocation = { latitude: 45.46, longitude: 9.19, name: "Duomo" };
    expect((await send("with_place", { headerLocation, buttonParameters })).content).toMatchObject({ headerLocation });
  });

  it("take nothing for a blocked contact", async () => {
    const chat = await newChat();
    await inbound(chat, "Hello");
    await owner.contacts.block({ id: chat.contactId });
    await expect(owner.chats.send({ id: chat.id, content: { type: "text", text: "Hi" } })).rejects.toMatchObject({
      code: "contact_blocked",
    });
  });

  it("refuse what WhatsApp would refuse", async () => {
    const chat = await newChat();
    await inbound(chat, "Hello");
    const buttons = ["a", "b", "c", "d"].map((id) => ({ id, title: id }));
    await expect(owner.chats.send({ id: chat.id, content: { type: "buttons", text: "Choose", buttons } })).rejects.toMatchObject({
      code: "not_sendable",
      data: { reason: "too_many" },
    });
  });

  it("are listed by who cares for them, what is in them and when", async () => {
    const manager = await joinAs(app, owner, "chat_manager");
    const [one, two] = [await newChat(), await newChat()];
    app.clock.advance(1000);
    await inbound(one, "first");
    app.clock.advance(1000);
    await inbound(two, "second");
    await owner.chats.assign({ id: one.id, operators: ["chat_manager@example.com"] });
    expect((await manager.chats.list({ view: "mine" })).items.map(({ id }) => id)).toEqual([one.id]);
    expect((await owner.chats.list({ view: "unread" })).items.map(({ id }) => id).slice(0, 2)).toEqual([two.id, one.id]);
    const unassigned = (await owner.chats.list({ view: "unassigned" })).items.map(({ id }) => id);
    expect(unassigned).toContain(two.id);
    expect(unassigned).not.toContain(one.id);
    expect(await manager.chats.counts({})).toMatchObject({ mine: 1 });
    const [page] = [await owner.chats.list({ limit: 1 })];
    expect((await owner.chats.list({ limit: 1, cursor: page.nextCursor ?? "" })).items.map(({ id }) => id)).toEqual([one.id]);
  });

  it("show messages newest first, in pages, around one that search found", async () => {
    const chat = await newChat();
    const ids: string[] = [];
    for (let number = 1; number <= 12; number++) ids.push(await inbound(chat, `message number ${number} zanzibar${number}`));
    const first = await owner.chats.messages({ id: chat.id, limit: 5 });
    expect(first.items.map(({ id }) => id)).toEqual(ids.slice(-5).reverse());
    expect((await owner.chats.messages({ id: chat.id, limit: 5, cursor: first.nextCursor ?? "" })).items.map(({ id }) => id)).toEqual(
      ids.slice(2, 7).reverse(),
    );
    const found = await owner.messages.search({ search: "zanzibar3" });
    expect(found.items).toMatchObject([{ id: ids[2], contactName: `Contact ${count}` }]);
    expect((await owner.chats.messages({ id: chat.id, around: ids[2], limit: 4 })).items.map(({ id }) => id)).toContain(ids[2]);
    expect((await owner.messages.search({ search: "zanz" })).items).toHaveLength(12);
    expect((await owner.messages.search({ search: "'); DROP TABLE message; --" })).items).toEqual([]);
  });

  it("quote the message that is answered", async () => {
    const chat = await newChat();
    const asked = await inbound(chat, "Which size?");
    const sent = await owner.chats.send({ id: chat.id, content: { type: "text", text: "Large" }, replyToMessageId: asked });
    expect(sent.replyTo).toEqual({ id: asked, text: "Which size?", direction: "in" });
  });

  it("an operator has only those of their own contacts", async () => {
    const operator = await joinAs(app, owner, "chat_operator");
    const chat = await newChat();
    await inbound(chat, "Anyone?");
    await expect(operator.chats.get({ id: chat.id })).rejects.toMatchObject({ code: "not_found" });
    await expect(operator.chats.send({ id: chat.id, content: { type: "text", text: "Me" } })).rejects.toMatchObject({ code: "not_found" });
    await owner.chats.assign({ id: chat.id, operators: ["chat_operator@example.com"] });
    expect(await operator.chats.get({ id: chat.id })).toMatchObject({ contact: { operators: ["chat_operator@example.com"] } });
    expect((await operator.messages.search({ search: "Anyone" })).items).toHaveLength(1);
  });

  it("are changed many at a time, by each only those they see", async () => {
    const operator = await joinAs(app, owner, "chat_operator", "bulk-operator@example.com");
    const chats = [await newChat(), await newChat(), await newChat()];
    const ids = chats.map(({ id }) => id);
    for (const chat of chats) await inbound(chat, "Hello?");
    const unread = async () => await Promise.all(ids.map(async (id) => (await owner.chats.get({ id })).unreadCount));
    const [mine = ""] = ids;
    await owner.chats.assign({ id: mine, operators: ["bulk-operator@example.com"] });
    expect(await operator.chats.bulk({ ids, action: "read" })).toEqual({ changed: 1 });
    expect(await unread()).toEqual([0, 1, 1]);
    expect(await owner.chats.bulk({ ids, action: "unread" })).toEqual({ changed: 1 });
    expect(await unread()).toEqual([1, 1, 1]);
    expect(await owner.chats.bulk({ ids, action: "take_over" })).toEqual({ changed: 3 });
    expect(await owner.chats.get({ id: mine })).toMatchObject({ owner: "human" });
    expect(await owner.chats.bulk({ ids, action: "assign", operators: ["bulk-operator@example.com"] })).toEqual({ changed: 2 });
    expect((await operator.chats.list({})).items).toHaveLength(3);
    expect(await owner.chats.bulk({ ids, action: "unassign" })).toEqual({ changed: 3 });
    expect((await operator.chats.list({})).items).toEqual([]);
  });

  it("take at most a thousand at a time, operators only with assign, and nothing from who may not write", async () => {
    const { id } = await newChat();
    const developer = await joinAs(app, owner, "developer", "bulk-developer@example.com");
    await expect(developer.chats.bulk({ ids: [id], action: "read" })).rejects.toMatchObject({ code: "forbidden" });
    const refused = { code: "invalid_input", status: 400 };
    await expect(owner.chats.bulk({ ids: Array.from({ length: 1001 }, () => id), action: "read" })).rejects.toMatchObject(refused);
    await expect(owner.chats.bulk({ ids: [id], action: "assign" })).rejects.toMatchObject(refused);
    await expect(owner.chats.bulk({ ids: [id], action: "read", operators: ["a@example.com"] })).rejects.toMatchObject(refused);
    await expect(owner.chats.bulk({ ids: [id], action: "assign", operators: ["nobody@example.com"] })).rejects.toMatchObject({
      message: expect.stringContaining("nobody@example.com is no member"),
    });
  });

  it("say why a message started nothing", async () => {
    const automation = await owner.automations.create({
      draft: {
        name: "Info",
        triggers: [{ id: "t1", type: "customer_message", config: { phrases: ["info"] }, next: "s1" }],
        steps: [{ id: "s1", type: "mark_unread", config: {}, exits: {} }],
      },
    });
    await owner.automations.publish({ id: automation.id });
    const chat = await newChat();
    const id = await inbound(chat, "information");
    expect((await owner.messages.explain({ id })).triggers).toMatchObject([
      { automation: { name: "Info" }, matched: false, reason: "automation_not_active" },
    ]);
    await owner.automations.activate({ id: automation.id });
    expect((await owner.messages.explain({ id })).triggers).toMatchObject([{ matched: false, reason: "does_not_match" }]);
    const late = await inbound(chat, " INFO ");
    expect((await owner.messages.explain({ id: late })).triggers).toMatchObject([{ matched: true, started: false, reason: "matches_now" }]);
    await owner.automations.deactivate({ id: automation.id });
    expect((await owner.messages.explain({ id: late })).triggers).toMatchObject([{ matched: true, reason: "automation_paused" }]);
    await owner.automations.delete({ id: automation.id });
  });

  it("say that what would have answered is not published, or only its draft would", async () => {
    const draft = (phrase: string, steps = [{ id: "s1", type: "mark_unread", config: {}, exits: {} }]) => ({
      name: "Opening hours",
      triggers: [{ id: "t1", type: "customer_message", config: { phrases: [phrase] }, next: "s1" }],
      steps,
    });
    // A step that is not filled in does not hide what the start step listens to.
    const { id, draftRevision } = await owner.automations.create({
      draft: draft("hours", [{ id: "s1", type: "send_message", config: {}, exits: {} }] as never),
    });
    const chat = await newChat();
    const explain = async (text: string) => (await owner.messages.explain({ id: await inbound(chat, text) })).triggers;
    const opening = { automation: { id, name: "Opening hours" }, started: false };
    expect(await explain("HOURS")).toMatchObject([{ ...opening, matched: true, reason: "not_published", phrases: ["hours"] }]);
    expect(await explain("something")).toMatchObject([{ ...opening, matched: false, reason: "not_published" }]);
    const saved = await owner.automations.saveDraft({ id, draft: draft("hours"), draftRevision });
    await owner.automations.publish({ id });
    await owner.automations.activate({ id });
    await owner.automations.saveDraft({ id, draft: draft("when"), draftRevision: saved.draftRevision });
    expect(await explain("when")).toMatchObject([
      { ...opening, matched: false, reason: "does_not_match", phrases: ["hours"] },
      { ...opening, matched: true, reason: "changes_not_published", phrases: ["when"] },
    ]);
    expect(await explain("something")).toMatchObject([{ ...opening, matched: false, reason: "does_not_match" }]);
    await owner.automations.delete({ id });
  });

  it("say that it keeps silent for a while, and why what answers out of hours does not", async () => {
    const { id } = await owner.automations.create({
      draft: {
        name: "Closed",
        triggers: [
          { id: "t1", type: "non_working_hours", config: { cooldown: { hours: 4 } }, next: "s1" },
          { id: "t2", type: "holidays", config: {}, next: "s1" },
        ],
        steps: [{ id: "s1", type: "mark_unread", config: {}, exits: {} }],
      },
    });
    await owner.automations.publish({ id });
    await owner.automations.activate({ id });
    const chat = await newChat();
    const explain = async () => (await owner.messages.explain({ id: await inbound(chat, "Anybody?") })).triggers;
    expect(await explain()).toMatchObject([{ reason: "within_working_hours" }, { reason: "no_holiday" }]);
    await owner.workspaces.update({ settings: { workingHours: {} } });
    expect(await explain()).toMatchObject([
      { matched: true, reason: "matches_now" },
      { matched: false, reason: "no_holiday" },
    ]);
    const [version] = await app.context.db.selectFrom("automation_version").select("id").where("automation_id", "=", id).execute();
    await app.context.db
      .insertInto("run")
      .values({
        workspace_id: workspaceId,
        id: newId(),
        automation_id: id,
        version_id: version?.id ?? "",
        contact_id: chat.contactId,
        status: "completed",
        trigger: "{}",
        state: JSON.stringify({ paths: [], vars: {}, reply: null }),
        started_at: new Date(app.clock.now() - 3_600_000),
        ended_at: new Date(app.clock.now() - 3_600_000),
      })
      .execute();
    expect(await explain()).toMatchObject([{ matched: true, reason: "cooling_down" }, { matched: false }]);
    app.clock.advance(4 * 3_600_000);
    expect(await explain()).toMatchObject([{ matched: true, reason: "matches_now" }, { matched: false }]);
    await owner.automations.delete({ id });
  });

  it("are counted in every view as they are listed", async () => {
    const [unread, taken, assigned] = [await newChat(), await newChat(), await newChat()];
    for (const chat of [unread, taken, assigned]) await inbound(chat, "Hello?");
    await owner.chats.takeOver({ id: taken.id });
    const { email } = (await owner.account.me()).user;
    await owner.chats.assign({ id: assigned.id, operators: [email] });
    const counts = await owner.chats.counts({});
    for (const view of ["all", "mine", "unassigned", "unread", "human"] as const) {
      const { items } = await owner.chats.list({ view, limit: 100 });
      expect(counts[view], view).toBe(items.length);
    }
    expect(counts.mine).toBeGreaterThan(0);
    expect(counts.human).toBeGreaterThan(0);
  });
});
