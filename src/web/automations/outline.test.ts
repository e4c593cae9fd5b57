import { expect, test } from "vitest";
import { outline } from "./outline.ts";

const step = (id: string, config: object, exits: Record<string, string> = {}) => ({ id, type: "x", config: config as never, exits });

test("steps stand behind the one that leads to them, and the way there is called as people read it", () => {
  const rows = outline({
    name: "Welcome",
    triggers: [{ id: "t", type: "customer_message", config: {}, next: "ask" }],
    steps: [
      step("ask", { buttons: [{ id: "b1", title: "Yes, please" }] }, { b1: "reply", next: "end" }),
      step("reply", { cases: [{ id: "c1", phrases: ["Monza", "Lissone"] }] }, { c1: "end" }),
      step("end", {}),
      step("loose", {}),
    ],
  });
  expect(rows.map(({ step: { id }, depth, via }) => [id, depth, via?.exit, via?.label])).toEqual([
    ["ask", 0, undefined, undefined],
    ["reply", 1, "b1", "Yes, please"],
    ["end", 1, "c1", "Monza"],
    ["loose", 0, undefined, undefined],
  ]);
});
