/** `/` at the start of a message offers the canned replies. */
import { Popover, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import classes from "./chat.module.css";
import type { Chat } from "./conversation-header.tsx";
import { fillCanned } from "./fill-canned.ts";

interface CannedMenuProps {
  text: string;
  setText: (text: string) => void;
  chat: Chat;
  disabled: boolean;
  children: ReactNode;
}

export function CannedMenu({ text, setText, chat, disabled, children }: CannedMenuProps) {
  const { t } = useTranslation("chat");
  const typed = !disabled && /^\/(\S*)$/.exec(text)?.[1]?.toLowerCase();
  const asked = typeof typed === "string";
  const { data } = useQuery(api.cannedReplies.list.queryOptions({ enabled: asked, staleTime: 60_000 }));
  const [marked, setMarked] = useState(0);
  const found = asked
    ? (data?.items
        .filter(({ shortcut, text: words }) => shortcut.toLowerCase().startsWith(typed) || words.toLowerCase().includes(typed))
        .slice(0, 8) ?? [])
    : [];
  const at = Math.min(marked, Math.max(found.length - 1, 0));
  const choose = (index: number) => {
    const reply = found[index];
    if (reply) setText(fillCanned(reply.text, chat));
    setMarked(0);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (found.length === 0) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setMarked((at + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length);
    } else if (event.key === "Enter" || event.key === "Tab") {
      event.preventDefault();
      choose(at);
    }
  };
  return (
    <Popover opened={asked && data !== undefined} position="top-start" width="target" withinPortal withRoles={false}>
      <Popover.Target>
        <div onKeyDownCapture={onKeyDown}>{children}</div>
      </Popover.Target>
      <Popover.Dropdown p={4}>
        <div role="listbox" aria-label={t("canned")}>
          {found.map((reply, index) => (
            <button
              key={reply.id}
              type="button"
              role="option"
              aria-selected={index === at}
              className={classes.canned}
              onClick={() => choose(index)}
              onMouseEnter={() => setMarked(index)}
            >
              <b>/{reply.shortcut}</b>
              <span>{reply.text}</span>
            </button>
          ))}
          {found.length === 0 && (
            <Text size="sm" c="dimmed" p="xs">
              {t("noCanned")}
            </Text>
          )}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
