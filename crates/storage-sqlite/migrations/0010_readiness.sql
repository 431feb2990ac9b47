-- Looking after one's ways back ----------------------------------------------------------------------------------------

-- When a person last confirmed that they still have their ways back, and when they were asked to. It decides nothing about
-- getting in: only whom to ask again.
CREATE TABLE check_ups (
    person_id   BLOB    NOT NULL PRIMARY KEY REFERENCES people (id),
    checked_at  INTEGER,
    -- A year after enrolment, the last check-up or the last reminder.
    remind_at   INTEGER NOT NULL,
    -- At a sign-in.
    asked_at    INTEGER,
    -- The most that the owner has known of since the last check-up: with less, they are asked.
    addresses      INTEGER NOT NULL DEFAULT 0 CHECK (addresses >= 0),
    authenticators INTEGER NOT NULL DEFAULT 0 CHECK (authenticators >= 0),
    passkeys       INTEGER NOT NULL DEFAULT 0 CHECK (passkeys >= 0),
    contacts       INTEGER NOT NULL DEFAULT 0 CHECK (contacts >= 0),
    saved_codes    INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX check_ups_due ON check_ups (remind_at);

CREATE TRIGGER check_ups_stay BEFORE DELETE ON check_ups
BEGIN
    SELECT RAISE(ABORT, 'check_ups: one for everybody who came');
END;

-- What reports count -----------------------------------------------------------------------------------------------------

-- How many ways back everybody has who came, kept by triggers, so that a report over all people reads one row for each. It
-- decides nothing either: whoever gets in shows what they have.
CREATE TABLE ways_counted (
    person_id      BLOB    NOT NULL PRIMARY KEY REFERENCES people (id),
    addresses      INTEGER NOT NULL CHECK (addresses >= 0),
    saved_codes    INTEGER NOT NULL CHECK (saved_codes >= 0),
    authenticators INTEGER NOT NULL CHECK (authenticators >= 0),
    passkeys       INTEGER NOT NULL CHECK (passkeys >= 0),
    -- From then on all of it counts in a recovery (S28); before, it is counted one by one.
    settles_at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX people_active ON people (id, role, activated_at, status) WHERE status = 'active';
CREATE INDEX methods_to_count ON methods (person_id, kind, counts_from);

CREATE TRIGGER ways_counted_stay BEFORE DELETE ON ways_counted
BEGIN
    SELECT RAISE(ABORT, 'ways_counted: one for everybody who came');
END;

CREATE TRIGGER people_begin_to_be_counted AFTER UPDATE OF status ON people
WHEN NEW.status = 'active' AND OLD.status = 'invited'
BEGIN
    -- 365 days.
    INSERT INTO check_ups (person_id, remind_at) VALUES (NEW.id, NEW.activated_at + 31536000000);
    INSERT INTO ways_counted (person_id, addresses, saved_codes, authenticators, passkeys, settles_at)
    VALUES (
        NEW.id,
        (SELECT count(*) FROM identifiers
         WHERE person_id = NEW.id AND kind = 'email' AND verified_at IS NOT NULL),
        (SELECT count(*) FROM saved_codes s
         WHERE s.person_id = NEW.id AND NOT EXISTS (SELECT 1 FROM saved_code_uses u WHERE u.code_id = s.id)),
        (SELECT count(*) FROM methods WHERE person_id = NEW.id AND kind = 'authenticator'),
        (SELECT count(*) FROM methods WHERE person_id = NEW.id AND kind = 'passkey'),
        (SELECT coalesce(max(counts_from), 0) FROM methods WHERE person_id = NEW.id)
    );
END;

-- Whoever came before this was counted.
INSERT INTO check_ups (person_id, remind_at)
SELECT id, activated_at + 31536000000 FROM people WHERE activated_at IS NOT NULL;

INSERT INTO ways_counted (person_id, addresses, saved_codes, authenticators, passkeys, settles_at)
SELECT p.id,
       (SELECT count(*) FROM identifiers WHERE person_id = p.id AND kind = 'email' AND verified_at IS NOT NULL),
       (SELECT count(*) FROM saved_codes s
        WHERE s.person_id = p.id AND NOT EXISTS (SELECT 1 FROM saved_code_uses u WHERE u.code_id = s.id)),
       (SELECT count(*) FROM methods WHERE person_id = p.id AND kind = 'authenticator'),
       (SELECT count(*) FROM methods WHERE person_id = p.id AND kind = 'passkey'),
       (SELECT coalesce(max(counts_from), 0) FROM methods WHERE person_id = p.id)
FROM people p WHERE p.activated_at IS NOT NULL;

CREATE TRIGGER saved_codes_are_counted AFTER INSERT ON saved_codes
BEGIN
    UPDATE ways_counted SET saved_codes = (
        SELECT count(*) FROM saved_codes s
        WHERE s.person_id = NEW.person_id AND NOT EXISTS (SELECT 1 FROM saved_code_uses u WHERE u.code_id = s.id))
    WHERE person_id = NEW.person_id;
END;

CREATE TRIGGER saved_codes_are_counted_out AFTER DELETE ON saved_codes
BEGIN
    UPDATE ways_counted SET saved_codes = (
        SELECT count(*) FROM saved_codes s
        WHERE s.person_id = OLD.person_id AND NOT EXISTS (SELECT 1 FROM saved_code_uses u WHERE u.code_id = s.id))
    WHERE person_id = OLD.person_id;
END;

CREATE TRIGGER saved_code_uses_are_counted AFTER INSERT ON saved_code_uses
BEGIN
    UPDATE ways_counted SET saved_codes = (
        SELECT count(*) FROM saved_codes s
        WHERE s.person_id = NEW.person_id AND NOT EXISTS (SELECT 1 FROM saved_code_uses u WHERE u.code_id = s.id))
    WHERE person_id = NEW.person_id;
END;

CREATE TRIGGER methods_are_counted AFTER INSERT ON methods
BEGIN
    UPDATE ways_counted SET
        authenticators = (SELECT count(*) FROM methods WHERE person_id = NEW.person_id AND kind = 'authenticator'),
        passkeys = (SELECT count(*) FROM methods WHERE person_id = NEW.person_id AND kind = 'passkey'),
        settles_at = max(settles_at, (SELECT coalesce(max(counts_from), 0) FROM methods WHERE person_id = NEW.person_id))
    WHERE person_id = NEW.person_id;
END;

CREATE TRIGGER methods_are_counted_out AFTER DELETE ON methods
BEGIN
    UPDATE ways_counted SET
        authenticators = (SELECT count(*) FROM methods WHERE person_id = OLD.person_id AND kind = 'authenticator'),
        passkeys = (SELECT count(*) FROM methods WHERE person_id = OLD.person_id AND kind = 'passkey'),
        settles_at = max(settles_at, (SELECT coalesce(max(counts_from), 0) FROM methods WHERE person_id = OLD.person_id))
    WHERE person_id = OLD.person_id;
END;

CREATE TRIGGER identifiers_are_counted AFTER INSERT ON identifiers
BEGIN
    UPDATE ways_counted SET
        addresses = (SELECT count(*) FROM identifiers
                     WHERE person_id = NEW.person_id AND kind = 'email' AND verified_at IS NOT NULL),
        settles_at = max(settles_at, coalesce(NEW.counts_from, 0))
    WHERE person_id = NEW.person_id;
END;

CREATE TRIGGER identifiers_are_counted_again AFTER UPDATE ON identifiers
BEGIN
    UPDATE ways_counted SET
        addresses = (SELECT count(*) FROM identifiers
                     WHERE person_id = NEW.person_id AND kind = 'email' AND verified_at IS NOT NULL),
        settles_at = max(settles_at, coalesce(NEW.counts_from, 0))
    WHERE person_id = NEW.person_id;
END;

CREATE TRIGGER identifiers_are_counted_out AFTER DELETE ON identifiers
BEGIN
    UPDATE ways_counted SET addresses = (
        SELECT count(*) FROM identifiers
        WHERE person_id = OLD.person_id AND kind = 'email' AND verified_at IS NOT NULL)
    WHERE person_id = OLD.person_id;
END;
