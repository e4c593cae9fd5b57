-- Addresses that are told what happens in a workspace, and each telling.

-- PayPal's webhooks name only the connection.
CREATE UNIQUE INDEX connection_id ON connection (id);

CREATE TABLE event_webhook (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  id uuid NOT NULL,
  name text NOT NULL,
  url text NOT NULL,
  -- message.received, run.completed, …; see src/domain/webhook-event.ts.
  types text[] NOT NULL,
  -- active, disabled.
  status text NOT NULL DEFAULT 'active',
  status_detail text,
  -- Of its own, so that receivers cannot imitate each other. AES-256-GCM over "whsec_…".
  secret bytea NOT NULL,
  previous bytea,
  previous_until timestamptz,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, id)
);

-- Up to where the workspace's happenings have been turned into deliveries.
CREATE TABLE event_cursor (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  message_seq bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (workspace_id)
);

CREATE TABLE event_delivery (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  webhook_id uuid NOT NULL,
  type text NOT NULL,
  -- The whole envelope {type, timestamp, data}: what is replayed is what was sent.
  body jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, webhook_id) REFERENCES event_webhook ON DELETE CASCADE
);
CREATE INDEX event_delivery_webhook ON event_delivery (workspace_id, webhook_id, created_at DESC);
