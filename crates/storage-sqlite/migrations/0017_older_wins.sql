-- Older proofs win over newer ones for seven days (S113): what gives way is set aside, contacts and addresses, too; and what is set
-- aside or comes back with that does so by one entry of the history, which is the newest there is.

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
      AND EXISTS (SELECT 1 FROM methods
                  WHERE person_id = NEW.person_id AND kind = 'authenticator' AND (ended_at IS NULL OR NEW.by_two_gates = 1));
END;

DROP TRIGGER methods_are_renamed;

CREATE TRIGGER methods_are_renamed BEFORE UPDATE ON methods
BEGIN
    SELECT RAISE(ABORT, 'methods: only the name changes')
    WHERE NEW.id IS NOT OLD.id OR NEW.person_id IS NOT OLD.person_id OR NEW.kind IS NOT OLD.kind
       OR NEW.secret IS NOT OLD.secret OR NEW.by_two_gates IS NOT OLD.by_two_gates;
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
               ELSE NEW.ended_at <> OLD.ended_at OR NEW.counts_until <> OLD.counts_until
                    OR NEW.ended_by IS NOT OLD.ended_by END;
END;

DROP TRIGGER methods_are_ended;

-- What replaces the lost ones is what their change is applied by.
CREATE TRIGGER methods_are_ended AFTER UPDATE ON methods
WHEN NEW.ended_by IS NOT OLD.ended_by AND NEW.ended_by IS NOT NULL
BEGIN
    INSERT INTO credential_applications (change_id)
    SELECT id FROM credential_changes WHERE id = NEW.ended_by AND action = 'remove_method';
END;

-- Saved codes --------------------------------------------------------------------------------------------------------

DROP TRIGGER saved_codes_never_change;

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
               ELSE NEW.ended_at <> OLD.ended_at OR NEW.counts_until <> OLD.counts_until END;
END;

-- Recovery contacts --------------------------------------------------------------------------------------------------

ALTER TABLE contacts ADD COLUMN ended_at INTEGER;
ALTER TABLE contacts ADD COLUMN counts_until INTEGER CHECK ((counts_until IS NULL) = (ended_at IS NULL) AND counts_until >= ended_at);
ALTER TABLE contacts ADD COLUMN ended_by BLOB REFERENCES credential_changes (id) CHECK (ended_by IS NULL OR ended_at IS NOT NULL);

DROP TRIGGER contacts_cite_a_fresh_change;

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

DROP TRIGGER contacts_answer_for_themselves;

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
               ELSE NEW.ended_at <> OLD.ended_at OR NEW.counts_until <> OLD.counts_until
                    OR NEW.ended_by IS NOT OLD.ended_by END;
END;

CREATE TRIGGER contacts_are_ended AFTER UPDATE ON contacts
WHEN NEW.ended_by IS NOT OLD.ended_by AND NEW.ended_by IS NOT NULL
BEGIN
    INSERT INTO credential_applications (change_id) VALUES (NEW.ended_by);
END;

CREATE TRIGGER contacts_are_applied_again AFTER UPDATE ON contacts
WHEN NEW.change_id IS NOT OLD.change_id
BEGIN
    INSERT INTO credential_applications (change_id) VALUES (NEW.change_id);
END;

DROP TRIGGER contacts_go_with_a_fresh_change;

CREATE TRIGGER contacts_go_with_a_fresh_change BEFORE DELETE ON contacts
BEGIN
    SELECT RAISE(ABORT, 'contacts: no fresh change by the owner')
    WHERE NOT EXISTS (
        SELECT 1 FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
        WHERE c.person_id = OLD.person_id AND a.change_id IS NULL
          AND (c.action = 'remove_contact'
               -- What is of no use any longer makes room for the same mailbox, and for all others.
               OR c.action = 'add_contact' AND OLD.ended_at IS NOT NULL AND OLD.counts_until <= c.at));
END;

DROP TRIGGER contacts_are_taken_away;

-- One removal, one contact; those who count no longer go on the way.
CREATE TRIGGER contacts_are_taken_away AFTER DELETE ON contacts
BEGIN
    INSERT INTO credential_applications (change_id)
    SELECT c.id FROM credential_changes c LEFT JOIN credential_applications a ON a.change_id = c.id
    WHERE c.person_id = OLD.person_id AND c.action = 'remove_contact' AND a.change_id IS NULL
      AND (OLD.ended_at IS NULL OR OLD.counts_until > c.at);
END;

DROP TRIGGER challenges_of_contacts_are_met_by_contacts;

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

-- Addresses ----------------------------------------------------------------------------------------------------------

DROP TRIGGER identifiers_stay;

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

DROP TRIGGER presented_proofs_are_true;

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

DROP TRIGGER identifiers_added;

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
