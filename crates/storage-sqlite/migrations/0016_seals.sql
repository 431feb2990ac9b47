-- Rows that were true once are true again by SQL, unless a keyed seal over what matters of them says that they are (S79). Rows of
-- before have none, and count for nothing.

-- Who asked, for whom, for which role, and when -------------------------------------------------------------------------

ALTER TABLE role_requests ADD COLUMN seal BLOB CHECK (length(seal) = 32);

DROP TRIGGER role_requests_end_once;

CREATE TRIGGER role_requests_end_once BEFORE UPDATE ON role_requests
BEGIN
    SELECT RAISE(ABORT, 'role_requests: decided once, in time, and nothing else changes')
    WHERE OLD.decided_at IS NOT NULL OR NEW.decided_at IS NULL OR NEW.decided_at >= OLD.expires_at
       OR NEW.seq IS NOT OLD.seq OR NEW.id IS NOT OLD.id OR NEW.person_id IS NOT OLD.person_id
       OR NEW.role IS NOT OLD.role OR NEW.requested_by IS NOT OLD.requested_by
       OR NEW.requested_at IS NOT OLD.requested_at OR NEW.expires_at IS NOT OLD.expires_at
       OR NEW.seal IS NOT OLD.seal;
END;

-- Sessions: whose, since when, used when, and by which password ---------------------------------------------------------

ALTER TABLE sessions ADD COLUMN seal BLOB CHECK (length(seal) = 32);

-- Browsers: until when their owner wanted them to be remembered. A policy may say less meanwhile, which is `remembered_until`.

ALTER TABLE devices ADD COLUMN wanted_until INTEGER;
ALTER TABLE devices ADD COLUMN seal BLOB CHECK (length(seal) = 32);
