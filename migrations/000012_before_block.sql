-- A message whose step ran before the step that blocked the contact still leaves: the block is about what comes after it.
ALTER TABLE outbox ADD COLUMN before_block boolean NOT NULL DEFAULT false;
