/** What other systems sent here before: samples to point at, in forms and among the variables. */
import { useQueries, useQuery } from "@tanstack/react-query";
import type { Json } from "../../../domain/json.ts";
import { api } from "../../api.ts";
import { useMay } from "../../shell/use-me.ts";
import type { Draft } from "../document/draft.ts";

const FRESH_MS = 30_000;

interface Exchange {
  received?: string;
}

/** The body that a step's call was last answered with; undefined where none is kept, or none that is JSON. */
export function useReceivedAnswer(automationId: string | null, stepId: string): Json | undefined {
  const may = useMay();
  const calls = useQuery({
    ...api.requests.list.queryOptions({ input: { automationId: automationId ?? "", state: "done", limit: 100 } }),
    enabled: automationId !== null && may("integrations:read"),
    staleTime: FRESH_MS,
  });
  for (const call of calls.data?.items ?? []) {
    if (call.stepId !== stepId) continue;
    const exchanges = (call.log.at(-1)?.["exchanges"] ?? []) as Exchange[];
    const body = parsed(exchanges.at(-1)?.received);
    if (body !== undefined) return body;
  }
  return undefined;
}

/** The last body that one of the draft's addresses was called with. */
export function useReceivedPayload(automationId: string | null, draft: Draft): Json | undefined {
  const may = useMay();
  const triggers = new Set(draft.triggers.filter(({ type }) => type === "integration").map(({ id }) => id));
  const enabled = automationId !== null && triggers.size > 0 && may("integrations:read");
  const hooks = useQuery({
    ...api.hooks.list.queryOptions({ input: { automationId: automationId ?? "" } }),
    enabled,
    staleTime: FRESH_MS,
  });
  const own = enabled ? (hooks.data?.items ?? []).filter(({ triggerId }) => triggers.has(triggerId)) : [];
  return useQueries({
    queries: own.map(({ id }) => ({ ...api.hooks.calls.queryOptions({ input: { id } }), staleTime: FRESH_MS })),
    combine: newestBody,
  });
}

function newestBody(answers: { data: { items: { at: string; body: Json }[] } | undefined }[]): Json | undefined {
  const calls = answers.flatMap(({ data }) => data?.items ?? []).filter(({ body }) => body !== null);
  return calls.toSorted((a, b) => b.at.localeCompare(a.at))[0]?.body;
}

/** Long answers are kept cut: those show nothing. */
function parsed(text: string | undefined): Json | undefined {
  try {
    const value = JSON.parse(text ?? "") as Json;
    return value !== null && typeof value === "object" ? value : undefined;
  } catch {
    return undefined;
  }
}
