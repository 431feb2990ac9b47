//! Cookies with content that is shown only once: sealed, so that only we can read or create them.

use super::build::{Lifetime, build, forget, set};
use super::{CODES, Cookies, PASSED};
use cookie::{Cookie, CookieJar, Key, SameSite};
use regain_domain::{InvitationCode, OneTimeCode, PersonId, SavedCode, Timestamp, policy};
use regain_service::{KeyRing, Keys};

/// The owner of new saved codes: the next person to use the browser doesn't see them (S25).
#[derive(Debug, Clone, Copy)]
pub enum CodesOf<'a> {
    /// The signed-in person.
    Person(PersonId),
    /// Whoever accepts this invitation.
    Invitation(&'a InvitationCode),
}

impl CodesOf<'_> {
    /// The text before the codes, under the same seal.
    fn owner(&self) -> String {
        match self {
            Self::Person(person) => ["person-", &person.to_hex()].concat(),
            Self::Invitation(code) => ["invitation-", code.expose()].concat(),
        }
    }
}

impl Cookies {
    /// The saved codes created here, for as long as [`policy::SAVED_CODES_SHOWN`]; empty if they are somebody else's.
    #[must_use]
    pub fn codes(&self, keys: &KeyRing<Keys>, of: CodesOf<'_>, now: Timestamp) -> Vec<SavedCode> {
        let Some(sealed) = self.open(CODES, keys) else {
            return Vec::new();
        };

        let mut parts = sealed.value().split(' ');
        let owner = parts.next().is_some_and(|owner| owner == of.owner());
        let made = parts
            .next()
            .and_then(|millis| millis.parse().ok())
            .map(Timestamp::from_millis);

        if made.is_some_and(|made| owner && made.lasts(made.plus(policy::SAVED_CODES_SHOWN), now)) {
            parts
                .map(SavedCode::parse)
                .collect::<Result<Vec<_>, _>>()
                .unwrap_or_default()
        } else {
            Vec::new()
        }
    }

    /// The code that a recovery contact passes on, while it is shown here. It isn't tied to a signed-in person:
    /// contacts need no account here.
    #[must_use]
    pub fn passed(&self, keys: &KeyRing<Keys>) -> Option<OneTimeCode> {
        self.open(PASSED, keys)
            .and_then(|cookie| OneTimeCode::parse(cookie.value()).ok())
    }

    fn open(&self, name: &str, keys: &KeyRing<Keys>) -> Option<Cookie<'static>> {
        // With any master key: sealed content must survive a rotation (S104).
        keys.all().find_map(|(_, keys)| {
            self.jar
                .private(&Key::from(keys.cookie().expose()))
                .get(name)
        })
    }
}

/// Stores new codes here until they are confirmed, sealed with their owner and the time: the database has only their
/// hashes (S25).
pub fn set_codes(codes: &[SavedCode], keys: &KeyRing<Keys>, of: CodesOf<'_>, now: Timestamp) {
    let head = [of.owner(), now.as_millis().to_string()];
    let value = head
        .iter()
        .map(String::as_str)
        .chain(codes.iter().map(SavedCode::expose))
        .collect::<Vec<_>>()
        .join(" ");
    seal(
        build(CODES, value, Lifetime::Browser, SameSite::Strict),
        keys,
    );
}

/// Deletes the codes.
pub fn forget_codes() {
    forget(CODES);
}

/// Stores the code that a contact passes on, sealed, so that a reload shows it again; nobody else can request it.
pub fn set_passed(code: &OneTimeCode, keys: &KeyRing<Keys>) {
    let lifetime = Lifetime::For(policy::CONTACT_CODE_LIFETIME);
    seal(
        build(PASSED, code.expose().to_owned(), lifetime, SameSite::Strict),
        keys,
    );
}

/// Deletes it.
pub fn forget_passed() {
    forget(PASSED);
}

fn seal(cookie: Cookie<'static>, keys: &KeyRing<Keys>) {
    let name = cookie.name().to_owned();
    let mut jar = CookieJar::new();
    jar.private_mut(&Key::from(keys.cookie().expose()))
        .add(cookie);
    if let Some(sealed) = jar.get(&name) {
        set(sealed);
    }
}
