/** What one writes over something stored. An answer that comes meanwhile takes its place only where nothing unsaved would be lost. */
import { useState } from "react";

interface State<T> {
  stored: T;
  value: T;
  /** As it came, or as it was last saved: beyond it begins what would be lost. */
  base: T;
}

export interface Edited<T> {
  value: T;
  change: (to: T | ((value: T) => T)) => void;
  /** Something is unsaved. */
  edited: boolean;
  /** What was saved, or is being saved, is no longer unsaved; what has been written since stays so. */
  handOver: (value: T) => void;
}

export function useEdited<T>(stored: T): Edited<T> {
  const [state, setState] = useState<State<T>>({ stored, value: stored, base: stored });
  const edited = !same(state.value, state.base);
  if (!same(state.stored, stored)) setState(edited ? { ...state, stored } : { stored, value: stored, base: stored });
  return {
    value: state.value,
    edited,
    change: (to) => setState((before) => ({ ...before, value: typeof to === "function" ? (to as (value: T) => T)(before.value) : to })),
    handOver: (base) => setState((before) => ({ ...before, base })),
  };
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** What stays in a field that empties itself once its text is saved: whatever is not that text. */
export function afterSaving(written: string, saved: string): string {
  return written.trim() === saved.trim() ? "" : written;
}
