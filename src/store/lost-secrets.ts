/**
 * After the installation's key was lost: what it sealed opens never again, so it is forgotten, and everything is in a state that the
 * product knows. What we made up ourselves is made up anew.
 */
import type pg from "pg";
import { newSandboxSecrets } from "./channels.ts";
import { newHookSecret } from "./hooks.ts";
import { openOrNull, type SecretBox } from "./secret.ts";
import { createSigningSecret } from "./webhook-secret.ts";

interface Sealed {
  workspace_id: string;
  id: string;
  name: string;
  sealed: (Buffer | null)[];
}

/** Rows with something that this key does not open. */
async function lost(client: pg.ClientBase, box: SecretBox, select: string): Promise<Sealed[]> {
  const { rows } = await client.query<Sealed>(select);
  return rows.filter(({ sealed }) => sealed.some((secret) => secret !== null && openOrNull(box, secret) === null));
}

/** Names of what must be entered again. Rows that this key opens stay as they are. */
export interface LostSecrets {
  numbers: string[];
  connections: string[];
}

export async function forgetLostSecrets(client: pg.ClientBase, box: SecretBox): Promise<LostSecrets> {
  const numbers: string[] = [];
  const channels = "SELECT workspace_id, id, kind AS name, ARRAY[access_token, app_secret] AS sealed FROM channel";
  for (const { workspace_id, id, name: kind } of await lost(client, box, channels)) {
    const made = kind === "sandbox" ? newSandboxSecrets() : null;
    const { rows } = await client.query<{ name: string }>(
      "UPDATE channel SET access_token = $3, app_secret = $4 WHERE workspace_id = $1 AND id = $2 RETURNING name",
      [workspace_id, id, made && box.encrypt(made.accessToken), made && box.encrypt(made.appSecret)],
    );
    if (!made) numbers.push(...rows.map(({ name }) => name));
  }
  const connections = await lost(client, box, "SELECT workspace_id, id, name, ARRAY[secrets] AS sealed FROM connection");
  for (const { workspace_id, id } of connections)
    await client.query(
      "UPDATE connection SET secrets = NULL, status = 'revoked', status_detail = NULL WHERE workspace_id = $1 AND id = $2",
      [workspace_id, id],
    );
  for (const { workspace_id, id } of await lost(client, box, "SELECT workspace_id, id, '' AS name, ARRAY[secret] AS sealed FROM hook"))
    await client.query("UPDATE hook SET secret = $3 WHERE workspace_id = $1 AND id = $2", [workspace_id, id, box.encrypt(newHookSecret())]);
  const eventWebhooks = "SELECT workspace_id, id, '' AS name, ARRAY[secret, previous] AS sealed FROM event_webhook";
  for (const { workspace_id, id } of await lost(client, box, eventWebhooks))
    await client.query("UPDATE event_webhook SET secret = $3, previous = NULL, previous_until = NULL WHERE workspace_id = $1 AND id = $2", [
      workspace_id,
      id,
      box.encrypt(createSigningSecret()),
    ]);
  // Made on first use.
  const signing = "SELECT workspace_id, workspace_id AS id, '' AS name, ARRAY[secret, previous] AS sealed FROM webhook_secret";
  for (const { workspace_id } of await lost(client, box, signing))
    await client.query("DELETE FROM webhook_secret WHERE workspace_id = $1", [workspace_id]);
  // Their links can be shown no more.
  for (const { workspace_id, id } of await lost(client, box, "SELECT workspace_id, id, '' AS name, ARRAY[token] AS sealed FROM invitation"))
    await client.query("DELETE FROM invitation WHERE workspace_id = $1 AND id = $2", [workspace_id, id]);
  // Nothing can be sent to devices any more: people add theirs again.
  const pushKeys = "SELECT id::text, '' AS name, ARRAY[private_key] AS sealed FROM push_key";
  if ((await lost(client, box, pushKeys)).length > 0) await client.query("DELETE FROM device; DELETE FROM push_key");
  return { numbers, connections: connections.map(({ name }) => name) };
}
