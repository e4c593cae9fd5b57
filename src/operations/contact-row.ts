import type { Scope } from "../automation/scope.ts";
import type { ContactWrite } from "../store/engine-write.ts";

/** What the engine left of a contact, as its row: names become ids. */
export function contactRow({ contact, workspace }: Scope, workspaceId: string, now: number): ContactWrite {
  return {
    workspace_id: workspaceId,
    id: contact.id,
    phone: contact.phone,
    first_name: contact.firstName,
    last_name: contact.lastName,
    email: contact.email,
    language: contact.language,
    time_zone: contact.timeZone,
    consent: contact.consent,
    blocked: contact.blocked,
    reachable: contact.reachable,
    ai_enabled: contact.aiEnabled,
    fields: contact.fields,
    tag_ids: ids(contact.tags, workspace.tags),
    list_ids: ids(contact.lists, workspace.lists),
    operator_ids: ids(contact.operators, workspace.operators),
    last_seen_at: contact.lastSeenAt,
    updated_at: now,
  };
}

function ids(names: string[], objects: Record<string, { id: string }>): string[] {
  return names.flatMap((name) => objects[name]?.id ?? []);
}
