-- An address that was removed goes on counting for a while, as one that was replaced does (S109); and what is left of either ends
-- at once by a change of its owner.

ALTER TABLE former_addresses ADD COLUMN let_go_by BLOB REFERENCES credential_changes (id);

DROP TRIGGER former_addresses_were_current;

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

DROP TRIGGER former_addresses_change;

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

CREATE TRIGGER former_addresses_are_let_go AFTER UPDATE ON former_addresses
WHEN NEW.let_go_by IS NOT OLD.let_go_by
BEGIN
    INSERT INTO credential_applications (change_id) VALUES (NEW.let_go_by);
END;

DROP TRIGGER credential_applications_are_true;

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
