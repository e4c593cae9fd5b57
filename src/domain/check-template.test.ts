import { expect, test } from "vitest";
import { checkTemplate } from "./check-template.ts";
import type { TemplateDefinition } from "./template-definition.ts";

const good: TemplateDefinition = {
  name: "order_shipped",
  category: "utility",
  language: "en_US",
  header: { type: "text", text: "Order {{1}}", example: "12" },
  body: "Hello {{1}}, your order has left our shop and arrives on {{2}} with the courier.",
  footer: "Salon Ada",
  buttons: [
    { type: "url", text: "Track", url: "https://shop.example/track/{{1}}", example: "https://shop.example/track/12" },
    { type: "phone_number", text: "Call us", phoneNumber: "+390212345" },
    { type: "quick_reply", text: "Thanks" },
  ],
  examples: { "1": "Ada", "2": "Monday" },
};

test("a good template has no problem", () => {
  expect(checkTemplate(good)).toEqual([]);
});

test("an authentication template needs no body: WhatsApp writes it", () => {
  const buttons: TemplateDefinition["buttons"] = [{ type: "otp", otpType: "copy_code" }];
  expect(checkTemplate({ name: "code", category: "authentication", language: "it", body: "", buttons, examples: {} })).toEqual([]);
});

const quick = (text: string) => ({ type: "quick_reply" as const, text });
const refused: [string, Partial<TemplateDefinition>, string[]][] = [
  ["capitals in the name", { name: "Order" }, ["invalid name"]],
  ["an empty name", { name: "" }, ["invalid name"]],
  ["a language with a hyphen", { language: "en-US" }, ["invalid language"]],
  ["a body of 1,025", { body: "x".repeat(1025) }, ["too_long body"]],
  ["a variable first", { body: "{{1}}, your order has left our shop on {{2}} at noon" }, ["variable_at_edge body"]],
  ["a variable last", { body: "Hello there {{1}}, your order arrives on {{2}} " }, ["variable_at_edge body"]],
  ["variables side by side", { body: "Hello {{1}} {{2}} and welcome to our shop today" }, ["variables_adjacent body"]],
  [
    "a gap in the numbers",
    { header: undefined, body: "Hello {{1}} and welcome to our {{3}} shop today", examples: { "1": "a", "3": "b" } },
    ["variables_not_contiguous body"],
  ],
  [
    "numbers and names together",
    { header: undefined, body: "Hello {{1}} and welcome to our {{shop}} shop today", examples: { "1": "a", shop: "b" } },
    ["invalid_variable body"],
  ],
  [
    "a name with capitals",
    { header: undefined, body: "Hello {{Name}} and welcome to us", examples: { Name: "a" } },
    ["invalid_variable body"],
  ],
  ["a broken variable", { header: undefined, body: "Hello {{first name}} and welcome to us" }, ["invalid_variable body"]],
  ["too few words", { header: undefined, body: "Hi {{1}} on {{2}}." }, ["too_many_variables body"]],
  ["a missing example", { examples: { "1": "Ada" } }, ["example_missing examples.2"]],
  ["a header's variable without an example", { header: { type: "text", text: "Order {{1}}" } }, ["example_missing header.example"]],
  ["a header with formatting", { header: { type: "text", text: "*Order*" } }, ["invalid header.text"]],
  ["a picture without an example", { header: { type: "image" } }, ["required header.exampleHandle"]],
  ["a variable in the footer", { footer: "By {{1}}" }, ["not_allowed footer"]],
  ["eleven buttons", { buttons: Array.from({ length: 11 }, (_, index) => quick(`Button ${index}`)) }, ["too_many buttons"]],
  ["a label of 26", { buttons: [quick("x".repeat(26))] }, ["too_long buttons.0.text"]],
  ["labels alike", { buttons: [quick("a"), quick("a")] }, ["duplicate buttons"]],
  [
    "quick replies apart",
    { buttons: [quick("a"), { type: "phone_number", text: "b", phoneNumber: "+390212345" }, quick("c")] },
    ["mixed_order buttons"],
  ],
  [
    "a link's variable in the middle",
    { buttons: [{ type: "url", text: "a", url: "https://a.b/{{1}}/x", example: "https://a.b/1/x" }] },
    ["invalid buttons.0.url"],
  ],
  [
    "a link's variable without an example",
    { buttons: [{ type: "url", text: "a", url: "https://a.b/{{1}}" }] },
    ["example_missing buttons.0.example"],
  ],
  [
    "a link whose host is a variable",
    { buttons: [{ type: "url", text: "a", url: "https://{{1}}", example: "https://a.b" }] },
    ["invalid_url buttons.0.url"],
  ],
];

test.each(refused)("refuses %s", (_name, change, expected) => {
  expect(checkTemplate({ ...good, ...change }).map(({ code, path }) => `${code} ${path}`)).toEqual(expected);
});
