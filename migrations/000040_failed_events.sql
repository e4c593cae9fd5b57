-- Events that the engine cannot handle, kept with the reason: one of them must not keep all others from being handled.
CREATE TABLE failed_event (
  workspace_id uuid NOT NULL,
  seq bigint NOT NULL,
  contact_key text NOT NULL,
  contact_id uuid,
  channel_id uuid,
  type text NOT NULL,
  payload jsonb NOT NULL,
  occurred_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  error text NOT NULL,
  failed_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, seq)
);
