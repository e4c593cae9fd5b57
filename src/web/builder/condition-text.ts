/** A condition in words, for the canvas. */
import type { Condition } from "../../automation/condition-schema.ts";
import type { Json } from "../../domain/json.ts";
import type { SummaryTools } from "./node-form.ts";
import { durationText, isDuration } from "./summary.ts";

export function conditionText(condition: Condition | undefined, tools: SummaryTools, nested = false): string {
  if (!condition || typeof condition !== "object") return "";
  const { t } = tools;
  const join = (parts: Condition[], word: string) => {
    const text = parts.map((part) => conditionText(part, tools, true)).join(` ${word} `);
    return nested && parts.length > 1 ? `(${text})` : text;
  };
  if ("all" in condition) return join(condition.all, t("summary.and"));
  if ("any" in condition) return join(condition.any, t("summary.or"));
  if ("not" in condition) return `${t("summary.not")} ${conditionText(condition.not, tools, true)}`;
  const field = t(`variable.${condition.field.replaceAll(".", "_")}`, {
    defaultValue: condition.field.split(".").at(-1) ?? condition.field,
  });
  const value = valueText(condition.value as Json | undefined, tools);
  return [field, t(`op.${condition.op}`), value].filter((part) => part !== "").join(" ");
}

function valueText(value: Json | undefined, tools: SummaryTools): string {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) return value.map((item) => String(item)).join(", ");
  if (isDuration(value)) return durationText(value, tools);
  if (typeof value === "boolean") return tools.t(value ? "condition.yes" : "condition.no");
  const text = String(value);
  return tools.t(`choice.${text}`, { defaultValue: text });
}
