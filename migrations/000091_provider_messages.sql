-- The provider's ids of messages, apart from the messages: as long as they were indexed there, naming a message that was sent wrote to
-- all of its indexes again. Now every change of a message after its first writing touches the row alone (HOT), for which pages
-- keep room.
CREATE TABLE provider_message (
  workspace_id uuid NOT NULL,
  channel_id uuid NOT NULL,
  provider_id text NOT NULL,
  message_id uuid NOT NULL,
  -- The provider's retries are recognised by this.
  PRIMARY KEY (workspace_id, channel_id, provider_id)
);
INSERT INTO provider_message (workspace_id, channel_id, provider_id, message_id)
SELECT workspace_id, channel_id, provider_id, id FROM message WHERE provider_id IS NOT NULL;
DROP INDEX message_provider_id;
ALTER TABLE message SET (fillfactor = 65);

-- What a queued message quotes, so that a sender need not look into the message.
ALTER TABLE outbox ADD COLUMN reply_to text;
UPDATE outbox o SET reply_to = m.reply_to_provider_id FROM message m WHERE m.workspace_id = o.workspace_id AND m.id = o.message_id;
