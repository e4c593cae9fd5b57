/** What a refusal of WhatsApp stops beyond its message: a number, all numbers of the workspace, a template. */
import type pg from "pg";
import { insertTemplateNotices } from "./notices.ts";
import { notifyWork } from "./notify.ts";
import type { SendingChannel } from "./sending.ts";

export async function stopChannels(
  client: pg.ClientBase,
  channel: SendingChannel,
  whole: "channel" | "workspace",
  reason: string,
): Promise<void> {
  await client.query(
    `UPDATE channel SET status = 'stopped', stopped_reason = $3 WHERE workspace_id = $1 AND ($2::uuid IS NULL OR id = $2) AND status = 'active'`,
    [channel.workspaceId, whole === "channel" ? channel.channelId : null, reason],
  );
  await notifyWork(client, {}, [{ w: channel.workspaceId, t: "channel.changed", id: channel.channelId }]);
}

export interface TemplateStop {
  workspaceId: string;
  template: string;
  language: string;
  reason: string;
  now: number;
}

/** A template that Meta refuses is not tried again until its status changes. */
export async function stopTemplate(client: pg.ClientBase, { workspaceId, template, language, reason, now }: TemplateStop): Promise<void> {
  const { rows } = await client.query<{ templateId: string; before: string }>(
    `UPDATE template_version v SET status = 'paused', stopped_reason = $4, updated_at = now()
FROM template t JOIN template_version old ON old.workspace_id = t.workspace_id AND old.template_id = t.id AND old.language = $3
WHERE t.workspace_id = $1 AND t.name = $2 AND v.workspace_id = old.workspace_id AND v.id = old.id RETURNING t.id AS "templateId", old.status AS before`,
    [workspaceId, template, language, reason],
  );
  await insertTemplateNotices(
    client,
    rows.filter(({ before }) => before !== "paused").map(({ templateId }) => ({ workspaceId, templateId, at: now })),
  );
  await client.query("UPDATE workspace SET revision = revision + 1 WHERE id = $1", [workspaceId]);
  await notifyWork(client, {}, [{ w: workspaceId, t: "template.changed" }]);
}
