-- API keys (better-auth's plugin keeps only hashes) and invitations.

CREATE TABLE api_key (
  id uuid PRIMARY KEY,
  -- Set right after better-auth made the row; a key without a workspace opens nothing.
  workspace_id uuid REFERENCES workspace ON DELETE CASCADE,
  config_id text NOT NULL DEFAULT 'default',
  name text,
  start text,
  prefix text,
  -- The person who made it.
  reference_id text NOT NULL,
  key text NOT NULL,
  refill_interval integer,
  refill_amount integer,
  last_refill_at timestamptz,
  enabled boolean DEFAULT true,
  rate_limit_enabled boolean DEFAULT true,
  rate_limit_time_window bigint,
  rate_limit_max integer,
  request_count integer DEFAULT 0,
  remaining integer,
  last_request timestamptz,
  expires_at timestamptz,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  -- {"parola": ["contacts:read", …]}
  permissions text,
  metadata text
);
CREATE UNIQUE INDEX api_key_key ON api_key (key);
CREATE INDEX api_key_workspace ON api_key (workspace_id);
CREATE INDEX api_key_reference ON api_key (reference_id);
CREATE INDEX api_key_config ON api_key (config_id);

CREATE TABLE invitation (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  id uuid NOT NULL,
  -- SHA-256 of the link's token, by which it is found before the workspace is known; the token itself is sealed, to show the link again.
  token_hash bytea NOT NULL,
  token bytea NOT NULL,
  email text,
  role text NOT NULL,
  invited_by uuid NOT NULL,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX invitation_token ON invitation (token_hash);
