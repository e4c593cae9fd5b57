import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestApp, joinAs, setUpOwner, type TestApp, type TestClient } from "./test-app.ts";

describe("contacts", () => {
  let app: TestApp;
  let owner: TestClient;
  let workspaceId: string;
  beforeAll(async () => {
    app = await createTestApp();
    ({ client: owner, workspaceId } = await setUpOwner(app));
    await owner.fields.create({ code: "CITY", label: "City", type: "text" });
    await owner.fields.create({ code: "SCORE", label: "Score", type: "number" });
    await owner.fields.create({ code: "BORN", label: "Birthday", type: "date" });
    await owner.lists.create({ name: "Leads" });
    await owner.tags.create({ name: "vip" });
  });
  afterAll(() => app.close());

  const waitingEvents = () =>
    app.context.db.selectFrom("event").selectAll().where("workspace_id", "=", workspaceId).orderBy("seq").execute();
  const clearEvents = () => app.context.db.deleteFrom("event").where("workspace_id", "=", workspaceId).execute();

  it("is found by its number however it is written, and made only once", async () => {
    const first = await owner.contacts.upsert({ phone: "333 000 0001", firstName: "Anna" });
    const again = await owner.contacts.upsert({ phone: "+39 333 0000001", lastName: "Rossi" });
    expect(first.created).toBe(true);
    expect(again).toMatchObject({ id: first.id, created: false, phone: "+393330000001", firstName: "Anna", lastName: "Rossi" });
  });

  it("becomes one contact when two systems bring it at once", async () => {
    const both = await Promise.all([1, 2, 3].map(() => owner.contacts.upsert({ phone: "+393330000002" })));
    expect(new Set(both.map(({ id }) => id)).size).toBe(1);
    expect(both.filter(({ created }) => created)).toHaveLength(1);
  });

  it("is refused with a number that is none", async () => {
    await expect(owner.contacts.upsert({ phone: "hello" })).rejects.toMatchObject({ code: "invalid_phone", status: 400 });
  });

  it("keeps typed values, and refuses what does not fit", async () => {
    const { id } = await owner.contacts.upsert({
      phone: "+393330000003",
      language: "IT-it",
      fields: { SCORE: "80,5", BORN: "29/02/2000", CITY: " Roma " },
    });
    expect((await owner.contacts.get({ id })).fields).toMatchObject({ SCORE: 80.5, BORN: "2000-02-29" });
    await expect(owner.contacts.update({ id, fields: { SCORE: "many" } })).rejects.toMatchObject({
      code: "invalid_input",
      data: { issues: [{ path: "fields.SCORE" }] },
    });
    await expect(owner.contacts.update({ id, addTags: ["nobody made this"] })).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("joining a list is an event, joining it again is none", async () => {
    const { id } = await owner.contacts.upsert({ phone: "+393330000004" });
    await clearEvents();
    await owner.contacts.update({ id, addToLists: ["Leads"] });
    await owner.contacts.update({ id, addToLists: ["Leads"] });
    expect(await waitingEvents()).toMatchObject([
      { contact_id: id, contact_key: `c:${id}`, type: "list_changed", payload: { list: "Leads", change: "added", depth: 0 } },
    ]);
  });

  it("logs consent with what the person agreed to, and tells automations", async () => {
    const { id } = await owner.contacts.upsert({ phone: "+393330000005" });
    await clearEvents();
    await owner.contacts.update({ id, consent: { state: "subscribed", text: "Yes, send me offers" } });
    expect((await owner.contacts.consentLog({ id })).items).toMatchObject([
      { from: "not_declared", to: "subscribed", source: "operator", text: "Yes, send me offers" },
    ]);
    expect(await waitingEvents()).toMatchObject([{ type: "consent_changed", payload: { from: "not_declared", to: "subscribed" } }]);
  });

  it("blocking leaves every list; unblocking restores the flag only", async () => {
    const { id } = await owner.contacts.upsert({ phone: "+393330000006", addToLists: ["Leads"] });
    expect(await owner.contacts.block({ id })).toMatchObject({ blocked: true, lists: [] });
    expect(await owner.contacts.unblock({ id })).toMatchObject({ blocked: false, lists: [] });
  });

  it("is changed a thousand at a time", async () => {
    const contacts = Array.from({ length: 1000 }, (_, index) => ({
      phone: `+39320${String(1_000_000 + index)}`,
      addTags: ["bulk"],
      fields: { CITY: index % 2 ? "Roma" : "Milano" },
      createMissing: true,
    }));
    const made = await owner.contacts.bulkUpsert({ contacts: [...contacts.slice(0, 999), { phone: "nope" }] });
    expect(made).toMatchObject({ created: 999, updated: 0 });
    expect(made.results.at(-1)).toMatchObject({ id: null, error: { code: "invalid_phone" } });
    const filter = {
      all: [
        { field: "contact.tags", op: "has_any" as const, value: ["bulk"] },
        { field: "contact.fields.CITY", op: "eq" as const, value: " roma " },
      ],
    };
    expect(await owner.contacts.count({ filter })).toEqual({ count: 499, exact: true });
    await clearEvents();
    const changed = await owner.contacts.bulkUpdate({
      selection: { search: { filter } },
      change: { addToLists: ["Leads"], removeTags: ["bulk"] },
    });
    expect(changed).toEqual({ changed: 499, matched: 499, remaining: 0 });
    expect(await waitingEvents()).toHaveLength(499);
    expect(await owner.contacts.count({ filter })).toEqual({ count: 0, exact: true });
  });

  it("comes in pages that neither repeat nor skip, in any order", async () => {
    for (const [sort, order] of [
      ["created_at", "desc"],
      ["first_name", "asc"],
      ["last_seen_at", "desc"],
      ["phone", "asc"],
    ] as const) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await owner.contacts.search({ sort, order, limit: 137, ...(cursor !== undefined && { cursor }) });
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      expect(new Set(seen).size, sort).toBe(seen.length);
      expect(seen.length, sort).toBe((await owner.contacts.count({})).count);
    }
    await expect(owner.contacts.search({ cursor: "forged" })).rejects.toMatchObject({ code: "invalid_cursor" });
  });

  it("is found by a part of its name, address or number", async () => {
    await owner.contacts.upsert({ phone: "+393330000007", firstName: "Éloïse", lastName: "O'Hara", email: "eloise@acme.example" });
    for (const search of ["o'hara", "ELOISE@", "333 000 0007", "éloï hara", "acme.ex"]) {
      expect(
        (await owner.contacts.search({ search })).items.map(({ phone }) => phone),
        search,
      ).toContain("+393330000007");
    }
    expect((await owner.contacts.search({ search: "100%" })).items).toEqual([]);
  });

  it.each([
    [{ field: "contact.fields.SCORE", op: "gt", value: 80 }, true],
    [{ field: "contact.fields.SCORE", op: "between", value: ["80", "80,5"] }, true],
    [{ field: "contact.fields.SCORE", op: "lt", value: 80 }, false],
    [{ field: "contact.fields.BORN", op: "before", value: "2000-03-01" }, true],
    [{ field: "contact.fields.BORN", op: "on", value: "29/02/2000" }, true],
    [{ field: "contact.fields.CITY", op: "contains", value: "OM" }, true],
    [{ field: "contact.fields.CITY", op: "is_empty" }, false],
    [{ field: "contact.email", op: "is_empty" }, true],
    [{ field: "contact.email", op: "ne", value: "x@example.com" }, true],
    [{ field: "contact.email", op: "eq", value: "x@example.com" }, false],
    [{ field: "contact.language", op: "eq", value: "it" }, true],
    [{ field: "contact.language", op: "eq", value: "it-IT" }, true],
    [{ field: "contact.language", op: "eq", value: "it_CH" }, false],
    [{ field: "contact.language", op: "ne", value: "it" }, false],
    [{ field: "contact.language", op: "in", value: ["de", "it"] }, true],
    [{ field: "contact.language", op: "in", value: [] }, false],
    [{ field: "contact.tags", op: "has_none", value: ["vip"] }, true],
    [{ field: "contact.consent", op: "in", value: ["not_declared"] }, true],
    [{ field: "contact.blocked", op: "eq", value: false }, true],
    [{ field: "contact.created_at", op: "within_last", value: { days: 1 } }, true],
    [{ field: "chat.window_open", op: "eq", value: true }, false],
    [{ field: "run.ever", op: "is_empty" }, true],
    [{ not: { field: "contact.phone", op: "starts_with", value: "+39" } }, false],
  ] as const)("filter %j", async (condition, expected) => {
    const filter = { all: [{ field: "contact.phone", op: "eq" as const, value: "+393330000003" }, condition as never] };
    expect((await owner.contacts.count({ filter })).count).toBe(expected ? 1 : 0);
  });

  it("refuses a filter it cannot answer, and says which part", async () => {
    await expect(owner.contacts.count({ filter: { field: "contact.shoe_size", op: "eq", value: 42 } })).rejects.toMatchObject({
      code: "invalid_filter",
      message: expect.stringContaining("shoe_size"),
    });
    await expect(owner.contacts.count({ filter: { field: "contact.blocked", op: "contains", value: "x" } })).rejects.toMatchObject({
      code: "invalid_filter",
    });
    await expect(owner.contacts.count({ filter: { field: "contact.fields.CITY' OR 1=1 --", op: "eq", value: "x" } })).rejects.toMatchObject(
      { code: "invalid_filter" },
    );
  });

  it("two become one with everything both had; who objected once still does", async () => {
    const keep = await owner.contacts.upsert({ phone: "+393330000010", firstName: "Carlo", addTags: ["vip"] });
    const other = await owner.contacts.upsert({
      phone: "+393330000011",
      firstName: "Charles",
      email: "carlo@example.com",
      addToLists: ["Leads"],
      consent: { state: "unsubscribed" },
    });
    await owner.contacts.addNote({ id: other.id, text: "Calls himself Charles" });
    const chat = await owner.chats.open({ contactId: other.id });
    const merged = await owner.contacts.merge({ id: keep.id, others: [other.id] });
    expect(merged).toMatchObject({
      firstName: "Carlo",
      email: "carlo@example.com",
      tags: ["vip"],
      lists: ["Leads"],
      consent: "unsubscribed",
    });
    expect((await owner.contacts.notes({ id: keep.id })).items).toMatchObject([{ text: "Calls himself Charles" }]);
    expect((await owner.chats.get({ id: chat.id })).contact.id).toBe(keep.id);
    await expect(owner.contacts.get({ id: other.id })).rejects.toMatchObject({ code: "not_found" });
    expect(await owner.contacts.upsert({ phone: "+393330000011" })).toMatchObject({ id: keep.id, created: false });
  });

  it.each([
    ["the one that stays has said", "rejected", "accepted"],
    ["the other has said", "accepted", "rejected"],
    ["only the other has said anything", "accepted", null],
  ])("of two that become one the last word about calls counts: %s", async (_whose, expected, older) => {
    const [keep, other] = await Promise.all(
      ["+393330000013", "+393330000014"].map(async (phone) => {
        const { id } = await owner.contacts.upsert({ phone });
        return { id, chat: (await owner.chats.open({ contactId: id })).id };
      }),
    );
    const say = (chat: string | undefined, word: string | null, day: number) =>
      app.context.db
        .updateTable("chat")
        .set({ call_permission: word, call_permission_at: word && new Date(Date.UTC(2026, 1, day)) })
        .where("id", "=", chat ?? "")
        .execute();
    const keepIsLast = expected === "rejected";
    await say(keep?.chat, keepIsLast ? expected : older, keepIsLast ? 20 : 10);
    await say(other?.chat, keepIsLast ? older : expected, keepIsLast ? 10 : 20);
    await owner.contacts.merge({ id: keep?.id ?? "", others: [other?.id ?? ""] });
    const { callPermission } = await owner.chats.get({ id: keep?.chat ?? "" });
    expect(callPermission).toMatchObject({ accepted: expected === "accepted" });
    await owner.contacts.erase({ id: keep?.id ?? "" });
  });

  it("gives everything stored about a person, and erases all of it", async () => {
    const { id } = await owner.contacts.upsert({ phone: "+393330000012", firstName: "Dora", consent: { state: "subscribed" } });
    await owner.contacts.addNote({ id, text: "likes tea" });
    expect(await owner.contacts.access({ id })).toMatchObject({
      contact: { first_name: "Dora" },
      note: [{ text: "likes tea" }],
      consent_log: [{ to: "subscribed" }],
    });
    await owner.contacts.erase({ id });
    await expect(owner.contacts.get({ id })).rejects.toMatchObject({ code: "not_found" });
    expect(await app.context.db.selectFrom("note").selectAll().where("contact_id", "=", id).execute()).toEqual([]);
    expect(await app.context.db.selectFrom("consent_log").selectAll().where("contact_id", "=", id).execute()).toEqual([]);
  });

  it("an operator sees and changes only their own", async () => {
    const operator = await joinAs(app, owner, "chat_operator");
    const mine = await operator.contacts.upsert({ phone: "+393330000020" });
    expect((await operator.contacts.list({})).items.map(({ id }) => id)).toEqual([mine.id]);
    const other = await owner.contacts.upsert({ phone: "+393330000021" });
    await expect(operator.contacts.get({ id: other.id })).rejects.toMatchObject({ code: "not_found" });
    await expect(operator.contacts.update({ id: other.id, firstName: "x" })).rejects.toMatchObject({ code: "not_found" });
    await expect(operator.contacts.upsert({ phone: "+393330000021", firstName: "x" })).rejects.toMatchObject({ code: "forbidden" });
    expect(await operator.contacts.bulkUpdate({ selection: { ids: [mine.id, other.id] }, change: { addTags: ["vip"] } })).toMatchObject({
      changed: 1,
    });
    expect(await owner.contacts.get({ id: other.id })).toMatchObject({ firstName: null, tags: [] });
  });

  it("who may not make tags, lists and fields makes none along with a contact", async () => {
    const operator = await joinAs(app, owner, "chat_operator", "no-objects@example.com");
    const phone = "+393330000025";
    const { id } = await operator.contacts.upsert({ phone, createMissing: true });
    await owner.tags.create({ name: "known" });
    for (const change of [{ addTags: ["typo"] }, { addToLists: ["typo"] }, { fields: { TYPO: "x" } }]) {
      const refused = { code: "forbidden", message: expect.stringContaining("objects:write") };
      await expect(operator.contacts.upsert({ phone, ...change, createMissing: true })).rejects.toMatchObject(refused);
      await expect(operator.contacts.update({ id, ...change, createMissing: true })).rejects.toMatchObject(refused);
      await expect(operator.contacts.bulkUpsert({ contacts: [{ phone, ...change, createMissing: true }] })).rejects.toMatchObject(refused);
    }
    expect((await operator.contacts.update({ id, addTags: ["known"], createMissing: true })).tags).toEqual(["known"]);
    expect((await owner.tags.list()).items.map(({ name }) => name)).not.toContain("typo");
    const { key } = await owner.apiKeys.create({ name: "Contacts only", scopes: ["contacts:read", "contacts:write"] });
    const shop = app.client({ authorization: `Bearer ${key}` });
    await expect(shop.contacts.upsert({ phone, addTags: ["typo"], createMissing: true })).rejects.toMatchObject({ code: "forbidden" });
  });

  it("a repeated request with the same key answers as the first and does nothing", async () => {
    const keyed = app.client({ "idempotency-key": "abc" });
    keyed.cookie.value = owner.cookie.value;
    const { id } = await owner.contacts.upsert({ phone: "+393330000030" });
    const [first, second] = [await keyed.contacts.addNote({ id, text: "once" }), await keyed.contacts.addNote({ id, text: "once" })];
    expect(second).toEqual(first);
    expect((await owner.contacts.notes({ id })).items).toHaveLength(1);
    await expect(keyed.contacts.addNote({ id, text: "something else" })).rejects.toMatchObject({ code: "idempotency_key_reused" });
  });
});
