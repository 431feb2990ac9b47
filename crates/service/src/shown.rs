//! What a page shows, as a short digest that its forms carry: a page acts on what it shows, not on what the browser's cookies
//! have come to say since.

use crate::{Outcome, Regain, SessionToken};
use data_encoding::HEXLOWER;
use regain_domain::PersonId;

impl Regain {
    /// The public digest of what a page is made for: 64 bits in hexadecimal, keyed, and of another value for each `kind`.
    #[must_use]
    pub fn shown(&self, kind: &str, of: &[u8]) -> String {
        HEXLOWER.encode(&self.base.keys.shown(kind, of))
    }

    /// What it was before newer master keys came: pages that were open then act on what they show (S104).
    pub fn shown_before(&self, kind: &str, of: &[u8]) -> impl Iterator<Item = String> {
        self.base
            .keys
            .older()
            .map(move |(_, keys)| HEXLOWER.encode(&keys.shown(kind, of)))
    }

    /// Whose session this is, whether or not it may still be used; none if it is nobody's.
    pub async fn person_of(&self, token: &SessionToken) -> Outcome<Option<PersonId>> {
        let mut work = self.store.read_vault().await?;
        let session = self.session_of(work.as_mut(), token).await?;
        // Ended here, so that whoever reads next has its connection.
        work.commit().await?;
        Ok(session
            .filter(|(_, bound)| *bound)
            .map(|(session, _)| session.person))
    }
}
