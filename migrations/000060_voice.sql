-- The telephone: voice agents, calls made and received, and who may be called on WhatsApp.

CREATE TABLE voice_agent (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  id uuid NOT NULL,
  name text NOT NULL,
  -- The account whose number it calls from; null until one is chosen, and after it was deleted.
  connection_id uuid,
  -- What it says and asks, see src/domain/voice-agent.ts.
  settings jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, name),
  FOREIGN KEY (workspace_id, connection_id) REFERENCES connection (workspace_id, id) ON DELETE SET NULL (connection_id)
);

-- Calls we placed (the id is then the request's) and calls of customers.
CREATE TABLE call (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  id uuid NOT NULL,
  contact_id uuid NOT NULL,
  direction text NOT NULL CHECK (direction IN ('inbound', 'outbound')),
  -- twilio, whatsapp.
  provider text NOT NULL,
  connection_id uuid,
  -- The WhatsApp number, for calls on WhatsApp.
  channel_id uuid,
  -- The agent and its name then; null where none speaks.
  agent_id uuid,
  agent text,
  provider_id text,
  phone text,
  -- planned: written down, nothing sent. placing: the request may have left. unknown: nobody can say whether it was placed.
  -- Then queued, ringing, in_progress, ended.
  state text NOT NULL,
  -- Highest number of the provider's news so far: older news changes nothing.
  sequence integer NOT NULL DEFAULT -1,
  -- human, machine.
  answered_by text,
  -- What the customer's answer stands for; the outcome once the call has ended.
  answer text,
  outcome text,
  -- Why it is no success: busy, machine, the provider's code …
  reason text,
  digits text,
  speech text,
  summary text,
  -- Seconds.
  duration integer,
  automation_id uuid,
  run_id uuid,
  step_id text,
  -- How many automations deep the cause lies.
  depth integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  answered_at timestamptz,
  ended_at timestamptz,
  PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX call_provider ON call (workspace_id, provider, provider_id) WHERE provider_id IS NOT NULL;
CREATE INDEX call_contact ON call (workspace_id, contact_id, created_at DESC, id DESC);
CREATE INDEX call_recent ON call (workspace_id, created_at DESC, id DESC);

-- Whether the customer lets this number call on WhatsApp: accepted or rejected; null: never asked. Without an instant it holds for ever.
ALTER TABLE chat ADD COLUMN call_permission text, ADD COLUMN call_permission_until timestamptz;
