-- The second step, fresh (S37, S45): where there is something stronger than the password, the password alone changes none. The
-- right to change one still is the current password; beside it, its owner has confirmed in the last five minutes that it
-- is them.

CREATE TRIGGER credential_changes_of_passwords_are_confirmed BEFORE INSERT ON credential_changes
WHEN NEW.action = 'set_password'
BEGIN
    SELECT RAISE(ABORT, 'credential_changes: the password alone, and nothing confirmed just now')
    WHERE EXISTS (SELECT 1 FROM presented_proofs WHERE id = NEW.ceremony AND kind = 'current_password')
      AND EXISTS (SELECT 1 FROM methods WHERE person_id = NEW.person_id)
      AND NOT EXISTS (
        SELECT 1 FROM verifications
        WHERE person_id = NEW.person_id AND purpose = 'confirm' AND factor <> 'password'
          AND finished_at <= NEW.at AND NEW.at < finished_at + 300000);
END;
