-- How many contacts a list had when a day began in the workspace: its growth. Counted once a day, so that changing a contact costs nothing more.
CREATE TABLE list_count (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  list_id uuid NOT NULL,
  day date NOT NULL,
  contacts integer NOT NULL,
  PRIMARY KEY (workspace_id, list_id, day),
  FOREIGN KEY (workspace_id, list_id) REFERENCES list ON DELETE CASCADE
);
