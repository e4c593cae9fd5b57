/** Connecting an account, and trying it. */
import type pg from "pg";
import type { Registry } from "../../automation/trigger.ts";
import type { Clock } from "../../domain/clock.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { OutgoingHttp } from "../../domain/outgoing-http.ts";
import { notFound, Refusal } from "../../domain/refusal.ts";
import { findConnection, insertConnection, type StoredConnection, setConnectionHealth, updateConnection } from "../../store/connections.ts";
import { inTransaction } from "../../store/db.ts";
import { touchWorkspace } from "../../store/revision.ts";
import type { SecretBox } from "../../store/secret.ts";
import { transaction } from "../../store/transaction.ts";
import { renameInDrafts } from "../object-references.ts";
import { CONNECTION_KINDS, type ConnectionKind } from "./kinds.ts";

export interface ConnectionContext {
  pool: pg.Pool;
  clock: Clock;
  secrets: SecretBox;
  http: OutgoingHttp;
  publicUrl: string;
  registry: Registry;
}

export interface Credentials {
  settings: Record<string, string>;
  secrets: Record<string, string>;
}

export async function mustFindConnection({ pool, secrets }: ConnectionContext, workspaceId: string, id: string): Promise<StoredConnection> {
  const connection = await findConnection(pool, secrets, workspaceId, { id });
  if (!connection) throw notFound("connection");
  return connection;
}

/** Where the other system calls us; null for kinds that do not. */
export function webhookUrlOf(publicUrl: string, kind: string, id: string): string | null {
  const path = CONNECTION_KINDS[kind]?.webhookPath;
  return path === undefined ? null : `${publicUrl}${path.replace("{id}", id)}`;
}

/** Returns the id. */
export async function createConnection(
  context: ConnectionContext,
  workspaceId: string,
  { name, kind, ...credentials }: { name: string; kind: string } & Credentials,
): Promise<string> {
  const checked = checkCredentials(kind, credentials);
  const id = await inTransaction(context.pool, async ({ client, db }) => {
    await touchWorkspace(db, workspaceId);
    return await insertConnection(client, context.secrets, workspaceId, { name, kind, ...checked }, context.clock.now());
  });
  await tryConnection(context, workspaceId, id);
  return id;
}

/** Secrets that are not given stay as they are. */
export async function changeConnection(
  context: ConnectionContext,
  workspaceId: string,
  id: string,
  { name, settings, secrets }: { name?: string | undefined } & Partial<Credentials>,
): Promise<void> {
  const { pool, secrets: box } = context;
  const known = await mustFindConnection(context, workspaceId, id);
  const merged = checkCredentials(known.kind, {
    settings: { ...texts(known.settings), ...settings },
    secrets: { ...texts(known.secrets), ...secrets },
  });
  // What a check once learned is not part of the form.
  const learned = { ...known.settings, ...merged.settings };
  await inTransaction(pool, async ({ client, db }) => {
    await updateConnection(client, box, workspaceId, id, { name, settings: learned, ...(secrets && { secrets: merged.secrets }) });
    if (name !== undefined) await renameInDrafts(db, context.registry, workspaceId, { kind: "connection", id, name: known.name }, name);
    await touchWorkspace(db, workspaceId);
  });
  await tryConnection(context, workspaceId, id);
}

/** Calls the system and writes down whether it answered as it should. */
export async function tryConnection(context: ConnectionContext, workspaceId: string, id: string): Promise<void> {
  const { pool, secrets: box, http, publicUrl, clock } = context;
  const connection = await mustFindConnection(context, workspaceId, id);
  const check = CONNECTION_KINDS[connection.kind]?.check;
  if (!check || connection.status === "revoked") return;
  const webhookUrl = webhookUrlOf(publicUrl, connection.kind, id) ?? "";
  const { webhookId, ...health } = await check({ http, connection, webhookUrl, now: clock.now() });
  await transaction(pool, async (client) => {
    if (webhookId !== undefined) await updateConnection(client, box, workspaceId, id, { settings: { ...connection.settings, webhookId } });
    await setConnectionHealth(client, workspaceId, id, health, clock.now());
  });
}

function checkCredentials(kind: string, credentials: Credentials): { settings: JsonObject; secrets: JsonObject } {
  const known = CONNECTION_KINDS[kind];
  if (!known)
    throw new Refusal("invalid_input", `There is no kind of connection "${kind}"; there are: ${Object.keys(CONNECTION_KINDS).join(", ")}.`);
  const found = { settings: {} as JsonObject, secrets: {} as JsonObject };
  for (const field of known.fields) {
    const value = credentials[field.secret ? "secrets" : "settings"][field.name]?.trim() ?? "";
    const fault = faultOf(field, value);
    if (fault) throw new Refusal("invalid_input", fault, { issues: [{ path: field.name, message: fault }] });
    if (value !== "") found[field.secret ? "secrets" : "settings"][field.name] = value;
  }
  return found;
}

function faultOf(field: ConnectionKind["fields"][number], value: string): string | null {
  if (value === "") return field.optional ? null : `${field.label} is missing.`;
  if (field.choices && !field.choices.includes(value)) return `${field.label} is one of ${field.choices.join(", ")}.`;
  if (/url$/i.test(field.name) && !/^https?:\/\//i.test(value)) return `${field.label} begins with https://.`;
  return null;
}

function texts(values: JsonObject): Record<string, string> {
  return Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])));
}
