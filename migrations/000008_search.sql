-- Search by words and parts of words, and the orders in which contacts are listed.

CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;

-- One text per contact that a search looks into: parts of names, of the address and of the number.
CREATE FUNCTION contact_words(first_name text, last_name text, email text, phone text, username text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN lower(coalesce(first_name, '') || ' ' || coalesce(last_name, '') || ' ' || coalesce(email, '') || ' ' || coalesce(phone, '') || ' ' || coalesce(username, ''));
CREATE INDEX contact_search ON contact USING gin (workspace_id, contact_words(first_name, last_name, email, phone, username) gin_trgm_ops) WITH (fastupdate = on);
CREATE INDEX contact_created ON contact (workspace_id, created_at, id);
-- None on last_seen_at: every message changes it, and an index would cost each of those updates a write to all the others (no HOT).

-- `simple` knows no language: chats are in many.
CREATE INDEX message_words ON message USING gin (workspace_id, to_tsvector('simple', text)) WITH (fastupdate = on);
