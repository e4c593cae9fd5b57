/** Whichever way a date is changed from outside, what a date condition has planned follows it. Steps are in `scenarios/date-replanned.yaml`. */
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { zonedToInstant } from "../domain/calendar.ts";
import { runImport } from "../operations/import-contacts.ts";
import { undoImport } from "../operations/undo-import.ts";
import { createDatesLoop } from "../worker/dates-loop.ts";
import { createTestApp, setUpOwner, type TestApp, type TestClient } from "./test-app.ts";

const PHONE = "+393330000001";
/** Of the birthday, at nine in Rome: the test's clock stands at 2 March 2026. */
const due = (day: string, zone = "Europe/Rome") => new Date(zonedToInstant(`2026-${day}T09:00`, zone)).toISOString();

let app: TestApp;
let owner: TestClient;
let workspaceId: string;
let hook: { url: string; secret: string };
let contactId: string;
beforeAll(async () => {
  app = await createTestApp();
  ({ client: owner, workspaceId } = await setUpOwner(app));
  await owner.fields.create({ code: "BIRTHDAY", label: "Birthday", type: "date" });
  const { id } = await owner.automations.create({
    draft: {
      name: "Birthday",
      triggers: [
        { id: "t1", type: "date_condition", config: { field: "BIRTHDAY", everyYear: true }, next: "s1" },
        { id: "t2", type: "integration", config: { platform: "api" }, next: "s1" },
      ],
      steps: [{ id: "s1", type: "mark_unread", config: {} }],
    },
  });
  await owner.automations.publish({ id });
  await owner.automations.activate({ id });
  const [found] = (await owner.hooks.list({})).items;
  hook = { url: new URL(found?.url ?? "").pathname, secret: (await owner.hooks.secret({ id: found?.id ?? "" })).secret };
});
afterAll(() => app.close());
beforeEach(async () => {
  await app.context.db.deleteFrom("contact").execute();
  ({ id: contactId } = await owner.contacts.upsert({ phone: PHONE, fields: { BIRTHDAY: "1990-04-10" } }));
});

const set = (fields: Record<string, string | null>) => ({ fields });

async function planned(): Promise<(string | undefined)[]> {
  const loop = createDatesLoop({ ...app.context, logger: { ...app.context.logger, debug: () => {} }, random: () => 0 });
  while ((await loop.runOnce()) > 0);
  const rows = await app.context.db.selectFrom("date_plan").select("due_at").orderBy("due_at").execute();
  return rows.map((row) => row.due_at?.toISOString());
}

async function importing(csv: string): Promise<string> {
  const { id } = await owner.imports.upload({ file: new File([csv], "x.csv", { type: "text/csv" }) });
  await owner.imports.start({ id, options: { mapping: { phone: "phone", birthday: "fields.BIRTHDAY" } } });
  await runImport(app.context, workspaceId, id);
  return id;
}

const doors: [string, () => Promise<unknown>][] = [
  ["the API by the number", () => owner.contacts.upsert({ phone: PHONE, ...set({ BIRTHDAY: "1990-05-20" }) })],
  ["the API by the id, an operator in the chat", () => owner.contacts.update({ id: contactId, ...set({ BIRTHDAY: "20/05/1990" }) })],
  ["many at once", () => owner.contacts.bulkUpsert({ contacts: [{ phone: PHONE, ...set({ BIRTHDAY: "1990-05-20" }) }] })],
  [
    "a change of a selection",
    () => owner.contacts.bulkUpdate({ selection: { ids: [contactId] }, change: set({ BIRTHDAY: "1990-05-20" }) }),
  ],
  ["an import", () => importing(`phone,birthday\n${PHONE},1990-05-20\n`)],
  [
    "a hook",
    async () => {
      const answer = await app.server.inject({
        method: "POST",
        url: hook.url,
        headers: { authorization: `Bearer ${hook.secret}` },
        payload: { phone: PHONE, custom_fields: { BIRTHDAY: "1990-05-20" } },
      });
      expect(answer.statusCode).toBeLessThan(300);
    },
  ],
];

it.each(doors)("a date written by %s is planned", async (_door, write) => {
  expect(await planned()).toEqual([due("04-10")]);
  await write();
  expect(await planned()).toEqual([due("05-20")]);
});

it("a date that is cleared is cancelled, and so is that of a contact who is erased", async () => {
  await owner.contacts.update({ id: contactId, ...set({ BIRTHDAY: null }) });
  expect(await planned()).toEqual([]);
  await owner.contacts.update({ id: contactId, ...set({ BIRTHDAY: "1990-05-20" }) });
  await owner.contacts.erase({ id: contactId });
  expect(await planned()).toEqual([]);
});

it("an import that is taken back plans what was before, and nothing for whom it made", async () => {
  const id = await importing(`phone,birthday\n${PHONE},1990-05-20\n+393330000002,1990-06-30\n${PHONE},1990-07-01\n`);
  expect(await planned()).toEqual([due("06-30"), due("07-01")]);
  await owner.imports.undo({ id });
  await undoImport(app.context, workspaceId, id);
  expect(await planned()).toEqual([due("04-10")]);
});

it("contacts that become one keep the date of the one that stays, or inherit the other's", async () => {
  const other = await owner.contacts.upsert({ phone: "+393330000002", ...set({ BIRTHDAY: "1990-05-20" }) });
  const bare = await owner.contacts.upsert({ phone: "+393330000003" });
  await owner.contacts.merge({ id: contactId, others: [other.id] });
  expect(await planned()).toEqual([due("04-10")]);
  await owner.contacts.merge({ id: bare.id, others: [contactId] });
  expect(await planned()).toEqual([due("04-10")]);
});

it("the contact's zone counts, else the workspace's, from the moment it is changed", async () => {
  await owner.contacts.upsert({ phone: "+393330000002", timeZone: "Asia/Tokyo", ...set({ BIRTHDAY: "1990-04-10" }) });
  await owner.workspaces.update({ settings: { timeZone: "America/New_York" } });
  expect(await planned()).toEqual([due("04-10", "Asia/Tokyo"), due("04-10", "America/New_York")]);
  await owner.contacts.update({ id: contactId, timeZone: "Europe/London" });
  expect(await planned()).toEqual([due("04-10", "Asia/Tokyo"), due("04-10", "Europe/London")]);
  await owner.contacts.update({ id: contactId, timeZone: null });
  await owner.workspaces.update({ settings: { timeZone: "Europe/Rome" } });
  expect(await planned()).toEqual([due("04-10", "Asia/Tokyo"), due("04-10")]);
});

it("a field under another code keeps its plans, and one that is deleted has none", async () => {
  const [field] = (await owner.fields.list()).items;
  await owner.fields.update({ id: field?.id ?? "", code: "BORN" });
  expect(await planned()).toEqual([due("04-10")]);
  await owner.contacts.update({ id: contactId, ...set({ BORN: "1990-05-20" }) });
  expect(await planned()).toEqual([due("05-20")]);
  await owner.fields.delete({ id: field?.id ?? "", force: true });
  expect(await planned()).toEqual([]);
});
