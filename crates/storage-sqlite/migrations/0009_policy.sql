-- What administrators decided about the policy, and what waits for a second one (S82). The keyed seals are made and
-- checked by the app: what SQL alone writes has none, and isn't followed. The triggers keep the order and refuse every
-- change.

CREATE TABLE policies (
    version      INTEGER NOT NULL PRIMARY KEY CHECK (version > 0),
    content      TEXT    NOT NULL CHECK (content <> ''),
    before       TEXT    NOT NULL CHECK (before <> ''),
    loosens      INTEGER NOT NULL CHECK (loosens IN (0, 1)),
    requested_by BLOB    NOT NULL REFERENCES people (id),
    decided_by   BLOB    NOT NULL REFERENCES people (id),
    decided_at   INTEGER NOT NULL,
    effective_at INTEGER NOT NULL,
    seal         BLOB    NOT NULL CHECK (length(seal) = 32),
    CHECK (effective_at >= decided_at),
    -- What loosens takes two administrators.
    CHECK (loosens = 0 OR requested_by <> decided_by)
) STRICT;

CREATE TRIGGER policies_in_turn BEFORE INSERT ON policies
BEGIN
    SELECT RAISE(ABORT, 'policies: one follows the other')
    WHERE NEW.version <> coalesce((SELECT max(version) FROM policies), 0) + 1;
END;

CREATE TRIGGER policies_never_change BEFORE UPDATE ON policies
BEGIN
    SELECT RAISE(ABORT, 'policies: append-only');
END;

CREATE TRIGGER policies_stay BEFORE DELETE ON policies
BEGIN
    SELECT RAISE(ABORT, 'policies: append-only');
END;

CREATE TABLE policy_requests (
    seq          INTEGER NOT NULL PRIMARY KEY,
    id           BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
    content      TEXT    NOT NULL CHECK (content <> ''),
    version      INTEGER NOT NULL CHECK (version >= 0),
    requested_by BLOB    NOT NULL REFERENCES people (id),
    requested_at INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    seal         BLOB    NOT NULL CHECK (length(seal) = 32),
    decided_at   INTEGER,
    decided_by   BLOB    REFERENCES people (id),
    granted      INTEGER CHECK (granted IN (0, 1)),
    CHECK ((decided_at IS NULL) = (decided_by IS NULL) AND (decided_at IS NULL) = (granted IS NULL)),
    -- Two administrators, or none.
    CHECK (granted IS NOT 1 OR decided_by <> requested_by)
) STRICT;

CREATE INDEX policy_requests_waiting ON policy_requests (expires_at) WHERE decided_at IS NULL;

CREATE TRIGGER policy_requests_one_waits BEFORE INSERT ON policy_requests
BEGIN
    SELECT RAISE(ABORT, 'policy_requests: a new one waits, and no other one')
    WHERE NEW.decided_at IS NOT NULL
       OR EXISTS (SELECT 1 FROM policy_requests WHERE decided_at IS NULL AND expires_at > NEW.requested_at);
END;

CREATE TRIGGER policy_requests_end_once BEFORE UPDATE ON policy_requests
BEGIN
    SELECT RAISE(ABORT, 'policy_requests: decided once, in time, and nothing else changes')
    WHERE OLD.decided_at IS NOT NULL OR NEW.decided_at IS NULL OR NEW.decided_at >= OLD.expires_at
       OR NEW.seq IS NOT OLD.seq OR NEW.id IS NOT OLD.id OR NEW.content IS NOT OLD.content
       OR NEW.version IS NOT OLD.version OR NEW.requested_by IS NOT OLD.requested_by
       OR NEW.requested_at IS NOT OLD.requested_at OR NEW.expires_at IS NOT OLD.expires_at
       OR NEW.seal IS NOT OLD.seal;
END;

CREATE TRIGGER policy_requests_stay BEFORE DELETE ON policy_requests
BEGIN
    SELECT RAISE(ABORT, 'policy_requests: append-only');
END;
