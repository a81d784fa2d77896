-- Who there is: units, children, adults, and the facts the school's roster states about them.
-- One text for SQLite and PostgreSQL: every column is TEXT or BIGINT (see src/store/mod.rs).

-- One node of county -> township -> school -> class; a care home is a unit too.
CREATE TABLE units (
    id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('county', 'township', 'school', 'class', 'home')),
    -- Deferrable: a restored table is whole only when its last row is there.
    parent_id BIGINT REFERENCES units (id) DEFERRABLE INITIALLY IMMEDIATE,
    -- The key other systems know it by; unique, so that an import finds it again.
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    -- IANA name; only schools need one, what lies below uses its school's.
    time_zone TEXT,
    -- model::settings::Settings as JSON with a version inside; NULL means the defaults.
    settings TEXT
);
CREATE INDEX units_parent ON units (parent_id);

-- One pupil with a record (S1, S9).
CREATE TABLE children (
    id BIGINT PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    -- What the family calls the child; NULL: the name is used.
    short_name TEXT,
    birth_date TEXT,
    -- The child's own number. Kept only to notice that it stands in an adult's place.
    phone TEXT,
    school_id BIGINT NOT NULL REFERENCES units (id),
    class_id BIGINT NOT NULL REFERENCES units (id),
    home_id BIGINT REFERENCES units (id),
    -- model::record::LivesWith
    lives_with TEXT NOT NULL,
    lives_with_note TEXT,
    -- Place in the programme. 'not_enrolled': no parent is away (S1).
    programme TEXT NOT NULL CHECK (programme IN
        ('not_enrolled', 'active', 'parent_returned', 'moved', 'left', 'adult', 'frozen', 'closed')),
    -- Fingerprint of the imported row, so that a second import can tell "unchanged".
    imported TEXT,
    created_ms BIGINT NOT NULL,
    updated_ms BIGINT NOT NULL
);
CREATE INDEX children_class ON children (class_id);
CREATE INDEX children_school ON children (school_id);
CREATE INDEX children_phone ON children (phone);
CREATE INDEX children_home ON children (home_id) WHERE home_id IS NOT NULL;

-- What the record states of one parent of one child (S1); a fact, never a right.
CREATE TABLE parents (
    child_id BIGINT NOT NULL REFERENCES children (id),
    parent TEXT NOT NULL CHECK (parent IN ('mother', 'father')),
    whereabouts TEXT NOT NULL CHECK (whereabouts IN
        ('home', 'away', 'abroad', 'out_of_contact', 'dead', 'unknown')),
    place TEXT,
    time_zone TEXT,
    since TEXT,
    PRIMARY KEY (child_id, parent)
);

-- Any other human: rostered contact, parent, guardian, member of staff.
CREATE TABLE adults (
    id BIGINT PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    -- Digits only, and the last nine of them for comparing (base::Phone).
    phone TEXT,
    phone_line TEXT,
    -- The school whose roster named the person.
    unit_id BIGINT REFERENCES units (id),
    place TEXT,
    time_zone TEXT,
    locale TEXT,
    imported TEXT,
    created_ms BIGINT NOT NULL
);
CREATE INDEX adults_line ON adults (phone_line);

-- A roster fact: this adult is the mother, the grandmother ... of this child. Gives no right.
CREATE TABLE relations (
    child_id BIGINT NOT NULL REFERENCES children (id),
    adult_id BIGINT NOT NULL REFERENCES adults (id),
    relation TEXT NOT NULL,
    lives_with BIGINT NOT NULL CHECK (lives_with IN (0, 1)),
    -- 1 = ring first.
    contact_order BIGINT NOT NULL,
    imported TEXT,
    PRIMARY KEY (child_id, adult_id)
);
CREATE INDEX relations_adult ON relations (adult_id);

-- A dated staff role at a unit. Ends at to_ms; rights follow the post, not the person.
CREATE TABLE posts (
    id BIGINT PRIMARY KEY,
    adult_id BIGINT NOT NULL REFERENCES adults (id),
    unit_id BIGINT NOT NULL REFERENCES units (id),
    role TEXT NOT NULL CHECK (role IN
        ('teacher', 'school_lead', 'home_staff', 'township_officer', 'county_officer')),
    -- 'named': on the staff list, not yet in the chat; 'active' only after an invitation.
    state TEXT NOT NULL CHECK (state IN ('named', 'active', 'ended')),
    from_ms BIGINT NOT NULL,
    to_ms BIGINT,
    -- NULL: named from the command line or by a staff list.
    named_by BIGINT REFERENCES adults (id),
    UNIQUE (adult_id, unit_id, role)
);
CREATE INDEX posts_unit ON posts (unit_id, role);
