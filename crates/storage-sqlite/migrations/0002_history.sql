-- What happened: a chain that only grows (S80). The keyed digests are made and checked by the app; the triggers keep the
-- order and refuse every change.

CREATE TABLE history (
    seq              INTEGER NOT NULL PRIMARY KEY CHECK (seq > 0),
    at               INTEGER NOT NULL,
    event            TEXT    NOT NULL CHECK (event <> ''),
    subject          BLOB    REFERENCES people (id),
    nth              INTEGER NOT NULL,
    actor            BLOB    REFERENCES people (id),
    facts            TEXT    NOT NULL,
    manifest_version INTEGER CHECK (manifest_version > 0),
    standing_version INTEGER CHECK (standing_version > 0),
    details_digest   BLOB    CHECK (length(details_digest) = 32),
    place_digest     BLOB    CHECK (length(place_digest) = 32),
    prev             BLOB    NOT NULL CHECK (length(prev) = 32),
    mac              BLOB    NOT NULL CHECK (length(mac) = 32),
    CHECK ((nth = 0) = (subject IS NULL)),
    CHECK (subject IS NOT NULL OR (manifest_version IS NULL AND standing_version IS NULL))
) STRICT;

CREATE UNIQUE INDEX history_of_subject ON history (subject, nth) WHERE subject IS NOT NULL;
CREATE INDEX history_of_subject_in_order ON history (subject, seq) WHERE subject IS NOT NULL;
CREATE INDEX history_of_manifests ON history (subject, seq) WHERE manifest_version IS NOT NULL;
CREATE INDEX history_of_standings ON history (subject, seq) WHERE standing_version IS NOT NULL;
CREATE INDEX history_of_actor ON history (actor, seq) WHERE actor IS NOT NULL;
CREATE INDEX history_of_event ON history (event, seq);

CREATE TRIGGER history_goes_on BEFORE INSERT ON history
BEGIN
    SELECT RAISE(ABORT, 'history: an entry stands behind the last')
    WHERE NEW.seq <> coalesce((SELECT max(seq) FROM history), 0) + 1;
    SELECT RAISE(ABORT, 'history: an entry follows from the last')
    WHERE NEW.prev IS NOT coalesce((SELECT mac FROM history WHERE seq = NEW.seq - 1), zeroblob(32));
    SELECT RAISE(ABORT, 'history: the entries about a person are numbered')
    WHERE NEW.subject IS NOT NULL
      AND NEW.nth <> coalesce((SELECT max(nth) FROM history WHERE subject = NEW.subject), 0) + 1;
END;

CREATE TRIGGER history_never_changes BEFORE UPDATE ON history
BEGIN
    SELECT RAISE(ABORT, 'history: append-only');
END;

CREATE TRIGGER history_stays BEFORE DELETE ON history
BEGIN
    SELECT RAISE(ABORT, 'history: append-only');
END;

-- What may have to be forgotten, sealed (S103).
CREATE TABLE history_details (
    seq     INTEGER NOT NULL PRIMARY KEY REFERENCES history (seq),
    at      INTEGER NOT NULL,
    details BLOB,
    place   BLOB
) STRICT;

CREATE INDEX history_details_with_place ON history_details (at) WHERE place IS NOT NULL;

CREATE TRIGGER history_details_with_their_entry BEFORE INSERT ON history_details
BEGIN
    SELECT RAISE(ABORT, 'history_details: only of the newest entry')
    WHERE NEW.seq <> (SELECT max(seq) FROM history);
END;

CREATE TRIGGER history_details_are_forgotten BEFORE UPDATE ON history_details
BEGIN
    SELECT RAISE(ABORT, 'history_details: only the place is forgotten')
    WHERE NEW.place IS NOT NULL OR NEW.seq IS NOT OLD.seq OR NEW.at IS NOT OLD.at
       OR NEW.details IS NOT OLD.details;
END;

CREATE TRIGGER history_details_stay BEFORE DELETE ON history_details
BEGIN
    SELECT RAISE(ABORT, 'history_details: the key is forgotten, not the row');
END;

-- The keys of the details, useless without one that isn't in the database.
CREATE TABLE person_keys (
    person_id BLOB NOT NULL PRIMARY KEY REFERENCES people (id),
    key       BLOB NOT NULL CHECK (length(key) = 32)
) STRICT;

CREATE TRIGGER person_keys_never_change BEFORE UPDATE ON person_keys
BEGIN
    SELECT RAISE(ABORT, 'person_keys: forgotten, never changed');
END;

CREATE TRIGGER person_keys_stay_in_use BEFORE DELETE ON person_keys
BEGIN
    SELECT RAISE(ABORT, 'person_keys: forgotten with the account only')
    WHERE EXISTS (SELECT 1 FROM people WHERE id = OLD.person_id AND status IN ('invited', 'active'));
END;

-- Accounts that were found tampered with, and when that was told last.
CREATE TABLE alarms (
    person_id BLOB    NOT NULL PRIMARY KEY REFERENCES people (id),
    told_at   INTEGER NOT NULL
) STRICT;
