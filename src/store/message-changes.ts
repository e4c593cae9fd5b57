/** What people do to messages already in the chat: react, edit, delete. Unknown messages are left alone. */
import type pg from "pg";
import type { Json } from "../domain/json.ts";

export type MessageChange = { workspaceId: string; channelId: string; providerId: string; at: number } & (
  | { kind: "reaction"; emoji: string | null }
  | { kind: "edited"; text: string; content: Json }
  | { kind: "revoked" }
);

const COLUMNS = `json_to_recordset($1::json) AS r("workspaceId" uuid, "channelId" uuid, "providerId" text, at float8, kind text, emoji text, text text, content jsonb)`;

const APPLY = `
UPDATE message m SET
  reactions = CASE WHEN r.kind <> 'reaction' THEN m.reactions
    WHEN r.emoji IS NULL THEN m.reactions - 'contact' ELSE coalesce(m.reactions, '{}') || jsonb_build_object('contact', r.emoji) END,
  text = CASE WHEN r.kind = 'edited' THEN r.text ELSE m.text END,
  content = CASE WHEN r.kind = 'edited' THEN r.content ELSE m.content END,
  edited_at = CASE WHEN r.kind = 'edited' THEN to_timestamp(r.at / 1000.0) ELSE m.edited_at END,
  revoked_at = CASE WHEN r.kind = 'revoked' THEN to_timestamp(r.at / 1000.0) ELSE m.revoked_at END
FROM ${COLUMNS}
JOIN provider_message p ON p.workspace_id = r."workspaceId" AND p.channel_id = r."channelId" AND p.provider_id = r."providerId"
WHERE m.workspace_id = p.workspace_id AND m.id = p.message_id`;

/** One statement can change a row only once: several changes of one message go one after the other. */
export async function applyMessageChanges(client: pg.ClientBase, changes: MessageChange[]): Promise<void> {
  let rest = changes;
  while (rest.length > 0) {
    const round = new Map<string, MessageChange>();
    const later: MessageChange[] = [];
    for (const change of rest) {
      const key = `${change.channelId}\n${change.providerId}`;
      if (round.has(key)) later.push(change);
      else round.set(key, change);
    }
    await client.query({ name: "apply-message-changes", text: APPLY, values: [JSON.stringify([...round.values()])] });
    rest = later;
  }
}
