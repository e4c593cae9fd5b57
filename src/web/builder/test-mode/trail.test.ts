import { expect, it } from "vitest";
import type { Draft } from "../document/draft.ts";
import { trailOf, valueOf } from "./trail.ts";

const draft: Draft = {
  name: "x",
  triggers: [
    { id: "t1", type: "list", config: {}, next: "a" },
    { id: "t2", type: "list", config: {}, next: "b" },
  ],
  steps: [
    { id: "a", type: "delay", config: {}, exits: { next: "b" } },
    { id: "b", type: "delay", config: {}, exits: {} },
  ],
};
const passed = { stepId: "a", exit: "next", error: null, leftAt: "x" };

it("lights up the steps and arrows a run took, from its start step on", () => {
  const trail = trailOf(draft, [{ steps: [passed, { stepId: "b", exit: null, error: "blocked", leftAt: null }], at: ["b"] }]);
  expect([...trail.visited]).toEqual(["a", "b", "t1"]);
  expect([...trail.taken]).toEqual(["a/next", "t1/next"]);
  expect([...trail.current]).toEqual(["b"]);
  expect([...trail.failed]).toEqual(["b"]);
});

it("does not guess between start steps that lead to the same step", () => {
  const both: Draft = { ...draft, triggers: draft.triggers.map((trigger) => ({ ...trigger, next: "a" })) };
  expect(trailOf(both, [{ steps: [passed], at: [] }]).visited.has("t1")).toBe(false);
  expect(trailOf(both, [{ steps: [passed], at: [], triggerId: "t2" }]).visited.has("t2")).toBe(true);
});

it("says in a few words what steps did, without ids, and forgets a failure that was mended", () => {
  const failed = { ...passed, error: "blocked" };
  const done = { ...passed, result: { field: "CITY", value: "Roma", ticketId: "0190" } };
  const trail = trailOf(draft, [{ steps: [failed, done], at: [] }]);
  expect(trail.values.get("a")).toBe("field: CITY, value: Roma");
  expect(trail.failed.has("a")).toBe(false);
});

it("says what changed in the reader's words, from one state to the other, and names no ids", () => {
  const italian: Record<string, string> = {
    "choice.not_declared": "Non dichiarato",
    "choice.subscribed": "Iscritto",
    "result.added": "Aggiunti",
  };
  const t = (key: string, { defaultValue }: { defaultValue: string }) => italian[key] ?? defaultValue;
  expect(valueOf({ to: "subscribed", from: "not_declared", changed: true }, t)).toBe("Non dichiarato → Iscritto");
  expect(valueOf({ added: ["Newsletter"] }, t)).toBe("Aggiunti: Newsletter");
  expect(valueOf({ stopped: ["0190a1b2-aaaa-7bbb-8ccc-123456789012"] }, t)).toBe("");
});
