import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import type { Json, JsonObject } from "../domain/json.ts";
import type { Db } from "./db.ts";
import { newId } from "./id.ts";
import type { SecretBox } from "./secret.ts";

export interface HookRow {
  workspace_id: string;
  id: string;
  automation_id: string;
  automation_name: string;
  automation_state: "draft" | "active" | "paused";
  trigger_id: string;
  secret: Buffer;
  created_at: Date;
  draft: JsonObject;
  document: JsonObject | null;
  last_call_at: Date | null;
}

const SELECT = sql`SELECT h.*, a.name AS automation_name, a.state AS automation_state, a.draft, v.document,
    (SELECT max(c.at) FROM hook_call c WHERE c.workspace_id = h.workspace_id AND c.hook_id = h.id) AS last_call_at
  FROM hook h JOIN automation a ON a.workspace_id = h.workspace_id AND a.id = h.automation_id
  LEFT JOIN automation_version v ON v.workspace_id = a.workspace_id AND v.id = a.published_version_id`;

export async function listHooks(db: Db, workspaceId: string, automationId: string | null): Promise<HookRow[]> {
  const only = automationId === null ? sql`` : sql`AND h.automation_id = ${automationId}`;
  return (await sql<HookRow>`${SELECT} WHERE h.workspace_id = ${workspaceId} ${only} ORDER BY a.name, h.trigger_id`.execute(db)).rows;
}

export async function findHook(db: Db, workspaceId: string, id: string): Promise<HookRow | undefined> {
  return (await sql<HookRow>`${SELECT} WHERE h.workspace_id = ${workspaceId} AND h.id = ${id}`.execute(db)).rows[0];
}

/** By its address alone: whoever calls it names no workspace. */
export async function findHookAnywhere(db: Db, id: string): Promise<HookRow | undefined> {
  return (await sql<HookRow>`${SELECT} WHERE h.id = ${id}`.execute(db)).rows[0];
}

export function newHookSecret(): string {
  return randomBytes(24).toString("base64url");
}

/** One hook per integration trigger; those that exist keep their address and secret. */
export async function ensureHooks(
  db: Db,
  secrets: SecretBox,
  workspaceId: string,
  automationId: string,
  triggerIds: string[],
  now: number,
): Promise<void> {
  if (triggerIds.length === 0) return;
  await db
    .insertInto("hook")
    .values(
      triggerIds.map((triggerId) => ({
        workspace_id: workspaceId,
        id: newId(),
        automation_id: automationId,
        trigger_id: triggerId,
        secret: secrets.encrypt(newHookSecret()),
        created_at: new Date(now),
      })),
    )
    .onConflict((conflict) => conflict.columns(["workspace_id", "automation_id", "trigger_id"]).doNothing())
    .execute();
}

export async function rotateHookSecret(db: Db, secrets: SecretBox, workspaceId: string, id: string): Promise<string> {
  const secret = newHookSecret();
  await db
    .updateTable("hook")
    .set({ secret: secrets.encrypt(secret) })
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", id)
    .execute();
  return secret;
}

export interface HookCall {
  workspaceId: string;
  hookId: string;
  idempotencyKey: string | null;
  status: number;
  body: Json;
  answer: Json;
  at: number;
}

/** How many calls of one hook are kept to look at. */
const KEPT_CALLS = 50;

export async function insertHookCall(db: Db, call: HookCall): Promise<void> {
  await db
    .insertInto("hook_call")
    .values({
      workspace_id: call.workspaceId,
      id: newId(),
      hook_id: call.hookId,
      idempotency_key: call.idempotencyKey,
      status: call.status,
      body: JSON.stringify(call.body),
      answer: JSON.stringify(call.answer),
      at: new Date(call.at),
    })
    .execute();
}

/** The answer a repeated key gets; undefined for a new one. */
export async function findHookAnswer(
  db: Db,
  workspaceId: string,
  hookId: string,
  idempotencyKey: string,
): Promise<{ status: number; answer: Json } | undefined> {
  const row = await db
    .selectFrom("hook_call")
    .select(["status", "answer"])
    .where("workspace_id", "=", workspaceId)
    .where("hook_id", "=", hookId)
    .where("idempotency_key", "=", idempotencyKey)
    .executeTakeFirst();
  return row && { status: row.status, answer: row.answer as Json };
}

export async function listHookCalls(db: Db, workspaceId: string, hookId: string) {
  const rows = await db
    .selectFrom("hook_call")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .where("hook_id", "=", hookId)
    .orderBy("at", "desc")
    .orderBy("id", "desc")
    .limit(KEPT_CALLS)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    status: row.status,
    idempotencyKey: row.idempotency_key,
    body: row.body as Json,
    answer: row.answer as Json,
  }));
}

/** Calls older than a week, but of each hook the last ones stay. */
export async function deleteOldCalls(db: Db, now: number): Promise<void> {
  await sql`DELETE FROM hook_call c USING (SELECT workspace_id, hook_id, id, row_number() OVER (PARTITION BY workspace_id, hook_id ORDER BY at DESC) AS place FROM hook_call) o
    WHERE c.workspace_id = o.workspace_id AND c.hook_id = o.hook_id AND c.id = o.id AND o.place > ${KEPT_CALLS} AND c.at < to_timestamp(${(now - 7 * 86_400_000) / 1000})`.execute(
    db,
  );
}
