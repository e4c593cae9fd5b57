/** Browsers on which people get notices. A device is of a session: it ends with it. */
import { createHash } from "node:crypto";
import type pg from "pg";
import { newId } from "./id.ts";
import type { SecretBox } from "./secret.ts";
import { transaction } from "./transaction.ts";

/** As the browser's `PushSubscription` says it. */
interface Subscription {
  endpoint: string;
  keys: { p256dh: string; auth: string };
}

export interface DeviceRow {
  id: string;
  sessionId: string;
  userAgent: string;
  createdAt: Date;
  lastNoticeAt: Date | null;
}

/** SQL: the devices `d` of the person whose id is this. A session that has run out tells its person nothing more. */
export function devicesOf(userId: string): string {
  return `device d JOIN session s ON s.id = d.session_id AND s.expires_at > now() WHERE s.user_id = ${userId}`;
}

export async function listDevices(pool: pg.Pool, userId: string): Promise<DeviceRow[]> {
  const { rows } = await pool.query<DeviceRow>(
    `SELECT d.id, d.session_id AS "sessionId", d.user_agent AS "userAgent", d.created_at AS "createdAt", d.last_notice_at AS "lastNoticeAt"
FROM ${devicesOf("$1")} ORDER BY d.created_at, d.id`,
    [userId],
  );
  return rows;
}

/**
 * A browser that another session had is this one's from now on, and nothing that waited for that one's person is shown here. Null where the
 * person has `limit` others.
 */
export async function saveDevice(
  pool: pg.Pool,
  secrets: SecretBox,
  { userId, sessionId, ...device }: { userId: string; sessionId: string; subscription: Subscription; userAgent: string },
  limit: number,
  now: number,
): Promise<string | null> {
  const hash = createHash("sha256").update(device.subscription.endpoint).digest();
  const sealed = secrets.encrypt(JSON.stringify(device.subscription));
  return await transaction(pool, async (client) => {
    // A session is one browser, and a browser one session's.
    await client.query("DELETE FROM device WHERE (session_id = $1) <> (endpoint_hash = $2)", [sessionId, hash]);
    const { rows } = await client.query<{ id: string }>(
      `INSERT INTO device (id, session_id, endpoint_hash, subscription, user_agent, created_at)
SELECT $1, $2, $3, $4, $5, to_timestamp($6::float8 / 1000) WHERE (SELECT count(*) FROM ${devicesOf("$7")} AND d.session_id <> $2) < $8
ON CONFLICT (endpoint_hash) DO UPDATE SET session_id = excluded.session_id, subscription = excluded.subscription, user_agent = excluded.user_agent
RETURNING id`,
      [newId(), sessionId, hash, sealed, device.userAgent, now, userId, limit],
    );
    return rows[0]?.id ?? null;
  });
}

/** False where the person has no such device. */
export async function deleteDeviceOf(pool: pg.Pool, userId: string, id: string): Promise<boolean> {
  const { rowCount } = await pool.query("DELETE FROM device d USING session s WHERE s.id = d.session_id AND s.user_id = $1 AND d.id = $2", [
    userId,
    id,
  ]);
  return rowCount === 1;
}

export async function readSubscription(pool: pg.Pool, secrets: SecretBox, id: string): Promise<Subscription | null> {
  const { rows } = await pool.query<{ subscription: Buffer }>("SELECT subscription FROM device WHERE id = $1", [id]);
  return rows[0] ? (JSON.parse(secrets.decrypt(rows[0].subscription)) as Subscription) : null;
}

export async function deleteDevice(pool: pg.Pool, id: string): Promise<void> {
  await pool.query("DELETE FROM device WHERE id = $1", [id]);
}

export async function noteDelivery(pool: pg.Pool, id: string, at: number): Promise<void> {
  await pool.query("UPDATE device SET last_notice_at = to_timestamp($2::float8 / 1000) WHERE id = $1", [id, at]);
}
