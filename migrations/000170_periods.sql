-- Reports ask for the messages and runs of some days. Rows lie in the order in which they came, so that a few bytes for every 128 pages
-- tell which pages to read: without them a report of a month reads the messages of all years. Writing costs next to nothing.
CREATE INDEX message_period ON message USING brin (created_at) WITH (autosummarize = on);
CREATE INDEX run_period ON run USING brin (started_at, ended_at) WITH (autosummarize = on);

-- With the consent beside it the dashboard's figures of contacts come from the index alone.
DROP INDEX contact_created;
CREATE INDEX contact_created ON contact (workspace_id, created_at, id) INCLUDE (consent);
