/**
 * What a test needs of the real workspace, as the head of a scenario file: the settings, and each object that the draft or an
 * automation it starts names. Accounts at outside systems become fakes; no secret leaves the workspace.
 */
import type pg from "pg";
import { documentReferences } from "../../automation/parse-definition.ts";
import type { ReferenceKind } from "../../automation/reference.ts";
import type { WorkspaceSnapshot } from "../../automation/state.ts";
import type { Json, JsonObject } from "../../domain/json.ts";
import { notFound } from "../../domain/refusal.ts";
import type { TemplateDefinition } from "../../domain/template-definition.ts";
import type { AutomationContext } from "../../operations/automation-context.ts";
import { findAutomation, listDocuments } from "../../store/automations.ts";
import { objectNames } from "../../store/object-names.ts";
import { currentNames } from "../../store/reference-names.ts";
import { readAgentSettings, readAgentTexts, readConnectionSettings } from "../../store/scenario/copy.ts";
import type { Catalog } from "../../store/workspace-snapshot.ts";
import { connectionKinds } from "../connections.ts";
import { type ScenarioDocument, type WorkspaceSpec, workspaceSpec } from "../scenario-schema.ts";

export interface WorkspaceCopy {
  workspace: WorkspaceSpec;
  /** Automations that the draft may start, and those they may start. */
  others: ScenarioDocument[];
}

/** Further names of a kind that a test needs, whatever the documents say: the tags of its person. */
export type FurtherNames = Partial<Record<"tag" | "list" | "field", string[]>>;

/** An automation that starts half the workspace is tried with this much of it. */
const MAX_OTHERS = 30;
/** Of a category of tags that a document names. */
const MAX_TAGS = 200;
/** Of what an agent knows: a test and the file it is saved in are no second knowledge base. */
const MAX_KNOWLEDGE = 60_000;
/** Parts of a connection's settings that are no account's: how a key is sent, which of two environments. */
const PLAIN_SETTINGS = new Set(["scheme", "name", "environment"]);

export async function copyWorkspace(
  context: AutomationContext,
  workspaceId: string,
  draft: JsonObject,
  further: FurtherNames = {},
): Promise<WorkspaceCopy> {
  const catalog = (await context.catalogs.get(context.pool, [workspaceId])).get(workspaceId);
  if (!catalog) throw notFound("workspace");
  const others = await linkedAutomations(context, workspaceId, catalog, draft);
  const names = namesIn(context, [draft, ...(others as unknown as JsonObject[])]);
  // Texts name fields too, inside their own language: any code that is in them will do.
  const text = JSON.stringify([draft, ...others]);
  for (const code of Object.keys(catalog.snapshot.fields)) if (text.includes(code)) names.add("field", code);
  for (const [kind, more] of Object.entries(further)) for (const name of more) names.add(kind as ReferenceKind, name);
  return { workspace: await describe(context.pool, workspaceId, catalog.snapshot, names), others };
}

interface Names {
  has(kind: ReferenceKind, name: string): boolean;
  of(kind: ReferenceKind): string[];
  add(kind: ReferenceKind, name: string): void;
}

function namesIn({ registry }: AutomationContext, documents: JsonObject[]): Names {
  const found = new Map<string, Set<string>>();
  const add = (kind: string, name: string) => void (found.get(kind)?.add(name) ?? found.set(kind, new Set([name])));
  for (const document of documents) for (const { kind, name } of documentReferences(registry, document)) add(kind, name);
  return { has: (kind, name) => found.get(kind)?.has(name) ?? false, of: (kind) => [...(found.get(kind) ?? [])], add };
}

/** What is published, under the names of today, since that is what would be started; a draft where nothing is. */
async function linkedAutomations(
  context: AutomationContext,
  workspaceId: string,
  catalog: Catalog,
  draft: JsonObject,
): Promise<ScenarioDocument[]> {
  const { db, registry } = context;
  const wanted = (document: JsonObject) =>
    documentReferences(registry, document).flatMap(({ kind, name }) => (kind === "automation" ? [name] : []));
  const queue = wanted(draft);
  if (queue.length === 0) return [];
  const known = new Map((await listDocuments(db, workspaceId)).map((row) => [row.name, row]));
  const found = new Map<string, ScenarioDocument>();
  for (const name of queue) {
    if (found.size >= MAX_OTHERS) break;
    const stored = known.get(name);
    if (!stored || found.has(name) || name === draft["name"]) continue;
    const row = await findAutomation(db, workspaceId, stored.id, null);
    if (!row) continue;
    const published =
      row.published_document && currentNames(registry, row.published_document, stored.references ?? {}, objectNames(catalog)).document;
    const document = { ...(published ?? row.draft), name };
    found.set(name, { ...document, ...(row.state !== "active" && { active: false }) });
    queue.push(...wanted(document));
  }
  return [...found.values()];
}

async function describe(pool: pg.Pool, workspaceId: string, snapshot: WorkspaceSnapshot, names: Names): Promise<WorkspaceSpec> {
  const categories = new Set(names.of("tag_category"));
  const inCategory = Object.entries(snapshot.tags).filter(([, { category }]) => category !== null && categories.has(category));
  for (const [name] of inCategory.slice(0, MAX_TAGS)) names.add("tag", name);
  const named = <T>(kind: ReferenceKind, objects: Record<string, T>) => Object.entries(objects).filter(([name]) => names.has(kind, name));
  const voices = named("voice_agent", snapshot.voiceAgents);
  const models = named("agent", snapshot.agents);
  const modelIds = models.map(([, { id }]) => id);
  const settings = await readAgentSettings(pool, workspaceId, modelIds);
  const known = await readAgentTexts(pool, workspaceId, modelIds, MAX_KNOWLEDGE);
  const connectionName = (id: unknown) => Object.entries(snapshot.connections).find(([, connection]) => connection.id === id)?.[0];
  const agents = [
    ...models.map(([agent, { id }]) => {
      const { connectionId, ...rest } = settings.get(id) ?? {};
      const knowledge = (known.get(id) ?? []).map(({ title, text }) => ({ title, text }));
      return agentSpec(names, agent, connectionName(connectionId), { ...rest, ...(knowledge.length > 0 && { knowledge }) });
    }),
    ...voices.map(([agent, { connection, script }]) => agentSpec(names, agent, connection ?? undefined, { kind: "voice", ...script })),
  ];
  const { name, timeZone, defaultCountry, defaultLanguage, consentMode, stopWords, workingHours, holidays, limits } = snapshot;
  const plain = {
    name,
    timezone: timeZone,
    ...(defaultCountry !== undefined && { defaultCountry }),
    defaultLanguage,
    consentMode,
    stopWords,
    ...(workingHours && { workingHours }),
    holidays,
    limits,
    channels: channelNames(snapshot, names),
    fields: Object.fromEntries(
      named("field", snapshot.fields).map(([code, { type, choices }]) => [code, choices ? { type, choices } : type]),
    ),
    lists: named("list", snapshot.lists).map(([list]) => list),
    tags: named("tag", snapshot.tags).map(([tag, { category }]) => (category === null ? tag : { name: tag, category })),
    operators: named("operator", snapshot.operators).flatMap(([email, { disabled }]) => (disabled ? [] : [email])),
    ticketStatuses: named("ticket_status", snapshot.ticketStatuses).flatMap(([status, { done }]) =>
      OWN_STATUSES.has(status) ? [] : [{ name: status, done }],
    ),
    templates: named("template", snapshot.templates).flatMap(([, template]) =>
      Object.values(template.languages).map(({ definition, status }) => templateSpecOf(definition, status)),
    ),
    connections: await connectionSpecs(pool, workspaceId, named("connection", snapshot.connections)),
    agents,
  };
  return workspaceSpec.parse(plain);
}

/** Its account comes along, as a fake. */
function agentSpec(names: Names, name: string, connection: string | undefined, settings: object): JsonObject {
  if (connection !== undefined) names.add("connection", connection);
  return JSON.parse(JSON.stringify({ ...settings, name, connection })) as JsonObject;
}

/** The product's own statuses are in every workspace. */
const OWN_STATUSES = new Set(["open", "in_progress", "pending", "waiting", "resolved", "closed", "terminated"]);

/** Those the documents name first, since people of a test write to the first. */
function channelNames({ channels }: WorkspaceSnapshot, names: Names): string[] {
  const all = [...new Set(Object.values(channels).map(({ name }) => name))];
  const wanted = all.filter((name) => names.has("channel", name));
  return wanted.length > 0 ? wanted : all.slice(0, 1).concat(all.length === 0 ? ["Test"] : []);
}

/** A test does not wait for Meta's review: what is not refused counts as approved. */
function templateSpecOf(
  { name, category, language, header, body, footer, buttons, authentication }: TemplateDefinition,
  status: string,
): JsonObject {
  const refused = ["rejected", "paused", "disabled"].includes(status);
  const rest = { header, footer, authentication, status: refused ? status : undefined };
  return JSON.parse(JSON.stringify({ name, category, language, body, buttons, ...rest })) as JsonObject;
}

async function connectionSpecs(
  pool: pg.Pool,
  workspaceId: string,
  wanted: [string, { id: string; kind: string }][],
): Promise<Record<string, JsonObject>> {
  const known = await connectionKinds();
  const settings = await readConnectionSettings(
    pool,
    workspaceId,
    wanted.map(([, { id }]) => id),
  );
  return Object.fromEntries(
    wanted.flatMap(([name, { id, kind }]): [string, JsonObject][] => {
      if (!known.has(kind)) return [];
      const plain = Object.entries(settings.get(id) ?? {}).filter(([key, value]) => PLAIN_SETTINGS.has(key) && isPlain(value));
      return [[name, { ...(kind === "http" && Object.fromEntries(plain)), ...(kind !== name && { kind }) }]];
    }),
  );
}

function isPlain(value: Json): boolean {
  return typeof value === "string" && value.length <= 100;
}
