-- Saved filters, texts that operators insert, and what the list of automations shows.

CREATE TABLE segment (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  id uuid NOT NULL,
  name text NOT NULL,
  filter jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, name)
);

CREATE TABLE canned_reply (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  id uuid NOT NULL,
  shortcut text NOT NULL,
  text text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, shortcut)
);

ALTER TABLE automation ADD COLUMN draft_saved_by uuid;

CREATE TABLE automation_favourite (
  workspace_id uuid NOT NULL,
  member_id uuid NOT NULL,
  automation_id uuid NOT NULL,
  PRIMARY KEY (workspace_id, member_id, automation_id),
  FOREIGN KEY (workspace_id, member_id) REFERENCES member ON DELETE CASCADE,
  FOREIGN KEY (workspace_id, automation_id) REFERENCES automation ON DELETE CASCADE
);
