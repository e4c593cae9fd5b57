/** The inbox without a mouse: j and k move, r writes, e marks as read and goes on, u marks as unread, x ticks, / searches, Esc goes back. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { ChatSummary } from "../../contract/chats.ts";
import { api, client } from "../api.ts";
import { isTyping } from "../shell/is-typing.ts";
import { toastError } from "../shell/toast.ts";

interface ChatKeys {
  chats: readonly ChatSummary[] | undefined;
  chatId: string | undefined;
  open: (id: string | undefined) => void;
  tick: ((chat: ChatSummary) => void) | undefined;
}

export function useChatKeys({ chats, chatId, open, tick }: ChatKeys): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    const refresh = () => void queryClient.invalidateQueries({ queryKey: api.chats.key() });
    const step = (by: number) => {
      const at = chats?.findIndex(({ id }) => id === chatId) ?? -1;
      const next = chats?.[at === -1 ? 0 : at + by];
      if (next) open(next.id);
    };
    const actions: Record<string, () => void> = {
      j: () => step(1),
      k: () => step(-1),
      r: () => document.getElementById("chat-composer")?.focus(),
      a: () => document.getElementById("chat-assign")?.click(),
      "/": () => document.getElementById("chat-search")?.focus(),
      Escape: () => chatId && open(undefined),
      e: () => {
        if (!chatId) return;
        client.chats.markRead({ id: chatId }).then(refresh, toastError);
        step(1);
      },
      x: () => {
        const chat = chats?.find(({ id }) => id === chatId);
        if (chat) tick?.(chat);
      },
      u: () => {
        if (!chatId) return;
        client.chats.markUnread({ id: chatId }).then(refresh, toastError);
        open(undefined);
      },
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      const action = actions[event.key];
      if (!action) return;
      event.preventDefault();
      action();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [chats, chatId, open, tick, queryClient]);
}
