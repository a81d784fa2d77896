-- The life of a link: what beats it, what stops it, what ends it by a date, what carries it on.

-- One exclusion of one adult from one child, by a paper the school has seen. Beats every link and post.
CREATE TABLE exclusions (
    id BIGINT PRIMARY KEY,
    child_id BIGINT NOT NULL REFERENCES children (id),
    adult_id BIGINT NOT NULL REFERENCES adults (id),
    -- model::lifecycle::PaperKind
    kind TEXT NOT NULL,
    -- What the paper is called by (court, number), in the lead's words; NULL: not noted.
    paper TEXT,
    -- Who of the school had the paper in hand; NULL: entered before this was asked, or by the operator.
    seen_by BIGINT REFERENCES adults (id),
    from_ms BIGINT NOT NULL,
    -- NULL: until it is lifted.
    to_ms BIGINT,
    entered_by BIGINT REFERENCES adults (id),
    entered_ms BIGINT NOT NULL,
    lifted_by BIGINT REFERENCES adults (id),
    lifted_ms BIGINT
);
CREATE INDEX exclusions_adult ON exclusions (adult_id, child_id);
CREATE INDEX exclusions_child ON exclusions (child_id);

-- What was excluded before this table was there stays excluded, without an end.
INSERT INTO exclusions (id, child_id, adult_id, kind, paper, seen_by, from_ms, to_ms, entered_by,
        entered_ms, lifted_by, lifted_ms)
    SELECT id, child_id, adult_id, 'other', NULL, decided_by, COALESCE(decided_ms, created_ms), NULL,
        decided_by, COALESCE(decided_ms, created_ms), NULL, NULL
    FROM links WHERE state = 'excluded';
UPDATE links SET state = 'ended' WHERE state = 'excluded';

-- One freeze of a child (death, order): nothing is sent or asked while it stands.
CREATE TABLE freezes (
    id BIGINT PRIMARY KEY,
    child_id BIGINT NOT NULL REFERENCES children (id),
    -- model::lifecycle::FreezeKind
    kind TEXT NOT NULL,
    from_ms BIGINT NOT NULL,
    to_ms BIGINT,
    -- The place in the programme to which the child returns when it is lifted.
    programme TEXT NOT NULL,
    entered_by BIGINT REFERENCES adults (id),
    lifted_by BIGINT REFERENCES adults (id)
);
CREATE INDEX freezes_child ON freezes (child_id);

-- What a young person agreed to when grown up: asked and noted by the school, because children have no account.
CREATE TABLE own_consents (
    id BIGINT PRIMARY KEY,
    child_id BIGINT NOT NULL REFERENCES children (id),
    -- 'links': from 18 on, that the family stays linked.
    purpose TEXT NOT NULL,
    noted_by BIGINT REFERENCES adults (id),
    from_ms BIGINT NOT NULL,
    to_ms BIGINT
);
CREATE INDEX own_consents_child ON own_consents (child_id);

-- One child on the way from one school to another: offered, accepted with a class, confirmed at home.
CREATE TABLE transfers (
    id BIGINT PRIMARY KEY,
    child_id BIGINT NOT NULL REFERENCES children (id),
    from_school BIGINT NOT NULL REFERENCES units (id),
    to_school BIGINT NOT NULL REFERENCES units (id),
    -- The class the new school chose.
    to_class BIGINT REFERENCES units (id),
    state TEXT NOT NULL CHECK (state IN ('offered', 'accepted', 'done', 'refused', 'withdrawn')),
    started_by BIGINT REFERENCES adults (id),
    started_ms BIGINT NOT NULL,
    accepted_by BIGINT REFERENCES adults (id),
    -- The parent; or the lead who has the parent's yes on paper.
    confirmed_by BIGINT REFERENCES adults (id),
    settled_ms BIGINT
);
CREATE UNIQUE INDEX transfers_open ON transfers (child_id) WHERE state IN ('offered', 'accepted');
CREATE INDEX transfers_to ON transfers (to_school) WHERE state = 'offered';

-- A day of a school whose calendar was gone through: birthdays, terms, silent chats.
CREATE TABLE calendar_days (
    unit_id BIGINT NOT NULL REFERENCES units (id),
    day TEXT NOT NULL,
    done_ms BIGINT NOT NULL,
    PRIMARY KEY (unit_id, day)
);

-- Since when an account has to prove itself again before it hears of any child; NULL: it need not.
ALTER TABLE accounts ADD COLUMN recheck_ms BIGINT;

-- The parent who agreed that somebody outside the family is rung; such a link is not approved without.
ALTER TABLE links ADD COLUMN parent_by BIGINT;
ALTER TABLE links ADD COLUMN parent_ms BIGINT;
-- The account that asks for the link; NULL: the one that used the newest invitation.
ALTER TABLE links ADD COLUMN account_id BIGINT;

-- Whether a task was ever opened is asked for every birthday on every day.
CREATE INDEX tasks_key ON tasks (key);
CREATE INDEX children_birth ON children (school_id, birth_date);
