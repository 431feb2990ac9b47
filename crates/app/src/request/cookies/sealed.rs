//! Cookies that hold what is shown once: sealed, so that only we read them and nobody makes one.

use super::{CODES, Cookies, Lifetime, PASSED, build, forget, set};
use cookie::{Cookie, CookieJar, Key, SameSite};
use regain_domain::{InvitationCode, OneTimeCode, PersonId, SavedCode, Timestamp, policy};
use regain_service::{KeyRing, Keys};

/// Whose new saved codes are shown: a browser's next person isn't shown them (S25).
#[derive(Debug, Clone, Copy)]
pub enum CodesOf<'a> {
    /// Of the person who is signed in.
    Person(PersonId),
    /// Of whoever accepts this invitation.
    Invitation(&'a InvitationCode),
}

impl CodesOf<'_> {
    /// As it stands before the codes, under the same seal.
    fn owner(&self) -> String {
        match self {
            Self::Person(person) => ["person-", &person.to_hex()].concat(),
            Self::Invitation(code) => ["invitation-", code.expose()].concat(),
        }
    }
}

impl Cookies {
    /// The saved codes that were made here, for as long as [`policy::SAVED_CODES_SHOWN`]; none where they are somebody else's.
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

    /// The code that a recovery contact passes on, as long as it is shown here. It is nobody's who is signed in: contacts need
    /// no account here.
    #[must_use]
    pub fn passed(&self, keys: &KeyRing<Keys>) -> Option<OneTimeCode> {
        self.open(PASSED, keys)
            .and_then(|cookie| OneTimeCode::parse(cookie.value()).ok())
    }

    fn open(&self, name: &str, keys: &KeyRing<Keys>) -> Option<Cookie<'static>> {
        // By whichever master key: what is shown here lasts over a rotation (S104).
        keys.all().find_map(|(_, keys)| {
            self.jar
                .private(&Key::from(keys.cookie().expose()))
                .get(name)
        })
    }
}

/// Keeps new codes here, sealed for their person and the moment, until they are confirmed: the database has their hashes only
/// (S25).
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

/// Forgets the codes.
pub fn forget_codes() {
    forget(CODES);
}

/// Keeps the code that a contact passes on, sealed, so that a reload shows it again: nobody else can ask for it.
pub fn set_passed(code: &OneTimeCode, keys: &KeyRing<Keys>) {
    let lifetime = Lifetime::For(policy::CONTACT_CODE_LIFETIME);
    seal(
        build(PASSED, code.expose().to_owned(), lifetime, SameSite::Strict),
        keys,
    );
}

/// Forgets it.
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
