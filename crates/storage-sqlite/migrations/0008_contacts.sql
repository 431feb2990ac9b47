-- Recovery contacts: credentials like all others (S27, S74). Their owner chooses them by fresh proofs; whether they agree is
-- theirs to say, by the code of their own mail, and nothing else ever changes in their row.

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
    change_id   BLOB    NOT NULL UNIQUE REFERENCES credential_changes (id),
    UNIQUE (person_id, canonical),
    CHECK (counts_from IS accepted_at + waits)
) STRICT;

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

CREATE INDEX contact_invitations_of_contact ON contact_invitations (contact_id);

CREATE TRIGGER contacts_cite_a_fresh_change BEFORE INSERT ON contacts
BEGIN
    SELECT RAISE(ABORT, 'contacts: no fresh change by the owner')
    WHERE NOT EXISTS (
        SELECT 1 FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
        WHERE c.id = NEW.change_id AND c.person_id = NEW.person_id AND c.action = 'add_contact'
          AND c.at = NEW.added_at AND a.change_id IS NULL);
    SELECT RAISE(ABORT, 'contacts: three at most')
    WHERE (SELECT count(*) FROM contacts WHERE person_id = NEW.person_id) >= 3;
    SELECT RAISE(ABORT, 'contacts: nobody is their own')
    WHERE EXISTS (SELECT 1 FROM identifiers WHERE canonical = NEW.canonical AND person_id = NEW.person_id)
       -- It may be put back.
       OR EXISTS (SELECT 1 FROM former_addresses WHERE canonical = NEW.canonical AND person_id = NEW.person_id);
    SELECT RAISE(ABORT, 'contacts: a new one has answered nothing')
    WHERE NEW.accepted_at IS NOT NULL OR NEW.declined_at IS NOT NULL;
END;

CREATE TRIGGER identifiers_are_no_contacts BEFORE INSERT ON identifiers
BEGIN
    SELECT RAISE(ABORT, 'identifiers: one mailbox would be two ways back')
    WHERE EXISTS (SELECT 1 FROM contacts WHERE canonical = NEW.canonical AND person_id = NEW.person_id);
END;

CREATE TRIGGER contacts_are_applied AFTER INSERT ON contacts
BEGIN
    INSERT INTO credential_applications (change_id) VALUES (NEW.change_id);
END;

CREATE TRIGGER contacts_answer_for_themselves BEFORE UPDATE ON contacts
BEGIN
    SELECT RAISE(ABORT, 'contacts: only their answer changes')
    WHERE NEW.id IS NOT OLD.id OR NEW.person_id IS NOT OLD.person_id OR NEW.name IS NOT OLD.name
       OR NEW.address IS NOT OLD.address OR NEW.canonical IS NOT OLD.canonical OR NEW.added_at IS NOT OLD.added_at
       OR NEW.waits IS NOT OLD.waits OR NEW.change_id IS NOT OLD.change_id OR OLD.declined_at IS NOT NULL;
    SELECT RAISE(ABORT, 'contacts: accepted by nobody')
    WHERE NEW.accepted_at IS NOT OLD.accepted_at
      AND (OLD.accepted_at IS NOT NULL OR NEW.declined_at IS NOT NULL OR NOT EXISTS (
        SELECT 1 FROM contact_invitations WHERE contact_id = OLD.id AND accepted_at = NEW.accepted_at));
    SELECT RAISE(ABORT, 'contacts: declined by nobody')
    WHERE NEW.declined_at IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM contact_invitations WHERE contact_id = OLD.id AND declined_at = NEW.declined_at);
END;

CREATE TRIGGER contacts_go_with_a_fresh_change BEFORE DELETE ON contacts
BEGIN
    SELECT RAISE(ABORT, 'contacts: no fresh change by the owner')
    WHERE NOT EXISTS (
        SELECT 1 FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
        WHERE c.person_id = OLD.person_id AND c.action = 'remove_contact' AND a.change_id IS NULL);
END;

-- One removal, one contact.
CREATE TRIGGER contacts_are_taken_away AFTER DELETE ON contacts
BEGIN
    INSERT INTO credential_applications (change_id)
    SELECT c.id FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
    WHERE c.person_id = OLD.person_id AND c.action = 'remove_contact' AND a.change_id IS NULL;
END;

CREATE TRIGGER contact_invitations_start_open BEFORE INSERT ON contact_invitations
BEGIN
    SELECT RAISE(ABORT, 'contact_invitations: a new one is unanswered')
    WHERE NEW.accepted_at IS NOT NULL OR NEW.declined_at IS NOT NULL OR NEW.replaced_at IS NOT NULL;
END;

-- Accepted once, in time; whoever accepted may step back later, once (S17).
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

CREATE TRIGGER contact_invitations_stay BEFORE DELETE ON contact_invitations
WHEN EXISTS (SELECT 1 FROM contacts WHERE id = OLD.contact_id)
BEGIN
    SELECT RAISE(ABORT, 'contact_invitations: forgotten with their contact only');
END;

-- How many have to help ------------------------------------------------------------------------------------------------

CREATE TABLE contacts_needed (
    person_id BLOB    NOT NULL PRIMARY KEY REFERENCES people (id),
    needed    INTEGER NOT NULL CHECK (needed IN (1, 2)),
    change_id BLOB    NOT NULL UNIQUE REFERENCES credential_changes (id)
) STRICT;

CREATE TRIGGER contacts_needed_cite_a_fresh_change BEFORE INSERT ON contacts_needed
BEGIN
    SELECT RAISE(ABORT, 'contacts_needed: no fresh change by the owner')
    WHERE NOT EXISTS (
        SELECT 1 FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
        WHERE c.id = NEW.change_id AND c.person_id = NEW.person_id AND c.action = 'set_contacts_needed'
          AND a.change_id IS NULL);
END;

CREATE TRIGGER contacts_needed_change_with_a_fresh_change BEFORE UPDATE ON contacts_needed
BEGIN
    SELECT RAISE(ABORT, 'contacts_needed: no fresh change by the owner')
    WHERE NEW.person_id IS NOT OLD.person_id OR NEW.change_id IS OLD.change_id
       OR NOT EXISTS (
        SELECT 1 FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
        WHERE c.id = NEW.change_id AND c.person_id = NEW.person_id AND c.action = 'set_contacts_needed'
          AND a.change_id IS NULL);
END;

CREATE TRIGGER contacts_needed_are_applied AFTER INSERT ON contacts_needed
BEGIN
    INSERT INTO credential_applications (change_id) VALUES (NEW.change_id);
END;

CREATE TRIGGER contacts_needed_are_applied_again AFTER UPDATE ON contacts_needed
BEGIN
    INSERT INTO credential_applications (change_id) VALUES (NEW.change_id);
END;

CREATE TRIGGER contacts_needed_stay BEFORE DELETE ON contacts_needed
BEGIN
    SELECT RAISE(ABORT, 'contacts_needed: never deleted');
END;

-- In a recovery: always three places, whoever it is for (S2, S3) ---------------------------------------------------------

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

CREATE INDEX contact_requests_of_challenge ON contact_requests (challenge_id);
CREATE UNIQUE INDEX contact_requests_once ON contact_requests (challenge_id, contact_id) WHERE contact_id IS NOT NULL;

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

-- Confirmed once, given once, and neither after a contact said no (S17).
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

CREATE TRIGGER contact_requests_stay BEFORE DELETE ON contact_requests
WHEN EXISTS (SELECT 1 FROM challenges WHERE id = OLD.challenge_id)
BEGIN
    SELECT RAISE(ABORT, 'contact_requests: forgotten with their challenge only');
END;

-- The gate opens only by so many different contacts' codes as their owner wants.
CREATE TRIGGER challenges_of_contacts_are_met_by_contacts BEFORE UPDATE ON challenges
WHEN OLD.class = 'contact' AND NEW.consumed_at IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'challenges: too few contacts have passed a code on')
    WHERE (SELECT count(*) FROM contact_requests r JOIN contacts c ON c.id = r.contact_id
           WHERE r.challenge_id = OLD.id AND r.given_at IS NOT NULL AND r.refused_at IS NULL
             AND c.person_id = OLD.person_id AND c.declined_at IS NULL AND c.counts_from <= NEW.consumed_at)
        < coalesce((SELECT needed FROM contacts_needed WHERE person_id = OLD.person_id), 1);
END;
