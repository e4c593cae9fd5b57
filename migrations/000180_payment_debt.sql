-- What a reminder asks for again is the same debt: the id of the request that asked for it first. Of one debt one order is collected.
ALTER TABLE payment ADD COLUMN debt_id uuid;
UPDATE payment SET debt_id = id;
ALTER TABLE payment ALTER COLUMN debt_id SET NOT NULL;
CREATE INDEX payment_debt ON payment (workspace_id, debt_id);
