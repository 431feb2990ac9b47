-- Recoveries ---------------------------------------------------------------------------------------------------------

CREATE TABLE recovery_flows (
    seq            INTEGER NOT NULL PRIMARY KEY,
    id             BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
    person_id      BLOB    REFERENCES people (id),
    identifier_mac BLOB    NOT NULL CHECK (length(identifier_mac) = 32),
    source_mac     BLOB    NOT NULL CHECK (length(source_mac) = 32),
    browser_mac    BLOB    NOT NULL UNIQUE CHECK (length(browser_mac) = 32),
    seal           BLOB    NOT NULL CHECK (length(seal) = 32),
    trouble        TEXT    NOT NULL CHECK (trouble IN ('forgot_password', 'know_password', 'forgot_user_name', 'lost_authenticator')),
    state          TEXT    NOT NULL CHECK (state IN ('started', 'one_gate', 'two_gates', 'finished', 'cancelled')),
    gate_class     TEXT    CHECK (gate_class IN ('mailed_code', 'saved_code', 'passkey', 'authenticator', 'contact')),
    method         TEXT    CHECK (method IN ('mail', 'saved_code', 'passkey', 'authenticator', 'contact')),
    language       TEXT    NOT NULL CHECK (language IN ('en', 'zh-Hant', 'zh-Hans')),
    created_at     INTEGER NOT NULL,
    expires_at     INTEGER NOT NULL,
    keep_tries     INTEGER NOT NULL CHECK (keep_tries >= 0),
    familiar       INTEGER NOT NULL CHECK (familiar IN (0, 1)),
    CHECK ((state = 'one_gate') = (gate_class IS NOT NULL))
) STRICT;

CREATE INDEX recovery_flows_of_person ON recovery_flows (person_id, state);
CREATE INDEX recovery_flows_of_identifier ON recovery_flows (identifier_mac, source_mac, state);
CREATE INDEX recovery_flows_by_end ON recovery_flows (expires_at);

CREATE TABLE challenges (
    seq         INTEGER NOT NULL PRIMARY KEY,
    id          BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
    flow_id     BLOB    NOT NULL REFERENCES recovery_flows (id) ON DELETE CASCADE,
    person_id   BLOB    REFERENCES people (id),
    class       TEXT    NOT NULL CHECK (class IN ('mailed_code', 'saved_code', 'passkey', 'authenticator', 'contact')),
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
    class        TEXT    NOT NULL CHECK (class IN ('mailed_code', 'saved_code', 'passkey', 'authenticator', 'contact')),
    challenge_id BLOB    NOT NULL UNIQUE REFERENCES challenges (id) ON DELETE CASCADE,
    at           INTEGER NOT NULL
) STRICT;

CREATE INDEX proofs_of_flow ON proofs (flow_id);

-- Every recovery begins at its start, whoever writes it: what has passed is told by its proofs (S11). One that ends in nothing
-- but a mail with the user name is over at once.
CREATE TRIGGER recovery_flows_begin BEFORE INSERT ON recovery_flows
BEGIN
    SELECT RAISE(ABORT, 'recovery_flows: a new one has only begun')
    WHERE NEW.state <> 'started' AND NOT (NEW.state = 'finished' AND NEW.trouble = 'forgot_user_name');
END;

-- Whose account a recovery is for is decided once (S10); what has ended stays ended (S11); the end of a recovery needs
-- two proofs of different classes by its own person (S12), unless it ends in nothing but a mail with the user name.
CREATE TRIGGER recovery_flows_change BEFORE UPDATE ON recovery_flows
BEGIN
    SELECT RAISE(ABORT, 'recovery_flows: person, identifier, browser and start never change')
    WHERE NEW.seq IS NOT OLD.seq OR NEW.id IS NOT OLD.id OR NEW.person_id IS NOT OLD.person_id
       OR NEW.identifier_mac IS NOT OLD.identifier_mac OR NEW.browser_mac IS NOT OLD.browser_mac
       OR NEW.seal IS NOT OLD.seal OR NEW.created_at IS NOT OLD.created_at OR NEW.familiar IS NOT OLD.familiar;
    SELECT RAISE(ABORT, 'recovery_flows: over')
    WHERE OLD.state IN ('finished', 'cancelled');
    SELECT RAISE(ABORT, 'recovery_flows: finished without two proofs of different classes')
    WHERE NEW.state = 'finished' AND NEW.trouble <> 'forgot_user_name'
      -- A passkey that verified its user is both gates (S43).
      AND (SELECT count(DISTINCT class) + coalesce(max(class = 'passkey'), 0) FROM proofs
           WHERE flow_id = OLD.id AND person_id = OLD.person_id
             -- What was lost doesn't help to replace it (S13).
             AND NOT (NEW.trouble = 'lost_authenticator' AND class = 'authenticator')) < 2;
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
