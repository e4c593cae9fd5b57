/** Which requests are written down in the audit log, and what of them. */
import type { ProcedureMeta } from "../contract/procedure.ts";
import type { AuditEntry } from "../store/audit.ts";

/** What people do all day long has its own history (messages, notes, timeline, tickets) and would drown the rest. */
const NOT_AUDITED = new Set(["chats", "messages", "sandbox", "tests", "events", "media", "account", "tickets", "runs"]);
const NOT_AUDITED_PROCEDURES = new Set([
  "automations.saveDraft",
  "contacts.addNote",
  "contacts.upsert",
  "contacts.update",
  "imports.check",
  // Reading for which the right to write is asked.
  "imports.errors",
  "members.invitations",
  "workspaces.audit",
]);

export function auditEntry(
  path: readonly string[],
  input: unknown,
  output: unknown,
  permission: ProcedureMeta["permission"],
): AuditEntry | null {
  const action = path.join(".");
  const kind = path[0] as string;
  const changes = permission === "owner" || permission.endsWith(":write") || action === "contacts.access" || action === "exports.contacts";
  if (!changes || NOT_AUDITED.has(kind) || NOT_AUDITED_PROCEDURES.has(action) || /^(list|get|check)/.test(path.at(-1) as string))
    return null;
  const named = { ...(output as object), ...(input as object) } as Record<string, unknown>;
  const text = (key: string) => (typeof named[key] === "string" ? named[key] : null);
  return {
    action,
    objectKind: kind,
    objectId: text("id"),
    detail: Object.fromEntries(["name", "role", "email"].flatMap((key) => (text(key) ? [[key, text(key)]] : []))),
  };
}
