/** The values behind `{{ … }}` and behind the fields of conditions, computed from a contact's scope. */
import { instantToIso, instantToZoned } from "../domain/calendar.ts";
import { holidayAt } from "../domain/holidays.ts";
import { windowOpen } from "../domain/session-window.ts";
import { inWorkingHours } from "../domain/working-hours.ts";
import type { Environment, Scope } from "./scope.ts";
import type { ContactState, RunState } from "./state.ts";

export function timeZoneOf(scope: Scope): string {
  return scope.contact.timeZone ?? scope.workspace.timeZone;
}

function contactVariables(contact: ContactState): Record<string, unknown> {
  return {
    id: contact.id,
    phone: contact.phone,
    first_name: contact.firstName,
    last_name: contact.lastName,
    name: [contact.firstName, contact.lastName].filter(Boolean).join(" ") || null,
    email: contact.email,
    language: contact.language,
    time_zone: contact.timeZone,
    consent: contact.consent,
    blocked: contact.blocked,
    tags: contact.tags,
    lists: contact.lists,
    operators: contact.operators,
    fields: contact.fields,
    created_at: instantToIso(contact.createdAt, "UTC"),
  };
}

/** What a text may say. `run` is null outside runs (previews, canned replies). */
export function templateVariables(scope: Scope, run: RunState | null, environment: Environment): Record<string, unknown> {
  const zone = timeZoneOf(scope);
  return {
    contact: contactVariables(scope.contact),
    workspace: { name: scope.workspace.name, time_zone: scope.workspace.timeZone },
    now: instantToIso(environment.now, zone),
    // As `now` is written, so that a text can show it.
    reply: run?.reply ? { ...run.reply, at: instantToIso(run.reply.at, zone) } : null,
    trigger: run?.trigger ?? null,
    vars: run?.vars ?? {},
    ticket: run?.ticket ? ticketOf(scope, run) : null,
    payment: run?.vars["payment"] ?? null,
    call: run?.vars["call"] ?? run?.trigger["call"] ?? null,
  };
}

function ticketOf(scope: Scope, run: RunState): unknown {
  const { ticket } = run;
  // The event that started the run knows more of it than its reference, should the ticket itself be gone.
  const started = run.trigger["ticket"] as { id?: unknown } | undefined;
  return scope.tickets.find(({ id }) => id === ticket?.id) ?? (started?.id === ticket?.id ? started : ticket);
}

function chatVariable(scope: Scope, name: string, now: number): unknown {
  const chat = scope.chat;
  switch (name) {
    case "window_open":
      return chat !== null && (chat.windowExpiresAt !== null ? now < chat.windowExpiresAt : windowOpen(chat.lastInboundAt, now));
    case "last_inbound_ago":
      // Milliseconds: conditions compare it with durations.
      return chat?.lastInboundAt == null ? null : now - chat.lastInboundAt;
    case "unread":
      return chat?.unread ?? false;
    default:
      return undefined;
  }
}

function nowVariable(scope: Scope, name: string, now: number): unknown {
  const zone = timeZoneOf(scope);
  const zoned = instantToZoned(now, zone);
  switch (name) {
    case "hour":
      return zoned.hour;
    case "weekday":
      return zoned.weekday;
    case "date":
      return zoned.date;
    case "month":
      return zoned.month;
    case "in_working_hours":
      return inWorkingHours(scope.workspace.workingHours, now, scope.workspace.timeZone);
    case "is_holiday":
      return holidayAt(scope.workspace.holidays.periods, scope.workspace.holidays.countries, now, scope.workspace.timeZone) !== null;
    default:
      return undefined;
  }
}

/** One dotted field of a condition; undefined where there is no such value. */
export function lookupField(scope: Scope, run: RunState | null, environment: Environment, field: string): unknown {
  const [root, ...rest] = field.split(".");
  if (root === "chat") return chatVariable(scope, rest[0] ?? "", environment.now);
  if (root === "now") return nowVariable(scope, rest[0] ?? "", environment.now);
  if (root === "message" && rest[0] === "last_status") return scope.chat?.lastStatus ?? null;
  let value: unknown = templateVariables(scope, run, environment);
  for (const key of [root as string, ...rest]) {
    if (value === null || typeof value !== "object" || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}
