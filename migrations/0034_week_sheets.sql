-- A spreadsheet a teacher sent back (src/service/week_entry/sheet.rs), until it is taken over, refused or a day old.
-- Its bytes are never kept.
CREATE TABLE week_sheets (
    id BIGINT PRIMARY KEY,
    -- Who sent it, and where.
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    adult_id BIGINT NOT NULL REFERENCES adults (id),
    -- 'fetch': the file is to be read. 'asked': read, and waits for a yes.
    state TEXT NOT NULL CHECK (state IN ('fetch', 'asked')),
    -- 'fetch': the messenger's reference of the file, sealed with the key of the house for this row. 'asked': what it
    -- proposes, as JSON, sealed with the keys of all the children it is about: with one of them destroyed it is gone.
    body TEXT NOT NULL,
    -- The children it is about, as a JSON array of ids.
    children TEXT NOT NULL,
    -- How often it was tried to read it, and when it is tried again.
    tries BIGINT NOT NULL,
    due_ms BIGINT NOT NULL,
    sent_ms BIGINT NOT NULL
);
CREATE INDEX week_sheets_fetch ON week_sheets (due_ms, id) WHERE state = 'fetch';
CREATE INDEX week_sheets_adult ON week_sheets (adult_id);
