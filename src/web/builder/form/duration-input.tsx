/** A duration as people say it: a number and its unit, and more units where one is not enough. */
import { Button, Group, Input, NumberInput, Select } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { parseIsoDuration } from "../../../domain/duration.ts";
import type { Json, JsonObject } from "../../../domain/json.ts";

const UNITS = ["days", "hours", "minutes", "seconds"] as const;
type Unit = (typeof UNITS)[number];

export interface DurationInputProps {
  label: ReactNode;
  description?: ReactNode;
  error?: ReactNode;
  value: Json | undefined;
  onChange(value: JsonObject): void;
}

export function DurationInput({ label, description, error, value, onChange }: DurationInputProps) {
  const { t } = useTranslation("builder");
  const duration = read(value);
  const used = UNITS.filter((unit) => duration[unit] !== undefined);
  const rows: Unit[] = used.length > 0 ? used : ["hours"];
  const free = UNITS.filter((unit) => !rows.includes(unit));
  const set = (unit: Unit, amount: number | undefined) => {
    const { [unit]: _, ...rest } = duration;
    onChange(amount === undefined ? rest : { ...rest, [unit]: amount });
  };
  return (
    <Input.Wrapper label={label} description={description} error={error} labelElement="div">
      <Group gap="xs" mt={4} role="group" aria-label={typeof label === "string" ? label : undefined}>
        {rows.map((unit) => (
          <Group key={unit} gap={4} wrap="nowrap">
            <NumberInput
              w={72}
              size="sm"
              min={0}
              allowDecimal={false}
              allowNegative={false}
              aria-label={t(`unit.${unit}`)}
              value={duration[unit] ?? ""}
              onChange={(amount) => set(unit, amount === "" ? (rows.length > 1 ? undefined : 0) : Number(amount))}
            />
            <Select
              w={110}
              size="sm"
              aria-label={t("form.unit")}
              allowDeselect={false}
              data={[unit, ...free]
                .sort((a, b) => UNITS.indexOf(a) - UNITS.indexOf(b))
                .map((name) => ({ value: name, label: t(`unit.${name}`) }))}
              value={unit}
              onChange={(next) => {
                const { [unit]: amount = 1, ...rest } = duration;
                onChange({ ...rest, [next as Unit]: amount });
              }}
            />
          </Group>
        ))}
        {free.length > 0 && used.length > 0 && (
          <Button
            variant="subtle"
            color="gray"
            size="compact-xs"
            leftSection={<IconPlus size={12} />}
            onClick={() => set(free.at(0) as Unit, 1)}
          >
            {t("form.addUnit")}
          </Button>
        )}
      </Group>
    </Input.Wrapper>
  );
}

function read(value: Json | undefined): Partial<Record<Unit, number>> {
  if (typeof value === "string") return parseIsoDuration(value) ?? {};
  return value !== null && typeof value === "object" && !Array.isArray(value) ? value : {};
}
