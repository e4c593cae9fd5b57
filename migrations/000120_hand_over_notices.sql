-- E-mails to operators are no longer about tickets alone: a chat that an AI operator hands over is one to look at, too.
ALTER TABLE ticket_notice RENAME TO notice;
ALTER TABLE notice
  ALTER COLUMN ticket_id DROP NOT NULL,
  ADD COLUMN chat_id uuid,
  -- Why it was handed over.
  ADD COLUMN reason text,
  DROP CONSTRAINT ticket_notice_kind_check,
  ADD CONSTRAINT notice_kind_check CHECK (kind IN ('opened', 'assigned', 'updated', 'handed_over')),
  ADD CONSTRAINT notice_is_of_one_thing CHECK (num_nonnulls(ticket_id, chat_id) = 1),
  ADD FOREIGN KEY (workspace_id, chat_id) REFERENCES chat ON DELETE CASCADE;
ALTER INDEX ticket_notice_waiting RENAME TO notice_waiting_ticket;
ALTER INDEX ticket_notice_due RENAME TO notice_due;
-- Hand-overs in a row are one e-mail.
CREATE UNIQUE INDEX notice_waiting_chat ON notice (workspace_id, member_id, chat_id, kind) WHERE attempts = 0 AND chat_id IS NOT NULL;
