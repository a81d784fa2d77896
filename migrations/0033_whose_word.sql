-- Whether whoever said that a family knows is with the child, or sees to it there. NULL: said before this was
-- kept, or by the school: it counts for the whole family.
ALTER TABLE receipts ADD COLUMN at_home BIGINT CHECK (at_home IN (0, 1));

-- When the words of a mailing were changed last: what was done about silence began anew then. NULL: never.
ALTER TABLE mailings ADD COLUMN changed_ms BIGINT;

-- A note whose hour has come and that could not go steps back until then, so that others go on. NULL: it did not.
ALTER TABLE later_notes ADD COLUMN retry_ms BIGINT;

-- The newest screen its person was shown, where they may answer with a number: what stands behind its buttons, as
-- JSON; numbers of rows, no words. NULL: none, or nobody who is offered that.
ALTER TABLE accounts ADD COLUMN offered TEXT;
