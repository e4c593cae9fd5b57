/** Finds out why nothing answered, once it is clear that nothing did. */
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { Message } from "../../contract/message.ts";
import { api } from "../api.ts";
import { useMay } from "../shell/use-me.ts";
import { type Silence, silenceOf } from "./silence.ts";

/** An answer is there sooner than this. */
const PATIENCE_MS = 1200;
const POLL_MS = 1000;
const NOT_SENT = ["failed", "dropped", "unknown"];

/** `message`: what the customer did last, when nothing came after it. */
export function useSilence(message: Message | undefined): Silence | null {
  const { automationId } = useParams({ strict: false });
  const may = useMay();
  const messageId = message?.id;
  const [overdue, setOverdue] = useState<string>();
  useEffect(() => {
    if (messageId === undefined) return;
    const timer = setTimeout(() => setOverdue(messageId), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [messageId]);
  const enabled = message !== undefined && overdue === message.id && may("automations:read");
  const explanation = useQuery(
    api.messages.explain.queryOptions({
      input: { id: messageId ?? "" },
      enabled,
      // Until it is known what the message did.
      refetchInterval: ({ state }) => (state.data?.outcome === null ? POLL_MS : false),
    }),
  );
  const chat = useQuery(api.chats.get.queryOptions({ input: { id: message?.chatId ?? "" }, enabled }));
  const latest = useQuery(api.chats.messages.queryOptions({ input: { id: message?.chatId ?? "", limit: 10 }, enabled }));
  const outcome = explanation.data?.outcome;
  const runId = outcome?.started?.runId ?? outcome?.resumed[0]?.runId;
  const run = useQuery(api.runs.get.queryOptions({ input: { id: runId ?? "" }, enabled: enabled && runId !== undefined }));
  if (!enabled || !explanation.data || !chat.data || !latest.data) return null;
  const { ai, owner } = chat.data;
  const aiAnswers = ai.enabled && ai.agent !== null;
  if (aiAnswers && owner !== "human") return null;
  const newer = latest.data.items.slice(
    0,
    Math.max(
      0,
      latest.data.items.findIndex(({ id }) => id === messageId),
    ),
  );
  return silenceOf({
    explanation: explanation.data,
    run: run.data,
    failed: newer.find(({ direction, status }) => direction === "out" && NOT_SENT.includes(status)),
    aiWaitsForPerson: aiAnswers,
    automationId,
  });
}
