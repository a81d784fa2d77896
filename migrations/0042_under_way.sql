-- What each bot has under way (src/store/under_way.rs): ids of `outbox` and until when their claims hold, in ms, as a
-- JSON object. One row that is written as a whole with each turn: a message is then written when it is put and when it
-- is settled, and a claim touches neither its row nor its indexes.
CREATE TABLE under_way (
    bot_id TEXT PRIMARY KEY,
    claims TEXT NOT NULL
);
-- From here on PostgreSQL lets nobody else near the table: what was being claimed is claimed, and seen below.
DROP INDEX outbox_leases;
DROP INDEX outbox_chat;
DROP INDEX outbox_in_doubt;
DROP INDEX outbox_lane;
DROP INDEX outbox_adult;
-- Lane by lane `outbox_open` says when the next is due.
DROP INDEX outbox_held;
-- A process of the release before finds no deadline to write: it claims nothing any more, and what it still says of
-- what it had counts no more. That may have arrived.
ALTER TABLE outbox DROP COLUMN lease_until_ms;
UPDATE outbox SET state = 'waiting', in_doubt = 1, doubts = doubts + 1 WHERE state = 'claimed';
-- No row says 'claimed' from here on.
CREATE INDEX outbox_chat ON outbox (bot_id, chat_id, id) WHERE state = 'waiting';
CREATE INDEX outbox_in_doubt ON outbox (kind) WHERE in_doubt = 1 AND state = 'waiting';
CREATE INDEX outbox_lane ON outbox (lane, not_before_ms) WHERE state = 'waiting' AND lane >= 0;
CREATE INDEX outbox_adult ON outbox (adult_id) WHERE state = 'waiting';
