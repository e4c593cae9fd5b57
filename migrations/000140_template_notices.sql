-- Who runs automations and campaigns is told when Meta stops a template that these send.
ALTER TABLE notice
  ADD COLUMN template_id uuid,
  DROP CONSTRAINT notice_kind_check,
  ADD CONSTRAINT notice_kind_check CHECK (kind IN ('opened', 'assigned', 'updated', 'handed_over', 'template_stopped')),
  DROP CONSTRAINT notice_is_of_one_thing,
  ADD CONSTRAINT notice_is_of_one_thing CHECK (num_nonnulls(ticket_id, chat_id, template_id) = 1),
  ADD FOREIGN KEY (workspace_id, template_id) REFERENCES template ON DELETE CASCADE;
-- Several languages that are stopped at once are one e-mail.
CREATE UNIQUE INDEX notice_waiting_template ON notice (workspace_id, member_id, template_id, kind) WHERE attempts = 0 AND template_id IS NOT NULL;
