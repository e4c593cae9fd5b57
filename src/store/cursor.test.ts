import { describe, expect, it } from "vitest";
import { decodeCursor, encodeCursor } from "./cursor.ts";

const ID = "0199c0de-0000-7000-8000-000000000001";

describe("a cursor", () => {
  it.each([
    ["2026-03-02T10:00:00.000Z", ID],
    ["2026-03-02 10:00:00.123456+00", ID],
    ["-infinity", ID],
  ])("is read as it was given out: %s", (at, id) => {
    expect(decodeCursor(encodeCursor([at, id]), ["time", "id"])).toEqual([at, id]);
  });

  it.each([
    ["no instant", ["time"], ["soon"]],
    ["a month that is none", ["time"], ["2026-13-02T10:00:00Z"]],
    ["an instant without its offset", ["time"], ["2026-03-02T10:00:00"]],
    ["a number for an instant", ["time"], [1_772_442_000_000]],
    ["no id", ["id"], ["1"]],
    ["a text for a number", ["number"], ["7; DROP TABLE message"]],
    ["half a number", ["number"], [0.5]],
    ["a text that cannot be stored", ["text"], ["a\u0000b"]],
    ["nothing", ["id"], [null]],
    ["one value too many", ["id"], [ID, ID]],
  ] as const)("with %s is refused before anybody is asked", (_what, parts, values) => {
    expect(() => decodeCursor(encodeCursor([...values]), parts)).toThrow(expect.objectContaining({ code: "invalid_cursor" }));
  });

  it("that is no cursor is refused", () => {
    for (const text of ["forged", "", "bnVsbA", "e30"])
      expect(() => decodeCursor(text, ["id"])).toThrow(expect.objectContaining({ code: "invalid_cursor" }));
  });
});
