/** What an agent may know of a customer: this one's chat, orders and payments, never anybody else's. */
import type pg from "pg";
import type { ChatAi } from "../automation/state.ts";
import type { Json, JsonObject } from "../domain/json.ts";

export interface ConversationMessage {
  direction: "in" | "out";
  type: string;
  text: string;
}

/** The chat's latest messages, oldest first; what never reached the customer is left out, and so is what either took back. */
export async function readConversation(pool: pg.Pool, workspaceId: string, chatId: string, limit: number): Promise<ConversationMessage[]> {
  const { rows } = await pool.query<ConversationMessage>(
    `SELECT direction, type, text FROM (
  SELECT seq, direction, type, text FROM message WHERE workspace_id = $1 AND chat_id = $2 AND type NOT IN ('reaction', 'unsupported')
    AND status NOT IN ('failed', 'dropped') AND revoked_at IS NULL ORDER BY seq DESC LIMIT $3
) m ORDER BY seq`,
    [workspaceId, chatId, limit],
  );
  return rows;
}

export interface TurnChat {
  ai: ChatAi | null;
  humanSince: number | null;
  contact: {
    id: string;
    phone: string | null;
    firstName: string | null;
    language: string | null;
    timeZone: string | null;
    blocked: boolean;
    aiEnabled: boolean;
  };
}

/** The chat as it is now, without any lock: what is decided by it is decided again under one. */
export async function readTurnChat(pool: pg.Pool, workspaceId: string, chatId: string): Promise<TurnChat | null> {
  const { rows } = await pool.query(
    `SELECT h.ai, (extract(epoch FROM h.human_since) * 1000)::float8 AS "humanSince", json_build_object('id', c.id, 'phone', c.phone, 'firstName', c.first_name,
  'language', c.language, 'timeZone', c.time_zone, 'blocked', c.blocked, 'aiEnabled', c.ai_enabled) AS contact
FROM chat h JOIN contact c ON c.workspace_id = h.workspace_id AND c.id = h.contact_id WHERE h.workspace_id = $1 AND h.id = $2`,
    [workspaceId, chatId],
  );
  return rows[0] ?? null;
}

/** Orders of this contact: what shops told its automations, what it ordered in the chat, what it was asked to pay. Newest first. */
export async function readOrders(pool: pg.Pool, workspaceId: string, contactId: string): Promise<JsonObject[]> {
  const { rows } = await pool.query<{ at: Date; kind: string; data: Json }>(
    `SELECT at, kind, data FROM (
  SELECT started_at AS at, 'order' AS kind, trigger->'order' AS data FROM run WHERE workspace_id = $1 AND contact_id = $2 AND jsonb_typeof(trigger->'order') = 'object'
  UNION ALL
  SELECT coalesce(changed_at, seen_at), 'shop_order', jsonb_build_object('id', id) || state FROM shop_object WHERE workspace_id = $1 AND contact_id = $2 AND kind = 'order'
  UNION ALL
  SELECT created_at, 'catalogue_order', content->'items' FROM message WHERE workspace_id = $1 AND contact_id = $2 AND type = 'order' AND direction = 'in'
  UNION ALL
  SELECT created_at, 'payment', jsonb_build_object('amount', amount, 'currency', currency, 'description', description, 'status', status)
    FROM payment WHERE workspace_id = $1 AND contact_id = $2
) o ORDER BY at DESC LIMIT 20`,
    [workspaceId, contactId],
  );
  return rows.map(({ at, kind, data }) => ({ at: at.toISOString(), kind, data }));
}

/** What the customer had written since the answer before this one; empty where it was no answer. */
export async function findQuestionBefore(pool: pg.Pool, workspaceId: string, messageId: string): Promise<string> {
  const { rows } = await pool.query<{ text: string }>(
    `SELECT q.text FROM message a JOIN message q ON q.workspace_id = a.workspace_id AND q.chat_id = a.chat_id AND q.seq < a.seq AND q.direction = 'in' AND q.text <> ''
WHERE a.workspace_id = $1 AND a.id = $2 AND q.seq > coalesce((SELECT max(o.seq) FROM message o WHERE o.workspace_id = a.workspace_id AND o.chat_id = a.chat_id
  AND o.direction = 'out' AND o.seq < a.seq AND o.sender NOT IN ('automation', 'campaign')), 0)
ORDER BY q.seq DESC LIMIT 5`,
    [workspaceId, messageId],
  );
  return rows
    .map(({ text }) => text)
    .reverse()
    .join("\n");
}
