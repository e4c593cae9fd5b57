/** How many requests came, how many are done, and how long that takes, by category. */
import { SegmentedControl, Skeleton, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { useLastDays } from "../reports/period.ts";
import { useUrlState } from "../shell/use-url-state.ts";
import { ErrorState } from "../ui/error-state.tsx";
import { formatNumber } from "../ui/format.ts";

const PERIODS = ["7", "30", "90"] as const;

export function TicketStatistics() {
  const { t, i18n } = useTranslation(["tickets", "reports"]);
  const [days, setDays] = useUrlState("days", "30");
  const { period, error, retry } = useLastDays(Number(days) || 30);
  const query = useQuery(
    api.tickets.statistics.queryOptions({
      input: period ?? {},
      enabled: period !== undefined,
      placeholderData: (previous) => previous,
    }),
  );
  if (error) return <ErrorState error={error} retry={retry} />;
  const number = (value: number) => formatNumber(value, i18n.language);
  if (query.error) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  return (
    <section aria-label={t("statistics")}>
      <SegmentedControl
        mb="md"
        value={days}
        onChange={setDays}
        aria-label={t("reports:period")}
        data={PERIODS.map((one) => ({ value: one, label: t("reports:days", { count: Number(one) }) }))}
      />
      {!query.data ? (
        <Skeleton height={160} />
      ) : query.data.items.length === 0 ? (
        <Text c="dimmed" size="sm">
          {t("noStatistics")}
        </Text>
      ) : (
        <Table.ScrollContainer minWidth={520} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
          <Table maw={880}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("column.category")}</Table.Th>
                <Table.Th ta="right">{t("openedInPeriod")}</Table.Th>
                <Table.Th ta="right">{t("closedInPeriod")}</Table.Th>
                <Table.Th ta="right">{t("state.open")}</Table.Th>
                <Table.Th ta="right">{t("timeToClose")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {query.data.items.map((row) => (
                <Table.Tr key={row.category ?? ""}>
                  <Table.Td>{row.category ?? t("noCategory")}</Table.Td>
                  <Table.Td ta="right">{number(row.opened)}</Table.Td>
                  <Table.Td ta="right">{number(row.closed)}</Table.Td>
                  <Table.Td ta="right">{number(row.open)}</Table.Td>
                  <Table.Td ta="right">{row.meanHoursToClose === null ? "–" : hours(row.meanHoursToClose, i18n.language)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </section>
  );
}

function hours(value: number, language: string): string {
  const [amount, unit] = value < 1 ? [value * 60, "minute"] : value < 48 ? [value, "hour"] : [value / 24, "day"];
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long", maximumFractionDigits: 1 }).format(amount);
}
