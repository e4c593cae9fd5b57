-- Calls to outside systems: what signs them, and payments that were asked for.

-- Secrets by which receivers of webhooks know that we sent them (Standard Webhooks); one per workspace, made on first use.
CREATE TABLE webhook_secret (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  -- AES-256-GCM over "whsec_…", see src/store/secret.ts.
  secret bytea NOT NULL,
  -- Still signed with after a rotation, until then.
  previous bytea,
  previous_until timestamptz,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id)
);

-- What customers were asked to pay. The id is the request's.
CREATE TABLE payment (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  id uuid NOT NULL,
  contact_id uuid NOT NULL,
  connection text NOT NULL,
  -- As the provider takes it: "12.00".
  amount text NOT NULL,
  currency text NOT NULL,
  description text NOT NULL,
  -- created, approved, paid, failed.
  status text NOT NULL,
  -- The provider's ids of the order and, once paid, of the capture.
  order_id text,
  capture_id text,
  link text,
  automation_id uuid,
  run_id uuid,
  step_id text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  paid_at timestamptz,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX payment_contact ON payment (workspace_id, contact_id, created_at);
CREATE UNIQUE INDEX payment_order ON payment (workspace_id, connection, order_id) WHERE order_id IS NOT NULL;

-- Webhooks of providers that were handled: their retries have no second effect.
CREATE TABLE provider_event (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  connection_id uuid NOT NULL,
  provider_id text NOT NULL,
  type text NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, connection_id, provider_id)
);
CREATE INDEX provider_event_age ON provider_event (workspace_id, received_at);
