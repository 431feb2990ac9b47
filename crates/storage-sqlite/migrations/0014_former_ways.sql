-- What its owner had doesn't go at once (S109): an authenticator app, a passkey or a set of saved codes that was removed or
-- replaced stays for a while, for recoveries and for opening a frozen account. What was too new to count, when an account was
-- recovered or opened, is set aside in the same way, and counts for nothing until its owner says that it is theirs (S112).

-- When it was removed, replaced or set aside; until when it goes on counting: not at all, if it was set aside; and the change
-- that removed it.
ALTER TABLE methods ADD COLUMN ended_at INTEGER;
ALTER TABLE methods ADD COLUMN counts_until INTEGER CHECK ((counts_until IS NULL) = (ended_at IS NULL) AND counts_until >= ended_at);
ALTER TABLE methods ADD COLUMN ended_by BLOB REFERENCES credential_changes (id) CHECK (ended_by IS NULL OR ended_at IS NOT NULL);
-- Two gates that counted added it, in place of what was lost: it confirms at once (S110).
ALTER TABLE methods ADD COLUMN by_two_gates INTEGER NOT NULL DEFAULT 0 CHECK (by_two_gates IN (0, 1));

ALTER TABLE saved_codes ADD COLUMN ended_at INTEGER;
ALTER TABLE saved_codes ADD COLUMN counts_until INTEGER CHECK ((counts_until IS NULL) = (ended_at IS NULL) AND counts_until >= ended_at);
-- From when a set counts in a recovery; not said by sets that are older than this rule.
ALTER TABLE saved_codes ADD COLUMN counts_from INTEGER;

-- Methods ------------------------------------------------------------------------------------------------------------

DROP TRIGGER methods_cite_a_fresh_change;

CREATE TRIGGER methods_cite_a_fresh_change BEFORE INSERT ON methods
BEGIN
    SELECT RAISE(ABORT, 'methods: no fresh change by the owner')
    WHERE NEW.ended_at IS NOT NULL OR NOT EXISTS (
        SELECT 1 FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
        WHERE c.id = NEW.change_id AND c.person_id = NEW.person_id
          AND c.action IN ('add_method', 'replace_authenticators') AND c.at = NEW.added_at AND a.change_id IS NULL
          AND (NEW.by_two_gates = 0 OR c.action = 'replace_authenticators'));
    SELECT RAISE(ABORT, 'methods: the lost ones go first')
    WHERE EXISTS (SELECT 1 FROM credential_changes WHERE id = NEW.change_id AND action = 'replace_authenticators')
      AND EXISTS (SELECT 1 FROM methods WHERE person_id = NEW.person_id AND kind = 'authenticator');
END;

DROP TRIGGER methods_are_renamed;

CREATE TRIGGER methods_are_renamed BEFORE UPDATE ON methods
BEGIN
    SELECT RAISE(ABORT, 'methods: only the name changes')
    WHERE NEW.id IS NOT OLD.id OR NEW.person_id IS NOT OLD.person_id OR NEW.kind IS NOT OLD.kind
       OR NEW.secret IS NOT OLD.secret OR NEW.added_at IS NOT OLD.added_at
       OR NEW.counts_from IS NOT OLD.counts_from OR NEW.by_two_gates IS NOT OLD.by_two_gates;
    SELECT RAISE(ABORT, 'methods: no fresh change by the owner')
    WHERE (NEW.name IS NOT OLD.name OR NEW.change_id IS NOT OLD.change_id) AND NOT EXISTS (
        SELECT 1 FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
        WHERE c.id = NEW.change_id AND c.person_id = NEW.person_id AND c.action = 'rename_method'
          AND a.change_id IS NULL);
    -- Seven days at most (S109).
    SELECT RAISE(ABORT, 'methods: it ends by a fresh change of its owner, or is set aside')
    WHERE OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL
      AND CASE WHEN NEW.ended_by IS NULL THEN NEW.counts_until > NEW.ended_at
               ELSE NOT EXISTS (
                   SELECT 1 FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
                   WHERE c.id = NEW.ended_by AND c.person_id = NEW.person_id AND c.action = 'remove_method'
                     AND c.at = NEW.ended_at AND NEW.counts_until <= c.at + 604800000 AND a.change_id IS NULL) END;
    -- Put back: by its owner, or because it was used since then.
    SELECT RAISE(ABORT, 'methods: what has ended stays so')
    WHERE OLD.ended_at IS NOT NULL
      AND CASE WHEN NEW.ended_at IS NULL
               THEN NEW.change_id IS OLD.change_id
                    AND NOT EXISTS (SELECT 1 FROM method_uses WHERE method_id = OLD.id AND at > OLD.ended_at)
               ELSE NEW.ended_at <> OLD.ended_at OR NEW.counts_until <> OLD.counts_until
                    OR NEW.ended_by IS NOT OLD.ended_by END;
END;

DROP TRIGGER methods_are_applied_again;

CREATE TRIGGER methods_are_applied_again AFTER UPDATE ON methods
WHEN NEW.change_id IS NOT OLD.change_id
BEGIN
    INSERT INTO credential_applications (change_id) VALUES (NEW.change_id);
END;

CREATE TRIGGER methods_are_ended AFTER UPDATE ON methods
WHEN NEW.ended_by IS NOT OLD.ended_by AND NEW.ended_by IS NOT NULL
BEGIN
    INSERT INTO credential_applications (change_id) VALUES (NEW.ended_by);
END;

DROP TRIGGER methods_go_with_a_fresh_change;

CREATE TRIGGER methods_go_with_a_fresh_change BEFORE DELETE ON methods
BEGIN
    SELECT RAISE(ABORT, 'methods: no fresh change by the owner')
    WHERE NOT EXISTS (
        SELECT 1 FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
        WHERE c.person_id = OLD.person_id AND a.change_id IS NULL
          AND (c.action = 'remove_method' OR (c.action = 'replace_authenticators' AND OLD.kind = 'authenticator')));
END;

DROP TRIGGER methods_are_taken_away;

-- One removal, one credential; those that count no longer go on the way.
CREATE TRIGGER methods_are_taken_away AFTER DELETE ON methods
BEGIN
    INSERT INTO credential_applications (change_id)
    SELECT c.id FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
    WHERE c.person_id = OLD.person_id AND c.action = 'remove_method' AND a.change_id IS NULL
      AND (OLD.ended_at IS NULL OR OLD.counts_until > c.at OR OLD.counts_until = OLD.ended_at);
END;

-- Saved codes --------------------------------------------------------------------------------------------------------

DROP TRIGGER saved_codes_cite_a_fresh_change;

CREATE TRIGGER saved_codes_cite_a_fresh_change BEFORE INSERT ON saved_codes
BEGIN
    SELECT RAISE(ABORT, 'saved_codes: no fresh change by the owner')
    WHERE NEW.ended_at IS NOT NULL OR NOT EXISTS (
        SELECT 1 FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
        WHERE c.id = NEW.change_id AND c.person_id = NEW.person_id AND c.action = 'replace_saved_codes'
          AND a.change_id IS NULL);
    SELECT RAISE(ABORT, 'saved_codes: the earlier set ends first')
    WHERE EXISTS (SELECT 1 FROM saved_codes
                  WHERE person_id = NEW.person_id AND change_id <> NEW.change_id AND ended_at IS NULL);
END;

DROP TRIGGER saved_codes_never_change;

CREATE TRIGGER saved_codes_never_change BEFORE UPDATE ON saved_codes
BEGIN
    SELECT RAISE(ABORT, 'saved_codes: never change')
    WHERE NEW.id IS NOT OLD.id OR NEW.person_id IS NOT OLD.person_id OR NEW.change_id IS NOT OLD.change_id
       OR NEW.selector IS NOT OLD.selector OR NEW.phc IS NOT OLD.phc OR NEW.counts_from IS NOT OLD.counts_from;
    SELECT RAISE(ABORT, 'saved_codes: a set ends by a fresh change of its owner, or is set aside')
    WHERE OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL AND NEW.counts_until <> NEW.ended_at
      AND NOT EXISTS (
          SELECT 1 FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
          WHERE c.person_id = NEW.person_id AND c.action = 'replace_saved_codes' AND c.at = NEW.ended_at
            AND NEW.counts_until <= c.at + 604800000 AND a.change_id IS NULL);
    SELECT RAISE(ABORT, 'saved_codes: what has ended stays so')
    WHERE OLD.ended_at IS NOT NULL
      AND CASE WHEN NEW.ended_at IS NULL
               -- Put back: in place of a set that was set aside.
               THEN OLD.counts_until = OLD.ended_at
                    OR EXISTS (SELECT 1 FROM saved_codes s
                               WHERE s.person_id = OLD.person_id AND s.change_id <> OLD.change_id AND s.ended_at IS NULL)
               ELSE NEW.ended_at <> OLD.ended_at OR NEW.counts_until <> OLD.counts_until END;
END;

-- The password alone ---------------------------------------------------------------------------------------------------

-- What the session had been confirmed with a moment before: both together may end what counts still (S109).
ALTER TABLE verifications ADD COLUMN earlier_factor TEXT
    CHECK (earlier_factor IS NULL OR purpose = 'confirm' AND earlier_factor IN ('password', 'authenticator', 'saved_code', 'passkey'));

DROP TRIGGER verifications_end_once;

CREATE TRIGGER verifications_end_once BEFORE UPDATE ON verifications
BEGIN
    SELECT RAISE(ABORT, 'verifications: finished once, before expiry')
    WHERE OLD.finished_at IS NOT NULL OR NEW.finished_at >= OLD.expires_at;
    -- What is too new confirms nothing, and so asks for nothing (S110).
    SELECT RAISE(ABORT, 'verifications: the password alone is enough only where there is nothing else')
    WHERE NEW.factor = 'password' AND EXISTS (
        SELECT 1 FROM methods m WHERE m.person_id = OLD.person_id
           AND CASE WHEN m.ended_at IS NULL THEN m.by_two_gates = 1 OR m.counts_from <= NEW.finished_at
                    ELSE m.counts_until > NEW.finished_at END);
    SELECT RAISE(ABORT, 'verifications: only its tries and its end change')
    WHERE NEW.tries < OLD.tries
       OR NEW.seq IS NOT OLD.seq OR NEW.id IS NOT OLD.id OR NEW.token_mac IS NOT OLD.token_mac
       OR NEW.purpose IS NOT OLD.purpose OR NEW.person_id IS NOT OLD.person_id
       OR NEW.session_id IS NOT OLD.session_id OR NEW.password IS NOT OLD.password OR NEW.keep IS NOT OLD.keep
       OR NEW.earlier_factor IS NOT OLD.earlier_factor
       OR NEW.created_at IS NOT OLD.created_at OR NEW.expires_at IS NOT OLD.expires_at;
END;

-- Counted for reports: what has ended isn't -------------------------------------------------------------------------------

DROP TRIGGER saved_codes_are_counted;

CREATE TRIGGER saved_codes_are_counted AFTER INSERT ON saved_codes
BEGIN
    UPDATE ways_counted SET saved_codes = (
        SELECT count(*) FROM saved_codes s
        WHERE s.person_id = NEW.person_id AND s.ended_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM saved_code_uses u WHERE u.code_id = s.id))
    WHERE person_id = NEW.person_id;
END;

DROP TRIGGER saved_codes_are_counted_out;

CREATE TRIGGER saved_codes_are_counted_out AFTER DELETE ON saved_codes
BEGIN
    UPDATE ways_counted SET saved_codes = (
        SELECT count(*) FROM saved_codes s
        WHERE s.person_id = OLD.person_id AND s.ended_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM saved_code_uses u WHERE u.code_id = s.id))
    WHERE person_id = OLD.person_id;
END;

CREATE TRIGGER saved_codes_are_counted_again AFTER UPDATE ON saved_codes
BEGIN
    UPDATE ways_counted SET saved_codes = (
        SELECT count(*) FROM saved_codes s
        WHERE s.person_id = NEW.person_id AND s.ended_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM saved_code_uses u WHERE u.code_id = s.id))
    WHERE person_id = NEW.person_id;
END;

DROP TRIGGER saved_code_uses_are_counted;

CREATE TRIGGER saved_code_uses_are_counted AFTER INSERT ON saved_code_uses
BEGIN
    UPDATE ways_counted SET saved_codes = (
        SELECT count(*) FROM saved_codes s
        WHERE s.person_id = NEW.person_id AND s.ended_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM saved_code_uses u WHERE u.code_id = s.id))
    WHERE person_id = NEW.person_id;
END;

DROP TRIGGER methods_are_counted;

CREATE TRIGGER methods_are_counted AFTER INSERT ON methods
BEGIN
    UPDATE ways_counted SET
        authenticators = (SELECT count(*) FROM methods
                          WHERE person_id = NEW.person_id AND kind = 'authenticator' AND ended_at IS NULL),
        passkeys = (SELECT count(*) FROM methods
                    WHERE person_id = NEW.person_id AND kind = 'passkey' AND ended_at IS NULL),
        settles_at = max(settles_at, (SELECT coalesce(max(counts_from), 0) FROM methods WHERE person_id = NEW.person_id))
    WHERE person_id = NEW.person_id;
END;

DROP TRIGGER methods_are_counted_out;

CREATE TRIGGER methods_are_counted_out AFTER DELETE ON methods
BEGIN
    UPDATE ways_counted SET
        authenticators = (SELECT count(*) FROM methods
                          WHERE person_id = OLD.person_id AND kind = 'authenticator' AND ended_at IS NULL),
        passkeys = (SELECT count(*) FROM methods
                    WHERE person_id = OLD.person_id AND kind = 'passkey' AND ended_at IS NULL),
        settles_at = max(settles_at, (SELECT coalesce(max(counts_from), 0) FROM methods WHERE person_id = OLD.person_id))
    WHERE person_id = OLD.person_id;
END;

CREATE TRIGGER methods_are_counted_again AFTER UPDATE OF ended_at ON methods
BEGIN
    UPDATE ways_counted SET
        authenticators = (SELECT count(*) FROM methods
                          WHERE person_id = NEW.person_id AND kind = 'authenticator' AND ended_at IS NULL),
        passkeys = (SELECT count(*) FROM methods
                    WHERE person_id = NEW.person_id AND kind = 'passkey' AND ended_at IS NULL)
    WHERE person_id = NEW.person_id;
END;
