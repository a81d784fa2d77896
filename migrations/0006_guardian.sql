-- Acting guardians for a term, consents that can be proved, and files that are blanked once they went.

-- 1: the body is blanked as soon as the row is settled (a one-time code, a file made for one reader).
ALTER TABLE outbox ADD COLUMN once BIGINT NOT NULL DEFAULT 0 CHECK (once IN (0, 1));
UPDATE outbox SET once = 1 WHERE kind = 'invitation';
