/** How far campaigns are and what came of them. */
import type pg from "pg";

type Client = pg.ClientBase | pg.Pool;

export interface CampaignProgress {
  recipients: number;
  pending: number;
  /** Messages written, or automations started. */
  handled: number;
  skipped: number;
}

const NONE: CampaignProgress = { recipients: 0, pending: 0, handled: 0, skipped: 0 };

/** By campaign id. */
export async function campaignProgress(client: Client, workspaceId: string, ids: string[]): Promise<Map<string, CampaignProgress>> {
  const { rows } = await client.query<CampaignProgress & { id: string }>(
    `SELECT campaign_id AS id, count(*)::int AS recipients, count(*) FILTER (WHERE state = 'pending')::int AS pending,
  count(*) FILTER (WHERE state IN ('queued', 'started'))::int AS handled, count(*) FILTER (WHERE state = 'skipped')::int AS skipped
FROM campaign_recipient WHERE workspace_id = $1 AND campaign_id = ANY($2::uuid[]) GROUP BY campaign_id`,
    [workspaceId, ids],
  );
  const found = new Map(rows.map(({ id, ...progress }) => [id, progress]));
  return new Map(ids.map((id) => [id, found.get(id) ?? NONE]));
}

export interface VariantResult {
  variant: number;
  /** Messages that left, or automations that started; each of the following includes what comes after it. */
  sent: number;
  delivered: number;
  read: number;
  /** Wrote something after the message. */
  replied: number;
  /** Pressed a quick reply of the message. */
  pressed: number;
  failed: number;
  /** Left, and nobody knows whether they arrived. */
  unknown: number;
  skipped: number;
}

export async function campaignResults(client: Client, workspaceId: string, id: string): Promise<VariantResult[]> {
  const { rows } = await client.query<VariantResult>(
    `SELECT r.variant, count(*) FILTER (WHERE r.state = 'started' OR m.status IN ('sent', 'delivered', 'read'))::int AS sent,
  count(*) FILTER (WHERE m.status IN ('delivered', 'read'))::int AS delivered, count(*) FILTER (WHERE m.status = 'read')::int AS read,
  count(*) FILTER (WHERE ch.last_inbound_at > m.sent_at)::int AS replied,
  count(*) FILTER (WHERE ch.last_inbound_at > m.sent_at AND EXISTS (SELECT FROM message p WHERE p.workspace_id = m.workspace_id AND p.chat_id = m.chat_id
    AND p.seq > m.seq AND p.direction = 'in' AND p.type = 'button_reply' AND p.reply_to_provider_id = m.provider_id))::int AS pressed,
  count(*) FILTER (WHERE m.status = 'failed')::int AS failed,
  count(*) FILTER (WHERE m.status = 'unknown')::int AS unknown, count(*) FILTER (WHERE r.state = 'skipped')::int AS skipped
FROM campaign_recipient r
LEFT JOIN message m ON m.workspace_id = r.workspace_id AND m.id = r.message_id
LEFT JOIN chat ch ON ch.workspace_id = m.workspace_id AND ch.id = m.chat_id
WHERE r.workspace_id = $1 AND r.campaign_id = $2 GROUP BY r.variant ORDER BY r.variant`,
    [workspaceId, id],
  );
  return rows;
}

export interface ReasonCount {
  kind: "failed" | "skipped";
  reason: string;
  count: number;
}

/** Why messages failed or contacts were left out, the most frequent first. */
export async function campaignReasons(client: Client, workspaceId: string, id: string): Promise<ReasonCount[]> {
  const { rows } = await client.query<ReasonCount>(
    `SELECT CASE WHEN r.state = 'skipped' THEN 'skipped' ELSE 'failed' END AS kind, coalesce(r.reason, m.error, 'unknown') AS reason, count(*)::int AS count
FROM campaign_recipient r LEFT JOIN message m ON m.workspace_id = r.workspace_id AND m.id = r.message_id
WHERE r.workspace_id = $1 AND r.campaign_id = $2 AND (r.state = 'skipped' OR m.status = 'failed') GROUP BY 1, 2 ORDER BY 3 DESC, 2 LIMIT 50`,
    [workspaceId, id],
  );
  return rows;
}
