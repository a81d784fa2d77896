-- One thing the school said to families, as its writer sent it: to one family, or to those of a class.
CREATE TABLE mailings (
    id BIGINT PRIMARY KEY,
    by_adult BIGINT NOT NULL REFERENCES adults (id),
    -- Set when it went to families of this class.
    class_id BIGINT REFERENCES units (id),
    -- Whose families it was meant for, whether or not anybody of them could be reached: child ids as a JSON array.
    children TEXT NOT NULL,
    sent_ms BIGINT NOT NULL,
    -- When those who had not answered were asked once more, which happens once. NULL: not yet.
    reminded_ms BIGINT,
    -- When it goes to whoever of a silent family did not get it. NULL: nothing goes by itself any more.
    follow_ms BIGINT,
    -- Why it may wake people and is asked about until a family says that it knows. NULL: an ordinary note.
    urgent TEXT CHECK (urgent IN ('closing', 'danger', 'fetch', 'health')),
    -- How many steps of that were taken.
    step BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX mailings_class ON mailings (class_id, id) WHERE class_id IS NOT NULL;
CREATE INDEX mailings_by ON mailings (by_adult, id);
CREATE INDEX mailings_follow ON mailings (follow_ms) WHERE follow_ms IS NOT NULL;

-- The mailing a note of the school is one copy of. NULL: a family wrote it, or it is older than mailings.
ALTER TABLE notes ADD COLUMN mailing_id BIGINT REFERENCES mailings (id);
CREATE INDEX notes_mailing ON notes (mailing_id, id) WHERE mailing_id IS NOT NULL;

-- That a family knows of a mailing: one of the family said so, or somebody of the school told them.
CREATE TABLE receipts (
    mailing_id BIGINT NOT NULL REFERENCES mailings (id),
    child_id BIGINT NOT NULL REFERENCES children (id),
    -- Who said so: the one of the family who tapped or answered, or the one of the school who told them.
    by_adult BIGINT NOT NULL REFERENCES adults (id),
    way TEXT NOT NULL CHECK (way IN ('tap', 'answer', 'phone', 'in_person')),
    seen_ms BIGINT NOT NULL,
    PRIMARY KEY (mailing_id, child_id, by_adult)
);
CREATE INDEX receipts_child ON receipts (child_id);

-- A note to families that goes later. Gone or called back, it is no row any more.
CREATE TABLE later_notes (
    id BIGINT PRIMARY KEY,
    -- Where it was written, and by whom.
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    adult_id BIGINT NOT NULL REFERENCES adults (id),
    -- Whom it is for and what it says, as JSON, sealed with the key of the house for this row.
    -- Empty: a record was erased of which it might speak.
    body TEXT NOT NULL,
    due_ms BIGINT NOT NULL
);
CREATE INDEX later_notes_due ON later_notes (due_ms, id);
CREATE INDEX later_notes_adult ON later_notes (adult_id);
