-- Erasure (S103): what somebody had goes in the same statement that makes their account unusable for ever, and in no other. So
-- nobody is left without credentials and with an account: that would be a reset.

ALTER TABLE people ADD COLUMN erased_at INTEGER CHECK (erased_at IS NULL OR status = 'revoked');
-- User names of those who were erased, as keyed digests: nobody else gets them.
CREATE TABLE retired_user_names (
    digest BLOB NOT NULL PRIMARY KEY CHECK (length(digest) = 32)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER retired_user_names_never_change BEFORE UPDATE ON retired_user_names
BEGIN
    SELECT RAISE(ABORT, 'retired_user_names: append-only');
END;

CREATE TRIGGER retired_user_names_stay BEFORE DELETE ON retired_user_names
BEGIN
    SELECT RAISE(ABORT, 'retired_user_names: append-only');
END;

DROP TRIGGER people_change;

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

-- Everything that said who they were or let them in. What stays are ids: changes, entries, requests, the manifest over nothing.
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

-- Nothing is added to somebody who was erased, whatever was proven.
CREATE TRIGGER credential_changes_of_nobody_erased BEFORE INSERT ON credential_changes
BEGIN
    SELECT RAISE(ABORT, 'credential_changes: who was erased has none')
    WHERE EXISTS (SELECT 1 FROM people WHERE id = NEW.person_id AND erased_at IS NOT NULL);
END;

-- What else refuses to go does so with its person.

DROP TRIGGER passwords_stay;

CREATE TRIGGER passwords_stay BEFORE DELETE ON passwords
BEGIN
    SELECT RAISE(ABORT, 'passwords: never deleted')
    WHERE NOT EXISTS (SELECT 1 FROM people WHERE id = OLD.person_id AND erased_at IS NOT NULL);
END;

DROP TRIGGER saved_codes_go_with_a_fresh_change;

CREATE TRIGGER saved_codes_go_with_a_fresh_change BEFORE DELETE ON saved_codes
BEGIN
    SELECT RAISE(ABORT, 'saved_codes: no fresh change by the owner')
    WHERE NOT EXISTS (SELECT 1 FROM people WHERE id = OLD.person_id AND erased_at IS NOT NULL)
      AND NOT EXISTS (
        SELECT 1 FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
        WHERE c.person_id = OLD.person_id AND c.action = 'replace_saved_codes' AND c.id <> OLD.change_id
          AND a.change_id IS NULL);
END;

DROP TRIGGER methods_go_with_a_fresh_change;

CREATE TRIGGER methods_go_with_a_fresh_change BEFORE DELETE ON methods
BEGIN
    SELECT RAISE(ABORT, 'methods: no fresh change by the owner')
    WHERE NOT EXISTS (SELECT 1 FROM people WHERE id = OLD.person_id AND erased_at IS NOT NULL)
      AND NOT EXISTS (
        SELECT 1 FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
        WHERE c.person_id = OLD.person_id AND a.change_id IS NULL
          AND (c.action = 'remove_method' OR (c.action = 'replace_authenticators' AND OLD.kind = 'authenticator')));
END;

DROP TRIGGER contacts_go_with_a_fresh_change;

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

DROP TRIGGER contacts_needed_stay;

CREATE TRIGGER contacts_needed_stay BEFORE DELETE ON contacts_needed
BEGIN
    SELECT RAISE(ABORT, 'contacts_needed: never deleted')
    WHERE NOT EXISTS (SELECT 1 FROM people WHERE id = OLD.person_id AND erased_at IS NOT NULL);
END;

DROP TRIGGER former_addresses_stay;

CREATE TRIGGER former_addresses_stay BEFORE DELETE ON former_addresses
BEGIN
    SELECT RAISE(ABORT, 'former_addresses: reserved for 180 days')
    WHERE OLD.reserved_until > (SELECT at FROM history ORDER BY seq DESC LIMIT 1)
      AND NOT EXISTS (SELECT 1 FROM identifiers WHERE canonical = OLD.canonical AND person_id = OLD.person_id)
      AND NOT EXISTS (SELECT 1 FROM people WHERE id = OLD.person_id AND erased_at IS NOT NULL);
END;

DROP TRIGGER check_ups_stay;

CREATE TRIGGER check_ups_stay BEFORE DELETE ON check_ups
BEGIN
    SELECT RAISE(ABORT, 'check_ups: one for everybody who came')
    WHERE NOT EXISTS (SELECT 1 FROM people WHERE id = OLD.person_id AND erased_at IS NOT NULL);
END;

DROP TRIGGER ways_counted_stay;

CREATE TRIGGER ways_counted_stay BEFORE DELETE ON ways_counted
BEGIN
    SELECT RAISE(ABORT, 'ways_counted: one for everybody who came')
    WHERE NOT EXISTS (SELECT 1 FROM people WHERE id = OLD.person_id AND erased_at IS NOT NULL);
END;

