-- What all migrations together make. To write it anew after a new migration:
-- REGAIN_WRITE_SCHEMA=1 cargo test -p regain-storage-sqlite --lib schema

-- rule address_claims
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

-- rule address_claims_by_age
CREATE INDEX address_claims_by_age ON address_claims (created_at);

-- rule address_claims_of_person
CREATE INDEX address_claims_of_person ON address_claims (person_id, seq);

-- rule address_claims_one_open
CREATE UNIQUE INDEX address_claims_one_open ON address_claims (person_id)
WHERE consumed_at IS NULL AND replaced_at IS NULL;

-- rule address_claims_end_once
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

-- rule address_claims_start_open
CREATE TRIGGER address_claims_start_open BEFORE INSERT ON address_claims
BEGIN
    SELECT RAISE(ABORT, 'address_claims: a new one is untried and open')
    WHERE NEW.tries <> 0 OR NEW.consumed_at IS NOT NULL OR NEW.replaced_at IS NOT NULL;
    SELECT RAISE(ABORT, 'address_claims: only somebody active asks for one')
    WHERE NOT EXISTS (SELECT 1 FROM people WHERE id = NEW.person_id AND status = 'active');
END;

-- rule alarms
CREATE TABLE alarms (
    person_id BLOB    NOT NULL PRIMARY KEY REFERENCES people (id),
    told_at   INTEGER NOT NULL
) STRICT;

-- rule answered_passkeys
CREATE TABLE answered_passkeys (
    question BLOB    NOT NULL PRIMARY KEY CHECK (length(question) = 32),
    until    INTEGER NOT NULL
) STRICT;

-- rule answered_passkeys_by_end
CREATE INDEX answered_passkeys_by_end ON answered_passkeys (until);

-- rule answered_passkeys_never_change
CREATE TRIGGER answered_passkeys_never_change BEFORE UPDATE ON answered_passkeys
BEGIN
    SELECT RAISE(ABORT, 'answered_passkeys: answered once');
END;

-- rule challenges
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

-- rule challenges_of_flow
CREATE INDEX challenges_of_flow ON challenges (flow_id);

-- rule challenges_end_once
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

-- rule challenges_of_contacts_are_met_by_contacts
CREATE TRIGGER challenges_of_contacts_are_met_by_contacts BEFORE UPDATE ON challenges
WHEN OLD.class = 'contact' AND NEW.consumed_at IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'challenges: too few contacts have passed a code on')
    WHERE (SELECT count(*) FROM contact_requests r JOIN contacts c ON c.id = r.contact_id
           WHERE r.challenge_id = OLD.id AND r.given_at IS NOT NULL AND r.refused_at IS NULL
             AND c.person_id = OLD.person_id AND c.declined_at IS NULL
             -- One who was taken away helps for a while (S109); a freeze stops that clock, too (S111).
             AND (c.ended_at IS NULL OR c.counts_until > coalesce(
                 (SELECT min(frozen_at, NEW.consumed_at) FROM people WHERE id = OLD.person_id AND frozen_at IS NOT NULL), NEW.consumed_at))
             AND CASE WHEN c.accepted_at <= NEW.consumed_at + 5000 AND NOT EXISTS (SELECT 1 FROM history WHERE event = 'clock.set_back')
                 THEN c.counts_from ELSE coalesce(c.counts_from - c.accepted_at + (
                     SELECT turn.at FROM history turn
                     WHERE turn.event = 'clock.set_back' AND turn.at + 5000 < c.accepted_at AND turn.at <= NEW.consumed_at + 5000
                       AND turn.seq > coalesce((SELECT nearest.seq FROM (SELECT entry.seq, abs(entry.at - c.accepted_at) AS distance
                                                                     FROM history entry WHERE entry.subject = c.person_id) nearest
                                                ORDER BY nearest.distance, nearest.seq DESC LIMIT 1), 0)
                     ORDER BY turn.seq LIMIT 1),
                 CASE WHEN c.accepted_at <= NEW.consumed_at + 5000 THEN c.counts_from ELSE c.counts_from - c.accepted_at + coalesce(
                     (SELECT behind.at FROM history behind
                      WHERE behind.seq = 1 + (SELECT max(ahead.seq) FROM history ahead WHERE ahead.at > NEW.consumed_at + 5000)),
                     NEW.consumed_at) END) END <= NEW.consumed_at)
        < coalesce((SELECT needed FROM contacts_needed WHERE person_id = OLD.person_id), 1);
END;

-- rule challenges_start_open
CREATE TRIGGER challenges_start_open BEFORE INSERT ON challenges
BEGIN
    SELECT RAISE(ABORT, 'challenges: a new one is untried and open')
    WHERE NEW.tries <> 0 OR NEW.consumed_at IS NOT NULL OR NEW.replaced_at IS NOT NULL;
    SELECT RAISE(ABORT, 'challenges: only the person of the recovery can meet one')
    WHERE NEW.person_id IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM recovery_flows WHERE id = NEW.flow_id AND person_id = NEW.person_id);
END;

-- rule challenges_stay
CREATE TRIGGER challenges_stay BEFORE DELETE ON challenges
WHEN EXISTS (SELECT 1 FROM recovery_flows WHERE id = OLD.flow_id)
BEGIN
    SELECT RAISE(ABORT, 'challenges: forgotten with their recovery only');
END;

-- rule check_ups
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

-- rule check_ups_due
CREATE INDEX check_ups_due ON check_ups (remind_at);

-- rule check_ups_stay
CREATE TRIGGER check_ups_stay BEFORE DELETE ON check_ups
BEGIN
    SELECT RAISE(ABORT, 'check_ups: one for everybody who came')
    WHERE NOT EXISTS (SELECT 1 FROM people WHERE id = OLD.person_id AND erased_at IS NOT NULL);
END;

-- rule contact_invitations
CREATE TABLE contact_invitations (
    seq         INTEGER NOT NULL PRIMARY KEY,
    id          BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
    contact_id  BLOB    NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    nonce       BLOB    NOT NULL CHECK (length(nonce) = 16),
    code_mac    BLOB    NOT NULL UNIQUE CHECK (length(code_mac) = 32),
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    accepted_at INTEGER,
    declined_at INTEGER,
    replaced_at INTEGER,
    CHECK (replaced_at IS NULL OR (accepted_at IS NULL AND declined_at IS NULL))
) STRICT;

-- rule contact_invitations_of_contact
CREATE INDEX contact_invitations_of_contact ON contact_invitations (contact_id);

-- rule contact_invitations_end_once
CREATE TRIGGER contact_invitations_end_once BEFORE UPDATE ON contact_invitations
BEGIN
    SELECT RAISE(ABORT, 'contact_invitations: over')
    WHERE OLD.declined_at IS NOT NULL OR OLD.replaced_at IS NOT NULL;
    SELECT RAISE(ABORT, 'contact_invitations: accepted once, in time')
    WHERE NEW.accepted_at IS NOT OLD.accepted_at
      AND (OLD.accepted_at IS NOT NULL OR NEW.accepted_at >= OLD.expires_at);
    SELECT RAISE(ABORT, 'contact_invitations: declined in time, or after it was accepted')
    WHERE NEW.declined_at >= OLD.expires_at AND OLD.accepted_at IS NULL;
    SELECT RAISE(ABORT, 'contact_invitations: only its end changes')
    WHERE NEW.seq IS NOT OLD.seq OR NEW.id IS NOT OLD.id OR NEW.contact_id IS NOT OLD.contact_id
       OR NEW.nonce IS NOT OLD.nonce OR NEW.code_mac IS NOT OLD.code_mac OR NEW.created_at IS NOT OLD.created_at
       OR NEW.expires_at IS NOT OLD.expires_at;
END;

-- rule contact_invitations_start_open
CREATE TRIGGER contact_invitations_start_open BEFORE INSERT ON contact_invitations
BEGIN
    SELECT RAISE(ABORT, 'contact_invitations: a new one is unanswered')
    WHERE NEW.accepted_at IS NOT NULL OR NEW.declined_at IS NOT NULL OR NEW.replaced_at IS NOT NULL;
END;

-- rule contact_invitations_stay
CREATE TRIGGER contact_invitations_stay BEFORE DELETE ON contact_invitations
WHEN EXISTS (SELECT 1 FROM contacts WHERE id = OLD.contact_id)
BEGIN
    SELECT RAISE(ABORT, 'contact_invitations: forgotten with their contact only');
END;

-- rule contact_requests
CREATE TABLE contact_requests (
    seq          INTEGER NOT NULL PRIMARY KEY,
    id           BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
    challenge_id BLOB    NOT NULL REFERENCES challenges (id) ON DELETE CASCADE,
    -- They may be taken away since, and their code is dead then.
    contact_id   BLOB    CHECK (length(contact_id) = 16),
    nonce        BLOB    NOT NULL CHECK (length(nonce) = 16),
    link_mac     BLOB    NOT NULL UNIQUE CHECK (length(link_mac) = 32),
    confirmed_at INTEGER,
    code_mac     BLOB    CHECK (length(code_mac) = 32),
    refused_at   INTEGER,
    given_at     INTEGER,
    given_seal   BLOB    CHECK (length(given_seal) = 32),
    -- Before the contact confirms, there is no code.
    CHECK ((confirmed_at IS NULL) = (code_mac IS NULL)),
    CHECK ((given_at IS NULL) = (given_seal IS NULL)),
    CHECK (confirmed_at IS NULL OR contact_id IS NOT NULL),
    CHECK (given_at IS NULL OR confirmed_at IS NOT NULL)
) STRICT;

-- rule contact_requests_of_challenge
CREATE INDEX contact_requests_of_challenge ON contact_requests (challenge_id);

-- rule contact_requests_once
CREATE UNIQUE INDEX contact_requests_once ON contact_requests (challenge_id, contact_id) WHERE contact_id IS NOT NULL;

-- rule contact_requests_vouched
CREATE INDEX contact_requests_vouched ON contact_requests (challenge_id)
WHERE confirmed_at IS NOT NULL AND refused_at IS NULL;

-- rule contact_requests_end_once
CREATE TRIGGER contact_requests_end_once BEFORE UPDATE ON contact_requests
BEGIN
    SELECT RAISE(ABORT, 'contact_requests: refused')
    WHERE OLD.refused_at IS NOT NULL;
    SELECT RAISE(ABORT, 'contact_requests: each answer once')
    WHERE (OLD.confirmed_at IS NOT NULL AND (NEW.confirmed_at IS NOT OLD.confirmed_at OR NEW.code_mac IS NOT OLD.code_mac))
       OR (OLD.given_at IS NOT NULL AND (NEW.given_at IS NOT OLD.given_at OR NEW.given_seal IS NOT OLD.given_seal));
    SELECT RAISE(ABORT, 'contact_requests: only the answer changes')
    WHERE NEW.seq IS NOT OLD.seq OR NEW.id IS NOT OLD.id OR NEW.challenge_id IS NOT OLD.challenge_id
       OR NEW.contact_id IS NOT OLD.contact_id OR NEW.nonce IS NOT OLD.nonce OR NEW.link_mac IS NOT OLD.link_mac;
END;

-- rule contact_requests_start_open
CREATE TRIGGER contact_requests_start_open BEFORE INSERT ON contact_requests
BEGIN
    SELECT RAISE(ABORT, 'contact_requests: a new one is unanswered')
    WHERE NEW.confirmed_at IS NOT NULL OR NEW.refused_at IS NOT NULL OR NEW.given_at IS NOT NULL;
    SELECT RAISE(ABORT, 'contact_requests: of a challenge for contacts, and a contact of its person')
    WHERE NOT EXISTS (
        SELECT 1 FROM challenges h
        WHERE h.id = NEW.challenge_id AND h.class = 'contact'
          AND (NEW.contact_id IS NULL
               OR EXISTS (SELECT 1 FROM contacts c WHERE c.id = NEW.contact_id AND c.person_id = h.person_id)));
END;

-- rule contact_requests_stay
CREATE TRIGGER contact_requests_stay BEFORE DELETE ON contact_requests
WHEN EXISTS (SELECT 1 FROM challenges WHERE id = OLD.challenge_id)
BEGIN
    SELECT RAISE(ABORT, 'contact_requests: forgotten with their challenge only');
END;

-- rule contacts
CREATE TABLE contacts (
    id          BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    person_id   BLOB    NOT NULL REFERENCES people (id),
    name        TEXT    NOT NULL CHECK (name <> ''),
    address     TEXT    NOT NULL CHECK (address LIKE '_%@_%'),
    canonical   TEXT    NOT NULL CHECK (canonical LIKE '_%@_%'),
    added_at    INTEGER NOT NULL,
    -- How long after the contact agreed they begin to count: a day at least (S28).
    waits       INTEGER NOT NULL CHECK (waits >= 86400000),
    accepted_at INTEGER,
    counts_from INTEGER,
    declined_at INTEGER,
    change_id   BLOB    NOT NULL UNIQUE REFERENCES credential_changes (id), ended_at INTEGER, counts_until INTEGER CHECK ((counts_until IS NULL) = (ended_at IS NULL) AND counts_until >= ended_at), ended_by BLOB REFERENCES credential_changes (id) CHECK (ended_by IS NULL OR ended_at IS NOT NULL),
    UNIQUE (person_id, canonical),
    CHECK (counts_from IS accepted_at + waits)
) STRICT;

-- rule contacts_answer_for_themselves
CREATE TRIGGER contacts_answer_for_themselves BEFORE UPDATE ON contacts
BEGIN
    SELECT RAISE(ABORT, 'contacts: only their answer changes')
    WHERE NEW.id IS NOT OLD.id OR NEW.person_id IS NOT OLD.person_id OR NEW.name IS NOT OLD.name
       OR NEW.address IS NOT OLD.address OR NEW.canonical IS NOT OLD.canonical OR NEW.added_at IS NOT OLD.added_at
       OR NEW.waits IS NOT OLD.waits OR OLD.declined_at IS NOT NULL
       OR NEW.change_id IS NOT OLD.change_id AND (OLD.ended_at IS NULL OR NEW.ended_at IS NOT NULL);
    SELECT RAISE(ABORT, 'contacts: accepted by nobody')
    WHERE NEW.accepted_at IS NOT OLD.accepted_at
      AND (OLD.ended_at IS NOT NULL OR OLD.accepted_at IS NOT NULL OR NEW.declined_at IS NOT NULL OR NOT EXISTS (
        SELECT 1 FROM contact_invitations WHERE contact_id = OLD.id AND accepted_at = NEW.accepted_at));
    SELECT RAISE(ABORT, 'contacts: declined by nobody')
    WHERE NEW.declined_at IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM contact_invitations WHERE contact_id = OLD.id AND declined_at = NEW.declined_at);
    SELECT RAISE(ABORT, 'contacts: one ends by a fresh change of their owner, or is set aside')
    WHERE OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL
      AND CASE WHEN NEW.ended_by IS NULL
               THEN NEW.counts_until > NEW.ended_at OR NOT EXISTS (
                   SELECT 1 FROM history
                   WHERE seq = (SELECT max(seq) FROM history) AND event = 'ways.settled' AND subject = OLD.person_id
                     AND at = NEW.ended_at)
               ELSE NOT EXISTS (
                   SELECT 1 FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
                   WHERE c.id = NEW.ended_by AND c.person_id = NEW.person_id AND c.at = NEW.ended_at
                     AND c.action = 'remove_contact' AND NEW.counts_until <= c.at + 1209600000 AND a.change_id IS NULL) END;
    SELECT RAISE(ABORT, 'contacts: what has ended stays so')
    WHERE OLD.ended_at IS NOT NULL
      AND CASE WHEN NEW.ended_at IS NULL
               -- Put back by their owner, or because they have just helped their owner back in.
               THEN OLD.counts_until = OLD.ended_at OR NOT EXISTS (
                   SELECT 1 FROM history
                   WHERE seq = (SELECT max(seq) FROM history) AND event = 'ways.settled' AND subject = OLD.person_id
                     AND NEW.change_id IS OLD.change_id)
                    AND NOT EXISTS (
                   SELECT 1 FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
                   WHERE c.id = NEW.change_id AND c.person_id = NEW.person_id AND c.action = 'add_contact'
                     AND a.change_id IS NULL)
               ELSE NEW.ended_at <> OLD.ended_at
                    OR NEW.counts_until <> OLD.counts_until AND NOT (NEW.counts_until = NEW.ended_at AND EXISTS (
                   SELECT 1 FROM history
                   WHERE seq = (SELECT max(seq) FROM history) AND event = 'ways.settled' AND subject = OLD.person_id))
                    OR NEW.ended_by IS NOT OLD.ended_by END;
END;

-- rule contacts_are_applied
CREATE TRIGGER contacts_are_applied AFTER INSERT ON contacts
BEGIN
    INSERT INTO credential_applications (change_id) VALUES (NEW.change_id);
END;

-- rule contacts_are_applied_again
CREATE TRIGGER contacts_are_applied_again AFTER UPDATE ON contacts
WHEN NEW.change_id IS NOT OLD.change_id
BEGIN
    INSERT INTO credential_applications (change_id) VALUES (NEW.change_id);
END;

-- rule contacts_are_ended
CREATE TRIGGER contacts_are_ended AFTER UPDATE ON contacts
WHEN NEW.ended_by IS NOT OLD.ended_by AND NEW.ended_by IS NOT NULL
BEGIN
    INSERT INTO credential_applications (change_id) VALUES (NEW.ended_by);
END;

-- rule contacts_are_taken_away
CREATE TRIGGER contacts_are_taken_away AFTER DELETE ON contacts
BEGIN
    INSERT INTO credential_applications (change_id)
    SELECT c.id FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
    WHERE c.person_id = OLD.person_id AND c.action = 'remove_contact' AND a.change_id IS NULL
      AND (OLD.ended_at IS NULL OR OLD.counts_until > c.at);
END;

-- rule contacts_cite_a_fresh_change
CREATE TRIGGER contacts_cite_a_fresh_change BEFORE INSERT ON contacts
BEGIN
    SELECT RAISE(ABORT, 'contacts: no fresh change by the owner')
    WHERE NEW.ended_at IS NOT NULL OR NOT EXISTS (
        SELECT 1 FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
        WHERE c.id = NEW.change_id AND c.person_id = NEW.person_id AND c.action = 'add_contact'
          AND c.at = NEW.added_at AND a.change_id IS NULL);
    SELECT RAISE(ABORT, 'contacts: three at most')
    WHERE (SELECT count(*) FROM contacts WHERE person_id = NEW.person_id AND ended_at IS NULL) >= 3;
    SELECT RAISE(ABORT, 'contacts: nobody is their own')
    WHERE EXISTS (SELECT 1 FROM identifiers WHERE canonical = NEW.canonical AND person_id = NEW.person_id)
       -- It may be put back.
       OR EXISTS (SELECT 1 FROM former_addresses WHERE canonical = NEW.canonical AND person_id = NEW.person_id);
    SELECT RAISE(ABORT, 'contacts: a new one has answered nothing')
    WHERE NEW.accepted_at IS NOT NULL OR NEW.declined_at IS NOT NULL;
END;

-- rule contacts_go_with_a_fresh_change
CREATE TRIGGER contacts_go_with_a_fresh_change BEFORE DELETE ON contacts
BEGIN
    SELECT RAISE(ABORT, 'contacts: no fresh change by the owner')
    WHERE NOT EXISTS (SELECT 1 FROM people WHERE id = OLD.person_id AND erased_at IS NOT NULL)
      AND NOT EXISTS (
        SELECT 1 FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
        WHERE c.person_id = OLD.person_id AND a.change_id IS NULL
          AND (c.action = 'remove_contact'
               -- What is of no use any longer makes room for the same mailbox, and for all others.
               OR c.action = 'add_contact' AND OLD.ended_at IS NOT NULL AND OLD.counts_until <= c.at));
END;

-- rule contacts_needed
CREATE TABLE contacts_needed (
    person_id BLOB    NOT NULL PRIMARY KEY REFERENCES people (id),
    needed    INTEGER NOT NULL CHECK (needed IN (1, 2)),
    change_id BLOB    NOT NULL UNIQUE REFERENCES credential_changes (id)
) STRICT;

-- rule contacts_needed_are_applied
CREATE TRIGGER contacts_needed_are_applied AFTER INSERT ON contacts_needed
BEGIN
    INSERT INTO credential_applications (change_id) VALUES (NEW.change_id);
END;

-- rule contacts_needed_are_applied_again
CREATE TRIGGER contacts_needed_are_applied_again AFTER UPDATE ON contacts_needed
BEGIN
    INSERT INTO credential_applications (change_id) VALUES (NEW.change_id);
END;

-- rule contacts_needed_change_with_a_fresh_change
CREATE TRIGGER contacts_needed_change_with_a_fresh_change BEFORE UPDATE ON contacts_needed
BEGIN
    SELECT RAISE(ABORT, 'contacts_needed: no fresh change by the owner')
    WHERE NEW.person_id IS NOT OLD.person_id OR NEW.change_id IS OLD.change_id
       OR NOT EXISTS (
        SELECT 1 FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
        WHERE c.id = NEW.change_id AND c.person_id = NEW.person_id AND c.action = 'set_contacts_needed'
          AND a.change_id IS NULL);
END;

-- rule contacts_needed_cite_a_fresh_change
CREATE TRIGGER contacts_needed_cite_a_fresh_change BEFORE INSERT ON contacts_needed
BEGIN
    SELECT RAISE(ABORT, 'contacts_needed: no fresh change by the owner')
    WHERE NOT EXISTS (
        SELECT 1 FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
        WHERE c.id = NEW.change_id AND c.person_id = NEW.person_id AND c.action = 'set_contacts_needed'
          AND a.change_id IS NULL);
END;

-- rule contacts_needed_stay
CREATE TRIGGER contacts_needed_stay BEFORE DELETE ON contacts_needed
BEGIN
    SELECT RAISE(ABORT, 'contacts_needed: never deleted')
    WHERE NOT EXISTS (SELECT 1 FROM people WHERE id = OLD.person_id AND erased_at IS NOT NULL);
END;

-- rule credential_applications
CREATE TABLE credential_applications (
    change_id BLOB NOT NULL PRIMARY KEY REFERENCES credential_changes (id)
) STRICT;

-- rule credential_applications_are_true
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
                        AND NOT EXISTS (SELECT 1 FROM identifiers WHERE canonical = f.canonical))
      AND NOT EXISTS (SELECT 1 FROM former_addresses f JOIN credential_changes c ON c.id = f.let_go_by
                      WHERE c.id = NEW.change_id AND c.action = 'remove_address');
END;

-- rule credential_applications_never_change
CREATE TRIGGER credential_applications_never_change BEFORE UPDATE ON credential_applications
BEGIN
    SELECT RAISE(ABORT, 'credential_applications: append-only');
END;

-- rule credential_applications_stay
CREATE TRIGGER credential_applications_stay BEFORE DELETE ON credential_applications
BEGIN
    SELECT RAISE(ABORT, 'credential_applications: append-only');
END;

-- rule credential_changes
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

-- rule credential_changes_are_proven
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

-- rule credential_changes_are_told
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

-- rule credential_changes_never_change
CREATE TRIGGER credential_changes_never_change BEFORE UPDATE ON credential_changes
BEGIN
    SELECT RAISE(ABORT, 'credential_changes: append-only');
END;

-- rule credential_changes_of_nobody_erased
CREATE TRIGGER credential_changes_of_nobody_erased BEFORE INSERT ON credential_changes
BEGIN
    SELECT RAISE(ABORT, 'credential_changes: who was erased has none')
    WHERE EXISTS (SELECT 1 FROM people WHERE id = NEW.person_id AND erased_at IS NOT NULL);
END;

-- rule credential_changes_of_passwords_are_confirmed
CREATE TRIGGER credential_changes_of_passwords_are_confirmed BEFORE INSERT ON credential_changes
WHEN NEW.action = 'set_password'
BEGIN
    SELECT RAISE(ABORT, 'credential_changes: the password alone, and nothing confirmed just now')
    WHERE EXISTS (SELECT 1 FROM presented_proofs WHERE id = NEW.ceremony AND kind = 'current_password')
      AND EXISTS (SELECT 1 FROM methods m WHERE m.person_id = NEW.person_id
                  -- What is too new asks for nothing (S110).
                  AND CASE WHEN m.ended_at IS NULL THEN m.by_two_gates = 1 OR m.counts_from <= NEW.at
                           ELSE m.counts_until > NEW.at END)
      AND NOT EXISTS (
        SELECT 1 FROM verifications
        WHERE person_id = NEW.person_id AND purpose = 'confirm' AND factor <> 'password'
          AND finished_at <= NEW.at AND NEW.at < finished_at + 300000);
END;

-- rule credential_changes_stay
CREATE TRIGGER credential_changes_stay BEFORE DELETE ON credential_changes
BEGIN
    SELECT RAISE(ABORT, 'credential_changes: append-only');
END;

-- rule devices
CREATE TABLE devices (
    id               BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    token_mac        BLOB    NOT NULL CHECK (length(token_mac) = 32),
    person_id        BLOB    NOT NULL REFERENCES people (id),
    remembered_until INTEGER,
    surroundings     BLOB    NOT NULL,
    created_at       INTEGER NOT NULL,
    last_used_at     INTEGER NOT NULL, wanted_until INTEGER, seal BLOB CHECK (length(seal) = 32),
    UNIQUE (token_mac, person_id)
) STRICT;

-- rule devices_by_age
CREATE INDEX devices_by_age ON devices (last_used_at);

-- rule devices_of_person
CREATE INDEX devices_of_person ON devices (person_id);

-- rule former_addresses
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
    objected_at      INTEGER, let_go_by BLOB REFERENCES credential_changes (id),
    CHECK (objected_at IS NULL OR objected_at < objectable_until)
) STRICT;

-- rule former_addresses_by_end
CREATE INDEX former_addresses_by_end ON former_addresses (reserved_until);

-- rule former_addresses_of_person
CREATE INDEX former_addresses_of_person ON former_addresses (person_id);

-- rule former_addresses_are_let_go
CREATE TRIGGER former_addresses_are_let_go AFTER UPDATE ON former_addresses
WHEN NEW.let_go_by IS NOT OLD.let_go_by
BEGIN
    INSERT INTO credential_applications (change_id) VALUES (NEW.let_go_by);
END;

-- rule former_addresses_change
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
      -- It gives way to older proofs (S113).
      AND NOT (NEW.counts_until <= OLD.counts_until AND EXISTS (
        SELECT 1 FROM history
        WHERE seq = (SELECT max(seq) FROM history) AND event = 'ways.settled' AND subject = OLD.person_id))
      AND NOT EXISTS (
        SELECT 1 FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
        WHERE c.person_id = OLD.person_id AND a.change_id IS NULL
          AND c.action IN ('replace_address', 'remove_address', 'restore_address')
          AND (NEW.counts_until <= OLD.counts_until
               OR CASE WHEN OLD.ended_at <= c.at + 5000 AND NOT EXISTS (SELECT 1 FROM history WHERE event = 'clock.set_back')
                 THEN OLD.counts_until ELSE coalesce(OLD.counts_until - OLD.ended_at + (
                     SELECT turn.at FROM history turn
                     WHERE turn.event = 'clock.set_back' AND turn.at + 5000 < OLD.ended_at AND turn.at <= c.at + 5000
                       AND turn.seq > coalesce((SELECT nearest.seq FROM (SELECT entry.seq, abs(entry.at - OLD.ended_at) AS distance
                                                                     FROM history entry WHERE entry.subject = OLD.person_id) nearest
                                                ORDER BY nearest.distance, nearest.seq DESC LIMIT 1), 0)
                     ORDER BY turn.seq LIMIT 1),
                 CASE WHEN OLD.ended_at <= c.at + 5000 THEN OLD.counts_until ELSE OLD.counts_until - OLD.ended_at + coalesce(
                     (SELECT behind.at FROM history behind
                      WHERE behind.seq = 1 + (SELECT max(ahead.seq) FROM history ahead WHERE ahead.at > c.at + 5000)),
                     c.at) END) END > c.at
                  AND CASE WHEN OLD.ended_at <= c.at + 5000 AND NOT EXISTS (SELECT 1 FROM history WHERE event = 'clock.set_back')
                 THEN NEW.counts_until ELSE coalesce(NEW.counts_until - OLD.ended_at + (
                     SELECT turn.at FROM history turn
                     WHERE turn.event = 'clock.set_back' AND turn.at + 5000 < OLD.ended_at AND turn.at <= c.at + 5000
                       AND turn.seq > coalesce((SELECT nearest.seq FROM (SELECT entry.seq, abs(entry.at - OLD.ended_at) AS distance
                                                                     FROM history entry WHERE entry.subject = OLD.person_id) nearest
                                                ORDER BY nearest.distance, nearest.seq DESC LIMIT 1), 0)
                     ORDER BY turn.seq LIMIT 1),
                 CASE WHEN OLD.ended_at <= c.at + 5000 THEN NEW.counts_until ELSE NEW.counts_until - OLD.ended_at + coalesce(
                     (SELECT behind.at FROM history behind
                      WHERE behind.seq = 1 + (SELECT max(ahead.seq) FROM history ahead WHERE ahead.at > c.at + 5000)),
                     c.at) END) END <= c.at + 1209600000));
    SELECT RAISE(ABORT, 'former_addresses: it ends at once by a fresh change of its owner, and stays so')
    WHERE NEW.let_go_by IS NOT OLD.let_go_by
      AND (OLD.let_go_by IS NOT NULL OR NEW.counts_until > OLD.counts_until OR NOT EXISTS (
        SELECT 1 FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
        WHERE c.id = NEW.let_go_by AND c.person_id = NEW.person_id AND c.action = 'remove_address' AND a.change_id IS NULL));
END;

-- rule former_addresses_stay
CREATE TRIGGER former_addresses_stay BEFORE DELETE ON former_addresses
BEGIN
    SELECT RAISE(ABORT, 'former_addresses: reserved for 180 days')
    WHERE OLD.reserved_until > (SELECT at FROM history ORDER BY seq DESC LIMIT 1)
      AND NOT EXISTS (SELECT 1 FROM identifiers WHERE canonical = OLD.canonical AND person_id = OLD.person_id)
      AND NOT EXISTS (SELECT 1 FROM people WHERE id = OLD.person_id AND erased_at IS NOT NULL);
END;

-- rule former_addresses_were_current
CREATE TRIGGER former_addresses_were_current BEFORE INSERT ON former_addresses
BEGIN
    SELECT RAISE(ABORT, 'former_addresses: no address that a fresh change of its owner takes away')
    WHERE NEW.objected_at IS NOT NULL OR NEW.let_go_by IS NOT NULL OR NOT EXISTS (
        SELECT 1 FROM identifiers i JOIN credential_changes c ON c.id = NEW.ended_by
                                    LEFT JOIN credential_applications a ON a.change_id = c.id
        WHERE i.canonical = NEW.canonical AND i.kind = 'email'
          AND i.person_id = NEW.person_id AND c.person_id = NEW.person_id AND a.change_id IS NULL
          AND i.shown = NEW.shown AND i.position = NEW.position AND i.verified_at = NEW.verified_at
          AND i.counts_from = NEW.counts_from AND i.change_id IS NEW.change_id
          AND c.at = NEW.ended_at
          -- What never counted neither goes on counting nor objects.
          AND (CASE WHEN i.verified_at <= c.at + 5000 AND NOT EXISTS (SELECT 1 FROM history WHERE event = 'clock.set_back')
                 THEN i.counts_from ELSE coalesce(i.counts_from - i.verified_at + (
                     SELECT turn.at FROM history turn
                     WHERE turn.event = 'clock.set_back' AND turn.at + 5000 < i.verified_at AND turn.at <= c.at + 5000
                       AND turn.seq > coalesce((SELECT nearest.seq FROM (SELECT entry.seq, abs(entry.at - i.verified_at) AS distance
                                                                     FROM history entry WHERE entry.subject = i.person_id) nearest
                                                ORDER BY nearest.distance, nearest.seq DESC LIMIT 1), 0)
                     ORDER BY turn.seq LIMIT 1),
                 CASE WHEN i.verified_at <= c.at + 5000 THEN i.counts_from ELSE i.counts_from - i.verified_at + coalesce(
                     (SELECT behind.at FROM history behind
                      WHERE behind.seq = 1 + (SELECT max(ahead.seq) FROM history ahead WHERE ahead.at > c.at + 5000)),
                     c.at) END) END <= c.at
               OR NEW.counts_until = c.at AND NEW.objectable_until IS NULL)
          AND CASE c.action
              -- The longest quarantine that a policy can ask for: 14 days (S82).
              WHEN 'replace_address' THEN NEW.counts_until <= c.at + 1209600000
              WHEN 'remove_address' THEN NEW.counts_until <= c.at + 1209600000
              ELSE c.action = 'restore_address' AND NEW.counts_until = c.at END
          AND (NEW.objectable_until IS NULL OR NEW.objectable_until <= c.at + 604800000));
END;

-- rule freeze_links
CREATE TABLE freeze_links (
    id         BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    person_id  BLOB    NOT NULL REFERENCES people (id),
    nonce      BLOB    NOT NULL CHECK (length(nonce) = 16),
    code_mac   BLOB    NOT NULL UNIQUE CHECK (length(code_mac) = 32),
    expires_at INTEGER NOT NULL
, ended_at INTEGER) STRICT;

-- rule freeze_links_by_end
CREATE INDEX freeze_links_by_end ON freeze_links (expires_at);

-- rule freeze_links_of_person
CREATE INDEX freeze_links_of_person ON freeze_links (person_id);

-- rule freeze_links_end_once
CREATE TRIGGER freeze_links_end_once BEFORE UPDATE ON freeze_links
BEGIN
    SELECT RAISE(ABORT, 'freeze_links: they end once, and nothing else changes')
    WHERE OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL
       OR NEW.id IS NOT OLD.id OR NEW.person_id IS NOT OLD.person_id OR NEW.nonce IS NOT OLD.nonce
       OR NEW.code_mac IS NOT OLD.code_mac OR NEW.expires_at IS NOT OLD.expires_at;
END;

-- rule history
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

-- rule history_by_time
CREATE INDEX history_by_time ON history (at, seq);

-- rule history_of_actor
CREATE INDEX history_of_actor ON history (actor, seq) WHERE actor IS NOT NULL;

-- rule history_of_event
CREATE INDEX history_of_event ON history (event, seq);

-- rule history_of_manifests
CREATE INDEX history_of_manifests ON history (subject, seq) WHERE manifest_version IS NOT NULL;

-- rule history_of_standings
CREATE INDEX history_of_standings ON history (subject, seq) WHERE standing_version IS NOT NULL;

-- rule history_of_subject
CREATE UNIQUE INDEX history_of_subject ON history (subject, nth) WHERE subject IS NOT NULL;

-- rule history_of_subject_in_order
CREATE INDEX history_of_subject_in_order ON history (subject, seq) WHERE subject IS NOT NULL;

-- rule history_goes_on
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

-- rule history_never_changes
CREATE TRIGGER history_never_changes BEFORE UPDATE ON history
BEGIN
    SELECT RAISE(ABORT, 'history: append-only');
END;

-- rule history_stays
CREATE TRIGGER history_stays BEFORE DELETE ON history
BEGIN
    SELECT RAISE(ABORT, 'history: append-only');
END;

-- rule history_details
CREATE TABLE history_details (
    seq     INTEGER NOT NULL PRIMARY KEY REFERENCES history (seq),
    at      INTEGER NOT NULL,
    details BLOB,
    place   BLOB
) STRICT;

-- rule history_details_with_place
CREATE INDEX history_details_with_place ON history_details (at) WHERE place IS NOT NULL;

-- rule history_details_are_forgotten
CREATE TRIGGER history_details_are_forgotten BEFORE UPDATE ON history_details
BEGIN
    SELECT RAISE(ABORT, 'history_details: only the place is forgotten')
    WHERE NEW.place IS NOT NULL OR NEW.seq IS NOT OLD.seq OR NEW.at IS NOT OLD.at
       OR NEW.details IS NOT OLD.details;
END;

-- rule history_details_stay
CREATE TRIGGER history_details_stay BEFORE DELETE ON history_details
BEGIN
    SELECT RAISE(ABORT, 'history_details: the key is forgotten, not the row');
END;

-- rule history_details_with_their_entry
CREATE TRIGGER history_details_with_their_entry BEFORE INSERT ON history_details
BEGIN
    SELECT RAISE(ABORT, 'history_details: only of the newest entry')
    WHERE NEW.seq <> (SELECT max(seq) FROM history);
END;

-- rule identifiers
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

-- rule identifiers_of_person
CREATE UNIQUE INDEX identifiers_of_person ON identifiers (person_id, position);

-- rule identifiers_one_user_name
CREATE UNIQUE INDEX identifiers_one_user_name ON identifiers (person_id) WHERE kind = 'user_name';

-- rule identifiers_added
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
                                AND (f.objected_at = c.at OR f.objected_at < c.at AND EXISTS (
                                    SELECT 1 FROM history
                                    WHERE event = 'ways.settled' AND subject = NEW.person_id AND at = c.at)))
                  ELSE 0 END) END;
END;

-- rule identifiers_are_applied
CREATE TRIGGER identifiers_are_applied AFTER INSERT ON identifiers WHEN NEW.change_id IS NOT NULL
BEGIN
    INSERT INTO credential_applications (change_id) VALUES (NEW.change_id);
END;

-- rule identifiers_are_counted
CREATE TRIGGER identifiers_are_counted AFTER INSERT ON identifiers
BEGIN
    UPDATE ways_counted SET
        addresses = (SELECT count(*) FROM identifiers
                     WHERE person_id = NEW.person_id AND kind = 'email' AND verified_at IS NOT NULL),
        settles_at = max(settles_at, coalesce(NEW.counts_from, 0))
    WHERE person_id = NEW.person_id;
END;

-- rule identifiers_are_counted_again
CREATE TRIGGER identifiers_are_counted_again AFTER UPDATE ON identifiers
BEGIN
    UPDATE ways_counted SET
        addresses = (SELECT count(*) FROM identifiers
                     WHERE person_id = NEW.person_id AND kind = 'email' AND verified_at IS NOT NULL),
        settles_at = max(settles_at, coalesce(NEW.counts_from, 0))
    WHERE person_id = NEW.person_id;
END;

-- rule identifiers_are_counted_out
CREATE TRIGGER identifiers_are_counted_out AFTER DELETE ON identifiers
BEGIN
    UPDATE ways_counted SET addresses = (
        SELECT count(*) FROM identifiers
        WHERE person_id = OLD.person_id AND kind = 'email' AND verified_at IS NOT NULL)
    WHERE person_id = OLD.person_id;
END;

-- rule identifiers_are_no_contacts
CREATE TRIGGER identifiers_are_no_contacts BEFORE INSERT ON identifiers
BEGIN
    SELECT RAISE(ABORT, 'identifiers: one mailbox would be two ways back')
    WHERE EXISTS (SELECT 1 FROM contacts WHERE canonical = NEW.canonical AND person_id = NEW.person_id);
END;

-- rule identifiers_are_taken_away
CREATE TRIGGER identifiers_are_taken_away AFTER DELETE ON identifiers WHEN OLD.kind = 'email'
BEGIN
    INSERT INTO credential_applications (change_id)
    SELECT c.id FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
    WHERE c.person_id = OLD.person_id AND c.action = 'remove_address' AND a.change_id IS NULL;
END;

-- rule identifiers_stay
CREATE TRIGGER identifiers_stay BEFORE DELETE ON identifiers
BEGIN
    SELECT RAISE(ABORT, 'identifiers: those of somebody who came stay')
    WHERE EXISTS (SELECT 1 FROM people WHERE id = OLD.person_id AND status IN ('active', 'disabled'))
      -- One that was added lately and gives way to older proofs (S113).
      AND NOT (OLD.kind = 'email' AND OLD.position = 2 AND OLD.change_id IS NOT NULL AND EXISTS (
        SELECT 1 FROM history
        WHERE seq = (SELECT max(seq) FROM history) AND event = 'ways.settled' AND subject = OLD.person_id))
      AND NOT EXISTS (
        -- It was written down as a former one first, by the change that takes it away.
        SELECT 1 FROM former_addresses f JOIN credential_changes c ON c.id = f.ended_by
                                         LEFT JOIN credential_applications a ON a.change_id = c.id
        WHERE f.canonical = OLD.canonical AND f.person_id = OLD.person_id AND a.change_id IS NULL
          AND (c.action IN ('replace_address', 'restore_address')
               OR c.action = 'remove_address' AND OLD.position = 2
                  AND EXISTS (SELECT 1 FROM identifiers i
                              WHERE i.person_id = OLD.person_id AND i.kind = 'email' AND i.position = 1
                                AND CASE WHEN i.verified_at <= c.at + 5000 AND NOT EXISTS (SELECT 1 FROM history WHERE event = 'clock.set_back')
                 THEN i.counts_from ELSE coalesce(i.counts_from - i.verified_at + (
                     SELECT turn.at FROM history turn
                     WHERE turn.event = 'clock.set_back' AND turn.at + 5000 < i.verified_at AND turn.at <= c.at + 5000
                       AND turn.seq > coalesce((SELECT nearest.seq FROM (SELECT entry.seq, abs(entry.at - i.verified_at) AS distance
                                                                     FROM history entry WHERE entry.subject = i.person_id) nearest
                                                ORDER BY nearest.distance, nearest.seq DESC LIMIT 1), 0)
                     ORDER BY turn.seq LIMIT 1),
                 CASE WHEN i.verified_at <= c.at + 5000 THEN i.counts_from ELSE i.counts_from - i.verified_at + coalesce(
                     (SELECT behind.at FROM history behind
                      WHERE behind.seq = 1 + (SELECT max(ahead.seq) FROM history ahead WHERE ahead.at > c.at + 5000)),
                     c.at) END) END <= c.at)));
END;

-- rule identifiers_verified_before_activation
CREATE TRIGGER identifiers_verified_before_activation BEFORE UPDATE ON identifiers
BEGIN
    SELECT RAISE(ABORT, 'identifiers: only verified, once, before activation')
    WHERE OLD.verified_at IS NOT NULL OR NEW.verified_at IS NULL
       OR NEW.canonical IS NOT OLD.canonical OR NEW.person_id IS NOT OLD.person_id OR NEW.kind IS NOT OLD.kind
       OR NEW.shown IS NOT OLD.shown OR NEW.position IS NOT OLD.position
       OR NEW.counts_from IS NOT NEW.verified_at OR NEW.change_id IS NOT OLD.change_id
       OR NOT EXISTS (SELECT 1 FROM people WHERE id = OLD.person_id AND status = 'invited');
END;

-- rule invitations
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

-- rule invitations_of_person
CREATE INDEX invitations_of_person ON invitations (person_id);

-- rule invitations_end_once
CREATE TRIGGER invitations_end_once BEFORE UPDATE ON invitations
BEGIN
    SELECT RAISE(ABORT, 'invitations: accepted or replaced once, in time, and nothing else changes')
    WHERE OLD.accepted_at IS NOT NULL OR OLD.replaced_at IS NOT NULL OR NEW.accepted_at >= OLD.expires_at
       OR NEW.seq IS NOT OLD.seq OR NEW.id IS NOT OLD.id OR NEW.person_id IS NOT OLD.person_id
       OR NEW.nonce IS NOT OLD.nonce OR NEW.code_mac IS NOT OLD.code_mac
       OR NEW.created_at IS NOT OLD.created_at OR NEW.expires_at IS NOT OLD.expires_at;
END;

-- rule manifests
CREATE TABLE manifests (
    person_id BLOB    NOT NULL PRIMARY KEY REFERENCES people (id),
    version   INTEGER NOT NULL CHECK (version > 0),
    mac       BLOB    NOT NULL CHECK (length(mac) = 32)
) STRICT;

-- rule manifests_begin
CREATE TRIGGER manifests_begin BEFORE INSERT ON manifests
BEGIN
    SELECT RAISE(ABORT, 'manifests: the first one is number 1, and told')
    WHERE NEW.version <> 1
       OR NEW.version IS NOT (SELECT manifest_version FROM history
                              WHERE subject = NEW.person_id AND manifest_version IS NOT NULL
                              ORDER BY seq DESC LIMIT 1);
END;

-- rule manifests_go_on
CREATE TRIGGER manifests_go_on BEFORE UPDATE ON manifests
BEGIN
    SELECT RAISE(ABORT, 'manifests: the next one, and told')
    WHERE NEW.person_id IS NOT OLD.person_id OR NEW.version <> OLD.version + 1 OR NEW.mac IS OLD.mac
       OR NEW.version IS NOT (SELECT manifest_version FROM history
                              WHERE subject = NEW.person_id AND manifest_version IS NOT NULL
                              ORDER BY seq DESC LIMIT 1);
END;

-- rule manifests_stay
CREATE TRIGGER manifests_stay BEFORE DELETE ON manifests
BEGIN
    SELECT RAISE(ABORT, 'manifests: never deleted');
END;

-- rule method_uses
CREATE TABLE method_uses (
    method_id BLOB    NOT NULL PRIMARY KEY REFERENCES methods (id) ON DELETE CASCADE,
    step      INTEGER NOT NULL,
    at        INTEGER NOT NULL
) STRICT;

-- rule method_uses_are_kept
CREATE TRIGGER method_uses_are_kept AFTER UPDATE ON method_uses
WHEN EXISTS (SELECT 1 FROM methods WHERE id = OLD.method_id AND kind = 'authenticator')
BEGIN
    INSERT INTO used_steps (method_id, step) VALUES (OLD.method_id, OLD.step);
    DELETE FROM used_steps WHERE method_id = OLD.method_id AND step < NEW.step - 86400;
END;

-- rule method_uses_go_on
CREATE TRIGGER method_uses_go_on BEFORE UPDATE ON method_uses
BEGIN
    SELECT RAISE(ABORT, 'method_uses: only forward')
    WHERE NEW.method_id IS NOT OLD.method_id OR (NEW.step = OLD.step AND NEW.step <> 0)
       OR NEW.step < OLD.step
          AND NOT (OLD.at > NEW.at + 5000
                   AND EXISTS (SELECT 1 FROM methods WHERE id = OLD.method_id AND kind = 'authenticator'));
    SELECT RAISE(ABORT, 'method_uses: this step was used')
    WHERE EXISTS (SELECT 1 FROM used_steps WHERE method_id = NEW.method_id AND step = NEW.step);
END;

-- rule method_uses_stay
CREATE TRIGGER method_uses_stay BEFORE DELETE ON method_uses
WHEN EXISTS (SELECT 1 FROM methods WHERE id = OLD.method_id)
BEGIN
    SELECT RAISE(ABORT, 'method_uses: forgotten with their credential only');
END;

-- rule methods
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
, ended_at INTEGER, counts_until INTEGER CHECK ((counts_until IS NULL) = (ended_at IS NULL) AND counts_until >= ended_at), ended_by BLOB REFERENCES credential_changes (id) CHECK (ended_by IS NULL OR ended_at IS NOT NULL), by_two_gates INTEGER NOT NULL DEFAULT 0 CHECK (by_two_gates IN (0, 1))) STRICT;

-- rule methods_of_person
CREATE INDEX methods_of_person ON methods (person_id);

-- rule methods_to_count
CREATE INDEX methods_to_count ON methods (person_id, kind, counts_from);

-- rule methods_are_applied
CREATE TRIGGER methods_are_applied AFTER INSERT ON methods
BEGIN
    INSERT INTO credential_applications (change_id) VALUES (NEW.change_id);
END;

-- rule methods_are_applied_again
CREATE TRIGGER methods_are_applied_again AFTER UPDATE ON methods
WHEN NEW.change_id IS NOT OLD.change_id
BEGIN
    INSERT INTO credential_applications (change_id) VALUES (NEW.change_id);
END;

-- rule methods_are_counted
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

-- rule methods_are_counted_again
CREATE TRIGGER methods_are_counted_again AFTER UPDATE OF ended_at ON methods
BEGIN
    UPDATE ways_counted SET
        authenticators = (SELECT count(*) FROM methods
                          WHERE person_id = NEW.person_id AND kind = 'authenticator' AND ended_at IS NULL),
        passkeys = (SELECT count(*) FROM methods
                    WHERE person_id = NEW.person_id AND kind = 'passkey' AND ended_at IS NULL)
    WHERE person_id = NEW.person_id;
END;

-- rule methods_are_counted_out
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

-- rule methods_are_ended
CREATE TRIGGER methods_are_ended AFTER UPDATE ON methods
WHEN NEW.ended_by IS NOT OLD.ended_by AND NEW.ended_by IS NOT NULL
BEGIN
    INSERT INTO credential_applications (change_id)
    SELECT id FROM credential_changes WHERE id = NEW.ended_by AND action = 'remove_method';
END;

-- rule methods_are_renamed
CREATE TRIGGER methods_are_renamed BEFORE UPDATE ON methods
BEGIN
    SELECT RAISE(ABORT, 'methods: only the name changes')
    WHERE NEW.id IS NOT OLD.id OR NEW.person_id IS NOT OLD.person_id OR NEW.kind IS NOT OLD.kind
       OR NEW.by_two_gates IS NOT OLD.by_two_gates;
    SELECT RAISE(ABORT, 'methods: a secret is only sealed anew, and nothing else changes by that')
    WHERE NEW.secret IS NOT OLD.secret
      AND (NEW.name IS NOT OLD.name OR NEW.change_id IS NOT OLD.change_id OR NEW.added_at IS NOT OLD.added_at
           OR NEW.counts_from IS NOT OLD.counts_from OR NEW.ended_at IS NOT OLD.ended_at
           OR NEW.counts_until IS NOT OLD.counts_until OR NEW.ended_by IS NOT OLD.ended_by
           OR NOT EXISTS (
               SELECT 1 FROM history
               WHERE seq = (SELECT max(seq) FROM history) AND event = 'account.sealed_anew' AND subject = OLD.person_id));
    -- What was set aside and is put back waits as if it had been added then (S110).
    SELECT RAISE(ABORT, 'methods: only the name changes')
    WHERE (NEW.added_at IS NOT OLD.added_at OR NEW.counts_from IS NOT OLD.counts_from)
      AND NOT (OLD.ended_at IS NOT NULL AND OLD.counts_until = OLD.ended_at AND NEW.ended_at IS NULL
               AND NEW.change_id IS NOT OLD.change_id AND NEW.counts_from > NEW.added_at
               AND NEW.added_at = (SELECT at FROM credential_changes WHERE id = NEW.change_id));
    SELECT RAISE(ABORT, 'methods: no fresh change by the owner')
    WHERE (NEW.name IS NOT OLD.name OR NEW.change_id IS NOT OLD.change_id) AND NOT EXISTS (
        SELECT 1 FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
        WHERE c.id = NEW.change_id AND c.person_id = NEW.person_id AND c.action = 'rename_method'
          AND a.change_id IS NULL);
    -- As long as the longest quarantine that a policy can ask for, at most: 14 days (S82, S109).
    SELECT RAISE(ABORT, 'methods: it ends by a fresh change of its owner, or is set aside')
    WHERE OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL
      AND CASE WHEN NEW.ended_by IS NULL
               THEN NEW.counts_until > NEW.ended_at OR NOT EXISTS (
                   SELECT 1 FROM history
                   WHERE seq = (SELECT max(seq) FROM history) AND event = 'ways.settled' AND subject = OLD.person_id
                     AND at = NEW.ended_at)
               ELSE NOT EXISTS (
                   SELECT 1 FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
                   WHERE c.id = NEW.ended_by AND c.person_id = NEW.person_id AND c.at = NEW.ended_at
                     AND (c.action = 'remove_method' OR c.action = 'replace_authenticators' AND OLD.kind = 'authenticator')
                     AND NEW.counts_until <= c.at + 1209600000 AND a.change_id IS NULL) END;
    SELECT RAISE(ABORT, 'methods: what has ended stays so')
    WHERE OLD.ended_at IS NOT NULL
      AND CASE WHEN NEW.ended_at IS NULL
               -- Put back by its owner, or because it has just helped its owner back in.
               THEN NEW.change_id IS OLD.change_id AND NOT EXISTS (
                   SELECT 1 FROM history
                   WHERE seq = (SELECT max(seq) FROM history) AND event = 'ways.settled' AND subject = OLD.person_id)
               ELSE NEW.ended_at <> OLD.ended_at
                    OR NEW.counts_until <> OLD.counts_until AND NOT (NEW.counts_until = NEW.ended_at AND EXISTS (
                   SELECT 1 FROM history
                   WHERE seq = (SELECT max(seq) FROM history) AND event = 'ways.settled' AND subject = OLD.person_id))
                    OR NEW.ended_by IS NOT OLD.ended_by END;
END;

-- rule methods_are_taken_away
CREATE TRIGGER methods_are_taken_away AFTER DELETE ON methods
BEGIN
    INSERT INTO credential_applications (change_id)
    SELECT c.id FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
    WHERE c.person_id = OLD.person_id AND c.action = 'remove_method' AND a.change_id IS NULL
      AND (OLD.ended_at IS NULL OR OLD.counts_until > c.at OR OLD.counts_until = OLD.ended_at);
END;

-- rule methods_cite_a_fresh_change
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
      AND EXISTS (SELECT 1 FROM methods
                  WHERE person_id = NEW.person_id AND kind = 'authenticator' AND (ended_at IS NULL OR NEW.by_two_gates = 1));
END;

-- rule methods_go_with_a_fresh_change
CREATE TRIGGER methods_go_with_a_fresh_change BEFORE DELETE ON methods
BEGIN
    SELECT RAISE(ABORT, 'methods: no fresh change by the owner')
    WHERE NOT EXISTS (SELECT 1 FROM people WHERE id = OLD.person_id AND erased_at IS NOT NULL)
      AND NOT EXISTS (
        SELECT 1 FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
        WHERE c.person_id = OLD.person_id AND a.change_id IS NULL
          AND (c.action = 'remove_method' OR (c.action = 'replace_authenticators' AND OLD.kind = 'authenticator')));
END;

-- rule outbox
CREATE TABLE outbox (
    seq             INTEGER NOT NULL PRIMARY KEY,
    id              BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
    payload         TEXT    NOT NULL,
    -- 0: somebody waits for it; 1: a notice; 2: one of many.
    urgency         INTEGER NOT NULL CHECK (urgency IN (0, 1, 2)),
    created_at      INTEGER NOT NULL,
    expires_at      INTEGER NOT NULL,
    attempts        INTEGER NOT NULL CHECK (attempts >= 0),
    next_attempt_at INTEGER,
    given_up_at     INTEGER,
    CHECK ((next_attempt_at IS NULL) = (given_up_at IS NOT NULL))
) STRICT;

-- rule outbox_due
CREATE INDEX outbox_due ON outbox (next_attempt_at) WHERE next_attempt_at IS NOT NULL;

-- rule outbox_in_turn
CREATE INDEX outbox_in_turn ON outbox (urgency, seq);

-- rule passwords
CREATE TABLE passwords (
    person_id BLOB    NOT NULL PRIMARY KEY REFERENCES people (id),
    phc       TEXT    NOT NULL CHECK (phc LIKE '$argon2id$%'),
    set_at    INTEGER NOT NULL,
    change_id BLOB    NOT NULL UNIQUE REFERENCES credential_changes (id)
) STRICT;

-- rule passwords_are_applied
CREATE TRIGGER passwords_are_applied AFTER INSERT ON passwords
BEGIN
    INSERT INTO credential_applications (change_id) VALUES (NEW.change_id);
END;

-- rule passwords_are_applied_again
CREATE TRIGGER passwords_are_applied_again AFTER UPDATE ON passwords
BEGIN
    INSERT INTO credential_applications (change_id) VALUES (NEW.change_id);
END;

-- rule passwords_change_with_a_fresh_change
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

-- rule passwords_cite_a_fresh_change
CREATE TRIGGER passwords_cite_a_fresh_change BEFORE INSERT ON passwords
BEGIN
    SELECT RAISE(ABORT, 'passwords: no fresh change by the owner')
    WHERE NOT EXISTS (
        SELECT 1 FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
        WHERE c.id = NEW.change_id AND c.person_id = NEW.person_id AND c.action = 'set_password'
          AND c.at = NEW.set_at AND a.change_id IS NULL);
END;

-- rule passwords_stay
CREATE TRIGGER passwords_stay BEFORE DELETE ON passwords
BEGIN
    SELECT RAISE(ABORT, 'passwords: never deleted')
    WHERE NOT EXISTS (SELECT 1 FROM people WHERE id = OLD.person_id AND erased_at IS NOT NULL);
END;

-- rule people
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
    search_text      TEXT    NOT NULL, role_since INTEGER, erased_at INTEGER CHECK (erased_at IS NULL OR status = 'revoked'),
    CHECK ((status IN ('active', 'disabled')) = (activated_at IS NOT NULL)),
    CHECK (frozen_at IS NULL OR activated_at IS NOT NULL),
    CHECK (needs_recovery = 0 OR frozen_at IS NOT NULL)
) STRICT;

-- rule people_active
CREATE INDEX people_active ON people (id, role, activated_at, status) WHERE status = 'active';

-- rule people_in_order
CREATE INDEX people_in_order ON people (sort_key, id);

-- rule people_with_a_role
CREATE INDEX people_with_a_role ON people (role, status) WHERE role <> 'member';

-- rule people_are_erased
CREATE TRIGGER people_are_erased AFTER UPDATE OF erased_at ON people
WHEN NEW.erased_at IS NOT NULL AND OLD.erased_at IS NULL
BEGIN
    DELETE FROM sessions WHERE person_id = NEW.id;
    DELETE FROM devices WHERE person_id = NEW.id;
    DELETE FROM verifications WHERE person_id = NEW.id;
    DELETE FROM recovery_flows WHERE person_id = NEW.id;
    DELETE FROM freeze_links WHERE person_id = NEW.id;
    DELETE FROM address_claims WHERE person_id = NEW.id;
    DELETE FROM passwords WHERE person_id = NEW.id;
    DELETE FROM saved_codes WHERE person_id = NEW.id;
    DELETE FROM methods WHERE person_id = NEW.id;
    DELETE FROM contacts WHERE person_id = NEW.id;
    DELETE FROM contacts_needed WHERE person_id = NEW.id;
    DELETE FROM former_addresses WHERE person_id = NEW.id;
    DELETE FROM identifiers WHERE person_id = NEW.id;
    DELETE FROM check_ups WHERE person_id = NEW.id;
    DELETE FROM ways_counted WHERE person_id = NEW.id;
    DELETE FROM alarms WHERE person_id = NEW.id;
    DELETE FROM person_keys WHERE person_id = NEW.id;
    UPDATE people SET name = NULL, language = 'en', sort_key = '', search_text = '' WHERE id = NEW.id;
END;

-- rule people_begin_to_be_counted
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

-- rule people_change
CREATE TRIGGER people_change BEFORE UPDATE ON people
BEGIN
    SELECT RAISE(ABORT, 'people: an id never changes')
    WHERE NEW.id IS NOT OLD.id OR NEW.created_at IS NOT OLD.created_at;
    SELECT RAISE(ABORT, 'people: the status is one-way')
    WHERE NEW.status <> OLD.status
      AND NOT (OLD.status = 'invited' AND NEW.status IN ('active', 'revoked') AND NEW.erased_at IS NULL)
      AND NOT (OLD.status = 'active' AND NEW.status = 'disabled')
      AND NOT (OLD.status = 'disabled' AND NEW.status = 'active')
      AND NOT (OLD.status IN ('active', 'disabled') AND NEW.status = 'revoked' AND NEW.erased_at IS NOT NULL);
    SELECT RAISE(ABORT, 'people: activated once')
    WHERE OLD.activated_at IS NOT NULL AND NEW.activated_at IS NOT OLD.activated_at AND NEW.erased_at IS NULL;
    SELECT RAISE(ABORT, 'people: standing changes with its seal')
    WHERE (NEW.status <> OLD.status OR NEW.role <> OLD.role OR NEW.activated_at IS NOT OLD.activated_at
           OR NEW.frozen_at IS NOT OLD.frozen_at OR NEW.needs_recovery <> OLD.needs_recovery
           OR NEW.role_since IS NOT OLD.role_since OR NEW.standing_mac IS NOT OLD.standing_mac
           OR NEW.standing_version <> OLD.standing_version)
      AND (NEW.standing_version <> OLD.standing_version + 1 OR NEW.standing_mac IS OLD.standing_mac);
    -- Nobody gets more time without having lost the role in between.
    SELECT RAISE(ABORT, 'people: a role begins once')
    WHERE OLD.role <> 'member' AND NEW.role <> 'member' AND OLD.role_since IS NOT NULL
      AND NEW.role_since IS NOT OLD.role_since;
    -- The newest entry of the history says it; before that their owner was told that it would come, and nothing since then
    -- took it back.
    SELECT RAISE(ABORT, 'people: erased as the history says, and once it was announced')
    WHERE NEW.erased_at IS NOT OLD.erased_at AND OLD.erased_at IS NULL
      AND (NEW.status = OLD.status OR NEW.role <> 'member'
           OR NOT EXISTS (SELECT 1 FROM history
                          WHERE seq = (SELECT max(seq) FROM history) AND event = 'account.erased' AND subject = OLD.id
                            AND at = NEW.erased_at AND standing_version = NEW.standing_version)
           OR NOT EXISTS (SELECT 1 FROM history told
                          WHERE told.subject = OLD.id AND told.event = 'account.erasure_announced'
                            AND told.seq > coalesce((
                                SELECT max(seq) FROM history
                                WHERE subject = OLD.id
                                  AND event IN ('account.enabled', 'account.closing_taken_back', 'account.frozen')), 0)
                            AND EXISTS (SELECT 1 FROM history asked
                                        WHERE asked.subject = OLD.id AND asked.seq < told.seq
                                          AND asked.event = CASE OLD.status WHEN 'active' THEN 'account.closing_asked'
                                                                            ELSE 'account.disabled' END)));
    SELECT RAISE(ABORT, 'people: who was erased stays so')
    WHERE OLD.erased_at IS NOT NULL
      AND (NEW.erased_at IS NOT OLD.erased_at OR NEW.status <> OLD.status OR NEW.standing_version <> OLD.standing_version
           OR NEW.name IS NOT NULL AND NEW.name IS NOT OLD.name);
END;

-- rule people_stay
CREATE TRIGGER people_stay BEFORE DELETE ON people
BEGIN
    SELECT RAISE(ABORT, 'people: an id is never given out again');
END;

-- rule person_keys
CREATE TABLE person_keys (
    person_id BLOB NOT NULL PRIMARY KEY REFERENCES people (id),
    key       BLOB NOT NULL CHECK (length(key) = 32)
) STRICT;

-- rule person_keys_never_change
CREATE TRIGGER person_keys_never_change BEFORE UPDATE ON person_keys
BEGIN
    SELECT RAISE(ABORT, 'person_keys: forgotten, never changed');
END;

-- rule person_keys_stay_in_use
CREATE TRIGGER person_keys_stay_in_use BEFORE DELETE ON person_keys
BEGIN
    SELECT RAISE(ABORT, 'person_keys: forgotten with the account only')
    WHERE EXISTS (SELECT 1 FROM people WHERE id = OLD.person_id AND status IN ('invited', 'active'));
END;

-- rule policies
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

-- rule policies_in_turn
CREATE TRIGGER policies_in_turn BEFORE INSERT ON policies
BEGIN
    SELECT RAISE(ABORT, 'policies: one follows the other')
    WHERE NEW.version <> coalesce((SELECT max(version) FROM policies), 0) + 1;
END;

-- rule policies_never_change
CREATE TRIGGER policies_never_change BEFORE UPDATE ON policies
BEGIN
    SELECT RAISE(ABORT, 'policies: append-only');
END;

-- rule policies_stay
CREATE TRIGGER policies_stay BEFORE DELETE ON policies
BEGIN
    SELECT RAISE(ABORT, 'policies: append-only');
END;

-- rule policy_requests
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

-- rule policy_requests_waiting
CREATE INDEX policy_requests_waiting ON policy_requests (expires_at) WHERE decided_at IS NULL;

-- rule policy_requests_end_once
CREATE TRIGGER policy_requests_end_once BEFORE UPDATE ON policy_requests
BEGIN
    SELECT RAISE(ABORT, 'policy_requests: decided once, in time, and nothing else changes')
    WHERE OLD.decided_at IS NOT NULL OR NEW.decided_at IS NULL OR NEW.decided_at >= OLD.expires_at
       OR NEW.seq IS NOT OLD.seq OR NEW.id IS NOT OLD.id OR NEW.content IS NOT OLD.content
       OR NEW.version IS NOT OLD.version OR NEW.requested_by IS NOT OLD.requested_by
       OR NEW.requested_at IS NOT OLD.requested_at OR NEW.expires_at IS NOT OLD.expires_at
       OR NEW.seal IS NOT OLD.seal;
END;

-- rule policy_requests_one_waits
CREATE TRIGGER policy_requests_one_waits BEFORE INSERT ON policy_requests
BEGIN
    SELECT RAISE(ABORT, 'policy_requests: a new one waits, and no other one')
    WHERE NEW.decided_at IS NOT NULL
       OR EXISTS (SELECT 1 FROM policy_requests
                  WHERE decided_at IS NULL
                    AND CASE WHEN requested_at <= NEW.requested_at + 5000 AND NOT EXISTS (SELECT 1 FROM history WHERE event = 'clock.set_back')
                 THEN expires_at ELSE coalesce(expires_at - requested_at + (
                     SELECT turn.at FROM history turn
                     WHERE turn.event = 'clock.set_back' AND turn.at + 5000 < requested_at AND turn.at <= NEW.requested_at + 5000
                       AND turn.seq > coalesce((SELECT nearest.seq FROM (SELECT entry.seq, abs(entry.at - requested_at) AS distance
                                                                     FROM history entry WHERE entry.event = 'policy.requested') nearest
                                                ORDER BY nearest.distance, nearest.seq DESC LIMIT 1), 0)
                     ORDER BY turn.seq LIMIT 1),
                 CASE WHEN requested_at <= NEW.requested_at + 5000 THEN expires_at ELSE expires_at - requested_at + coalesce(
                     (SELECT behind.at FROM history behind
                      WHERE behind.seq = 1 + (SELECT max(ahead.seq) FROM history ahead WHERE ahead.at > NEW.requested_at + 5000)),
                     NEW.requested_at) END) END > NEW.requested_at);
END;

-- rule policy_requests_stay
CREATE TRIGGER policy_requests_stay BEFORE DELETE ON policy_requests
BEGIN
    SELECT RAISE(ABORT, 'policy_requests: append-only');
END;

-- rule presented_proofs
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

-- rule presented_proofs_are_true
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
        WHERE f.ended_by = NEW.change_id AND f.person_id = NEW.person_id AND p.status IN ('active', 'disabled')
          AND (f.objected_at = NEW.at AND NEW.at < f.objectable_until
               -- Older proofs opened the account: it objects as of when a freeze stopped its clock (S111, S113).
               OR f.objected_at <= NEW.at AND EXISTS (
                   SELECT 1 FROM history WHERE event = 'ways.settled' AND subject = NEW.person_id AND at = NEW.at)));
END;

-- rule presented_proofs_never_change
CREATE TRIGGER presented_proofs_never_change BEFORE UPDATE ON presented_proofs
BEGIN
    SELECT RAISE(ABORT, 'presented_proofs: append-only');
END;

-- rule presented_proofs_stay
CREATE TRIGGER presented_proofs_stay BEFORE DELETE ON presented_proofs
BEGIN
    SELECT RAISE(ABORT, 'presented_proofs: append-only');
END;

-- rule proofs
CREATE TABLE proofs (
    seq          INTEGER NOT NULL PRIMARY KEY,
    id           BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
    person_id    BLOB    NOT NULL REFERENCES people (id),
    flow_id      BLOB    NOT NULL REFERENCES recovery_flows (id) ON DELETE CASCADE,
    class        TEXT    NOT NULL CHECK (class IN ('mailed_code', 'saved_code', 'passkey', 'authenticator', 'contact')),
    challenge_id BLOB    NOT NULL UNIQUE REFERENCES challenges (id) ON DELETE CASCADE,
    at           INTEGER NOT NULL
) STRICT;

-- rule proofs_of_flow
CREATE INDEX proofs_of_flow ON proofs (flow_id);

-- rule proofs_need_a_consumed_challenge
CREATE TRIGGER proofs_need_a_consumed_challenge BEFORE INSERT ON proofs
BEGIN
    SELECT RAISE(ABORT, 'proofs: no challenge of this person, recovery and class was consumed at this moment')
    WHERE NOT EXISTS (
        SELECT 1 FROM challenges
        WHERE id = NEW.challenge_id AND person_id = NEW.person_id AND flow_id = NEW.flow_id AND class = NEW.class
          AND consumed_at = NEW.at);
END;

-- rule proofs_never_change
CREATE TRIGGER proofs_never_change BEFORE UPDATE ON proofs
BEGIN
    SELECT RAISE(ABORT, 'proofs: append-only');
END;

-- rule proofs_stay
CREATE TRIGGER proofs_stay BEFORE DELETE ON proofs
WHEN EXISTS (SELECT 1 FROM recovery_flows WHERE id = OLD.flow_id)
BEGIN
    SELECT RAISE(ABORT, 'proofs: forgotten with their recovery only');
END;

-- rule recovery_flows
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
    familiar       INTEGER NOT NULL CHECK (familiar IN (0, 1)), holder_mac BLOB CHECK (length(holder_mac) = 32),
    CHECK ((state = 'one_gate') = (gate_class IS NOT NULL))
) STRICT;

-- rule recovery_flows_by_end
CREATE INDEX recovery_flows_by_end ON recovery_flows (expires_at);

-- rule recovery_flows_of_identifier
CREATE INDEX recovery_flows_of_identifier ON recovery_flows (identifier_mac, source_mac, state);

-- rule recovery_flows_of_person
CREATE INDEX recovery_flows_of_person ON recovery_flows (person_id, state);

-- rule recovery_flows_unproven
CREATE INDEX recovery_flows_unproven ON recovery_flows (holder_mac, seq)
WHERE state IN ('started', 'cancelled') OR (state = 'finished' AND trouble = 'forgot_user_name');

-- rule recovery_flows_begin
CREATE TRIGGER recovery_flows_begin BEFORE INSERT ON recovery_flows
BEGIN
    SELECT RAISE(ABORT, 'recovery_flows: a new one has only begun')
    WHERE NEW.state <> 'started' AND NOT (NEW.state = 'finished' AND NEW.trouble = 'forgot_user_name');
END;

-- rule recovery_flows_change
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

-- rule retired_user_names
CREATE TABLE retired_user_names (
    digest BLOB NOT NULL PRIMARY KEY CHECK (length(digest) = 32)
) STRICT, WITHOUT ROWID;

-- rule retired_user_names_never_change
CREATE TRIGGER retired_user_names_never_change BEFORE UPDATE ON retired_user_names
BEGIN
    SELECT RAISE(ABORT, 'retired_user_names: append-only');
END;

-- rule retired_user_names_stay
CREATE TRIGGER retired_user_names_stay BEFORE DELETE ON retired_user_names
BEGIN
    SELECT RAISE(ABORT, 'retired_user_names: append-only');
END;

-- rule role_requests
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
    granted      INTEGER CHECK (granted IN (0, 1)), seal BLOB CHECK (length(seal) = 32),
    CHECK ((decided_at IS NULL) = (decided_by IS NULL) AND (decided_at IS NULL) = (granted IS NULL)),
    -- Two administrators, or none.
    CHECK (granted IS NOT 1 OR decided_by <> requested_by)
) STRICT;

-- rule role_requests_of_person
CREATE INDEX role_requests_of_person ON role_requests (person_id) WHERE decided_at IS NULL;

-- rule role_requests_waiting
CREATE INDEX role_requests_waiting ON role_requests (expires_at) WHERE decided_at IS NULL;

-- rule role_requests_end_once
CREATE TRIGGER role_requests_end_once BEFORE UPDATE ON role_requests
BEGIN
    SELECT RAISE(ABORT, 'role_requests: decided once, in time, and nothing else changes')
    WHERE OLD.decided_at IS NOT NULL OR NEW.decided_at IS NULL OR NEW.decided_at >= OLD.expires_at
       OR NEW.seq IS NOT OLD.seq OR NEW.id IS NOT OLD.id OR NEW.person_id IS NOT OLD.person_id
       OR NEW.role IS NOT OLD.role OR NEW.requested_by IS NOT OLD.requested_by
       OR NEW.requested_at IS NOT OLD.requested_at OR NEW.expires_at IS NOT OLD.expires_at
       OR NEW.seal IS NOT OLD.seal;
END;

-- rule role_requests_one_waits
CREATE TRIGGER role_requests_one_waits BEFORE INSERT ON role_requests
BEGIN
    SELECT RAISE(ABORT, 'role_requests: a new one waits, and no other one of that person')
    WHERE NEW.decided_at IS NOT NULL
       OR EXISTS (SELECT 1 FROM role_requests
                  WHERE person_id = NEW.person_id AND decided_at IS NULL
                    AND CASE WHEN requested_at <= NEW.requested_at + 5000 AND NOT EXISTS (SELECT 1 FROM history WHERE event = 'clock.set_back')
                 THEN expires_at ELSE coalesce(expires_at - requested_at + (
                     SELECT turn.at FROM history turn
                     WHERE turn.event = 'clock.set_back' AND turn.at + 5000 < requested_at AND turn.at <= NEW.requested_at + 5000
                       AND turn.seq > coalesce((SELECT nearest.seq FROM (SELECT entry.seq, abs(entry.at - requested_at) AS distance
                                                                     FROM history entry WHERE entry.subject = role_requests.person_id) nearest
                                                ORDER BY nearest.distance, nearest.seq DESC LIMIT 1), 0)
                     ORDER BY turn.seq LIMIT 1),
                 CASE WHEN requested_at <= NEW.requested_at + 5000 THEN expires_at ELSE expires_at - requested_at + coalesce(
                     (SELECT behind.at FROM history behind
                      WHERE behind.seq = 1 + (SELECT max(ahead.seq) FROM history ahead WHERE ahead.at > NEW.requested_at + 5000)),
                     NEW.requested_at) END) END > NEW.requested_at);
END;

-- rule role_requests_stay
CREATE TRIGGER role_requests_stay BEFORE DELETE ON role_requests
BEGIN
    SELECT RAISE(ABORT, 'role_requests: append-only');
END;

-- rule saved_code_uses
CREATE TABLE saved_code_uses (
    code_id   BLOB    NOT NULL PRIMARY KEY REFERENCES saved_codes (id) ON DELETE CASCADE,
    person_id BLOB    NOT NULL REFERENCES people (id),
    -- The proof is forgotten with its recovery, before this is.
    proof_id  BLOB    NOT NULL UNIQUE CHECK (length(proof_id) = 16),
    at        INTEGER NOT NULL
) STRICT;

-- rule saved_code_uses_are_counted
CREATE TRIGGER saved_code_uses_are_counted AFTER INSERT ON saved_code_uses
BEGIN
    UPDATE ways_counted SET saved_codes = (
        SELECT count(*) FROM saved_codes s
        WHERE s.person_id = NEW.person_id AND s.ended_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM saved_code_uses u WHERE u.code_id = s.id))
    WHERE person_id = NEW.person_id;
END;

-- rule saved_code_uses_are_proven
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

-- rule saved_code_uses_never_change
CREATE TRIGGER saved_code_uses_never_change BEFORE UPDATE ON saved_code_uses
BEGIN
    SELECT RAISE(ABORT, 'saved_code_uses: used once');
END;

-- rule saved_code_uses_stay
CREATE TRIGGER saved_code_uses_stay BEFORE DELETE ON saved_code_uses
WHEN EXISTS (SELECT 1 FROM saved_codes WHERE id = OLD.code_id)
BEGIN
    SELECT RAISE(ABORT, 'saved_code_uses: forgotten with its code only');
END;

-- rule saved_codes
CREATE TABLE saved_codes (
    id        BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    person_id BLOB NOT NULL REFERENCES people (id),
    change_id BLOB NOT NULL REFERENCES credential_changes (id),
    selector  TEXT NOT NULL CHECK (selector <> ''),
    phc       TEXT NOT NULL CHECK (phc LIKE '$argon2id$%'), ended_at INTEGER, counts_until INTEGER CHECK ((counts_until IS NULL) = (ended_at IS NULL) AND counts_until >= ended_at), counts_from INTEGER,
    UNIQUE (person_id, selector)
) STRICT;

-- rule saved_codes_of_change
CREATE INDEX saved_codes_of_change ON saved_codes (change_id);

-- rule saved_codes_are_applied
CREATE TRIGGER saved_codes_are_applied AFTER INSERT ON saved_codes
WHEN (SELECT count(*) FROM saved_codes WHERE change_id = NEW.change_id) = 10
BEGIN
    INSERT INTO credential_applications (change_id) VALUES (NEW.change_id);
END;

-- rule saved_codes_are_counted
CREATE TRIGGER saved_codes_are_counted AFTER INSERT ON saved_codes
BEGIN
    UPDATE ways_counted SET saved_codes = (
        SELECT count(*) FROM saved_codes s
        WHERE s.person_id = NEW.person_id AND s.ended_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM saved_code_uses u WHERE u.code_id = s.id))
    WHERE person_id = NEW.person_id;
END;

-- rule saved_codes_are_counted_again
CREATE TRIGGER saved_codes_are_counted_again AFTER UPDATE ON saved_codes
BEGIN
    UPDATE ways_counted SET saved_codes = (
        SELECT count(*) FROM saved_codes s
        WHERE s.person_id = NEW.person_id AND s.ended_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM saved_code_uses u WHERE u.code_id = s.id))
    WHERE person_id = NEW.person_id;
END;

-- rule saved_codes_are_counted_out
CREATE TRIGGER saved_codes_are_counted_out AFTER DELETE ON saved_codes
BEGIN
    UPDATE ways_counted SET saved_codes = (
        SELECT count(*) FROM saved_codes s
        WHERE s.person_id = OLD.person_id AND s.ended_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM saved_code_uses u WHERE u.code_id = s.id))
    WHERE person_id = OLD.person_id;
END;

-- rule saved_codes_cite_a_fresh_change
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

-- rule saved_codes_go_with_a_fresh_change
CREATE TRIGGER saved_codes_go_with_a_fresh_change BEFORE DELETE ON saved_codes
BEGIN
    SELECT RAISE(ABORT, 'saved_codes: no fresh change by the owner')
    WHERE NOT EXISTS (SELECT 1 FROM people WHERE id = OLD.person_id AND erased_at IS NOT NULL)
      AND NOT EXISTS (
        SELECT 1 FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
        WHERE c.person_id = OLD.person_id AND c.action = 'replace_saved_codes' AND c.id <> OLD.change_id
          AND a.change_id IS NULL);
END;

-- rule saved_codes_never_change
CREATE TRIGGER saved_codes_never_change BEFORE UPDATE ON saved_codes
BEGIN
    SELECT RAISE(ABORT, 'saved_codes: never change')
    WHERE NEW.id IS NOT OLD.id OR NEW.person_id IS NOT OLD.person_id OR NEW.change_id IS NOT OLD.change_id
       OR NEW.selector IS NOT OLD.selector OR NEW.phc IS NOT OLD.phc OR NEW.counts_from IS NOT OLD.counts_from;
    SELECT RAISE(ABORT, 'saved_codes: a set ends by a fresh change of its owner, or is set aside')
    WHERE OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL
      AND CASE WHEN NEW.counts_until = NEW.ended_at
               THEN NOT EXISTS (
                   SELECT 1 FROM history
                   WHERE seq = (SELECT max(seq) FROM history) AND event = 'ways.settled' AND subject = OLD.person_id
                     AND at = NEW.ended_at)
               ELSE NOT EXISTS (
                   SELECT 1 FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
                   WHERE c.person_id = NEW.person_id AND c.action = 'replace_saved_codes' AND c.at = NEW.ended_at
                     AND NEW.counts_until <= c.at + 1209600000 AND a.change_id IS NULL) END;
    SELECT RAISE(ABORT, 'saved_codes: what has ended stays so')
    WHERE OLD.ended_at IS NOT NULL
      AND CASE WHEN NEW.ended_at IS NULL
               -- Put back: one of them has just let their owner back in.
               THEN OLD.counts_until = OLD.ended_at OR NOT EXISTS (
                   SELECT 1 FROM history
                   WHERE seq = (SELECT max(seq) FROM history) AND event = 'ways.settled' AND subject = OLD.person_id)
               ELSE NEW.ended_at <> OLD.ended_at
                    OR NEW.counts_until <> OLD.counts_until AND NOT (NEW.counts_until = NEW.ended_at AND EXISTS (
                   SELECT 1 FROM history
                   WHERE seq = (SELECT max(seq) FROM history) AND event = 'ways.settled' AND subject = OLD.person_id)) END;
END;

-- rule sessions
CREATE TABLE sessions (
    id           BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    token_mac    BLOB    NOT NULL UNIQUE CHECK (length(token_mac) = 32),
    person_id    BLOB    NOT NULL REFERENCES people (id),
    kept         INTEGER NOT NULL CHECK (kept IN (0, 1)),
    -- On which device and roughly where, sealed (S103).
    surroundings BLOB    NOT NULL,
    created_at   INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL
, seal BLOB CHECK (length(seal) = 32)) STRICT;

-- rule sessions_by_age
CREATE INDEX sessions_by_age ON sessions (created_at);

-- rule sessions_of_person
CREATE INDEX sessions_of_person ON sessions (person_id);

-- rule sign_in_counters
CREATE TABLE sign_in_counters (
    key           BLOB    NOT NULL PRIMARY KEY CHECK (length(key) = 32),
    failures      INTEGER NOT NULL CHECK (failures > 0),
    last_try_at   INTEGER NOT NULL,
    blocked_until INTEGER NOT NULL
) STRICT;

-- rule sign_in_counters_by_age
CREATE INDEX sign_in_counters_by_age ON sign_in_counters (last_try_at);

-- rule sign_in_counters_lightest
CREATE INDEX sign_in_counters_lightest ON sign_in_counters (failures, last_try_at);

-- rule spendings
CREATE TABLE spendings (
    key BLOB    NOT NULL CHECK (length(key) = 32),
    at  INTEGER NOT NULL
) STRICT;

-- rule spendings_by_age
CREATE INDEX spendings_by_age ON spendings (at);

-- rule spendings_by_key
CREATE INDEX spendings_by_key ON spendings (key, at);

-- rule used_steps
CREATE TABLE used_steps (
    method_id BLOB    NOT NULL REFERENCES methods (id) ON DELETE CASCADE,
    step      INTEGER NOT NULL,
    PRIMARY KEY (method_id, step)
) STRICT, WITHOUT ROWID;

-- rule used_steps_never_change
CREATE TRIGGER used_steps_never_change BEFORE UPDATE ON used_steps
BEGIN
    SELECT RAISE(ABORT, 'used_steps: used once');
END;

-- rule used_steps_stay
CREATE TRIGGER used_steps_stay BEFORE DELETE ON used_steps
WHEN EXISTS (SELECT 1 FROM methods WHERE id = OLD.method_id)
 AND OLD.step >= coalesce((SELECT step FROM method_uses WHERE method_id = OLD.method_id), 0) - 86400
BEGIN
    SELECT RAISE(ABORT, 'used_steps: forgotten with their credential only');
END;

-- rule verifications
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
    seal        BLOB    CHECK (length(seal) = 32), earlier_factor TEXT
    CHECK (earlier_factor IS NULL OR purpose = 'confirm' AND earlier_factor IN ('password', 'authenticator', 'saved_code', 'passkey')),
    CHECK ((purpose = 'confirm') = (session_id IS NOT NULL)),
    CHECK ((finished_at IS NULL) = (factor IS NULL) AND (finished_at IS NULL) = (seal IS NULL))
) STRICT;

-- rule verifications_by_age
CREATE INDEX verifications_by_age ON verifications (created_at);

-- rule verifications_of_person
CREATE INDEX verifications_of_person ON verifications (person_id);

-- rule verifications_of_session
CREATE INDEX verifications_of_session ON verifications (session_id, seq) WHERE session_id IS NOT NULL;

-- rule verifications_end_once
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

-- rule verifications_start_open
CREATE TRIGGER verifications_start_open BEFORE INSERT ON verifications
BEGIN
    SELECT RAISE(ABORT, 'verifications: a new one is untried and open')
    WHERE NEW.tries <> 0 OR NEW.finished_at IS NOT NULL;
    SELECT RAISE(ABORT, 'verifications: not the current password of somebody active')
    WHERE NOT EXISTS (
        SELECT 1 FROM passwords w JOIN people p ON p.id = w.person_id
        WHERE w.change_id = NEW.password AND p.id = NEW.person_id AND p.status = 'active');
END;

-- rule ways_counted
CREATE TABLE ways_counted (
    person_id      BLOB    NOT NULL PRIMARY KEY REFERENCES people (id),
    addresses      INTEGER NOT NULL CHECK (addresses >= 0),
    saved_codes    INTEGER NOT NULL CHECK (saved_codes >= 0),
    authenticators INTEGER NOT NULL CHECK (authenticators >= 0),
    passkeys       INTEGER NOT NULL CHECK (passkeys >= 0),
    -- From then on all of it counts in a recovery (S28); before, it is counted one by one.
    settles_at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- rule ways_counted_stay
CREATE TRIGGER ways_counted_stay BEFORE DELETE ON ways_counted
BEGIN
    SELECT RAISE(ABORT, 'ways_counted: one for everybody who came')
    WHERE NOT EXISTS (SELECT 1 FROM people WHERE id = OLD.person_id AND erased_at IS NOT NULL);
END;

-- rule write_checks
CREATE TABLE write_checks (
    id     INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    parity INTEGER NOT NULL CHECK (parity IN (0, 1))
) STRICT;
