/** Checks the document a moment after each change: here at once, and by the server for what only it knows (taken phrases, files). */
import { useEffect, useState } from "react";
import type { Problem } from "../../automation/problems.ts";
import type { WorkspaceSnapshot } from "../../automation/state.ts";
import { client } from "../api.ts";
import { useProblemText } from "../ui/problem-text.ts";
import { checkDraft, withNodes } from "./check.ts";
import { createObservable, type Observable } from "./observable.ts";
import { registry } from "./registry.ts";
import type { Store } from "./store.ts";
import { validateDefinition } from "./validate-definition.ts";

const DELAY_MS = 150;
/** The server is asked when the typing has rested. */
const SERVER_DELAY_MS = 1500;
/** Problems that only the server can find. */
const SERVER_CODES = new Set(["phrase_taken", "unknown_file"]);

export function useChecks(
  store: Store,
  workspace: WorkspaceSnapshot | undefined,
  automationId: string | null,
): Observable<readonly Problem[]> {
  const [problems] = useState(() => createObservable<readonly Problem[]>([]));
  const say = useProblemText();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let serverTimer: ReturnType<typeof setTimeout> | undefined;
    let checked: object | null = null;
    let local: readonly Problem[] = [];
    let remote: readonly Problem[] = [];
    let stopped = false;
    const show = () => problems.set([...local, ...remote].map(say));
    const ask = async () => {
      const { draft } = store.get().history.present;
      if (automationId === null) return;
      try {
        const answer = await client.automations.validate({ document: draft, automationId, purpose: "activate" });
        if (stopped || store.get().history.present.draft !== draft) return;
        remote = withNodes(draft, answer.problems).filter((problem) => SERVER_CODES.has(problem.code));
        show();
      } catch {
        // Publishing asks again; here its word is only early advice.
      }
    };
    const check = () => {
      const { draft } = store.get().history.present;
      if (draft === checked) return;
      checked = draft;
      local = checkDraft(registry, draft, (definition) => (workspace ? validateDefinition(definition, workspace) : []));
      show();
      clearTimeout(serverTimer);
      serverTimer = setTimeout(() => void ask(), SERVER_DELAY_MS);
    };
    const schedule = () => {
      clearTimeout(timer);
      timer = setTimeout(check, DELAY_MS);
    };
    check();
    const unsubscribe = store.subscribe(schedule);
    return () => {
      stopped = true;
      clearTimeout(timer);
      clearTimeout(serverTimer);
      unsubscribe();
    };
  }, [store, workspace, automationId, problems, say]);
  return problems;
}
