import { describe, expect, it } from "vitest";
import { campaignShare, daysFor, limitOf } from "./messaging-limit.ts";

describe("a messaging limit", () => {
  it("is known only as a number", () => {
    expect(["250", "unlimited", "TIER_NOT_SET", null].map(limitOf)).toEqual([250, null, null, null]);
  });

  it("leaves a tenth to others than campaigns", () => {
    expect(campaignShare(250)).toBe(225);
  });

  it("says in how many days all are reached", () => {
    expect(daysFor(225, 250, 0)).toBe(0);
    expect(daysFor(226, 250, 0)).toBe(1);
    expect(daysFor(225, 250, 225)).toBe(1);
    expect(daysFor(500, 250, 400)).toBe(3);
  });
});
