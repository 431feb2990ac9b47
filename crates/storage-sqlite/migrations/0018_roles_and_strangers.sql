-- Since when somebody has a role: how long there is time to get the passkey that it needs (S114). It is under the seal of the
-- standing, as the role is; none for members, and for those who had their role before this rule.
ALTER TABLE people ADD COLUMN role_since INTEGER;

DROP TRIGGER people_change;

CREATE TRIGGER people_change BEFORE UPDATE ON people
BEGIN
    SELECT RAISE(ABORT, 'people: an id never changes')
    WHERE NEW.id IS NOT OLD.id OR NEW.created_at IS NOT OLD.created_at;
    SELECT RAISE(ABORT, 'people: the status is one-way')
    WHERE NEW.status <> OLD.status
      AND NOT (OLD.status = 'invited' AND NEW.status IN ('active', 'revoked'))
      AND NOT (OLD.status = 'active' AND NEW.status = 'disabled')
      AND NOT (OLD.status = 'disabled' AND NEW.status = 'active');
    SELECT RAISE(ABORT, 'people: activated once')
    WHERE OLD.activated_at IS NOT NULL AND NEW.activated_at IS NOT OLD.activated_at;
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
END;

-- What strangers can fill is bounded (S99): recoveries with nothing to show by the network of one customer, and counters of few
-- failures, each found without a look at all of them.
ALTER TABLE recovery_flows ADD COLUMN holder_mac BLOB CHECK (length(holder_mac) = 32);

CREATE INDEX recovery_flows_unproven ON recovery_flows (holder_mac, seq)
WHERE state IN ('started', 'cancelled') OR (state = 'finished' AND trouble = 'forgot_user_name');

CREATE INDEX contact_requests_vouched ON contact_requests (challenge_id)
WHERE confirmed_at IS NOT NULL AND refused_at IS NULL;

CREATE INDEX sign_in_counters_lightest ON sign_in_counters (failures, last_try_at);
