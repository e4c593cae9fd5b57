import { describe, expect, it } from "vitest";
import { copyFragment, fragmentToText, pasteFragment, textToFragment } from "./clipboard.ts";
import { remove } from "./commands.ts";
import { type Draft, groupsOf } from "./draft.ts";
import { addGroup, renameGroup, ungroup } from "./groups.ts";
import { mergeDrafts } from "./merge.ts";

const draft: Draft = {
  name: "Framed",
  triggers: [{ id: "t", type: "list", config: {}, next: "a" }],
  steps: [
    { id: "a", type: "delay", config: {}, exits: { next: "b" } },
    { id: "b", type: "delay", config: {}, exits: {} },
    { id: "c", type: "delay", config: {}, exits: {} },
  ],
};
const framed = addGroup(draft, { id: "g1", title: "Waiting", nodes: ["a", "b", "gone"] });

describe("frames", () => {
  it("hold only what is there, and each node once", () => {
    expect(groupsOf(framed)).toEqual([{ id: "g1", title: "Waiting", nodes: ["a", "b"] }]);
    const again = addGroup(framed, { id: "g2", title: "", nodes: ["b", "c"] });
    expect(groupsOf(again).map(({ nodes }) => nodes)).toEqual([["a"], ["b", "c"]]);
    expect(groupsOf(addGroup(framed, { id: "g3", title: "", nodes: ["a", "b"] }))).toHaveLength(1);
    expect(addGroup(draft, { id: "g4", title: "", nodes: [] })).toBe(draft);
  });

  it("go with their name, and leave their nodes", () => {
    expect(groupsOf(renameGroup(framed, "g1", "Patience"))[0]?.title).toBe("Patience");
    expect(groupsOf(ungroup(framed, new Set(["a"])))).toEqual([]);
    const removed = remove(framed, new Set(["g1"]));
    expect(groupsOf(removed)).toEqual([]);
    expect(removed.steps).toHaveLength(3);
  });

  it("forget removed nodes, and vanish with the last", () => {
    expect(groupsOf(remove(framed, new Set(["a"])))[0]?.nodes).toEqual(["b"]);
    expect(groupsOf(remove(framed, new Set(["a", "b"])))).toEqual([]);
  });

  it("are copied with what they hold, under new ids", () => {
    const text = fragmentToText(copyFragment(framed, new Set(["g1"])));
    const fragment = textToFragment(text);
    expect(fragment?.steps.map(({ id }) => id)).toEqual(["a", "b"]);
    let count = 0;
    const pasted = fragment && pasteFragment(framed, fragment, (prefix) => `${prefix}${(count += 1)}`, { x: 0, y: 0 }).draft;
    expect(pasted && groupsOf(pasted)).toEqual([
      { id: "g1", title: "Waiting", nodes: ["a", "b"] },
      { id: "g3", title: "Waiting", nodes: ["s1", "s2"] },
    ]);
  });

  it("of two people come together", () => {
    const theirs = addGroup(draft, { id: "g9", title: "Theirs", nodes: ["c"] });
    const { draft: merged, conflicts } = mergeDrafts(draft, framed, theirs);
    expect(conflicts).toEqual([]);
    expect(groupsOf(merged).map(({ title }) => title)).toEqual(["Waiting", "Theirs"]);
    const without = mergeDrafts(framed, framed, remove(framed, new Set(["a", "b"]))).draft;
    expect(groupsOf(without)).toEqual([]);
  });
});
