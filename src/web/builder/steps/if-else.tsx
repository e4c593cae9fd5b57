import type { Condition } from "../../../automation/condition-schema.ts";
import { conditionText } from "../condition-text.ts";
import type { NodeForm } from "../node-form.ts";
import { clip } from "../summary.ts";

/** The generic form shows the condition editor; only the words are special. */
export const form: NodeForm = {
  initial: { if: { field: "contact.tags", op: "has_any", value: [] } },
  summary: (config, tools) => clip(conditionText(config["if"] as Condition | undefined, tools), 90),
};
