import { expect, it } from "vitest";
import type { Draft } from "../document/draft.ts";
import type { Box } from "./geometry.ts";
import { layOut } from "./layout.ts";
import { type Arrow, type Detour, detours, wayOf } from "./route.ts";
import { createWays } from "./ways.ts";

const box = (x: number, y: number): Box => ({ x, y, width: 264, height: 76 });
const leaves = (from: Box) => ({ x: from.x + from.width + 6, y: from.y + 22 });
const enters = (to: Box) => ({ x: to.x - 6, y: to.y + 22 });
const arrow = (from: Box, to: Box, target = "b"): Arrow => ({ from: leaves(from), to: enters(to), target });

/** The boxes that the detour runs through. */
function behind({ from, to }: Arrow, { out, lane, into }: Detour, boxes: readonly Box[]): Box[] {
  const corners = [from, { x: out, y: from.y }, { x: out, y: lane }, { x: into, y: lane }, { x: into, y: to.y }, to];
  return boxes.filter((one) =>
    corners.some((corner, index) => {
      const next = corners[index + 1] ?? corner;
      return (
        Math.min(corner.x, next.x) < one.x + one.width &&
        one.x < Math.max(corner.x, next.x) &&
        Math.min(corner.y, next.y) < one.y + one.height &&
        one.y < Math.max(corner.y, next.y)
      );
    }),
  );
}

it("an arrow with nothing in its way is a curve", () => {
  const [from, to] = [box(0, 0), box(400, 200)];
  expect(detours([arrow(from, to)], [from, to])).toEqual([null]);
});

it("an arrow past a step goes around it, on the nearer side", () => {
  const [from, between, to] = [box(0, 0), box(360, -10), box(720, 0)];
  const boxes = [from, between, to];
  const [found] = detours([arrow(from, to)], boxes);
  expect(found).toBeTruthy();
  expect(behind(arrow(from, to), found as Detour, boxes)).toEqual([]);
  expect(found?.lane).toBeLessThan(between.y);
});

it("an arrow back goes around both steps and what is between them", () => {
  const [first, between, last] = [box(0, 0), box(360, 0), box(720, 0)];
  const boxes = [first, between, last];
  const [found] = detours([arrow(last, first)], boxes);
  expect(found).toBeTruthy();
  expect(behind(arrow(last, first), found as Detour, boxes)).toEqual([]);
});

it("arrows that lead to different steps do not lie on each other", () => {
  const [from, other, between, to, below] = [box(0, 0), box(0, 120), box(360, 40), box(720, 0), box(720, 120)];
  const boxes = [from, other, between, to, below];
  const found = detours([arrow(from, below, "below"), arrow(other, to, "to")], boxes);
  const [a, b] = found as Detour[];
  expect(a?.lane).not.toBe(b?.lane);
  expect(Math.hypot((a?.lane ?? 0) - (b?.lane ?? 0), (a?.middle ?? 0) - (b?.middle ?? 0)), "between their buttons").toBeGreaterThan(24);
});

it("the same picture every time, and the same objects while nothing moved", () => {
  const ways = createWays();
  const describe = () => ({ summary: "", exits: [{ name: "next" }] }) as never;
  const nodes = [0, 360, 720].map((x, index) => ({ id: `s${index}`, type: "delay", config: {}, exits: {}, position: { x, y: 0 } }));
  const drawn = [
    { source: "s0", exit: "next", target: "s2" },
    { source: "s2", exit: "next", target: "s0" },
  ];
  const before = ways(drawn, nodes, describe);
  expect(before.every((way) => way !== null)).toBe(true);
  expect(ways(drawn, nodes, describe)).toBe(before);
  const more = [...nodes, { id: "far", type: "delay", config: {}, exits: {}, position: { x: 0, y: 4000 } }];
  ways(drawn, more, describe).forEach((way, index) => expect(way).toBe(before[index]));
});

it("the middle of a detour, where a step is put in between, lies on its lane", () => {
  const detour = { out: 300, lane: -40, into: 700, middle: 500 };
  expect(wayOf({ from: { x: 270, y: 0 }, to: { x: 714, y: 0 } }, detour).middle).toEqual({ x: 500, y: -40 });
});

it("in a document laid out by the product no arrow runs behind a step", () => {
  const describe = () => ({ summary: "Words of this step", exits: ["a", "b", "c"].map((name) => ({ name })) }) as never;
  const steps = Array.from({ length: 60 }, (_, index): Draft["steps"][number] => ({
    id: `s${index}`,
    type: "menu",
    config: {},
    exits: {
      ...(index + 1 < 60 && { a: `s${index + 1}` }),
      ...(index % 3 === 0 && index + 7 < 60 && { b: `s${index + 7}` }),
      ...(index % 5 === 0 && index > 10 && { c: `s${index - 9}` }),
    },
  }));
  const draft: Draft = { name: "Many", triggers: [{ id: "t", type: "list", config: {}, next: "s0" }], steps };
  const at = layOut(draft, describe);
  const placed = steps.map((step) => ({ ...step, position: at.get(step.id) ?? { x: 0, y: 0 } }));
  const drawn = placed.flatMap(({ id, exits }) => Object.entries(exits).map(([exit, target]) => ({ source: id, exit, target })));
  const boxes = placed.map(({ position }) => ({ ...position, width: 264, height: 176 }));
  const ways = createWays()(drawn, placed, describe);
  expect(ways.filter((way) => way !== null).length).toBeGreaterThan(10);
  for (const [index, way] of ways.entries()) {
    if (way) expect(behind({ ...way, target: "" }, way, boxes), JSON.stringify(drawn[index])).toEqual([]);
  }
});
