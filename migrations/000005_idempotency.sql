-- Answers to requests that carried an Idempotency-Key, given again to a repetition. Deleted after a day.
CREATE TABLE idempotency_key (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  -- Who asked: one client's keys mean nothing to another's.
  actor text NOT NULL,
  key text NOT NULL,
  -- SHA-256 of method, path and body.
  fingerprint bytea NOT NULL,
  -- Null while the first request is still being carried out.
  status integer,
  content_type text,
  body bytea,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, actor, key)
);
CREATE INDEX idempotency_key_age ON idempotency_key (created_at);
