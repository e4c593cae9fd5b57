/** The builder's state: one document with its history, and what is selected. Components subscribe to the part they show. */
import { createContext, useContext, useSyncExternalStore } from "react";
import type { Draft } from "./document/draft.ts";
import { commit, type History, rebase, redo, seal, startHistory, undo } from "./document/history.ts";

export interface BuilderState {
  history: History;
  selection: ReadonlySet<string>;
  /** The node whose form the side panel shows. */
  open: string | null;
  /** The note or frame whose text is being written on the canvas. */
  writing: string | null;
}

export interface Store {
  get(): BuilderState;
  subscribe(listener: () => void): () => void;
  /** One undoable change; with a `mergeKey`, consecutive ones become one. */
  change(update: (draft: Draft) => Draft, options?: ChangeOptions): void;
  select(ids: Iterable<string>, open?: string | null): void;
  open(id: string | null): void;
  write(id: string | null): void;
  /** Ends the merging of consecutive changes, on blur. */
  seal(): void;
  undo(): void;
  redo(): void;
  /** A change that came from elsewhere: not undoable, and undo keeps it. */
  rebase(update: (draft: Draft) => Draft): void;
}

export interface ChangeOptions {
  mergeKey?: string;
  select?: readonly string[];
  open?: string | null;
  /** A note or frame that was just made: its text comes first. */
  write?: string;
}

const EMPTY: ReadonlySet<string> = new Set();

export function createStore(draft: Draft): Store {
  let state: BuilderState = { history: startHistory(draft), selection: EMPTY, open: null, writing: null };
  const listeners = new Set<() => void>();
  const set = (next: BuilderState) => {
    state = next;
    for (const listener of listeners) listener();
  };
  const restore = (history: History) => {
    if (history === state.history) return;
    const ids = idsOf(history.present.draft);
    const there = (id: string | null) => (id !== null && ids.has(id) ? id : null);
    const selection = new Set(history.present.selection.filter((id) => ids.has(id)));
    set({ history, selection, open: there(state.open), writing: there(state.writing) });
  };
  return {
    get: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    change(update, { mergeKey, select, open, write } = {}) {
      const draft = update(state.history.present.draft);
      if (draft === state.history.present.draft && !select) return;
      const selection = select ? new Set(select) : state.selection;
      const history = commit(state.history, { draft, selection: [...selection] }, mergeKey ?? null);
      set({ history, selection, open: open === undefined ? state.open : open, writing: write ?? state.writing });
    },
    select(ids, open) {
      const selection = new Set(ids);
      const same = selection.size === state.selection.size && [...selection].every((id) => state.selection.has(id));
      const nextOpen = open === undefined ? state.open : open;
      if (same && nextOpen === state.open) return;
      set({ ...state, selection: same ? state.selection : selection, open: nextOpen });
    },
    open(id) {
      if (id !== state.open) set({ ...state, open: id, history: seal(state.history) });
    },
    write(id) {
      if (id !== state.writing) set({ ...state, writing: id });
    },
    seal() {
      const history = seal(state.history);
      if (history !== state.history) set({ ...state, history });
    },
    undo: () => restore(undo(state.history)),
    redo: () => restore(redo(state.history)),
    rebase(update) {
      const history = rebase(state.history, update);
      restore(history);
    },
  };
}

function idsOf(draft: Draft): Set<string> {
  return new Set(
    [...draft.triggers, ...draft.steps, ...(draft.canvas?.notes ?? []), ...(draft.canvas?.groups ?? [])].map((node) => node.id),
  );
}

export const StoreContext = createContext<Store | null>(null);

export function useStore(): Store {
  const store = useContext(StoreContext);
  if (!store) throw new Error("useStore outside of the builder");
  return store;
}

/** Re-renders when the selected part changes; it must be the same object while nothing in it changed. */
export function useBuilder<T>(select: (state: BuilderState) => T): T {
  const store = useStore();
  return useSyncExternalStore(store.subscribe, () => select(store.get()));
}

export function useDraft(): Draft {
  return useBuilder((state) => state.history.present.draft);
}
