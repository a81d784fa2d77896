-- Notes whose words are gone are looked for every hour: those alone are walked.
CREATE INDEX notes_blank ON notes (written_ms) WHERE content = '{"is":"text","html":""}';
