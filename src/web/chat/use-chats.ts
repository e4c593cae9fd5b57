/** The chats of the chosen view, page by page. Everything that narrows them stands in the address. */
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { api } from "../api.ts";

export const VIEWS = ["all", "mine", "unassigned", "unread", "human"] as const;
export type View = (typeof VIEWS)[number];

export interface ChatSearch {
  view?: View;
  search?: string;
  tag?: string;
  list?: string;
  operator?: string;
  automation?: string;
  channel?: string;
  ticket?: string;
}

const FILTERS = ["search", "tag", "list", "operator", "automation", "channel"] as const;

export function useChats() {
  const search: ChatSearch = useSearch({ strict: false });
  const [words] = useDebouncedValue(search.search ?? "", 250);
  const query = useInfiniteQuery(
    api.chats.list.infiniteOptions({
      input: (cursor: string | undefined) => ({
        view: search.view ?? "all",
        ...(words && { search: words }),
        ...(search.tag && { tag: search.tag }),
        ...(search.list && { list: search.list }),
        ...(search.operator && { operatorId: search.operator }),
        ...(search.automation && { automationId: search.automation }),
        ...(search.channel && { channelId: search.channel }),
        ...(search.ticket && { ticketStatus: search.ticket }),
        ...(cursor && { cursor }),
      }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
    }),
  );
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items), [query.data]);
  // Anything of the address that may hide a chat.
  const narrowed = (search.view ?? "all") !== "all" || FILTERS.some((name) => search[name]);
  return { ...query, items, narrowed };
}
export type Chats = ReturnType<typeof useChats>;
