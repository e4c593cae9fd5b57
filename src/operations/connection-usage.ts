/** What would stop working without a connection: automations, AI operators and voice agents. */
import { documentReferences } from "../automation/parse-definition.ts";
import type { Registry } from "../automation/trigger.ts";
import { listAgents } from "../store/ai-agents.ts";
import { listDocuments } from "../store/automations.ts";
import type { Db } from "../store/db.ts";
import { listVoiceAgents } from "../store/voice-agents.ts";
import { refuseUsedBy, type Usage } from "./object-references.ts";

interface Connection {
  id: string;
  name: string;
}

interface UsageContext {
  pool: Parameters<typeof listAgents>[0];
  db: Db;
  registry: Registry;
}

/** For all connections at once: id → what names it, documents in their draft or published version. */
export async function connectionUsage(
  { pool, db, registry }: UsageContext,
  workspaceId: string,
  connections: readonly Connection[],
): Promise<Map<string, Usage[]>> {
  const usage = new Map<string, Usage[]>(connections.map(({ id }) => [id, []]));
  if (connections.length === 0) return usage;
  const note = (used: Iterable<string | null | undefined>, by: Usage) => {
    for (const id of new Set(used)) if (id) usage.get(id)?.push(by);
  };
  const byName = new Map(connections.map(({ id, name }) => [name, id]));
  for (const { id, name, draft, references } of await listDocuments(db, workspaceId)) {
    const named = documentReferences(registry, draft).flatMap((one) => (one.kind === "connection" ? [byName.get(one.name)] : []));
    note([...named, ...Object.values(references?.connection ?? {})], { kind: "automation", id, name });
  }
  for (const { id, name, settings } of await listAgents(pool, workspaceId)) {
    note([settings.connectionId, ...settings.tools.webhooks.map(({ connectionId }) => connectionId)], { kind: "agent", id, name });
  }
  for (const { id, name, connectionId } of await listVoiceAgents(db, workspaceId)) note([connectionId], { kind: "voice_agent", id, name });
  return usage;
}

/** @throws {Refusal} `in_use`, naming what uses it */
export async function refuseIfConnectionUsed(context: UsageContext, workspaceId: string, connection: Connection): Promise<void> {
  refuseUsedBy((await connectionUsage(context, workspaceId, [connection])).get(connection.id) ?? [], connection.name);
}
