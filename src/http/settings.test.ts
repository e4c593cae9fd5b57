/** Settings that the engine reckons with for every message: what makes no sense never gets there, and is told at its place. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestApp, setUpOwner, type TestApp, type TestClient } from "./test-app.ts";

let app: TestApp;
let owner: TestClient;
beforeAll(async () => {
  app = await createTestApp();
  ({ client: owner } = await setUpOwner(app));
});
afterAll(() => app.close());

const many = (count: number) => Array.from({ length: count }, (_, n) => n);
const holidays = (periods: object[], countries: string[] = []) => ({ holidays: { periods, countries } });

it.each([
  ["workingHours.mon.0", { workingHours: { mon: ["nine to five"] } }],
  ["workingHours.mon.1", { workingHours: { mon: ["09:00-13:00", "14:00-25:00"] } }],
  ["workingHours.fri.0", { workingHours: { fri: ["09:00-09:00"] } }],
  ["workingHours.sun", { workingHours: { sun: many(13).map((hour) => `${String(hour).padStart(2, "0")}:00-24:00`) } }],
  ["workingHours.sat", { workingHours: { sat: "09:00-13:00" } }],
  ["workingHours", { workingHours: { monday: ["09:00-13:00"] } }],
  ["holidays.periods.0.from", holidays([{ from: "2026-02-30" }])],
  ["holidays.periods.0.to", holidays([{ from: "2026-08-21", to: "2026-08-10" }])],
  ["holidays.periods.1.from", holidays([{ from: "12-24", everyYear: true }, { from: "12-24" }])],
  ["holidays.periods", holidays(many(201).map(() => ({ from: "2026-08-21" })))],
  ["holidays.countries.1", holidays([], ["IT", "UK"])],
  ["holidays.countries.0", holidays([], ["DE-XX"])],
  ["holidays.countries.0", holidays([], ["../etc"])],
  [
    "holidays.countries",
    holidays(
      [],
      many(21).map(() => "IT"),
    ),
  ],
  ["timeZone", { timeZone: "Mars/Base" }],
  ["timeZone", { timeZone: "" }],
  ["quietHours.from", { quietHours: { from: "25:00", to: "07:00" } }],
  ["limits.stepsPerRun", { limits: { stepsPerRun: 1e9, visitsPerStep: 100, chainDepth: 5 } }],
  ["retentionDays", { retentionDays: 0 }],
])("is refused at settings.%s", async (path, settings) => {
  const before = await owner.workspaces.get({});
  const refusal = await owner.workspaces.update({ settings: settings as never }).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: "invalid_input", data: { issues: [{ path: `settings.${path}` }] } });
  expect(await owner.workspaces.get({})).toEqual(before);
});

it("takes several intervals a day, past midnight, overlapping and in short form, and holidays of regions", async () => {
  const settings = {
    workingHours: { mon: ["9:00-13:00", "12:00-18:00", "22:00-02:00"], sat: [] },
    holidays: { periods: [{ from: "12-24", to: "01-06", everyYear: true, name: "Winter" }], countries: ["IT", "de-by"] },
  };
  expect((await owner.workspaces.update({ settings })).settings).toMatchObject({
    workingHours: { mon: ["09:00-13:00", "12:00-18:00", "22:00-02:00"], sat: [] },
    holidays: settings.holidays,
  });
  expect((await owner.workspaces.update({ settings: { workingHours: null } })).settings.workingHours).toBeNull();
});
