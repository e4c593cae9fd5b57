import { expect, it } from "vitest";
import { move, remove, setConfig, setLabel } from "./commands.ts";
import { combine, difference, isEmptyDifference } from "./difference.ts";
import type { Draft } from "./draft.ts";

const base: Draft = {
  name: "Base",
  triggers: [{ id: "t", type: "list", config: {}, next: "a" }],
  steps: [
    { id: "a", type: "delay", config: { for: { hours: 1 } }, exits: { next: "b" } },
    { id: "b", type: "add_tag", config: { tags: ["x"] }, exits: {} },
  ],
};

it("names the keys that changed, with before and after", () => {
  const [node] = difference(base, setLabel(setConfig(base, "a", { for: { hours: 2 } }), "a", "Wait")).nodes;
  expect(node).toMatchObject({
    kind: "changed",
    id: "a",
    changes: [
      { path: "label", before: undefined, after: "Wait" },
      { path: "config.for", before: { hours: 1 }, after: { hours: 2 } },
    ],
  });
});

it("tells new from removed steps and changed arrows", () => {
  const after = remove(base, new Set(["a"]));
  expect(difference(base, after).nodes.map(({ id, kind }) => [id, kind])).toEqual([
    ["t", "changed"],
    ["a", "removed"],
  ]);
  expect(difference(after, base).nodes.find(({ id }) => id === "a")?.kind).toBe("added");
});

it("is empty when only places changed", () => {
  expect(isEmptyDifference(difference(base, move(base, new Map([["a", { x: 40, y: 0 }]]))))).toBe(true);
});

it("shows removed steps together with the newer document", () => {
  expect(combine(base, remove(base, new Set(["b"]))).steps.map(({ id }) => id)).toEqual(["a", "b"]);
});
