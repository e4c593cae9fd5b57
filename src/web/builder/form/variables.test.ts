import { describe, expect, it } from "vitest";
import type { Draft } from "../document/draft.ts";
import { availableVariables, paths, textParts, withValues } from "./variables.ts";

const draft: Draft = {
  name: "x",
  triggers: [{ id: "t", type: "integration", config: {} }],
  steps: [{ id: "a", type: "fill_field", config: { field: "vars.tries", value: "{{ vars.total | plus: 1 }}" }, exits: {} }],
};

it("offers fields, what the start steps bring, and the run's own variables", () => {
  const names = availableVariables(draft, [{ code: "CITY", label: "City" }], { order: { id: 1 } }).map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining([
      "contact.first_name",
      "contact.fields.CITY",
      "trigger.payload",
      "trigger.payload.order.id",
      "vars.total",
      "vars.tries",
      "now",
    ]),
  );
  expect(names).not.toContain("reply.text");
});

it("offers what the last call to an address of the automation brought, with its values", () => {
  const draft = { name: "", triggers: [{ id: "t", type: "integration", config: {}, next: "s" }], steps: [] };
  const variables = availableVariables(draft, [], { order: { number: "1043" } });
  expect(variables).toContainEqual({ name: "trigger.payload.order.number", group: "trigger", sample: "1043" });
});

it("splits a text into words and variables", () => {
  expect(textParts("Hi {{ contact.first_name | upcase }} from %%CITY%%!")).toEqual([
    { text: "Hi ", variable: null },
    { text: "{{ contact.first_name | upcase }}", variable: "contact.first_name" },
    { text: " from ", variable: null },
    { text: "%%CITY%%", variable: "contact.fields.CITY" },
    { text: "!", variable: null },
  ]);
});

describe("withValues", () => {
  it("shows a contact's values, and the default where there is none", () => {
    expect(withValues('Hi {{ contact.first_name | default: "you" }}', { contact: { first_name: "Anna" } })).toBe("Hi Anna");
    expect(withValues('Hi {{ contact.first_name | default: "you" }}', { contact: {} })).toBe("Hi you");
    expect(withValues("Hi {{ contact.first_name }}!", { contact: {} })).toBe("Hi !");
  });

  it("shows names while no contact is chosen", () => {
    expect(withValues("Hi {{ contact.first_name }}", undefined)).toBe("Hi {first_name}");
  });
});

it("lists the paths to the values of a payload", () => {
  expect(paths({ a: { b: 1 }, list: [{ c: true }], "with space": 2 })).toEqual(["a.b", "list.0.c"]);
});
