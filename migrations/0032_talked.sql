-- "Did you two talk?", asked once in the week of an update (src/service/weekly/talked.rs): what was asked, with
-- which message, and "not yet". "We talked" is talked_ms.
ALTER TABLE weekly_updates ADD COLUMN asked TEXT CHECK (asked IN ('question', 'reminder'));
ALTER TABLE weekly_updates ADD COLUMN asked_outbox_id BIGINT;
ALTER TABLE weekly_updates ADD COLUMN not_yet_ms BIGINT;
-- 0: the person does not want to be asked.
ALTER TABLE accounts ADD COLUMN asks_talked BIGINT NOT NULL DEFAULT 1 CHECK (asks_talked IN (0, 1));
