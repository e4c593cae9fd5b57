/** Everything that happened in a chat, in one order: messages page by page, notes, and the runs of automations between them. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import type { Message } from "../../contract/message.ts";
import type { TimelineEntry } from "../../contract/timeline.ts";
import { api } from "../api.ts";
import type { CallEntry } from "./call-event.tsx";
import type { Chat } from "./conversation-header.tsx";

type Run = Extract<TimelineEntry, { kind: "run" }>;
type Step = Extract<TimelineEntry, { kind: "step" }>;
type Consent = Extract<TimelineEntry, { kind: "consent" }>;

export type ConversationEntry =
  | { kind: "message"; key: string; at: number; message: Message }
  | { kind: "note"; key: string; at: number; note: Chat["notes"][number] }
  | { kind: "call"; key: string; at: number; call: CallEntry }
  | { kind: "run"; key: string; at: number; run: Run | Consent; steps: Step[] };

export function useConversation(chatId: string, chat: Chat | undefined) {
  const { message: around }: { message?: string } = useSearch({ strict: false });
  const query = useInfiniteQuery(
    api.chats.messages.infiniteOptions({
      input: (cursor: string | undefined) => ({ id: chatId, ...(cursor ? { cursor } : around && { around }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.nextCursor ?? undefined,
    }),
  );
  const contactId = chat?.contact.id;
  const timeline = useQuery(
    api.contacts.timeline.queryOptions({ input: { id: contactId ?? "", limit: 200 }, enabled: contactId !== undefined }),
  );

  const messages = query.data?.pages.flatMap(({ items }) => items) ?? [];
  // What is older than the loaded messages waits until they are loaded.
  const oldest = query.hasNextPage ? Math.min(...messages.map((one) => Date.parse(one.createdAt))) : Number.NEGATIVE_INFINITY;
  const happened = timeline.data?.items ?? [];
  const stepsOf = new Map<string, Step[]>();
  for (const one of happened) if (one.kind === "step") stepsOf.set(one.runId, [...(stepsOf.get(one.runId) ?? []), one]);
  return { query, entries: inOrder(messages, chat?.notes ?? [], happened, stepsOf, oldest) };
}

/**
 * Messages stay in the server's order: a customer's phone stamps whole seconds of its own clock, so an answer may seem older than
 * its question. Everything else goes between them by time, the start of a run before the first message it sent.
 */
function inOrder(
  messages: readonly Message[],
  notes: Chat["notes"],
  happened: readonly TimelineEntry[],
  stepsOf: ReadonlyMap<string, Step[]>,
  oldest: number,
): ConversationEntry[] {
  const sorted = [...messages].reverse();
  let latest = Number.NEGATIVE_INFINITY;
  const times = sorted.map((message) => (latest = Math.max(latest, Date.parse(message.createdAt))));
  const placed: { place: number; entry: ConversationEntry }[] = sorted.map((message, place) => ({
    place,
    entry: { kind: "message", key: message.id, at: times[place] ?? 0, message },
  }));
  const between = (at: number) => {
    const after = times.findIndex((time) => time > at);
    return (after === -1 ? times.length : after) - 0.5;
  };
  for (const note of notes) {
    const at = Date.parse(note.createdAt);
    placed.push({ place: between(at), entry: { kind: "note", key: note.id, at, note } });
  }
  for (const call of happened) {
    if (call.kind !== "call") continue;
    const at = Date.parse(call.at);
    placed.push({ place: between(at), entry: { kind: "call", key: call.callId, at, call } });
  }
  for (const run of happened) {
    if (run.kind !== "run" && run.kind !== "consent") continue;
    const at = Date.parse(run.at);
    const started = run.kind === "run" && run.what === "started";
    const sent = started ? sorted.findIndex(({ runId }) => runId === run.runId) : -1;
    placed.push({
      place: sent === -1 ? between(at) : sent - 0.25,
      entry: {
        kind: "run",
        key: run.kind === "run" ? `${run.runId}-${run.what}` : `consent-${run.at}`,
        at: sent === -1 ? at : (times[sent] ?? at),
        run,
        steps: started ? [...(stepsOf.get(run.runId) ?? [])].reverse() : [],
      },
    });
  }
  return placed
    .filter(({ entry }) => entry.at >= oldest)
    .sort((a, b) => a.place - b.place || a.entry.at - b.entry.at)
    .map(({ entry }) => entry);
}
