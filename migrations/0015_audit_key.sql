-- The chain of the trace is made with the house's key: audit.v = 2 (1: without a key, as until now).

-- The end of the chain, signed with the same key, so that nobody without it moves the end to a row of
-- their choice. NULL: the last row was sealed without a key.
ALTER TABLE audit_head ADD COLUMN signed TEXT;
