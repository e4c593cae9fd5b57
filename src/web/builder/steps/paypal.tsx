/** PayPal: what is to be paid, how the link is sent, and whether the payment is waited for. */
import { Stack, Switch } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Json, JsonObject } from "../../../domain/json.ts";
import { readable } from "../../ui/readable.ts";
import { useBuilderContext } from "../builder-context.ts";
import { problemAt, withKey } from "../form/config-value.ts";
import { DurationInput } from "../form/duration-input.tsx";
import classes from "../form/form.module.css";
import { fieldSchema, shapeOf } from "../form/schema.ts";
import { SchemaField } from "../form/schema-form.tsx";
import { TemplateFields } from "../message/template-fields.tsx";
import type { FormProps, NodeForm } from "../node-form.ts";
import { clip } from "../summary.ts";

/** What the step itself takes `wait: true` for. */
const DEFAULT_WAIT = { days: 3 };
const OF_TEMPLATE = ["template", "variables", "buttonParameters"] as const;

function Form({ config, onChange, problems }: FormProps) {
  const { t } = useTranslation("builder");
  const { registry } = useBuilderContext();
  const schema = registry.steps["paypal"]?.config;
  if (!schema) return null;
  const shape = shapeOf(fieldSchema(schema));
  const { wait } = config;
  return (
    <Stack gap="md">
      {["connection", "amount", "currency", "description", "text"].map((name) => {
        const part = shape[name];
        return (
          part && (
            <SchemaField
              key={name}
              scope="paypal"
              name={name}
              path={name}
              schema={part}
              value={config[name]}
              problems={problems}
              onChange={(next, mergeKey) => onChange(withKey(config, name, next), mergeKey)}
            />
          )
        );
      })}
      <Template config={config} onChange={onChange} problems={problems} />
      <Stack gap={4}>
        <Switch
          label={t("config.paypal.wait")}
          description={t("hint.paypal.wait")}
          checked={isWait(wait)}
          onChange={(event) => onChange(withKey(config, "wait", event.currentTarget.checked ? DEFAULT_WAIT : undefined))}
        />
        {isWait(wait) && (
          <DurationInput
            label=""
            error={problemAt(problems, "wait")}
            value={wait === true ? DEFAULT_WAIT : wait}
            onChange={(next) => onChange(withKey(config, "wait", next), "wait")}
          />
        )}
      </Stack>
    </Stack>
  );
}

function isWait(wait: Json | undefined): boolean {
  return wait !== undefined && wait !== false && wait !== null;
}

function Template({ config, onChange, problems }: Omit<FormProps, "nodeId">) {
  const { t } = useTranslation("builder");
  const given: JsonObject = Object.fromEntries(
    OF_TEMPLATE.flatMap((key) => {
      const value = config[key];
      return value === undefined ? [] : [[key, value] as const];
    }),
  );
  const rest = Object.fromEntries(Object.entries(config).filter(([key]) => !OF_TEMPLATE.some((one) => one === key)));
  const on = given["template"] !== undefined;
  return (
    <Stack gap="xs">
      <Switch
        label={t("config.paypal.template")}
        description={t("hint.paypal.template")}
        checked={on}
        onChange={(event) => onChange(event.currentTarget.checked ? { ...config, template: "" } : rest)}
      />
      {on && (
        <div className={classes["group"]}>
          <TemplateFields
            value={given}
            path=""
            bodyOnly
            problems={problems}
            onChange={(next, mergeKey) => onChange({ ...rest, ...next }, mergeKey)}
          />
        </div>
      )}
    </Stack>
  );
}

export const form: NodeForm = {
  initial: { connection: "", amount: "", currency: "EUR", description: "", text: "Here you can pay: {{ payment.link }}" },
  Form,
  summary: (config) => clip(`${readable(String(config["amount"] || "…"))} ${String(config["currency"] ?? "EUR")}`),
};
