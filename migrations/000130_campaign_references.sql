-- A campaign's number and automation exist for as long as it names them. Until now nothing held that: one whose number was gone ran
-- for ever, with nobody to tell why.
UPDATE campaign c SET channel_id = NULL, problem = 'channel_deleted', state = CASE WHEN state IN ('scheduled', 'running') THEN 'paused' ELSE state END
WHERE channel_id IS NOT NULL AND automation_id IS NULL AND state NOT IN ('completed', 'cancelled')
  AND NOT EXISTS (SELECT FROM channel WHERE workspace_id = c.workspace_id AND id = c.channel_id);
UPDATE campaign c SET channel_id = NULL
WHERE channel_id IS NOT NULL AND NOT EXISTS (SELECT FROM channel WHERE workspace_id = c.workspace_id AND id = c.channel_id);
UPDATE campaign c SET automation_id = NULL, problem = CASE WHEN state IN ('completed', 'cancelled') THEN problem ELSE 'automation_deleted' END,
  state = CASE WHEN state IN ('scheduled', 'running') THEN 'paused' ELSE state END
WHERE automation_id IS NOT NULL AND NOT EXISTS (SELECT FROM automation WHERE workspace_id = c.workspace_id AND id = c.automation_id);

-- What is scheduled, runs or is paused keeps both from being deleted (operations/campaign-usage.ts); drafts and what has ended forget them.
ALTER TABLE campaign
  ADD CONSTRAINT campaign_channel FOREIGN KEY (workspace_id, channel_id) REFERENCES channel ON DELETE SET NULL (channel_id),
  ADD CONSTRAINT campaign_automation FOREIGN KEY (workspace_id, automation_id) REFERENCES automation ON DELETE SET NULL (automation_id);
