import { Button, Center, Skeleton, Text } from "@mantine/core";
import { IconBolt, IconMessage, IconMessageReply, IconNote, IconShieldCheck, IconTicket } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { TimelineEntry } from "../../contract/timeline.ts";
import { handOverText } from "../agents/hand-over-text.ts";
import { api } from "../api.ts";
import { stepLook } from "../automations/step-look.ts";
import { callIcon, useCallText } from "../chat/call-event.tsx";
import { WhatsAppText } from "../preview/whatsapp-text.tsx";
import { useWorkspaceSlug } from "../shell/use-me.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { type HueGroup, hue } from "../ui/hue.ts";
import { RelativeTime } from "../ui/relative-time.tsx";
import classes from "./contacts.module.css";

export function TimelinePanel({ contactId }: { contactId: string }) {
  const { t } = useTranslation("contacts");
  const query = useInfiniteQuery(
    api.contacts.timeline.infiniteOptions({
      input: (cursor: string | undefined) => ({ id: contactId, ...(cursor && { cursor }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.nextCursor ?? undefined,
    }),
  );
  if (query.error) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton height={240} />;
  const entries = query.data.pages.flatMap(({ items }) => items);
  if (entries.length === 0) return <EmptyState title={t("timeline.empty")}>{t("timeline.emptyHint")}</EmptyState>;
  return (
    <div>
      {entries.map((entry, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: entries have no id of their own and are only appended.
        <Entry key={index} entry={entry} />
      ))}
      {query.hasNextPage && (
        <Center py="md">
          <Button variant="subtle" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t("timeline.older")}
          </Button>
        </Center>
      )}
    </div>
  );
}

function Entry({ entry }: { entry: TimelineEntry }) {
  const { t } = useTranslation(["contacts", "automations", "chat", "agents"]);
  const workspace = useWorkspaceSlug();
  const callText = useCallText();
  const { icon: Icon, group } = look(entry);
  const { strong, soft } = hue(group);
  return (
    <div className={classes.timelineItem}>
      <span className={classes.timelineIcon} style={{ color: strong, background: soft }} aria-hidden>
        <Icon size={16} />
      </span>
      <div className={classes.timelineText}>
        {entry.kind === "message" && (
          <>
            <Link
              to="/w/$workspace/chat/$chatId"
              params={{ workspace, chatId: entry.chatId }}
              search={{ message: entry.messageId } as never}
            >
              {t(entry.direction === "in" ? "timeline.wrote" : "timeline.sent")}
            </Link>
            : {entry.text ? <WhatsAppText text={entry.text} /> : t(`chat:kind.${entry.type}`, { defaultValue: t("chat:kind.other") })}
            {entry.error && (
              <Text size="xs" c="var(--parola-danger)">
                {t(`chat:failure.${entry.error}`, { defaultValue: entry.error })}
              </Text>
            )}
          </>
        )}
        {entry.kind === "run" && (
          <Link
            to="/w/$workspace/automations/$automationId"
            params={{ workspace, automationId: entry.automationId }}
            search={{ mode: "live", run: entry.runId }}
          >
            {entry.what === "started"
              ? t("chat:runStarted", { name: entry.automationName })
              : t(`chat:runEnded.${entry.status}`, {
                  name: entry.automationName,
                  defaultValue: t("chat:runEnded.other", { name: entry.automationName }),
                })}
          </Link>
        )}
        {entry.kind === "step" && (
          <>
            {t(`automations:step.${entry.stepType}`, { defaultValue: entry.stepType })}
            {entry.exit &&
              entry.exit !== "next" &&
              ` → ${t(`automations:exit.${entry.exit}`, { context: entry.stepType, defaultValue: entry.exit })}`}
            <Text size="xs" c={entry.error ? "var(--parola-danger)" : "dimmed"}>
              {entry.error ?? entry.automationName}
            </Text>
          </>
        )}
        {entry.kind === "consent" && (
          <>
            {t("timeline.consent", { from: t(`consent.${entry.from}`), to: t(`consent.${entry.to}`) })}
            <Text size="xs" c="dimmed">
              {entry.text ?? entry.source}
            </Text>
          </>
        )}
        {entry.kind === "call" && (
          <>
            {callText(entry)}
            {entry.summary && (
              <Text size="xs" c="dimmed">
                “{entry.summary}”
              </Text>
            )}
          </>
        )}
        {entry.kind === "note" && <span style={{ whiteSpace: "pre-wrap" }}>{handOverText(entry.text)}</span>}
        {entry.kind === "ticket" && (
          <Link to="/w/$workspace/tickets" params={{ workspace }} search={{ ticket: entry.ticketId } as never}>
            {entry.reference} {entry.title}
          </Link>
        )}
      </div>
      <Text size="xs" c="dimmed" style={{ flexShrink: 0 }}>
        <RelativeTime at={entry.at} />
      </Text>
    </div>
  );
}

function look(entry: TimelineEntry): { icon: typeof IconBolt; group: HueGroup } {
  switch (entry.kind) {
    case "message":
      return { icon: entry.direction === "in" ? IconMessageReply : IconMessage, group: "message" };
    case "run":
      return { icon: IconBolt, group: "trigger" };
    case "step":
      return stepLook(entry.stepType);
    case "consent":
      return { icon: IconShieldCheck, group: "contact" };
    case "call":
      return { icon: callIcon(entry), group: "message" };
    case "note":
      return { icon: IconNote, group: "people" };
    case "ticket":
      return { icon: IconTicket, group: "people" };
  }
}
