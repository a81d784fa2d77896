-- "I cannot this week": until then nobody asks this adult about this child (src/service/check_in/away.rs).
ALTER TABLE links ADD COLUMN away_until_ms BIGINT;
