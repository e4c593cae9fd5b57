/** Which variables a text of this automation can take: those of every contact, and those that its own triggers and steps make. */
import type { Json, JsonObject } from "../../../domain/json.ts";
import type { Draft } from "../document/draft.ts";

export interface Variable {
  /** Dotted name: `contact.first_name`. */
  name: string;
  group: "contact" | "fields" | "reply" | "trigger" | "vars" | "other";
  /** A field's label; others are named by the texts. */
  label?: string;
  /** What stood there in the last call that was received. */
  sample?: Json;
}

const CONTACT = ["first_name", "last_name", "name", "phone", "email", "language"];
const REPLY = ["text", "type", "at"];
const CALL = ["outcome", "digits", "speech", "summary", "duration"];
const VARIABLE_NAME = /\bvars\.([A-Za-z][A-Za-z0-9_]{0,63})/g;

/** What each trigger type puts into the run. */
const TRIGGER_VARIABLES: Record<string, string[]> = {
  customer_message: ["message.text"],
  button: ["message.text"],
  non_working_hours: ["message.text"],
  holidays: ["message.text", "holiday.name"],
  integration: ["payload"],
  list: ["list"],
  date_condition: ["date"],
  ticket: ["ticket.reference", "ticket.status", "ticket.title"],
  marketing_consent: ["consent.from", "consent.to"],
  voice: ["call.outcome", "call.direction", "call.agent", "call.digits", "call.speech", "call.summary", "call.duration"],
};

const ORDER = ["number", "summary", "total", "currency", "status", "item_count", "url", "id"].map((name) => `order.${name}`);
const CUSTOMER = ["first_name", "last_name", "email"].map((name) => `customer.${name}`);
const PAYMENT = ["amount", "currency", "method"].map((name) => `payment.${name}`);

/** What each event of a shop brings. */
const SHOP_VARIABLES: Record<string, string[]> = {
  catalog_order: ["order.summary", "order.total", "order.currency", "order.item_count", "order.note"],
  product_message: ["product.sku", "message.text"],
  payment_succeeded: [...PAYMENT, ...ORDER],
  payment_failed: [...PAYMENT, "payment.message", "order.payment_url", ...ORDER],
  cart_abandoned: [...["summary", "url", "total", "currency", "item_count"].map((name) => `cart.${name}`), ...CUSTOMER],
  order_created: [...ORDER, "order.payment_url", "order.note", ...CUSTOMER],
  order_updated: ORDER,
  order_shipped: ["order.tracking.url", "order.tracking.number", "order.tracking.company", ...ORDER],
  order_cancelled: ORDER,
  review_due: ORDER,
  customer_created: CUSTOMER,
};

/** Names under `trigger` that the start step fills. */
export function triggerVariables({ type, config }: { type: string; config: JsonObject }): string[] {
  if (type !== "shop") return TRIGGER_VARIABLES[type] ?? [];
  return [...(SHOP_VARIABLES[String(config["event"])] ?? []), "shop"];
}

export function availableVariables(draft: Draft, fields: readonly { code: string; label: string }[], samplePayload?: Json): Variable[] {
  const variables: Variable[] = [
    ...CONTACT.map((name): Variable => ({ name: `contact.${name}`, group: "contact" })),
    ...fields.map((field): Variable => ({ name: `contact.fields.${field.code}`, group: "fields", label: field.label })),
  ];
  if (draft.steps.some((step) => step.type === "customer_response" || step.type === "send_message")) {
    variables.push(...REPLY.map((name): Variable => ({ name: `reply.${name}`, group: "reply" })));
  }
  for (const trigger of draft.triggers) {
    for (const name of triggerVariables(trigger)) variables.push({ name: `trigger.${name}`, group: "trigger" });
  }
  if (samplePayload !== undefined)
    for (const path of paths(samplePayload)) {
      const sample = valueAt(samplePayload, path);
      variables.push({ name: `trigger.payload.${path}`, group: "trigger", ...(sample !== undefined && { sample }) });
    }
  for (const name of ownVariables(draft)) variables.push({ name: `vars.${name}`, group: "vars" });
  if (draft.steps.some((step) => step.type === "voice_call"))
    variables.push(...CALL.map((name): Variable => ({ name: `call.${name}`, group: "other" })));
  if (draft.steps.some((step) => step.type === "open_ticket")) variables.push({ name: "ticket.reference", group: "other" });
  variables.push({ name: "workspace.name", group: "other" }, { name: "now", group: "other" });
  return [...new Map(variables.map((variable) => [variable.name, variable])).values()];
}

/** Every `vars.x` that the document mentions. */
export function ownVariables(draft: Draft): string[] {
  return [...new Set([...draft.triggers, ...draft.steps].flatMap(({ config }) => namesIn(config)))].sort();
}

/** Configs are never changed in place: of hundreds of steps only the one that is written in is read anew. */
const read = new WeakMap<object, string[]>();

function namesIn(config: JsonObject): string[] {
  const known = read.get(config);
  if (known) return known;
  const names = [...JSON.stringify(config).matchAll(VARIABLE_NAME)].map((match) => match[1] as string);
  read.set(config, names);
  return names;
}

const MAX_PATHS = 60;

/** Dotted paths to the simple values of a payload. */
export function paths(value: Json, prefix = "", found: string[] = []): string[] {
  if (found.length >= MAX_PATHS) return found;
  if (value !== null && typeof value === "object") {
    for (const [key, part] of Object.entries(value)) if (!/[.\s]/.test(key)) paths(part, prefix ? `${prefix}.${key}` : key, found);
  } else if (prefix !== "") found.push(prefix);
  return found;
}

/** The value behind a dotted name; undefined where there is none. */
export function valueAt(values: Json, name: string): Json | undefined {
  let value: Json | undefined = values;
  for (const key of name.split(".")) {
    if (value === null || typeof value !== "object") return undefined;
    value = (value as Record<string, Json>)[key];
  }
  return value;
}

/** The parts of a text with variables, for showing them as chips. */
export function textParts(text: string): { text: string; variable: string | null }[] {
  const parts: { text: string; variable: string | null }[] = [];
  let at = 0;
  for (const match of text.matchAll(/\{\{-?\s*([^{}|]+?)\s*(?:\|[^{}]*)?-?\}\}|%%([A-Za-z][A-Za-z0-9_]*)%%/g)) {
    if (match.index > at) parts.push({ text: text.slice(at, match.index), variable: null });
    parts.push({ text: match[0], variable: match[1] ?? `contact.fields.${match[2]}` });
    at = match.index + match[0].length;
  }
  if (at < text.length) parts.push({ text: text.slice(at), variable: null });
  return parts;
}

/** The text as it may read for a contact; a variable without a value stays visible by its name. */
export function withValues(text: string, values: Json | undefined): string {
  return textParts(text)
    .map((part) => {
      if (part.variable === null) return part.text;
      const value = values === undefined ? undefined : valueAt(values, part.variable);
      if (value !== undefined && value !== null && value !== "") return typeof value === "object" ? JSON.stringify(value) : String(value);
      const fallback = /\|\s*default:\s*"([^"]*)"/.exec(part.text)?.[1];
      return fallback ?? (values === undefined ? `{${part.variable.split(".").at(-1)}}` : "");
    })
    .join("");
}
