-- The installation's key pair (RFC 8292): by it push services know that notices come from whom a browser let send them.
CREATE TABLE push_key (
  id int PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  public_key text NOT NULL,
  -- Sealed.
  private_key bytea NOT NULL
);

-- Browsers on which people get notices, one per session: who signs out of it gets none there.
CREATE TABLE device (
  id uuid PRIMARY KEY,
  session_id uuid NOT NULL REFERENCES session ON DELETE CASCADE,
  -- SHA-256 of the address below: a browser belongs to whoever asked last.
  endpoint_hash bytea NOT NULL UNIQUE,
  -- Sealed: the address at the push service, and the keys that notices are encrypted with (RFC 8291).
  subscription bytea NOT NULL,
  user_agent text NOT NULL,
  created_at timestamptz NOT NULL,
  last_notice_at timestamptz
);
CREATE INDEX device_by_session ON device (session_id);

-- A notice is one e-mail or goes to one device: each is tried again by itself.
ALTER TABLE notice ADD COLUMN device_id uuid REFERENCES device ON DELETE CASCADE;
DROP INDEX notice_waiting_ticket;
DROP INDEX notice_waiting_chat;
DROP INDEX notice_waiting_template;
DROP INDEX notice_waiting_channel;
CREATE UNIQUE INDEX notice_waiting_ticket ON notice (workspace_id, member_id, device_id, ticket_id, kind) NULLS NOT DISTINCT
  WHERE attempts = 0 AND ticket_id IS NOT NULL;
CREATE UNIQUE INDEX notice_waiting_chat ON notice (workspace_id, member_id, device_id, chat_id, kind) NULLS NOT DISTINCT
  WHERE attempts = 0 AND chat_id IS NOT NULL;
CREATE UNIQUE INDEX notice_waiting_template ON notice (workspace_id, member_id, device_id, template_id, kind) NULLS NOT DISTINCT
  WHERE attempts = 0 AND template_id IS NOT NULL;
CREATE UNIQUE INDEX notice_waiting_channel ON notice (workspace_id, member_id, device_id, channel_id, kind) NULLS NOT DISTINCT
  WHERE attempts = 0 AND channel_id IS NOT NULL;
-- What a device's end takes along.
CREATE INDEX notice_by_device ON notice (device_id) WHERE device_id IS NOT NULL;
