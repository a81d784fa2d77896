-- Others use this phone (src/service/cover): the person's code as a slow hash, sealed for this account. NULL: nobody
-- else does, messages show what they say.
ALTER TABLE accounts ADD COLUMN cover_code TEXT;
-- Since when, and until when, what is said is shown after the code.
ALTER TABLE accounts ADD COLUMN cover_open_ms BIGINT;
ALTER TABLE accounts ADD COLUMN cover_until_ms BIGINT;
-- 1: it went with neutral words; its own stay in body until they are asked for with the code.
ALTER TABLE outbox ADD COLUMN covered BIGINT NOT NULL DEFAULT 0 CHECK (covered IN (0, 1));
