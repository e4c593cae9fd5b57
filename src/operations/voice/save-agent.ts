/** Voice agents, and trying one. */
import type pg from "pg";
import { tryRender } from "../../automation/template.ts";
import type { Registry } from "../../automation/trigger.ts";
import type { Clock } from "../../domain/clock.ts";
import { normalizePhone } from "../../domain/phone.ts";
import { notFound, Refusal } from "../../domain/refusal.ts";
import { spokenTexts, type VoiceScript } from "../../domain/voice-agent.ts";
import { findConnection, type StoredConnection } from "../../store/connections.ts";
import { resolvePhones } from "../../store/contact-write.ts";
import { type Db, inTransaction } from "../../store/db.ts";
import { newId } from "../../store/id.ts";
import { notifyWork } from "../../store/notify.ts";
import { insertRequests } from "../../store/request-write.ts";
import type { SecretBox } from "../../store/secret.ts";
import { findVoiceAgent, insertVoiceAgent, updateVoiceAgent, type VoiceAgent } from "../../store/voice-agents.ts";
import { renameInDrafts } from "../object-references.ts";
import { VOICE_KIND } from "./provider.ts";
import { fillScript } from "./spoken-variables.ts";

export interface VoiceContext {
  pool: pg.Pool;
  db: Db;
  clock: Clock;
  secrets: SecretBox;
  registry: Registry;
}

export interface AgentInput {
  name: string;
  connectionId: string | null;
  script: VoiceScript;
}

export async function mustFindAgent({ db }: Pick<VoiceContext, "db">, workspaceId: string, id: string): Promise<VoiceAgent> {
  const agent = await findVoiceAgent(db, workspaceId, id);
  if (!agent) throw notFound("voice agent");
  return agent;
}

/** Returns the id. @throws {Refusal} `invalid_input` */
export async function createAgent(context: VoiceContext, workspaceId: string, input: AgentInput): Promise<string> {
  await checkInput(context, workspaceId, input);
  return await inTransaction(context.pool, ({ db }) => insertVoiceAgent(db, workspaceId, { ...input, at: context.clock.now() }));
}

export async function changeAgent(context: VoiceContext, workspaceId: string, id: string, change: Partial<AgentInput>): Promise<void> {
  const known = await mustFindAgent(context, workspaceId, id);
  await checkInput(context, workspaceId, change);
  const { name } = change;
  await inTransaction(context.pool, async ({ db }) => {
    await updateVoiceAgent(db, workspaceId, id, { ...change, at: context.clock.now() });
    if (name !== undefined) await renameInDrafts(db, context.registry, workspaceId, { kind: "voice_agent", id, name: known.name }, name);
  });
}

function invalid(path: string, message: string): Refusal {
  return new Refusal("invalid_input", message, { issues: [{ path, message }] });
}

async function checkInput(context: VoiceContext, workspaceId: string, { connectionId, script }: Partial<AgentInput>): Promise<void> {
  if (connectionId) await mustFindTelephone(context, workspaceId, connectionId);
  for (const { path, text } of script ? spokenTexts(script) : []) {
    const rendered = tryRender(text, {});
    if (!rendered.ok) throw invalid(`script.${path}`, rendered.message);
  }
}

async function mustFindTelephone({ pool, secrets }: VoiceContext, workspaceId: string, id: string): Promise<StoredConnection> {
  const connection = await findConnection(pool, secrets, workspaceId, { id });
  if (connection?.kind !== VOICE_KIND) throw invalid("connectionId", "Choose a connection that can call.");
  return connection;
}

/** How long a test call may wait for the telephone company. */
const TEST_CALL_MS = 120_000;

/** Queues a real call; the number becomes a contact where it is none. Returns the call's id. */
export async function placeTestCall(context: VoiceContext, workspaceId: string, agentId: string, input: string): Promise<string> {
  const agent = await mustFindAgent(context, workspaceId, agentId);
  if (agent.connectionId === null) throw new Refusal("not_available", "Choose a connection for this agent first.");
  const connection = await mustFindTelephone(context, workspaceId, agent.connectionId);
  const phone = normalizePhone(input);
  if (phone === null) throw new Refusal("invalid_phone", `"${input}" is not a phone number with its country's prefix.`);
  const now = context.clock.now();
  return await inTransaction(context.pool, async ({ client, db }) => {
    const contact = (await resolvePhones(client, workspaceId, [phone], now)).get(phone);
    if (!contact) throw notFound("contact");
    const id = newId();
    const script = await fillScript(db, workspaceId, contact.contactId, agent.script);
    await insertRequests(client, [
      {
        workspace_id: workspaceId,
        id,
        connector: "voice",
        connection: connection.name,
        payload: {
          agent: { id: agent.id, name: agent.name },
          script: JSON.parse(JSON.stringify(script)),
          deadline: now + TEST_CALL_MS,
          test: true,
        },
        due_at: now,
        awaited: false,
        contact_id: contact.contactId,
        created_at: now,
      },
    ]);
    await notifyWork(client, { requests: true });
    return id;
  });
}
