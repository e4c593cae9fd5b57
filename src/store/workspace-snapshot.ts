/**
 * Everything of a workspace that the engine decides with, in one round trip, and the ids behind the names.
 * Cached by revision: every change of these objects raises `workspace.revision` in its own transaction.
 */
import type pg from "pg";
import { type DateRule, dateRules } from "../automation/date-plan.ts";
import { parseDefinition } from "../automation/parse-definition.ts";
import type { AutomationSnapshot, TemplateSnapshot, WorkspaceSnapshot } from "../automation/state.ts";
import type { Registry } from "../automation/trigger.ts";
import { loadPublicHolidays } from "../domain/holidays.ts";
import type { JsonObject } from "../domain/json.ts";
import { TICKET_STATUSES } from "../domain/ticket.ts";
import { voiceAgentSchema } from "../domain/voice-agent.ts";
import { workspaceSettings } from "../domain/workspace-settings.ts";
import { currentNames } from "./reference-names.ts";

/** A snapshot with the look-ups that translate its names to ids and back. */
export interface Catalog {
  snapshot: WorkspaceSnapshot;
  tagName: Map<string, string>;
  listName: Map<string, string>;
  operatorEmail: Map<string, string>;
  templateName: Map<string, string>;
  automationName: Map<string, string>;
  categoryName: Map<string, string>;
  /** The date conditions of active automations. */
  dateRules: DateRule[];
  /** The channel that speaks for contacts who never wrote; null where there is none. */
  defaultChannelId: string | null;
}

interface VersionRow {
  id: string;
  name: string;
  state: "active" | "paused" | "draft";
  created_at: string;
  version_id: string;
  document: JsonObject;
  references: Record<string, Record<string, string>>;
  successors: Record<string, string | null>;
}

interface SnapshotRow {
  id: string;
  revision: number;
  name: string;
  settings: JsonObject;
  channels: { id: string; name: string }[];
  tags: { id: string; name: string; category: string | null }[];
  lists: { id: string; name: string }[];
  fields: { id: string; code: string; type: string; choices: string[] | null }[];
  templates: {
    id: string;
    name: string;
    category: TemplateSnapshot["category"];
    languages: { id: string; language: string; status: string; definition: never }[];
  }[];
  operators: { id: string; email: string; name: string; disabled: boolean }[];
  ticket_statuses: { name: string; done: boolean }[];
  ticket_categories: { id: string; name: string }[];
  connections: { id: string; name: string; kind: string }[];
  agents: { id: string; name: string; kind: "ai" | "voice"; isDefault: boolean }[];
  voice_agents: { id: string; name: string; connection: string | null; settings: JsonObject }[];
  versions: VersionRow[];
  default_channel: string | null;
}

// One row of JSON per workspace: a dozen tables in one round trip, and the cache makes it rare.
const SNAPSHOT = `
SELECT w.id, w.revision, w.name, w.settings,
  (SELECT coalesce(json_agg(json_build_object('id', id, 'name', name)), '[]') FROM channel WHERE workspace_id = w.id) AS channels,
  (SELECT coalesce(json_agg(json_build_object('id', id, 'name', name, 'category', category)), '[]') FROM tag WHERE workspace_id = w.id) AS tags,
  (SELECT coalesce(json_agg(json_build_object('id', id, 'name', name)), '[]') FROM list WHERE workspace_id = w.id) AS lists,
  (SELECT coalesce(json_agg(json_build_object('id', id, 'code', code, 'type', type, 'choices', choices)), '[]') FROM field WHERE workspace_id = w.id) AS fields,
  (SELECT coalesce(json_agg(json_build_object('id', t.id, 'name', t.name, 'category', t.category, 'languages',
     (SELECT coalesce(json_agg(json_build_object('id', v.id, 'language', v.language, 'status', v.status, 'definition', v.definition)), '[]')
        FROM template_version v WHERE v.workspace_id = t.workspace_id AND v.template_id = t.id))), '[]')
     FROM template t WHERE t.workspace_id = w.id) AS templates,
  (SELECT coalesce(json_agg(json_build_object('id', m.id, 'email', u.email, 'name', u.name, 'disabled', m.disabled)), '[]')
     FROM member m JOIN app_user u ON u.id = m.user_id WHERE m.workspace_id = w.id) AS operators,
  (SELECT coalesce(json_agg(json_build_object('name', name, 'done', done)), '[]') FROM ticket_status WHERE workspace_id = w.id) AS ticket_statuses,
  (SELECT coalesce(json_agg(json_build_object('id', id, 'name', name)), '[]') FROM ticket_category WHERE workspace_id = w.id) AS ticket_categories,
  (SELECT coalesce(json_agg(json_build_object('id', id, 'name', name, 'kind', kind)), '[]') FROM connection WHERE workspace_id = w.id) AS connections,
  (SELECT coalesce(json_agg(json_build_object('id', id, 'name', name, 'kind', kind, 'isDefault', is_default)), '[]') FROM agent WHERE workspace_id = w.id) AS agents,
  (SELECT coalesce(json_agg(json_build_object('id', v.id, 'name', v.name, 'settings', v.settings, 'connection', c.name)), '[]') FROM voice_agent v
     LEFT JOIN connection c ON c.workspace_id = v.workspace_id AND c.id = v.connection_id WHERE v.workspace_id = w.id) AS voice_agents,
  (SELECT coalesce(json_agg(json_build_object('id', a.id, 'name', a.name, 'state', a.state, 'created_at', a.created_at, 'version_id', v.id,
     'document', v.document, 'references', v."references", 'successors', v.successors)), '[]')
     FROM automation a JOIN automation_version v ON v.workspace_id = a.workspace_id AND v.id = a.published_version_id
     WHERE a.workspace_id = w.id) AS versions,
  (SELECT id FROM channel WHERE workspace_id = w.id ORDER BY status = 'active' DESC, id LIMIT 1) AS default_channel
FROM workspace w WHERE w.id = ANY($1::uuid[])`;

export async function loadCatalogs(client: pg.ClientBase | pg.Pool, registry: Registry, workspaceIds: string[]): Promise<Catalog[]> {
  const { rows } = await client.query<SnapshotRow>({ name: "workspace-snapshot", text: SNAPSHOT, values: [workspaceIds] });
  // The engine cannot wait, so what it may ask for is here before it is asked.
  if (rows.some(needsPublicHolidays)) await loadPublicHolidays();
  return rows.map((row) => buildCatalog(registry, row));
}

/** Whether the workspace or a trigger in it names countries whose holidays count. */
function needsPublicHolidays({ settings, versions }: SnapshotRow): boolean {
  const triggers = versions.flatMap(({ document }) => (document["triggers"] as { config?: JsonObject }[] | undefined) ?? []);
  return [settings["holidays"], ...triggers.map(({ config }) => config)].some(
    (holder) => ((holder as { countries?: unknown[] } | undefined)?.countries?.length ?? 0) > 0,
  );
}

function byId<T extends { id: string }>(rows: T[], name: (row: T) => string): Map<string, string> {
  return new Map(rows.map((row) => [row.id, name(row)]));
}

function buildCatalog(registry: Registry, row: SnapshotRow): Catalog {
  const names = {
    channel: byId(row.channels, (channel) => channel.name),
    tag: byId(row.tags, (tag) => tag.name),
    list: byId(row.lists, (list) => list.name),
    field: byId(row.fields, (field) => field.code),
    template: byId(row.templates, (template) => template.name),
    operator: byId(row.operators, (operator) => operator.email),
    automation: byId(row.versions, (version) => version.name),
    connection: byId(row.connections, (connection) => connection.name),
    agent: byId(row.agents, (agent) => agent.name),
    voice_agent: byId(row.voice_agents, (agent) => agent.name),
    ticket_category: byId(row.ticket_categories, (category) => category.name),
  };
  const settings = workspaceSettings(row.settings);
  const snapshot: WorkspaceSnapshot = {
    id: row.id,
    revision: row.revision,
    name: row.name,
    ...settings,
    channels: Object.fromEntries(row.channels.map(({ id, name }) => [id, { name }])),
    tags: Object.fromEntries(row.tags.map(({ name, id, category }) => [name, { id, category }])),
    lists: Object.fromEntries(row.lists.map(({ name, id }) => [name, { id }])),
    fields: Object.fromEntries(row.fields.map(({ code, id, type, choices }) => [code, { id, type, ...(choices && { choices }) }])),
    templates: Object.fromEntries(row.templates.map((template) => [template.name, templateSnapshot(template)])),
    operators: Object.fromEntries(row.operators.map((operator) => [operator.email, { ...operator, load: 0 }])),
    ticketStatuses: ticketStatuses(row.ticket_statuses),
    connections: Object.fromEntries(row.connections.map(({ name, id, kind }) => [name, { id, kind }])),
    agents: Object.fromEntries(row.agents.map(({ name, ...agent }) => [name, agent])),
    voiceAgents: voiceAgents(row.voice_agents),
    automations: {},
  };
  for (const version of row.versions) {
    const automation = automationSnapshot(registry, version, names);
    if (automation) snapshot.automations[automation.id] = automation;
  }
  return {
    snapshot,
    tagName: names.tag,
    listName: names.list,
    operatorEmail: names.operator,
    templateName: names.template,
    automationName: names.automation,
    categoryName: names.ticket_category,
    dateRules: dateRules(registry, Object.values(snapshot.automations)),
    defaultChannelId: row.default_channel,
  };
}

/** Scripts were valid when saved; one that a newer release cannot read is as if it were not there. */
function voiceAgents(rows: SnapshotRow["voice_agents"]): WorkspaceSnapshot["voiceAgents"] {
  return Object.fromEntries(
    rows.flatMap(({ name, id, connection, settings }) => {
      const { data: script } = voiceAgentSchema.safeParse(settings);
      return script ? [[name, { id, connection, script }]] : [];
    }),
  );
}

function templateSnapshot(template: SnapshotRow["templates"][number]): TemplateSnapshot {
  const languages = Object.fromEntries(
    template.languages.map(({ language, id, status, definition }) => [language, { id, status, definition }]),
  );
  return { name: template.name, category: template.category, languages };
}

function ticketStatuses(own: { name: string; done: boolean }[]): WorkspaceSnapshot["ticketStatuses"] {
  return Object.fromEntries([
    ...Object.entries(TICKET_STATUSES).map(([name, { done }]) => [name, { name, done }]),
    ...own.map((status) => [status.name, status]),
  ]);
}

/** Parsing is the dear part, and versions are immutable: parsed once per version and set of current names. */
const parsed = new Map<string, { names: string; automation: AutomationSnapshot }>();
const MAX_PARSED = 5000;

function automationSnapshot(
  registry: Registry,
  version: VersionRow,
  names: Record<string, Map<string, string>>,
): AutomationSnapshot | null {
  const renamed = currentNames(registry, version.document, version.references, names);
  const cached = parsed.get(version.version_id);
  let definition = cached?.names === renamed.changes ? cached.automation.definition : undefined;
  if (!definition) {
    // Documents were valid when published; one that a newer release cannot read must not stop the others.
    definition = parseDefinition(registry, renamed.document).definition ?? undefined;
    if (!definition) return null;
  }
  const automation: AutomationSnapshot = {
    id: version.id,
    name: version.name,
    versionId: version.version_id,
    state: version.state,
    createdAt: Date.parse(version.created_at),
    definition,
    successors: version.successors,
  };
  if (parsed.size >= MAX_PARSED) parsed.clear();
  parsed.set(version.version_id, { names: renamed.changes, automation });
  return automation;
}
