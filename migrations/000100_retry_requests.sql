-- Failed calls can be made again by hand: what was sent is kept sealed where the readable payload lost its secrets.
ALTER TABLE request ADD COLUMN sealed bytea;
CREATE INDEX request_automation ON request (workspace_id, automation_id, id) WHERE automation_id IS NOT NULL;
