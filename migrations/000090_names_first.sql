-- A person's names are written before the contact, which one INSERT stores in the state the engine leaves it in; before, every new
-- contact was written twice.
ALTER TABLE contact_identity ALTER CONSTRAINT contact_identity_workspace_id_contact_id_fkey DEFERRABLE INITIALLY DEFERRED;
