/**
 * Saves the draft a moment after the last change, made from the revision it was loaded at. When somebody else saved meanwhile,
 * both sides are merged step by step and the result is saved; undo keeps the other's work.
 */
import type { Draft } from "./document/draft.ts";
import { equal } from "./document/equal.ts";
import { type Conflict, mergeDrafts, takeMineBack } from "./document/merge.ts";
import { createObservable, type Observable } from "./observable.ts";
import type { Store } from "./store.ts";

export type SaveState = "saved" | "dirty" | "saving" | "offline" | "refused";

/** `changed`: somebody else's draft is there. `refused`: saving again will not help. */
export type SaveAnswer =
  | { kind: "saved"; revision: number }
  | { kind: "changed"; revision: number; draft: Draft; savedBy: string | null }
  | { kind: "refused"; message: string };

export interface Autosave {
  state: Observable<SaveState>;
  /** Both changed it, and one's own stays until one chooses. */
  conflicts: Observable<readonly Conflict[]>;
  /** One had saved it, then somebody who did not know of that wrote something else. */
  overwritten: Observable<readonly Conflict[]>;
  /** Why the last save was refused. */
  refusal: Observable<string | null>;
  /** Revision of the draft that is saved. */
  revision(): number;
  /** Saves what is there; resolves once nothing is left to save, or it cannot be saved now. */
  flush(): Promise<boolean>;
  /** A newer draft was seen. */
  receive(revision: number, theirs: Draft): void;
  stop(): void;
}

export interface AutosaveOptions {
  store: Store;
  revision: number;
  /** The draft as the server has it. */
  saved: Draft;
  /** Gives positions to what came without, as the editor does on loading. */
  complete(draft: Draft): Draft;
  send(draft: Draft, revision: number): Promise<SaveAnswer>;
  delayMs?: number;
}

const RETRY_MS = 4000;

export function createAutosave({ store, revision: first, saved, complete, send, delayMs = 700 }: AutosaveOptions): Autosave {
  const state = createObservable<SaveState>("saved");
  const conflicts = createObservable<readonly Conflict[]>([]);
  const overwritten = createObservable<readonly Conflict[]>([]);
  const refusal = createObservable<string | null>(null);
  let base = saved;
  /** The draft as the others last left it: what one saved since then they may not have seen. */
  let seenByAll = saved;
  let revision = first;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<boolean> | null = null;
  let stopped = false;

  const current = () => store.get().history.present.draft;
  const isClean = () => current() === base || equal(current(), base);

  function merge(theirs: Draft, newRevision: number): void {
    const completed = complete(theirs);
    const before = base;
    const { conflicts: found } = mergeDrafts(before, current(), completed);
    // A step that somebody took away was looked at first.
    const lost = mergeDrafts(seenByAll, before, completed).conflicts.filter(
      ({ path, nodeId }) => path !== "" && !found.some((other) => other.nodeId === nodeId && other.path === path),
    );
    store.rebase((draft) => mergeDrafts(before, draft, completed).draft);
    base = completed;
    seenByAll = completed;
    revision = newRevision;
    if (found.length > 0) conflicts.set([...conflicts.get(), ...found]);
    tellLost(lost);
  }

  /** A place is told once, with what stands there now, and no longer where one's own stands again. */
  function tellLost(lost: readonly Conflict[]): void {
    const told = overwritten.get().filter(({ nodeId, path }) => !lost.some((other) => other.nodeId === nodeId && other.path === path));
    const draft = current();
    const open = [...told, ...lost].filter((conflict) => !equal(takeMineBack(draft, conflict), draft));
    if (open.length > 0 || overwritten.get().length > 0) overwritten.set(open);
  }

  function schedule(ms: number): void {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(() => void flush(), ms);
  }

  async function save(): Promise<boolean> {
    // A merge may have to be saved again; two editors cannot keep each other busy for longer than this.
    for (let attempt = 0; attempt < 5 && !isClean(); attempt++) {
      const draft = current();
      state.set("saving");
      let answer: SaveAnswer;
      try {
        answer = await send(draft, revision);
      } catch {
        state.set("offline");
        schedule(RETRY_MS);
        return false;
      }
      if (answer.kind === "refused") {
        refusal.set(answer.message);
        state.set("refused");
        return false;
      }
      refusal.set(null);
      if (answer.kind === "saved") {
        base = draft;
        revision = answer.revision;
      } else merge(answer.draft, answer.revision);
    }
    state.set(isClean() ? "saved" : "dirty");
    return isClean();
  }

  function flush(): Promise<boolean> {
    clearTimeout(timer);
    running ??= save().finally(() => {
      running = null;
      if (state.get() === "dirty") schedule(delayMs);
    });
    return running;
  }

  const unsubscribe = store.subscribe(() => {
    if (isClean()) {
      if (state.get() === "dirty") state.set("saved");
      return;
    }
    if (state.get() !== "saving") state.set("dirty");
    schedule(delayMs);
  });

  return {
    state,
    conflicts,
    overwritten,
    refusal,
    revision: () => revision,
    flush,
    receive(newRevision, theirs) {
      if (newRevision <= revision || running) return;
      merge(theirs, newRevision);
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      unsubscribe();
    },
  };
}
