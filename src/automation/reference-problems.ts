/** Names in a document that the workspace does not have. */
import { type Problem, problem, warning } from "./problems.ts";
import type { Reference, ReferenceKind } from "./reference.ts";
import type { WorkspaceSnapshot } from "./state.ts";

const WORDS: Record<ReferenceKind, string> = {
  channel: "WhatsApp number",
  tag: "tag",
  tag_category: "tag category",
  list: "list",
  field: "field",
  template: "template",
  operator: "operator",
  automation: "automation",
  connection: "connection",
  agent: "agent",
  voice_agent: "voice agent",
  ticket_category: "ticket category",
  ticket_status: "ticket status",
};

/** Says whether the workspace has it. Null: it is made on first use, so any name will do. */
function exists({ kind, name }: Reference, workspace: WorkspaceSnapshot, automations: ReadonlySet<string>): boolean | null {
  switch (kind) {
    case "channel":
      return Object.entries(workspace.channels).some(([id, channel]) => id === name || channel.name === name);
    case "tag":
      return Object.hasOwn(workspace.tags, name);
    case "tag_category":
      return Object.values(workspace.tags).some(({ category }) => category === name);
    case "list":
      return Object.hasOwn(workspace.lists, name);
    case "field":
      return Object.hasOwn(workspace.fields, name);
    case "template":
      return Object.hasOwn(workspace.templates, name);
    case "operator":
      return Object.hasOwn(workspace.operators, name);
    case "automation":
      return automations.has(name);
    case "connection":
      return Object.hasOwn(workspace.connections, name);
    case "agent":
      return Object.hasOwn(workspace.agents, name);
    case "voice_agent":
      return Object.hasOwn(workspace.voiceAgents, name);
    case "ticket_status":
      return Object.hasOwn(workspace.ticketStatuses, name);
    case "ticket_category":
      return null;
  }
}

/** `automations` are the names of all of the workspace, drafts too: the snapshot knows published ones only. */
export function referenceProblems(
  references: Reference[],
  workspace: WorkspaceSnapshot,
  automations: ReadonlySet<string>,
  self: string,
): Problem[] {
  const active = new Set(Object.values(workspace.automations).flatMap(({ name, state }) => (state === "active" ? [name] : [])));
  return references.flatMap((reference) => {
    const { kind, name, path } = reference;
    if (exists(reference, workspace, automations) === false) {
      const code = kind === "connection" ? "missing_connection" : "unknown_object";
      return [
        problem(code, path, `There is no ${WORDS[kind]} "${name}" in this workspace.`, `Create it, or choose another ${WORDS[kind]}.`),
      ];
    }
    if (kind === "automation" && name !== self && !active.has(name)) {
      return [
        warning("automation_not_active", path, `The automation "${name}" is not active.`, "Activate it, or nothing will start there."),
      ];
    }
    return [];
  });
}
