-- Counters, mail, health ---------------------------------------------------------------------------------------------

CREATE TABLE sign_in_counters (
    key           BLOB    NOT NULL PRIMARY KEY CHECK (length(key) = 32),
    failures      INTEGER NOT NULL CHECK (failures > 0),
    last_try_at   INTEGER NOT NULL,
    blocked_until INTEGER NOT NULL
) STRICT;

CREATE INDEX sign_in_counters_by_age ON sign_in_counters (last_try_at);

CREATE TABLE outbox (
    seq             INTEGER NOT NULL PRIMARY KEY,
    id              BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
    payload         TEXT    NOT NULL,
    -- 0: somebody waits for it; 1: a notice; 2: one of many.
    urgency         INTEGER NOT NULL CHECK (urgency IN (0, 1, 2)),
    created_at      INTEGER NOT NULL,
    expires_at      INTEGER NOT NULL,
    attempts        INTEGER NOT NULL CHECK (attempts >= 0),
    next_attempt_at INTEGER,
    given_up_at     INTEGER,
    CHECK ((next_attempt_at IS NULL) = (given_up_at IS NOT NULL))
) STRICT;

CREATE INDEX outbox_in_turn ON outbox (urgency, seq);
CREATE INDEX outbox_due ON outbox (next_attempt_at) WHERE next_attempt_at IS NOT NULL;

-- The row that the readiness check writes (S99).
CREATE TABLE write_checks (
    id     INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    parity INTEGER NOT NULL CHECK (parity IN (0, 1))
) STRICT;

INSERT INTO write_checks (id, parity) VALUES (1, 0);
