import { describe, expect, it } from "vitest";
import { campaignShare, dailyMost, daysFor, limitOf, warmUpCeiling } from "./messaging-limit.ts";

describe("a messaging limit", () => {
  it("is known only as a number", () => {
    expect(["250", "unlimited", "TIER_NOT_SET", null].map(limitOf)).toEqual([250, null, null, null]);
  });

  it("leaves a tenth to others than campaigns", () => {
    expect(campaignShare(250)).toBe(225);
  });

  it("says in how many days all are reached", () => {
    const days = (people: number, used: number) => daysFor(people, { kept: "250", warmUpAt: null, used }, 0);
    expect([days(225, 0), days(226, 0), days(225, 225), days(500, 400)]).toEqual([0, 1, 1, 3]);
    expect(daysFor(1000, { kept: "unlimited", warmUpAt: null, used: 0 }, 0)).toBe(0);
  });

  it("of a number that warms up begins with 50 people and doubles each day, never beyond Meta's", () => {
    const DAY = 86_400_000;
    expect([0, 1, 2, 11, 12].map((day) => warmUpCeiling(0, day * DAY))).toEqual([50, 100, 200, 102_400, null]);
    expect(warmUpCeiling(null, 0)).toBeNull();
    expect([0, 2, 3, 20].map((day) => dailyMost("1000", 0, day * DAY))).toEqual([50, 200, 400, 900]);
    expect(dailyMost(null, 0, DAY)).toBe(100);
    // 50, 100, 200.
    expect([50, 51, 150, 151].map((people) => daysFor(people, { kept: null, warmUpAt: 0, used: 0 }, 0))).toEqual([0, 1, 1, 2]);
  });
});
