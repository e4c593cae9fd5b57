import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { connect, remove, setConfig, setLabel } from "./commands.ts";
import type { Draft } from "./draft.ts";
import { mergeDrafts, takeMine, takeTheirs } from "./merge.ts";

const base: Draft = {
  name: "Base",
  triggers: [{ id: "t", type: "list", config: { lists: ["A"] }, next: "a" }],
  steps: [
    { id: "a", type: "send_message", config: { kind: "text", text: "Hi" }, exits: { next: "b" } },
    { id: "b", type: "add_tag", config: { tags: ["x"] }, exits: {} },
  ],
};

describe("mergeDrafts", () => {
  it("takes what only one side changed from it", () => {
    const mine = setConfig(base, "a", { kind: "text", text: "Hello" });
    const theirs = setConfig(base, "b", { tags: ["y"] });
    const { draft, conflicts } = mergeDrafts(base, mine, theirs);
    expect(conflicts).toEqual([]);
    expect(draft.steps[0]?.config).toEqual({ kind: "text", text: "Hello" });
    expect(draft.steps[1]?.config).toEqual({ tags: ["y"] });
  });

  it("merges different keys of one step", () => {
    const mine = setConfig(base, "a", { kind: "text", text: "Hello" });
    const theirs = setLabel(setConfig(base, "a", { kind: "text", text: "Hi", previewUrl: true }), "a", "Greeting");
    const { draft, conflicts } = mergeDrafts(base, mine, theirs);
    expect(conflicts).toEqual([]);
    expect(draft.steps[0]).toMatchObject({ label: "Greeting", config: { text: "Hello", previewUrl: true } });
  });

  it("keeps mine and names the conflict where both changed the same", () => {
    const mine = setConfig(base, "a", { kind: "text", text: "Mine" });
    const theirs = setConfig(base, "a", { kind: "text", text: "Theirs" });
    const { draft, conflicts } = mergeDrafts(base, mine, theirs);
    expect(draft.steps[0]?.config["text"]).toBe("Mine");
    expect(conflicts).toEqual([{ nodeId: "a", path: "config.text", mine: "Mine", theirs: "Theirs" }]);
    expect(takeTheirs(draft, conflicts[0] as never).steps[0]?.config["text"]).toBe("Theirs");
    expect(takeMine(draft, conflicts[0] as never)).toBe(draft);
  });

  it("does not ask where both moved a step", () => {
    const at = (x: number): Draft => ({ ...base, steps: base.steps.map((step) => ({ ...step, position: { x, y: 0 } })) });
    const { draft, conflicts } = mergeDrafts(base, at(1), at(2));
    expect(conflicts).toEqual([]);
    expect(draft.steps[0]?.position?.x).toBe(1);
  });

  it("brings both sides' new steps together", () => {
    const add = (id: string): Draft => ({ ...base, steps: [...base.steps, { id, type: "delay", config: {}, exits: {} }] });
    expect(mergeDrafts(base, add("m"), add("t")).draft.steps.map(({ id }) => id)).toEqual(["a", "b", "m", "t"]);
  });

  it("deletes what one side deleted and nobody else touched, and no arrow leads there", () => {
    const { draft, conflicts } = mergeDrafts(base, setConfig(base, "a", { kind: "text", text: "Hello" }), remove(base, new Set(["b"])));
    expect(conflicts).toEqual([]);
    expect(draft.steps.map(({ id }) => id)).toEqual(["a"]);
    expect(draft.steps[0]?.exits).toEqual({});
  });

  it("keeps a step that one side deleted and the other changed, and asks", () => {
    const { draft, conflicts } = mergeDrafts(base, remove(base, new Set(["b"])), setConfig(base, "b", { tags: ["y"] }));
    expect(draft.steps.map(({ id }) => id)).toContain("b");
    expect(conflicts).toMatchObject([{ nodeId: "b", path: "" }]);
    expect(takeMine(draft, conflicts[0] as never).steps.map(({ id }) => id)).toEqual(["a"]);
  });

  it("drops an arrow that one side drew to a step the other deleted", () => {
    const mine = connect(
      { ...base, steps: [...base.steps, { id: "c", type: "delay", config: {}, exits: {} }] },
      { node: "c", exit: "next" },
      "b",
    );
    expect(mergeDrafts(base, mine, remove(base, new Set(["b"]))).draft.steps.find(({ id }) => id === "c")?.exits).toEqual({});
  });

  it("is the other side's draft where this side changed nothing", () => {
    const theirs = setConfig(remove(base, new Set(["b"])), "a", { kind: "text", text: "Theirs" });
    expect(mergeDrafts(base, base, theirs)).toEqual({ draft: theirs, conflicts: [] });
  });

  it("loses nobody's text, whatever both type", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const mine = setConfig(base, "a", { kind: "text", text: a });
        const theirs = setConfig(base, "b", { tags: [b] });
        const { draft } = mergeDrafts(base, mine, theirs);
        expect(draft.steps[0]?.config["text"]).toBe(a);
        expect(draft.steps[1]?.config["tags"]).toEqual([b]);
      }),
    );
  });
});
