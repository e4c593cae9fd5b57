/** A value outside of React that components can follow in part: an overlay that changes often must not re-render the canvas. */
import { useSyncExternalStore } from "react";

export interface Observable<T> {
  get(): T;
  set(value: T): void;
  subscribe(listener: () => void): () => void;
}

export function createObservable<T>(initial: T): Observable<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function useObservable<T, S = T>(observable: Observable<T>, select: (value: T) => S = (value) => value as unknown as S): S {
  return useSyncExternalStore(observable.subscribe, () => select(observable.get()));
}
