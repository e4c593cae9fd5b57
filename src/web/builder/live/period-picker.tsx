/** The period that counts are of. */
import { SegmentedControl } from "@mantine/core";
import { useTranslation } from "react-i18next";

export const PERIODS = [1, 7, 30, 90] as const;
export type PeriodDays = (typeof PERIODS)[number];

export function PeriodPicker({ value, onChange }: { value: PeriodDays; onChange(days: PeriodDays): void }) {
  const { t } = useTranslation("builder");
  return (
    <SegmentedControl
      fullWidth
      size="xs"
      aria-label={t("live.period")}
      data={PERIODS.map((days) => ({ value: String(days), label: t(`live.days.${days}`) }))}
      value={String(value)}
      onChange={(next) => onChange(Number(next) as PeriodDays)}
    />
  );
}
