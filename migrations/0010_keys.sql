-- Keys: what stands in a child's record is sealed with a key of that child, so that destroying the key
-- makes it unreadable wherever a copy lies.

-- One key, wrapped by a key of the operator's (base::Keyring). Row 0 is the house's own key, for what
-- is about no single child. The row stays when the key is destroyed: no second key is ever made.
CREATE TABLE child_keys (
    child_id BIGINT PRIMARY KEY,
    -- NULL once it is destroyed. Points at no child's row: the key is made before it.
    wrapped TEXT,
    -- What the operator's key that wraps it is called.
    key_id TEXT,
    destroyed_ms BIGINT
);
CREATE INDEX child_keys_by ON child_keys (key_id, child_id);

-- How far what was written before there were keys is sealed, by table; a table without a row here has
-- not been begun. What is written now is sealed at once.
CREATE TABLE sealing (
    of_table TEXT PRIMARY KEY,
    -- The last row that was looked at.
    through_id BIGINT NOT NULL,
    done BIGINT NOT NULL CHECK (done IN (0, 1))
);

-- The mark of a child's own number (vault::Own::mark), as adults.phone_line is one of an adult's.
ALTER TABLE children ADD COLUMN line TEXT;
DROP INDEX children_phone;
CREATE INDEX children_line ON children (line) WHERE line IS NOT NULL;
