-- The first day of a number that warms up: campaigns begin with few people and double them each day. Null: it does not.
ALTER TABLE channel ADD COLUMN warm_up_at timestamptz;
