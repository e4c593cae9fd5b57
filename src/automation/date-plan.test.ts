import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { occurrenceOn, zonedToInstant } from "../domain/calendar.ts";
import { HOUR_MS } from "../domain/civil-date.ts";
import { type DatePlan, planDate, settleDate } from "./date-plan.ts";

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

describe("whatever happens to a value", () => {
  const VALUES = ["1990-03-29", "1992-02-29", "2026-10-25", "2026-03-29", null];
  const RULES = [
    { when: "on", at: "02:30", everyYear: true },
    { when: "before", offset: { days: 1, hours: 3 }, everyYear: true },
    { when: "after", offset: { hours: 30 }, at: "23:59" },
    { when: "on" },
  ] as const;
  const ZONES = [ROME, "America/New_York", "Asia/Tokyo", "Pacific/Kiritimati", "Pacific/Pago_Pago"];
  const CATCH_UP_MS = 6 * HOUR_MS;

  /** One contact and one rule, as `worker/dates-loop.ts` and `store/date-plans.ts` handle them. */
  class Life {
    now = at("2026-02-27T12:00");
    value: string | null = null;
    zone = ROME;
    plan: DatePlan | null = null;
    readonly started: { at: number; value: string }[] = [];
    /** What must have started, by the rule alone: of each value, while it stood. */
    readonly wanted: { at: number; value: string }[] = [];
    readonly #rule: (typeof RULES)[number];

    constructor(rule: (typeof RULES)[number]) {
      this.#rule = rule;
    }

    write(value: string | null, zone: string): void {
      this.value = value;
      this.zone = zone;
      this.plan = planDate(this.#rule, value, zone, this.plan ?? undefined, this.now);
    }

    /** Time passes, and a worker looks at once, or only at the end where it was away. */
    pass(ms: number, away: boolean): void {
      const end = this.now + ms;
      if (this.value !== null) {
        for (let due = occurrenceOn(this.value, this.#rule, this.zone, this.now); due !== null && due <= end; ) {
          if (!away || due >= end - CATCH_UP_MS) this.wanted.push({ at: due, value: this.value });
          due = occurrenceOn(this.value, this.#rule, this.zone, due);
        }
      }
      while (this.plan !== null && this.plan.dueAt !== null && this.plan.dueAt <= end) {
        const plan = { ...this.plan, dueAt: this.plan.dueAt };
        const look = away ? end : plan.dueAt;
        if (plan.dueAt >= look - CATCH_UP_MS) this.started.push({ at: plan.dueAt, value: plan.value });
        this.plan = settleDate(this.#rule, plan, this.zone, look - CATCH_UP_MS);
      }
      this.now = end;
    }
  }

  const passing = fc.record({ hours: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 60, max: 10_000 })), away: fc.boolean() });
  const writing = fc.record({ value: fc.constantFrom(...VALUES), zone: fc.constantFrom(...ZONES) });
  const rule = fc.constantFrom(...RULES);
  const story = fc.array(fc.oneof(passing, writing), { minLength: 4, maxLength: 40 });

  it("in one zone, each occurrence that comes while the value stands starts exactly once", () => {
    fc.assert(
      fc.property(rule, fc.constantFrom(...ZONES), story, (rule, zone, steps) => {
        const life = new Life(rule);
        for (const step of steps) {
          if ("hours" in step) life.pass(step.hours * HOUR_MS, step.away);
          else life.write(step.value, zone);
        }
        expect(life.started).toEqual(life.wanted);
      }),
      { numRuns: 500 },
    );
  });

  it("of a contact that travels, no occurrence of a value starts twice while the value stands", () => {
    fc.assert(
      fc.property(rule, fc.constantFrom(...VALUES.filter((value) => value !== null)), story, (rule, value, steps) => {
        const life = new Life(rule);
        for (const step of steps) {
          if ("hours" in step) life.pass(step.hours * HOUR_MS, step.away);
          else life.write(value, step.zone);
        }
        const gaps = life.started.slice(1).map(({ at }, index) => at - (life.started[index]?.at ?? 0));
        expect(gaps.every((gap) => "everyYear" in rule && gap > 360 * 24 * HOUR_MS)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
