/** What a scenario's expectations look at: the database as it is now, in the words of scenario files. */
import { sql } from "kysely";
import type pg from "pg";
import type { PathState } from "../../automation/state.ts";
import type { Json, JsonObject } from "../../domain/json.ts";
import { createDb } from "../db.ts";

export interface Workspace {
  pool: pg.Pool;
  workspaceId: string;
}

/** `key` is a phone number as E.164, or a business-scoped id. */
export async function findContactId({ pool, workspaceId }: Workspace, key: string): Promise<string | null> {
  const db = createDb(pool);
  const byPhone = await db
    .selectFrom("contact")
    .select("id")
    .where("workspace_id", "=", workspaceId)
    .where("phone", "=", key)
    .executeTakeFirst();
  if (byPhone) return byPhone.id;
  const byName = await db
    .selectFrom("contact_identity")
    .select("contact_id")
    .where("workspace_id", "=", workspaceId)
    .where("value", "=", key.replace(/^\+/, ""))
    .executeTakeFirst();
  return byName?.contact_id ?? null;
}

/** How people of a scenario are called: the phone number, else the business-scoped id. */
const CONTACT_KEY = sql<string>`coalesce(contact.phone, (SELECT i.value FROM contact_identity i
  WHERE i.workspace_id = contact.workspace_id AND i.contact_id = contact.id ORDER BY i.kind LIMIT 1))`;

export interface ContactView {
  phone: string | null;
  first_name: string | null;
  last_name: string | null;
  email: string | null;
  language: string | null;
  time_zone: string | null;
  fields: JsonObject;
  tags: string[];
  lists: string[];
  operators: string[];
  consent: string;
  blocked: boolean;
  reachable: boolean;
  unread: boolean;
  /** `accepted`, `accepted until` an instant, or `rejected`; null where never answered. */
  callPermission: string | null;
  ai: boolean;
}

// An agent would answer: one is assigned to a chat of the contact or is the workspace's own, and no person has that chat.
const AI_ON = `c.ai_enabled AND CASE WHEN EXISTS (SELECT FROM chat h WHERE h.workspace_id = c.workspace_id AND h.contact_id = c.id)
  THEN EXISTS (SELECT FROM chat h WHERE h.workspace_id = c.workspace_id AND h.contact_id = c.id
    AND (h.human_since IS NULL OR h.ai->'assignment'->>'pauses' = 'false') AND (jsonb_typeof(h.ai->'assignment') = 'object'
      OR (h.ai->'assignment' IS DISTINCT FROM '"off"'::jsonb AND EXISTS (SELECT FROM agent a WHERE a.workspace_id = c.workspace_id AND a.is_default))))
  ELSE EXISTS (SELECT FROM agent a WHERE a.workspace_id = c.workspace_id AND a.is_default) END`;

export async function readContact({ pool, workspaceId }: Workspace, contactId: string): Promise<ContactView> {
  const { rows } = await pool.query<ContactView>(
    `SELECT c.phone, c.first_name, c.last_name, c.email, c.language, c.time_zone, c.fields, c.consent, c.blocked, c.reachable, ${AI_ON} AS ai,
  ARRAY(SELECT t.name FROM tag t WHERE t.workspace_id = c.workspace_id AND t.id = ANY(c.tag_ids) ORDER BY t.name) AS tags,
  ARRAY(SELECT l.name FROM list l WHERE l.workspace_id = c.workspace_id AND l.id = ANY(c.list_ids) ORDER BY l.name) AS lists,
  ARRAY(SELECT u.email FROM member m JOIN app_user u ON u.id = m.user_id
    WHERE m.workspace_id = c.workspace_id AND m.id = ANY(c.operator_ids) ORDER BY u.email) AS operators,
  EXISTS (SELECT FROM chat WHERE chat.workspace_id = c.workspace_id AND chat.contact_id = c.id AND chat.unread_count > 0) AS unread,
  (SELECT h.call_permission || coalesce(' until ' || to_char(h.call_permission_until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), '') FROM chat h
    WHERE h.workspace_id = c.workspace_id AND h.contact_id = c.id AND h.call_permission IS NOT NULL LIMIT 1) AS "callPermission"
FROM contact c WHERE c.workspace_id = $1 AND c.id = $2`,
    [workspaceId, contactId],
  );
  return rows[0] as ContactView;
}

export interface RunView {
  id: string;
  automation: string;
  contact: string;
  status: string;
  reason: string | null;
  /** Steps where its paths are. */
  at: string[];
}

export async function readRuns({ pool, workspaceId }: Workspace): Promise<RunView[]> {
  const rows = await createDb(pool)
    .selectFrom("run")
    .innerJoin("contact", (join) => join.onRef("contact.workspace_id", "=", "run.workspace_id").onRef("contact.id", "=", "run.contact_id"))
    .leftJoin("automation", (join) =>
      join.onRef("automation.workspace_id", "=", "run.workspace_id").onRef("automation.id", "=", "run.automation_id"),
    )
    .select(["run.id", "automation.name as automation", CONTACT_KEY.as("contact"), "run.status", "run.reason", "run.state", "run.ended_at"])
    .where("run.workspace_id", "=", workspaceId)
    .orderBy("run.id")
    .execute();
  return rows.map(({ state, ended_at, ...row }) => ({
    ...row,
    automation: row.automation ?? "(deleted)",
    at: ended_at === null ? (state as unknown as { paths: PathState[] }).paths.map((path) => path.step).sort() : [],
  }));
}

export interface TicketView {
  id: string;
  contact: string;
  title: string;
  description: string;
  status: string;
  priority: string;
  category: string | null;
  reference: string;
}

export async function readTickets({ pool, workspaceId }: Workspace): Promise<TicketView[]> {
  return await createDb(pool)
    .selectFrom("ticket")
    .innerJoin("contact", (join) =>
      join.onRef("contact.workspace_id", "=", "ticket.workspace_id").onRef("contact.id", "=", "ticket.contact_id"),
    )
    .select([
      "ticket.id",
      CONTACT_KEY.as("contact"),
      "ticket.title",
      "ticket.description",
      "ticket.status",
      "ticket.priority",
      "ticket.category",
      "ticket.reference",
    ])
    .where("ticket.workspace_id", "=", workspaceId)
    .orderBy("ticket.id")
    .execute();
}

export async function readNotes({ pool, workspaceId }: Workspace): Promise<{ id: string; contact: string; text: string }[]> {
  return await createDb(pool)
    .selectFrom("note")
    .innerJoin("contact", (join) =>
      join.onRef("contact.workspace_id", "=", "note.workspace_id").onRef("contact.id", "=", "note.contact_id"),
    )
    .select(["note.id", CONTACT_KEY.as("contact"), "note.text"])
    .where("note.workspace_id", "=", workspaceId)
    .orderBy("note.id")
    .execute();
}

export interface MessageView {
  id: string;
  direction: string;
  type: string;
  text: string;
  status: string;
  error: string | null;
  template: string | null;
  step: string | null;
  automation: string | null;
  providerId: string | null;
}

/** The chat with a contact, oldest first. */
export async function readMessages({ pool, workspaceId }: Workspace, contactId: string): Promise<MessageView[]> {
  const rows = await createDb(pool)
    .selectFrom("message")
    .leftJoin("automation", (join) =>
      join.onRef("automation.workspace_id", "=", "message.workspace_id").onRef("automation.id", "=", "message.automation_id"),
    )
    .select([
      "message.id",
      "direction",
      "type",
      "text",
      "message.status",
      "message.error",
      "content",
      "step_id",
      "automation.name as automation",
      "provider_id",
    ])
    .where("message.workspace_id", "=", workspaceId)
    .where("message.contact_id", "=", contactId)
    .orderBy("message.seq")
    .execute();
  return rows.map(({ content, step_id, provider_id, ...row }) => ({
    ...row,
    step: step_id,
    providerId: provider_id,
    template: ((content as JsonObject)["template"] as string | undefined) ?? null,
  }));
}

export interface StepView {
  contact: string;
  automation: string;
  step: string;
  exit: string | null;
  error: string | null;
  result: Json;
}

/** Steps left, in the order in which they were left. */
export async function readTimeline({ pool, workspaceId }: Workspace): Promise<StepView[]> {
  const rows = await createDb(pool)
    .selectFrom("run_step")
    .innerJoin("contact", (join) =>
      join.onRef("contact.workspace_id", "=", "run_step.workspace_id").onRef("contact.id", "=", "run_step.contact_id"),
    )
    .leftJoin("automation", (join) =>
      join.onRef("automation.workspace_id", "=", "run_step.workspace_id").onRef("automation.id", "=", "run_step.automation_id"),
    )
    .select([CONTACT_KEY.as("contact"), "automation.name as automation", "step_id as step", "exit", "error", "result"])
    .where("run_step.workspace_id", "=", workspaceId)
    .orderBy("left_at")
    .orderBy("run_step.seq")
    .execute();
  return rows.map((row) => ({ ...row, automation: row.automation ?? "(deleted)", result: row.result as Json }));
}

/** The current version of a text that several expectations ask for by name. */
export async function findAutomation(
  { pool, workspaceId }: Workspace,
  name: string,
): Promise<{ id: string; state: string; publishedVersionId: string | null; draftRevision: number } | null> {
  const row = await createDb(pool)
    .selectFrom("automation")
    .select(["id", "state", "published_version_id", "draft_revision"])
    .where("workspace_id", "=", workspaceId)
    .where("name", "=", name)
    .executeTakeFirst();
  return row ? { id: row.id, state: row.state, publishedVersionId: row.published_version_id, draftRevision: row.draft_revision } : null;
}

/** The member behind an operator's address. */
export async function findOperator({ pool, workspaceId }: Workspace, email: string): Promise<{ id: string; userId: string } | null> {
  const row = await createDb(pool)
    .selectFrom("member")
    .innerJoin("app_user", "app_user.id", "member.user_id")
    .select(["member.id", "member.user_id"])
    .where("member.workspace_id", "=", workspaceId)
    .where("app_user.email", "=", email)
    .executeTakeFirst();
  return row ? { id: row.id, userId: row.user_id } : null;
}

/** Ends the connections of a worker that was given up, and waits until PostgreSQL has let go of their locks. */
export async function terminateConnections(pool: pg.Pool, applicationName: string): Promise<void> {
  // 10 s is far more than a backend needs to notice; the second argument makes PostgreSQL wait for its end.
  await pool.query(
    "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1 AND pid <> pg_backend_pid()",
    [applicationName],
  );
}
