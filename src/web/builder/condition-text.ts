/** A condition in words, for the canvas. */
import { conditionField } from "../../automation/condition-fields.ts";
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
  const value = valueText(condition.field, condition.value as Json | undefined, tools);
  return [field, t(`op.${condition.op}`), value].filter((part) => part !== "").join(" ");
}

function valueText(field: string, value: Json | undefined, tools: SummaryTools): string {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) return value.map((item) => valueText(field, item, tools)).join(", ");
  if (isDuration(value)) return durationText(value, tools);
  if (typeof value === "boolean") return tools.t(value ? "condition.yes" : "condition.no");
  const text = String(value);
  const words = wordsOf(field);
  return words === undefined ? text : tools.t(`${words}.${text}`, { defaultValue: text });
}

const CODED = /^(trigger\.consent\.(from|to)|trigger\.call\.(outcome|direction)|ticket\.priority)$/;

/** Where the words for a field's fixed values are; undefined where people write the values, a tag called "high" stays so. */
function wordsOf(field: string): string | undefined {
  if (field === "trigger.consent.source") return "common:consentSource";
  return CODED.test(field) || conditionField(field)?.choices !== undefined ? "choice" : undefined;
}
