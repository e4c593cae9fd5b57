import { ActionIcon, Menu, Text } from "@mantine/core";
import { IconArrowBackUp, IconDots, IconMoodSmile, IconQuestionMark, IconRobot } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Message } from "../../contract/message.ts";
import { api } from "../api.ts";
import { BubbleButtons } from "../preview/bubble-buttons.tsx";
import { MessageBody } from "../preview/message-body.tsx";
import { toastError } from "../shell/toast.ts";
import { localeOf } from "../ui/format.ts";
import { AiDetails } from "./ai-details.tsx";
import classes from "./chat.module.css";
import type { Chat } from "./conversation-header.tsx";
import { QUICK_REACTIONS } from "./emoji.ts";
import { Explanation } from "./explanation.tsx";
import { FailureNotice } from "./failure-notice.tsx";
import { mediaUrl } from "./media-url.ts";
import { TeachItems } from "./teach-items.tsx";
import { Ticks } from "./ticks.tsx";

export function MessageBubble({ message, chat, reply }: { message: Message; chat: Chat; reply: () => void }) {
  const { t, i18n } = useTranslation("chat");
  const { message: highlighted }: { message?: string } = useSearch({ strict: false });
  const [explaining, setExplaining] = useState(false);
  const [asking, setAsking] = useState(false);
  const bubble = useRef<HTMLDivElement>(null);
  // Once: what arrives later must not pull it back into view.
  useEffect(() => {
    if (message.id === highlighted) bubble.current?.scrollIntoView({ block: "center" });
  }, [message.id, highlighted]);
  const time = new Intl.DateTimeFormat(localeOf(i18n.language), { timeStyle: "short" }).format(new Date(message.createdAt));
  const reactions = Object.values(message.reactions ?? {});
  return (
    <div className={classes.line} data-direction={message.direction}>
      <div
        className={classes.bubble}
        data-direction={message.direction}
        data-highlighted={message.id === highlighted || undefined}
        data-failed={message.status === "failed" || undefined}
        ref={bubble}
      >
        {message.direction === "out" && message.sender !== "operator" && (
          <span className={classes.sender}>
            {message.automation?.name ?? t(`sender.${message.sender}`, { defaultValue: message.sender })}
          </span>
        )}
        {message.direction === "out" && message.operator && <span className={classes.sender}>{message.operator.name}</span>}
        {message.replyTo && <blockquote className={classes.quote}>{message.replyTo.text || t("kind.other")}</blockquote>}
        {message.revokedAt ? (
          <Text size="sm" fs="italic" c="dimmed">
            {t("revoked")}
          </Text>
        ) : (
          <MessageBody content={message.content} mediaUrl={mediaUrl} absent={message.file} />
        )}
        <span className={classes.meta}>
          {message.editedAt && <>{t("edited")} · </>}
          <time dateTime={message.createdAt}>{time}</time>
          {message.direction === "out" && <Ticks status={message.status} />}
        </span>
        <BubbleButtons content={message.content} />
        {reactions.length > 0 && <span className={classes.reactions}>{reactions.join(" ")}</span>}
        {message.status === "queued" && message.error && (
          <Text size="xs" c="dimmed">
            {t(`held.${message.error}`, { defaultValue: message.error })}
          </Text>
        )}
        {(message.status === "failed" || message.status === "dropped" || message.status === "unknown") && (
          <FailureNotice message={message} chat={chat} />
        )}
      </div>
      <BubbleMenu message={message} reply={reply} explain={() => setExplaining(true)} how={() => setAsking(true)} />
      {explaining && <Explanation messageId={message.id} close={() => setExplaining(false)} />}
      {asking && <AiDetails messageId={message.id} close={() => setAsking(false)} />}
    </div>
  );
}

interface BubbleMenuProps {
  message: Message;
  reply: () => void;
  explain: () => void;
  how: () => void;
}

function BubbleMenu({ message, reply, explain, how }: BubbleMenuProps) {
  const { t } = useTranslation(["chat", "agents"]);
  const queryClient = useQueryClient();
  const react = useMutation(
    api.messages.react.mutationOptions({
      onSuccess: () => void queryClient.invalidateQueries({ queryKey: api.chats.messages.key() }),
      onError: toastError,
    }),
  );
  const mine = message.reactions?.["business"];
  return (
    <Menu position="top" withinPortal>
      <Menu.Target>
        <ActionIcon className={classes.bubbleMenu} size="sm" aria-label={t("messageActions")}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {message.direction === "in" && (
          <div className={classes.quick} role="group" aria-label={t("react")}>
            {QUICK_REACTIONS.map((emoji) => (
              <Menu.Item
                key={emoji}
                className={classes.quickOne}
                aria-label={emoji}
                aria-pressed={mine === emoji}
                onClick={() => react.mutate({ id: message.id, emoji: mine === emoji ? null : emoji })}
              >
                {emoji}
              </Menu.Item>
            ))}
          </div>
        )}
        <Menu.Item leftSection={<IconArrowBackUp size={16} />} onClick={reply}>
          {t("reply")}
        </Menu.Item>
        {message.direction === "in" && (
          <Menu.Item leftSection={<IconQuestionMark size={16} />} onClick={explain}>
            {t("explain")}
          </Menu.Item>
        )}
        {message.sender === "ai" && (
          <Menu.Item leftSection={<IconRobot size={16} />} onClick={how}>
            {t("agents:chat.how")}
          </Menu.Item>
        )}
        {message.sender === "operator" && message.text !== "" && <TeachItems messageId={message.id} />}
        {mine && (
          <Menu.Item leftSection={<IconMoodSmile size={16} />} onClick={() => react.mutate({ id: message.id, emoji: null })}>
            {t("unreact")}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
