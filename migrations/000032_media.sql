-- Files of customers are fetched by a job; files of ours are handed to the provider once per number.

ALTER TABLE media
  ADD COLUMN attempts integer NOT NULL DEFAULT 0,
  -- When a pending file is tried next; null: at once.
  ADD COLUMN due_at timestamptz;
CREATE INDEX media_pending ON media (workspace_id, coalesce(due_at, created_at)) WHERE status = 'pending';

CREATE TABLE media_upload (
  workspace_id uuid NOT NULL,
  media_id uuid NOT NULL,
  -- What one number uploaded, another cannot send.
  channel_id uuid NOT NULL,
  provider_media_id text NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, media_id, channel_id),
  FOREIGN KEY (workspace_id, media_id) REFERENCES media ON DELETE CASCADE,
  FOREIGN KEY (workspace_id, channel_id) REFERENCES channel ON DELETE CASCADE
);
