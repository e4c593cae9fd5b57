-- Something that only the installation's secret key opens: a process with another key is refused before it seals or reads anything.
CREATE TABLE secret_key_check (
  id int PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  sealed bytea NOT NULL
);
