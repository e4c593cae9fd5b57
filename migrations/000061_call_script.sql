-- What is said in a call, its variables filled in: changing the agent does not change a call under way.
ALTER TABLE call
  ADD COLUMN script jsonb,
  -- A call from the form that tries an agent: starts nothing.
  ADD COLUMN test boolean NOT NULL DEFAULT false;
