/** Many contacts, chats and messages, straight into the tables: through the API it would take hours. */
import type pg from "pg";

interface Wanted {
  workspaceId: string;
  channelId: string;
  contacts: number;
  chats: number;
}

/** Names of letters and digits, so that three of them are as rare as in real names. */
export async function fill(pool: pg.Pool, { workspaceId, channelId, contacts, chats }: Wanted): Promise<void> {
  await pool.query(
    `INSERT INTO contact (workspace_id, id, phone, first_name, last_name, email, consent, tag_ids, list_ids, created_at, last_seen_at, updated_at)
     SELECT $1, gen_random_uuid(), '+39333' || lpad(i::text, 7, '0'), substr(md5(i::text), 1, 6), substr(md5((i * 7)::text), 1, 8),
       CASE WHEN i % 3 = 0 THEN 'p' || i || '@example.com' END, CASE WHEN i % 2 = 0 THEN 'subscribed' ELSE 'not_declared' END,
       CASE WHEN i % 100 = 0 THEN ARRAY[(SELECT id FROM tag WHERE workspace_id = $1 AND name = 'VIP')] ELSE '{}' END,
       CASE WHEN i % 4 = 0 THEN ARRAY[(SELECT id FROM list WHERE workspace_id = $1 LIMIT 1)] ELSE '{}' END,
       now() - i * interval '20 seconds', CASE WHEN i % 5 = 0 THEN now() - i * interval '10 seconds' END, now()
     FROM generate_series(1, $2::int) i`,
    [workspaceId, contacts],
  );
  await pool.query(
    `INSERT INTO chat (workspace_id, id, contact_id, channel_id, unread_count, last_message_at, last_inbound_at, window_expires_at, created_at)
     SELECT $1, gen_random_uuid(), c.id, $2, CASE WHEN row_number() OVER () % 50 = 0 THEN 2 ELSE 0 END, c.created_at, c.created_at,
       c.created_at + interval '1 day', c.created_at
     FROM (SELECT id, created_at FROM contact WHERE workspace_id = $1 ORDER BY created_at DESC LIMIT $3) c`,
    [workspaceId, channelId, chats],
  );
  await pool.query(
    `INSERT INTO message (workspace_id, id, chat_id, contact_id, channel_id, direction, type, text, content, status, sender, created_at)
     SELECT h.workspace_id, gen_random_uuid(), h.id, h.contact_id, h.channel_id, CASE WHEN n = 1 THEN 'in' ELSE 'out' END, 'text', w.text,
       jsonb_build_object('type', 'text', 'text', w.text), CASE WHEN n = 1 THEN 'received' ELSE 'read' END,
       CASE WHEN n = 1 THEN 'contact' ELSE 'operator' END, h.last_message_at - (3 - n) * interval '1 minute'
     FROM chat h, generate_series(1, 2) n,
       LATERAL (SELECT CASE WHEN abs(hashtext(h.id::text)) % 500 = 0 THEN 'White tulips, please' ELSE 'Good morning ' || substr(md5(h.id::text), 1, 8) END AS text) w
     WHERE h.workspace_id = $1`,
    [workspaceId],
  );
  await pool.query("VACUUM (ANALYZE) contact");
  await pool.query("VACUUM (ANALYZE) chat");
  await pool.query("VACUUM (ANALYZE) message");
}
