/** One conversation: who owns it, what was said, and the place to write. */
import { Skeleton } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Message } from "../../contract/message.ts";
import { api, client } from "../api.ts";
import { blockingError } from "../query-client.ts";
import { ErrorState } from "../ui/error-state.tsx";
import classes from "./chat.module.css";
import { Composer } from "./composer.tsx";
import { ConversationHeader } from "./conversation-header.tsx";
import { MessageList } from "./message-list.tsx";
import { usePresence } from "./use-presence.ts";

interface ConversationProps {
  chatId: string;
  back: () => void;
  details: boolean;
  setDetails: (shown: boolean) => void;
}

export function Conversation({ chatId, back, details, setDetails }: ConversationProps) {
  const queryClient = useQueryClient();
  const chat = useQuery(api.chats.get.queryOptions({ input: { id: chatId } }));
  const [replyTo, setReplyTo] = useState<Message>();
  const others = usePresence(chatId);
  const unread = chat.data?.unreadCount ?? 0;
  // Seen is read, but only while somebody really looks.
  useEffect(() => {
    if (unread === 0 || document.visibilityState !== "visible") return;
    client.chats.markRead({ id: chatId }).then(
      () => void queryClient.invalidateQueries({ queryKey: api.chats.key() }),
      () => undefined,
    );
  }, [chatId, unread, queryClient]);

  const failure = blockingError(chat);
  if (failure) return <ErrorState error={failure} retry={() => void chat.refetch()} />;
  return (
    <div className={classes.conversation}>
      {chat.data ? (
        <ConversationHeader chat={chat.data} back={back} details={details} setDetails={setDetails} others={others} />
      ) : (
        <Skeleton height={56} radius={0} />
      )}
      <MessageList chatId={chatId} chat={chat.data} reply={setReplyTo} />
      {chat.data && <Composer chat={chat.data} replyTo={replyTo} clearReply={() => setReplyTo(undefined)} />}
    </div>
  );
}
