-- After a clock was ahead, moments and steps that lie in the future don't count against their owner (S16, S28, S41). What
-- waits then has its whole wait still to come, from the first entry of the history behind the last one that lies ahead.

-- Every step of an app that was used, but for the last one, which stands in method_uses: no code works twice, whatever the
-- clock was in between (S41).
CREATE TABLE used_steps (
    method_id BLOB    NOT NULL REFERENCES methods (id) ON DELETE CASCADE,
    step      INTEGER NOT NULL,
    PRIMARY KEY (method_id, step)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER used_steps_never_change BEFORE UPDATE ON used_steps
BEGIN
    SELECT RAISE(ABORT, 'used_steps: used once');
END;

-- Thirty days of steps: no clock is set back by more without being seen.
CREATE TRIGGER used_steps_stay BEFORE DELETE ON used_steps
WHEN EXISTS (SELECT 1 FROM methods WHERE id = OLD.method_id)
 AND OLD.step >= coalesce((SELECT step FROM method_uses WHERE method_id = OLD.method_id), 0) - 86400
BEGIN
    SELECT RAISE(ABORT, 'used_steps: forgotten with their credential only');
END;

DROP TRIGGER method_uses_go_on;

-- The last use of an app that lies ahead was noted by a clock that was: its step is no last one. Clocks differ by 5 seconds. A
-- passkey's counter tells no time.
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

CREATE TRIGGER method_uses_are_kept AFTER UPDATE ON method_uses
WHEN EXISTS (SELECT 1 FROM methods WHERE id = OLD.method_id AND kind = 'authenticator')
BEGIN
    INSERT INTO used_steps (method_id, step) VALUES (OLD.method_id, OLD.step);
    DELETE FROM used_steps WHERE method_id = OLD.method_id AND step < NEW.step - 86400;
END;

-- The second address goes where the first one counts (S46).
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
                                AND CASE WHEN i.verified_at <= c.at + 5000 THEN i.counts_from
                    ELSE i.counts_from - i.verified_at + coalesce(
                        (SELECT entry.at FROM history entry
                         WHERE entry.seq > (SELECT max(ahead.seq) FROM history ahead WHERE ahead.at > c.at + 5000)
                         ORDER BY entry.seq LIMIT 1), c.at) END <= c.at)));
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
          AND (CASE WHEN i.verified_at <= c.at + 5000 THEN i.counts_from
                    ELSE i.counts_from - i.verified_at + coalesce(
                        (SELECT entry.at FROM history entry
                         WHERE entry.seq > (SELECT max(ahead.seq) FROM history ahead WHERE ahead.at > c.at + 5000)
                         ORDER BY entry.seq LIMIT 1), c.at) END <= c.at
               OR NEW.counts_until = c.at AND NEW.objectable_until IS NULL)
          AND CASE c.action
              -- The longest quarantine that a policy can ask for: 14 days (S82).
              WHEN 'replace_address' THEN NEW.counts_until <= c.at + 1209600000
              ELSE c.action IN ('remove_address', 'restore_address') AND NEW.counts_until = c.at END
          AND (NEW.objectable_until IS NULL OR NEW.objectable_until <= c.at + 604800000));
END;

DROP TRIGGER challenges_of_contacts_are_met_by_contacts;

CREATE TRIGGER challenges_of_contacts_are_met_by_contacts BEFORE UPDATE ON challenges
WHEN OLD.class = 'contact' AND NEW.consumed_at IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'challenges: too few contacts have passed a code on')
    WHERE (SELECT count(*) FROM contact_requests r JOIN contacts c ON c.id = r.contact_id
           WHERE r.challenge_id = OLD.id AND r.given_at IS NOT NULL AND r.refused_at IS NULL
             AND c.person_id = OLD.person_id AND c.declined_at IS NULL
             AND CASE WHEN c.accepted_at <= NEW.consumed_at + 5000 THEN c.counts_from
                    ELSE c.counts_from - c.accepted_at + coalesce(
                        (SELECT entry.at FROM history entry
                         WHERE entry.seq > (SELECT max(ahead.seq) FROM history ahead WHERE ahead.at > NEW.consumed_at + 5000)
                         ORDER BY entry.seq LIMIT 1), NEW.consumed_at) END <= NEW.consumed_at)
        < coalesce((SELECT needed FROM contacts_needed WHERE person_id = OLD.person_id), 1);
END;

-- A request that was made while a clock was ahead neither waits for longer than others nor keeps others out for longer.
DROP TRIGGER role_requests_one_waits;

CREATE TRIGGER role_requests_one_waits BEFORE INSERT ON role_requests
BEGIN
    SELECT RAISE(ABORT, 'role_requests: a new one waits, and no other one of that person')
    WHERE NEW.decided_at IS NOT NULL
       OR EXISTS (SELECT 1 FROM role_requests
                  WHERE person_id = NEW.person_id AND decided_at IS NULL
                    AND CASE WHEN requested_at <= NEW.requested_at + 5000 THEN expires_at
                    ELSE expires_at - requested_at + coalesce(
                        (SELECT entry.at FROM history entry
                         WHERE entry.seq > (SELECT max(ahead.seq) FROM history ahead WHERE ahead.at > NEW.requested_at + 5000)
                         ORDER BY entry.seq LIMIT 1), NEW.requested_at) END > NEW.requested_at);
END;

DROP TRIGGER policy_requests_one_waits;

CREATE TRIGGER policy_requests_one_waits BEFORE INSERT ON policy_requests
BEGIN
    SELECT RAISE(ABORT, 'policy_requests: a new one waits, and no other one')
    WHERE NEW.decided_at IS NOT NULL
       OR EXISTS (SELECT 1 FROM policy_requests
                  WHERE decided_at IS NULL
                    AND CASE WHEN requested_at <= NEW.requested_at + 5000 THEN expires_at
                    ELSE expires_at - requested_at + coalesce(
                        (SELECT entry.at FROM history entry
                         WHERE entry.seq > (SELECT max(ahead.seq) FROM history ahead WHERE ahead.at > NEW.requested_at + 5000)
                         ORDER BY entry.seq LIMIT 1), NEW.requested_at) END > NEW.requested_at);
END;
