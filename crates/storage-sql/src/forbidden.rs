//! Writes that a database must refuse, to be tried at start (S75): a dropped trigger, or a connection that ignores
//! triggers, stops the start.

use super::unit::Unit;
use crate::Db;
use regain_storage::{Result, StorageError};
use sqlx::query;

/// Why the start is refused.
#[derive(Debug, thiserror::Error)]
#[error("the database allows what it must refuse: {0}")]
struct Allowed(&'static str);

/// A person to try with, and the history's word on them.
const SETTING: [&str; 2] = [
    "INSERT INTO people (id, status, role, language, created_at, standing_version, standing_mac, sort_key, search_text)
     VALUES (zeroblob(16), 'invited', 'member', 'en', 0, 1, zeroblob(32), '', '')",
    "INSERT INTO history (seq, at, event, subject, nth, actor, facts, standing_version, prev, mac)
     SELECT coalesce(max(seq), 0) + 1, 0, 'account.invited', zeroblob(16), 1, NULL, '{}', 1,
            coalesce((SELECT mac FROM history ORDER BY seq DESC LIMIT 1), zeroblob(32)), randomblob(32) FROM history",
];

/// What the statement would write, and the statement.
pub(crate) type Forbidden = (&'static str, &'static str);

/// Statements that every engine must refuse.
const FORBIDDEN: [Forbidden; 13] = [
    (
        "a password without a change by its owner",
        "INSERT INTO passwords (person_id, phc, set_at, change_id) VALUES (zeroblob(16), '$argon2id$', 0, randomblob(16))",
    ),
    (
        "a change by somebody else",
        "INSERT INTO credential_changes (id, person_id, actor_id, action, ceremony, history_seq, at, applied)
         SELECT zeroblob(16), zeroblob(16), randomblob(16), 'set_password', zeroblob(16), max(seq), 0, zeroblob(16)
         FROM history",
    ),
    (
        "a change without proofs",
        "INSERT INTO credential_changes (id, person_id, actor_id, action, ceremony, history_seq, at, applied)
         SELECT zeroblob(16), zeroblob(16), zeroblob(16), 'set_password', zeroblob(16), max(seq), 0, zeroblob(16)
         FROM history",
    ),
    (
        "an address without a change by its owner",
        "INSERT INTO identifiers (canonical, person_id, kind, shown, position, verified_at, counts_from, change_id)
         VALUES ('self@test.example', zeroblob(16), 'email', 'self@test.example', 2, 0, 0, zeroblob(16))",
    ),
    (
        "a former address that was nobody's",
        "INSERT INTO former_addresses (canonical, person_id, shown, position, verified_at, counts_from, ended_by, ended_at,
                                       counts_until, reserved_until, nonce, code_mac)
         VALUES ('self@test.example', zeroblob(16), 'self@test.example', 1, 0, 0, zeroblob(16), 0, 9, 9, zeroblob(16),
                 zeroblob(32))",
    ),
    ("a forged application", "INSERT INTO credential_applications (change_id) VALUES (zeroblob(16))"),
    (
        "a proof without its challenge",
        "INSERT INTO proofs (id, person_id, flow_id, class, challenge_id, at)
         VALUES (zeroblob(16), zeroblob(16), zeroblob(16), 'saved_code', zeroblob(16), 0)",
    ),
    (
        "a recovery contact whom nobody chose",
        "INSERT INTO contacts (id, person_id, name, address, canonical, added_at, waits, change_id)
         VALUES (zeroblob(16), zeroblob(16), 'x', 'x@x', 'x@x', 0, 86400000, randomblob(16))",
    ),
    (
        "a manifest out of turn",
        "INSERT INTO manifests (person_id, version, mac) VALUES (zeroblob(16), 7, zeroblob(32))",
    ),
    ("an activation without its seal", "UPDATE people SET status = 'active', activated_at = 1 WHERE id = zeroblob(16)"),
    (
        "a policy that one administrator loosened alone",
        "INSERT INTO policies (version, content, before, loosens, requested_by, decided_by, decided_at, effective_at, seal)
         SELECT coalesce(max(version), 0) + 1, 'second_factor=0', 'second_factor=1', TRUE, zeroblob(16), zeroblob(16), 0, 0, zeroblob(32)
         FROM policies",
    ),
    ("a changed history", "UPDATE history SET facts = '{}' WHERE subject = zeroblob(16)"),
    ("a shortened history", "DELETE FROM history WHERE subject = zeroblob(16)"),
];

impl Unit<'_> {
    /// Tries every forbidden write, and those that only this engine knows, each in a part of its own.
    ///
    /// The caller drops this unit of work: nothing of it is kept.
    pub(crate) async fn try_forbidden(&mut self, own: &[Forbidden]) -> Result<()> {
        for statement in SETTING {
            self.execute(query::<Db>(statement)).await?;
        }

        for (what, statement) in FORBIDDEN.iter().chain(own) {
            let mut part = self.part().await?;
            match part.execute(query::<Db>(*statement)).await {
                Ok(_) => return Err(StorageError::Failed(Box::new(Allowed(what)))),
                Err(error) if is_refusal(&error) => {}
                Err(error) => return Err(error),
            }
        }

        Ok(())
    }
}

/// Whether the database said no, rather than nothing.
fn is_refusal(error: &StorageError) -> bool {
    let StorageError::Failed(error) = error else {
        return false;
    };

    matches!(error.downcast_ref(), Some(sqlx::Error::Database(_)))
}
