/** The secret that signs a workspace's webhooks, and its rotation. */
import { randomBytes } from "node:crypto";
import type pg from "pg";
import type { SecretBox } from "./secret.ts";

/** Standard Webhooks: between 24 and 64 bytes. */
const SECRET_BYTES = 32;
/** After a rotation both secrets sign for a day, so that receivers can change over. */
export const ROTATION_MS = 24 * 3_600_000;

export function createSigningSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString("base64")}`;
}

/** What to sign with, newest first; made on first use, whoever comes first. */
export async function signingSecrets(pool: pg.Pool, box: SecretBox, workspaceId: string, now: number): Promise<string[]> {
  const read = () =>
    pool.query<{ secret: Buffer; previous: Buffer | null }>(
      `SELECT secret, CASE WHEN previous_until > to_timestamp($2::float8 / 1000) THEN previous END AS previous FROM webhook_secret WHERE workspace_id = $1`,
      [workspaceId, now],
    );
  let [row] = (await read()).rows;
  if (!row) {
    await pool.query(
      `INSERT INTO webhook_secret (workspace_id, secret, created_at) VALUES ($1, $2, to_timestamp($3::float8 / 1000)) ON CONFLICT DO NOTHING`,
      [workspaceId, box.encrypt(createSigningSecret()), now],
    );
    [row] = (await read()).rows;
  }
  if (!row) throw new Error(`No signing secret for workspace ${workspaceId}`);
  return [row.secret, row.previous].flatMap((sealed) => (sealed ? [box.decrypt(sealed)] : []));
}

/** A new secret; the old one goes on signing beside it for a day. Returns the new one. */
export async function rotateSigningSecret(pool: pg.Pool, box: SecretBox, workspaceId: string, now: number): Promise<string> {
  await signingSecrets(pool, box, workspaceId, now);
  const secret = createSigningSecret();
  await pool.query(
    `UPDATE webhook_secret SET previous = secret, previous_until = to_timestamp($3::float8 / 1000), secret = $2 WHERE workspace_id = $1`,
    [workspaceId, box.encrypt(secret), now + ROTATION_MS],
  );
  return secret;
}
