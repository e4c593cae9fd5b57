/**
 * Sending from a chat. What the network or the server refuses stays in the conversation until it is sent or thrown away; each message
 * has a key, so that one whose answer got lost is not sent twice.
 */
import { useMutation, useMutationState, useQueryClient } from "@tanstack/react-query";
import type { SendContent } from "../../contract/message.ts";
import { api, clientWithKey } from "../api.ts";

interface Sending {
  key: string;
  content: SendContent;
  replyToMessageId?: string;
}

const ATTEMPTS = 3;

function sendKey(chatId: string): readonly string[] {
  return ["send-message", chatId];
}

export function useSend(chatId: string) {
  const queryClient = useQueryClient();
  const { mutate } = useMutation({
    mutationKey: sendKey(chatId),
    mutationFn: ({ key, ...message }: Sending) => clientWithKey(key).chats.send({ id: chatId, takeOver: true, ...message }),
    retry: (failures, error) => failures < ATTEMPTS && isOutage(error),
    // Until somebody decides about it.
    gcTime: Number.POSITIVE_INFINITY,
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: api.chats.messages.key({ input: { id: chatId } }) });
      void queryClient.invalidateQueries({ queryKey: api.chats.list.key() });
      void queryClient.invalidateQueries({ queryKey: api.chats.get.key({ input: { id: chatId } }) });
    },
  });
  return { again: mutate, send: (message: Omit<Sending, "key">) => mutate({ key: newKey(), ...message }) };
}

/** Under way, in their order. */
export function useOnTheWay(chatId: string): SendContent[] {
  return useMutationState({
    filters: { mutationKey: sendKey(chatId), status: "pending" },
    select: ({ state }) => (state.variables as Sending).content,
  });
}

/** What was not sent, and why. */
export function useUnsent(chatId: string) {
  const cache = useQueryClient().getMutationCache();
  const { again } = useSend(chatId);
  const failed = useMutationState({
    filters: { mutationKey: sendKey(chatId), status: "error" },
    select: ({ mutationId, state }) => ({ id: mutationId, sending: state.variables as Sending, error: state.error }),
  });
  return failed.map(({ id, sending, error }) => {
    const drop = () => {
      const mutation = cache.getAll().find(({ mutationId }) => mutationId === id);
      if (mutation) cache.remove(mutation);
    };
    return {
      id,
      content: sending.content,
      error,
      drop,
      again: () => {
        drop();
        again(sending);
      },
    };
  });
}

/** The network or the server, not the message. */
export function isOutage(error: unknown): boolean {
  const { status } = (error ?? {}) as { status?: number };
  return status === undefined || status >= 500;
}

/** `crypto.randomUUID` is there on HTTPS only, and many run this in their own network without. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
