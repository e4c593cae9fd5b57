/**
 * The only ways a contact changes, whoever does it: a step, an operator, the API, an import. Each makes the change,
 * says whether there was one, and causes the events that automations listen to. A no-op causes nothing.
 */
import type { ConsentState } from "../domain/consent.ts";
import type { Json } from "../domain/json.ts";
import type { EngineEvent } from "./event.ts";
import type { Scope } from "./scope.ts";

/** Who caused a change: a run (then the events it causes are one automation deeper) or anybody else. */
export interface Cause {
  depth: number;
  runId?: string;
}
export const OUTSIDE: Cause = { depth: 0 };

/** What a run causes is one automation deeper than the run. */
export function causedBy(run: { id: string; depth: number }): Cause {
  return { depth: run.depth + 1, runId: run.id };
}

/** Has the event handled next, before anything else. */
export function causeEvent(scope: Scope, event: EngineEvent, cause: Cause): void {
  scope.pending.push({ ...event, depth: cause.depth, ...(cause.runId !== undefined && { causeRunId: cause.runId }) });
}

function add(current: string[], names: string[]): string[] {
  return [...new Set(names)].filter((name) => !current.includes(name));
}

/** Returns the tags that were new. */
export function addTags(scope: Scope, names: string[]): string[] {
  const added = add(scope.contact.tags, names);
  if (added.length) {
    scope.contact.tags = [...scope.contact.tags, ...added];
    scope.contactChanged = true;
  }
  return added;
}

/** Returns the tags that were there. */
export function removeTags(scope: Scope, names: string[]): string[] {
  const removed = scope.contact.tags.filter((name) => names.includes(name));
  if (removed.length) {
    scope.contact.tags = scope.contact.tags.filter((name) => !removed.includes(name));
    scope.contactChanged = true;
  }
  return removed;
}

export function addToLists(scope: Scope, names: string[], cause: Cause): string[] {
  const added = add(scope.contact.lists, names);
  if (!added.length) return added;
  scope.contact.lists = [...scope.contact.lists, ...added];
  scope.contactChanged = true;
  for (const list of added) causeEvent(scope, { type: "list_changed", list, change: "added" }, cause);
  return added;
}

export function removeFromLists(scope: Scope, names: string[], cause: Cause): string[] {
  const removed = scope.contact.lists.filter((name) => names.includes(name));
  if (!removed.length) return removed;
  scope.contact.lists = scope.contact.lists.filter((name) => !removed.includes(name));
  scope.contactChanged = true;
  for (const list of removed) causeEvent(scope, { type: "list_changed", list, change: "removed" }, cause);
  return removed;
}

/** `text` is what the person agreed to, `messageId` the message that says so. */
export function setConsent(
  scope: Scope,
  to: ConsentState,
  source: string,
  cause: Cause,
  proof: { text?: string; messageId?: string } = {},
): boolean {
  const from = scope.contact.consent;
  if (from === to) return false;
  scope.contact.consent = to;
  scope.contactChanged = true;
  scope.effects.push({ kind: "log_consent", from, to, source, ...proof });
  causeEvent(scope, { type: "consent_changed", from, to, source }, cause);
  return true;
}

/** Blocking also leaves every list; unblocking restores the flag only. */
export function setBlocked(scope: Scope, blocked: boolean, cause: Cause): boolean {
  if (scope.contact.blocked === blocked) return false;
  scope.contact.blocked = blocked;
  scope.contactChanged = true;
  if (blocked) removeFromLists(scope, scope.contact.lists, cause);
  return true;
}

/** Attributes that are columns of the contact, by the name documents use. */
const ATTRIBUTES = {
  first_name: "firstName",
  last_name: "lastName",
  email: "email",
  language: "language",
  time_zone: "timeZone",
} as const;
export type AttributeName = keyof typeof ATTRIBUTES;
export const ATTRIBUTE_NAMES = Object.keys(ATTRIBUTES) as AttributeName[];
export function isAttribute(name: string): name is AttributeName {
  return Object.hasOwn(ATTRIBUTES, name);
}

export function setAttribute(scope: Scope, name: AttributeName, value: string | null): boolean {
  const key = ATTRIBUTES[name];
  if (scope.contact[key] === value) return false;
  scope.contact[key] = value;
  scope.contactChanged = true;
  if (key === "timeZone") planAllDates(scope);
  return true;
}

/** Local times of a contact that moves become other instants. */
function planAllDates({ contact, workspace, effects }: Scope): void {
  for (const [field, value] of Object.entries(contact.fields)) {
    if (isDateField(workspace.fields[field]?.type)) effects.push({ kind: "plan_dates", field, value });
  }
}

function isDateField(type: string | undefined): boolean {
  return type === "date" || type === "datetime";
}

/** `value` must have been parsed for the field's type; null clears. Date fields have their date conditions planned anew. */
export function setField(scope: Scope, code: string, value: Json): boolean {
  const old = scope.contact.fields[code] ?? null;
  if (JSON.stringify(old) === JSON.stringify(value)) return false;
  if (value === null) delete scope.contact.fields[code];
  else scope.contact.fields[code] = value;
  scope.contactChanged = true;
  if (isDateField(scope.workspace.fields[code]?.type)) scope.effects.push({ kind: "plan_dates", field: code, value });
  return true;
}

/** Replaces the operators of the contact; returns false where they are the same. */
export function setOperators(scope: Scope, emails: string[]): boolean {
  const next = [...new Set(emails)];
  const old = scope.contact.operators;
  if (next.length === old.length && next.every((email) => old.includes(email))) return false;
  scope.contact.operators = next;
  scope.contactChanged = true;
  return true;
}

/** False once the provider said that the number is not on WhatsApp; true again as soon as it writes. */
export function setReachable(scope: Scope, reachable: boolean): boolean {
  if (scope.contact.reachable === reachable) return false;
  scope.contact.reachable = reachable;
  scope.contactChanged = true;
  return true;
}
