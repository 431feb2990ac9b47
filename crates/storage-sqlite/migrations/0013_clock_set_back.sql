-- A moment that was noted while a clock was ahead is told by its place in the history, not by whether it has come (S16, S28):
-- what was written before an entry 'clock.set_back' and lies ahead of it counts from that entry on, for ever.

CREATE INDEX history_by_time ON history (at, seq);

DROP TRIGGER identifiers_stay;

CREATE TRIGGER identifiers_stay BEFORE DELETE ON identifiers
BEGIN
    SELECT RAISE(ABORT, 'identifiers: those of somebody who came stay')
    WHERE EXISTS (SELECT 1 FROM people WHERE id = OLD.person_id AND status IN ('active', 'disabled'))
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

DROP TRIGGER former_addresses_were_current;

CREATE TRIGGER former_addresses_were_current BEFORE INSERT ON former_addresses
BEGIN
    SELECT RAISE(ABORT, 'former_addresses: no address that a fresh change of its owner takes away')
    WHERE NEW.objected_at IS NOT NULL OR NOT EXISTS (
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
              ELSE c.action IN ('remove_address', 'restore_address') AND NEW.counts_until = c.at END
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
END;

DROP TRIGGER challenges_of_contacts_are_met_by_contacts;

CREATE TRIGGER challenges_of_contacts_are_met_by_contacts BEFORE UPDATE ON challenges
WHEN OLD.class = 'contact' AND NEW.consumed_at IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'challenges: too few contacts have passed a code on')
    WHERE (SELECT count(*) FROM contact_requests r JOIN contacts c ON c.id = r.contact_id
           WHERE r.challenge_id = OLD.id AND r.given_at IS NOT NULL AND r.refused_at IS NULL
             AND c.person_id = OLD.person_id AND c.declined_at IS NULL
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

DROP TRIGGER role_requests_one_waits;

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

DROP TRIGGER policy_requests_one_waits;

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
