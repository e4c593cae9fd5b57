/** What a hand-made form file of a type (`steps/<type>.tsx`, `triggers/<type>.tsx`) exports as `form`. All parts are optional. */
import type { ComponentType } from "react";
import type { Problem } from "../../automation/problems.ts";
import type { JsonObject } from "../../domain/json.ts";

export interface FormProps {
  nodeId: string;
  config: JsonObject;
  /** The whole new config. Consecutive changes with one `mergeKey` (typing in one field) become one step of undo. */
  onChange(config: JsonObject, mergeKey?: string): void;
  /** Those of this node, with paths inside its config: `text`, `buttons.0.title`. */
  problems: readonly Problem[];
}

export interface SummaryTools {
  /** Texts of the builder; `t("summary.for", { … })`. */
  t(key: string, values?: Record<string, unknown>): string;
  language: string;
}

export interface NodeForm {
  /** What a new node starts with; the type's first example without it. */
  initial?: JsonObject;
  Form?: ComponentType<FormProps>;
  /** One or two short lines for the canvas: the first words of the message, "2 h", the phrases. */
  summary?(config: JsonObject, tools: SummaryTools): string;
}

interface FormFile {
  form?: NodeForm;
}

const stepForms = import.meta.glob<FormFile>("./steps/*.tsx", { eager: true });
const triggerForms = import.meta.glob<FormFile>("./triggers/*.tsx", { eager: true });

export function nodeForm(kind: "step" | "trigger", type: string): NodeForm | undefined {
  const file = type.replaceAll("_", "-");
  return (kind === "step" ? stepForms[`./steps/${file}.tsx`] : triggerForms[`./triggers/${file}.tsx`])?.form;
}
