-- Acting guardians for a term, consents that can be proved, and files that are blanked once they went.

-- 1: the body is blanked as soon as the row is settled (a one-time code, a file made for one reader).
ALTER TABLE outbox ADD COLUMN once BIGINT NOT NULL DEFAULT 0 CHECK (once IN (0, 1));
UPDATE outbox SET once = 1 WHERE kind = 'invitation';

-- One acting guardian of one child for a term: proposed by a parent, checked and appointed by the school
-- (law on minors, art. 22). It gives no right by itself: the link it makes does.
CREATE TABLE appointments (
    id BIGINT PRIMARY KEY,
    child_id BIGINT NOT NULL REFERENCES children (id),
    -- NULL: the parent asks the school to enter the person first; `who` says who it is.
    adult_id BIGINT REFERENCES adults (id),
    who TEXT,
    proposed_by BIGINT NOT NULL REFERENCES adults (id),
    proposed_ms BIGINT NOT NULL,
    -- model::guardian::Lives
    lives TEXT NOT NULL,
    -- The child's own view, in the child's words where there are any, and who asked.
    view TEXT CHECK (view IN ('agrees', 'does_not_want', 'too_young')),
    view_words TEXT,
    view_by BIGINT REFERENCES adults (id),
    view_ms BIGINT,
    -- What the school stated: model::guardian::Statement to 1 (it is so) or 0 (it is not), as JSON.
    stated TEXT NOT NULL,
    -- NULL: no term was chosen yet.
    months BIGINT,
    -- In how many days it begins.
    begins_in BIGINT NOT NULL,
    -- 1: the acting guardian of until now stays beside the new one.
    overlap BIGINT NOT NULL CHECK (overlap IN (0, 1)),
    state TEXT NOT NULL CHECK (state IN
        ('proposed', 'appointed', 'in_force', 'ended', 'broken_off', 'refused')),
    from_ms BIGINT,
    to_ms BIGINT,
    decided_by BIGINT REFERENCES adults (id),
    decided_ms BIGINT,
    ended_by BIGINT REFERENCES adults (id),
    ended_ms BIGINT,
    -- When the clock has something to do: the beginning, a warning, the end.
    next_ms BIGINT
);
CREATE INDEX appointments_child ON appointments (child_id, state);
CREATE INDEX appointments_due ON appointments (next_ms) WHERE next_ms IS NOT NULL;

-- Only where the school knows it: an acting guardian is 18 or older.
ALTER TABLE adults ADD COLUMN birth_date TEXT;

-- A row of consents is one answer of one person about one purpose for one child, with the text that was
-- seen. Nothing is rewritten: the newest answer holds. Of a young person's own answer `adult_id` is who of
-- the school noted it.
ALTER TABLE consents ADD COLUMN answer TEXT NOT NULL DEFAULT 'agreed'
    CHECK (answer IN ('agreed', 'refused', 'withdrawn'));
ALTER TABLE consents ADD COLUMN how TEXT NOT NULL DEFAULT 'tap' CHECK (how IN ('tap', 'paper'));
ALTER TABLE consents ADD COLUMN whose TEXT NOT NULL DEFAULT 'adult' CHECK (whose IN ('adult', 'child'));
-- Of a paper: who of the school has it, and its date.
ALTER TABLE consents ADD COLUMN recorded_by BIGINT REFERENCES adults (id);
ALTER TABLE consents ADD COLUMN paper_day TEXT;
-- SHA-256 of the text that was seen, without names; NULL of a paper, and before this was kept.
ALTER TABLE consents ADD COLUMN text_hash TEXT;
CREATE INDEX consents_child ON consents (child_id, purpose);

-- The one purpose of before covered two. Ids of ours are positive: the negative one is free.
INSERT INTO consents (id, adult_id, child_id, purpose, version, locale, given_ms, withdrawn_ms)
    SELECT -id, adult_id, child_id, 'notes', version, locale, given_ms, withdrawn_ms
    FROM consents WHERE purpose = 'updates_and_notes';
UPDATE consents SET purpose = 'weekly' WHERE purpose = 'updates_and_notes';
