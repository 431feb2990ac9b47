-- Since when somebody has a role: how long there is time to get the passkey that it needs (S114). It is under the seal of the
-- standing, as the role is; none for members, and for those who had their role before this rule. `people_change` (0019) holds it to that.
ALTER TABLE people ADD COLUMN role_since INTEGER;

-- What strangers can fill is bounded (S99): recoveries with nothing to show by the network of one customer, and counters of few
-- failures, each found without a look at all of them.
ALTER TABLE recovery_flows ADD COLUMN holder_mac BLOB CHECK (length(holder_mac) = 32);

CREATE INDEX recovery_flows_unproven ON recovery_flows (holder_mac, seq)
WHERE state IN ('started', 'cancelled') OR (state = 'finished' AND trouble = 'forgot_user_name');

CREATE INDEX contact_requests_vouched ON contact_requests (challenge_id)
WHERE confirmed_at IS NOT NULL AND refused_at IS NULL;

CREATE INDEX sign_in_counters_lightest ON sign_in_counters (failures, last_try_at);
