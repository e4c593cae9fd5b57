/** Messages whose words match, from all chats: below the people who match. */
import { Button, Center, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { useWorkspaceSlug } from "../shell/use-me.ts";
import { useUrlState } from "../shell/use-url-state.ts";
import { readable } from "../ui/readable.ts";
import { RelativeTime } from "../ui/relative-time.tsx";
import classes from "./chat.module.css";

const LEAST_LETTERS = 2;

export function FoundMessages({ search }: { search: string }) {
  const { t } = useTranslation("chat");
  const workspace = useWorkspaceSlug();
  const [shown] = useUrlState("message");
  const [settled] = useDebouncedValue(search.trim(), 250);
  const wanted = settled.length >= LEAST_LETTERS;
  const query = useInfiniteQuery({
    ...api.messages.search.infiniteOptions({
      input: (cursor: string | undefined) => ({ search: settled, limit: 20, ...(cursor && { cursor }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.nextCursor ?? undefined,
    }),
    enabled: wanted,
  });
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (!wanted || !query.isSuccess) return null;
  return (
    <section aria-label={t("foundMessages")} className={classes.found}>
      <Text size="xs" fw={600} c="dimmed" px={12} py={8}>
        {t("foundMessages")}
      </Text>
      {items.length === 0 && (
        <Text size="sm" c="dimmed" px={12} pb={12}>
          {t("noMessages")}
        </Text>
      )}
      {items.map((message) => (
        <Link
          key={message.id}
          to="/w/$workspace/chat/$chatId"
          params={{ workspace, chatId: message.chatId }}
          search={((previous: object) => ({ ...previous, message: message.id })) as never}
          className={classes.foundOne}
          data-selected={message.id === shown || undefined}
        >
          <span className={classes.rowTop}>
            <span className={classes.rowName}>{message.contactName || t("unknownContact")}</span>
            <span className={classes.rowTime}>
              <RelativeTime at={message.createdAt} />
            </span>
          </span>
          <span className={classes.foundText}>
            {message.direction === "out" && `${t("you")}: `}
            <Marked text={readable(message.text ?? "")} words={settled} />
          </span>
        </Link>
      ))}
      {query.hasNextPage && (
        <Center py="xs">
          <Button size="compact-xs" variant="subtle" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t("older")}
          </Button>
        </Center>
      )}
    </section>
  );
}

const BEFORE = 30;

/** The text from a little before the first word that was looked for, with that word marked. */
function Marked({ text, words }: { text: string; words: string }) {
  const lower = text.toLowerCase();
  const word = words
    .toLowerCase()
    .split(/\s+/)
    .find((one) => lower.includes(one));
  if (!word) return text;
  const at = lower.indexOf(word);
  const start = at <= BEFORE ? 0 : at - BEFORE;
  return (
    <>
      {start > 0 && "…"}
      {text.slice(start, at)}
      <mark>{text.slice(at, at + word.length)}</mark>
      {text.slice(at + word.length)}
    </>
  );
}
