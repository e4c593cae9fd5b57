/** The last days, or any two days. */
import { Group, SegmentedControl, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useUrlState } from "../shell/use-url-state.ts";
import { dayBefore, periodOfDays } from "./period.ts";

const DAYS = ["7", "30", "90", "365"] as const;
const OWN = "own";

export interface ReportPeriod {
  from: string;
  to: string;
}

/** What the address says; undefined where its days are in the wrong order. */
export function useReportPeriod() {
  const [days, setDays] = useUrlState("days", "30");
  const [from, setFrom] = useUrlState("from");
  const [to, setTo] = useUrlState("to");
  const own: ReportPeriod = { from: from || dayBefore(29), to: to || dayBefore(0) };
  const period = days !== OWN ? periodOfDays(Number(days) || 30) : own.from <= own.to ? own : undefined;
  return { days, setDays, own, setFrom, setTo, period };
}

export function PeriodPicker({ days, setDays, own, setFrom, setTo, period }: ReturnType<typeof useReportPeriod>) {
  const { t } = useTranslation("reports");
  return (
    <Group gap="xs" align="flex-start">
      {days === OWN && (
        <>
          <TextInput
            type="date"
            aria-label={t("from")}
            max={own.to}
            value={own.from}
            error={period ? undefined : t("wrongOrder")}
            onChange={(event) => setFrom(event.currentTarget.value)}
          />
          <TextInput
            type="date"
            aria-label={t("to")}
            min={own.from}
            value={own.to}
            onChange={(event) => setTo(event.currentTarget.value)}
          />
        </>
      )}
      <SegmentedControl
        value={days}
        onChange={setDays}
        aria-label={t("period")}
        data={[...DAYS.map((one) => ({ value: one as string, label: t("days", { count: Number(one) }) })), { value: OWN, label: t("own") }]}
      />
    </Group>
  );
}
