-- A writer's own words for notes to a class (src/service/note/template.rs): for everybody, so without a child's
-- name.
CREATE TABLE note_templates (
    id BIGINT PRIMARY KEY,
    adult_id BIGINT NOT NULL REFERENCES adults (id),
    -- Sealed with the key of the house for this row.
    body TEXT NOT NULL,
    -- Kept, or last put into a note.
    used_ms BIGINT NOT NULL
);
CREATE INDEX note_templates_adult ON note_templates (adult_id, id);
CREATE INDEX note_templates_used ON note_templates (used_ms);
