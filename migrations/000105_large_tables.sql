-- The table of contacts by name, a million of them. Not by `last_seen_at`: that changes with every message, and an index on it would
-- make each of those updates touch every index of the row.
CREATE INDEX contact_first_name ON contact (workspace_id, coalesce(lower(first_name), ''), id);

-- The figures beside the views of the inbox are asked for after every message.
CREATE INDEX chat_unread ON chat (workspace_id) WHERE unread_count > 0;
CREATE INDEX chat_human ON chat (workspace_id) WHERE human_since IS NOT NULL;
CREATE INDEX contact_assigned ON contact (workspace_id, id) WHERE operator_ids <> '{}';
