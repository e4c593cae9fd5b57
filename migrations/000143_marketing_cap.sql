-- Templates that a contact got lately: how much marketing, and whether it counts for the messaging limit. None of these columns changes, so
-- that a message's later states stay as cheap as they are.
CREATE INDEX message_template ON message (workspace_id, contact_id, created_at) WHERE direction = 'out' AND type = 'template';
