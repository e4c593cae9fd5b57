import { createHash, randomBytes } from "node:crypto";
import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import type pg from "pg";
import type { Config } from "./config.ts";
import { makeDataDir } from "./data-dir.ts";
import { StartupError } from "./domain/startup-error.ts";
import { createSecretBox, type SecretBox } from "./store/secret.ts";
import { isKeyOfDatabase } from "./store/secret-key-check.ts";

/**
 * The key, and what seals by it, for a database whose migrations are done.
 *
 * @throws {StartupError} when the database's secrets are sealed by another key, or the file can neither be read nor made
 */
export async function openSecrets(
  pool: pg.Pool,
  { dataDir, secretKey }: Pick<Config, "dataDir" | "secretKey">,
): Promise<{ key: Buffer; secrets: SecretBox }> {
  const key = await loadSecretKey(dataDir, secretKey);
  const secrets = createSecretBox(key);
  if (await isKeyOfDatabase(pool, secrets)) return { key, secrets };
  const place = secretKey === undefined ? `${join(dataDir, "secret.key")} is` : "SECRET_KEY is";
  throw new StartupError(
    `${place} not the key that this database's secrets are sealed with: take that of the other processes, or of the backup. Is it lost for good? "npm run parola -- migrate --new-secret-key" takes this one; every token must be entered again.`,
  );
}

/**
 * The installation's 256-bit key, from which sessions are signed and stored secrets encrypted: `SECRET_KEY` where it is
 * set, else `DATA_DIR/secret.key`, generated on the first start and readable by us alone.
 *
 * @throws {StartupError} when the file can neither be read nor made
 */
export async function loadSecretKey(dataDir: string, given?: string): Promise<Buffer> {
  const text = given ?? (await readOrMake(dataDir));
  // Whatever form a person chose (hex, base64, a long sentence): hashed to the length that AES-256 takes.
  return createHash("sha256").update(text).digest();
}

async function readOrMake(dataDir: string): Promise<string> {
  await makeDataDir(dataDir);
  const path = join(dataDir, "secret.key");
  try {
    // 'wx': of two processes that start at once, one makes the file and the other reads it.
    const file = await open(path, "wx", 0o600);
    const text = randomBytes(32).toString("hex");
    await file.writeFile(`${text}\n`);
    await file.sync();
    await file.close();
    return text;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw unusable(path, error);
  }
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw unusable(path, error);
  });
  if (text.trim().length < 32)
    throw new StartupError(`${path} is too short to be a secret key: restore it from a backup, or set SECRET_KEY.`);
  return text.trim();
}

function unusable(path: string, cause: unknown): StartupError {
  return new StartupError(`The secret key ${path} can be neither read nor made (${(cause as NodeJS.ErrnoException).code}).`, { cause });
}
