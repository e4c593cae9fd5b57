import { describe, expect, it } from "vitest";
import { valueAt } from "./json-path.ts";

const answer = { data: { id: "C-9", tags: [{ name: "vip" }, { name: "lead" }], "first name": "Ada" }, ok: true };

describe("a path into JSON", () => {
  it.each([
    ["data.id", "C-9"],
    ["$.data.id", "C-9"],
    ["data.tags[1].name", "lead"],
    ["data.tags.0.name", "vip"],
    ['data["first name"]', "Ada"],
    ["ok", true],
    ["$", answer],
  ])("%s", (path, value) => expect(valueAt(answer, path)).toEqual(value));

  it("finds nothing where nothing is", () => {
    expect(valueAt(answer, "data.tags[2].name")).toBeUndefined();
    expect(valueAt(answer, "data.id.length")).toBeUndefined();
    expect(valueAt("text", "data")).toBeUndefined();
    expect(valueAt(null, "data")).toBeUndefined();
  });

  it("reads own keys only", () => {
    expect(valueAt(answer, "constructor.name")).toBeUndefined();
    expect(valueAt(answer, "__proto__")).toBeUndefined();
    expect(valueAt([1], "length")).toBe(1);
  });
});
