-- Indexes of what screens read all the time; tables the engine writes for every message get as few as possible.
CREATE INDEX message_step ON message (workspace_id, automation_id, step_id, created_at) WHERE automation_id IS NOT NULL;
CREATE INDEX hook_call_at ON hook_call (workspace_id, hook_id, at DESC);
CREATE INDEX ticket_created ON ticket (workspace_id, created_at DESC, id);
CREATE INDEX consent_log_at ON consent_log (workspace_id, contact_id, at DESC);
