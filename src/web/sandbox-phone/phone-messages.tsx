/** The conversation as the customer sees it: what the business sent comes from the left. */
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Message } from "../../contract/message.ts";
import type { SandboxAction } from "../../contract/sandbox.ts";
import { ContentView } from "../chat/content/content-view.tsx";
import { Ticks } from "../chat/ticks.tsx";
import classes from "./phone.module.css";

interface PhoneMessagesProps {
  messages: readonly Message[] | undefined;
  act: (action: SandboxAction) => void;
  openList: (message: Message) => void;
}

export function PhoneMessages({ messages, act, openList }: PhoneMessagesProps) {
  const { t, i18n } = useTranslation("phone");
  const end = useRef<HTMLDivElement>(null);
  const count = messages?.length ?? 0;
  useEffect(() => {
    if (count > 0) end.current?.scrollIntoView({ block: "end" });
  }, [count]);
  const time = new Intl.DateTimeFormat(i18n.language, { timeStyle: "short" });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <div className={classes.messages} role="log" aria-label={t("conversation")} tabIndex={0}>
      {count === 0 && messages && <p className={classes.hint}>{t("empty")}</p>}
      {messages?.map((message) => (
        <div key={message.id} className={classes.message} data-mine={message.direction === "in" || undefined}>
          <ContentView
            content={message.content}
            {...(message.direction === "out" && {
              act: {
                press: ({ id, title }) => act({ type: "button", messageId: message.id, title, ...(id && { buttonId: id }) }),
                openList: () => openList(message),
              },
            })}
          />
          <span className={classes.time}>
            {time.format(new Date(message.createdAt))}
            {message.direction === "in" && <Ticks status="read" />}
          </span>
          {message.reactions && Object.keys(message.reactions).length > 0 && <span className={classes.reactions}>{Object.values(message.reactions).join(" ")}</span>}
        </div>
      ))}
      <div ref={end} />
    </div>
  );
}
