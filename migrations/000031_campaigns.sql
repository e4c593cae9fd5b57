-- Campaigns: one template, or one automation, for many contacts, at the pace the number can bear.

CREATE TABLE campaign (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  id uuid NOT NULL,
  name text NOT NULL,
  channel_id uuid,
  -- {"lists", "contacts", "segments", "exclude": {"lists", "contacts", "segments"}}, all by id.
  audience jsonb NOT NULL,
  -- Configs of the template as in send_message; two or more share the audience (A/B). Null for an automation.
  templates jsonb,
  automation_id uuid,
  -- {"at", "inContactTimeZone", "spreadMinutes"}
  schedule jsonb NOT NULL DEFAULT '{}',
  -- Contacts whom a campaign reached within so many hours are left out.
  cap_hours integer,
  state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'scheduled', 'running', 'paused', 'completed', 'cancelled')),
  -- Why it was paused by itself.
  problem text,
  -- When the first recipients are due; null for drafts.
  starts_at timestamptz,
  started_at timestamptz,
  finished_at timestamptz,
  -- The audience is written down once, in chunks of contacts in the order of their ids.
  prepared boolean NOT NULL DEFAULT false,
  prepared_up_to uuid,
  created_by uuid,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX campaign_live ON campaign (workspace_id, id) WHERE state IN ('scheduled', 'running');

CREATE TABLE campaign_recipient (
  workspace_id uuid NOT NULL,
  campaign_id uuid NOT NULL,
  contact_id uuid NOT NULL,
  -- pending; queued (its message was written, in the same transaction); started (its automation was); skipped.
  state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'queued', 'started', 'skipped')),
  -- Why it was skipped: unsubscribed, no_consent, blocked, invalid_number, missing_variable: …, frequency_cap.
  reason text,
  due_at timestamptz NOT NULL,
  -- Which of the campaign's templates.
  variant smallint NOT NULL DEFAULT 0,
  message_id uuid,
  handled_at timestamptz,
  PRIMARY KEY (workspace_id, campaign_id, contact_id),
  FOREIGN KEY (workspace_id, campaign_id) REFERENCES campaign ON DELETE CASCADE,
  FOREIGN KEY (workspace_id, contact_id) REFERENCES contact ON DELETE CASCADE
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX campaign_recipient_due ON campaign_recipient (workspace_id, campaign_id, due_at) WHERE state = 'pending';
CREATE INDEX campaign_recipient_contact ON campaign_recipient (workspace_id, contact_id, handled_at);
