-- What was told the same day about a child is found again when the entry is corrected: those messages alone
-- are walked (src/store/same_day.rs).
CREATE INDEX outbox_same_day ON outbox (children) WHERE action = 'hear_absence';
