import { expect, test } from "vitest";
import { chunkText } from "./chunk-text.ts";

test("a text is cut at paragraphs, then sentences, then where it must", () => {
  expect(chunkText("One.\n\nTwo.")).toEqual(["One.\n\nTwo."]);
  const long = Array.from({ length: 5 }, (_, i) => `${i} ${"x".repeat(600)}`).join("\n\n");
  const chunks = chunkText(long);
  expect(chunks.length).toBe(3);
  expect(chunks.every((chunk) => chunk.length <= 1500)).toBe(true);
  expect(chunkText("y".repeat(4000)).every((chunk) => chunk.length <= 1500)).toBe(true);
  expect(chunkText("  \n ")).toEqual([]);
});
