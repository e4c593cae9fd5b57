/** The installation's one key pair for push services: whichever process asks first makes it. */
import type pg from "pg";
import type { SecretBox } from "./secret.ts";

interface PushKey {
  publicKey: string;
  privateKey: string;
}

export async function readPushKey(pool: pg.Pool, secrets: SecretBox, make: () => PushKey): Promise<PushKey> {
  const read = async () => {
    const { rows } = await pool.query<{ public_key: string; private_key: Buffer }>("SELECT public_key, private_key FROM push_key");
    return rows[0] && { publicKey: rows[0].public_key, privateKey: secrets.decrypt(rows[0].private_key) };
  };
  const found = await read();
  if (found) return found;
  const made = make();
  await pool.query("INSERT INTO push_key (public_key, private_key) VALUES ($1, $2) ON CONFLICT DO NOTHING", [
    made.publicKey,
    secrets.encrypt(made.privateKey),
  ]);
  return (await read()) as PushKey;
}
