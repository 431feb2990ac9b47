-- Ids are 16 random bytes, digests 32 bytes, moments milliseconds since 1970 in UTC. `seq` gives the order of writing
-- where rows of one millisecond must keep it. Triggers hold what no code path may break; they fire for REPLACE too,
-- because every connection asserts recursive_triggers = ON (S75).

-- People and their identifiers ---------------------------------------------------------------------------------------

CREATE TABLE people (
    id               BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    status           TEXT    NOT NULL CHECK (status IN ('invited', 'active', 'disabled', 'revoked')),
    role             TEXT    NOT NULL
                     CHECK (role IN ('member', 'auditor', 'user_administrator', 'global_administrator')),
    name             TEXT    CHECK (name <> ''),
    language         TEXT    NOT NULL CHECK (language IN ('en', 'zh-Hant', 'zh-Hans')),
    created_at       INTEGER NOT NULL,
    activated_at     INTEGER,
    frozen_at        INTEGER,
    -- A frozen account that no sign-in opens (S84).
    needs_recovery   INTEGER NOT NULL DEFAULT 0 CHECK (needs_recovery IN (0, 1)),
    standing_version INTEGER NOT NULL CHECK (standing_version > 0),
    standing_mac     BLOB    NOT NULL CHECK (length(standing_mac) = 32),
    -- For administrators' lists: the order, and what a search looks in, both in lower case.
    sort_key         TEXT    NOT NULL,
    search_text      TEXT    NOT NULL,
    CHECK ((status IN ('active', 'disabled')) = (activated_at IS NOT NULL)),
    CHECK (frozen_at IS NULL OR activated_at IS NOT NULL),
    CHECK (needs_recovery = 0 OR frozen_at IS NOT NULL)
) STRICT;

CREATE INDEX people_in_order ON people (sort_key, id);
CREATE INDEX people_with_a_role ON people (role, status) WHERE role <> 'member';

-- One-way status: an account that goes back to "invited" could be enrolled anew by somebody else (S77). Standing changes
-- with its seal, or not at all (S79).
CREATE TRIGGER people_change BEFORE UPDATE ON people
BEGIN
    SELECT RAISE(ABORT, 'people: an id never changes')
    WHERE NEW.id IS NOT OLD.id OR NEW.created_at IS NOT OLD.created_at;
    SELECT RAISE(ABORT, 'people: the status is one-way')
    WHERE NEW.status <> OLD.status
      AND NOT (OLD.status = 'invited' AND NEW.status IN ('active', 'revoked'))
      AND NOT (OLD.status = 'active' AND NEW.status = 'disabled')
      AND NOT (OLD.status = 'disabled' AND NEW.status = 'active');
    SELECT RAISE(ABORT, 'people: activated once')
    WHERE OLD.activated_at IS NOT NULL AND NEW.activated_at IS NOT OLD.activated_at;
    SELECT RAISE(ABORT, 'people: standing changes with its seal')
    WHERE (NEW.status <> OLD.status OR NEW.role <> OLD.role OR NEW.activated_at IS NOT OLD.activated_at
           OR NEW.frozen_at IS NOT OLD.frozen_at OR NEW.needs_recovery <> OLD.needs_recovery OR NEW.standing_mac IS NOT OLD.standing_mac
           OR NEW.standing_version <> OLD.standing_version)
      AND (NEW.standing_version <> OLD.standing_version + 1 OR NEW.standing_mac IS OLD.standing_mac);
END;

CREATE TRIGGER people_stay BEFORE DELETE ON people
BEGIN
    SELECT RAISE(ABORT, 'people: an id is never given out again');
END;

-- User names and addresses in one namespace, told apart by the @ (S9).
CREATE TABLE identifiers (
    canonical   TEXT    NOT NULL PRIMARY KEY CHECK (canonical <> ''),
    person_id   BLOB    NOT NULL REFERENCES people (id),
    kind        TEXT    NOT NULL CHECK (kind IN ('user_name', 'email')),
    shown       TEXT    NOT NULL CHECK (shown <> ''),
    -- 0 for the user name, from 1 on for addresses.
    position    INTEGER NOT NULL,
    verified_at INTEGER,
    -- Codes are mailed to it from then on (S28).
    counts_from INTEGER,
    -- What added it; none for what came with the invitation.
    change_id   BLOB    REFERENCES credential_changes (id),
    CHECK ((verified_at IS NULL) = (counts_from IS NULL)),
    CHECK (change_id IS NULL OR verified_at IS NOT NULL AND position IN (1, 2)),
    CHECK (CASE kind WHEN 'email' THEN canonical LIKE '_%@_%' AND shown LIKE '_%@_%'
                     ELSE instr(canonical, '@') = 0 AND instr(shown, '@') = 0 AND verified_at IS NULL END)
) STRICT;

CREATE UNIQUE INDEX identifiers_of_person ON identifiers (person_id, position);
CREATE UNIQUE INDEX identifiers_one_user_name ON identifiers (person_id) WHERE kind = 'user_name';

-- Where codes are mailed to is as good as a credential: once somebody is active it changes by a fresh change of theirs
-- alone, and only to an address whose code was entered at that very moment, or that objected then (S28, S71).
CREATE TRIGGER identifiers_added BEFORE INSERT ON identifiers
BEGIN
    SELECT RAISE(ABORT, 'identifiers: somebody else had it lately')
    WHERE EXISTS (SELECT 1 FROM former_addresses WHERE canonical = NEW.canonical AND person_id <> NEW.person_id);
    SELECT RAISE(ABORT, 'identifiers: only somebody invited gets one, or its owner by a fresh change')
    WHERE CASE WHEN NEW.change_id IS NULL
          THEN NOT EXISTS (SELECT 1 FROM people WHERE id = NEW.person_id AND status = 'invited')
          ELSE NEW.kind <> 'email' OR NOT EXISTS (
            SELECT 1 FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
            WHERE c.id = NEW.change_id AND c.person_id = NEW.person_id AND a.change_id IS NULL
              AND CASE WHEN c.action IN ('add_address', 'replace_address') THEN
                      NEW.verified_at = c.at
                      AND EXISTS (SELECT 1 FROM address_claims k
                                  WHERE k.person_id = NEW.person_id AND k.consumed_at = c.at
                                    AND k.shown = NEW.shown AND k.canonical = NEW.canonical
                                    AND k.position = NEW.position
                                    AND (k.replaces IS NULL) = (c.action = 'add_address'))
                      -- A day at least; what counted until now goes on.
                      AND (NEW.counts_from >= c.at + 86400000
                           OR EXISTS (SELECT 1 FROM former_addresses f
                                      WHERE f.canonical = NEW.canonical AND f.person_id = NEW.person_id
                                        AND f.counts_from = NEW.counts_from AND f.counts_until > c.at))
                  WHEN c.action = 'restore_address' THEN
                      EXISTS (SELECT 1 FROM former_addresses f
                              WHERE f.canonical = NEW.canonical AND f.person_id = NEW.person_id
                                AND f.shown = NEW.shown AND f.position = NEW.position
                                AND f.verified_at = NEW.verified_at AND f.counts_from = NEW.counts_from
                                AND f.objected_at = c.at)
                  ELSE 0 END) END;
END;

CREATE TRIGGER identifiers_are_applied AFTER INSERT ON identifiers WHEN NEW.change_id IS NOT NULL
BEGIN
    INSERT INTO credential_applications (change_id) VALUES (NEW.change_id);
END;

CREATE TRIGGER identifiers_verified_before_activation BEFORE UPDATE ON identifiers
BEGIN
    SELECT RAISE(ABORT, 'identifiers: only verified, once, before activation')
    WHERE OLD.verified_at IS NOT NULL OR NEW.verified_at IS NULL
       OR NEW.canonical IS NOT OLD.canonical OR NEW.person_id IS NOT OLD.person_id OR NEW.kind IS NOT OLD.kind
       OR NEW.shown IS NOT OLD.shown OR NEW.position IS NOT OLD.position
       OR NEW.counts_from IS NOT NEW.verified_at OR NEW.change_id IS NOT OLD.change_id
       OR NOT EXISTS (SELECT 1 FROM people WHERE id = OLD.person_id AND status = 'invited');
END;

CREATE TRIGGER identifiers_stay BEFORE DELETE ON identifiers
BEGIN
    SELECT RAISE(ABORT, 'identifiers: those of somebody who came stay')
    WHERE EXISTS (SELECT 1 FROM people WHERE id = OLD.person_id AND status IN ('active', 'disabled'))
      AND NOT EXISTS (
        -- It was written down as a former one first, by the change that takes it away.
        SELECT 1 FROM former_addresses f JOIN credential_changes c ON c.id = f.ended_by
                                         LEFT JOIN credential_applications a ON a.change_id = c.id
        WHERE f.canonical = OLD.canonical AND f.person_id = OLD.person_id AND a.change_id IS NULL
          AND (c.action IN ('replace_address', 'restore_address')
               -- The second one, where the first counts (S46).
               OR c.action = 'remove_address' AND OLD.position = 2
                  AND EXISTS (SELECT 1 FROM identifiers i
                              WHERE i.person_id = OLD.person_id AND i.kind = 'email' AND i.position = 1
                                AND i.counts_from <= c.at)));
END;

CREATE TRIGGER identifiers_are_taken_away AFTER DELETE ON identifiers WHEN OLD.kind = 'email'
BEGIN
    INSERT INTO credential_applications (change_id)
    SELECT c.id FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
    WHERE c.person_id = OLD.person_id AND c.action = 'remove_address' AND a.change_id IS NULL;
END;

-- Invitations --------------------------------------------------------------------------------------------------------

CREATE TABLE invitations (
    seq         INTEGER NOT NULL PRIMARY KEY,
    id          BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
    person_id   BLOB    NOT NULL REFERENCES people (id),
    nonce       BLOB    NOT NULL CHECK (length(nonce) = 16),
    code_mac    BLOB    NOT NULL UNIQUE CHECK (length(code_mac) = 32),
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    -- Keyed digests over the changes that set the password and made the saved codes: what an earlier invitation's holder
    -- chose isn't there for the next one's.
    password_seal BLOB CHECK (length(password_seal) = 32),
    codes_seal  BLOB    CHECK (length(codes_seal) = 32),
    codes_confirmed BLOB,
    accepted_at INTEGER,
    replaced_at INTEGER,
    CHECK (accepted_at IS NULL OR replaced_at IS NULL)
) STRICT;

CREATE INDEX invitations_of_person ON invitations (person_id);

CREATE TRIGGER invitations_end_once BEFORE UPDATE ON invitations
BEGIN
    SELECT RAISE(ABORT, 'invitations: accepted or replaced once, in time, and nothing else changes')
    WHERE OLD.accepted_at IS NOT NULL OR OLD.replaced_at IS NOT NULL OR NEW.accepted_at >= OLD.expires_at
       OR NEW.seq IS NOT OLD.seq OR NEW.id IS NOT OLD.id OR NEW.person_id IS NOT OLD.person_id
       OR NEW.nonce IS NOT OLD.nonce OR NEW.code_mac IS NOT OLD.code_mac
       OR NEW.created_at IS NOT OLD.created_at OR NEW.expires_at IS NOT OLD.expires_at;
END;

-- Roles that wait for a second administrator ----------------------------------------------------------------------------

CREATE TABLE role_requests (
    seq          INTEGER NOT NULL PRIMARY KEY,
    id           BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
    person_id    BLOB    NOT NULL REFERENCES people (id),
    role         TEXT    NOT NULL
                 CHECK (role IN ('member', 'auditor', 'user_administrator', 'global_administrator')),
    requested_by BLOB    NOT NULL REFERENCES people (id),
    requested_at INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    decided_at   INTEGER,
    decided_by   BLOB    REFERENCES people (id),
    granted      INTEGER CHECK (granted IN (0, 1)),
    CHECK ((decided_at IS NULL) = (decided_by IS NULL) AND (decided_at IS NULL) = (granted IS NULL)),
    -- Two administrators, or none.
    CHECK (granted IS NOT 1 OR decided_by <> requested_by)
) STRICT;

CREATE INDEX role_requests_waiting ON role_requests (expires_at) WHERE decided_at IS NULL;
CREATE INDEX role_requests_of_person ON role_requests (person_id) WHERE decided_at IS NULL;

CREATE TRIGGER role_requests_one_waits BEFORE INSERT ON role_requests
BEGIN
    SELECT RAISE(ABORT, 'role_requests: a new one waits, and no other one of that person')
    WHERE NEW.decided_at IS NOT NULL
       OR EXISTS (SELECT 1 FROM role_requests
                  WHERE person_id = NEW.person_id AND decided_at IS NULL AND expires_at > NEW.requested_at);
END;

CREATE TRIGGER role_requests_end_once BEFORE UPDATE ON role_requests
BEGIN
    SELECT RAISE(ABORT, 'role_requests: decided once, in time, and nothing else changes')
    WHERE OLD.decided_at IS NOT NULL OR NEW.decided_at IS NULL OR NEW.decided_at >= OLD.expires_at
       OR NEW.seq IS NOT OLD.seq OR NEW.id IS NOT OLD.id OR NEW.person_id IS NOT OLD.person_id
       OR NEW.role IS NOT OLD.role OR NEW.requested_by IS NOT OLD.requested_by
       OR NEW.requested_at IS NOT OLD.requested_at OR NEW.expires_at IS NOT OLD.expires_at;
END;

CREATE TRIGGER role_requests_stay BEFORE DELETE ON role_requests
BEGIN
    SELECT RAISE(ABORT, 'role_requests: append-only');
END;
