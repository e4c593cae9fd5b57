-- What people call an own status; its name is what documents and the API say.
ALTER TABLE ticket_status ADD COLUMN label text;
