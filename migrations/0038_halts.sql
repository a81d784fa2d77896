-- While a row stands, one reader gets no notes in one conversation (src/service/note/halt.rs): what the other side
-- writes waits. It is gone when they take notes again, or a lead lets them through; the audit keeps both.
CREATE TABLE note_halts (
    id BIGINT PRIMARY KEY,
    thread_id BIGINT NOT NULL REFERENCES threads (id),
    by_adult BIGINT NOT NULL REFERENCES adults (id),
    -- Whose notes: 1 those of the school and the care home, 0 those of the family.
    of_staff BIGINT NOT NULL CHECK (of_staff IN (0, 1)),
    -- Who had written the note they stopped at: decides nothing about it.
    writer BIGINT NOT NULL REFERENCES adults (id),
    -- What came later waits. The id of a note, which may be gone.
    after_note BIGINT NOT NULL,
    UNIQUE (thread_id, by_adult, of_staff)
);
