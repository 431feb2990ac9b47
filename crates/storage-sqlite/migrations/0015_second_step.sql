-- The second step, fresh (S37, S45): where there is something stronger than the password, the password alone changes none. The
-- right to change one still is the current password; beside it, its owner has confirmed in the last five minutes that it
-- is them.

CREATE TRIGGER credential_changes_of_passwords_are_confirmed BEFORE INSERT ON credential_changes
WHEN NEW.action = 'set_password'
BEGIN
    SELECT RAISE(ABORT, 'credential_changes: the password alone, and nothing confirmed just now')
    WHERE EXISTS (SELECT 1 FROM presented_proofs WHERE id = NEW.ceremony AND kind = 'current_password')
      AND EXISTS (SELECT 1 FROM methods m WHERE m.person_id = NEW.person_id
                  -- What is too new asks for nothing (S110).
                  AND CASE WHEN m.ended_at IS NULL THEN m.by_two_gates = 1 OR m.counts_from <= NEW.at
                           ELSE m.counts_until > NEW.at END)
      AND NOT EXISTS (
        SELECT 1 FROM verifications
        WHERE person_id = NEW.person_id AND purpose = 'confirm' AND factor <> 'password'
          AND finished_at <= NEW.at AND NEW.at < finished_at + 300000);
END;

-- A link of a notice freezes once, and no longer once its owner has opened the account again (S30) ---------------------------

ALTER TABLE freeze_links ADD COLUMN ended_at INTEGER;

CREATE INDEX freeze_links_of_person ON freeze_links (person_id);

DROP TRIGGER freeze_links_never_change;

CREATE TRIGGER freeze_links_end_once BEFORE UPDATE ON freeze_links
BEGIN
    SELECT RAISE(ABORT, 'freeze_links: they end once, and nothing else changes')
    WHERE OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL
       OR NEW.id IS NOT OLD.id OR NEW.person_id IS NOT OLD.person_id OR NEW.nonce IS NOT OLD.nonce
       OR NEW.code_mac IS NOT OLD.code_mac OR NEW.expires_at IS NOT OLD.expires_at;
END;
