/** Steps that do one of several things at one system: the choice, then what that thing needs. */
import { Select, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { z } from "zod";
import { useBuilderContext } from "../builder-context.ts";
import { Keys } from "../form/keys.tsx";
import { emptyValue, fieldSchema, optionsOf, shapeOf } from "../form/schema.ts";
import { SchemaField } from "../form/schema-form.tsx";
import type { FormProps } from "../node-form.ts";

function actionOf(option: z.ZodType): string {
  const action = shapeOf(fieldSchema(option))["action"];
  return action ? String((fieldSchema(action).def["values"] as unknown[])[0]) : "";
}

export function ActionForm({ type, config, onChange, problems }: FormProps & { type: string }) {
  const { t } = useTranslation("builder");
  const { registry } = useBuilderContext();
  const schema = registry.steps[type]?.config;
  if (!schema) return null;
  const options = optionsOf(fieldSchema(schema));
  const chosen = options.find((option) => actionOf(option) === config["action"]) ?? options[0];
  if (!chosen) return null;
  return (
    <Stack gap="md">
      <Select
        label={t("action.label")}
        allowDeselect={false}
        data={options.map((option) => ({ value: actionOf(option), label: t(`action.${type}.${actionOf(option)}`) }))}
        value={actionOf(chosen)}
        onChange={(next) => {
          const option = options.find((one) => actionOf(one) === next);
          if (!option) return;
          // What both ask for is kept: the account above all.
          const wanted = Object.keys(shapeOf(fieldSchema(option)));
          const kept = Object.fromEntries(Object.entries(config).filter(([key]) => key !== "action" && wanted.includes(key)));
          onChange({ ...(emptyValue(option) as object), ...kept, action: next ?? "" });
        }}
      />
      <Keys
        Field={SchemaField}
        schema={chosen}
        without="action"
        scope={type}
        path=""
        value={config}
        problems={problems}
        onChange={onChange}
      />
    </Stack>
  );
}
