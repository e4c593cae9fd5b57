import { expect, test } from "vitest";
import { readDocument } from "./read-document.ts";

test("YAML and JSON are read", () => {
  expect(readDocument("name: A\nsteps: []")).toEqual({ name: "A", steps: [] });
  expect(readDocument('{"name": "A", "steps": []}')).toEqual({ name: "A", steps: [] });
});

test.each([
  ["name: A\nsteps: []\nname: B", "Line 3: this setting is there twice. Keep one of the two."],
  ["name: A\n---\nname: B", "Line 2: a second document begins here. Keep one automation in a text."],
  ["name: A\n\tsteps: []", "Line 2: this line begins with a tab. Use spaces."],
  ["a: &a [*a, *a]", "Line 1: *a stands for what is written elsewhere. Write it out here."],
  ["name: A\nx: &hi { text: Hi }\nsteps:\n  - config: { <<: *hi }", "Line 4: *hi stands for what is written elsewhere. Write it out here."],
  ["name: A\nsteps: *none", "Line 2: *none stands for what is written elsewhere. Write it out here."],
  ["- name: A", "This holds no automation. It begins with name, triggers and steps."],
  ["", "This holds no automation. It begins with name, triggers and steps."],
  ["[".repeat(100_000), "Line 1: this is nested too deep to be an automation. Look for brackets that are not closed."],
])("%j is refused with its place and what to do", (text, message) => {
  expect(() => readDocument(text)).toThrow(message);
});

test("what is no YAML at all is refused in YAML's own words", () => {
  expect(() => readDocument("name: A\nsteps: [1")).toThrow(
    /^Line 2: this is neither YAML nor JSON \(.+\)\. Check the indentation and the quotes\.$/,
  );
});
