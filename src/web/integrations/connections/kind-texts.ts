/**
 * Words around the kinds of connections. The server says what each kind asks for, in English; `connections.json` of each language
 * says it in the reader's: `kind.<kind>.title`, `.lead`, `.field.<name>.label`, `.help` and `.choice.<value>`.
 */
import { useTranslation } from "react-i18next";

export interface KindField {
  name: string;
  label: string;
  secret: boolean;
  required: boolean;
  choices: readonly string[] | null;
  help: string | null;
}
export interface Kind {
  kind: string;
  title: string;
  fields: readonly KindField[];
  webhookUrl: string | null;
  checkable: boolean;
}

/** What kinds are for, in the order of the page; a kind that is in none is among the others. */
const PURPOSES: Record<string, readonly string[]> = {
  shops: ["shopify", "woocommerce", "prestashop", "magento"],
  payments: ["paypal"],
  marketing: ["activecampaign", "emailchef"],
  voice: ["voice"],
  ai: ["ai"],
  api: ["http"],
};
export const PURPOSE_NAMES = [...Object.keys(PURPOSES), "other"];

export function purposeOf(kind: string): string {
  return Object.keys(PURPOSES).find((purpose) => PURPOSES[purpose]?.includes(kind)) ?? "other";
}

/** Fields that only some choices of another field ask for. */
const ONLY_FOR: Record<string, { field: string; values: readonly string[] }> = {
  "http.name": { field: "scheme", values: ["header", "query"] },
  "http.username": { field: "scheme", values: ["basic"] },
};

export function isAsked(kind: string, field: string, values: Readonly<Record<string, string>>): boolean {
  const only = ONLY_FOR[`${kind}.${field}`];
  return only === undefined || only.values.includes(values[only.field] ?? "");
}

export function useKindTexts() {
  const { t } = useTranslation("connections");
  // The keys are the server's: what a language lacks, the server says in English.
  const say = (key: string, fallback: string) => t(key as "purpose.shops", { defaultValue: fallback });
  return {
    title: ({ kind, title }: Pick<Kind, "kind" | "title">) => say(`kind.${kind}.title`, title),
    lead: (kind: string) => say(`kind.${kind}.lead`, ""),
    label: (kind: string, { name, label }: KindField) => say(`kind.${kind}.field.${name}.label`, label),
    help: (kind: string, { name, help }: KindField) => say(`kind.${kind}.field.${name}.help`, help ?? ""),
    choice: (kind: string, { name }: KindField, value: string) => say(`kind.${kind}.field.${name}.choice.${value}`, value),
  };
}
