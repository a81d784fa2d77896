-- From 18 on a record is the young person's own (src/service/growing): a link of theirs, with a role the old check
-- does not know. Not every engine can change a check, so the column is made anew.
ALTER TABLE links ADD COLUMN new_role TEXT NOT NULL DEFAULT 'contact'
    CHECK (new_role IN ('parent', 'guardian', 'contact', 'oneself'));
UPDATE links SET new_role = role;
ALTER TABLE links DROP COLUMN role;
ALTER TABLE links RENAME COLUMN new_role TO role;
-- When the record of somebody who is of age is deleted by itself. NULL: nobody is of age, or no day is set yet.
ALTER TABLE children ADD COLUMN goes_ms BIGINT;
CREATE INDEX children_goes ON children (goes_ms) WHERE goes_ms IS NOT NULL;
CREATE INDEX children_grown ON children (id) WHERE programme = 'adult' AND goes_ms IS NULL;
