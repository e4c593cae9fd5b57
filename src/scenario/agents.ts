/** The AI operators of a scenario: those its workspace declares, and those its documents name. */
import { readAgentSettings } from "../domain/ai-agent.ts";
import type { Json, JsonObject } from "../domain/json.ts";
import { addSource } from "../operations/ai/knowledge.ts";
import { findAgent, insertAgent, listAgents } from "../store/ai-agents.ts";
import { listConnections } from "../store/connections.ts";
import { inTransaction } from "../store/db.ts";
import { touchWorkspace } from "../store/revision.ts";
import type { World } from "./world.ts";

interface AgentSpec {
  name: string;
  /** Name of the connection; the workspace's only one of kind `ai` when left out. */
  connection?: string;
  /** Answers whatever nothing else answered. */
  default?: boolean;
  knowledge?: (string | { title: string; text: string })[];
  [setting: string]: unknown;
}

/** Settings of a scenario's agents are those of the API. */
export async function addAgent(world: World, { name, connection, default: isDefault = false, knowledge = [], ...rest }: AgentSpec) {
  const { pool, workspaceId, clock } = world;
  const connections = (await listConnections(pool, world.secrets, workspaceId)).filter(({ kind }) => kind === "ai");
  const connectionId = connections.find((one) => connection === undefined || one.name === connection)?.id ?? null;
  const settings = readAgentSettings({ ...rest, connectionId });
  const id = await inTransaction(pool, async ({ client, db }) => {
    await touchWorkspace(db, workspaceId);
    return await insertAgent(client, workspaceId, { name, isDefault, settings }, clock.now());
  });
  const agent = await findAgent(pool, workspaceId, id);
  if (!agent) return;
  for (const piece of knowledge) {
    const { title, text } = typeof piece === "string" ? { title: piece.slice(0, 60), text: piece } : piece;
    await addSource(world, agent, { kind: "text", title, url: null, messageId: null, text }, "en");
  }
}

/**
 * With a connection to a model, an agent that a document names is there. Where neither documents nor the workspace name one,
 * the model answers as the workspace's own: else nothing in the scenario could ever ask it.
 */
export async function addMissingAgents(world: World, documents: unknown[], alone: boolean): Promise<void> {
  const { pool, workspaceId } = world;
  if (!(await listConnections(pool, world.secrets, workspaceId)).some(({ kind }) => kind === "ai")) return;
  const known = new Set((await listAgents(pool, workspaceId)).map(({ name }) => name));
  const named = new Set(documents.flatMap(agentsIn));
  for (const name of named) if (!known.has(name)) await addAgent(world, { name });
  if (alone && named.size === 0 && known.size === 0) await addAgent(world, { name: "Assistant", default: true });
}

function agentsIn(document: unknown): string[] {
  const steps = ((document as { steps?: Json } | null)?.steps ?? []) as JsonObject[];
  if (!Array.isArray(steps)) return [];
  return steps.flatMap((step) => {
    const config = step["config"] as JsonObject | undefined;
    return step["type"] === "ai_operator" && typeof config?.["agent"] === "string" ? [config["agent"]] : [];
  });
}
