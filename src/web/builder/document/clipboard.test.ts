import { describe, expect, it } from "vitest";
import { copyFragment, fragmentToText, pasteFragment, textToFragment } from "./clipboard.ts";
import type { Draft } from "./draft.ts";

const draft: Draft = {
  name: "Source",
  triggers: [{ id: "t", type: "list", config: { lists: ["A"] }, next: "a", position: { x: 0, y: 0 } }],
  steps: [
    {
      id: "a",
      type: "send_message",
      config: { kind: "text", text: '*Hi*: "you"\n#1' },
      exits: { next: "b", failed: "c" },
      position: { x: 100, y: 0 },
    },
    { id: "b", type: "go_to", config: { step: "a" }, exits: {}, position: { x: 200, y: 0 } },
    { id: "c", type: "add_tag", config: { tags: ["x"] }, exits: {} },
  ],
};
let count = 0;
const id = (prefix: string) => `${prefix}_${(count += 1)}`;

describe("the clipboard", () => {
  it("survives the way through text", () => {
    const fragment = copyFragment(draft, new Set(["t", "a", "b"]));
    expect(textToFragment(fragmentToText(fragment))).toEqual(fragment);
  });

  it("cuts arrows that leave the choice", () => {
    expect(copyFragment(draft, new Set(["a", "b"])).steps[0]?.exits).toEqual({ next: "b" });
    expect(copyFragment(draft, new Set(["t"])).triggers[0]).not.toHaveProperty("next");
  });

  it("gives new ids, and arrows and jumps follow them", () => {
    const fragment = copyFragment(draft, new Set(["t", "a", "b"]));
    const { draft: next, ids } = pasteFragment(draft, fragment, id, { x: 32, y: 32 });
    const [trigger, a, b] = ids;
    expect(next.triggers.at(-1)).toMatchObject({ id: trigger, next: a, position: { x: 32, y: 32 } });
    expect(next.steps.find((step) => step.id === a)?.exits).toEqual({ next: b });
    expect(next.steps.find((step) => step.id === b)?.config).toEqual({ step: a });
  });

  it("reads a whole automation in JSON", () => {
    expect(textToFragment(JSON.stringify(draft))?.steps).toHaveLength(3);
  });

  it.each(["hello", "- 1\n- 2", "steps: 5", "{", "steps:\n  - nothing"])("takes %j for ordinary text", (text) => {
    expect(textToFragment(text)).toBeNull();
  });
});
