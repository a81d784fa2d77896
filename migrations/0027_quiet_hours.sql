-- The hours (0-23, on the person's own clock) from which to which nothing that can wait rings. Both NULL: the
-- usual ones (src/model/quiet.rs); both the same: none.
ALTER TABLE accounts ADD COLUMN quiet_from BIGINT;
ALTER TABLE accounts ADD COLUMN quiet_to BIGINT;
-- What a person got, or will get, of that of which there is only so much in a week (src/model/budget.rs).
CREATE INDEX outbox_counted ON outbox (adult_id) WHERE kind IN ('weekly_update', 'reminder');
