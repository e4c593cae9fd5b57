import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "./json.ts";
import { lastNameIn, pathBelow, valueAt } from "./json-path.ts";

const answer = { data: { id: "C-9", tags: [{ name: "vip" }, { name: "lead" }], "first name": "Ada" }, ok: true };

describe("a path into JSON", () => {
  it.each([
    ["data.id", "C-9"],
    ["$.data.id", "C-9"],
    ["$[data]", undefined],
    ['$["data"].id', "C-9"],
    ["data.tags[1].name", "lead"],
    ["data.tags.0.name", "vip"],
    ['data["first name"]', "Ada"],
    ["data['first name']", "Ada"],
    ["data.first name", "Ada"],
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

  it("reads keys as systems name them", () => {
    const odd = { $oid: 1, "a.b": { "c[0]": 2 }, 'say "hi"': 3, "it's": 4, "": 5, città: 6, "a]b": 7, "back\\slash": 8, "[x": 9 };
    expect(valueAt(odd, "$oid")).toBe(1);
    expect(valueAt(odd, '["a.b"]["c[0]"]')).toBe(2);
    expect(valueAt(odd, `['a.b']['c[0]']`)).toBe(2);
    expect(valueAt(odd, '["say \\"hi\\""]')).toBe(3);
    expect(valueAt(odd, `['it\\'s']`)).toBe(4);
    expect(valueAt(odd, '[""]')).toBe(5);
    expect(valueAt(odd, "città")).toBe(6);
    expect(valueAt(odd, '["a]b"]')).toBe(7);
    expect(valueAt(odd, '["back\\\\slash"]')).toBe(8);
    expect(valueAt(odd, "[x")).toBe(9);
  });
});

describe("a path that was made for a key", () => {
  it("reads as people write it where it can", () => {
    expect(pathBelow(pathBelow(pathBelow("", "line_items"), "0"), "sku-id")).toBe("line_items.0.sku-id");
    expect(pathBelow("data", "first.name")).toBe('data["first.name"]');
    expect(pathBelow("", "$")).toBe('["$"]');
    expect(pathBelow("", "__proto__")).toBe('["__proto__"]');
  });

  it("finds that key, whatever it is and however deep", () => {
    const key = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 8 }),
      fc.constantFrom("a.b", "[0]", '"', "'", "\\", "$", "$.", " ", "", "0", "__proto__"),
    );
    fc.assert(
      fc.property(fc.array(key, { minLength: 1, maxLength: 5 }), (keys) => {
        const document = keys.reduceRight<Json>(
          (inner, name) => JSON.parse(`{${JSON.stringify(name)}:${JSON.stringify(inner)}}`) as Json,
          "here",
        );
        expect(valueAt(document, keys.reduce(pathBelow, ""))).toBe("here");
      }),
    );
  });

  it("never loops or throws over what people type", () => {
    fc.assert(fc.property(fc.string({ maxLength: 40 }), (path) => void valueAt({ a: [1] }, path)));
  });
});

it("names what is found by its last name", () => {
  expect(lastNameIn('data.owners[0]["first.name"]')).toBe("first.name");
  expect(lastNameIn("items.0")).toBe("items");
  expect(lastNameIn("0")).toBeNull();
});
