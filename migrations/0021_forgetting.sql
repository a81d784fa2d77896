-- What the school need not keep is over long before the rest: looking for it must not walk the years
-- that are kept.
CREATE INDEX entries_optional ON entries (day) WHERE kind IN ('mood', 'conduct', 'life', 'sentence', 'by_phone');

-- How many children were erased is asked at every start.
CREATE INDEX child_keys_destroyed ON child_keys (destroyed_ms) WHERE destroyed_ms IS NOT NULL;
