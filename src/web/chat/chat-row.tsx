import { Avatar, Badge, Checkbox, Tooltip } from "@mantine/core";
import { IconRobot, IconTicket, IconUser } from "@tabler/icons-react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { ChatSummary } from "../../contract/chats.ts";
import classes from "./chat.module.css";
import { shortTime } from "./short-time.ts";
import { Ticks } from "./ticks.tsx";

interface ChatRowProps {
  chat: ChatSummary;
  selected: boolean;
  now: number;
  open: (id: string) => void;
  ticked: boolean | undefined;
  toggle: ((chat: ChatSummary) => void) | undefined;
}

/** Only drawn anew when its chat changed: the list draws itself with every turn of the wheel. */
export const ChatRow = memo(function ChatRow({ chat, selected, now, open, ticked = false, toggle }: ChatRowProps) {
  const { t, i18n } = useTranslation("chat");
  const { contact, lastMessage, unreadCount } = chat;
  const preview = lastMessage ? lastMessage.text || t(`kind.${lastMessage.type}`, { defaultValue: t("kind.other") }) : "";
  const name = contact.name || contact.phone || t("unknownContact");
  const row = (
    <button
      type="button"
      className={classes.row}
      data-selected={selected || undefined}
      aria-current={selected ? "true" : undefined}
      data-unread={unreadCount > 0 || undefined}
      onClick={() => open(chat.id)}
    >
      <Avatar name={contact.name || contact.phone || "?"} color="initials" radius="xl" size={36} aria-hidden />
      <span className={classes.rowText}>
        <span className={classes.rowTop}>
          <span className={classes.rowName}>{name}</span>
          {chat.lastMessageAt && (
            <time className={classes.rowTime} dateTime={chat.lastMessageAt}>
              {shortTime(chat.lastMessageAt, i18n.language, now)}
            </time>
          )}
        </span>
        <span className={classes.rowBottom}>
          {lastMessage?.direction === "out" && <Ticks status={lastMessage.status} />}
          <span className={classes.rowPreview}>{preview}</span>
          {chat.openTickets > 0 && <IconTicket size={14} aria-label={t("hasTicket")} color="var(--mantine-color-dimmed)" />}
          {chat.owner !== "bot" && (
            <Tooltip label={t(`owner.${chat.owner}`)}>
              {chat.owner === "ai" ? (
                <IconRobot size={14} aria-label={t("owner.ai")} />
              ) : (
                <IconUser size={14} aria-label={t("owner.human")} color="var(--parola-people)" />
              )}
            </Tooltip>
          )}
          {unreadCount > 0 && (
            <Badge size="sm" circle={unreadCount < 10} aria-label={t("unreadCount", { count: unreadCount })}>
              {unreadCount > 99 ? "99+" : unreadCount}
            </Badge>
          )}
        </span>
      </span>
    </button>
  );
  return (
    <div className={classes.rowPlace} data-ticked={ticked || undefined}>
      {row}
      {/* Over the picture: a press on it ticks, also where nothing hovers. */}
      {toggle && (
        <label className={classes.tick}>
          <Checkbox size="sm" aria-label={t("bulk.select", { name })} checked={ticked} onChange={() => toggle(chat)} />
        </label>
      )}
    </div>
  );
});
