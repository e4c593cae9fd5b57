-- Saved tests of an automation: scenario files that are played on its draft.
CREATE TABLE automation_scenario (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  automation_id uuid NOT NULL,
  name text NOT NULL,
  -- The whole file, as `npm run scenario` plays it.
  content text NOT NULL,
  -- Name of the automation in the file whose place the draft takes.
  subject text NOT NULL,
  last_result text CHECK (last_result IN ('passed', 'failed')),
  -- { line, expected, found } of the last run that failed.
  last_failure jsonb,
  last_run_at timestamptz,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, automation_id, name),
  FOREIGN KEY (workspace_id, automation_id) REFERENCES automation ON DELETE CASCADE
);
