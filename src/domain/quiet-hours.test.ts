import { describe, expect, it } from "vitest";
import { quietUntil } from "./quiet-hours.ts";

const at = (text: string) => Date.parse(text);
const NIGHT = { from: "21:00", to: "08:00" };

describe("quiet hours", () => {
  it("end in the contact's own morning, and are none by day or where there are none", () => {
    expect(quietUntil(NIGHT, at("2026-03-02T22:30:00+01:00"), "Europe/Rome")).toBe(at("2026-03-03T08:00:00+01:00"));
    expect(quietUntil(NIGHT, at("2026-03-03T07:59:59+01:00"), "Europe/Rome")).toBe(at("2026-03-03T08:00:00+01:00"));
    expect(quietUntil(NIGHT, at("2026-03-03T08:00:00+01:00"), "Europe/Rome")).toBeNull();
    expect(quietUntil(NIGHT, at("2026-03-02T22:30:00+01:00"), "America/New_York")).toBeNull();
    expect(quietUntil(undefined, at("2026-03-02T22:30:00+01:00"), "Europe/Rome")).toBeNull();
  });

  it("end by the clock in the night in which it changes", () => {
    expect(quietUntil(NIGHT, at("2026-03-28T23:00:00+01:00"), "Europe/Rome")).toBe(at("2026-03-29T08:00:00+02:00"));
  });

  it("by day end in the afternoon; that last the whole day are looked at again a day later", () => {
    expect(quietUntil({ from: "12:00", to: "15:00" }, at("2026-03-02T13:00:00Z"), "UTC")).toBe(at("2026-03-02T15:00:00Z"));
    expect(quietUntil({ from: "08:00", to: "08:00" }, at("2026-03-02T13:00:00Z"), "UTC")).toBe(at("2026-03-03T13:00:00Z"));
  });
});
