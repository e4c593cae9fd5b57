-- How many people were written to outside a service window in the 24 hours before reached_at, and by campaigns since then. Counting is dear
-- where many are: it is done anew every minute at most, and only while campaigns run over a number with a limit.
ALTER TABLE channel ADD COLUMN reached integer NOT NULL DEFAULT 0, ADD COLUMN reached_at timestamptz;
