-- Who may: links, invitations, consents, accounts, and the trace of what was done.

-- The dated permission between one adult and one child.
CREATE TABLE links (
    id BIGINT PRIMARY KEY,
    child_id BIGINT NOT NULL REFERENCES children (id),
    adult_id BIGINT NOT NULL REFERENCES adults (id),
    -- 'parent' gets the week, 'guardian' also answers check-ins, 'contact' is rung second.
    role TEXT NOT NULL CHECK (role IN ('parent', 'guardian', 'contact')),
    relation TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN
        ('invited', 'awaiting_approval', 'active', 'paused', 'ended', 'excluded')),
    -- Whether the shared number is the rostered one: 'same', 'other', 'none_rostered'.
    number_check TEXT,
    shared_phone TEXT,
    from_ms BIGINT,
    to_ms BIGINT,
    decided_by BIGINT REFERENCES adults (id),
    decided_ms BIGINT,
    created_ms BIGINT NOT NULL,
    UNIQUE (child_id, adult_id)
);
CREATE INDEX links_adult ON links (adult_id, state);

-- A one-time code for one link or one post. The token and the code are stored hashed only.
CREATE TABLE invitations (
    id BIGINT PRIMARY KEY,
    child_id BIGINT REFERENCES children (id),
    unit_id BIGINT NOT NULL REFERENCES units (id),
    adult_id BIGINT NOT NULL REFERENCES adults (id),
    role TEXT NOT NULL,
    relation TEXT,
    token_hash TEXT NOT NULL UNIQUE,
    -- The first digits of the short code: they find the invitation, the rest must match the hash.
    locator TEXT NOT NULL,
    code_hash TEXT NOT NULL,
    wrong_tries BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'used', 'locked', 'withdrawn')),
    created_by BIGINT REFERENCES adults (id),
    created_ms BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL,
    used_ms BIGINT,
    used_by BIGINT
);
CREATE UNIQUE INDEX invitations_locator ON invitations (locator) WHERE state = 'open';
-- A typed code looks for its locator whatever became of the invitation.
CREATE INDEX invitations_any_locator ON invitations (locator, id);
CREATE INDEX invitations_adult ON invitations (adult_id, unit_id) WHERE state = 'open';
CREATE INDEX invitations_pair ON invitations (child_id, adult_id, state);

-- One bot of ours. The offset and the lease belong to it, so a bot has one poller and one dispatcher.
CREATE TABLE bots (
    id TEXT PRIMARY KEY,
    username TEXT,
    next_update_id BIGINT,
    -- When the last update came: after a silent week the messenger's numbering starts anew.
    last_update_ms BIGINT,
    paused_until_ms BIGINT,
    -- The process that asks and speaks for the bot, and until when others leave it alone.
    lease_owner TEXT,
    lease_until_ms BIGINT,
    -- Counts the changes of owner: what an earlier owner still wants to write is recognised by it.
    epoch BIGINT NOT NULL DEFAULT 0
);

-- One process that serves, with the bots it holds: so that the processes share them evenly.
CREATE TABLE processes (
    id TEXT PRIMARY KEY,
    seen_ms BIGINT NOT NULL,
    bots BIGINT NOT NULL
);

-- One adult on one channel: (bot, chat). adult_id is NULL until an invitation is confirmed.
CREATE TABLE accounts (
    id BIGINT PRIMARY KEY,
    bot_id TEXT NOT NULL,
    chat_id BIGINT NOT NULL,
    adult_id BIGINT REFERENCES adults (id),
    locale TEXT NOT NULL,
    time_zone TEXT,
    -- The hour (0-23) and weekday (1 = Monday) at which the weekly update is welcome.
    weekly_hour BIGINT,
    weekly_day BIGINT,
    state TEXT NOT NULL CHECK (state IN ('open', 'unreachable')),
    unreachable_kind TEXT,
    -- dialogue::State as versioned JSON; NULL is the idle state.
    dialogue TEXT,
    wrong_codes BIGINT NOT NULL,
    wrong_code_ms BIGINT,
    first_seen_ms BIGINT NOT NULL,
    last_seen_ms BIGINT NOT NULL,
    UNIQUE (bot_id, chat_id)
);
CREATE INDEX accounts_adult ON accounts (adult_id, state);

-- One agreement of one adult for one child and one purpose, with the version of the text seen.
CREATE TABLE consents (
    id BIGINT PRIMARY KEY,
    adult_id BIGINT NOT NULL REFERENCES adults (id),
    child_id BIGINT NOT NULL REFERENCES children (id),
    purpose TEXT NOT NULL,
    version BIGINT NOT NULL,
    locale TEXT NOT NULL,
    given_ms BIGINT NOT NULL,
    withdrawn_ms BIGINT
);
CREATE INDEX consents_pair ON consents (adult_id, child_id);

-- One act: who, what, about whom, when. Append-only; holds ids, never names or texts.
CREATE TABLE audit (
    id BIGINT PRIMARY KEY,
    at_ms BIGINT NOT NULL,
    -- NULL: the command line or a schedule.
    adult_id BIGINT,
    action TEXT NOT NULL,
    child_id BIGINT,
    unit_id BIGINT,
    detail TEXT
);
CREATE INDEX audit_child ON audit (child_id, at_ms);
