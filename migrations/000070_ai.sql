-- The AI operator: who answers a chat, its turns, and what agents know.

-- Which agent answers this chat, how often it has, and the turn that is on its way: see ChatAi in src/automation/state.ts.
ALTER TABLE chat ADD COLUMN ai jsonb;
-- Written by the AI: not sent any more once a person has taken the chat over.
ALTER TABLE outbox ADD COLUMN ai boolean NOT NULL DEFAULT false;
-- The agent that wrote a note.
ALTER TABLE note ADD COLUMN agent_id uuid;

-- Answers whatever nothing else answered; one per workspace.
ALTER TABLE agent ADD COLUMN is_default boolean NOT NULL DEFAULT false;
ALTER TABLE agent ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now();
CREATE UNIQUE INDEX agent_default ON agent (workspace_id) WHERE is_default;

-- One answer to one burst of messages: queue and log in one.
CREATE TABLE ai_turn (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  -- Raised by every message that comes meanwhile: an answer to an earlier version is never sent.
  version integer NOT NULL,
  contact_id uuid NOT NULL,
  chat_id uuid NOT NULL,
  channel_id uuid NOT NULL,
  agent_id uuid NOT NULL,
  assignment_id uuid,
  -- waiting: for the customer to stop typing, or for the next attempt; thinking: a model is asked; decided: the engine has the answer; done.
  state text NOT NULL CHECK (state IN ('waiting', 'thinking', 'decided', 'done')),
  due_at timestamptz NOT NULL,
  -- When the burst began and when its latest message came.
  first_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  -- answered, handed_over, no_reply, dropped.
  outcome text,
  reason text,
  -- What was asked and answered, as the turn saw it; message_id is the answer in the chat.
  question text,
  answer text,
  message_id uuid,
  model text,
  input_tokens integer NOT NULL DEFAULT 0,
  output_tokens integer NOT NULL DEFAULT 0,
  -- In the currency of the connection's prices; superseded attempts included.
  cost double precision NOT NULL DEFAULT 0,
  -- Pieces of knowledge that were given, and whether the answer names them.
  sources jsonb NOT NULL DEFAULT '[]',
  -- Tool calls and failed attempts, in order.
  steps jsonb NOT NULL DEFAULT '[]',
  created_at timestamptz NOT NULL,
  finished_at timestamptz,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, contact_id) REFERENCES contact ON DELETE CASCADE
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX ai_turn_due ON ai_turn (workspace_id, due_at) WHERE state IN ('waiting', 'thinking');
CREATE INDEX ai_turn_agent ON ai_turn (workspace_id, agent_id, created_at);
CREATE INDEX ai_turn_chat ON ai_turn (workspace_id, chat_id, created_at);
CREATE INDEX ai_turn_message ON ai_turn (workspace_id, message_id) WHERE message_id IS NOT NULL;

-- What an agent knows: texts, files, web pages, answers that people gave.
CREATE TABLE ai_source (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  agent_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('text', 'file', 'page', 'answer')),
  title text NOT NULL,
  url text,
  -- The operator's message that an answer was taken from.
  message_id uuid,
  text text NOT NULL,
  -- Why the last reading or embedding of it failed; null: it did not.
  error text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, agent_id) REFERENCES agent ON DELETE CASCADE
);
CREATE INDEX ai_source_agent ON ai_source (workspace_id, agent_id, created_at);

CREATE TABLE ai_chunk (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  source_id uuid NOT NULL,
  agent_id uuid NOT NULL,
  position integer NOT NULL,
  text text NOT NULL,
  -- Stems words as the language of the text does.
  config regconfig NOT NULL,
  words tsvector NOT NULL,
  -- Of length 1, so that the inner product is the cosine; null where the connection has no embedding model.
  embedding real[],
  embedding_model text,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, source_id) REFERENCES ai_source ON DELETE CASCADE
);
CREATE INDEX ai_chunk_source ON ai_chunk (workspace_id, source_id, position);
CREATE INDEX ai_chunk_agent ON ai_chunk (workspace_id, agent_id);
CREATE INDEX ai_chunk_words ON ai_chunk USING gin (words);

-- Questions with what a good answer says, to be asked again after every change.
CREATE TABLE ai_case (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  agent_id uuid NOT NULL,
  question text NOT NULL,
  -- Words that the answer must, and must not, contain.
  contains text[] NOT NULL DEFAULT '{}',
  excludes text[] NOT NULL DEFAULT '{}',
  expects_hand_over boolean NOT NULL DEFAULT false,
  -- Of the last run: passed, answer, what was missing, when.
  result jsonb,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, agent_id) REFERENCES agent ON DELETE CASCADE
);
CREATE INDEX ai_case_agent ON ai_case (workspace_id, agent_id, created_at);
