-- Contacts from CSV files. The file's rows lie here until the import is done or forgotten, so that any worker can go on with it.

CREATE TABLE contact_import (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  id uuid NOT NULL,
  filename text NOT NULL,
  state text NOT NULL,
  columns jsonb NOT NULL,
  delimiter text NOT NULL,
  options jsonb,
  rows integer NOT NULL,
  processed integer NOT NULL DEFAULT 0,
  created integer NOT NULL DEFAULT 0,
  updated integer NOT NULL DEFAULT 0,
  skipped integer NOT NULL DEFAULT 0,
  failed integer NOT NULL DEFAULT 0,
  error text,
  created_by uuid,
  created_at timestamptz NOT NULL,
  finished_at timestamptz,
  PRIMARY KEY (workspace_id, id)
);

CREATE TABLE contact_import_row (
  workspace_id uuid NOT NULL,
  import_id uuid NOT NULL,
  row integer NOT NULL,
  cells text[] NOT NULL,
  contact_id uuid,
  -- created, updated, skipped, failed; null: not yet handled.
  outcome text,
  error jsonb,
  -- What an updated contact was before, for the undo.
  before jsonb,
  PRIMARY KEY (workspace_id, import_id, row),
  FOREIGN KEY (workspace_id, import_id) REFERENCES contact_import ON DELETE CASCADE
);
CREATE INDEX contact_import_row_error ON contact_import_row (workspace_id, import_id, row) WHERE error IS NOT NULL;
