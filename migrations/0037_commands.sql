-- The list of commands this chat shows (src/model/commands.rs): a word for the person's part. NULL: the bot's own list.
ALTER TABLE accounts ADD COLUMN commands TEXT;
-- When the messenger has to be told of it (0: at once). NULL: it knows. To tell every chat of changed lists, set it to 0
-- wherever commands is not NULL.
ALTER TABLE accounts ADD COLUMN commands_due_ms BIGINT;
CREATE INDEX accounts_commands_due ON accounts (bot_id, commands_due_ms) WHERE commands_due_ms IS NOT NULL;
