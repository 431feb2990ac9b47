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
    -- At the last check-up: few of them were few then already.
    saved_codes    INTEGER
) STRICT;

CREATE INDEX check_ups_due ON check_ups (remind_at);

CREATE TRIGGER check_ups_begin_with_the_account AFTER UPDATE OF status ON people
WHEN NEW.status = 'active' AND OLD.status = 'invited'
BEGIN
    -- 365 days.
    INSERT INTO check_ups (person_id, remind_at) VALUES (NEW.id, NEW.activated_at + 31536000000);
END;

CREATE TRIGGER check_ups_stay BEFORE DELETE ON check_ups
BEGIN
    SELECT RAISE(ABORT, 'check_ups: one for everybody who came');
END;

-- What reports count -----------------------------------------------------------------------------------------------------

CREATE INDEX people_active_in_order ON people (sort_key, id) WHERE status = 'active';
CREATE INDEX identifiers_to_count ON identifiers (person_id, verified_at) WHERE kind = 'email';
CREATE INDEX saved_code_uses_of_person ON saved_code_uses (person_id);
CREATE INDEX methods_to_count ON methods (person_id, kind, counts_from);
