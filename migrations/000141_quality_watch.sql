-- When a number's quality is low, marketing waits; everything else goes on.
ALTER TABLE channel ADD COLUMN marketing_paused_at timestamptz;
UPDATE channel SET marketing_paused_at = now() WHERE quality = 'RED';

-- held: marketing that may not leave now, looked at again at due_at. It holds back nothing else of the contact, and its place is negative, so
-- that who looks for what may leave never comes across it.
ALTER TABLE outbox
  DROP CONSTRAINT outbox_state_check,
  ADD CONSTRAINT outbox_state_check CHECK (state IN ('queued', 'deferred', 'sending') AND seq > 0 OR state = 'held' AND seq < 0);

-- Why a running campaign sends nothing now (quality_low, …), and when that is looked at again.
ALTER TABLE campaign ADD COLUMN waits_for text, ADD COLUMN waits_until timestamptz;

ALTER TABLE notice
  ADD COLUMN channel_id uuid,
  DROP CONSTRAINT notice_kind_check,
  ADD CONSTRAINT notice_kind_check CHECK (kind IN ('opened', 'assigned', 'updated', 'handed_over', 'template_stopped', 'quality_low')),
  DROP CONSTRAINT notice_is_of_one_thing,
  ADD CONSTRAINT notice_is_of_one_thing CHECK (num_nonnulls(ticket_id, chat_id, template_id, channel_id) = 1),
  ADD FOREIGN KEY (workspace_id, channel_id) REFERENCES channel ON DELETE CASCADE;
CREATE UNIQUE INDEX notice_waiting_channel ON notice (workspace_id, member_id, channel_id, kind) WHERE attempts = 0 AND channel_id IS NOT NULL;
