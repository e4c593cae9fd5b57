import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createJobs, type JobHandlers } from "../operations/jobs.ts";
import { createTestApp, setUpOwner, type TestApp, type TestClient } from "./test-app.ts";

const CSV = `﻿Telefono;Nome;E-mail;CITY;Tag;Punti
333 0000001;Anna;anna@example.com;Roma;vip;10
+39 333 0000002;Bruno;;Milano;;molti
12;Carla;;;;
333 0000003;=HYPERLINK("x");not an address;;;
333 0000001;Anna Maria;;;new;11
`;
const file = (text: string) => new File([text], "contatti.csv", { type: "text/csv" });

describe("an import", () => {
  let app: TestApp;
  let owner: TestClient;
  let jobs: JobHandlers;
  let workspaceId: string;
  beforeAll(async () => {
    app = await createTestApp();
    ({ client: owner, workspaceId } = await setUpOwner(app));
    const { whatsappUrl: whatsapp, sandboxUrl: sandbox, version: graphVersion } = app.context.config.graph;
    jobs = createJobs({ ...app.context, graphUrl: { whatsapp, sandbox }, graphVersion });
    await owner.fields.create({ code: "CITY", label: "City", type: "text" });
    await owner.fields.create({ code: "POINTS", label: "Points", type: "number" });
    await owner.lists.create({ name: "Fair" });
  });
  afterAll(() => app.close());

  const options = {
    mapping: { Telefono: "phone", Nome: "first_name", "E-mail": "email", CITY: "fields.CITY", Tag: "tag", Punti: "fields.POINTS" },
    addToLists: ["Fair"],
    consent: { state: "subscribed" as const, text: "Signed at the fair" },
  };

  it("makes no tags where whoever starts it may not: their rows say what there is not", async () => {
    const { key } = await owner.apiKeys.create({ name: "Contacts only", scopes: ["contacts:read", "contacts:write"] });
    const shop = app.client({ authorization: `Bearer ${key}` });
    const { id } = await shop.imports.upload({ file: file("phone,tag\n+393339990001,nowhere-else\n") });
    await shop.imports.check({ id, options: { mapping: { phone: "phone", tag: "tag" }, createMissing: true } });
    expect((await shop.imports.errors({ id })).items).toMatchObject([{ row: 1 }]);
    expect((await owner.tags.list()).items.map(({ name }) => name)).not.toContain("nowhere-else");
  });

  it("finds out delimiter and encoding, and where columns go", async () => {
    const uploaded = await owner.imports.upload({ file: file(CSV) });
    expect(uploaded).toMatchObject({ state: "uploaded", delimiter: ";", rows: 5 });
    expect(uploaded.columns.map(({ name, suggestion }) => [name, suggestion])).toEqual([
      ["Telefono", "phone"],
      ["Nome", "first_name"],
      ["E-mail", "email"],
      ["CITY", "fields.CITY"],
      ["Tag", "tag"],
      ["Punti", null],
    ]);
    const latin = await owner.imports.upload({
      file: new File([new Uint8Array([0x70, 0x68, 0x6f, 0x6e, 0x65, 0x2c, 0x6e, 0x61, 0x6d, 0x65, 0x0a, 0x31, 0x2c, 0xe9, 0x0a])], "x.csv"),
    });
    expect(latin.columns[1]?.samples).toEqual(["é"]);
  });

  it("refuses what is no table", async () => {
    await expect(owner.imports.upload({ file: file("phone\n") })).rejects.toMatchObject({ code: "file_invalid" });
    await expect(owner.imports.upload({ file: file("PK\u0003\u0004\0\0workbook") })).rejects.toMatchObject({
      code: "file_invalid",
      message: expect.stringContaining("Save it as CSV"),
    });
    await expect(owner.imports.upload({ file: file("phone\n\0\u0001\n") })).rejects.toMatchObject({ code: "file_invalid" });
  });

  it("names the row whose quotation marks do not match, and reads all others", async () => {
    const known = await owner.contacts.upsert({ phone: "+393330000084", notes: "Before" });
    const { id, rows } = await owner.imports.upload({
      file: file(
        'phone;first_name;notes\r\n+393330000081;Anna;"says ""hi"";\r\ntwice"\r\n\r\n+393330000082;"Bru"no;x\r\n+393330000083;Carla "C";"open\r\n+393330000084;Dino;"fine"\r\n+393330000085;Elsa;"',
      ),
    });
    expect(rows).toBe(5);
    const mapping = { phone: "phone", first_name: "first_name", notes: "notes" };
    expect(await owner.imports.check({ id, options: { mapping } })).toMatchObject({ created: 1, updated: 1, failed: 3 });
    expect((await owner.imports.errors({ id })).items).toMatchObject([
      { row: 2, code: "broken_quotes", cells: ["+393330000082", '"Bru"no', "x"] },
      { row: 3, code: "broken_quotes", cells: ["+393330000083", 'Carla "C"', '"open'] },
      { row: 5, code: "broken_quotes", cells: ["+393330000085", "Elsa", '"'] },
    ]);
    await owner.imports.start({ id, options: { mapping } });
    await jobs.import_contacts({ workspaceId, id });
    const [anna] = (await owner.contacts.list({ phone: "+393330000081" })).items;
    expect(anna).toMatchObject({ notes: 'says "hi";\r\ntwice' });
    await owner.imports.undo({ id });
    expect(await owner.contacts.get({ id: known.id })).toMatchObject({ notes: "fine" });
    await jobs.undo_import({ workspaceId, id });
    expect(await owner.contacts.get({ id: known.id })).toMatchObject({ notes: "Before" });
    await owner.contacts.bulkErase({ ids: [known.id] });
    await expect(owner.imports.upload({ file: file('phone;"first"name\n1;2\n') })).rejects.toMatchObject({ code: "file_invalid" });
    const nowhere = `phone\n${'"a"b\n'.repeat(1001)}`;
    await expect(owner.imports.upload({ file: file(nowhere) })).rejects.toMatchObject({ code: "file_invalid" });
  });

  it("reads languages by name, consent by row, and what spreadsheets keep from being a formula", async () => {
    const { id, columns } = await owner.imports.upload({
      file: file(
        "phone,first_name,language,consent\n'+393330000061,'=1+1,Italiano,sì\n+393330000062,B,Klingon,no\n+393330000063,C,,maybe\n",
      ),
    });
    const mapping = Object.fromEntries(columns.map(({ name, suggestion }) => [name, suggestion]));
    expect(await owner.imports.check({ id, options: { mapping } })).toMatchObject({ created: 1, failed: 2 });
    expect((await owner.imports.errors({ id })).items).toMatchObject([
      { row: 2, column: "language", value: "Klingon" },
      { row: 3, code: "invalid_consent", column: "consent", value: "maybe" },
    ]);
    await owner.imports.start({ id, options: { mapping } });
    await jobs.import_contacts({ workspaceId, id });
    expect((await owner.contacts.list({ phone: "+393330000061" })).items).toMatchObject([
      { firstName: "=1+1", language: "it", consent: "subscribed" },
    ]);
    await owner.imports.undo({ id });
    await jobs.undo_import({ workspaceId, id });
  });

  it("takes consent away, and never gives back what somebody withdrew", async () => {
    const gone = await owner.contacts.upsert({ phone: "+393330000071", consent: { state: "unsubscribed" } });
    const there = await owner.contacts.upsert({ phone: "+393330000072", consent: { state: "subscribed" } });
    const { id } = await owner.imports.upload({ file: file("phone,consent\n+393330000071,yes\n+393330000072,no\n") });
    const agreed = { ...options, mapping: { phone: "phone", consent: "consent" }, addToLists: [], startAutomations: false };
    await owner.imports.start({ id, options: { ...agreed, consent: { state: "subscribed", text: "Signed at the fair" } } });
    await jobs.import_contacts({ workspaceId, id });
    expect((await owner.contacts.get({ id: gone.id })).consent).toBe("unsubscribed");
    expect((await owner.contacts.get({ id: there.id })).consent).toBe("unsubscribed");
    expect((await owner.contacts.consentLog({ id: gone.id })).items).toHaveLength(1);
    // The other tests count everybody.
    await owner.contacts.bulkErase({ ids: [gone.id, there.id] });
  });

  it("tells beforehand what it would do, row by row, and changes nothing", async () => {
    const { id } = await owner.imports.upload({ file: file(CSV) });
    expect(await owner.imports.check({ id, options })).toMatchObject({ state: "checked", created: 1, updated: 1, skipped: 0, failed: 3 });
    expect((await owner.imports.errors({ id })).items).toMatchObject([
      { row: 2, code: "invalid_input", column: "Punti" },
      { row: 3, code: "invalid_phone", column: "Telefono", value: "12" },
      { row: 4, code: "invalid_email", column: "E-mail" },
    ]);
    expect((await owner.contacts.count({})).count).toBe(0);
  });

  it("makes and changes contacts, starts what they start, and can be taken back", async () => {
    const before = await owner.contacts.upsert({
      phone: "+393330000001",
      firstName: "Annie",
      notes: "Loves tulips",
      fields: { CITY: "Bari" },
    });
    const { id } = await owner.imports.upload({ file: file(CSV.replace(";molti", ";5").replace("not an address", "ok@example.com")) });
    await app.context.db.deleteFrom("event").execute();
    await owner.imports.start({ id, options });
    await jobs.import_contacts({ workspaceId, id });
    expect(await owner.imports.get({ id })).toMatchObject({
      state: "done",
      processed: 5,
      created: 2,
      updated: 2,
      failed: 1,
      canUndo: true,
    });
    const anna = await owner.contacts.get({ id: before.id });
    expect(anna).toMatchObject({
      firstName: "Anna Maria",
      email: "anna@example.com",
      fields: { CITY: "Roma", POINTS: 11 },
      lists: ["Fair"],
      consent: "subscribed",
    });
    expect(anna.tags.sort()).toEqual(["new", "vip"]);
    expect((await owner.contacts.consentLog({ id: anna.id })).items).toMatchObject([{ source: "import", text: "Signed at the fair" }]);
    const events = await app.context.db.selectFrom("event").select("type").where("contact_id", "=", anna.id).execute();
    expect(events.map(({ type }) => type).sort()).toEqual(["consent_changed", "list_changed"]);

    const of = (op: "has_any" | "has_none", imported: string) => ({ filter: { field: "contact.imports", op, value: [imported] } });
    expect(await owner.contacts.count(of("has_any", id))).toMatchObject({ count: 3 });
    expect(await owner.contacts.count(of("has_none", id))).toMatchObject({ count: 0 });
    expect(await owner.contacts.count(of("has_any", before.id))).toMatchObject({ count: 0 });

    // What a person writes meanwhile is no part of the import.
    await owner.contacts.update({ id: before.id, lastName: "Rossi", notes: "Loves tulips", addToLists: ["Regulars"], createMissing: true });
    await owner.imports.undo({ id });
    await jobs.undo_import({ workspaceId, id });
    expect(await owner.imports.get({ id })).toMatchObject({ state: "undone" });
    expect((await owner.contacts.list({})).items).toMatchObject([
      {
        id: before.id,
        firstName: "Annie",
        notes: "Loves tulips",
        email: null,
        fields: { CITY: "Bari" },
        tags: [],
        lists: ["Regulars"],
        consent: "not_declared",
      },
    ]);
  });

  it("gives back only what the file held for each contact: what people wrote and added since stays", async () => {
    const [one, two] = [
      await owner.contacts.upsert({ phone: "+393330000081", fields: { CITY: "Bari" } }),
      await owner.contacts.upsert({ phone: "+393330000082", addTags: ["kept"], createMissing: true }),
    ];
    const csv = "phone,first_name,CITY,tag,list\n+393330000081,Anna,,fair;kept,Fair\n+393330000082,,Roma,kept,\n+393330000081,,,late,\n";
    const { id } = await owner.imports.upload({ file: file(csv) });
    const mapping = { phone: "phone", first_name: "first_name", CITY: "fields.CITY", tag: "tag", list: "list" };
    await owner.imports.start({ id, options: { mapping } });
    await jobs.import_contacts({ workspaceId, id });
    expect(new Set((await owner.contacts.get({ id: one.id })).tags)).toEqual(new Set(["fair", "kept", "late"]));
    await owner.contacts.update({ id: one.id, fields: { CITY: "Lecce" }, addTags: ["since"], addToLists: ["Since"], createMissing: true });
    await owner.contacts.update({ id: two.id, firstName: "Bea", addToLists: ["Fair"], addTags: ["fair"] });
    await owner.imports.undo({ id });
    await jobs.undo_import({ workspaceId, id });
    expect(await owner.contacts.get({ id: one.id })).toMatchObject({
      ...{ firstName: null, fields: { CITY: "Lecce" } },
      ...{ tags: ["since"], lists: ["Since"] },
    });
    const { firstName, fields, tags, lists } = await owner.contacts.get({ id: two.id });
    expect([firstName, fields, new Set(tags), lists]).toEqual(["Bea", {}, new Set(["kept", "fair"]), ["Fair"]]);
    await owner.contacts.bulkErase({ ids: [one.id, two.id] });
  });

  it("goes on where it was when its worker died", async () => {
    const { id } = await owner.imports.upload({
      file: file(`phone\n${Array.from({ length: 1200 }, (_, index) => `+39370${String(1_000_000 + index)}`).join("\n")}\n`),
    });
    await owner.imports.start({ id, options: { mapping: { phone: "phone" } } });
    await app.context.db
      .updateTable("contact_import_row")
      .set({ outcome: "created" })
      .where("import_id", "=", id)
      .where("row", "<=", 700)
      .execute();
    await jobs.import_contacts({ workspaceId, id });
    expect(await owner.imports.get({ id })).toMatchObject({ state: "done", processed: 1200, created: 1200 });
    expect((await owner.contacts.search({ search: "+39370" })).items.length).toBeGreaterThan(0);
    expect((await owner.contacts.count({ search: "+39370" })).count).toBe(500);
  });

  it("cannot be started twice", async () => {
    const { id } = await owner.imports.upload({ file: file("phone\n+393330000009\n") });
    await owner.imports.start({ id, options: { mapping: { phone: "phone" } } });
    await expect(owner.imports.start({ id, options: { mapping: { phone: "phone" } } })).rejects.toMatchObject({ code: "conflict" });
  });

  it("comes out again as a file that no spreadsheet runs", async () => {
    await owner.contacts.upsert({ phone: "+393330000050", firstName: "=1+1", notes: "Two\nlines", fields: { POINTS: -5 } });
    const exported = await owner.exports.contacts({ search: "393330000050" });
    const text = await exported.text();
    expect(text.split("\n")[1]).toContain(`+393330000050,'=1+1`);
    // A number is no formula.
    expect(text).toMatch(/,-5$/m);
    expect(text.split("\n")[0]).toContain("CITY,POINTS");
    expect(text).toContain('"Two\nlines"');
  });
});
