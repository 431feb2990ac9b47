-- What was spent of budgets of mail -----------------------------------------------------------------------------------

CREATE TABLE spendings (
    key BLOB    NOT NULL CHECK (length(key) = 32),
    at  INTEGER NOT NULL
) STRICT;

CREATE INDEX spendings_by_key ON spendings (key, at);
CREATE INDEX spendings_by_age ON spendings (at);
