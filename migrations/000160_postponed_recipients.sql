-- Put off to the end of the contact's quiet hours: due again as soon as these are changed.
ALTER TABLE campaign_recipient ADD COLUMN postponed boolean NOT NULL DEFAULT false;
