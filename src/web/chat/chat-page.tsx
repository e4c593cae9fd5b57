/** The shared inbox: list, conversation, contact. On a telephone one of them at a time. */
import { Button } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconMessages } from "@tabler/icons-react";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { usePhoneOffered, usePhoneOpen } from "../shell/phone-open.ts";
import { useMay, useWorkspaceSlug } from "../shell/use-me.ts";
import { usePageTitle } from "../shell/use-page-title.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import classes from "./chat.module.css";
import { ChatList } from "./chat-list.tsx";
import { ContactPanel } from "./contact-panel.tsx";
import { Conversation } from "./conversation.tsx";
import { useChatKeys } from "./use-chat-keys.ts";
import { useChatSelection } from "./use-chat-selection.ts";
import { useChats } from "./use-chats.ts";

export function ChatPage() {
  const { t } = useTranslation("chat");
  usePageTitle(t("title"));
  const workspace = useWorkspaceSlug();
  const { chatId } = useParams({ strict: false });
  const navigate = useNavigate();
  const narrow = useMediaQuery("(max-width: 760px)");
  const wide = useMediaQuery("(min-width: 1280px)");
  const [phoneOpen, setPhoneOpen] = usePhoneOpen();
  const phoneOffered = usePhoneOffered();
  const [details, setDetails] = useState<boolean>();
  const chats = useChats();
  // The contact is always there where there is room; elsewhere when asked for.
  const showDetails = details ?? (wide && !phoneOpen);
  const open = useCallback(
    (id: string | undefined) =>
      void (id
        ? navigate({
            to: "/w/$workspace/chat/$chatId",
            params: { workspace, chatId: id },
            search: ((previous: object) => ({ ...previous, message: undefined })) as never,
          })
        : navigate({
            to: "/w/$workspace/chat",
            params: { workspace },
            search: ((previous: object) => ({ ...previous, message: undefined })) as never,
          })),
    [navigate, workspace],
  );
  const selection = useChatSelection();
  const writable = useMay()("chats:write");
  useChatKeys({ chats: chats.items, chatId, open, tick: writable ? selection.toggle : undefined });

  // What a search or a filter hides is there all the same.
  const none = chats.items?.length === 0 && !chats.narrowed;
  const list = <ChatList chats={chats} chatId={chatId} open={open} selection={writable ? selection : undefined} />;
  const conversation = chatId ? (
    <Conversation key={chatId} chatId={chatId} back={() => open(undefined)} details={showDetails} setDetails={setDetails} />
  ) : (
    <EmptyState
      icon={<IconMessages size={32} />}
      title={t(none ? "empty.title" : "choose.title")}
      action={
        none &&
        phoneOffered && (
          <Button variant="light" onClick={() => setPhoneOpen(true)}>
            {t("empty.action")}
          </Button>
        )
      }
    >
      {none ? t(phoneOffered ? "empty.text" : "empty.assigned") : t("choose.text")}
    </EmptyState>
  );
  if (narrow) {
    return (
      <div className={classes.columns}>
        {!chatId ? list : showDetails ? <ContactPanel chatId={chatId} close={() => setDetails(false)} /> : conversation}
      </div>
    );
  }
  return (
    <div className={classes.columns}>
      {list}
      <section className={classes.conversationColumn} aria-label={t("conversation")}>
        {conversation}
      </section>
      {chatId && showDetails && <ContactPanel chatId={chatId} close={() => setDetails(false)} />}
    </div>
  );
}
