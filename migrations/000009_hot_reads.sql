-- Indexes of what screens read all the time.
CREATE INDEX chat_unread ON chat (workspace_id, last_message_at DESC) WHERE unread_count > 0;
CREATE INDEX chat_human ON chat (workspace_id, last_message_at DESC) WHERE human_since IS NOT NULL;
CREATE INDEX message_step ON message (workspace_id, automation_id, step_id, created_at) WHERE automation_id IS NOT NULL;
CREATE INDEX hook_call_at ON hook_call (workspace_id, hook_id, at DESC);
CREATE INDEX ticket_updated ON ticket (workspace_id, created_at DESC, id);
