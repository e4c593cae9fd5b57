import { expect, test } from "vitest";
import type { TestState } from "../../../contract/tests.ts";
import { isUnheard, seenNow } from "./unheard.ts";

const state = (messages: ["in" | "out", string][], runs: object[] = []) =>
  seenNow({ messages: messages.map(([direction, id]) => ({ direction, id })), runs } as unknown as TestState);

test("a message that moved no run was not heard; one that started or moved one was, and so was one that was answered", () => {
  const run = { id: "r", status: "waiting", at: ["s1"], steps: [] };
  const nothing = state([]);
  expect(isUnheard(nothing, state([["in", "1"]]))).toBe(true);
  expect(isUnheard(nothing, state([["in", "1"]], [run]))).toBe(false);
  expect(
    isUnheard(
      state([["in", "1"]], [run]),
      state(
        [
          ["in", "1"],
          ["in", "2"],
        ],
        [run],
      ),
    ),
  ).toBe(true);
  expect(
    isUnheard(
      state([["in", "1"]], [run]),
      state(
        [
          ["in", "1"],
          ["in", "2"],
        ],
        [{ ...run, at: ["s2"], steps: [{}] }],
      ),
    ),
  ).toBe(false);
  expect(
    isUnheard(
      nothing,
      state(
        [
          ["in", "1"],
          ["out", "2"],
        ],
        [run],
      ),
    ),
  ).toBe(false);
  expect(isUnheard(null, state([["in", "1"]]))).toBe(false);
});
