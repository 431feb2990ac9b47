-- Addresses that people ask for, and those that they had (S28, S71).

-- Asked for: address and digest of the code in one row, written by one statement, and never changed (S71).
CREATE TABLE address_claims (
    seq         INTEGER NOT NULL PRIMARY KEY,
    id          BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
    person_id   BLOB    NOT NULL REFERENCES people (id),
    position    INTEGER NOT NULL CHECK (position IN (1, 2)),
    -- The address whose place it takes; none if it is added.
    replaces    TEXT,
    canonical   TEXT    NOT NULL CHECK (canonical LIKE '_%@_%'),
    shown       TEXT    NOT NULL CHECK (shown LIKE '_%@_%'),
    nonce       BLOB    NOT NULL CHECK (length(nonce) = 16),
    code_mac    BLOB    NOT NULL CHECK (length(code_mac) = 32),
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    tries       INTEGER NOT NULL CHECK (tries >= 0),
    consumed_at INTEGER,
    replaced_at INTEGER,
    CHECK (consumed_at IS NULL OR replaced_at IS NULL)
) STRICT;

CREATE INDEX address_claims_of_person ON address_claims (person_id, seq);
CREATE UNIQUE INDEX address_claims_one_open ON address_claims (person_id)
WHERE consumed_at IS NULL AND replaced_at IS NULL;
CREATE INDEX address_claims_by_age ON address_claims (created_at);

CREATE TRIGGER address_claims_start_open BEFORE INSERT ON address_claims
BEGIN
    SELECT RAISE(ABORT, 'address_claims: a new one is untried and open')
    WHERE NEW.tries <> 0 OR NEW.consumed_at IS NOT NULL OR NEW.replaced_at IS NOT NULL;
    SELECT RAISE(ABORT, 'address_claims: only somebody active asks for one')
    WHERE NOT EXISTS (SELECT 1 FROM people WHERE id = NEW.person_id AND status = 'active');
END;

CREATE TRIGGER address_claims_end_once BEFORE UPDATE ON address_claims
BEGIN
    SELECT RAISE(ABORT, 'address_claims: over')
    WHERE OLD.consumed_at IS NOT NULL OR OLD.replaced_at IS NOT NULL;
    SELECT RAISE(ABORT, 'address_claims: consumed before expiry')
    WHERE NEW.consumed_at >= OLD.expires_at;
    SELECT RAISE(ABORT, 'address_claims: only its tries and its end change')
    WHERE NEW.tries < OLD.tries
       OR NEW.seq IS NOT OLD.seq OR NEW.id IS NOT OLD.id OR NEW.person_id IS NOT OLD.person_id
       OR NEW.position IS NOT OLD.position OR NEW.replaces IS NOT OLD.replaces
       OR NEW.canonical IS NOT OLD.canonical OR NEW.shown IS NOT OLD.shown
       OR NEW.nonce IS NOT OLD.nonce OR NEW.code_mac IS NOT OLD.code_mac
       OR NEW.created_at IS NOT OLD.created_at OR NEW.expires_at IS NOT OLD.expires_at;
END;

-- Had: where codes still go until what took its place counts, what may object, and what nobody else gets for a while.
CREATE TABLE former_addresses (
    canonical        TEXT    NOT NULL PRIMARY KEY CHECK (canonical LIKE '_%@_%'),
    person_id        BLOB    NOT NULL REFERENCES people (id),
    shown            TEXT    NOT NULL CHECK (shown LIKE '_%@_%'),
    position         INTEGER NOT NULL CHECK (position IN (1, 2)),
    -- As it was.
    verified_at      INTEGER NOT NULL,
    counts_from      INTEGER NOT NULL,
    change_id        BLOB    REFERENCES credential_changes (id),
    -- What took it away, and when.
    ended_by         BLOB    NOT NULL UNIQUE REFERENCES credential_changes (id),
    ended_at         INTEGER NOT NULL,
    -- Codes are mailed to it until then.
    counts_until     INTEGER NOT NULL CHECK (counts_until >= ended_at),
    reserved_until   INTEGER NOT NULL,
    nonce            BLOB    NOT NULL CHECK (length(nonce) = 16),
    code_mac         BLOB    NOT NULL UNIQUE CHECK (length(code_mac) = 32),
    -- None if it never counted: it has nothing to put back.
    objectable_until INTEGER,
    objected_at      INTEGER,
    CHECK (objected_at IS NULL OR objected_at < objectable_until)
) STRICT;

CREATE INDEX former_addresses_of_person ON former_addresses (person_id);
CREATE INDEX former_addresses_by_end ON former_addresses (reserved_until);

CREATE TRIGGER former_addresses_were_current BEFORE INSERT ON former_addresses
BEGIN
    SELECT RAISE(ABORT, 'former_addresses: no address that a fresh change of its owner takes away')
    WHERE NEW.objected_at IS NOT NULL OR NOT EXISTS (
        SELECT 1 FROM identifiers i JOIN credential_changes c ON c.id = NEW.ended_by
                                    LEFT JOIN credential_applications a ON a.change_id = c.id
        WHERE i.canonical = NEW.canonical AND i.kind = 'email'
          AND i.person_id = NEW.person_id AND c.person_id = NEW.person_id AND a.change_id IS NULL
          AND i.shown = NEW.shown AND i.position = NEW.position AND i.verified_at = NEW.verified_at
          AND i.counts_from = NEW.counts_from AND i.change_id IS NEW.change_id
          AND c.at = NEW.ended_at
          -- What never counted neither goes on counting nor objects.
          AND (i.counts_from <= c.at OR NEW.counts_until = c.at AND NEW.objectable_until IS NULL)
          AND CASE c.action
              -- The longest quarantine that a policy can ask for: 14 days (S82).
              WHEN 'replace_address' THEN NEW.counts_until <= c.at + 1209600000
              ELSE c.action IN ('remove_address', 'restore_address') AND NEW.counts_until = c.at END
          AND (NEW.objectable_until IS NULL OR NEW.objectable_until <= c.at + 604800000));
END;

CREATE TRIGGER former_addresses_change BEFORE UPDATE ON former_addresses
BEGIN
    SELECT RAISE(ABORT, 'former_addresses: what they were stays')
    WHERE NEW.canonical IS NOT OLD.canonical OR NEW.person_id IS NOT OLD.person_id OR NEW.shown IS NOT OLD.shown
       OR NEW.position IS NOT OLD.position OR NEW.verified_at IS NOT OLD.verified_at
       OR NEW.counts_from IS NOT OLD.counts_from OR NEW.change_id IS NOT OLD.change_id
       OR NEW.ended_by IS NOT OLD.ended_by OR NEW.ended_at IS NOT OLD.ended_at
       OR NEW.reserved_until IS NOT OLD.reserved_until OR NEW.nonce IS NOT OLD.nonce
       OR NEW.code_mac IS NOT OLD.code_mac;
    SELECT RAISE(ABORT, 'former_addresses: one objection, in time')
    WHERE OLD.objected_at IS NOT NULL AND NEW.objected_at IS NOT OLD.objected_at
       OR NEW.objectable_until IS NOT OLD.objectable_until
          AND (OLD.objectable_until IS NULL OR NEW.objectable_until IS NULL
               OR NEW.objectable_until > OLD.objectable_until);
    SELECT RAISE(ABORT, 'former_addresses: no fresh change by the owner')
    WHERE (NEW.counts_until <> OLD.counts_until OR NEW.objectable_until IS NOT OLD.objectable_until)
      AND NOT EXISTS (
        SELECT 1 FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
        WHERE c.person_id = OLD.person_id AND a.change_id IS NULL
          AND c.action IN ('replace_address', 'remove_address', 'restore_address')
          AND (NEW.counts_until <= OLD.counts_until
               OR OLD.counts_until > c.at AND NEW.counts_until <= c.at + 1209600000));
END;

-- Kept until nobody could be surprised any more: by then the history has come to that day. What is its person's again
-- makes room.
CREATE TRIGGER former_addresses_stay BEFORE DELETE ON former_addresses
BEGIN
    SELECT RAISE(ABORT, 'former_addresses: reserved for 180 days')
    WHERE OLD.reserved_until > (SELECT at FROM history ORDER BY seq DESC LIMIT 1)
      AND NOT EXISTS (SELECT 1 FROM identifiers WHERE canonical = OLD.canonical AND person_id = OLD.person_id);
END;
