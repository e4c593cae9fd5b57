/** How far a campaign is and what came of it: in all, by template, by reason, by contact. */
import { Alert, Progress, Skeleton, Stack, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Campaign } from "../../contract/campaigns.ts";
import { api } from "../api.ts";
import { ErrorState } from "../ui/error-state.tsx";
import { formatExact, formatNumber, localeOf } from "../ui/format.ts";
import { RelativeTime } from "../ui/relative-time.tsx";
import classes from "./campaigns.module.css";
import { problemText } from "./problem-text.ts";
import { RecipientTable } from "./recipient-table.tsx";

const MEASURES = ["sent", "delivered", "read", "replied", "pressed", "failed", "unknown", "skipped"] as const;
type Measures = Record<(typeof MEASURES)[number], number>;
const LIVE_MS = 4000;
const STATUSES_COME_MS = 600_000;

export function CampaignResults({ campaign }: { campaign: Campaign }) {
  const { t, i18n } = useTranslation(["campaigns", "chat"]);
  const { id, state, progress, problem, startedAt, finishedAt, templates } = campaign;
  const [opened] = useState(() => Date.now());
  // Statuses come for a while after the last message left.
  const live = state === "running" || (finishedAt !== null && Date.parse(finishedAt) > opened - STATUSES_COME_MS);
  const results = useQuery(api.campaigns.results.queryOptions({ input: { id }, refetchInterval: live ? LIVE_MS : false }));
  const total = sum(results.data?.items ?? []);
  // What an automation sends is counted in its own report.
  const shown = MEASURES.filter((measure) => (measure !== "unknown" || total.unknown > 0) && (measure !== "pressed" || templates !== null));
  const number = (value: number) => formatNumber(value, i18n.language);
  const share = (value: number) =>
    total.sent === 0 ? "" : new Intl.NumberFormat(localeOf(i18n.language), { style: "percent" }).format(value / total.sent);
  const { recipients, pending, handled, skipped } = progress;
  return (
    <Stack gap="xl" maw={1000}>
      {campaign.waitsFor && (
        <Alert className="warning-alert" variant="light">
          {t(`waits.${campaign.waitsFor}`, { until: campaign.waitsUntil ? formatExact(campaign.waitsUntil, i18n.language) : "" })}
        </Alert>
      )}
      {problem && (
        <Alert className="warning-alert" variant="light">
          {problemText(t, problem)}
        </Alert>
      )}
      <section aria-label={t("column.progress")}>
        <Progress.Root size="lg">
          <Progress.Section value={part(handled, recipients)} color="accent" aria-label={t("progress.handled", { count: handled })} />
          <Progress.Section value={part(skipped, recipients)} color="gray" aria-label={t("progress.skipped", { count: skipped })} />
        </Progress.Root>
        <Text size="sm" mt="xs" aria-live="polite">
          {t("progress.line", { done: number(handled), all: number(recipients), waiting: number(pending), skipped: number(skipped) })}
        </Text>
        <Text size="xs" c="dimmed">
          {startedAt && (
            <>
              {t("when.started")} <RelativeTime at={startedAt} />
            </>
          )}
          {finishedAt && (
            <>
              {" · "}
              {t("when.finished")} <RelativeTime at={finishedAt} />
            </>
          )}
        </Text>
      </section>
      {results.error && <ErrorState error={results.error} retry={() => void results.refetch()} />}
      {results.isPending && <Skeleton height={100} />}
      {results.data && (
        <section aria-label={t("results.title")}>
          <div className={classes.numbers}>
            {shown.map((measure) => (
              <div key={measure} className={classes.card}>
                <Text size="sm" c="dimmed">
                  {t(`measure.${measure}`)}
                </Text>
                <div className={classes.figure}>{number(total[measure])}</div>
                <Text size="xs" c="dimmed" mih={18}>
                  {measure === "sent" || measure === "skipped" ? "" : share(total[measure])}
                </Text>
              </div>
            ))}
          </div>
        </section>
      )}
      {results.data && templates && templates.length > 1 && (
        <section>
          <Title order={2} size="h4" mb="sm">
            {t("results.variants")}
          </Title>
          <Table.ScrollContainer minWidth={560}>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("content.template")}</Table.Th>
                  {MEASURES.slice(0, 6).map((measure) => (
                    <Table.Th key={measure} ta="end">
                      {t(`measure.${measure}`)}
                    </Table.Th>
                  ))}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {results.data.items.map((row) => (
                  <Table.Tr key={row.variant}>
                    <Table.Td>
                      {"ABCD"[row.variant]}: {templates[row.variant]?.template}
                    </Table.Td>
                    {MEASURES.slice(0, 6).map((measure) => (
                      <Table.Td key={measure} ta="end" style={{ fontVariantNumeric: "tabular-nums" }}>
                        {number(row[measure])}
                        {measure !== "sent" && row.sent > 0 && (
                          <Text span size="xs" c="dimmed">
                            {" "}
                            {new Intl.NumberFormat(localeOf(i18n.language), { style: "percent" }).format(row[measure] / row.sent)}
                          </Text>
                        )}
                      </Table.Td>
                    ))}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </section>
      )}
      {results.data && results.data.reasons.length > 0 && (
        <section>
          <Title order={2} size="h4" mb="sm">
            {t("results.reasons")}
          </Title>
          {results.data.reasons.map(({ kind, reason, count }) => (
            <div key={`${kind} ${reason}`} className={classes.line}>
              <span>
                {t(`results.${kind}`)}: {problemText(t, reason)}
              </span>
              <span>{number(count)}</span>
            </div>
          ))}
        </section>
      )}
      <RecipientTable campaign={campaign} live={live} />
    </Stack>
  );
}

function part(value: number, all: number): number {
  return all === 0 ? 0 : (value / all) * 100;
}

function sum(rows: readonly Measures[]): Measures {
  return Object.fromEntries(MEASURES.map((measure) => [measure, rows.reduce((all, row) => all + row[measure], 0)])) as Measures;
}
