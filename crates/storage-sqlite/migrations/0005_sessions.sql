-- Sessions -----------------------------------------------------------------------------------------------------------

CREATE TABLE sessions (
    id           BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    token_mac    BLOB    NOT NULL UNIQUE CHECK (length(token_mac) = 32),
    person_id    BLOB    NOT NULL REFERENCES people (id),
    kept         INTEGER NOT NULL CHECK (kept IN (0, 1)),
    created_at   INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL
) STRICT;

CREATE INDEX sessions_of_person ON sessions (person_id);
CREATE INDEX sessions_by_age ON sessions (created_at);

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
