-- When the person said so, by WhatsApp's clock: an older answer that comes later does not count.
ALTER TABLE chat ADD COLUMN call_permission_at timestamptz;
