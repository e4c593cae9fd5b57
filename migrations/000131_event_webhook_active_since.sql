-- When an address was made, switched on or moved: what it refused before that says nothing about it as it is now.
ALTER TABLE event_webhook ADD COLUMN active_since timestamptz;
UPDATE event_webhook SET active_since = created_at;
ALTER TABLE event_webhook ALTER COLUMN active_since SET NOT NULL;
