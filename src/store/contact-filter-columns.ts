/** What a filter can look at, as SQL over `contact`. */
import { type RawBuilder, sql } from "kysely";
import type { Catalog } from "./workspace-snapshot.ts";

export type FilterColumn =
  /** Text, null where missing. */
  | { type: "text"; sql: RawBuilder<unknown> }
  /** A code as `domain/language.ts` spells it. */
  | { type: "language"; sql: RawBuilder<unknown> }
  | { type: "number"; sql: RawBuilder<unknown> }
  | { type: "boolean"; sql: RawBuilder<unknown> }
  /** `day`: the column is a `date`; otherwise a timestamp. */
  | { type: "moment"; sql: RawBuilder<unknown>; day: boolean }
  /** The imports that made or changed a contact, by their ids. */
  | { type: "imports" }
  /** An array of ids, with how names become ids. */
  | { type: "list"; sql: RawBuilder<unknown>; ids: (name: string) => string | undefined };

type Find = (catalog: Catalog, now: number) => FilterColumn;

const text =
  (column: string): Find =>
  () => ({ type: "text", sql: sql.raw(`nullif(btrim(contact.${column}), '')`) });
const boolean =
  (column: string): Find =>
  () => ({ type: "boolean", sql: sql.raw(`contact.${column}`) });
const moment =
  (column: string): Find =>
  () => ({ type: "moment", sql: sql.raw(`contact.${column}`), day: false });
const chat = (expression: string): RawBuilder<unknown> =>
  sql.raw(`(SELECT ${expression} FROM chat WHERE chat.workspace_id = contact.workspace_id AND chat.contact_id = contact.id)`);

function idsByName(names: Map<string, string>): (name: string) => string | undefined {
  const ids = new Map([...names].map(([id, name]) => [name.trim().toLowerCase(), id]));
  return (name) => ids.get(name.trim().toLowerCase());
}

const runs =
  (ended: string): Find =>
  (catalog) => ({
    type: "list",
    sql: sql.raw(
      `ARRAY(SELECT DISTINCT run.automation_id FROM run WHERE run.workspace_id = contact.workspace_id AND run.contact_id = contact.id${ended})`,
    ),
    ids: idsByName(catalog.automationName),
  });

const COLUMNS: Record<string, Find> = {
  "contact.id": () => ({ type: "text", sql: sql.raw("contact.id::text") }),
  "contact.phone": text("phone"),
  "contact.first_name": text("first_name"),
  "contact.last_name": text("last_name"),
  "contact.name": () => ({
    type: "text",
    sql: sql.raw("nullif(btrim(coalesce(contact.first_name, '') || ' ' || coalesce(contact.last_name, '')), '')"),
  }),
  "contact.email": text("email"),
  "contact.language": () => ({ type: "language", sql: sql.raw("nullif(btrim(contact.language), '')") }),
  "contact.time_zone": text("time_zone"),
  "contact.notes": text("notes"),
  "contact.username": text("username"),
  "contact.consent": text("consent"),
  "contact.blocked": boolean("blocked"),
  "contact.reachable": boolean("reachable"),
  "contact.ai_enabled": boolean("ai_enabled"),
  "contact.created_at": moment("created_at"),
  "contact.last_seen_at": moment("last_seen_at"),
  "contact.tags": (catalog) => ({ type: "list", sql: sql.raw("contact.tag_ids"), ids: idsByName(catalog.tagName) }),
  "contact.lists": (catalog) => ({ type: "list", sql: sql.raw("contact.list_ids"), ids: idsByName(catalog.listName) }),
  "contact.operators": (catalog) => ({ type: "list", sql: sql.raw("contact.operator_ids"), ids: idsByName(catalog.operatorEmail) }),
  "contact.imports": () => ({ type: "imports" }),
  "chat.window_open": (_, now) => ({
    type: "boolean",
    sql: sql`coalesce(${chat("max(window_expires_at)")} > to_timestamp(${now / 1000}), false)`,
  }),
  "chat.unread": () => ({ type: "boolean", sql: sql`coalesce(${chat("max(unread_count)")} > 0, false)` }),
  "chat.last_message_at": () => ({ type: "moment", sql: chat("max(last_message_at)"), day: false }),
  "chat.last_inbound_at": () => ({ type: "moment", sql: chat("max(last_inbound_at)"), day: false }),
  // Milliseconds, compared with durations.
  "chat.last_inbound_ago": (_, now) => ({
    type: "number",
    sql: sql`${now}::float8 - extract(epoch FROM ${chat("max(last_inbound_at)")}) * 1000`,
  }),
  "run.active": runs(" AND run.ended_at IS NULL"),
  "run.ever": runs(""),
};

/** Undefined where there is no such field. */
export function filterColumn(field: string, catalog: Catalog, now: number): FilterColumn | undefined {
  if (Object.hasOwn(COLUMNS, field)) return COLUMNS[field]?.(catalog, now);
  const code = /^contact\.fields\.(.+)$/.exec(field)?.[1];
  const definition = code !== undefined && Object.hasOwn(catalog.snapshot.fields, code) ? catalog.snapshot.fields[code] : undefined;
  return code !== undefined && definition ? customField(code, definition.type) : undefined;
}

function customField(code: string, type: string): FilterColumn {
  const value = sql`contact.fields->${code}::text`;
  const plain = sql`nullif(btrim(contact.fields->>${code}::text), '')`;
  switch (type) {
    // Values are checked when written; the guards keep an older one from failing the whole query.
    case "number":
      return { type: "number", sql: sql`CASE WHEN jsonb_typeof(${value}) = 'number' THEN (${plain})::numeric END` };
    case "boolean":
      return { type: "boolean", sql: sql`CASE WHEN jsonb_typeof(${value}) = 'boolean' THEN (${plain})::boolean END` };
    case "date":
      return { type: "moment", sql: sql`CASE WHEN ${plain} ~ '^\\d{4}-\\d{2}-\\d{2}$' THEN (${plain})::date END`, day: true };
    case "datetime":
      return { type: "moment", sql: sql`CASE WHEN ${plain} ~ '^\\d{4}-\\d{2}-\\d{2}T' THEN (${plain})::timestamptz END`, day: false };
    default:
      return { type: "text", sql: plain };
  }
}
