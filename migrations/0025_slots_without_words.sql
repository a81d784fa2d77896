-- What tells two facts of a day apart stood in its column in words: a title, a subject, an illness. It becomes
-- a mark under the child's key. Coming dates of whole classes become sealed too, and all of them are bound to
-- their row (src/store/entries.rs, src/store/sealing.rs). Both tables begin from their first row again.
DELETE FROM sealing WHERE of_table IN ('entries', 'coming');
