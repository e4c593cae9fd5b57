-- Whose turn it is, per step that assigns operators in rotation.
CREATE TABLE rotation (
  workspace_id uuid NOT NULL,
  automation_id uuid NOT NULL,
  step_id text NOT NULL,
  turn bigint NOT NULL,
  PRIMARY KEY (workspace_id, automation_id, step_id),
  FOREIGN KEY (workspace_id, automation_id) REFERENCES automation ON DELETE CASCADE
);
CREATE INDEX contact_operators ON contact USING gin (operator_ids) WITH (fastupdate = on);
