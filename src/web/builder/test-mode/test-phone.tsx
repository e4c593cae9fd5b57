/** The phone of the made-up customer. */
import { ActionIcon, TextInput } from "@mantine/core";
import { IconSend2 } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { MessageBubble } from "../../preview/message-bubble.tsx";
import { Phone } from "../../preview/phone.tsx";
import { useBuilderContext } from "../builder-context.ts";
import { useDraft } from "../store.ts";
import classes from "./test-mode.module.css";
import type { TestSession } from "./use-test-session.ts";

export function TestPhone({ name, session }: { name: string; session: TestSession }) {
  const { t, i18n } = useTranslation("builder");
  const [text, setText] = useState("");
  const screen = useRef<HTMLDivElement>(null);
  const messages = session.state?.messages ?? [];
  const suggestions = usePhrases();

  useEffect(() => {
    screen.current?.scrollTo({ top: screen.current.scrollHeight });
  }, [messages.length]);

  const send = (words: string) => {
    if (words.trim() === "") return;
    setText("");
    session.act.mutate({ type: "text", text: words.trim() });
  };
  const time = (instant: string) =>
    new Intl.DateTimeFormat(i18n.language, { hour: "2-digit", minute: "2-digit" }).format(new Date(instant));
  return (
    <Phone
      fill
      name={name}
      screen={screen}
      composer={
        <form
          className={classes["composer"]}
          onSubmit={(event) => {
            event.preventDefault();
            send(text);
          }}
        >
          <TextInput
            style={{ flex: 1 }}
            radius="xl"
            placeholder={t("test.write")}
            aria-label={t("test.write")}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <ActionIcon
            type="submit"
            size={36}
            radius="xl"
            variant="filled"
            color="accent"
            aria-label={t("test.send")}
            loading={session.act.isPending}
          >
            <IconSend2 size={18} />
          </ActionIcon>
        </form>
      }
    >
      {messages.length === 0 && (
        <div className={classes["hint"]}>
          <p>{t("test.hint")}</p>
          {suggestions.map((phrase) => (
            <button key={phrase} type="button" className={classes["suggestion"]} onClick={() => send(phrase)}>
              {phrase}
            </button>
          ))}
        </div>
      )}
      {messages.map((message) => (
        <MessageBubble
          key={message.id}
          // It is the customer's phone: what we send comes in.
          side={message.direction === "out" ? "in" : "out"}
          content={message.content}
          time={time(message.createdAt)}
          {...(message.direction === "in" && { status: "read" })}
          {...(message.direction === "out" && {
            onPress: (press) =>
              session.act.mutate(
                press.kind === "list_row"
                  ? { type: "list_row", messageId: message.id, rowId: press.id ?? press.title, title: press.title }
                  : { type: "button", messageId: message.id, ...(press.id !== undefined && { buttonId: press.id }), title: press.title },
              ),
          })}
        >
          {message.error !== null && (
            <div className={classes["error"]}>{t("test.notDelivered", { error: message.errorDetail ?? message.error })}</div>
          )}
        </MessageBubble>
      ))}
    </Phone>
  );
}

const MAX_SUGGESTIONS = 4;

/** What starts it, ready to press. */
function usePhrases(): string[] {
  const draft = useDraft();
  const { registry } = useBuilderContext();
  return draft.triggers
    .filter((trigger) => registry.triggers[trigger.type]?.on === "message" && Array.isArray(trigger.config["phrases"]))
    .flatMap((trigger) => (trigger.config["phrases"] as string[]).slice(0, 2))
    .slice(0, MAX_SUGGESTIONS);
}
