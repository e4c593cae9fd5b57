import { expect, test } from "vitest";
import { renderTemplateBody, type TemplateDefinition, templateVariables, variablesIn } from "./template-definition.ts";

const base: TemplateDefinition = { name: "t", category: "utility", language: "it", body: "Hi {{first_name}}!", buttons: [], examples: {} };

test("variables are listed once, in order, with or without blanks", () => {
  expect(variablesIn("{{b}} {{ a }} {{b}} {{}} {{x y}} {{1}}")).toEqual(["b", "a", "1"]);
});

test("positional variables are asked for by number", () => {
  expect(templateVariables({ ...base, body: "On {{2}} at {{1}} in {{10}} ok" }).body).toEqual(["1", "2", "10"]);
});

test("header and buttons say what they need", () => {
  const definition: TemplateDefinition = {
    ...base,
    header: { type: "document" },
    buttons: [
      { type: "quick_reply", text: "Stop" },
      { type: "url", text: "Site", url: "https://a.b" },
      { type: "url", text: "Order", url: "https://a.b/{{1}}" },
      { type: "copy_code", example: "X" },
    ],
  };
  expect(templateVariables(definition)).toEqual({
    body: ["first_name"],
    headerMedia: "document",
    buttons: [
      { index: 2, subType: "url", text: "Order" },
      { index: 3, subType: "copy_code", text: "" },
    ],
  });
});

test("a value is filled in as it is, even if it looks like a variable or a pattern", () => {
  const definition = { body: "{{a}} and {{b}} and {{a}}" };
  expect(renderTemplateBody(definition, { a: "$& {{b}}", b: "2" })).toBe("$& {{b}} and 2 and $& {{b}}");
});

test("a missing value leaves the variable to be seen", () => {
  expect(renderTemplateBody({ body: "Hi {{first_name}} {{constructor}}" }, {})).toBe("Hi {{first_name}} {{constructor}}");
});
