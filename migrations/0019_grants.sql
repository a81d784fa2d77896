-- A record that is open by exception stays open while the very post is held by which it was opened.
-- NULL: opened by an earlier release, at most an hour ago; it is over.
ALTER TABLE break_glass ADD COLUMN unit_id BIGINT REFERENCES units (id);
ALTER TABLE break_glass ADD COLUMN role TEXT;
