/** The workspace's objects that documents name, for pickers and for checking; made inline where that is possible. */
import { useQueries, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import type { ReferenceKind } from "../../automation/reference.ts";
import type { AutomationSummary } from "../../contract/automations.ts";
import type { ConnectionAnswer } from "../../contract/connections.ts";
import type { Member } from "../../contract/members.ts";
import type { Field, List, Tag } from "../../contract/objects.ts";
import type { Template } from "../../contract/templates.ts";
import type { VoiceAgent } from "../../contract/voice.ts";
import type { Workspace } from "../../contract/workspaces.ts";
import { aiAgentSettings } from "../../domain/ai-agent.ts";
import { defaultVoiceScript } from "../../domain/default-voice-script.ts";
import { api, client } from "../api.ts";

export interface ObjectOption {
  /** What the document writes. */
  value: string;
  label: string;
  hint?: string;
}

const keys = {
  tag: api.tags.list,
  list: api.lists.list,
  field: api.fields.list,
  template: api.templates.list,
  operator: api.members.list,
  automation: api.automations.list,
  ticket_category: api.tickets.categories,
  ticket_status: api.tickets.statuses,
  agent: api.agents.list,
  voice_agent: api.voiceAgents.list,
} as const;

/** All lists at once; they are short and shared by everything in the builder. The same object until one of them changes. */
export function useObjects(): Objects {
  return useQueries({
    queries: [
      api.tags.list.queryOptions(),
      api.lists.list.queryOptions(),
      api.fields.list.queryOptions(),
      api.templates.list.queryOptions({ input: {} }),
      api.members.list.queryOptions(),
      api.automations.list.queryOptions({ input: {} }),
      api.tickets.categories.queryOptions({ retry: false }),
      api.tickets.statuses.queryOptions({ retry: false }),
      api.workspaces.get.queryOptions(),
      api.channels.list.queryOptions(),
      api.agents.list.queryOptions(),
      // Not everybody may see them.
      api.connections.list.queryOptions({ retry: false }),
      api.voiceAgents.list.queryOptions(),
    ],
    combine: ([
      tags,
      lists,
      fields,
      templates,
      members,
      automations,
      categories,
      statuses,
      workspace,
      channels,
      agents,
      connections,
      voiceAgents,
    ]): Objects => ({
      tags: tags.data?.items,
      lists: lists.data?.items,
      fields: fields.data?.items,
      templates: templates.data?.items,
      members: members.data?.items,
      automations: automations.data?.items,
      categories: categories.data?.items,
      statuses: statuses.data?.items,
      workspace: workspace.data,
      channels: channels.data?.items,
      agents: agents.data?.items,
      connections: connections.data?.items,
      voiceAgents: voiceAgents.data?.items,
    }),
  });
}

export interface Objects {
  tags: readonly Tag[] | undefined;
  lists: readonly List[] | undefined;
  fields: readonly Field[] | undefined;
  templates: readonly Template[] | undefined;
  members: readonly Member[] | undefined;
  automations: readonly AutomationSummary[] | undefined;
  categories: readonly { name: string }[] | undefined;
  statuses: readonly { name: string; label: string | null; done: boolean }[] | undefined;
  workspace: Workspace | undefined;
  channels: readonly { id: string; name: string }[] | undefined;
  agents: readonly { id: string; name: string; isDefault: boolean }[] | undefined;
  connections: readonly ConnectionAnswer[] | undefined;
  voiceAgents: readonly VoiceAgent[] | undefined;
}

export function objectOptions(kind: ReferenceKind, objects: Objects): ObjectOption[] {
  switch (kind) {
    case "channel":
      return (objects.channels ?? []).map(({ name }) => ({ value: name, label: name }));
    case "tag":
      return (objects.tags ?? []).map(({ name, category }) => ({ value: name, label: name, ...(category !== null && { hint: category }) }));
    case "tag_category":
      return [...new Set((objects.tags ?? []).flatMap(({ category }) => (category === null ? [] : [category])))].map((name) => ({
        value: name,
        label: name,
      }));
    case "list":
      return (objects.lists ?? []).map(({ name, contacts }) => ({ value: name, label: name, hint: String(contacts) }));
    case "field":
      return (objects.fields ?? []).map(({ code, label }) => ({ value: code, label, hint: code }));
    case "template":
      return (objects.templates ?? []).map(({ name, category, versions }) => ({
        value: name,
        label: name,
        hint: `${category} · ${versions.map((version) => version.language).join(", ")}`,
      }));
    case "operator":
      return (objects.members ?? []).map(({ email, name }) => ({ value: email, label: name, hint: email }));
    case "automation":
      return (objects.automations ?? []).map(({ name, state }) => ({ value: name, label: name, hint: state }));
    case "ticket_category":
      return (objects.categories ?? []).map(({ name }) => ({ value: name, label: name }));
    case "agent":
      return (objects.agents ?? []).map(({ name }) => ({ value: name, label: name }));
    case "ticket_status":
      return (objects.statuses ?? []).map(({ name, label }) => ({ value: name, label: label ?? name }));
    case "voice_agent":
      return (objects.voiceAgents ?? []).map(({ name, script }) => ({ value: name, label: name, hint: script.greeting }));
    default:
      return [];
  }
}

/** A code such as `FAVOURITE_COLOUR` from a label. */
export function codeOf(label: string): string {
  const code = label
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "_")
    .replace(/^[_0-9]+|_+$/g, "");
  return code.slice(0, 64) || "FIELD";
}

/** Calls from the first number there is; without one it is chosen later, and the check says so. */
async function createVoiceAgent(name: string): Promise<string> {
  const { items } = await client.connections.list().catch(() => ({ items: [] }));
  const connectionId = items.find(({ kind }) => kind === "voice")?.id ?? null;
  const script = defaultVoiceScript(document.documentElement.lang);
  return (await client.voiceAgents.create({ name, connectionId, script })).name;
}

type Creator = (name: string) => Promise<string>;

const creators: Partial<Record<ReferenceKind, Creator>> = {
  tag: async (name) => (await client.tags.create({ name })).name,
  list: async (name) => (await client.lists.create({ name })).name,
  field: async (label) => (await client.fields.create({ code: codeOf(label), label, type: "text" })).code,
  voice_agent: createVoiceAgent,
  ticket_category: async (name) => (await client.tickets.createCategory({ name })).name,
  // With the first connection to a model, if there is one; its page has the rest.
  agent: async (name) => {
    const model = (await client.connections.list({}).catch(() => ({ items: [] }))).items.find(({ kind }) => kind === "ai");
    return (await client.agents.create({ name, settings: aiAgentSettings.parse({ connectionId: model?.id ?? null }) })).name;
  },
};

/** Makes an object of this kind and gives the name the document writes; undefined for kinds that need more than a name. */
export function useCreator(kind: ReferenceKind): Creator | undefined {
  const queries = useQueryClient();
  const create = creators[kind];
  const run = useCallback<Creator>(
    async (name) => {
      const value = await (create as Creator)(name);
      const key = keys[kind as keyof typeof keys];
      if (key) await queries.invalidateQueries({ queryKey: key.key() });
      return value;
    },
    [create, kind, queries],
  );
  return create ? run : undefined;
}

export function useFieldOptions(objects: Objects): readonly { code: string; label: string }[] {
  return useMemo(() => (objects.fields ?? []).map(({ code, label }) => ({ code, label })), [objects.fields]);
}
