-- Where the running web process is reached from outside, for commands beside it that were not told.
CREATE TABLE public_address (
  id int PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  url text NOT NULL
);
