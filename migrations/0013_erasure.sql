-- What is to be erased and may not be yet: while a concern about the child is open, what was written is
-- evidence (minors law, art. 11). It is out of everybody's sight at once, and goes when the concern ends.

-- One child whose whole record is to be erased as soon as nothing about it is open.
CREATE TABLE held_erasures (
    child_id BIGINT PRIMARY KEY REFERENCES children (id),
    asked_ms BIGINT NOT NULL
);

-- One entry that left the record and is still kept, as it stood in entries.
CREATE TABLE kept_entries (
    id BIGINT PRIMARY KEY,
    child_id BIGINT NOT NULL REFERENCES children (id),
    day TEXT NOT NULL,
    kind TEXT NOT NULL,
    slot TEXT NOT NULL,
    fact TEXT NOT NULL,
    by_adult BIGINT REFERENCES adults (id),
    entered_ms BIGINT NOT NULL
);
CREATE INDEX kept_entries_child ON kept_entries (child_id);

-- The words of one note that left it and are still kept; when and by whom is in notes.
CREATE TABLE kept_notes (
    note_id BIGINT PRIMARY KEY REFERENCES notes (id),
    child_id BIGINT NOT NULL REFERENCES children (id),
    content TEXT NOT NULL
);
CREATE INDEX kept_notes_child ON kept_notes (child_id);

-- Concerns that are not ended hold back what time would forget.
CREATE INDEX concerns_unended ON concerns (child_id) WHERE child_id IS NOT NULL AND state NOT IN ('done', 'kept');
