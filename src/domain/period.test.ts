import { describe, expect, it } from "vitest";
import { resolvePeriod } from "./period.ts";

describe("a period without days of its own", () => {
  const halfPastElevenInLondon = Date.parse("2026-02-28T23:30:00Z");

  it("ends with the day that it is in the zone", () => {
    expect(resolvePeriod({}, halfPastElevenInLondon, "Europe/London", 7)).toEqual({ from: "2026-02-22", to: "2026-02-28" });
    expect(resolvePeriod({}, halfPastElevenInLondon, "Europe/Rome", 7)).toEqual({ from: "2026-02-23", to: "2026-03-01" });
  });

  it("has as many days where one of them is an hour longer", () => {
    // Clocks went back on the 25th; it is half an hour into the 27th.
    expect(resolvePeriod({}, Date.parse("2026-10-26T23:30:00Z"), "Europe/Rome", 3)).toEqual({ from: "2026-10-25", to: "2026-10-27" });
  });

  it("begins that many days before the one it is asked to end with", () => {
    expect(resolvePeriod({ to: "2024-03-01" }, halfPastElevenInLondon, "Europe/Rome", 2)).toEqual({ from: "2024-02-29", to: "2024-03-01" });
  });
});
