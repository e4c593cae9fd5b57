-- Who changed what. Append-only.
CREATE TABLE audit (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  id uuid NOT NULL,
  at timestamptz NOT NULL,
  -- member, api_key, system
  actor_kind text NOT NULL,
  actor_id uuid,
  actor_name text NOT NULL,
  -- The procedure of the API: `automations.publish`.
  action text NOT NULL,
  object_kind text,
  object_id text,
  detail jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (workspace_id, id)
);
