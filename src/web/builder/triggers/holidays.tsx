/** Holidays: those of the workspace, or closing days and countries of this start step alone. */
import { Skeleton, Stack, Switch } from "@mantine/core";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { JsonObject } from "../../../domain/json.ts";
import type { Holidays } from "../../settings/holiday-fields.tsx";
import { lazyPart } from "../../ui/missing-files.ts";
import { useBuilderContext } from "../builder-context.ts";
import { problemAt, withKey } from "../form/config-value.ts";
import { fieldSchema, shapeOf } from "../form/schema.ts";
import { SchemaField } from "../form/schema-form.tsx";
import type { FormProps, NodeForm } from "../node-form.ts";
import { genericSummary } from "../summary.ts";

/** Brings all countries with it, which only this form needs. */
const HolidayFields = lazyPart(async () => (await import("../../settings/holiday-fields.tsx")).HolidayFields);

function holidaysOf({ periods, countries }: JsonObject): Holidays {
  return {
    periods: Array.isArray(periods) ? (periods as unknown as Holidays["periods"]) : [],
    countries: Array.isArray(countries) ? countries.map(String) : [],
  };
}

function Form({ config, onChange, problems }: FormProps) {
  const { t } = useTranslation("builder");
  const { registry } = useBuilderContext();
  const value = holidaysOf(config);
  const own = "periods" in config || "countries" in config;
  const type = registry.triggers["holidays"];
  const cooldown = type && shapeOf(fieldSchema(type.config))["cooldown"];
  return (
    <Stack gap="md">
      <Switch
        label={t("holidays.own")}
        description={t("holidays.ownHint")}
        checked={own}
        onChange={(event) => {
          const { periods: _, countries: __, ...rest } = config;
          onChange(event.currentTarget.checked ? { ...rest, periods: [], countries: [] } : rest);
        }}
      />
      {own && (
        <Suspense fallback={<Skeleton height={120} />}>
          <HolidayFields
            value={value}
            errorOf={(path) => problemAt(problems, path)}
            onChange={(next) => onChange({ ...config, ...(next as unknown as JsonObject) })}
          />
        </Suspense>
      )}
      {cooldown && (
        <SchemaField
          schema={cooldown}
          scope="holidays"
          name="cooldown"
          path="cooldown"
          problems={problems}
          value={config["cooldown"]}
          onChange={(next) => onChange(withKey(config, "cooldown", next))}
        />
      )}
    </Stack>
  );
}

export const form: NodeForm = {
  initial: {},
  Form,
  summary(config, tools) {
    const { periods, countries } = holidaysOf(config);
    const names = new Intl.DisplayNames([tools.language], { type: "region" });
    const places = countries.map((code) => (/^[A-Z]{2}$/.test(code) ? (names.of(code) ?? code) : code));
    const days = periods.map(({ name, from }) => name || from);
    return genericSummary({ days: [...days, ...places] }, tools);
  },
};
