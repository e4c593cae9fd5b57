import { describe, expect, it } from "vitest";
import type { Draft } from "./draft.ts";
import { commit, type History, rebase, redo, seal, startHistory, undo } from "./history.ts";

const named = (name: string): Draft => ({ name, triggers: [], steps: [] });
const entry = (name: string) => ({ draft: named(name), selection: [] });
const name = (history: History) => history.present.draft.name;

describe("history", () => {
  it("goes back and forth", () => {
    let history = commit(commit(startHistory(named("a")), entry("b")), entry("c"));
    history = undo(undo(history));
    expect(name(history)).toBe("a");
    expect(name(redo(redo(history)))).toBe("c");
    expect(undo(history)).toBe(history);
  });

  it("forgets what was undone once something else is done", () => {
    const history = commit(undo(commit(startHistory(named("a")), entry("b"))), entry("c"));
    expect(redo(history)).toBe(history);
    expect(name(undo(history))).toBe("a");
  });

  it("takes the typing in one field back at once, until the field is left", () => {
    let history = commit(startHistory(named("")), entry("H"), "name");
    history = commit(history, entry("He"), "name");
    history = commit(seal(history), entry("Hey"), "name");
    expect(name(undo(history))).toBe("He");
    expect(name(undo(undo(history)))).toBe("");
  });

  it("does not join the typing in two fields", () => {
    const history = commit(commit(startHistory(named("a")), entry("b"), "x"), entry("c"), "y");
    expect(name(undo(history))).toBe("b");
  });

  it("keeps others' work when undoing one's own", () => {
    const history = commit(startHistory(named("a")), entry("b"));
    const merged = rebase(history, (draft) => ({ ...draft, description: "theirs" }));
    expect(undo(merged).present.draft).toMatchObject({ name: "a", description: "theirs" });
  });
});
