/** Undo and redo: whole drafts, which share everything that did not change. */
import type { Draft } from "./draft.ts";

export interface Entry {
  draft: Draft;
  /** Nodes that were selected, so that undo shows what it brought back. */
  selection: readonly string[];
}

export interface History {
  past: readonly Entry[];
  present: Entry;
  future: readonly Entry[];
  /** Consecutive changes with the same key (typing in one field) are one step back. */
  mergeKey: string | null;
}

const MAX_ENTRIES = 200;

export function startHistory(draft: Draft): History {
  return { past: [], present: { draft, selection: [] }, future: [], mergeKey: null };
}

export function commit(history: History, entry: Entry, mergeKey: string | null = null): History {
  if (entry.draft === history.present.draft) return { ...history, present: entry };
  const merges = mergeKey !== null && mergeKey === history.mergeKey;
  return {
    past: merges ? history.past : [...history.past, history.present].slice(-MAX_ENTRIES),
    present: entry,
    future: [],
    mergeKey,
  };
}

/** The next change starts a new entry even where its key is the same (the field lost focus). */
export function seal(history: History): History {
  return history.mergeKey === null ? history : { ...history, mergeKey: null };
}

export function undo(history: History): History {
  const previous = history.past.at(-1);
  if (!previous) return history;
  return { past: history.past.slice(0, -1), present: previous, future: [history.present, ...history.future], mergeKey: null };
}

export function redo(history: History): History {
  const [next, ...future] = history.future;
  if (!next) return history;
  return { past: [...history.past, history.present], present: next, future, mergeKey: null };
}

/** Applies a change that came from elsewhere (a merge with another editor) to all states, so that undo does not undo their work. */
export function rebase(history: History, change: (draft: Draft) => Draft): History {
  const apply = (entry: Entry): Entry => ({ ...entry, draft: change(entry.draft) });
  return { past: history.past.map(apply), present: apply(history.present), future: history.future.map(apply), mergeKey: null };
}
