/** How it went in a period: messages, people, automations, numbers. */
import { Paper, SimpleGrid, Skeleton, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { Page } from "../shell/page.tsx";
import { useWorkspaceSlug } from "../shell/use-me.ts";
import { ErrorState } from "../ui/error-state.tsx";
import { formatNumber, localeOf } from "../ui/format.ts";
import { AiUsage } from "./ai-usage.tsx";
import { ChannelHealth } from "./channel-health.tsx";
import { DailyChart } from "./daily-chart.tsx";
import { ListGrowth } from "./list-growth.tsx";
import { MessageCosts } from "./message-costs.tsx";
import { PeriodPicker, useReportPeriod } from "./period-picker.tsx";

export function ReportsPage() {
  const { t, i18n } = useTranslation(["reports", "chat", "channels"]);
  const workspace = useWorkspaceSlug();
  const chosen = useReportPeriod();
  const { period } = chosen;
  const { data, error, refetch } = useQuery(
    api.reports.dashboard.queryOptions({ input: period ?? {}, enabled: period !== undefined, placeholderData: (previous) => previous }),
  );
  const number = (value: number) => formatNumber(value, i18n.language);
  const share = (part: number, whole: number) =>
    whole === 0 ? "–" : new Intl.NumberFormat(localeOf(i18n.language), { style: "percent" }).format(part / whole);
  return (
    <Page title={t("title")} actions={<PeriodPicker {...chosen} />}>
      {chosen.error && <ErrorState error={chosen.error} retry={chosen.retry} />}
      {error && <ErrorState error={error} retry={() => void refetch()} />}
      {!data && !error && !chosen.error && <Skeleton height={320} />}
      {data && (
        <>
          <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }} mb="xl">
            <Figure label={t("received")} value={number(data.messages.received)} />
            <Figure label={t("sent")} value={number(data.messages.sent)} />
            <Figure label={t("deliveredRate")} value={share(data.messages.delivered, data.messages.sent)} />
            <Figure label={t("readRate")} value={share(data.messages.read, data.messages.sent)} />
            <Figure label={t("failed")} value={number(data.messages.failed)} bad={data.messages.failed > 0} />
            <Figure
              label={t("firstResponse")}
              value={data.chats.medianFirstResponseSeconds === null ? "–" : duration(data.chats.medianFirstResponseSeconds, i18n.language)}
            />
            <Figure label={t("contacts")} value={number(data.contacts.total)} />
            <Figure label={t("newContacts")} value={number(data.contacts.new)} />
            <Figure label={t("subscribed")} value={number(data.contacts.subscribed)} />
            <Figure label={t("starts")} value={number(data.runs.started)} />
            <Figure label={t("completed")} value={number(data.runs.completed)} />
            <Figure label={t("openTickets")} value={number(data.tickets.open)} />
          </SimpleGrid>
          <Title order={2} size="h3" mb="sm">
            {t("perDay")}
          </Title>
          <DailyChart days={data.daily} />
          <SimpleGrid cols={{ base: 1, lg: 2 }} mt="xl" spacing="xl">
            <section>
              <Title order={2} size="h3" mb="sm">
                {t("automations")}
              </Title>
              {data.automations.length === 0 ? (
                <Text c="dimmed" size="sm">
                  {t("noStarts")}
                </Text>
              ) : (
                <Table>
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>{t("automation")}</Table.Th>
                      <Table.Th ta="right">{t("starts")}</Table.Th>
                      <Table.Th ta="right">{t("completed")}</Table.Th>
                      <Table.Th ta="right">{t("errors")}</Table.Th>
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {data.automations.map((row) => (
                      <Table.Tr key={row.automation.id}>
                        <Table.Td>
                          <Link
                            to="/w/$workspace/automations/$automationId"
                            params={{ workspace, automationId: row.automation.id }}
                            search={{ mode: "live" }}
                          >
                            {row.automation.name}
                          </Link>
                        </Table.Td>
                        <Table.Td ta="right">{number(row.started)}</Table.Td>
                        <Table.Td ta="right">{number(row.completed)}</Table.Td>
                        <Table.Td ta="right">{number(row.errors)}</Table.Td>
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </Table>
              )}
            </section>
            <section>
              <Title order={2} size="h3" mb="sm">
                {t("failures")}
              </Title>
              {data.errors.length === 0 ? (
                <Text c="dimmed" size="sm">
                  {t("noFailures")}
                </Text>
              ) : (
                <Table>
                  <Table.Tbody>
                    {data.errors.map((row) => (
                      <Table.Tr key={row.code}>
                        <Table.Td>{t(`chat:failure.${row.code}`, { defaultValue: row.code })}</Table.Td>
                        <Table.Td ta="right">{number(row.count)}</Table.Td>
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </Table>
              )}
            </section>
          </SimpleGrid>
          <SimpleGrid cols={{ base: 1, lg: 2 }} mt="xl" spacing="xl">
            <MessageCosts costs={data.costs} />
            {period && <AiUsage period={period} />}
            <ListGrowth lists={data.lists} />
          </SimpleGrid>
          <ChannelHealth channels={data.channels} />
        </>
      )}
    </Page>
  );
}

function Figure({ label, value, bad = false }: { label: string; value: string; bad?: boolean }) {
  return (
    <Paper withBorder p="md">
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text fz={24} lh="32px" fw={600} c={bad ? "var(--parola-danger)" : undefined} style={{ fontVariantNumeric: "tabular-nums" }}>
        {value}
      </Text>
    </Paper>
  );
}

function duration(seconds: number, language: string): string {
  const [value, unit] = seconds < 90 ? [seconds, "second"] : seconds < 5400 ? [seconds / 60, "minute"] : [seconds / 3600, "hour"];
  return new Intl.NumberFormat(language, { style: "unit", unit: unit, unitDisplay: "short", maximumFractionDigits: 0 }).format(value);
}
