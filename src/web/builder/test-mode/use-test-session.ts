/** A test session on the server: the draft on the real engine, in a workspace of its own with a clock of its own. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { DraftDocument } from "../../../contract/document.ts";
import type { SandboxAction } from "../../../contract/sandbox.ts";
import type { TestState } from "../../../contract/tests.ts";
import { api, client } from "../../api.ts";
import type { Draft } from "../document/draft.ts";

type Simulated = Parameters<typeof client.tests.simulate>[0]["error"];

const POLL_MS = 3000;

export function useTestSession(automationId: string, draft: Draft) {
  const queries = useQueryClient();
  const [sessionId, setSessionId] = useState<string | null>(null);
  const running = useRef<string | null>(null);
  const keep = (state: TestState) => {
    queries.setQueryData(api.tests.state.queryKey({ input: { sessionId: state.sessionId } }), state);
    return state;
  };
  const end = () => {
    if (running.current !== null) void client.tests.end({ sessionId: running.current }).catch(() => {});
    running.current = null;
  };
  const start = useMutation({
    mutationFn: async () => {
      end();
      return client.tests.start({ automationId, document: draft as DraftDocument });
    },
    onSuccess: (state) => {
      keep(state);
      running.current = state.sessionId;
      setSessionId(state.sessionId);
    },
  });
  const state = useQuery({
    ...api.tests.state.queryOptions({ input: { sessionId: sessionId ?? "" } }),
    enabled: sessionId !== null,
    // Messages and their ticks may follow a moment after the answer.
    refetchInterval: POLL_MS,
    retry: false,
  });
  const { mutate } = start;
  useEffect(() => {
    mutate();
    return () => {
      if (running.current !== null) void client.tests.end({ sessionId: running.current }).catch(() => {});
      running.current = null;
    };
  }, [mutate]);

  const options = { onSuccess: keep };
  const id = () => sessionId ?? "";
  return {
    start,
    state: state.data,
    sessionId,
    act: useMutation({ mutationFn: (action: SandboxAction) => client.tests.act({ sessionId: id(), action }), ...options }),
    trigger: useMutation({ mutationFn: (triggerId: string) => client.tests.trigger({ sessionId: id(), triggerId }), ...options }),
    advance: useMutation({ mutationFn: (byMs: number) => client.tests.advance({ sessionId: id(), byMs }), ...options }),
    jump: useMutation({ mutationFn: () => client.tests.jump({ sessionId: id() }), ...options }),
    simulate: useMutation({ mutationFn: (error: Simulated) => client.tests.simulate({ sessionId: id(), error }), ...options }),
  };
}

export type TestSession = ReturnType<typeof useTestSession>;
