-- The trace becomes a chain, looks are part of it, and a record can be opened by exception.

-- Why one may: 'link', 'post', 'break_glass', 'run', 'command_line'; NULL: not stated.
ALTER TABLE audit ADD COLUMN why TEXT;
-- What makes the same look the same: one person, one screen, ten minutes. NULL: every act counts.
ALTER TABLE audit ADD COLUMN once TEXT;
-- The row's place in the chain, the hash before it, its own, and how that is made (v). All NULL until
-- it is sealed: nobody who acts waits for the end of a chain.
ALTER TABLE audit ADD COLUMN seq BIGINT;
ALTER TABLE audit ADD COLUMN previous TEXT;
ALTER TABLE audit ADD COLUMN hash TEXT;
ALTER TABLE audit ADD COLUMN v BIGINT;
CREATE UNIQUE INDEX audit_once ON audit (once) WHERE once IS NOT NULL;
CREATE UNIQUE INDEX audit_seq ON audit (seq) WHERE seq IS NOT NULL;
CREATE INDEX audit_unsealed ON audit (id) WHERE seq IS NULL;
CREATE INDEX audit_adult ON audit (adult_id, at_ms) WHERE adult_id IS NOT NULL;
-- Lists of a class or a school: who saw its children's names.
CREATE INDEX audit_unit ON audit (unit_id, at_ms) WHERE unit_id IS NOT NULL AND child_id IS NULL;

-- The end of the chain, one row: how many rows are sealed and the hash of the last. Whoever seals holds
-- it; it is made by the first who does, so that an empty database stays empty.
CREATE TABLE audit_head (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    seq BIGINT NOT NULL,
    hash TEXT NOT NULL
);

-- One child's record, opened by exception for one person, with the reason they typed. Reading only;
-- ends by itself, and with the person's posts.
CREATE TABLE break_glass (
    id BIGINT PRIMARY KEY,
    adult_id BIGINT NOT NULL REFERENCES adults (id),
    child_id BIGINT NOT NULL REFERENCES children (id),
    reason TEXT NOT NULL,
    from_ms BIGINT NOT NULL,
    to_ms BIGINT NOT NULL
);
CREATE INDEX break_glass_adult ON break_glass (adult_id, from_ms);
CREATE INDEX break_glass_child ON break_glass (child_id, from_ms);
