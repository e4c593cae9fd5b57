-- What is looked for inside a contact, in one index instead of four: a new contact is written to its pending list once.
DROP INDEX contact_search;
DROP INDEX contact_tags;
DROP INDEX contact_lists;
DROP INDEX contact_operators;
CREATE INDEX contact_search ON contact
  USING gin (workspace_id, contact_words(first_name, last_name, email, phone, username) gin_trgm_ops, tag_ids, list_ids, operator_ids)
  WITH (fastupdate = on);

-- Room for the next version of every fourth row: neighbours in a list, or in a campaign, are changed in one batch.
ALTER TABLE contact SET (fillfactor = 75);
