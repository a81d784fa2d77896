-- What a family adult asks about the data kept of one child, and indexes by which the rest is forgotten.

-- One wish of one adult about one child: a copy, a correction, an erasure, an end (PIPL 15, 45-47, 50).
CREATE TABLE requests (
    id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('copy', 'correct', 'erase', 'stop')),
    child_id BIGINT NOT NULL REFERENCES children (id),
    adult_id BIGINT NOT NULL REFERENCES adults (id),
    -- The school that answers.
    unit_id BIGINT NOT NULL REFERENCES units (id),
    -- A copy only: 'chat' or 'school', where it is handed over.
    way TEXT CHECK (way IN ('chat', 'school')),
    -- A copy only: whether the contact shared again is the known one.
    number_check TEXT,
    -- A correction only: model::request::Line, and what is right instead, in the person's words.
    line TEXT,
    words TEXT,
    state TEXT NOT NULL CHECK (state IN ('open', 'answered', 'refused', 'withdrawn')),
    asked_ms BIGINT NOT NULL,
    due_ms BIGINT NOT NULL,
    -- What time does by itself next: a reminder before the due day, then the county hears.
    step TEXT NOT NULL CHECK (step IN ('remind', 'overdue', 'none')),
    next_step_ms BIGINT,
    answered_by BIGINT REFERENCES adults (id),
    answered_ms BIGINT,
    -- In the words of who answered; NULL when the usual sentence says it.
    reason TEXT
);
-- The same wish a second time while the first is open is the first.
CREATE UNIQUE INDEX requests_open ON requests (child_id, adult_id, kind) WHERE state = 'open';
CREATE INDEX requests_pair ON requests (adult_id, child_id, id);
CREATE INDEX requests_unit ON requests (unit_id, due_ms) WHERE state = 'open';
CREATE INDEX requests_due ON requests (next_step_ms) WHERE state = 'open' AND next_step_ms IS NOT NULL;
CREATE INDEX requests_done ON requests (answered_ms) WHERE answered_ms IS NOT NULL;

-- Forgetting walks from the oldest; without these it would walk everything that is kept.
CREATE INDEX entries_day ON entries (day);
CREATE INDEX coming_day ON coming (day);
CREATE INDEX rolls_day ON rolls (day);
CREATE INDEX weekly_updates_made ON weekly_updates (composed_ms);
CREATE INDEX notes_worded ON notes (written_ms) WHERE content <> '{"is":"text","html":""}';
CREATE INDEX check_ins_asked ON check_ins (asked_ms);
CREATE INDEX tasks_done ON tasks (done_ms) WHERE done_ms IS NOT NULL;
CREATE INDEX invitations_made ON invitations (created_ms);
CREATE INDEX consents_withdrawn ON consents (withdrawn_ms) WHERE withdrawn_ms IS NOT NULL;
CREATE INDEX accounts_seen ON accounts (last_seen_ms);
CREATE INDEX links_over ON links (to_ms) WHERE state IN ('ended', 'excluded');
