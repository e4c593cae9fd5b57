/** Writes a value where a document says: an attribute of the contact, a field by its CODE, or a variable of the run. */
import type { Json } from "../domain/json.ts";
import { normalizeLanguage } from "../domain/language.ts";
import { type FieldType, parseFieldValue } from "../domain/value.ts";
import { isTimezone } from "../domain/zone-offset.ts";
import { type AttributeName, isAttribute, setAttribute, setField } from "./contact-change.ts";
import { isVariable } from "./reference.ts";
import { replyValue } from "./reply.ts";
import type { Reply } from "./state.ts";
import type { StepContext, StepError } from "./step.ts";

/** PostgreSQL holds more, but one name or address is never longer. */
const MAX_ATTRIBUTE = 320;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/**
 * Null when it was written (or was so already). An error leaves the old value. Null and blank text clear. Variables keep
 * what they are given as it is: the text "007" stays a text, and Liquid and conditions read numbers out of texts anyway.
 */
export function assign(context: StepContext, target: string, value: Json): StepError | null {
  if (!isVariable(target)) return assignToContact(context, target, value);
  const name = target.slice("vars.".length);
  if (value === null) delete context.run.vars[name];
  else context.run.vars[name] = value;
  return null;
}

/** A customer's reply, in the form that suits where it goes. */
export function assignReply(context: StepContext, target: string, reply: Reply): StepError | null {
  return assign(context, target, replyValue(reply, context.workspace.fields[target]?.type as FieldType | undefined));
}

/** An attribute or a field of the contact. */
export function assignToContact(
  context: Pick<StepContext, "scope" | "workspace" | "timeZone">,
  target: string,
  value: Json,
): StepError | null {
  if (isAttribute(target)) {
    const parsed = parseAttribute(target, value);
    if (parsed === undefined) return { code: "invalid_value", detail: target };
    setAttribute(context.scope, target, parsed);
    return null;
  }
  const field = Object.hasOwn(context.workspace.fields, target) ? context.workspace.fields[target] : undefined;
  if (!field) return { code: "unknown_object", detail: target };
  const parsed = parseFieldValue(field.type as FieldType, value, { timezone: context.timeZone, choices: field.choices });
  if (!parsed.ok) return { code: parsed.code, detail: target };
  setField(context.scope, target, parsed.value);
  return null;
}

/** Undefined where the value cannot be such an attribute. */
function parseAttribute(name: AttributeName, value: Json): string | null | undefined {
  if (value === null) return null;
  if (typeof value === "object") return undefined;
  const text = String(value).replaceAll("\0", "").trim();
  if (text === "") return null;
  if (text.length > MAX_ATTRIBUTE) return undefined;
  switch (name) {
    case "email":
      return EMAIL.test(text) ? text : undefined;
    case "language":
      return normalizeLanguage(text) ?? undefined;
    case "time_zone":
      return isTimezone(text) ? text : undefined;
    default:
      return text;
  }
}
