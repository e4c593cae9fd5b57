/** By which key the secrets in this database are sealed: told by one row that only that key opens. */
import type pg from "pg";
import { forgetLostSecrets, type LostSecrets } from "./lost-secrets.ts";
import { openOrNull, type SecretBox } from "./secret.ts";
import { transaction } from "./transaction.ts";

const KNOWN = "parola";

/** The key of the first process that asks is the database's. */
export async function isKeyOfDatabase(pool: pg.Pool, secrets: SecretBox): Promise<boolean> {
  await pool.query("INSERT INTO secret_key_check (sealed) VALUES ($1) ON CONFLICT DO NOTHING", [secrets.encrypt(KNOWN)]);
  const { rows } = await pool.query<{ sealed: Buffer }>("SELECT sealed FROM secret_key_check");
  return openOrNull(secrets, rows[0]?.sealed as Buffer) === KNOWN;
}

/** Where the former key is lost. What it sealed is forgotten. */
export async function takeKeyForDatabase(pool: pg.Pool, secrets: SecretBox): Promise<LostSecrets> {
  return await transaction(pool, async (client) => {
    await client.query("INSERT INTO secret_key_check (sealed) VALUES ($1) ON CONFLICT (id) DO UPDATE SET sealed = excluded.sealed", [
      secrets.encrypt(KNOWN),
    ]);
    return await forgetLostSecrets(client, secrets);
  });
}
