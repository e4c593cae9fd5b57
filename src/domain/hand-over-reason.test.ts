import { expect, test } from "vitest";
import { HAND_OVER_REASONS, type HandOverReason, handOverReason, readHandOverReason } from "./hand-over-reason.ts";

test("every reason is known again by its sentence, with its value", () => {
  for (const [reason, sentence] of Object.entries(HAND_OVER_REASONS) as [HandOverReason, string][]) {
    const value = sentence.includes("{value}") ? "http_500" : "";
    expect(readHandOverReason(handOverReason(reason, value))).toEqual({ reason, value });
  }
});

test("what a model says in its own words is none of them", () => {
  expect(readHandOverReason("The customer wants a person")).toBeNull();
  expect(readHandOverReason("The model did not answer (because it wanted to, and said so at length)")).toBeNull();
  expect(readHandOverReason("")).toBeNull();
});
