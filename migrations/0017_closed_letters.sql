-- What is said about a concern: to whom it may be handed over, how it is taken back, how long it stays.

-- Of which concerns a message to those who answer for them tells, as a JSON array; NULL: of none. Asked
-- again at hand-over: a concern that names its reader meanwhile does not exist for them.
ALTER TABLE outbox ADD COLUMN concerns TEXT;
-- The message of the chat that such a screen was written into: it can be taken out again.
ALTER TABLE outbox ADD COLUMN shown_in BIGINT;
CREATE INDEX outbox_closed ON outbox (adult_id) WHERE concerns IS NOT NULL;

-- Who told of a concern is nobody's to find out: what was said to them is gone soon after it went.
CREATE INDEX outbox_told ON outbox (settled_ms) WHERE action = 'report_concern';
DELETE FROM outbox WHERE action = 'report_concern' AND settled_ms IS NOT NULL;
UPDATE outbox SET dedup_key = NULL WHERE action = 'report_concern';
-- A fingerprint made without a key tells who it was to whoever tries every adult. From now on it is made
-- with the key of the house.
UPDATE concerns SET mark = '';

-- The album a held note is: its further pictures belong to it. Made with the key of the house.
ALTER TABLE concerns ADD COLUMN album TEXT;
CREATE INDEX concerns_album ON concerns (album) WHERE album IS NOT NULL;
