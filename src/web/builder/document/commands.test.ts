import { describe, expect, it } from "vitest";
import { addNote, connect, disconnect, dropExits, insertStep, move, remove, setConfig, setLabel, updateNote } from "./commands.ts";
import type { Draft, StepDraft } from "./draft.ts";

const step = (id: string, exits: Record<string, string> = {}): StepDraft => ({ id, type: "add_tag", config: {}, exits });
const draft: Draft = {
  name: "Test",
  triggers: [{ id: "t1", type: "list", config: {}, next: "a" }],
  steps: [step("a", { next: "b" }), step("b", { next: "c" }), step("c")],
};

describe("connect", () => {
  it("replaces what the exit led to", () => {
    expect(connect(draft, { node: "a", exit: "next" }, "c").steps[0]?.exits).toEqual({ next: "c" });
  });

  it("connects a start step", () => {
    expect(connect(draft, { node: "t1", exit: "next" }, "c").triggers[0]?.next).toBe("c");
  });

  it("never leads a step to itself or to nothing", () => {
    expect(connect(draft, { node: "a", exit: "next" }, "a")).toBe(draft);
    expect(connect(draft, { node: "a", exit: "next" }, "t1")).toBe(draft);
    expect(connect(draft, { node: "a", exit: "next" }, "gone")).toBe(draft);
  });
});

describe("disconnect", () => {
  it("leaves the exit and the start step open", () => {
    expect(disconnect(draft, { node: "a", exit: "next" }).steps[0]?.exits).toEqual({});
    expect(disconnect(draft, { node: "t1", exit: "next" }).triggers[0]).not.toHaveProperty("next");
  });
});

describe("insertStep", () => {
  it("puts the step between, so that nothing is cut off", () => {
    const next = insertStep(draft, { node: "a", exit: "next" }, step("x"), "next");
    expect(next.steps.find(({ id }) => id === "a")?.exits).toEqual({ next: "x" });
    expect(next.steps.find(({ id }) => id === "x")?.exits).toEqual({ next: "b" });
  });

  it("cuts off what follows a step without exits", () => {
    const next = insertStep(draft, { node: "a", exit: "next" }, step("x"), undefined);
    expect(next.steps.find(({ id }) => id === "x")?.exits).toEqual({});
  });
});

describe("remove", () => {
  it("closes the chain over the removed step", () => {
    const next = remove(draft, new Set(["b"]));
    expect(next.steps.find(({ id }) => id === "a")?.exits).toEqual({ next: "c" });
  });

  it("closes the chain over several removed steps and from the start step", () => {
    expect(remove(draft, new Set(["a", "b"])).triggers[0]?.next).toBe("c");
    expect(remove(draft, new Set(["a", "b", "c"])).triggers[0]).not.toHaveProperty("next");
  });

  it("never makes a step lead to itself", () => {
    const loop: Draft = { ...draft, steps: [step("a", { next: "b" }), step("b", { next: "a" })] };
    expect(remove(loop, new Set(["b"])).steps[0]?.exits).toEqual({});
  });

  it("survives a circle of removed steps", () => {
    const loop: Draft = { ...draft, steps: [step("a", { next: "b" }), step("b", { next: "c" }), step("c", { next: "b" })] };
    expect(remove(loop, new Set(["b", "c"])).steps).toEqual([step("a")]);
  });

  it("removes notes", () => {
    const noted = addNote(draft, { id: "n1", text: "x", position: { x: 0, y: 0 } });
    expect(remove(noted, new Set(["n1"])).canvas?.notes).toEqual([]);
  });
});

it("keeps the objects of what did not change", () => {
  const next = setConfig(draft, "b", { tags: ["x"] });
  expect(next.steps[0]).toBe(draft.steps[0]);
  expect(next.steps[1]).not.toBe(draft.steps[1]);
  expect(next.triggers[0]).toBe(draft.triggers[0]);
});

it("leaves an emptied label out of the document", () => {
  const labelled = setLabel(draft, "a", "Greeting");
  expect(labelled.steps[0]?.label).toBe("Greeting");
  expect(setLabel(labelled, "a", "").steps[0]).not.toHaveProperty("label");
});

it("drops arrows of exits that are gone", () => {
  const two: Draft = { ...draft, steps: [step("a", { yes: "b", no: "c" }), step("b"), step("c")] };
  expect(dropExits(two, "a", new Set(["no"])).steps[0]?.exits).toEqual({ no: "c" });
});

it("moves only what got another place", () => {
  const moved = move(draft, new Map([["a", { x: 4, y: 8 }]]));
  expect(moved.steps[0]?.position).toEqual({ x: 4, y: 8 });
  expect(moved.steps[1]).toBe(draft.steps[1]);
});

it("changes a note", () => {
  const noted = addNote(draft, { id: "n1", text: "x", position: { x: 0, y: 0 } });
  expect(updateNote(noted, "n1", { text: "y" }).canvas?.notes[0]).toMatchObject({ text: "y", position: { x: 0, y: 0 } });
});
