import { expect, it } from "vitest";
import { clip, durationText, genericSummary, readable } from "./summary.ts";

const tools = { t: (key: string) => key, language: "en" };

it("reads variables by their last name", () => {
  expect(readable("Hi {{ contact.first_name | default: 'you' }},\n how   are you?")).toBe("Hi {first_name}, how are you?");
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
