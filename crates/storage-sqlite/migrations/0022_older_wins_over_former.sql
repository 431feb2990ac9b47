-- What gives way to older proofs does so, too, if it had been removed or replaced before they came (S113): it is set aside, by the
-- entry of the history that says so.

DROP TRIGGER methods_are_renamed;

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
               ELSE NEW.ended_at <> OLD.ended_at
                    OR NEW.counts_until <> OLD.counts_until AND NOT (NEW.counts_until = NEW.ended_at AND EXISTS (
                   SELECT 1 FROM history
                   WHERE seq = (SELECT max(seq) FROM history) AND event = 'ways.settled' AND subject = OLD.person_id)) END;
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
               ELSE NEW.ended_at <> OLD.ended_at
                    OR NEW.counts_until <> OLD.counts_until AND NOT (NEW.counts_until = NEW.ended_at AND EXISTS (
                   SELECT 1 FROM history
                   WHERE seq = (SELECT max(seq) FROM history) AND event = 'ways.settled' AND subject = OLD.person_id))
                    OR NEW.ended_by IS NOT OLD.ended_by END;
END;
