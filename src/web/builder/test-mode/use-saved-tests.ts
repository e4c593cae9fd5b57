/** The saved tests of an automation, and running them on the draft as it is in the editor. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { DraftDocument } from "../../../contract/document.ts";
import { api, client } from "../../api.ts";
import type { Draft } from "../document/draft.ts";

export function useSavedTests(automationId: string, draft: Draft) {
  const queries = useQueryClient();
  const saved = useQuery(api.tests.scenarios.queryOptions({ input: { automationId } }));
  const refresh = () => queries.invalidateQueries({ queryKey: api.tests.scenarios.key() });
  const run = useMutation({
    mutationFn: (ids?: string[]) => client.tests.run({ automationId, document: draft as DraftDocument, ...(ids && { ids }) }),
    onSuccess: refresh,
  });
  return { saved, run, refresh };
}
