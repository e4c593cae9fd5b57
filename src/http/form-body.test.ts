import { describe, expect, it } from "vitest";
import { parseForm } from "./form-body.ts";

const plain = (text: string) => JSON.parse(JSON.stringify(parseForm(text))) as unknown;

describe("a form body", () => {
  it("is read with brackets as objects, as ActiveCampaign sends it", () => {
    expect(plain("type=subscribe&contact[email]=anna%40example.com&contact%5Bfields%5D%5Bcity%5D=Roma+Nord&contact[tags]=vip")).toEqual({
      type: "subscribe",
      contact: { email: "anna@example.com", fields: { city: "Roma Nord" }, tags: "vip" },
    });
  });

  it("makes lists of repeated keys and of empty brackets", () => {
    expect(plain("a=1&a=2&b[]=3&b[]=4&orders[0][id]=5")).toEqual({ a: ["1", "2"], b: ["3", "4"], orders: { "0": { id: "5" } } });
  });

  it("grows with a key that is repeated, whatever it repeats", () => {
    expect((plain("a=1&".repeat(200_000)) as { a: string[] }).a).toHaveLength(200_000);
    expect((plain("a[]=1&".repeat(150_000)) as { a: string[] }).a).toHaveLength(150_000);
    expect(plain("a=1&a[]=2&b[]=1&b=2")).toEqual({ a: ["2"], b: ["1", "2"] });
  });

  it("keeps what only looks like brackets as it is", () => {
    expect(plain("a[b=1&[c]=2&=3&d]=4")).toEqual({ "a[b": "1", "[c]": "2", "": "3", "d]": "4" });
  });

  it("cannot reach the prototype of anything, nor nest without end", () => {
    const form = parseForm("__proto__[polluted]=yes&constructor[prototype][polluted]=yes");
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    expect(Object.keys(form)).toEqual(["__proto__", "constructor"]);
    expect(JSON.stringify(plain(`a${"[b]".repeat(50)}=1`)).split("{")).toHaveLength(9);
  });
});
