-- A row whose quotation marks do not match: its cells are what stands between the delimiters, and a person has to look at them.
ALTER TABLE contact_import_row ADD COLUMN broken_quotes boolean NOT NULL DEFAULT false;
