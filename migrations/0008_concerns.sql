-- Safeguarding: concerns about a child's safety, who may know of them, and what the operator set.

-- One thing the operator set for the whole house, under its name: the numbers shown where neither the
-- school nor anything above it has its own, and how far the look for quiet signs has come.
CREATE TABLE house (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- One worry about a child's safety: told by somebody, or begun by a listed word that stopped a note.
CREATE TABLE concerns (
    id BIGINT PRIMARY KEY,
    -- NULL: about a child the person could not pick, or about a whole class.
    child_id BIGINT REFERENCES children (id),
    -- The school (or, told by an office, its unit) that answers for it.
    unit_id BIGINT NOT NULL REFERENCES units (id),
    source TEXT NOT NULL CHECK (source IN ('report', 'word')),
    -- model::concern::Kind
    kind TEXT NOT NULL,
    -- model::concern::State
    state TEXT NOT NULL CHECK (state IN ('filed', 'open', 'taken', 'receipt', 'done', 'kept')),
    -- Whom to answer, sealed: the number of an adult. Never shown where nameless is 1.
    teller TEXT NOT NULL,
    nameless BIGINT NOT NULL CHECK (nameless IN (0, 1)),
    -- A fingerprint of teller and day: how many one person began today. Says nothing on another day.
    mark TEXT NOT NULL,
    -- How a held note goes on when it is released, as JSON; its words are in concern_words. NULL: no note.
    held TEXT,
    told_ms BIGINT NOT NULL,
    -- The next step of the clock, and when it is due (NULL: no more).
    step BIGINT NOT NULL,
    next_ms BIGINT,
    -- Who answers for it now.
    owner_id BIGINT REFERENCES adults (id),
    -- The authority's receipt number, sealed; who wrote it down, and the second person who confirmed.
    receipt TEXT,
    receipt_by BIGINT REFERENCES adults (id),
    receipt_ms BIGINT,
    confirmed_by BIGINT REFERENCES adults (id),
    confirmed_ms BIGINT
);
CREATE INDEX concerns_due ON concerns (next_ms) WHERE next_ms IS NOT NULL;
CREATE INDEX concerns_mark ON concerns (mark);
CREATE INDEX concerns_child ON concerns (child_id) WHERE child_id IS NOT NULL;

-- What was said, unchanged and with its time: one row for each message. Sealed.
CREATE TABLE concern_words (
    id BIGINT PRIMARY KEY,
    concern_id BIGINT NOT NULL REFERENCES concerns (id),
    -- model::message::Content as JSON, sealed.
    content TEXT NOT NULL,
    written_ms BIGINT NOT NULL
);
CREATE INDEX concern_words_of ON concern_words (concern_id, id);

-- How one adult stands to a concern. Who has no row, or one that is not 'reader', does not know of it.
CREATE TABLE concern_people (
    concern_id BIGINT NOT NULL REFERENCES concerns (id),
    adult_id BIGINT NOT NULL REFERENCES adults (id),
    part TEXT NOT NULL CHECK (part IN ('named', 'shut', 'reader')),
    since_ms BIGINT NOT NULL,
    PRIMARY KEY (concern_id, adult_id)
);
CREATE INDEX concern_people_adult ON concern_people (adult_id, part);

-- The look for quiet signs walks what was entered since the last one.
CREATE INDEX entries_entered ON entries (entered_ms);
