-- How far one bot's updates have been read. Not in the bot's own row: on PostgreSQL who reads would lock
-- it against who speaks, for every update.
CREATE TABLE offsets (
    bot_id TEXT PRIMARY KEY,
    next_update_id BIGINT NOT NULL,
    -- When the last update came: after a silent week the messenger's numbering starts anew.
    last_update_ms BIGINT NOT NULL
);
INSERT INTO offsets (bot_id, next_update_id, last_update_ms)
    SELECT id, next_update_id, COALESCE(last_update_ms, 0) FROM bots WHERE next_update_id IS NOT NULL;
ALTER TABLE bots DROP COLUMN next_update_id;
ALTER TABLE bots DROP COLUMN last_update_ms;

-- Since when the oldest waits. The condition that is always true keeps this index for the statement that
-- names it: a planner that is blind for how much waits took it for a claim, and sorted all that waits.
DROP INDEX inbox_oldest;
CREATE INDEX inbox_oldest ON inbox (received_ms)
    WHERE state IN ('waiting', 'claimed') AND received_ms > 0;
