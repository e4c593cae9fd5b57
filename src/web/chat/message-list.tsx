/**
 * Messages, notes and what automations did, oldest on top. The scroller is turned around (`column-reverse`), so it rests at the
 * newest message and keeps its place when older pages come in above; `content-visibility` leaves what is out of sight unrendered.
 */
import { Button, Center, Loader } from "@mantine/core";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Message } from "../../contract/message.ts";
import { MessageBody } from "../preview/message-body.tsx";
import { blockingError } from "../query-client.ts";
import { ErrorState } from "../ui/error-state.tsx";
import { CallEvent } from "./call-event.tsx";
import classes from "./chat.module.css";
import type { Chat } from "./conversation-header.tsx";
import { dayLabel } from "./day-label.ts";
import { mediaUrl } from "./media-url.ts";
import { MessageBubble } from "./message-bubble.tsx";
import { NoteBubble } from "./note-bubble.tsx";
import { RunEvent } from "./run-event.tsx";
import { Ticks } from "./ticks.tsx";
import { UnsentMessage } from "./unsent-message.tsx";
import { useConversation } from "./use-conversation.ts";
import { useNow } from "./use-now.ts";
import { useOnTheWay, useUnsent } from "./use-sending.ts";

interface MessageListProps {
  chatId: string;
  chat: Chat | undefined;
  reply: (message: Message) => void;
}

export function MessageList({ chatId, chat, reply }: MessageListProps) {
  const { t, i18n } = useTranslation("chat");
  const { entries, query } = useConversation(chatId, chat);
  const sending = useOnTheWay(chatId);
  const unsent = useUnsent(chatId);
  const now = useNow(60_000);
  const top = useRef<HTMLDivElement>(null);
  const { hasNextPage, fetchNextPage } = query;
  useEffect(() => {
    const element = top.current;
    if (!element || !hasNextPage) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && void fetchNextPage(), { rootMargin: "400px 0px 0px" });
    observer.observe(element);
    return () => observer.disconnect();
  }, [hasNextPage, fetchNextPage]);

  const failure = blockingError(query);
  if (failure) return <ErrorState error={failure} retry={() => void query.refetch()} />;
  const labels = entries.map((entry) => dayLabel(entry.at, i18n.language, now, t("today"), t("yesterday")));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <div className={classes.messages} tabIndex={0} role="log" aria-label={t("messages")}>
      <div className={classes.messagesInner}>
        <div ref={top} />
        {hasNextPage && (
          <Center py="xs">
            <Button size="compact-xs" variant="subtle" loading={query.isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {t("older")}
            </Button>
          </Center>
        )}
        {query.isPending && (
          <Center py="xl">
            <Loader size="sm" />
          </Center>
        )}
        {entries.map((entry, index) => (
          <div key={entry.key} className={classes.entry}>
            {labels[index] !== labels[index - 1] && <div className={classes.day}>{labels[index]}</div>}
            {entry.kind === "message" && chat && <MessageBubble message={entry.message} chat={chat} reply={() => reply(entry.message)} />}
            {entry.kind === "note" && <NoteBubble note={entry.note} />}
            {entry.kind === "call" && <CallEvent call={entry.call} />}
            {entry.kind === "run" && <RunEvent entry={entry} />}
          </div>
        ))}
        {unsent.map((one) => (
          <UnsentMessage key={one.id} {...one} />
        ))}
        {sending.map((content, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they have no id until the server gives one.
          <div key={index} className={classes.bubble} data-direction="out">
            <MessageBody content={content as Message["content"]} mediaUrl={mediaUrl} />
            <span className={classes.meta}>
              <Ticks status="queued" />
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}
