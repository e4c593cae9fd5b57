import { tryRender } from "../../automation/template.ts";
import { renderScript, type VoiceScript } from "../../domain/voice-agent.ts";
import type { Db } from "../../store/db.ts";

/** A script with its variables filled in, outside of a run: for callers and for test calls. A text that cannot be rendered is said as it is. */
export async function fillScript(db: Db, workspaceId: string, contactId: string, script: VoiceScript): Promise<VoiceScript> {
  const contact = await db
    .selectFrom("contact")
    .innerJoin("workspace", "workspace.id", "contact.workspace_id")
    .select(["first_name", "last_name", "phone", "email", "language", "fields", "workspace.name as workspace"])
    .where("workspace_id", "=", workspaceId)
    .where("contact.id", "=", contactId)
    .executeTakeFirst();
  if (!contact) return script;
  const { workspace, ...person } = contact;
  const name = [person.first_name, person.last_name].filter(Boolean).join(" ");
  const variables = { contact: { ...person, name }, workspace: { name: workspace } };
  return renderScript(script, (text) => {
    const rendered = tryRender(text, variables);
    return rendered.ok ? rendered.text : text;
  });
}
