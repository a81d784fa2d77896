-- What comes in and goes out, and what is due.

-- One update of one bot, stored before it is acknowledged.
CREATE TABLE inbox (
    id BIGINT PRIMARY KEY,
    bot_id TEXT NOT NULL,
    update_id BIGINT NOT NULL,
    -- NULL: no chat could be read from it.
    chat_id BIGINT,
    body TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'claimed', 'done', 'parked')),
    tries BIGINT NOT NULL,
    -- Not again before: the pause after a failed try. Only its own chat waits with it.
    retry_ms BIGINT NOT NULL,
    lease_until_ms BIGINT,
    received_ms BIGINT NOT NULL,
    settled_ms BIGINT,
    -- Why it was parked, in words without personal data.
    problem TEXT,
    UNIQUE (bot_id, update_id)
);
CREATE INDEX inbox_open ON inbox (bot_id, chat_id, update_id) WHERE state IN ('waiting', 'claimed');
-- The oldest first, without walking what is done.
CREATE INDEX inbox_order ON inbox (bot_id, update_id) WHERE state IN ('waiting', 'claimed');
-- Since when the oldest waits, and what needs a person, without walking what is done.
CREATE INDEX inbox_oldest ON inbox (received_ms) WHERE state IN ('waiting', 'claimed');
CREATE INDEX inbox_parked ON inbox (id) WHERE state = 'parked';

-- One message (or one part of one) to one chat.
CREATE TABLE outbox (
    id BIGINT PRIMARY KEY,
    bot_id TEXT NOT NULL,
    chat_id BIGINT NOT NULL,
    -- To whom it speaks and about whom: the right is asked again at hand-over.
    adult_id BIGINT,
    -- Child ids as a JSON array; '[]' when it is about nobody.
    children TEXT NOT NULL,
    -- model::rights::Action that must be allowed; NULL when it is about nobody.
    action TEXT,
    kind TEXT NOT NULL,
    -- 0 urgent, 1 reply, 2 normal, 3 bulk.
    lane BIGINT NOT NULL CHECK (lane BETWEEN 0 AND 3),
    -- model::message::Parcel as JSON; '' once it is no longer needed.
    body TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN
        ('waiting', 'claimed', 'sent', 'refused', 'withdrawn', 'expired')),
    -- 1 once the connection broke after the request left: it may have arrived.
    in_doubt BIGINT NOT NULL CHECK (in_doubt IN (0, 1)),
    -- How often it came into doubt: it arrived at most this often more than once.
    doubts BIGINT NOT NULL DEFAULT 0,
    tries BIGINT NOT NULL,
    not_before_ms BIGINT NOT NULL,
    retry_ms BIGINT NOT NULL,
    expires_ms BIGINT,
    lease_until_ms BIGINT,
    dedup_key TEXT UNIQUE,
    thread_id BIGINT,
    -- The messenger's id of the sent message: a reply to it finds its thread.
    remote_id BIGINT,
    -- How many messages it makes: an album has one per item. Their numbers follow each other.
    parts BIGINT NOT NULL DEFAULT 1,
    created_ms BIGINT NOT NULL,
    settled_ms BIGINT,
    refusal TEXT
);
CREATE INDEX outbox_open ON outbox (bot_id, lane, not_before_ms, id) WHERE state = 'waiting';
CREATE INDEX outbox_chat ON outbox (bot_id, chat_id, id) WHERE state IN ('waiting', 'claimed');
-- What has ended or whose lease is over, without walking all that is held.
CREATE INDEX outbox_expires ON outbox (bot_id, expires_ms) WHERE state = 'waiting' AND expires_ms IS NOT NULL;
CREATE INDEX outbox_leases ON outbox (bot_id, lease_until_ms) WHERE state = 'claimed';
-- What a person should look at: counted now and then, listed on an operator's desk.
CREATE INDEX outbox_refused ON outbox (refusal, kind) WHERE state = 'refused';
CREATE INDEX outbox_in_doubt ON outbox (kind) WHERE in_doubt = 1 AND state IN ('waiting', 'claimed');
-- What is held until its own moment, and what waits for its next try. A condition that is always
-- true (not_before_ms > 0, lane >= 0) keeps an index for the statements that name it: to a planner
-- that believes nothing waits, every partial index looks equally good for a claim.
CREATE INDEX outbox_held ON outbox (bot_id, not_before_ms) WHERE state = 'waiting' AND not_before_ms > 0;
CREATE INDEX outbox_retry ON outbox (bot_id, retry_ms) WHERE state = 'waiting' AND retry_ms > not_before_ms;
-- For people who watch: since when the oldest waits, what is in doubt, what did not arrive.
CREATE INDEX outbox_lane ON outbox (lane, not_before_ms) WHERE state IN ('waiting', 'claimed') AND lane >= 0;
CREATE INDEX outbox_failed ON outbox (state, id) WHERE state IN ('refused', 'withdrawn', 'expired');
-- What was said and is settled, until its words are blanked.
CREATE INDEX outbox_spoken ON outbox (settled_ms) WHERE settled_ms IS NOT NULL AND body <> '';
CREATE INDEX outbox_adult ON outbox (adult_id) WHERE state IN ('waiting', 'claimed');
CREATE INDEX outbox_remote ON outbox (bot_id, chat_id, remote_id) WHERE remote_id IS NOT NULL;

-- A cron rule on a unit's wall clock.
CREATE TABLE schedules (
    id BIGINT PRIMARY KEY,
    unit_id BIGINT NOT NULL REFERENCES units (id),
    kind TEXT NOT NULL CHECK (kind IN ('weekly_update', 'check_in')),
    -- Six fields, seconds first, day of week by name.
    cron TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    -- How late a run may still be opened; later it is recorded as missed.
    grace_minutes BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('on', 'off')),
    UNIQUE (unit_id, kind, cron)
);

-- One occurrence of a schedule; a row before it is due.
CREATE TABLE runs (
    id BIGINT PRIMARY KEY,
    schedule_id BIGINT NOT NULL REFERENCES schedules (id),
    due_ms BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'open', 'done', 'missed')),
    -- The last recipient whose page is written.
    cursor_id BIGINT NOT NULL,
    opened_ms BIGINT,
    done_ms BIGINT,
    UNIQUE (schedule_id, due_ms)
);
CREATE INDEX runs_due ON runs (due_ms) WHERE state IN ('waiting', 'open');
