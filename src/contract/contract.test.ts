import { isContractProcedure } from "@orpc/contract";
import { describe, expect, it } from "vitest";
import { contract } from "./contract.ts";

type Found = { name: string; method: string; path: string; tag: string | undefined };

function procedures(router: object, prefix: string[] = []): Found[] {
  return Object.entries(router).flatMap(([key, value]) => {
    if (!isContractProcedure(value)) return procedures(value as object, [...prefix, key]);
    const { method, path, tags } = value["~orpc"].route;
    return [{ name: [...prefix, key].join("."), method: method as string, path: path as string, tag: tags?.[0] }];
  });
}

describe("the contract", () => {
  const all = procedures(contract);

  it("has no two procedures at one address", () => {
    expect(all.length).toBeGreaterThan(150);
    const addresses = all.map(({ method, path }) => `${method} ${path.replace(/\{[^}]+\}/g, "{}")}`);
    expect(addresses.filter((address, index) => addresses.indexOf(address) !== index)).toEqual([]);
  });

  it("takes a body only where HTTP has one", () => {
    for (const { method, name } of all) expect(["GET", "POST", "PUT", "PATCH", "DELETE"], name).toContain(method);
  });
});
