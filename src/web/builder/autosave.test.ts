import { describe, expect, it } from "vitest";
import { type AutosaveOptions, createAutosave, type SaveAnswer } from "./autosave.ts";
import { setConfig, setLabel } from "./document/commands.ts";
import type { Draft } from "./document/draft.ts";
import { createStore } from "./store.ts";

const base: Draft = {
  name: "Base",
  triggers: [],
  steps: [
    { id: "a", type: "add_note", config: { text: "a" }, exits: {} },
    { id: "b", type: "add_note", config: { text: "b" }, exits: {} },
  ],
};

/** A server with one draft, as the API keeps it. */
function server(draft: Draft) {
  const state = { draft, revision: 1, saves: 0 };
  const send: AutosaveOptions["send"] = async (next, revision): Promise<SaveAnswer> => {
    if (revision !== state.revision) return { kind: "changed", revision: state.revision, draft: state.draft, savedBy: "Anna" };
    state.draft = next;
    state.revision += 1;
    state.saves += 1;
    return { kind: "saved", revision: state.revision };
  };
  return { state, send };
}

/** The delay is never waited for: every test saves by `flush`. */
function editor(send: AutosaveOptions["send"]) {
  const store = createStore(base);
  const autosave = createAutosave({ store, revision: 1, saved: base, complete: (draft) => draft, send, delayMs: 3_600_000 });
  return { store, autosave };
}

describe("autosave", () => {
  it("saves nothing while nothing changed", async () => {
    const { state, send } = server(base);
    expect(await editor(send).autosave.flush()).toBe(true);
    expect(state.saves).toBe(0);
  });

  it("loses nothing of two editors who change different steps", async () => {
    const { state, send } = server(base);
    const [one, two] = [editor(send), editor(send)];
    one.store.change((draft) => setConfig(draft, "a", { text: "one" }));
    two.store.change((draft) => setConfig(draft, "b", { text: "two" }));
    expect(await one.autosave.flush()).toBe(true);
    expect(await two.autosave.flush()).toBe(true);
    expect(state.draft.steps.map((step) => step.config["text"])).toEqual(["one", "two"]);
    expect(two.autosave.conflicts.get()).toEqual([]);
  });

  it("asks where both changed the same, and keeps one's own until then", async () => {
    const { state, send } = server(base);
    const [one, two] = [editor(send), editor(send)];
    one.store.change((draft) => setConfig(draft, "a", { text: "one" }));
    two.store.change((draft) => setConfig(draft, "a", { text: "two" }));
    await one.autosave.flush();
    await two.autosave.flush();
    expect(state.draft.steps[0]?.config["text"]).toBe("two");
    expect(two.autosave.conflicts.get()).toMatchObject([{ nodeId: "a", mine: "two", theirs: "one" }]);
  });

  it("tells the one who saved first, too, and no longer once their own stands there again", async () => {
    const { state, send } = server(base);
    const [one, two] = [editor(send), editor(send)];
    one.store.change((draft) => setConfig(draft, "a", { text: "one" }));
    two.store.change((draft) => setConfig(draft, "a", { text: "two" }));
    await one.autosave.flush();
    await two.autosave.flush();
    one.autosave.receive(state.revision, state.draft);
    expect(one.autosave.overwritten.get()).toEqual([{ nodeId: "a", path: "config.text", mine: "one", theirs: "two" }]);
    two.store.change((draft) => setConfig(draft, "a", { text: "one" }));
    await two.autosave.flush();
    one.autosave.receive(state.revision, state.draft);
    expect(one.autosave.overwritten.get()).toEqual([]);
  });

  it("says nothing of what somebody changes who had seen it", async () => {
    const { state, send } = server(base);
    const [one, two] = [editor(send), editor(send)];
    one.store.change((draft) => setConfig(draft, "a", { text: "one" }));
    await one.autosave.flush();
    two.autosave.receive(state.revision, state.draft);
    two.store.change((draft) => setConfig(draft, "b", { text: "two" }));
    await two.autosave.flush();
    one.autosave.receive(state.revision, state.draft);
    two.store.change((draft) => setConfig(draft, "a", { text: "better" }));
    await two.autosave.flush();
    one.autosave.receive(state.revision, state.draft);
    expect(one.autosave.overwritten.get()).toEqual([]);
    expect(one.autosave.conflicts.get()).toEqual([]);
  });

  it("undoes one's own change only, after a merge", async () => {
    const { send } = server(base);
    const [one, two] = [editor(send), editor(send)];
    one.store.change((draft) => setLabel(draft, "a", "Theirs"));
    two.store.change((draft) => setConfig(draft, "b", { text: "two" }));
    await one.autosave.flush();
    await two.autosave.flush();
    two.store.undo();
    expect(two.store.get().history.present.draft.steps).toMatchObject([{ label: "Theirs" }, { config: { text: "b" } }]);
  });

  it("takes in a newer draft that was seen before saving", () => {
    const { send } = server(base);
    const { store, autosave } = editor(send);
    store.change((draft) => setConfig(draft, "b", { text: "mine" }));
    autosave.receive(2, setConfig(base, "a", { text: "theirs" }));
    expect(store.get().history.present.draft.steps.map((step) => step.config["text"])).toEqual(["theirs", "mine"]);
    expect(autosave.revision()).toBe(2);
  });

  it("says so when the server does not answer, and saves later", async () => {
    const { state, send } = server(base);
    let down = true;
    const { store, autosave } = editor(async (draft, revision) => {
      if (down) throw new TypeError("fetch failed");
      return send(draft, revision);
    });
    store.change((draft) => setConfig(draft, "a", { text: "x" }));
    expect(await autosave.flush()).toBe(false);
    expect(autosave.state.get()).toBe("offline");
    down = false;
    expect(await autosave.flush()).toBe(true);
    expect(autosave.state.get()).toBe("saved");
    expect(state.draft.steps[0]?.config["text"]).toBe("x");
    autosave.stop();
  });

  it("does not repeat a save that was refused", async () => {
    const { store, autosave } = editor(async () => ({ kind: "refused", message: "Another automation has this name." }));
    store.change((draft) => ({ ...draft, name: "Taken" }));
    expect(await autosave.flush()).toBe(false);
    expect(autosave.state.get()).toBe("refused");
    expect(autosave.refusal.get()).toBe("Another automation has this name.");
    autosave.stop();
  });
});
