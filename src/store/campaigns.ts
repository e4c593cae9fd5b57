/** Campaigns and where they stand. Their recipients are in `campaign-recipients.ts`. */
import type pg from "pg";
import type { TemplateConfig } from "../automation/message/message-config.ts";
import type { HoldReason } from "../domain/hold-reason.ts";
import type { JsonObject } from "../domain/json.ts";
import { newId } from "./id.ts";

export const CAMPAIGN_STATES = ["draft", "scheduled", "running", "paused", "completed", "cancelled"] as const;
export type CampaignState = (typeof CAMPAIGN_STATES)[number];

/** Ids of lists, contacts and segments; a contact that is in several is meant once. */
export interface AudienceParts {
  lists: string[];
  contacts: string[];
  segments: string[];
}
export interface Audience extends AudienceParts {
  exclude: AudienceParts;
}

export interface CampaignSchedule {
  /** An instant (ISO 8601 with offset), or a local date and time with `inContactTimeZone`; left out: now. */
  at?: string | undefined;
  /** Each contact at that local time of its own; whose time has passed already, at once. */
  inContactTimeZone?: boolean | undefined;
  /** Evenly over so many minutes. */
  spreadMinutes?: number | undefined;
}

export interface CampaignContent {
  name: string;
  channelId: string | null;
  audience: Audience;
  templates: TemplateConfig[] | null;
  automationId: string | null;
  schedule: CampaignSchedule;
  capHours: number | null;
}

export interface Campaign extends CampaignContent {
  workspaceId: string;
  id: string;
  state: CampaignState;
  problem: string | null;
  /** Why nothing leaves now although it runs, and when that is looked at again. */
  waitsFor: HoldReason | null;
  waitsUntil: Date | null;
  startsAt: Date | null;
  startedAt: Date | null;
  finishedAt: Date | null;
  prepared: boolean;
  preparedUpTo: string | null;
  createdAt: Date;
  updatedAt: Date;
}

type Client = pg.ClientBase | pg.Pool;

const COLUMNS = `workspace_id AS "workspaceId", id, name, channel_id AS "channelId", audience, templates, automation_id AS "automationId", schedule,
  cap_hours AS "capHours", state, problem, waits_for AS "waitsFor", waits_until AS "waitsUntil", starts_at AS "startsAt", started_at AS "startedAt", finished_at AS "finishedAt", prepared,
  prepared_up_to AS "preparedUpTo", created_at AS "createdAt", updated_at AS "updatedAt"`;

export async function insertCampaign(
  client: Client,
  workspaceId: string,
  content: CampaignContent,
  { createdBy, now }: { createdBy: string | null; now: number },
): Promise<string> {
  const id = newId();
  await client.query(
    `INSERT INTO campaign (workspace_id, id, name, channel_id, audience, templates, automation_id, schedule, cap_hours, created_by, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)`,
    [workspaceId, id, ...contentValues(content), createdBy, new Date(now)],
  );
  return id;
}

/** Whatever was written down of an earlier audience is forgotten. `problem` is what stays to be put right. */
export async function updateCampaign(
  client: Client,
  { workspaceId, id }: Pick<Campaign, "workspaceId" | "id">,
  content: CampaignContent,
  { problem, now }: { problem: string | null; now: number },
): Promise<void> {
  await client.query("DELETE FROM campaign_recipient WHERE workspace_id = $1 AND campaign_id = $2", [workspaceId, id]);
  await client.query(
    `UPDATE campaign SET name = $3, channel_id = $4, audience = $5, templates = $6, automation_id = $7, schedule = $8, cap_hours = $9,
  state = 'draft', problem = $11, starts_at = NULL, prepared = false, prepared_up_to = NULL, updated_at = $10 WHERE workspace_id = $1 AND id = $2`,
    [workspaceId, id, ...contentValues(content), new Date(now), problem],
  );
}

function contentValues({ name, channelId, audience, templates, automationId, schedule, capHours }: CampaignContent): unknown[] {
  return [name, channelId, audience, templates && JSON.stringify(templates), automationId, schedule, capHours];
}

export async function findCampaign(client: Client, workspaceId: string, id: string): Promise<Campaign | undefined> {
  const { rows } = await client.query<Campaign>(`SELECT ${COLUMNS} FROM campaign WHERE workspace_id = $1 AND id = $2`, [workspaceId, id]);
  return rows[0];
}

/** Held to the end of the transaction: the loop's next portion and a person's pause follow each other. */
export async function lockCampaign(client: pg.ClientBase, workspaceId: string, id: string): Promise<Campaign | undefined> {
  const { rows } = await client.query<Campaign>(`SELECT ${COLUMNS} FROM campaign WHERE workspace_id = $1 AND id = $2 FOR UPDATE`, [
    workspaceId,
    id,
  ]);
  return rows[0];
}

/** The same for the loop: undefined also while somebody else has it. */
export async function lockRunning(client: pg.ClientBase, workspaceId: string, id: string): Promise<Campaign | undefined> {
  const { rows } = await client.query<Campaign>({
    name: "lock-running-campaign",
    text: `SELECT ${COLUMNS} FROM campaign WHERE workspace_id = $1 AND id = $2 AND state = 'running' FOR UPDATE SKIP LOCKED`,
    values: [workspaceId, id],
  });
  return rows[0];
}

export interface CampaignQuery {
  state?: CampaignState | undefined;
  search?: string | undefined;
  /** Starts within; for the calendar. */
  from?: Date | undefined;
  to?: Date | undefined;
  /** Sort values of the last row of the page before. */
  after?: readonly [id: string] | null;
  limit: number;
}

/** Newest first, one row more than `limit` where there is another page. */
export async function listCampaigns(client: Client, workspaceId: string, query: CampaignQuery): Promise<Campaign[]> {
  const { state = null, search, from = null, to = null, after, limit } = query;
  const pattern = search ? `%${search.replace(/[%_\\]/g, "\\$&")}%` : null;
  const { rows } = await client.query<Campaign>(
    `SELECT ${COLUMNS} FROM campaign WHERE workspace_id = $1 AND ($2::text IS NULL OR state = $2) AND ($3::text IS NULL OR name ILIKE $3)
  AND ($4::timestamptz IS NULL OR starts_at >= $4) AND ($5::timestamptz IS NULL OR starts_at < $5) AND ($6::uuid IS NULL OR id < $6)
ORDER BY id DESC LIMIT $7`,
    [workspaceId, state, pattern, from, to, after?.[0] ?? null, limit + 1],
  );
  return rows;
}

export interface CampaignChange {
  state?: CampaignState;
  problem?: string | null;
  waits_for?: HoldReason | null;
  waits_until?: Date | null;
  channel_id?: string;
  starts_at?: Date;
  started_at?: Date;
  finished_at?: Date | null;
  prepared?: boolean;
  prepared_up_to?: string;
}

export async function changeCampaign(
  client: Client,
  { workspaceId, id }: Pick<Campaign, "workspaceId" | "id">,
  change: CampaignChange,
  now: number,
): Promise<void> {
  const names = Object.keys(change);
  const set = names.map((name, index) => `${name} = $${index + 4}`);
  await client.query(`UPDATE campaign SET ${[...set, "updated_at = $3"].join(", ")} WHERE workspace_id = $1 AND id = $2`, [
    workspaceId,
    id,
    new Date(now),
    ...Object.values(change),
  ]);
}

export async function deleteCampaign(client: Client, workspaceId: string, id: string): Promise<void> {
  await client.query("DELETE FROM campaign WHERE workspace_id = $1 AND id = $2", [workspaceId, id]);
}

/** Which row of another table a campaign needs. */
export type CampaignNeed = "channel" | "automation";

/** Whether it is there; if so, it cannot go before the end of the transaction. */
export async function holdNeeded(client: pg.ClientBase, need: CampaignNeed, workspaceId: string, id: string): Promise<boolean> {
  const { rowCount } = await client.query(`SELECT FROM ${need} WHERE workspace_id = $1 AND id = $2 FOR KEY SHARE`, [workspaceId, id]);
  return rowCount === 1;
}

/** Campaigns with somebody left to reach that need this number or automation. */
export async function campaignsNeeding(
  client: Client,
  need: CampaignNeed,
  workspaceId: string,
  id: string,
): Promise<{ id: string; name: string }[]> {
  const { rows } = await client.query<{ id: string; name: string }>(
    `SELECT id, name FROM campaign WHERE workspace_id = $1 AND ${need}_id = $2 AND (templates IS NULL) = $3
  AND state IN ('scheduled', 'running', 'paused') ORDER BY id`,
    [workspaceId, id, need === "automation"],
  );
  return rows;
}

/** Drafts do not quietly turn to another number, or to nothing, when theirs is deleted: they say so until somebody chooses. */
export async function markDraftsWithout(client: Client, need: CampaignNeed, workspaceId: string, id: string): Promise<void> {
  await client.query(
    `UPDATE campaign SET ${need}_id = NULL, problem = $3 WHERE workspace_id = $1 AND ${need}_id = $2 AND state = 'draft'`,
    [workspaceId, id, `${need}_deleted`],
  );
}

/** Scheduled campaigns whose time has come begin to run. Returns those that run, one line each. */
export async function startDueCampaigns(pool: pg.Pool, now: number): Promise<{ workspaceId: string; id: string }[]> {
  await pool.query({
    name: "start-due-campaigns",
    text: `UPDATE campaign SET state = 'running', started_at = coalesce(started_at, $1), updated_at = $1 WHERE state = 'scheduled' AND starts_at <= $1`,
    values: [new Date(now)],
  });
  const { rows } = await pool.query<{ workspaceId: string; id: string }>({
    name: "running-campaigns",
    text: `SELECT workspace_id AS "workspaceId", id FROM campaign WHERE state = 'running' ORDER BY workspace_id, id`,
  });
  return rows;
}

/**
 * When the first of all campaigns has something to do; may lie in the past while the number is busy. Those whose number is
 * stopped wait for that to end, not for time.
 */
export async function nextCampaignDue(pool: pg.Pool): Promise<number | null> {
  const { rows } = await pool.query<{ at: number | null }>({
    name: "next-campaign-due",
    text: `SELECT (extract(epoch FROM min(CASE WHEN state = 'scheduled' OR NOT prepared THEN starts_at WHEN waits_for <> 'quiet_hours' THEN waits_until
  WHEN automation_id IS NULL AND NOT EXISTS (SELECT FROM channel ch WHERE ch.workspace_id = c.workspace_id AND ch.id = c.channel_id AND ch.status = 'active') THEN NULL ELSE
  coalesce((SELECT due_at FROM campaign_recipient r WHERE r.workspace_id = c.workspace_id AND r.campaign_id = c.id AND r.state = 'pending' ORDER BY due_at LIMIT 1),
    waits_until, starts_at) END)) * 1000)::float8 AS at
FROM campaign c WHERE state IN ('scheduled', 'running')`,
  });
  return rows[0]?.at ?? null;
}

export interface ChannelLoad {
  /** Messages per second. */
  throughput: number;
  /** Waiting to leave, without what is held. */
  queued: number;
  marketingPaused: boolean;
}

/** How much the campaign's number takes, and how much waits to leave; null where it cannot send now. */
export async function channelLoad(
  client: pg.ClientBase,
  workspaceId: string,
  channelId: string,
  most: number,
): Promise<ChannelLoad | null> {
  const { rows } = await client.query<ChannelLoad>({
    name: "channel-load",
    text: `SELECT throughput, marketing_paused_at IS NOT NULL AS "marketingPaused",
  (SELECT count(*) FROM (SELECT FROM outbox o WHERE o.workspace_id = $1 AND o.channel_id = $2 AND o.seq > 0 LIMIT $3) q)::int AS queued
FROM channel WHERE workspace_id = $1 AND id = $2 AND status = 'active'`,
    values: [workspaceId, channelId, most],
  });
  return rows[0] ?? null;
}

/** Events that the workspace's automations have not handled yet, counted up to `most`. */
export async function eventBacklog(client: pg.ClientBase, workspaceId: string, most: number): Promise<number> {
  const { rows } = await client.query<{ n: number }>({
    name: "event-backlog",
    text: "SELECT count(*)::int AS n FROM (SELECT FROM event WHERE workspace_id = $1 LIMIT $2) e",
    values: [workspaceId, most],
  });
  return rows[0]?.n ?? 0;
}

/** The filters of these segments by id; those that are gone are missing. */
export async function segmentFilters(client: Client, workspaceId: string, ids: string[]): Promise<Map<string, JsonObject>> {
  if (ids.length === 0) return new Map();
  const { rows } = await client.query<{ id: string; filter: JsonObject }>(
    "SELECT id, filter FROM segment WHERE workspace_id = $1 AND id = ANY($2::uuid[])",
    [workspaceId, ids],
  );
  return new Map(rows.map((row) => [row.id, row.filter]));
}
