import { expect, it } from "vitest";
import { readable } from "../ui/readable.ts";
import { clip, durationText, genericSummary, valueTexts } from "./summary.ts";

const tools = {
  t: (key: string, values?: Record<string, unknown>) =>
    key === "choice.subscribed" ? "Subscribed" : String(values?.["defaultValue"] ?? key),
  language: "en",
};

it("reads variables by their last name", () => {
  expect(readable("Hi {{ contact.first_name | default: 'you' }},\n how   are you?")).toBe("Hi {first_name}, how are you?");
});

it("leaves out WhatsApp's marks of bold and italic, and nothing else", () => {
  expect(readable("Welcome to *Bianchi Fiori*, it is _free_ and ~5 €~")).toBe("Welcome to Bianchi Fiori, it is free and 5 €");
  expect(readable("2 * 3 * 4, order_id and {{ vars.a_b_c }}")).toBe("2 * 3 * 4, order_id and {a_b_c}");
});

it("says fixed choices in words", () => {
  expect(genericSummary({ state: "subscribed", text: "News" }, tools)).toBe("Subscribed · News");
});

it("says durations in the reader's language", () => {
  expect(durationText({ days: 1, hours: 2 }, tools)).toBe("1 day 2 hours");
  expect(durationText({ hours: 2 }, { language: "it" })).toBe("2 ore");
});

it("joins the first texts of any config, without ids", () => {
  expect(genericSummary({ id: "x", tags: ["a", "b"], wait: { hours: 1 }, nested: { text: "deep" } }, tools)).toBe("a · b · 1 hour · deep");
});

it("cuts long texts with an ellipsis", () => {
  expect(clip("abcdef", 4)).toBe("abc…");
});

it("leaves out the tags of conditions", () => {
  expect(readable("{{ contact.name }} wrote to {{ workspace.name }}")).toBe("{name} wrote to {workspace.name}");
  expect(readable("Hi{% if contact.first_name %} {{ contact.first_name }}{% endif %}!")).toBe("Hi {first_name}!");
});

it("reads both sides of a change in words, and as the document has them where those are alike", () => {
  const red = { id: "red", title: "Red" };
  expect(valueTexts([[red], [red, { id: "blue", title: "Blue" }]], tools)).toEqual(["Red", "Red · Blue"]);
  expect(valueTexts([undefined, { hours: 2 }], tools)).toEqual(["difference.nothing", "2 hours"]);
  expect(valueTexts([[red], [{ ...red, id: "rosso" }]], tools)).toEqual(['[{"id":"red","title":"Red"}]', '[{"id":"rosso","title":"Red"}]']);
  expect(valueTexts([false, 3], tools)).toEqual(["false", "3"]);
});
