import { expect, test } from "vitest";
import { instantToZoned, zonedToInstant } from "../../domain/calendar.ts";
import { loadRegistry } from "../../registry.ts";
import { stepFixture } from "../scope-fixture.ts";

const registry = await loadRegistry();

/** Where the wait ends on a Roman wall clock, entered on Monday 2 March 2026 at 10:00; null when it does not wait. */
function endOf(config: object, contact: object = {}): string | null {
  const engine = stepFixture(registry, "delay", config, ["next"], { contact });
  const deadline = engine.run().paths[0]?.wait?.deadline;
  if (deadline == null) return null;
  const { date, time } = instantToZoned(deadline, "Europe/Rome");
  return `${date} ${time}`;
}

test.each([
  [{ for: { hours: 2 } }, "2026-03-02 12:00"],
  [{ for: "P1DT30M" }, "2026-03-03 10:30"],
  // Summer time begins on 29 March: days keep the time of day, hours do not.
  [{ for: { days: 28 } }, "2026-03-30 10:00"],
  [{ for: { hours: 28 * 24 } }, "2026-03-30 11:00"],
  [{ until: { weekday: "mon", time: "11:00" } }, "2026-03-02 11:00"],
  [{ until: { weekday: "mon", time: "10:00" } }, "2026-03-09 10:00"],
  [{ until: { weekday: "sun", time: "08:00" } }, "2026-03-08 08:00"],
  [{ until: { date: "05/03/2026" } }, "2026-03-05 09:00"],
  [{ until: { date: "2026-03-05", time: "18:30" } }, "2026-03-05 18:30"],
  [{ until: { date: "2026-03-05T15:45" } }, "2026-03-05 15:45"],
  [{ until: { date: "2026-03-05T23:30:00Z", time: "08:00" } }, "2026-03-06 08:00"],
  [{ until: { date: "%%APPOINTMENT%%", time: "08:00" } }, "2026-03-10 08:00"],
  [{ for: { hours: 1 }, onlyBetween: { from: "09:00", to: "10:30" } }, "2026-03-03 09:00"],
  [{ for: { minutes: 10 }, onlyBetween: { from: "09:00", to: "10:30" } }, "2026-03-02 10:10"],
  [{ onlyBetween: { from: "14:00", to: "18:00", weekdays: ["sat"] } }, "2026-03-07 14:00"],
])("%j ends at %s", (config, end) => {
  expect(endOf(config, { fields: { APPOINTMENT: "2026-03-10T16:00" } })).toBe(end);
});

test.each([
  [{ for: { seconds: 0 } }],
  [{ until: { date: "2026-03-01" } }],
  [{ until: { date: "2026-03-02", time: "10:00" } }],
  [{ onlyBetween: { from: "09:00", to: "18:00" } }],
])("%j goes on at once", (config) => {
  const engine = stepFixture(registry, "delay", config, ["next"]);
  expect(engine.notes()).toEqual(["next"]);
  expect(engine.scope.records[0]).toMatchObject({ exit: "next", error: null });
});

test("a past instant still waits for the hours in which it may end", () => {
  expect(endOf({ until: { date: "2026-03-01" }, onlyBetween: { from: "12:00", to: "13:00" } })).toBe("2026-03-02 12:00");
});

test("the contact's own time zone counts", () => {
  const engine = stepFixture(registry, "delay", { until: { weekday: "mon", time: "09:00" } }, ["next"], {
    contact: { timeZone: "America/New_York" },
  });
  expect(engine.run().paths[0]?.wait?.deadline).toBe(zonedToInstant("2026-03-02T09:00", "America/New_York"));
});

test("a date that cannot be read goes on at once and is shown as an error", () => {
  const engine = stepFixture(registry, "delay", { until: { date: "%%CITY%%" } }, ["next"]);
  expect(engine.notes()).toEqual(["next"]);
  expect(engine.scope.records[0]?.error).toBe("invalid_date");
});

test("messages do not wake it", () => {
  const engine = stepFixture(registry, "delay", { for: { hours: 1 } }, ["next"]);
  engine.write("hello");
  expect(engine.at()).toEqual(["s"]);
});

test.each([
  [{}],
  [{ for: { hours: 1 }, until: { date: "2026-03-05" } }],
  [{ for: { months: 1 } }],
  [{ until: { weekday: "mon" } }],
  [{ until: { date: "2026-03-05", time: "25:00" } }],
])("the config refuses %j", (config) => {
  expect(registry.steps["delay"]?.config.safeParse(config).success).toBe(false);
});
