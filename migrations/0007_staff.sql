-- Staff: checks of people, second factors, counts that bound what one may try or read.

-- When a person of the school last looked at this person's record (minors law, art. 62), and who.
-- NULL: the day the post began counts.
ALTER TABLE posts ADD COLUMN checked_ms BIGINT;
ALTER TABLE posts ADD COLUMN checked_by BIGINT;
CREATE INDEX posts_ending ON posts (to_ms) WHERE state = 'active' AND to_ms IS NOT NULL;
CREATE INDEX posts_checked ON posts (checked_ms, from_ms) WHERE state = 'active';

-- How often one thing happened in its window (wrong codes, approvals, wrong digits of a second
-- factor): by account, by school and overall. Over the limit it rests until until_ms.
CREATE TABLE tallies (
    -- What, on which level, whose: 'codes:account:123'.
    key TEXT PRIMARY KEY,
    count BIGINT NOT NULL,
    since_ms BIGINT NOT NULL,
    -- 0: it does not rest.
    until_ms BIGINT NOT NULL
);
CREATE INDEX tallies_since ON tallies (since_ms);

-- A code that did not work, until somebody who may have to hear of it was found: written the same way
-- for every code, so that the answer takes the same time whatever was wrong with it.
CREATE TABLE code_alarms (
    id BIGINT PRIMARY KEY,
    at_ms BIGINT NOT NULL,
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    -- NULL: no invitation has these digits.
    invitation_id BIGINT REFERENCES invitations (id) ON DELETE CASCADE,
    -- 1: the digits were the right ones (used, locked, expired); 0: guessed.
    is_right BIGINT NOT NULL CHECK (is_right IN (0, 1)),
    -- Levels that reached their limit with this try: 'account,school,overall', or ''.
    locked TEXT NOT NULL
);

-- The second factor of one adult (RFC 6238).
CREATE TABLE second_factors (
    adult_id BIGINT PRIMARY KEY REFERENCES adults (id) ON DELETE CASCADE,
    secret TEXT NOT NULL,
    -- NULL until the first code was typed.
    confirmed_ms BIGINT,
    -- The newest time step that was used: each code works once.
    last_step BIGINT NOT NULL,
    created_ms BIGINT NOT NULL
);

-- A one-time way in without the telephone; stored hashed only, gone when used.
CREATE TABLE recovery_codes (
    adult_id BIGINT NOT NULL REFERENCES adults (id) ON DELETE CASCADE,
    code_hash TEXT NOT NULL,
    PRIMARY KEY (adult_id, code_hash)
);

-- When the person at this account last proved the second factor.
CREATE TABLE factor_proofs (
    account_id BIGINT PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    adult_id BIGINT NOT NULL REFERENCES adults (id) ON DELETE CASCADE,
    proved_ms BIGINT NOT NULL
);

-- When a member of staff last opened the record of a child outside their own class.
CREATE TABLE outside_looks (
    adult_id BIGINT NOT NULL REFERENCES adults (id) ON DELETE CASCADE,
    child_id BIGINT NOT NULL REFERENCES children (id) ON DELETE CASCADE,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (adult_id, child_id)
);
CREATE INDEX outside_looks_recent ON outside_looks (adult_id, at_ms);
