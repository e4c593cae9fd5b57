/** What a person, the API or an import may ask to change about a contact, and whether it can be. */
import {
  type AttributeName,
  addTags,
  addToLists,
  OUTSIDE,
  removeFromLists,
  removeTags,
  setAttribute,
  setBlocked,
  setConsent,
  setField,
  setOperators,
} from "../automation/contact-change.ts";
import type { Scope } from "../automation/scope.ts";
import type { WorkspaceSnapshot } from "../automation/state.ts";
import type { ConsentState } from "../domain/consent.ts";
import type { Json } from "../domain/json.ts";
import { normalizeLanguage } from "../domain/language.ts";
import { Refusal } from "../domain/refusal.ts";
import { type FieldType, type FieldValueError, parseFieldValue } from "../domain/value.ts";
import { isTimezone } from "../domain/zone-offset.ts";

/** Keys left out stay; null clears. Tags, lists, fields and operators by the names documents use. */
export interface ContactChange {
  phone?: string | null | undefined;
  firstName?: string | null | undefined;
  lastName?: string | null | undefined;
  email?: string | null | undefined;
  language?: string | null | undefined;
  timeZone?: string | null | undefined;
  notes?: string | null | undefined;
  fields?: Record<string, Json> | undefined;
  addTags?: string[] | undefined;
  removeTags?: string[] | undefined;
  addToLists?: string[] | undefined;
  removeFromLists?: string[] | undefined;
  consent?: { state: ConsentState; source?: string | undefined; text?: string | undefined } | undefined;
  blocked?: boolean | undefined;
  operators?: string[] | undefined;
  addOperators?: string[] | undefined;
  removeOperators?: string[] | undefined;
  aiEnabled?: boolean | undefined;
}

const ATTRIBUTES: Record<AttributeName, keyof ContactChange> = {
  first_name: "firstName",
  last_name: "lastName",
  email: "email",
  language: "language",
  time_zone: "timeZone",
};

/** Names that the workspace does not have. */
export function missingNames(change: ContactChange, workspace: WorkspaceSnapshot): { tags: string[]; lists: string[]; fields: string[] } {
  const unknown = (names: string[], known: object) => names.filter((name) => !Object.hasOwn(known, name));
  return {
    tags: unknown(change.addTags ?? [], workspace.tags),
    lists: unknown(change.addToLists ?? [], workspace.lists),
    fields: unknown(Object.keys(change.fields ?? {}), workspace.fields),
  };
}

/**
 * The change with every value in its canonical form.
 *
 * @throws {Refusal} `invalid_input` for the first name the workspace does not have or value that does not fit
 */
export function checkChange(change: ContactChange, workspace: WorkspaceSnapshot): ContactChange {
  const missing = missingNames(change, workspace);
  for (const [kind, names] of Object.entries(missing)) {
    if (names[0] !== undefined) throw invalid(kind, `There is no ${kind.slice(0, -1)} "${names[0]}".`);
  }
  const operators = [...(change.operators ?? []), ...(change.addOperators ?? [])];
  const stranger = operators.find((address) => !Object.hasOwn(workspace.operators, address));
  if (stranger !== undefined) throw invalid("operators", `${stranger} is no member of this workspace.`);
  if (change.timeZone && !isTimezone(change.timeZone)) throw invalid("timeZone", `There is no time zone "${change.timeZone}".`);
  const language = change.language ? normalizeLanguage(change.language) : change.language;
  if (change.language && !language) throw invalid("language", `"${change.language}" is no language.`);
  const fields = Object.fromEntries(Object.entries(change.fields ?? {}).map(([code, raw]) => [code, fieldValue(code, raw, workspace)]));
  return { ...change, ...(change.language !== undefined && { language }), ...(change.fields && { fields }) };
}

function fieldValue(code: string, raw: Json, workspace: WorkspaceSnapshot): Json {
  const field = workspace.fields[code];
  const parsed = parseFieldValue((field?.type ?? "text") as FieldType, raw, { timezone: workspace.timeZone, choices: field?.choices });
  if (!parsed.ok)
    throw invalid(`fields.${code}`, `${JSON.stringify(raw)?.slice(0, 80)} does not fit the field ${code}: it is ${UNFIT[parsed.code]}.`);
  return parsed.value;
}

const UNFIT: Record<FieldValueError, string> = {
  invalid_text: "no text",
  too_long: "too long",
  invalid_number: "no number",
  invalid_date: "no date",
  invalid_datetime: "no date and time",
  invalid_boolean: "neither yes nor no",
  invalid_choice: "none of the choices",
  invalid_json: "no JSON",
};

function invalid(path: string, message: string): Refusal {
  return new Refusal("invalid_input", message, { issues: [{ path, message }] });
}

/** Applies a checked change through the same functions as the steps. Returns whether anything is different. */
export function applyChange(scope: Scope, change: ContactChange, source: string): boolean {
  const before = { changed: scope.contactChanged };
  if (change.phone !== undefined && change.phone !== scope.contact.phone) {
    scope.contact.phone = change.phone;
    // Another number has its own chance to be on WhatsApp.
    scope.contact.reachable = true;
    scope.contactChanged = true;
  }
  for (const [name, key] of Object.entries(ATTRIBUTES)) {
    const value = change[key] as string | null | undefined;
    if (value !== undefined) setAttribute(scope, name as AttributeName, value === "" ? null : value);
  }
  for (const [code, value] of Object.entries(change.fields ?? {})) setField(scope, code, value);
  if (change.removeTags) removeTags(scope, change.removeTags);
  if (change.addTags) addTags(scope, change.addTags);
  if (change.removeFromLists) removeFromLists(scope, change.removeFromLists, OUTSIDE);
  if (change.addToLists) addToLists(scope, change.addToLists, OUTSIDE);
  if (change.consent) {
    const { state, text, source: said = source } = change.consent;
    // A file is older than what the person said last: it takes consent away, and never gives back what was withdrawn.
    const outdated = said === "import" && state === "subscribed" && scope.contact.consent === "unsubscribed";
    if (!outdated) setConsent(scope, state, said, OUTSIDE, { ...(text !== undefined && { text }) });
  }
  if (change.blocked !== undefined) setBlocked(scope, change.blocked, OUTSIDE);
  const operators = nextOperators(scope.contact.operators, change);
  if (operators) setOperators(scope, operators);
  if (change.aiEnabled !== undefined && change.aiEnabled !== scope.contact.aiEnabled) {
    scope.contact.aiEnabled = change.aiEnabled;
    scope.contactChanged = true;
  }
  return scope.contactChanged && !before.changed;
}

function nextOperators(current: string[], { operators, addOperators, removeOperators }: ContactChange): string[] | null {
  if (!operators && !addOperators && !removeOperators) return null;
  return [...new Set([...(operators ?? current), ...(addOperators ?? [])])].filter((address) => !removeOperators?.includes(address));
}
