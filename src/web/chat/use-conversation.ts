/** Everything that happened in a chat, in one order: messages page by page, notes, and the runs of automations between them. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import type { Message } from "../../contract/message.ts";
import type { TimelineEntry } from "../../contract/timeline.ts";
import { api } from "../api.ts";
import type { Chat } from "./conversation-header.tsx";

type Run = Extract<TimelineEntry, { kind: "run" }>;
type Step = Extract<TimelineEntry, { kind: "step" }>;
type Consent = Extract<TimelineEntry, { kind: "consent" }>;

export type ConversationEntry =
  | { kind: "message"; key: string; at: number; message: Message }
  | { kind: "note"; key: string; at: number; note: Chat["notes"][number] }
  | { kind: "run"; key: string; at: number; run: Run | Consent; steps: Step[] };

export function useConversation(chatId: string, chat: Chat | undefined) {
  const { message: around } = useSearch({ strict: false }) as { message?: string };
  const query = useInfiniteQuery(
    api.chats.messages.infiniteOptions({
      input: (cursor: string | undefined) => ({ id: chatId, ...(cursor ? { cursor } : around && { around }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.nextCursor ?? undefined,
    }),
  );
  const contactId = chat?.contact.id;
  const timeline = useQuery(api.contacts.timeline.queryOptions({ input: { id: contactId ?? "", limit: 200 }, enabled: contactId !== undefined }));

  const messages = query.data?.pages.flatMap(({ items }) => items) ?? [];
  // What is older than the loaded messages waits until they are loaded.
  const oldest = query.hasNextPage ? Math.min(...messages.map((one) => Date.parse(one.createdAt))) : Number.NEGATIVE_INFINITY;
  const happened = timeline.data?.items ?? [];
  const stepsOf = new Map<string, Step[]>();
  for (const one of happened) if (one.kind === "step") stepsOf.set(one.runId, [...(stepsOf.get(one.runId) ?? []), one]);
  const entries: ConversationEntry[] = [
    ...messages.map((message) => ({ kind: "message" as const, key: message.id, at: Date.parse(message.createdAt), message })),
    ...(chat?.notes ?? []).map((note) => ({ kind: "note" as const, key: note.id, at: Date.parse(note.createdAt), note })),
    ...happened
      .filter((one): one is Run | Consent => one.kind === "run" || one.kind === "consent")
      .map((run) => ({
        kind: "run" as const,
        key: run.kind === "run" ? `${run.runId}-${run.what}` : `consent-${run.at}`,
        at: Date.parse(run.at),
        run,
        steps: run.kind === "run" && run.what === "started" ? [...(stepsOf.get(run.runId) ?? [])].reverse() : [],
      })),
  ];
  return { query, entries: entries.filter(({ at }) => at >= oldest).sort((a, b) => a.at - b.at) };
}
