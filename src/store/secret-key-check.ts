/** By which key the secrets in this database are sealed: told by one row that only that key opens. */
import type pg from "pg";
import type { SecretBox } from "./secret.ts";

const KNOWN = "parola";

/** The key of the first process that asks is the database's. */
export async function isKeyOfDatabase(pool: pg.Pool, secrets: SecretBox): Promise<boolean> {
  await pool.query("INSERT INTO secret_key_check (sealed) VALUES ($1) ON CONFLICT DO NOTHING", [secrets.encrypt(KNOWN)]);
  const { rows } = await pool.query<{ sealed: Buffer }>("SELECT sealed FROM secret_key_check");
  try {
    return secrets.decrypt(rows[0]?.sealed as Buffer) === KNOWN;
  } catch {
    return false;
  }
}

/** Where the former key is lost. What it sealed stays closed; devices are forgotten, since nothing can be sent to them any more. */
export async function takeKeyForDatabase(pool: pg.Pool, secrets: SecretBox): Promise<void> {
  await pool.query("INSERT INTO secret_key_check (sealed) VALUES ($1) ON CONFLICT (id) DO UPDATE SET sealed = excluded.sealed", [
    secrets.encrypt(KNOWN),
  ]);
  await pool.query("DELETE FROM device");
  await pool.query("DELETE FROM push_key");
}
