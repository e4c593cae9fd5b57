/** Voice agents of a scenario: those it describes, and stand-ins for those that its documents only name. */
import { documentReferences } from "../automation/parse-definition.ts";
import { defaultVoiceScript } from "../domain/default-voice-script.ts";
import type { JsonObject } from "../domain/json.ts";
import { voiceAgentSchema } from "../domain/voice-agent.ts";
import { VOICE_KIND } from "../operations/voice/provider.ts";
import { listConnections } from "../store/connections.ts";
import { insertVoiceAgent, listVoiceAgents } from "../store/voice-agents.ts";
import type { World } from "./world.ts";

async function connectionId({ pool, secrets, workspaceId }: World, name?: string): Promise<string | null> {
  const all = await listConnections(pool, secrets, workspaceId);
  const found = all.find((one) => one.kind === VOICE_KIND && (name === undefined || one.name === name));
  if (!found && name !== undefined)
    throw new Error(`There is no connection "${name}" of kind ${VOICE_KIND} in the workspace of this scenario`);
  return found?.id ?? null;
}

/** `{ name, connection?, …parts of the script }` */
export async function describeVoiceAgent(world: World, { name, kind: _, connection, ...parts }: JsonObject): Promise<void> {
  const language = world.defaultCountry === "IT" ? "it" : "en";
  const script = voiceAgentSchema.parse({ ...defaultVoiceScript(language), ...parts });
  await insertVoiceAgent(world.db, world.workspaceId, {
    name: String(name),
    connectionId: await connectionId(world, connection === undefined ? undefined : String(connection)),
    script,
    at: world.clock.now(),
  });
}

/** Before a document is published: a scenario file has no other way to say who "Eva" is. */
export async function addVoiceAgents(world: World, document: JsonObject): Promise<void> {
  const named = documentReferences(world.registry, document).flatMap(({ kind, name }) => (kind === "voice_agent" ? [name] : []));
  if (named.length === 0) return;
  const known = new Set((await listVoiceAgents(world.db, world.workspaceId)).map(({ name }) => name));
  for (const name of new Set(named)) {
    if (known.has(name)) continue;
    world.standIns.add(name);
    await describeVoiceAgent(world, { name });
  }
}
