import { describe, expect, it } from "vitest";
import { zonedToInstant } from "../domain/calendar.ts";
import { planDate, settleDate } from "./date-plan.ts";

const ROME = "Europe/Rome";
const at = (local: string) => zonedToInstant(local, ROME);
const BIRTHDAY = { when: "on", at: "09:30", everyYear: true } as const;
const DAY_BEFORE = { when: "before", offset: { days: 1 } } as const;

describe("a plan", () => {
  it("lies ahead", () => {
    const plan = planDate(DAY_BEFORE, "2026-04-10T10:00", ROME, undefined, at("2026-03-20T10:00"));
    expect(plan).toEqual({ value: "2026-04-10T10:00", dueAt: at("2026-04-09T10:00"), settledAt: null });
  });

  it("is not made of a value whose instant is past, nor of none", () => {
    expect(planDate(DAY_BEFORE, "2026-03-20T12:00", ROME, undefined, at("2026-03-20T10:00"))).toBeNull();
    expect(planDate(DAY_BEFORE, null, ROME, { value: "2026-04-10T10:00", dueAt: 1, settledAt: null }, 0)).toBeNull();
  });

  it("that is due and about to be handled stays when the contact is planned again", () => {
    const due = { value: "2026-04-10T10:00", dueAt: at("2026-04-09T10:00"), settledAt: null };
    expect(planDate(DAY_BEFORE, due.value, ROME, due, at("2026-04-09T10:05"))).toBe(due);
  });

  it("of a new value forgets what was settled for the old one", () => {
    const old = { value: "2026-04-10T10:00", dueAt: null, settledAt: at("2026-04-09T10:00") };
    const plan = planDate(DAY_BEFORE, "2026-04-10T18:00", ROME, old, at("2026-04-09T12:00"));
    expect(plan).toEqual({ value: "2026-04-10T18:00", dueAt: at("2026-04-09T18:00"), settledAt: null });
  });

  it("does not start the same occurrence again for a contact that moved west", () => {
    const settled = { value: "2026-04-10T10:00", dueAt: null, settledAt: at("2026-04-09T10:00") };
    expect(planDate(DAY_BEFORE, settled.value, "America/Los_Angeles", settled, at("2026-04-09T10:05"))).toEqual(settled);
    const birthday = { value: "1992-04-09", dueAt: null, settledAt: at("2026-04-09T09:30") };
    const next = planDate(BIRTHDAY, birthday.value, "America/Los_Angeles", birthday, at("2026-04-09T10:05"));
    expect(next?.dueAt).toBe(zonedToInstant("2027-04-09T09:30", "America/Los_Angeles"));
  });
});

describe("once its instant has come", () => {
  it("a yearly plan goes on to 28 February of a common year and 29 of a leap year", () => {
    const first = settleDate(BIRTHDAY, { value: "1992-02-29", dueAt: at("2026-02-28T09:30"), settledAt: null }, ROME, 0);
    expect(first).toEqual({ value: "1992-02-29", dueAt: at("2027-02-28T09:30"), settledAt: at("2026-02-28T09:30") });
    const second = settleDate(BIRTHDAY, { ...first, dueAt: at("2027-02-28T09:30") }, ROME, 0);
    expect(second.dueAt).toBe(at("2028-02-29T09:30"));
  });

  it("a plan for one day has nothing ahead and remembers it", () => {
    const plan = { value: "2026-04-10T10:00", dueAt: at("2026-04-09T10:00"), settledAt: null };
    expect(settleDate(DAY_BEFORE, plan, ROME, 0)).toEqual({ value: plan.value, dueAt: null, settledAt: plan.dueAt });
  });

  it("a yearly plan passes over the years of a long downtime", () => {
    const plan = { value: "1992-05-01", dueAt: at("2026-05-01T09:30"), settledAt: null };
    expect(settleDate(BIRTHDAY, plan, ROME, at("2029-06-01T00:00")).dueAt).toBe(at("2030-05-01T09:30"));
  });
});
