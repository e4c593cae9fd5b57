import { describe, expect, it } from "vitest";
import { fromClock, toClock } from "./clock-text.ts";

describe("date and time in an input", () => {
  it("of a clock somewhere are shown and kept as they are", () => {
    expect(toClock("2026-03-29T10:00", "Asia/Tokyo")).toBe("2026-03-29T10:00");
    expect(fromClock("2026-03-29T10:30", "2026-03-29T10:00", "Asia/Tokyo")).toBe("2026-03-29T10:30");
    expect(fromClock("2026-03-29T10:30", "", "Asia/Tokyo")).toBe("2026-03-29T10:30");
  });

  it("of an instant are shown on the workspace's clock, and stay an instant", () => {
    expect(toClock("2026-03-29T10:00:00-04:00", "Europe/Rome")).toBe("2026-03-29T16:00");
    expect(toClock("2026-03-28T23:30:00Z", "Asia/Tokyo")).toBe("2026-03-29T08:30");
    expect(fromClock("2026-03-29T16:30", "2026-03-29T10:00:00-04:00", "Europe/Rome")).toBe("2026-03-29T16:30:00+02:00");
    expect(fromClock("2026-03-28T16:30", "2026-03-29T10:00:00-04:00", "Europe/Rome")).toBe("2026-03-28T16:30:00+01:00");
  });

  it("keep their seconds", () => {
    expect(toClock("2026-03-29T10:00:07+02:00", "Europe/Rome")).toBe("2026-03-29T10:00:07");
    expect(toClock("2026-03-29T10:00:07", "Europe/Rome")).toBe("2026-03-29T10:00:07");
  });
});
