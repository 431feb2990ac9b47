-- Sessions -----------------------------------------------------------------------------------------------------------

CREATE TABLE sessions (
    id           BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    token_mac    BLOB    NOT NULL UNIQUE CHECK (length(token_mac) = 32),
    person_id    BLOB    NOT NULL REFERENCES people (id),
    kept         INTEGER NOT NULL CHECK (kept IN (0, 1)),
    -- On which device and roughly where, sealed (S103).
    surroundings BLOB    NOT NULL,
    created_at   INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL
) STRICT;

CREATE INDEX sessions_of_person ON sessions (person_id);
CREATE INDEX sessions_by_age ON sessions (created_at);

-- Browsers that somebody has signed in with ----------------------------------------------------------------------------

CREATE TABLE devices (
    id               BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    token_mac        BLOB    NOT NULL CHECK (length(token_mac) = 32),
    person_id        BLOB    NOT NULL REFERENCES people (id),
    remembered_until INTEGER,
    surroundings     BLOB    NOT NULL,
    created_at       INTEGER NOT NULL,
    last_used_at     INTEGER NOT NULL,
    UNIQUE (token_mac, person_id)
) STRICT;

CREATE INDEX devices_of_person ON devices (person_id);
CREATE INDEX devices_by_age ON devices (last_used_at);

-- Questions for passkeys that were answered: none is answered twice (S42) ------------------------------------------------

CREATE TABLE answered_passkeys (
    question BLOB    NOT NULL PRIMARY KEY CHECK (length(question) = 32),
    until    INTEGER NOT NULL
) STRICT;

CREATE INDEX answered_passkeys_by_end ON answered_passkeys (until);

CREATE TRIGGER answered_passkeys_never_change BEFORE UPDATE ON answered_passkeys
BEGIN
    SELECT RAISE(ABORT, 'answered_passkeys: answered once');
END;

-- Links of notices that can only freeze ------------------------------------------------------------------------------

CREATE TABLE freeze_links (
    id         BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    person_id  BLOB    NOT NULL REFERENCES people (id),
    nonce      BLOB    NOT NULL CHECK (length(nonce) = 16),
    code_mac   BLOB    NOT NULL UNIQUE CHECK (length(code_mac) = 32),
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX freeze_links_by_end ON freeze_links (expires_at);

CREATE TRIGGER freeze_links_never_change BEFORE UPDATE ON freeze_links
BEGIN
    SELECT RAISE(ABORT, 'freeze_links: never change');
END;
