import { describe, expect, it } from "vitest";
import type { Draft } from "../document/draft.ts";
import { freePlace, NODE_WIDTH, type NodeShape, nodeHeight } from "./geometry.ts";
import { align, layOut, withPositions } from "./layout.ts";

const shape = (): NodeShape => ({ summary: "", exits: [{ name: "next" }] });
const chain = (length: number): Draft => ({
  name: "Chain",
  triggers: [{ id: "t", type: "list", config: {}, next: "s0" }],
  steps: Array.from({ length }, (_, index): Draft["steps"][number] => ({
    id: `s${index}`,
    type: "delay",
    config: {},
    exits: index + 1 < length ? { next: `s${index + 1}` } : {},
  })),
});

function overlaps(positions: ReadonlyMap<string, { x: number; y: number }>, height: number): string[] {
  const all = [...positions];
  return all.flatMap(([id, a], index) =>
    all
      .slice(index + 1)
      .flatMap(([other, b]) => (Math.abs(a.x - b.x) < NODE_WIDTH && Math.abs(a.y - b.y) < height ? [`${id} ${other}`] : [])),
  );
}

describe("layOut", () => {
  it("goes from left to right along the arrows", () => {
    const positions = layOut(chain(4), shape);
    const xs = ["t", "s0", "s1", "s2", "s3"].map((id) => positions.get(id)?.x ?? 0);
    expect(xs).toEqual([...xs].sort((a, b) => a - b));
    expect(new Set(xs).size).toBe(5);
  });

  it("puts no two nodes on one place, circles included", () => {
    const draft = chain(6);
    const circle: Draft = { ...draft, steps: draft.steps.map((step) => (step.id === "s5" ? { ...step, exits: { next: "s1" } } : step)) };
    expect(overlaps(layOut(circle, shape), nodeHeight(shape()))).toEqual([]);
  });

  it("places what follows in the order of the exits, whichever way the document names them", () => {
    const steps = ["red", "blue", "green"];
    const shapes: Record<string, NodeShape> = { ask: { summary: "", exits: steps.map((name) => ({ name })) } };
    const draft: Draft = {
      name: "Fan",
      triggers: [{ id: "t", type: "list", config: {}, next: "ask" }],
      steps: [
        { id: "ask", type: "send_message", config: {}, exits: { green: "green", blue: "blue", red: "red" } },
        ...["green", "red", "blue"].map((id): Draft["steps"][number] => ({ id, type: "delay", config: {}, exits: { next: "end" } })),
        { id: "end", type: "delay", config: {}, exits: {} },
      ],
    };
    const positions = layOut(draft, (id) => shapes[id] ?? shape());
    const ys = steps.map((id) => positions.get(id)?.y ?? 0);
    expect(ys).toEqual([...ys].sort((a, b) => a - b));
    expect(overlaps(positions, nodeHeight(shape()))).toEqual([]);
  });

  it("gives the same picture every time", () => {
    expect([...layOut(chain(20), shape)]).toEqual([...layOut(chain(20), shape)]);
  });

  it("keeps a chosen group where it was", () => {
    const draft = chain(3);
    const placed: Draft = { ...draft, steps: draft.steps.map((step) => ({ ...step, position: { x: 1000, y: 400 } })) };
    const positions = layOut(placed, shape, new Set(["s0", "s1"]));
    expect([...positions.keys()]).toEqual(["s0", "s1"]);
    expect(positions.get("s0")).toEqual({ x: 1000, y: 400 });
  });
});

describe("withPositions", () => {
  it("leaves those that have a place where they are", () => {
    const draft = chain(2);
    const half: Draft = { ...draft, steps: draft.steps.map((step) => (step.id === "s0" ? { ...step, position: { x: 8, y: 12 } } : step)) };
    const placed = withPositions(half, shape);
    expect(placed.steps[0]).toBe(half.steps[0]);
    expect(placed.steps[1]?.position?.y).toBeGreaterThan(12);
    expect(placed.triggers[0]?.position).toBeDefined();
  });
});

it("lines up nodes at their left", () => {
  const boxes = [0, 50].map((x, index) => ({ id: String(index), x, y: index * 100, width: 10, height: 10 }));
  expect([...align(boxes, "left").values()]).toEqual([
    { x: 0, y: 0 },
    { x: 0, y: 100 },
  ]);
});

it("finds the free place below what is in the way", () => {
  const box = { x: 0, y: 0, width: 100, height: 50 };
  expect(freePlace(box, [])).toEqual({ x: 0, y: 0 });
  expect(freePlace(box, [box]).y).toBeGreaterThanOrEqual(50);
});
