/** Checks the document a moment after each change: here at once, and by the server for what only it knows (taken phrases). */
import { useEffect, useState } from "react";
import type { Problem } from "../../automation/problems.ts";
import type { WorkspaceSnapshot } from "../../automation/state.ts";
import { checkDraft } from "./check.ts";
import { createObservable, type Observable } from "./observable.ts";
import { registry } from "./registry.ts";
import type { Store } from "./store.ts";
import { validateDefinition } from "./validate-definition.ts";

const DELAY_MS = 150;

export function useChecks(store: Store, workspace: WorkspaceSnapshot | undefined, automationId: string | null): Observable<readonly Problem[]> {
  const [problems] = useState(() => createObservable<readonly Problem[]>([]));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let checked: object | null = null;
    const check = () => {
      const { draft } = store.get().history.present;
      if (draft === checked) return;
      checked = draft;
      problems.set(checkDraft(registry, draft, (definition) => (workspace ? validateDefinition(definition, workspace, automationId) : [])));
    };
    const schedule = () => {
      clearTimeout(timer);
      timer = setTimeout(check, DELAY_MS);
    };
    check();
    const unsubscribe = store.subscribe(schedule);
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [store, workspace, automationId, problems]);
  return problems;
}
