/** One person's editing of one automation: the document, its saving, and what others save meanwhile. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Automation } from "../../contract/automations.ts";
import { errorCode } from "../../contract/client.ts";
import type { DraftDocument } from "../../contract/document.ts";
import type { Json } from "../../domain/json.ts";
import { api, client } from "../api.ts";
import { errorText } from "../ui/error-text.ts";
import { type Autosave, createAutosave, type SaveAnswer } from "./autosave.ts";
import { withPositions } from "./canvas/layout.ts";
import { createDescribe } from "./canvas/node-view.ts";
import { type Draft, toDraft } from "./document/draft.ts";
import { registry } from "./registry.ts";
import { createStore, type Store } from "./store.ts";

export interface Session {
  store: Store;
  autosave: Autosave;
}

/** Summaries only decide heights here, so no language is needed. */
const measure = createDescribe(registry, { t: (key) => key, language: "en" }, undefined);

/** A draft as the canvas needs it: every node has a place. */
export function completeDraft(document: unknown): Draft {
  const draft = toDraft(document as Json);
  const nodes = new Map([...draft.triggers, ...draft.steps].map((node) => [node.id, node]));
  return withPositions(draft, (id) => {
    const node = nodes.get(id);
    return node ? measure(node) : { summary: "", exits: [] };
  });
}

export function useSession(automation: Automation, mayWrite: boolean): Session {
  const queries = useQueryClient();
  const [session] = useState((): Session => {
    const draft = completeDraft(automation.draft);
    const store = createStore(draft);
    const send = async (next: Draft, draftRevision: number): Promise<SaveAnswer> => {
      try {
        const saved = await client.automations.saveDraft({ id: automation.id, draft: next as DraftDocument, draftRevision });
        queries.setQueryData(
          api.automations.get.queryKey({ input: { id: automation.id } }),
          (old: Automation | undefined) =>
            old && { ...old, draft: next as DraftDocument, draftRevision: saved.draftRevision, changed: saved.changed, name: next.name },
        );
        return { kind: "saved", revision: saved.draftRevision };
      } catch (error) {
        const code = errorCode(error);
        if (code === "draft_changed") {
          const {
            draftRevision: revision,
            draft: theirs,
            savedBy,
          } = (error as { data: { draftRevision: number; draft: unknown; savedBy: string | null } }).data;
          return { kind: "changed", revision, draft: toDraft(theirs as Json), savedBy };
        }
        if (code === "rate_limited" || code === undefined || code === "internal" || code === "not_available") throw error;
        return { kind: "refused", message: errorText(error, code) };
      }
    };
    return {
      store,
      autosave: createAutosave({
        store,
        revision: automation.draftRevision,
        saved: draft,
        complete: completeDraft,
        send: mayWrite ? send : async () => ({ kind: "saved", revision: automation.draftRevision }),
      }),
    };
  });

  // Live events make the query read again; a newer draft in it is somebody else's work.
  useEffect(
    () => session.autosave.receive(automation.draftRevision, toDraft(automation.draft as unknown as Json)),
    [session, automation.draftRevision, automation.draft],
  );

  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      const state = session.autosave.state.get();
      if (state === "saved") return;
      void session.autosave.flush();
      event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => {
      window.removeEventListener("beforeunload", warn);
      void session.autosave.flush();
    };
  }, [session]);

  return session;
}
