-- In place of a guardian without the chat (src/service/on_behalf.rs). On the guardian's own link, so that it
-- ends with it: who answers ('helper': behalf_adult), when a lead named them, and when and how the guardian or a
-- parent said yes (NULL: nobody, the guardian is asked).
ALTER TABLE links ADD COLUMN behalf TEXT CHECK (behalf IN ('teacher', 'home', 'helper'));
ALTER TABLE links ADD COLUMN behalf_adult BIGINT REFERENCES adults (id);
ALTER TABLE links ADD COLUMN behalf_named_ms BIGINT;
ALTER TABLE links ADD COLUMN behalf_yes_ms BIGINT;
ALTER TABLE links ADD COLUMN behalf_yes TEXT CHECK (behalf_yes IN ('paper', 'chat'));
-- Whom a lead proposes instead, and when: nothing is asked of them before a yes, and who answers stays.
ALTER TABLE links ADD COLUMN behalf_next TEXT CHECK (behalf_next IN ('teacher', 'home', 'helper'));
ALTER TABLE links ADD COLUMN behalf_next_adult BIGINT REFERENCES adults (id);
ALTER TABLE links ADD COLUMN behalf_next_ms BIGINT;

-- Through whom an answer came that nobody at home gave themselves (NULL: at home), and in whose place.
ALTER TABLE check_ins ADD COLUMN through TEXT CHECK (through IN ('school', 'helper'));
ALTER TABLE check_ins ADD COLUMN answered_for BIGINT REFERENCES adults (id);
UPDATE check_ins SET through = 'school' WHERE answered_by IS NOT NULL AND NOT EXISTS
    (SELECT 1 FROM links l WHERE l.child_id = check_ins.child_id AND l.adult_id = check_ins.answered_by
        AND l.role IN ('guardian', 'contact'));

-- Today's list of a teacher or lead (src/service/today.rs): what waits, and since when.
-- When the person asked to be linked; NULL: before this release.
ALTER TABLE links ADD COLUMN asked_ms BIGINT;
-- Up to this note somebody of the school said that no answer is needed.
ALTER TABLE threads ADD COLUMN settled_note BIGINT;
CREATE INDEX tasks_child ON tasks (child_id) WHERE state = 'open';

-- A school week whose class teachers were told how many pupils have no line yet (src/service/week_entry/remind.rs).
CREATE TABLE week_reminders (
    unit_id BIGINT NOT NULL REFERENCES units (id),
    -- Monday of the school week.
    week TEXT NOT NULL,
    done_ms BIGINT NOT NULL,
    PRIMARY KEY (unit_id, week)
);

-- How long after its question had arrived an answer came, in milliseconds (src/model/patterns.rs).
ALTER TABLE check_ins ADD COLUMN thought_ms BIGINT;
