/** What the agent was asked and did, newest first. */
import { Anchor, Button, Group, SegmentedControl, Skeleton, Stack, Table, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Fragment, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Agent, Turn } from "../../contract/agents.ts";
import { api } from "../api.ts";
import { StateBadge } from "../shell/state-badge.tsx";
import { useWorkspaceSlug } from "../shell/use-me.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import classes from "./agents.module.css";
import { handOverText } from "./hand-over-text.ts";
import { TurnFacts } from "./turn-facts.tsx";

const OUTCOMES = ["all", "answered", "handed_over", "no_reply", "dropped"] as const;
const TONES = { answered: "good", handed_over: "warning", no_reply: "neutral", dropped: "neutral" } as const;

export function AnswersTab({ agent }: { agent: Agent }) {
  const { t } = useTranslation(["agents", "common"]);
  const [outcome, setOutcome] = useState<(typeof OUTCOMES)[number]>("all");
  const query = useInfiniteQuery(
    api.agents.turns.infiniteOptions({
      input: (cursor: string | undefined) => ({
        id: agent.id,
        limit: 50,
        ...(cursor && { cursor }),
        ...(outcome !== "all" && { outcome }),
      }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  );
  if (query.error) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  const turns = query.data?.pages.flatMap(({ items }) => items);
  return (
    <Stack>
      <Group>
        <SegmentedControl
          size="xs"
          className={classes.filter}
          aria-label={t("answers.outcome")}
          value={outcome}
          onChange={(value) => setOutcome(value)}
          data={OUTCOMES.map((value) => ({ value, label: t(`outcome.${value}`) }))}
        />
      </Group>
      {!turns && <Skeleton height={160} />}
      {turns?.length === 0 && <EmptyState title={t("answers.empty")}>{t("answers.emptyText")}</EmptyState>}
      {turns && turns.length > 0 && (
        <Table.ScrollContainer minWidth={640}>
          <Table verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("answers.contact")}</Table.Th>
                <Table.Th>{t("answers.question")}</Table.Th>
                <Table.Th>{t("answers.outcome")}</Table.Th>
                <Table.Th>{t("answers.when")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {turns.map((turn) => (
                <TurnRow key={turn.id} turn={turn} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {query.hasNextPage && (
        <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("answers.more")}
        </Button>
      )}
    </Stack>
  );
}

function TurnRow({ turn }: { turn: Turn }) {
  const { t } = useTranslation(["agents", "integrations"]);
  const workspace = useWorkspaceSlug();
  const [open, setOpen] = useState(false);
  return (
    <Fragment>
      <Table.Tr>
        <Table.Td>
          <Anchor
            component={Link}
            to={`/w/${workspace}/chat/${turn.chatId}`}
            search={(turn.messageId ? { message: turn.messageId } : {}) as never}
            size="sm"
          >
            {turn.contact.name || t("answers.unknown")}
          </Anchor>
        </Table.Td>
        <Table.Td maw={320}>
          <Text size="sm" lineClamp={2}>
            {turn.question}
          </Text>
          <Text size="xs" c="dimmed" lineClamp={2}>
            {turn.answer}
          </Text>
        </Table.Td>
        <Table.Td>
          <StateBadge tone={turn.outcome ? TONES[turn.outcome] : "neutral"}>{t(`outcome.${turn.outcome ?? turn.state}`)}</StateBadge>
          {turn.reason && (
            <Text size="xs" c="dimmed" lineClamp={2}>
              {t(`dropped.${turn.reason}`, { defaultValue: handOverText(turn.reason) })}
            </Text>
          )}
          <div>
            <Button variant="subtle" size="compact-xs" px={0} aria-expanded={open} onClick={() => setOpen(!open)}>
              {t("facts.show")}
            </Button>
          </div>
        </Table.Td>
        <Table.Td>
          <RelativeTime at={turn.createdAt} />
        </Table.Td>
      </Table.Tr>
      {open && (
        <Table.Tr>
          <Table.Td colSpan={4}>
            <TurnFacts {...turn} />
          </Table.Td>
        </Table.Tr>
      )}
    </Fragment>
  );
}
