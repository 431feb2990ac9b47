-- Credentials, in their stored form only. Every row cites a fresh change by its owner, which cites fresh proofs and an
-- entry of the history (S74): who holds none of these can't write, whatever the code above does.

-- A second factor that is asked for: to sign in, or to confirm a change ------------------------------------------------

CREATE TABLE verifications (
    seq         INTEGER NOT NULL PRIMARY KEY,
    id          BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
    token_mac   BLOB    NOT NULL UNIQUE CHECK (length(token_mac) = 32),
    purpose     TEXT    NOT NULL CHECK (purpose IN ('sign_in', 'confirm')),
    person_id   BLOB    NOT NULL REFERENCES people (id),
    session_id  BLOB    CHECK (length(session_id) = 16),
    -- The password that was given, by the change that set it.
    password    BLOB    NOT NULL,
    keep        INTEGER NOT NULL CHECK (keep IN (0, 1)),
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    tries       INTEGER NOT NULL CHECK (tries >= 0),
    finished_at INTEGER,
    factor      TEXT    CHECK (factor IN ('password', 'authenticator', 'saved_code', 'passkey')),
    seal        BLOB    CHECK (length(seal) = 32),
    CHECK ((purpose = 'confirm') = (session_id IS NOT NULL)),
    CHECK ((finished_at IS NULL) = (factor IS NULL) AND (finished_at IS NULL) = (seal IS NULL))
) STRICT;

CREATE INDEX verifications_of_person ON verifications (person_id);
CREATE INDEX verifications_of_session ON verifications (session_id, seq) WHERE session_id IS NOT NULL;
CREATE INDEX verifications_by_age ON verifications (created_at);

CREATE TRIGGER verifications_start_open BEFORE INSERT ON verifications
BEGIN
    SELECT RAISE(ABORT, 'verifications: a new one is untried and open')
    WHERE NEW.tries <> 0 OR NEW.finished_at IS NOT NULL;
    SELECT RAISE(ABORT, 'verifications: not the current password of somebody active')
    WHERE NOT EXISTS (
        SELECT 1 FROM passwords w JOIN people p ON p.id = w.person_id
        WHERE w.change_id = NEW.password AND p.id = NEW.person_id AND p.status = 'active');
END;

CREATE TRIGGER verifications_end_once BEFORE UPDATE ON verifications
BEGIN
    SELECT RAISE(ABORT, 'verifications: finished once, before expiry')
    WHERE OLD.finished_at IS NOT NULL OR NEW.finished_at >= OLD.expires_at;
    SELECT RAISE(ABORT, 'verifications: the password alone is enough only where there is nothing else')
    WHERE NEW.factor = 'password' AND EXISTS (SELECT 1 FROM methods WHERE person_id = OLD.person_id);
    SELECT RAISE(ABORT, 'verifications: only its tries and its end change')
    WHERE NEW.tries < OLD.tries
       OR NEW.seq IS NOT OLD.seq OR NEW.id IS NOT OLD.id OR NEW.token_mac IS NOT OLD.token_mac
       OR NEW.purpose IS NOT OLD.purpose OR NEW.person_id IS NOT OLD.person_id
       OR NEW.session_id IS NOT OLD.session_id OR NEW.password IS NOT OLD.password OR NEW.keep IS NOT OLD.keep
       OR NEW.created_at IS NOT OLD.created_at OR NEW.expires_at IS NOT OLD.expires_at;
END;

-- Proofs outside of a recovery ---------------------------------------------------------------------------------------

CREATE TABLE presented_proofs (
    id            BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    person_id     BLOB    NOT NULL REFERENCES people (id),
    kind          TEXT    NOT NULL CHECK (kind IN ('invitation', 'current_password', 'confirmed', 'objection')),
    invitation_id BLOB    REFERENCES invitations (id),
    -- What set the password; or took away the address that objects.
    change_id     BLOB    REFERENCES credential_changes (id),
    -- Forgotten before this is.
    verification_id BLOB  CHECK (length(verification_id) = 16),
    at            INTEGER NOT NULL,
    CHECK ((kind = 'invitation') = (invitation_id IS NOT NULL)),
    CHECK ((kind IN ('current_password', 'objection')) = (change_id IS NOT NULL)),
    CHECK ((kind = 'confirmed') = (verification_id IS NOT NULL))
) STRICT;

CREATE TRIGGER presented_proofs_are_true BEFORE INSERT ON presented_proofs
BEGIN
    SELECT RAISE(ABORT, 'presented_proofs: no open invitation of somebody invited')
    WHERE NEW.kind = 'invitation' AND NOT EXISTS (
        SELECT 1 FROM invitations i JOIN people p ON p.id = i.person_id
        WHERE i.id = NEW.invitation_id AND p.id = NEW.person_id AND p.status = 'invited'
          AND i.accepted_at IS NULL AND i.replaced_at IS NULL AND NEW.at < i.expires_at);
    SELECT RAISE(ABORT, 'presented_proofs: not the current password of somebody active')
    WHERE NEW.kind = 'current_password' AND NOT EXISTS (
        SELECT 1 FROM passwords w JOIN people p ON p.id = w.person_id
        WHERE w.change_id = NEW.change_id AND p.id = NEW.person_id AND p.status = 'active');
    -- Five minutes (S45).
    SELECT RAISE(ABORT, 'presented_proofs: nothing that somebody active confirmed just now')
    WHERE NEW.kind = 'confirmed' AND NOT EXISTS (
        SELECT 1 FROM verifications v JOIN people p ON p.id = v.person_id
        WHERE v.id = NEW.verification_id AND v.purpose = 'confirm' AND p.id = NEW.person_id AND p.status = 'active'
          AND v.finished_at <= NEW.at AND NEW.at < v.finished_at + 300000);
    SELECT RAISE(ABORT, 'presented_proofs: no address of this person that objected at this moment')
    WHERE NEW.kind = 'objection' AND NOT EXISTS (
        SELECT 1 FROM former_addresses f JOIN people p ON p.id = f.person_id
        WHERE f.ended_by = NEW.change_id AND f.person_id = NEW.person_id AND f.objected_at = NEW.at
          AND NEW.at < f.objectable_until AND p.status IN ('active', 'disabled'));
END;

CREATE TRIGGER presented_proofs_never_change BEFORE UPDATE ON presented_proofs
BEGIN
    SELECT RAISE(ABORT, 'presented_proofs: append-only');
END;

CREATE TRIGGER presented_proofs_stay BEFORE DELETE ON presented_proofs
BEGIN
    SELECT RAISE(ABORT, 'presented_proofs: append-only');
END;

-- Changes ------------------------------------------------------------------------------------------------------------

-- Nobody acts on somebody else's credentials: the check on `actor_id` is the product in one line. A change that isn't
-- applied in its own transaction can't be committed, because its application is missing then.
CREATE TABLE credential_changes (
    id          BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    person_id   BLOB    NOT NULL REFERENCES people (id),
    actor_id    BLOB    NOT NULL CHECK (actor_id = person_id),
    action      TEXT    NOT NULL CHECK (action IN ('set_password', 'rehash_password', 'replace_saved_codes', 'add_method',
                                           'rename_method', 'remove_method', 'replace_authenticators',
                                           'add_contact', 'remove_contact', 'set_contacts_needed',
                                           'add_address', 'replace_address', 'remove_address', 'restore_address')),
    -- A finished recovery, which is forgotten before this is, or a presented proof: good for one change.
    ceremony    BLOB    NOT NULL UNIQUE CHECK (length(ceremony) = 16),
    history_seq INTEGER NOT NULL UNIQUE REFERENCES history (seq),
    at          INTEGER NOT NULL,
    applied     BLOB    NOT NULL CHECK (applied = id)
                REFERENCES credential_applications (change_id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE TABLE credential_applications (
    change_id BLOB NOT NULL PRIMARY KEY REFERENCES credential_changes (id)
) STRICT;

CREATE TRIGGER credential_changes_are_told BEFORE INSERT ON credential_changes
BEGIN
    SELECT RAISE(ABORT, 'credential_changes: the newest entry of the history tells of it')
    WHERE NOT EXISTS (
        SELECT 1 FROM history
        WHERE seq = NEW.history_seq AND seq = (SELECT max(seq) FROM history)
          AND subject = NEW.person_id AND at = NEW.at AND manifest_version IS NOT NULL
          -- Whoever reads the mail of the address that objects is nobody in particular.
          AND (actor = NEW.person_id OR actor IS NULL AND NEW.action = 'restore_address'));
END;

CREATE TRIGGER credential_changes_are_proven BEFORE INSERT ON credential_changes
BEGIN
    SELECT RAISE(ABORT, 'credential_changes: the owner proved nothing that allows this')
    WHERE NOT EXISTS (
        SELECT 1 FROM recovery_flows f
        WHERE f.id = NEW.ceremony AND f.person_id = NEW.person_id AND f.state = 'finished'
          AND NEW.action = CASE f.trouble WHEN 'lost_authenticator' THEN 'replace_authenticators' ELSE 'set_password' END
          AND (SELECT count(DISTINCT class) + coalesce(max(class = 'passkey'), 0) FROM proofs
               WHERE flow_id = f.id AND person_id = NEW.person_id
                 AND NOT (f.trouble = 'lost_authenticator' AND class = 'authenticator')) >= 2)
      AND NOT EXISTS (
        SELECT 1 FROM presented_proofs r JOIN people p ON p.id = r.person_id
        WHERE r.id = NEW.ceremony AND r.person_id = NEW.person_id AND r.at = NEW.at
          AND CASE r.kind
              WHEN 'invitation' THEN
                  p.status = 'invited' AND NEW.action IN ('set_password', 'replace_saved_codes', 'add_method')
              WHEN 'confirmed' THEN
                  p.status = 'active'
                  AND NEW.action IN ('replace_saved_codes', 'add_method', 'rename_method', 'remove_method',
                                     'add_contact', 'remove_contact', 'set_contacts_needed',
                                     'add_address', 'replace_address', 'remove_address')
              -- Puts back what that change took away, and nothing else (S28).
              WHEN 'objection' THEN p.status IN ('active', 'disabled') AND NEW.action = 'restore_address'
              ELSE p.status = 'active' AND NEW.action IN ('set_password', 'rehash_password') END);
END;

CREATE TRIGGER credential_changes_never_change BEFORE UPDATE ON credential_changes
BEGIN
    SELECT RAISE(ABORT, 'credential_changes: append-only');
END;

CREATE TRIGGER credential_changes_stay BEFORE DELETE ON credential_changes
BEGIN
    SELECT RAISE(ABORT, 'credential_changes: append-only');
END;

CREATE TRIGGER credential_applications_are_true BEFORE INSERT ON credential_applications
BEGIN
    SELECT RAISE(ABORT, 'credential_applications: nothing was applied')
    WHERE NOT EXISTS (SELECT 1 FROM passwords WHERE change_id = NEW.change_id)
      AND (SELECT count(*) FROM saved_codes WHERE change_id = NEW.change_id) <> 10
      AND NOT EXISTS (SELECT 1 FROM methods WHERE change_id = NEW.change_id)
      AND NOT EXISTS (SELECT 1 FROM contacts WHERE change_id = NEW.change_id)
      AND NOT EXISTS (SELECT 1 FROM contacts_needed WHERE change_id = NEW.change_id)
      AND NOT EXISTS (SELECT 1 FROM identifiers WHERE change_id = NEW.change_id)
      -- What it took away can't be seen any more: its own trigger looked.
      AND NOT EXISTS (SELECT 1 FROM credential_changes WHERE id = NEW.change_id AND action IN ('remove_method', 'remove_contact'))
      AND NOT EXISTS (SELECT 1 FROM former_addresses f JOIN credential_changes c ON c.id = f.ended_by
                      WHERE c.id = NEW.change_id AND c.action = 'remove_address'
                        AND NOT EXISTS (SELECT 1 FROM identifiers WHERE canonical = f.canonical));
END;

CREATE TRIGGER credential_applications_never_change BEFORE UPDATE ON credential_applications
BEGIN
    SELECT RAISE(ABORT, 'credential_applications: append-only');
END;

CREATE TRIGGER credential_applications_stay BEFORE DELETE ON credential_applications
BEGIN
    SELECT RAISE(ABORT, 'credential_applications: append-only');
END;

-- Passwords ----------------------------------------------------------------------------------------------------------

CREATE TABLE passwords (
    person_id BLOB    NOT NULL PRIMARY KEY REFERENCES people (id),
    phc       TEXT    NOT NULL CHECK (phc LIKE '$argon2id$%'),
    set_at    INTEGER NOT NULL,
    change_id BLOB    NOT NULL UNIQUE REFERENCES credential_changes (id)
) STRICT;

CREATE TRIGGER passwords_cite_a_fresh_change BEFORE INSERT ON passwords
BEGIN
    SELECT RAISE(ABORT, 'passwords: no fresh change by the owner')
    WHERE NOT EXISTS (
        SELECT 1 FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
        WHERE c.id = NEW.change_id AND c.person_id = NEW.person_id AND c.action = 'set_password'
          AND c.at = NEW.set_at AND a.change_id IS NULL);
END;

CREATE TRIGGER passwords_change_with_a_fresh_change BEFORE UPDATE ON passwords
BEGIN
    SELECT RAISE(ABORT, 'passwords: no fresh change by the owner')
    WHERE NEW.person_id IS NOT OLD.person_id OR NEW.change_id IS OLD.change_id
       OR NOT EXISTS (
        SELECT 1 FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
        WHERE c.id = NEW.change_id AND c.person_id = NEW.person_id AND a.change_id IS NULL
          AND CASE c.action WHEN 'set_password' THEN c.at = NEW.set_at
                            WHEN 'rehash_password' THEN NEW.set_at = OLD.set_at
                            ELSE 0 END);
END;

CREATE TRIGGER passwords_are_applied AFTER INSERT ON passwords
BEGIN
    INSERT INTO credential_applications (change_id) VALUES (NEW.change_id);
END;

CREATE TRIGGER passwords_are_applied_again AFTER UPDATE ON passwords
BEGIN
    INSERT INTO credential_applications (change_id) VALUES (NEW.change_id);
END;

CREATE TRIGGER passwords_stay BEFORE DELETE ON passwords
BEGIN
    SELECT RAISE(ABORT, 'passwords: never deleted');
END;

-- Saved codes: sets of ten ---------------------------------------------------------------------------------------------

CREATE TABLE saved_codes (
    id        BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    person_id BLOB NOT NULL REFERENCES people (id),
    change_id BLOB NOT NULL REFERENCES credential_changes (id),
    selector  TEXT NOT NULL CHECK (selector <> ''),
    phc       TEXT NOT NULL CHECK (phc LIKE '$argon2id$%'),
    UNIQUE (person_id, selector)
) STRICT;

CREATE INDEX saved_codes_of_change ON saved_codes (change_id);

CREATE TRIGGER saved_codes_cite_a_fresh_change BEFORE INSERT ON saved_codes
BEGIN
    SELECT RAISE(ABORT, 'saved_codes: no fresh change by the owner')
    WHERE NOT EXISTS (
        SELECT 1 FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
        WHERE c.id = NEW.change_id AND c.person_id = NEW.person_id AND c.action = 'replace_saved_codes'
          AND a.change_id IS NULL);
    SELECT RAISE(ABORT, 'saved_codes: the earlier set goes first')
    WHERE EXISTS (SELECT 1 FROM saved_codes WHERE person_id = NEW.person_id AND change_id <> NEW.change_id);
END;

-- The tenth code applies the change, so that no set of another size can be committed.
CREATE TRIGGER saved_codes_are_applied AFTER INSERT ON saved_codes
WHEN (SELECT count(*) FROM saved_codes WHERE change_id = NEW.change_id) = 10
BEGIN
    INSERT INTO credential_applications (change_id) VALUES (NEW.change_id);
END;

CREATE TRIGGER saved_codes_never_change BEFORE UPDATE ON saved_codes
BEGIN
    SELECT RAISE(ABORT, 'saved_codes: never change');
END;

CREATE TRIGGER saved_codes_go_with_a_fresh_change BEFORE DELETE ON saved_codes
BEGIN
    SELECT RAISE(ABORT, 'saved_codes: no fresh change by the owner')
    WHERE NOT EXISTS (
        SELECT 1 FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
        WHERE c.person_id = OLD.person_id AND c.action = 'replace_saved_codes' AND c.id <> OLD.change_id
          AND a.change_id IS NULL);
END;

CREATE TABLE saved_code_uses (
    code_id   BLOB    NOT NULL PRIMARY KEY REFERENCES saved_codes (id) ON DELETE CASCADE,
    person_id BLOB    NOT NULL REFERENCES people (id),
    -- The proof is forgotten with its recovery, before this is.
    proof_id  BLOB    NOT NULL UNIQUE CHECK (length(proof_id) = 16),
    at        INTEGER NOT NULL
) STRICT;

CREATE TRIGGER saved_code_uses_are_proven BEFORE INSERT ON saved_code_uses
BEGIN
    SELECT RAISE(ABORT, 'saved_code_uses: no proof of this person at this moment')
    WHERE NOT EXISTS (
        SELECT 1 FROM proofs p JOIN saved_codes c ON c.id = NEW.code_id
        WHERE p.id = NEW.proof_id AND p.class = 'saved_code' AND p.at = NEW.at
          AND p.person_id = NEW.person_id AND c.person_id = NEW.person_id)
      AND NOT EXISTS (
        SELECT 1 FROM verifications v JOIN saved_codes c ON c.id = NEW.code_id
        WHERE v.id = NEW.proof_id AND v.factor = 'saved_code' AND v.finished_at = NEW.at
          AND v.person_id = NEW.person_id AND c.person_id = NEW.person_id);
END;

CREATE TRIGGER saved_code_uses_never_change BEFORE UPDATE ON saved_code_uses
BEGIN
    SELECT RAISE(ABORT, 'saved_code_uses: used once');
END;

CREATE TRIGGER saved_code_uses_stay BEFORE DELETE ON saved_code_uses
WHEN EXISTS (SELECT 1 FROM saved_codes WHERE id = OLD.code_id)
BEGIN
    SELECT RAISE(ABORT, 'saved_code_uses: forgotten with its code only');
END;

-- Authenticator apps and passkeys: what people have several of, each with a name -------------------------------------------

CREATE TABLE methods (
    id          BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    person_id   BLOB    NOT NULL REFERENCES people (id),
    kind        TEXT    NOT NULL CHECK (kind IN ('authenticator', 'passkey')),
    name        TEXT    NOT NULL CHECK (name <> ''),
    -- Sealed with a key that isn't in the database (S41).
    secret      BLOB    NOT NULL CHECK (length(secret) > 28),
    added_at    INTEGER NOT NULL,
    -- In a recovery it only counts from then on (S28).
    counts_from INTEGER NOT NULL CHECK (counts_from >= added_at),
    change_id   BLOB    NOT NULL UNIQUE REFERENCES credential_changes (id)
) STRICT;

CREATE INDEX methods_of_person ON methods (person_id);

CREATE TRIGGER methods_cite_a_fresh_change BEFORE INSERT ON methods
BEGIN
    SELECT RAISE(ABORT, 'methods: no fresh change by the owner')
    WHERE NOT EXISTS (
        SELECT 1 FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
        WHERE c.id = NEW.change_id AND c.person_id = NEW.person_id
          AND c.action IN ('add_method', 'replace_authenticators') AND c.at = NEW.added_at AND a.change_id IS NULL);
    SELECT RAISE(ABORT, 'methods: the lost ones go first')
    WHERE EXISTS (SELECT 1 FROM credential_changes WHERE id = NEW.change_id AND action = 'replace_authenticators')
      AND EXISTS (SELECT 1 FROM methods WHERE person_id = NEW.person_id AND kind = 'authenticator');
END;

CREATE TRIGGER methods_are_applied AFTER INSERT ON methods
BEGIN
    INSERT INTO credential_applications (change_id) VALUES (NEW.change_id);
END;

CREATE TRIGGER methods_are_renamed BEFORE UPDATE ON methods
BEGIN
    SELECT RAISE(ABORT, 'methods: only the name changes')
    WHERE NEW.id IS NOT OLD.id OR NEW.person_id IS NOT OLD.person_id OR NEW.kind IS NOT OLD.kind
       OR NEW.secret IS NOT OLD.secret OR NEW.added_at IS NOT OLD.added_at
       OR NEW.counts_from IS NOT OLD.counts_from;
    SELECT RAISE(ABORT, 'methods: no fresh change by the owner')
    WHERE NOT EXISTS (
        SELECT 1 FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
        WHERE c.id = NEW.change_id AND c.person_id = NEW.person_id AND c.action = 'rename_method'
          AND a.change_id IS NULL);
END;

CREATE TRIGGER methods_are_applied_again AFTER UPDATE ON methods
BEGIN
    INSERT INTO credential_applications (change_id) VALUES (NEW.change_id);
END;

CREATE TRIGGER methods_go_with_a_fresh_change BEFORE DELETE ON methods
BEGIN
    SELECT RAISE(ABORT, 'methods: no fresh change by the owner')
    WHERE NOT EXISTS (
        SELECT 1 FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
        WHERE c.person_id = OLD.person_id AND a.change_id IS NULL
          AND (c.action = 'remove_method' OR (c.action = 'replace_authenticators' AND OLD.kind = 'authenticator')));
END;

-- One removal, one credential.
CREATE TRIGGER methods_are_taken_away AFTER DELETE ON methods
BEGIN
    INSERT INTO credential_applications (change_id)
    SELECT c.id FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
    WHERE c.person_id = OLD.person_id AND c.action = 'remove_method' AND a.change_id IS NULL;
END;

-- The last time step of each app: no code works twice (S41). The counter of each passkey, which may stay at zero (S42).
CREATE TABLE method_uses (
    method_id BLOB    NOT NULL PRIMARY KEY REFERENCES methods (id) ON DELETE CASCADE,
    step      INTEGER NOT NULL,
    at        INTEGER NOT NULL
) STRICT;

CREATE TRIGGER method_uses_go_on BEFORE UPDATE ON method_uses
BEGIN
    SELECT RAISE(ABORT, 'method_uses: only forward')
    WHERE NEW.method_id IS NOT OLD.method_id OR NEW.step < OLD.step OR (NEW.step = OLD.step AND NEW.step <> 0);
END;

CREATE TRIGGER method_uses_stay BEFORE DELETE ON method_uses
WHEN EXISTS (SELECT 1 FROM methods WHERE id = OLD.method_id)
BEGIN
    SELECT RAISE(ABORT, 'method_uses: forgotten with their credential only');
END;

-- Manifests ----------------------------------------------------------------------------------------------------------

CREATE TABLE manifests (
    person_id BLOB    NOT NULL PRIMARY KEY REFERENCES people (id),
    version   INTEGER NOT NULL CHECK (version > 0),
    mac       BLOB    NOT NULL CHECK (length(mac) = 32)
) STRICT;

CREATE TRIGGER manifests_begin BEFORE INSERT ON manifests
BEGIN
    SELECT RAISE(ABORT, 'manifests: the first one is number 1, and told')
    WHERE NEW.version <> 1
       OR NEW.version IS NOT (SELECT manifest_version FROM history
                              WHERE subject = NEW.person_id AND manifest_version IS NOT NULL
                              ORDER BY seq DESC LIMIT 1);
END;

CREATE TRIGGER manifests_go_on BEFORE UPDATE ON manifests
BEGIN
    SELECT RAISE(ABORT, 'manifests: the next one, and told')
    WHERE NEW.person_id IS NOT OLD.person_id OR NEW.version <> OLD.version + 1 OR NEW.mac IS OLD.mac
       OR NEW.version IS NOT (SELECT manifest_version FROM history
                              WHERE subject = NEW.person_id AND manifest_version IS NOT NULL
                              ORDER BY seq DESC LIMIT 1);
END;

CREATE TRIGGER manifests_stay BEFORE DELETE ON manifests
BEGIN
    SELECT RAISE(ABORT, 'manifests: never deleted');
END;
