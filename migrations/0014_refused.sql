-- What was refused, whoever tried it, and copies of the whole database: forged codes, buttons and calls have
-- neither child nor adult to be found by. The words are those of `hongyan audit list --refused`.
CREATE INDEX audit_refused ON audit (at_ms, id) WHERE action IN ('denied', 'read_refused', 'concern_refused',
    'code_refused', 'factor_refused', 'button_unknown', 'webhook_refused', 'update_repeated',
    'database_copied', 'database_restored');
