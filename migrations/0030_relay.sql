-- As what its writer wrote a note, and for whom of the child's people it is (src/model/visibility.rs). NULL in
-- rows written before: as family in the writer's own thread, else as the school, and for all who were told.
ALTER TABLE notes ADD COLUMN written_as TEXT;
ALTER TABLE notes ADD COLUMN audience TEXT;
-- Its writer took it back at this moment: nobody sees or answers it any more (src/service/note/back.rs).
ALTER TABLE notes ADD COLUMN taken_back_ms BIGINT;
-- The minutes after midnight, on the school's clock, from which to which this person reads what families write.
-- Both NULL: the usual ones (src/model/work_hours.rs); both the same: at any hour.
ALTER TABLE accounts ADD COLUMN work_from BIGINT;
ALTER TABLE accounts ADD COLUMN work_to BIGINT;
