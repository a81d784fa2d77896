-- What happens: entries, rolls, notes, check-ins, tasks.

-- One fact about one child on one day, with its author and time. The newest per key holds.
CREATE TABLE entries (
    id BIGINT PRIMARY KEY,
    child_id BIGINT NOT NULL REFERENCES children (id),
    day TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN
        ('attendance', 'study', 'mark', 'conduct', 'mood', 'life', 'health', 'sentence', 'by_phone')),
    -- What tells two facts of one kind and day apart: a lesson, a subject, an assignment.
    slot TEXT NOT NULL,
    -- model::entry::Fact as JSON.
    fact TEXT NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('staff', 'import')),
    by_adult BIGINT REFERENCES adults (id),
    entered_ms BIGINT NOT NULL,
    UNIQUE (child_id, day, kind, slot)
);

-- The roll of one class was taken on one day: who has no attendance entry then was present.
CREATE TABLE rolls (
    class_id BIGINT NOT NULL REFERENCES units (id),
    day TEXT NOT NULL,
    by_adult BIGINT REFERENCES adults (id),
    taken_ms BIGINT NOT NULL,
    PRIMARY KEY (class_id, day)
);

-- A coming date for a class, or for one child of it.
CREATE TABLE coming (
    id BIGINT PRIMARY KEY,
    class_id BIGINT NOT NULL REFERENCES units (id),
    child_id BIGINT REFERENCES children (id),
    day TEXT NOT NULL,
    at_time TEXT,
    words TEXT NOT NULL,
    by_adult BIGINT REFERENCES adults (id),
    entered_ms BIGINT NOT NULL
);
CREATE INDEX coming_class ON coming (class_id, day);

-- What one adult got, or should have got, about their children for one school week.
CREATE TABLE weekly_updates (
    adult_id BIGINT NOT NULL REFERENCES adults (id),
    -- Monday of the school week.
    week TEXT NOT NULL,
    run_id BIGINT NOT NULL,
    outbox_id BIGINT,
    composed_ms BIGINT NOT NULL,
    -- The reader's own answer to "did you two talk?"; NULL: not answered.
    talked_ms BIGINT,
    PRIMARY KEY (adult_id, week)
);

-- The conversation between one family adult and the school about one child.
CREATE TABLE threads (
    id BIGINT PRIMARY KEY,
    child_id BIGINT NOT NULL REFERENCES children (id),
    adult_id BIGINT NOT NULL REFERENCES adults (id),
    UNIQUE (child_id, adult_id)
);

-- A relayed message. Media stay with the messenger; only their reference is here.
CREATE TABLE notes (
    id BIGINT PRIMARY KEY,
    thread_id BIGINT NOT NULL REFERENCES threads (id),
    by_adult BIGINT NOT NULL REFERENCES adults (id),
    -- Set when it went to all families of this class; then it is about no single child.
    class_id BIGINT REFERENCES units (id),
    -- model::message::Content as JSON, as it was written.
    content TEXT NOT NULL,
    -- To whom it was relayed: adult ids as a JSON array. A later change goes to the same people.
    sent_to TEXT NOT NULL,
    -- The writer's account and the messenger's id of what they wrote: a change of it is found by these.
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    message BIGINT NOT NULL,
    -- The messenger's name of the album it was written as; further items of it are found by this.
    album TEXT,
    written_ms BIGINT NOT NULL
);
CREATE INDEX notes_source ON notes (account_id, message);
CREATE INDEX notes_album ON notes (account_id, album) WHERE album IS NOT NULL;
CREATE INDEX notes_thread ON notes (thread_id, id);

-- The question to the guardian, once per child, day and time asked.
CREATE TABLE check_ins (
    id BIGINT PRIMARY KEY,
    child_id BIGINT NOT NULL REFERENCES children (id),
    day TEXT NOT NULL,
    -- 'HH:MM' on the school's clock.
    at_time TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('asked', 'well', 'problem', 'ring', 'missed')),
    asked_ms BIGINT NOT NULL,
    -- How many steps of the ladder were climbed, and when the next is due (NULL: no more).
    step BIGINT NOT NULL,
    next_step_ms BIGINT,
    answered_by BIGINT REFERENCES adults (id),
    answered_ms BIGINT,
    UNIQUE (child_id, day, at_time)
);
CREATE INDEX check_ins_due ON check_ins (next_step_ms) WHERE state = 'asked';

-- Something a person at a unit has to do; ends by a person's act.
CREATE TABLE tasks (
    id BIGINT PRIMARY KEY,
    unit_id BIGINT NOT NULL REFERENCES units (id),
    child_id BIGINT REFERENCES children (id),
    adult_id BIGINT REFERENCES adults (id),
    kind TEXT NOT NULL,
    -- What makes the same task the same: a second one with this key is not opened.
    key TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'done')),
    created_ms BIGINT NOT NULL,
    done_by BIGINT REFERENCES adults (id),
    done_ms BIGINT
);
CREATE UNIQUE INDEX tasks_open ON tasks (key) WHERE state = 'open';
CREATE INDEX tasks_unit ON tasks (unit_id, state);
