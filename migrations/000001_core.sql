-- The core: workspaces, people, contacts, chats, automations and the engine's queues.
-- Every key starts with workspace_id, so that the tables can be distributed by it; `src/store/schema.test.ts` holds that.
-- Ids are UUIDv7 made by the application: one round trip writes a whole graph of rows, and new rows stay together on disk.

CREATE TABLE workspace (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  slug text NOT NULL UNIQUE,
  logo text,
  metadata text,
  settings jsonb NOT NULL DEFAULT '{}',
  -- Raised by every change that a decision could depend on; caches compare it.
  revision bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE app_user (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  email text NOT NULL UNIQUE,
  email_verified boolean NOT NULL DEFAULT false,
  image text,
  two_factor_enabled boolean NOT NULL DEFAULT false,
  locale text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

-- Operators are members: a person in a workspace with a role.
CREATE TABLE member (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  id uuid NOT NULL,
  user_id uuid NOT NULL REFERENCES app_user ON DELETE CASCADE,
  role text NOT NULL,
  disabled boolean NOT NULL DEFAULT false,
  settings jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, user_id)
);

CREATE TABLE channel (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  id uuid NOT NULL,
  -- whatsapp: a number at Meta; sandbox: the phone on screen, same wire format.
  kind text NOT NULL CHECK (kind IN ('whatsapp', 'sandbox')),
  name text NOT NULL,
  phone text,
  phone_number_id text NOT NULL,
  waba_id text,
  graph_version text,
  -- AES-256-GCM, see src/store/secret.ts.
  access_token bytea,
  app_secret bytea,
  verify_token text,
  status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'stopped')),
  -- Why it was stopped, and until when if that is known.
  stopped_reason text,
  stopped_until timestamptz,
  quality text,
  messaging_limit text,
  -- Messages per second that Meta allows this number.
  throughput integer NOT NULL DEFAULT 80,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace_id, id)
);
-- Webhooks name only this: the one look-up across workspaces (a reference table when distributed).
CREATE UNIQUE INDEX channel_phone_number_id ON channel (phone_number_id);

CREATE TABLE tag (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  id uuid NOT NULL,
  name text NOT NULL,
  category text,
  colour text,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, name)
);

CREATE TABLE list (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  id uuid NOT NULL,
  name text NOT NULL,
  description text,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, name)
);

CREATE TABLE field (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  id uuid NOT NULL,
  code text NOT NULL,
  label text NOT NULL,
  type text NOT NULL CHECK (type IN ('text', 'long_text', 'number', 'date', 'datetime', 'boolean', 'choice', 'json')),
  choices text[],
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, code)
);

-- Memberships are arrays of ids on the contact: one row read and one row written per contact and batch.
CREATE TABLE contact (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  id uuid NOT NULL,
  phone text,
  first_name text,
  last_name text,
  email text,
  language text,
  time_zone text,
  notes text,
  username text,
  consent text NOT NULL DEFAULT 'not_declared' CHECK (consent IN ('not_declared', 'subscribed', 'unsubscribed')),
  blocked boolean NOT NULL DEFAULT false,
  -- False once the provider said that the number is not on WhatsApp.
  reachable boolean NOT NULL DEFAULT true,
  ai_enabled boolean NOT NULL DEFAULT true,
  fields jsonb NOT NULL DEFAULT '{}',
  tag_ids uuid[] NOT NULL DEFAULT '{}',
  list_ids uuid[] NOT NULL DEFAULT '{}',
  operator_ids uuid[] NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL,
  last_seen_at timestamptz,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, id)
) WITH (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX contact_phone ON contact (workspace_id, phone);
CREATE INDEX contact_email ON contact (workspace_id, lower(email)) WHERE email IS NOT NULL;
CREATE INDEX contact_tags ON contact USING gin (tag_ids) WITH (fastupdate = on);
CREATE INDEX contact_lists ON contact USING gin (list_ids) WITH (fastupdate = on);

-- How providers name a person. kind: wa_id (digits) or user_id (business-scoped id).
CREATE TABLE contact_identity (
  workspace_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('wa_id', 'user_id')),
  value text NOT NULL,
  contact_id uuid NOT NULL,
  PRIMARY KEY (workspace_id, kind, value),
  FOREIGN KEY (workspace_id, contact_id) REFERENCES contact ON DELETE CASCADE
);
CREATE INDEX contact_identity_contact ON contact_identity (workspace_id, contact_id);

CREATE TABLE consent_log (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  contact_id uuid NOT NULL,
  "from" text NOT NULL,
  "to" text NOT NULL,
  source text NOT NULL,
  text text,
  message_id uuid,
  at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, contact_id, id)
);

CREATE TABLE chat (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  contact_id uuid NOT NULL,
  channel_id uuid NOT NULL,
  unread_count integer NOT NULL DEFAULT 0,
  last_message_at timestamptz,
  last_inbound_at timestamptz,
  window_expires_at timestamptz,
  -- Since when a person has taken the chat over from bot and AI.
  human_since timestamptz,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, contact_id, channel_id),
  FOREIGN KEY (workspace_id, contact_id) REFERENCES contact ON DELETE CASCADE
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX chat_last_message ON chat (workspace_id, last_message_at DESC);

CREATE TABLE message (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  -- The order in the chat. Rows of one contact are written under its lock, so this is also the order of events.
  seq bigint GENERATED BY DEFAULT AS IDENTITY,
  chat_id uuid NOT NULL,
  contact_id uuid NOT NULL,
  channel_id uuid NOT NULL,
  direction text NOT NULL CHECK (direction IN ('in', 'out')),
  type text NOT NULL,
  text text NOT NULL DEFAULT '',
  content jsonb NOT NULL,
  -- in: received; out: queued, sending, sent, delivered, read, failed, unknown, dropped.
  status text NOT NULL,
  error text,
  error_detail text,
  provider_id text,
  reply_to_provider_id text,
  -- contact, automation, operator, campaign, ai, phone_app, api.
  sender text NOT NULL,
  automation_id uuid,
  run_id uuid,
  step_id text,
  operator_id uuid,
  campaign_id uuid,
  -- Why an inbound message did what it did.
  dispatch jsonb,
  pricing jsonb,
  -- Emoji by who reacted: {"contact": "👍", "business": "❤️"}.
  reactions jsonb,
  edited_at timestamptz,
  revoked_at timestamptz,
  sent_at timestamptz,
  delivered_at timestamptz,
  read_at timestamptz,
  failed_at timestamptz,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, id)
) WITH (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX message_chat ON message (workspace_id, chat_id, seq);
-- The provider's retries are recognised by this.
CREATE UNIQUE INDEX message_provider_id ON message (workspace_id, channel_id, provider_id) WHERE provider_id IS NOT NULL;

-- Messages that wait to leave. Small and hot: a row lives from queueing to the provider's answer.
CREATE TABLE outbox (
  workspace_id uuid NOT NULL,
  channel_id uuid NOT NULL,
  seq bigint GENERATED BY DEFAULT AS IDENTITY,
  message_id uuid NOT NULL,
  chat_id uuid NOT NULL,
  contact_id uuid NOT NULL,
  -- queued: may leave now; deferred: not before due_at; sending: handed to the network, outcome not yet written.
  state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'deferred', 'sending')),
  due_at timestamptz NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  run_id uuid,
  -- Sent templates and marketing are checked again at send time.
  template text,
  marketing boolean NOT NULL DEFAULT false,
  free boolean NOT NULL DEFAULT true,
  -- A path waits for the outcome: write a message_result event.
  awaited boolean NOT NULL DEFAULT false,
  content jsonb NOT NULL,
  PRIMARY KEY (workspace_id, channel_id, seq)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);
-- Contacts that must wait: one of their messages is on the wire or deferred, and the order holds.
CREATE INDEX outbox_busy ON outbox (workspace_id, channel_id, state, due_at) INCLUDE (contact_id) WHERE state <> 'queued';

CREATE TABLE media (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  channel_id uuid,
  message_id uuid,
  provider_media_id text,
  mime_type text,
  filename text,
  size bigint,
  sha256 text,
  -- pending, stored, failed.
  status text NOT NULL,
  error text,
  storage_key text,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, id)
);

CREATE TABLE note (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  contact_id uuid NOT NULL,
  text text NOT NULL,
  author_id uuid,
  automation_id uuid,
  run_id uuid,
  step_id text,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, contact_id, id)
);

CREATE TABLE template (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  id uuid NOT NULL,
  channel_id uuid,
  name text NOT NULL,
  category text NOT NULL CHECK (category IN ('marketing', 'utility', 'authentication')),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, name)
);

CREATE TABLE template_version (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  template_id uuid NOT NULL,
  language text NOT NULL,
  -- draft, pending, approved, rejected, paused, disabled, …
  status text NOT NULL,
  definition jsonb NOT NULL,
  provider_id text,
  rejected_reason text,
  quality text,
  stopped_reason text,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, template_id, language),
  FOREIGN KEY (workspace_id, template_id) REFERENCES template ON DELETE CASCADE
);

CREATE TABLE automation (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  id uuid NOT NULL,
  name text NOT NULL,
  description text,
  state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'active', 'paused')),
  draft jsonb NOT NULL,
  -- Raised by every save; a save names the one it was made from.
  draft_revision integer NOT NULL DEFAULT 1,
  published_version_id uuid,
  folder text,
  activated_at timestamptz,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, name)
);

-- Immutable. references maps names to ids as they were at publishing, so that renaming an object breaks nothing.
CREATE TABLE automation_version (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  automation_id uuid NOT NULL,
  number integer NOT NULL,
  document jsonb NOT NULL,
  "references" jsonb NOT NULL DEFAULT '{}',
  -- For steps that earlier versions had and this one has not: where a run that waited there goes on.
  successors jsonb NOT NULL DEFAULT '{}',
  published_by uuid,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, automation_id, number),
  FOREIGN KEY (workspace_id, automation_id) REFERENCES automation ON DELETE CASCADE
);

-- The start steps of published versions, one row per trigger and exact phrase.
CREATE TABLE automation_trigger (
  workspace_id uuid NOT NULL,
  automation_id uuid NOT NULL,
  trigger_id text NOT NULL,
  type text NOT NULL,
  -- Normalised; '' for triggers without exact phrases.
  phrase text NOT NULL DEFAULT '',
  active boolean NOT NULL,
  PRIMARY KEY (workspace_id, automation_id, trigger_id, phrase),
  FOREIGN KEY (workspace_id, automation_id) REFERENCES automation ON DELETE CASCADE
);
-- One exact phrase starts one active automation, whoever activates at the same time.
CREATE UNIQUE INDEX automation_trigger_phrase ON automation_trigger (workspace_id, phrase) WHERE active AND phrase <> '';

-- The URL and secret of an integration trigger; kept over versions.
CREATE TABLE hook (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  automation_id uuid NOT NULL,
  trigger_id text NOT NULL,
  secret bytea NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, automation_id, trigger_id),
  FOREIGN KEY (workspace_id, automation_id) REFERENCES automation ON DELETE CASCADE
);
CREATE UNIQUE INDEX hook_id ON hook (id);

CREATE TABLE hook_call (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  hook_id uuid NOT NULL,
  idempotency_key text,
  status integer NOT NULL,
  body jsonb,
  answer jsonb,
  at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, hook_id, id)
);
CREATE UNIQUE INDEX hook_call_idempotency ON hook_call (workspace_id, hook_id, idempotency_key) WHERE idempotency_key IS NOT NULL;

-- What happened to a contact and is not yet handled: the engine's inbox. Rows are deleted when handled.
CREATE TABLE event (
  workspace_id uuid NOT NULL,
  seq bigint GENERATED BY DEFAULT AS IDENTITY,
  -- Serialises the events of one contact before it is known: "c:" + contact id, or "w:" + the provider's name for the person.
  contact_key text NOT NULL,
  contact_id uuid,
  channel_id uuid,
  type text NOT NULL,
  payload jsonb NOT NULL,
  -- The provider's stamp, and when it reached us.
  occurred_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, seq)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);

-- What happened to a channel: delivery statuses, templates, account; what nobody understands is kept here.
CREATE TABLE channel_event (
  workspace_id uuid NOT NULL,
  seq bigint GENERATED BY DEFAULT AS IDENTITY,
  channel_id uuid NOT NULL,
  -- status, channel, unknown
  kind text NOT NULL,
  payload jsonb NOT NULL,
  received_at timestamptz NOT NULL,
  handled boolean NOT NULL DEFAULT false,
  PRIMARY KEY (workspace_id, seq)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);
CREATE INDEX channel_event_pending ON channel_event (workspace_id, seq) WHERE NOT handled;

CREATE TABLE run (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  automation_id uuid NOT NULL,
  version_id uuid NOT NULL,
  contact_id uuid NOT NULL,
  channel_id uuid,
  status text NOT NULL,
  reason text,
  -- When the earliest deadline of its paths comes; null waits for events only.
  wake_at timestamptz,
  trigger_id text,
  trigger jsonb NOT NULL,
  -- vars, reply, ticket, paths, visits, steps, depth: see RunState.
  state jsonb NOT NULL,
  started_at timestamptz NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (workspace_id, id)
) WITH (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX run_due ON run (workspace_id, wake_at) WHERE status = 'waiting' AND wake_at IS NOT NULL;
CREATE INDEX run_active_contact ON run (workspace_id, contact_id) WHERE ended_at IS NULL;
CREATE INDEX run_active_automation ON run (workspace_id, automation_id, id) WHERE ended_at IS NULL;
CREATE INDEX run_contact ON run (workspace_id, contact_id, automation_id);
CREATE INDEX run_automation ON run (workspace_id, automation_id, started_at);

-- The path of a run, append-only: a row is written when a step is left.
CREATE TABLE run_step (
  workspace_id uuid NOT NULL,
  run_id uuid NOT NULL,
  seq bigint NOT NULL,
  contact_id uuid NOT NULL,
  automation_id uuid NOT NULL,
  version_id uuid NOT NULL,
  path_id text NOT NULL,
  step_id text NOT NULL,
  step_type text NOT NULL,
  visit integer NOT NULL,
  entered_at timestamptz NOT NULL,
  left_at timestamptz NOT NULL,
  exit text,
  error text,
  result jsonb
) PARTITION BY RANGE (left_at);
CREATE SEQUENCE run_step_seq CACHE 100;
ALTER TABLE run_step ALTER COLUMN seq SET DEFAULT nextval('run_step_seq');
CREATE INDEX run_step_run ON run_step (workspace_id, run_id);
CREATE INDEX run_step_node ON run_step (workspace_id, automation_id, step_id, left_at);
CREATE TABLE run_step_default PARTITION OF run_step DEFAULT;

-- How many went through each trigger, step and exit, per day of the workspace.
CREATE TABLE step_count (
  workspace_id uuid NOT NULL,
  automation_id uuid NOT NULL,
  node_id text NOT NULL,
  what text NOT NULL,
  day date NOT NULL,
  count bigint NOT NULL,
  PRIMARY KEY (workspace_id, automation_id, node_id, what, day)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

-- Calls to outside systems: queue and log in one. payload and log are redacted of secrets.
CREATE TABLE request (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  connector text NOT NULL,
  connection text,
  payload jsonb NOT NULL,
  -- pending, sending, done, failed.
  state text NOT NULL DEFAULT 'pending',
  due_at timestamptz NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  awaited boolean NOT NULL,
  contact_id uuid,
  automation_id uuid,
  run_id uuid,
  step_id text,
  visit integer,
  -- One entry per attempt: at, status or error, redacted answer.
  log jsonb NOT NULL DEFAULT '[]',
  created_at timestamptz NOT NULL,
  finished_at timestamptz,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX request_due ON request (workspace_id, due_at) WHERE state IN ('pending', 'sending');
CREATE INDEX request_run ON request (workspace_id, run_id);

CREATE TABLE ticket (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  reference text NOT NULL,
  contact_id uuid NOT NULL,
  title text NOT NULL,
  description text NOT NULL DEFAULT '',
  status text NOT NULL,
  done boolean NOT NULL DEFAULT false,
  priority text NOT NULL,
  category text,
  owner_id uuid,
  automation_id uuid,
  run_id uuid,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  closed_at timestamptz,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX ticket_contact ON ticket (workspace_id, contact_id, created_at);
CREATE INDEX ticket_reference ON ticket (workspace_id, reference);
CREATE INDEX ticket_by_status ON ticket (workspace_id, status, created_at);

CREATE TABLE ticket_history (
  workspace_id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  id uuid NOT NULL,
  at timestamptz NOT NULL,
  -- What changed: {"status": ["open", "resolved"]}, {"note": "…"}.
  change jsonb NOT NULL,
  author_id uuid,
  automation_id uuid,
  PRIMARY KEY (workspace_id, ticket_id, id)
);
