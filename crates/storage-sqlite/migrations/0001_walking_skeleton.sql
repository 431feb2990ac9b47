-- Ids are 16 random bytes, digests 32 bytes, moments milliseconds since 1970 in UTC. `seq` gives the order of writing
-- where rows of one millisecond must keep it. Triggers hold what no code path may break; they fire for REPLACE too,
-- because every connection asserts recursive_triggers = ON (S75).

-- People and their identifiers ---------------------------------------------------------------------------------------

CREATE TABLE people (
    id           BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    status       TEXT    NOT NULL CHECK (status IN ('invited', 'active', 'disabled', 'revoked')),
    role         TEXT    NOT NULL CHECK (role IN ('member', 'global_administrator')),
    name         TEXT    CHECK (name <> ''),
    language     TEXT    NOT NULL CHECK (language IN ('en', 'zh-Hant', 'zh-Hans')),
    created_at   INTEGER NOT NULL,
    activated_at INTEGER,
    CHECK ((status IN ('active', 'disabled')) = (activated_at IS NOT NULL))
) STRICT;

-- One-way status: an account that goes back to "invited" could be enrolled anew by somebody else (S77).
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
    position    INTEGER NOT NULL,
    verified_at INTEGER,
    CHECK (CASE kind WHEN 'email' THEN canonical LIKE '_%@_%' AND shown LIKE '_%@_%'
                     ELSE instr(canonical, '@') = 0 AND instr(shown, '@') = 0 AND verified_at IS NULL END)
) STRICT;

CREATE INDEX identifiers_of_person ON identifiers (person_id, position);
CREATE UNIQUE INDEX identifiers_one_user_name ON identifiers (person_id) WHERE kind = 'user_name';

-- Credentials, in their stored form only -----------------------------------------------------------------------------

CREATE TABLE passwords (
    person_id BLOB    NOT NULL PRIMARY KEY REFERENCES people (id),
    phc       TEXT    NOT NULL CHECK (phc LIKE '$argon2id$%'),
    set_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE saved_codes (
    id         BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    person_id  BLOB    NOT NULL REFERENCES people (id),
    selector   TEXT    NOT NULL CHECK (selector <> ''),
    phc        TEXT    NOT NULL CHECK (phc LIKE '$argon2id$%'),
    created_at INTEGER NOT NULL,
    used_at    INTEGER,
    UNIQUE (person_id, selector)
) STRICT;

CREATE TRIGGER saved_codes_used_once BEFORE UPDATE ON saved_codes
BEGIN
    SELECT RAISE(ABORT, 'saved_codes: used once, and nothing else changes')
    WHERE OLD.used_at IS NOT NULL OR NEW.used_at IS NULL
       OR NEW.id IS NOT OLD.id OR NEW.person_id IS NOT OLD.person_id OR NEW.selector IS NOT OLD.selector
       OR NEW.phc IS NOT OLD.phc OR NEW.created_at IS NOT OLD.created_at;
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

-- Recoveries ---------------------------------------------------------------------------------------------------------

CREATE TABLE recovery_flows (
    seq            INTEGER NOT NULL PRIMARY KEY,
    id             BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
    person_id      BLOB    REFERENCES people (id),
    identifier_mac BLOB    NOT NULL CHECK (length(identifier_mac) = 32),
    browser_mac    BLOB    NOT NULL UNIQUE CHECK (length(browser_mac) = 32),
    trouble        TEXT    NOT NULL CHECK (trouble IN ('forgot_password', 'know_password', 'forgot_user_name')),
    state          TEXT    NOT NULL CHECK (state IN ('started', 'one_gate', 'two_gates', 'finished', 'cancelled')),
    gate_class     TEXT    CHECK (gate_class IN ('mailed_code', 'saved_code')),
    method         TEXT    CHECK (method IN ('mail', 'saved_code')),
    language       TEXT    NOT NULL CHECK (language IN ('en', 'zh-Hant', 'zh-Hans')),
    created_at     INTEGER NOT NULL,
    expires_at     INTEGER NOT NULL,
    keep_tries     INTEGER NOT NULL CHECK (keep_tries >= 0),
    CHECK ((state = 'one_gate') = (gate_class IS NOT NULL))
) STRICT;

CREATE INDEX recovery_flows_of_person ON recovery_flows (person_id, state);
CREATE INDEX recovery_flows_of_identifier ON recovery_flows (identifier_mac, state);
CREATE INDEX recovery_flows_by_end ON recovery_flows (expires_at);

CREATE TABLE challenges (
    seq         INTEGER NOT NULL PRIMARY KEY,
    id          BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
    flow_id     BLOB    NOT NULL REFERENCES recovery_flows (id) ON DELETE CASCADE,
    person_id   BLOB    REFERENCES people (id),
    class       TEXT    NOT NULL CHECK (class IN ('mailed_code', 'saved_code')),
    nonce       BLOB    NOT NULL CHECK (length(nonce) = 16),
    code_mac    BLOB    CHECK (length(code_mac) = 32),
    link_mac    BLOB    CHECK (length(link_mac) = 32),
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    tries       INTEGER NOT NULL CHECK (tries >= 0),
    consumed_at INTEGER,
    replaced_at INTEGER,
    CHECK (consumed_at IS NULL OR replaced_at IS NULL)
) STRICT;

CREATE INDEX challenges_of_flow ON challenges (flow_id);

CREATE TABLE proofs (
    seq          INTEGER NOT NULL PRIMARY KEY,
    id           BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
    person_id    BLOB    NOT NULL REFERENCES people (id),
    flow_id      BLOB    NOT NULL REFERENCES recovery_flows (id) ON DELETE CASCADE,
    class        TEXT    NOT NULL CHECK (class IN ('mailed_code', 'saved_code')),
    challenge_id BLOB    NOT NULL UNIQUE REFERENCES challenges (id) ON DELETE CASCADE,
    at           INTEGER NOT NULL
) STRICT;

CREATE INDEX proofs_of_flow ON proofs (flow_id);

-- Whose account a recovery is for is decided once (S10); what has ended stays ended (S11); the end of a recovery needs
-- two proofs of different classes by its own person (S12), unless it ends in nothing but a mail with the user name.
CREATE TRIGGER recovery_flows_change BEFORE UPDATE ON recovery_flows
BEGIN
    SELECT RAISE(ABORT, 'recovery_flows: person, identifier, browser and start never change')
    WHERE NEW.seq IS NOT OLD.seq OR NEW.id IS NOT OLD.id OR NEW.person_id IS NOT OLD.person_id
       OR NEW.identifier_mac IS NOT OLD.identifier_mac OR NEW.browser_mac IS NOT OLD.browser_mac
       OR NEW.created_at IS NOT OLD.created_at;
    SELECT RAISE(ABORT, 'recovery_flows: over')
    WHERE OLD.state IN ('finished', 'cancelled');
    SELECT RAISE(ABORT, 'recovery_flows: finished without two proofs of different classes')
    WHERE NEW.state = 'finished' AND NEW.trouble <> 'forgot_user_name'
      AND (SELECT count(DISTINCT class) FROM proofs WHERE flow_id = OLD.id AND person_id = OLD.person_id) < 2;
END;

CREATE TRIGGER challenges_start_open BEFORE INSERT ON challenges
BEGIN
    SELECT RAISE(ABORT, 'challenges: a new one is untried and open')
    WHERE NEW.tries <> 0 OR NEW.consumed_at IS NOT NULL OR NEW.replaced_at IS NOT NULL;
    SELECT RAISE(ABORT, 'challenges: only the person of the recovery can meet one')
    WHERE NEW.person_id IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM recovery_flows WHERE id = NEW.flow_id AND person_id = NEW.person_id);
END;

-- Consumed once, before expiry; tries only grow; nothing else changes (S16, S17, S60).
CREATE TRIGGER challenges_end_once BEFORE UPDATE ON challenges
BEGIN
    SELECT RAISE(ABORT, 'challenges: over')
    WHERE OLD.consumed_at IS NOT NULL OR OLD.replaced_at IS NOT NULL;
    SELECT RAISE(ABORT, 'challenges: consumed by its person, before expiry')
    WHERE NEW.consumed_at IS NOT NULL AND (NEW.consumed_at >= OLD.expires_at OR OLD.person_id IS NULL);
    SELECT RAISE(ABORT, 'challenges: only its tries and its end change')
    WHERE NEW.tries < OLD.tries
       OR NEW.seq IS NOT OLD.seq OR NEW.id IS NOT OLD.id OR NEW.flow_id IS NOT OLD.flow_id
       OR NEW.person_id IS NOT OLD.person_id OR NEW.class IS NOT OLD.class OR NEW.nonce IS NOT OLD.nonce
       OR NEW.code_mac IS NOT OLD.code_mac OR NEW.link_mac IS NOT OLD.link_mac
       OR NEW.created_at IS NOT OLD.created_at OR NEW.expires_at IS NOT OLD.expires_at;
END;

CREATE TRIGGER challenges_stay BEFORE DELETE ON challenges
WHEN EXISTS (SELECT 1 FROM recovery_flows WHERE id = OLD.flow_id)
BEGIN
    SELECT RAISE(ABORT, 'challenges: forgotten with their recovery only');
END;

-- A proof exists only as the by-product of consuming its challenge (S11).
CREATE TRIGGER proofs_need_a_consumed_challenge BEFORE INSERT ON proofs
BEGIN
    SELECT RAISE(ABORT, 'proofs: no challenge of this person, recovery and class was consumed at this moment')
    WHERE NOT EXISTS (
        SELECT 1 FROM challenges
        WHERE id = NEW.challenge_id AND person_id = NEW.person_id AND flow_id = NEW.flow_id AND class = NEW.class
          AND consumed_at = NEW.at);
END;

CREATE TRIGGER proofs_never_change BEFORE UPDATE ON proofs
BEGIN
    SELECT RAISE(ABORT, 'proofs: append-only');
END;

CREATE TRIGGER proofs_stay BEFORE DELETE ON proofs
WHEN EXISTS (SELECT 1 FROM recovery_flows WHERE id = OLD.flow_id)
BEGIN
    SELECT RAISE(ABORT, 'proofs: forgotten with their recovery only');
END;

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
    created_at      INTEGER NOT NULL,
    expires_at      INTEGER NOT NULL,
    attempts        INTEGER NOT NULL CHECK (attempts >= 0),
    next_attempt_at INTEGER,
    given_up_at     INTEGER,
    CHECK ((next_attempt_at IS NULL) = (given_up_at IS NOT NULL))
) STRICT;

CREATE INDEX outbox_due ON outbox (next_attempt_at) WHERE next_attempt_at IS NOT NULL;

-- The row that the readiness check writes (S99).
CREATE TABLE write_checks (
    id     INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    parity INTEGER NOT NULL CHECK (parity IN (0, 1))
) STRICT;

INSERT INTO write_checks (id, parity) VALUES (1, 0);
