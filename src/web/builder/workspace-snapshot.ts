/** The workspace as the checks see it, built from what the API lists. */
import type { WorkspaceSnapshot } from "../../automation/state.ts";
import type { Objects } from "./objects.ts";

/** Undefined until everything that checks look at is there. */
export function workspaceSnapshot(objects: Objects): WorkspaceSnapshot | undefined {
  const { channels, tags, lists, fields, templates, members, automations, workspace, agents, voiceAgents } = objects;
  if (!channels || !tags || !lists || !fields || !templates || !members || !automations || !workspace) return undefined;
  if (!agents || !voiceAgents) return undefined;
  const { settings } = workspace;
  return {
    id: workspace.id,
    revision: workspace.revision,
    name: workspace.name,
    timeZone: settings.timeZone,
    defaultLanguage: settings.defaultLanguage,
    defaultCountry: settings.defaultCountry ?? undefined,
    consentMode: settings.consentMode,
    stopWords: settings.stopWords,
    workingHours: settings.workingHours ?? undefined,
    holidays: settings.holidays,
    limits: settings.limits,
    channels: Object.fromEntries(channels.map(({ id, name }) => [id, { name }])),
    tags: named(tags, ({ id, category }) => ({ id, category })),
    lists: named(lists, ({ id }) => ({ id })),
    fields: Object.fromEntries(fields.map(({ id, code, type, choices }) => [code, { id, type, ...(choices && { choices }) }])),
    templates: named(templates, ({ name, category, versions }) => ({
      name,
      category,
      languages: Object.fromEntries(
        versions.map((version) => [version.language, { id: version.id, status: version.status, definition: version.definition }]),
      ),
    })),
    operators: Object.fromEntries(members.map(({ id, email, name, disabled }) => [email, { id, email, name, disabled }])),
    ticketStatuses: Object.fromEntries((objects.statuses ?? []).map((status) => [status.name, { name: status.name, done: status.done }])),
    connections: named(objects.connections ?? [], ({ id, kind }) => ({ id, kind })),
    agents: named(agents, ({ id, isDefault }) => ({ id, kind: "ai" as const, isDefault })),
    voiceAgents: named(voiceAgents, ({ id, connectionId, script }) => ({ id, connection: connectionId, script })),
    automations: Object.fromEntries(
      automations.map(({ id, name, state, createdAt }) => [
        id,
        // Their documents are not at hand here: what depends on them (taken phrases) the server's check adds.
        {
          id,
          name,
          state,
          versionId: "",
          createdAt: Date.parse(createdAt),
          successors: {},
          definition: { name, reentry: undefined, stopOnReplyToHuman: true, triggers: [], steps: {}, stepOrder: [] },
        },
      ]),
    ),
  };
}

function named<T extends { name: string }, R>(items: readonly T[], make: (item: T) => R): Record<string, R> {
  return Object.fromEntries(items.map((item) => [item.name, make(item)]));
}
