/** Closing days and countries whose public holidays are kept: of the workspace, and of a start step. */
import { ActionIcon, Button, Checkbox, Group, MultiSelect, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { hasPublicHolidays } from "../../domain/holiday-countries.ts";
import type { HolidayPeriod } from "../../domain/holiday-period.ts";
import { countries } from "./countries.ts";

export interface Holidays {
  countries: string[];
  periods: HolidayPeriod[];
}

interface HolidayFieldsProps {
  value: Holidays;
  onChange: (value: Holidays) => void;
  errorOf?: (path: string) => string | undefined;
}

export function HolidayFields({ value, onChange, errorOf = () => undefined }: HolidayFieldsProps) {
  const { t, i18n } = useTranslation("settings");
  const setPeriod = (index: number, change: Partial<HolidayPeriod>) =>
    onChange({ ...value, periods: value.periods.map((period, at) => (at === index ? { ...period, ...change } : period)) });
  const names = countries(i18n.language)
    .filter(({ value: code }) => hasPublicHolidays(code))
    .map(({ value: code, label }) => ({ value: code, label: label.replace(/ \(\+.*/, "") }));
  // Regions (`DE-BY`) are written by hand elsewhere and stay as they are.
  const others = value.countries.filter((code) => !names.some((name) => name.value === code));
  return (
    <>
      <MultiSelect
        label={t("hours.countries")}
        description={t("hours.countriesHint")}
        searchable
        data={[...names, ...others]}
        value={value.countries}
        error={errorOf("countries")}
        onChange={(chosen) => onChange({ ...value, countries: chosen })}
        maw={420}
      />
      {value.periods.map((period, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: periods are their position.
        <Group key={index} gap="xs" align="flex-end">
          <TextInput
            size="xs"
            label={t("hours.name")}
            value={period.name ?? ""}
            onChange={(event) => setPeriod(index, { name: event.currentTarget.value })}
          />
          <TextInput
            size="xs"
            type="date"
            label={t("hours.from")}
            value={dateOf(period.from)}
            error={errorOf(`periods.${index}.from`)}
            onChange={(event) => setPeriod(index, { from: event.currentTarget.value })}
          />
          <TextInput
            size="xs"
            type="date"
            label={t("hours.to")}
            value={dateOf(period.to ?? period.from)}
            error={errorOf(`periods.${index}.to`)}
            onChange={(event) => setPeriod(index, { to: event.currentTarget.value })}
          />
          <Checkbox
            size="xs"
            mb={6}
            label={t("hours.everyYear")}
            checked={period.everyYear ?? false}
            onChange={(event) => setPeriod(index, { everyYear: event.currentTarget.checked })}
          />
          <ActionIcon
            mb={2}
            aria-label={t("hours.removePeriod", { name: period.name })}
            onClick={() => onChange({ ...value, periods: value.periods.filter((_, at) => at !== index) })}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      ))}
      <Group>
        <Button
          size="xs"
          variant="light"
          leftSection={<IconPlus size={14} />}
          onClick={() => {
            const today = new Date().toISOString().slice(0, 10);
            onChange({ ...value, periods: [...value.periods, { from: today, to: today, name: "", everyYear: false }] });
          }}
        >
          {t("hours.addPeriod")}
        </Button>
      </Group>
    </>
  );
}

/** Days of every year may stand without one; the control wants one. */
function dateOf(day: string): string {
  return /^\d\d-\d\d$/.test(day) ? `${new Date().getFullYear()}-${day}` : day;
}
