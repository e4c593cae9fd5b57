import { Skeleton } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { ChatSummary } from "../../contract/chats.ts";
import { useUrlState } from "../shell/use-url-state.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import classes from "./chat.module.css";
import { ChatBulk } from "./chat-bulk.tsx";
import { ChatFilters } from "./chat-filters.tsx";
import { ChatRow } from "./chat-row.tsx";
import { FoundMessages } from "./found-messages.tsx";
import type { ChatSelection } from "./use-chat-selection.ts";
import type { Chats } from "./use-chats.ts";
import { useNow } from "./use-now.ts";

const ROW_HEIGHT = 72;
const NONE: readonly ChatSummary[] = [];
const rowHeight = () => ROW_HEIGHT;

interface ChatListProps {
  chats: Chats;
  chatId: string | undefined;
  open: (id: string) => void;
  /** Without it nothing can be ticked. */
  selection: ChatSelection | undefined;
}

export function ChatList({ chats, chatId, open, selection }: ChatListProps) {
  const { t } = useTranslation("chat");
  const now = useNow(60_000);
  const [search] = useUrlState("search");
  const scroller = useRef<HTMLDivElement>(null);
  const items = chats.items ?? NONE;
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: rowHeight,
    overscan: 8,
    getItemKey: useCallback((index: number) => items[index]?.id ?? index, [items]),
  });
  const rows = virtualizer.getVirtualItems();
  const lastShown = rows.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = chats;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && lastShown >= items.length - 10) void fetchNextPage();
  }, [lastShown, items.length, hasNextPage, isFetchingNextPage, fetchNextPage]);
  const selected = items.findIndex(({ id }) => id === chatId);
  useEffect(() => {
    if (selected >= 0) virtualizer.scrollToIndex(selected, { align: "auto" });
  }, [selected, virtualizer]);

  return (
    <section className={classes.listColumn} aria-label={t("title")}>
      <ChatFilters />
      {selection && selection.chosen.size > 0 && <ChatBulk selection={selection} items={items} />}
      {chats.error && <ErrorState error={chats.error} retry={() => void chats.refetch()} />}
      <div ref={scroller} className={classes.listScroller}>
        {chats.isPending &&
          [1, 2, 3, 4, 5, 6].map((row) => (
            <div key={row} className={classes.rowSkeleton}>
              <Skeleton circle height={36} />
              <div style={{ flex: 1 }}>
                <Skeleton height={10} width="50%" mb={8} />
                <Skeleton height={8} />
              </div>
            </div>
          ))}
        {chats.items?.length === 0 && !search && <EmptyState title={t("nothing.title")}>{t("nothing.text")}</EmptyState>}
        <div
          data-ticking={(selection?.chosen.size ?? 0) > 0 || undefined}
          style={{ height: virtualizer.getTotalSize(), position: "relative" }}
          role="list"
        >
          {rows.map((row) => {
            const chat = items[row.index];
            return (
              chat && (
                <div
                  key={row.key}
                  role="listitem"
                  style={{ position: "absolute", inset: "0 0 auto", height: ROW_HEIGHT, transform: `translateY(${row.start}px)` }}
                >
                  <ChatRow
                    chat={chat}
                    now={now}
                    selected={chat.id === chatId}
                    open={open}
                    ticked={selection?.chosen.has(chat.id)}
                    toggle={selection?.toggle}
                  />
                </div>
              )
            );
          })}
        </div>
        {search && !hasNextPage && <FoundMessages search={search} />}
      </div>
    </section>
  );
}
