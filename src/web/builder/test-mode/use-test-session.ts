/** A test session on the server: the draft on the real engine, in a workspace of its own with a clock of its own. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { DraftDocument } from "../../../contract/document.ts";
import type { SandboxAction } from "../../../contract/sandbox.ts";
import type { TestState } from "../../../contract/tests.ts";
import type { JsonObject } from "../../../domain/json.ts";
import { api, client } from "../../api.ts";
import type { Draft } from "../document/draft.ts";

/** Whom the test is written by; what is left out is a customer nobody knows anything about. */
export type TestPerson = NonNullable<Parameters<typeof client.tests.start>[0]["contact"]>;

export function useTestSession(automationId: string, draft: Draft) {
  const queries = useQueryClient();
  const [sessionId, setSessionId] = useState<string | null>(null);
  const [failure, setFailure] = useState<Error | null>(null);
  const [simulated, setSimulated] = useState<string | null>(null);
  const running = useRef<string | null>(null);
  const keep = (state: TestState) => {
    queries.setQueryData(api.tests.state.queryKey({ input: { sessionId: state.sessionId } }), state);
    return state;
  };
  const start = useMutation({
    mutationFn: (person: TestPerson | null) => {
      // The server ends the one before by itself.
      running.current = null;
      return client.tests.start({ automationId, document: draft as DraftDocument, ...(person && { contact: person }) });
    },
    onMutate: () => {
      setFailure(null);
      setSimulated(null);
      // What is written meanwhile would go to the session that is about to end, and be lost.
      setSessionId(null);
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
    // Nothing happens in it but by what is done here.
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const { mutate } = start;
  useEffect(() => {
    mutate(null);
    return () => {
      if (running.current !== null) void client.tests.end({ sessionId: running.current }).catch(() => {});
      running.current = null;
    };
  }, [mutate]);

  const id = () => sessionId ?? "";
  const options = {
    onMutate: () => {
      setFailure(null);
      setSimulated(null);
    },
    onSuccess: keep,
    onError: (error: Error) => setFailure(error),
  };
  return {
    start,
    state: state.data,
    sessionId,
    /** Of the last thing that was tried. */
    failure: failure ?? state.error,
    /** What was simulated last, until something else is done. */
    simulated,
    act: useMutation({ mutationFn: (action: SandboxAction) => client.tests.act({ sessionId: id(), action }), ...options }),
    trigger: useMutation({
      mutationFn: ({ triggerId, payload }: { triggerId: string; payload?: JsonObject }) =>
        client.tests.trigger({ sessionId: id(), triggerId, ...(payload && { payload }) }),
      ...options,
    }),
    advance: useMutation({ mutationFn: (byMs: number) => client.tests.advance({ sessionId: id(), byMs }), ...options }),
    jump: useMutation({ mutationFn: () => client.tests.jump({ sessionId: id() }), ...options }),
    simulate: useMutation({
      mutationFn: ({ error }: { error: Simulated; label: string }) => client.tests.simulate({ sessionId: id(), error }),
      ...options,
      onSuccess: (after, { label }) => {
        keep(after);
        setSimulated(label);
      },
    }),
  };
}

export type Simulated = Parameters<typeof client.tests.simulate>[0]["error"];
export type TestSession = ReturnType<typeof useTestSession>;
