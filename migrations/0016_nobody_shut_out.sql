-- 1: it is about somebody at the school whom nobody has named yet: no one there gets it, the county does.
ALTER TABLE concerns ADD COLUMN outside BIGINT NOT NULL DEFAULT 0 CHECK (outside IN (0, 1));

-- The yearly look at a school's only lead is overdue, and nobody in the chat can take it: until it is done
-- the post runs as if it had been taken at this moment. NULL: nothing is lent.
ALTER TABLE posts ADD COLUMN lent_ms BIGINT;

-- A proposal that stands on a parent's paper: who of the school has seen it, and its date. NULL: the parent
-- proposed in the chat.
ALTER TABLE appointments ADD COLUMN recorded_by BIGINT REFERENCES adults (id);
ALTER TABLE appointments ADD COLUMN paper_day TEXT;
