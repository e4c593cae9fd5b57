/** The last days, or any two days. */
import { Group, SegmentedControl, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Period } from "../../domain/period.ts";
import { useUrlState } from "../shell/use-url-state.ts";
import { useLastDays } from "./period.ts";

const DAYS = ["7", "30", "90", "365"] as const;
const OWN = "own";

/** What the address says; no period where its days are in the wrong order, and until it is known which day it is for the workspace. */
export function useReportPeriod() {
  const [days, setDays] = useUrlState("days", "30");
  const [from, setFrom] = useUrlState("from");
  const [to, setTo] = useUrlState("to");
  const { period: lastDays, ...asked } = useLastDays(days === OWN ? 30 : Number(days) || 30);
  const own = lastDays && { from: from || lastDays.from, to: to || lastDays.to };
  const wrongOrder = days === OWN && own !== undefined && own.from > own.to;
  const period: Period | undefined = days !== OWN ? lastDays : wrongOrder ? undefined : own;
  return { days, setDays, own, setFrom, setTo, period, wrongOrder, ...asked };
}

export function PeriodPicker({ days, setDays, own, setFrom, setTo, wrongOrder }: ReturnType<typeof useReportPeriod>) {
  const { t } = useTranslation("reports");
  return (
    <Group gap="xs" align="flex-start">
      {days === OWN && own && (
        <>
          <TextInput
            type="date"
            aria-label={t("from")}
            max={own.to}
            value={own.from}
            error={wrongOrder && t("wrongOrder")}
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
