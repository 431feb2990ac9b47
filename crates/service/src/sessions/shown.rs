//! Short digests of what a page shows, carried by its forms: a form acts on what was shown, not on cookies that have
//! changed since.

use crate::sessions::Sessions;
use crate::{Outcome, SessionToken};
use data_encoding::HEXLOWER;
use regain_domain::PersonId;

impl Sessions {
    /// The public digest of what a page is made for: 64 keyed bits in hexadecimal, distinct for each `kind`.
    #[must_use]
    pub fn shown(&self, kind: &str, of: &[u8]) -> String {
        HEXLOWER.encode(&self.base.keys.shown(kind, of))
    }

    /// The digests under older master keys, so that pages opened before a rotation still work (S104).
    pub fn shown_before(&self, kind: &str, of: &[u8]) -> impl Iterator<Item = String> {
        self.base
            .keys
            .older()
            .map(move |(_, keys)| HEXLOWER.encode(&keys.shown(kind, of)))
    }

    /// The session's person, whether or not it may still be used; `None` if there is no such session.
    pub async fn person_of(&self, token: &SessionToken) -> Outcome<Option<PersonId>> {
        let mut op = self.store.reading(&self.base).await?;
        let session = self.session_of(&mut op, token).await?;

        // Ended here, to free the connection for the next reader.
        op.commit().await?;
        Ok(session
            .filter(|(_, bound)| *bound)
            .map(|(session, _)| session.person))
    }
}
