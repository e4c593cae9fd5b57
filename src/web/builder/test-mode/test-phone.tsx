/** The phone of the made-up customer. */
import { ActionIcon, Menu, TextInput } from "@mantine/core";
import { IconFile, IconMapPin, IconMicrophone, IconPaperclip, IconPhoto, IconSend2 } from "@tabler/icons-react";
import { Fragment, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { MessageBubble } from "../../preview/message-bubble.tsx";
import { Phone } from "../../preview/phone.tsx";
import { localeOf } from "../../ui/format.ts";
import { useBuilderContext } from "../builder-context.ts";
import { useDraft } from "../store.ts";
import classes from "./test-mode.module.css";
import { isUnheard, type Seen, seenNow } from "./unheard.ts";
import type { TestSession } from "./use-test-session.ts";

export function TestPhone({ name, session, timeZone }: { name: string; session: TestSession; timeZone: string | undefined }) {
  const { t, i18n } = useTranslation("builder");
  const [text, setText] = useState("");
  const screen = useRef<HTMLDivElement>(null);
  const messages = session.state?.messages ?? [];
  const suggestions = usePhrases();
  const unheard = useUnheard(session);

  useEffect(() => {
    if (messages.length > 0 || unheard) screen.current?.scrollTo({ top: screen.current.scrollHeight });
  }, [messages.length, unheard]);

  const send = (words: string) => {
    if (words.trim() === "") return;
    setText("");
    session.act.mutate({ type: "text", text: words.trim() });
  };
  const time = (instant: string) =>
    new Intl.DateTimeFormat(localeOf(i18n.language), { timeStyle: "short", ...(timeZone !== undefined && { timeZone }) }).format(
      new Date(instant),
    );
  const dayOf = (instant: string | undefined) =>
    instant === undefined
      ? ""
      : new Intl.DateTimeFormat(localeOf(i18n.language), {
          weekday: "short",
          day: "numeric",
          month: "long",
          ...(timeZone !== undefined && { timeZone }),
        }).format(new Date(instant));
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
          <Menu position="top-start" withinPortal>
            <Menu.Target>
              <ActionIcon size={36} radius="xl" aria-label={t("test.attach")}>
                <IconPaperclip size={18} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconPhoto size={16} />} onClick={() => session.act.mutate({ type: "media", mediaType: "image" })}>
                {t("test.photo")}
              </Menu.Item>
              <Menu.Item
                leftSection={<IconMicrophone size={16} />}
                onClick={() => session.act.mutate({ type: "media", mediaType: "audio" })}
              >
                {t("test.voiceNote")}
              </Menu.Item>
              <Menu.Item leftSection={<IconFile size={16} />} onClick={() => session.act.mutate({ type: "media", mediaType: "document" })}>
                {t("test.document")}
              </Menu.Item>
              <Menu.Item
                leftSection={<IconMapPin size={16} />}
                onClick={() => session.act.mutate({ type: "location", latitude: 45.4642, longitude: 9.19 })}
              >
                {t("test.location")}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
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
      {messages.length === 0 && <Hint text={t("test.hint")} phrases={suggestions} send={send} />}
      {messages.map((message, index) => (
        <Fragment key={message.id}>
          {dayOf(message.createdAt) !== dayOf(messages[index - 1]?.createdAt) && (
            <div className={classes["day"]}>{dayOf(message.createdAt)}</div>
          )}
          <MessageBubble
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
        </Fragment>
      ))}
      {unheard && <Hint text={t("test.unheard")} phrases={suggestions} send={send} />}
    </Phone>
  );
}

/** What one may do next, with what starts it, ready to press. */
function Hint({ text, phrases, send }: { text: string; phrases: readonly string[]; send(phrase: string): void }) {
  return (
    <div className={classes["hint"]} role="status">
      <p>{text}</p>
      {phrases.map((phrase) => (
        <button key={phrase} type="button" className={classes["suggestion"]} onClick={() => send(phrase)}>
          {phrase}
        </button>
      ))}
    </div>
  );
}

/** Whether the customer's last message moved nothing; known only of what is written while one looks. */
function useUnheard({ state, act }: TestSession): boolean {
  const [seen, setSeen] = useState<{ before: Seen | null; now: Seen } | null>(null);
  const now = state ? seenNow(state) : null;
  if (now && (seen === null || seen.now.key !== now.key)) {
    setSeen({ before: seen === null ? null : seen.now.last === now.last ? seen.before : seen.now, now });
  }
  return !act.isPending && seen !== null && isUnheard(seen.before, seen.now);
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
