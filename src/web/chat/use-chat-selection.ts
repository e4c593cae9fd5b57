/** Which chats are ticked for a common change. Another view or filter starts anew: nothing out of sight is changed. */
import { useSearch } from "@tanstack/react-router";
import { useCallback, useMemo, useState } from "react";
import type { ChatSummary } from "../../contract/chats.ts";
import type { ChatSearch } from "./use-chats.ts";

export interface ChatSelection {
  /** As they were when ticked: what an undo goes back to. */
  chosen: ReadonlyMap<string, ChatSummary>;
  toggle: (chat: ChatSummary) => void;
  choose: (chats: readonly ChatSummary[]) => void;
}

const NONE: ReadonlyMap<string, ChatSummary> = new Map();

export function useChatSelection(): ChatSelection {
  const { message: _, ...search }: ChatSearch & { message?: string } = useSearch({ strict: false });
  const narrowedBy = JSON.stringify(search);
  const [state, setState] = useState({ narrowedBy, chosen: NONE });
  const chosen = state.narrowedBy === narrowedBy ? state.chosen : NONE;
  const toggle = useCallback(
    (chat: ChatSummary) =>
      setState((old) => {
        const next = new Map(old.narrowedBy === narrowedBy ? old.chosen : NONE);
        if (!next.delete(chat.id)) next.set(chat.id, chat);
        return { narrowedBy, chosen: next };
      }),
    [narrowedBy],
  );
  const choose = useCallback(
    (chats: readonly ChatSummary[]) => setState({ narrowedBy, chosen: new Map(chats.map((chat) => [chat.id, chat])) }),
    [narrowedBy],
  );
  return useMemo(() => ({ chosen, toggle, choose }), [chosen, toggle, choose]);
}
