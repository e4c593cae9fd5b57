-- When date conditions come true. Planned when a value or an automation changes, so that a million birthdays cost one indexed
-- look at the next due instant and no scan a day.

CREATE TABLE date_plan (
  workspace_id uuid NOT NULL,
  contact_id uuid NOT NULL,
  automation_id uuid NOT NULL,
  trigger_id text NOT NULL,
  -- The field's value it was computed from.
  value text NOT NULL,
  -- Null: nothing lies ahead; the row remembers that the occurrence has had its start.
  due_at timestamptz,
  -- The latest occurrence that was settled: started, or skipped after a long downtime.
  settled_at timestamptz,
  -- The contact first: planning a contact and erasing one are ranges of the key; only the rare removal of an automation scans.
  PRIMARY KEY (workspace_id, contact_id, automation_id, trigger_id),
  FOREIGN KEY (workspace_id, contact_id) REFERENCES contact ON DELETE CASCADE,
  FOREIGN KEY (workspace_id, automation_id) REFERENCES automation ON DELETE CASCADE
) WITH (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX date_plan_due ON date_plan (workspace_id, due_at) WHERE due_at IS NOT NULL;

-- Workspaces whose contacts must all be planned anew (an automation was activated, the time zone changed), in chunks.
CREATE TABLE date_planning (
  workspace_id uuid PRIMARY KEY REFERENCES workspace ON DELETE CASCADE,
  -- Occurrences after this instant count, although the chunk that plans them comes later.
  since timestamptz NOT NULL,
  -- Contacts up to here are done.
  after_contact_id uuid,
  chunks integer NOT NULL DEFAULT 0
);
