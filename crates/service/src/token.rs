//! Random tokens kept in cookies.

use crate::{KeyRing, Keys};
use data_encoding::BASE64URL_NOPAD;
use zeroize::Zeroizing;

macro_rules! tokens {
    ($($(#[$doc:meta])* $name:ident),+) => {$(
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name(Zeroizing<[u8; 32]>);

        impl $name {
            pub(crate) const fn new(bytes: Zeroizing<[u8; 32]>) -> Self {
                Self(bytes)
            }

            /// Encodes it as a cookie value.
            #[must_use]
            pub fn to_cookie(&self) -> String {
                BASE64URL_NOPAD.encode(self.0.as_ref())
            }

            pub(crate) fn expose(&self) -> &[u8; 32] {
                &self.0
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )+};
}

macro_rules! random {
    ($($name:ident),+) => {$(
        impl $name {
            /// Parses a cookie value; `None` if it can't be one of ours.
            #[must_use]
            pub fn from_cookie(value: &str) -> Option<Self> {
                decode(value).map(Self)
            }
        }
    )+};
}

tokens! {
    /// 256 random bits that identify a session (S49).
    SessionToken,
    /// 256 random bits that identify a pending second factor.
    VerifyToken,
    /// 128 random bits and our seal, by which a browser is recognised (S58).
    DeviceToken
}

random!(SessionToken, VerifyToken);

impl DeviceToken {
    /// Parses a cookie value; `None` if we didn't make it.
    #[must_use]
    pub fn from_cookie(value: &str, keys: &KeyRing<Keys>) -> Option<Self> {
        let ours = |token: &[u8; 32]| keys.all().any(|(_, keys)| keys.device().has_made(token));
        decode(value).filter(|token| ours(token)).map(Self)
    }
}

/// 256 random bits that bind a recovery to the browser that started it (S23), and from the first gate on a seal of
/// the last gate passed: a token copied before a gate is useless after it (S50).
#[derive(Clone)]
pub struct FlowToken {
    browser: Zeroizing<[u8; 32]>,
    gate: Option<[u8; 16]>,
}

impl FlowToken {
    /// Separates the two parts; occurs in neither.
    const BETWEEN: char = '~';

    pub(crate) const fn new(browser: Zeroizing<[u8; 32]>) -> Self {
        Self {
            browser,
            gate: None,
        }
    }

    pub(crate) fn behind(&self, gate: [u8; 16]) -> Self {
        Self {
            browser: self.browser.clone(),
            gate: Some(gate),
        }
    }

    /// Parses a cookie value; `None` if it can't be one of ours.
    #[must_use]
    pub fn from_cookie(value: &str) -> Option<Self> {
        let gate = match value.split_once(Self::BETWEEN) {
            Some((_, gate)) => Some(
                BASE64URL_NOPAD
                    .decode(gate.as_bytes())
                    .ok()?
                    .try_into()
                    .ok()?,
            ),
            None => None,
        };

        decode(Self::browser_in(value)).map(|browser| Self { browser, gate })
    }

    /// Encodes it as a cookie value.
    #[must_use]
    pub fn to_cookie(&self) -> String {
        let mut value = self.to_browser();
        if let Some(gate) = &self.gate {
            value.push(Self::BETWEEN);
            value.push_str(&BASE64URL_NOPAD.encode(gate));
        }

        value
    }

    /// The part that stays the same throughout the recovery.
    #[must_use]
    pub fn to_browser(&self) -> String {
        BASE64URL_NOPAD.encode(self.browser.as_ref())
    }

    /// That part of a cookie value. Pages are marked by it, so that a gate passed in one tab doesn't invalidate the
    /// others.
    #[must_use]
    pub fn browser_in(value: &str) -> &str {
        value.split(Self::BETWEEN).next().unwrap_or(value)
    }

    pub(crate) fn expose(&self) -> &[u8; 32] {
        &self.browser
    }

    pub(crate) const fn gate(&self) -> Option<&[u8; 16]> {
        self.gate.as_ref()
    }
}

impl std::fmt::Debug for FlowToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FlowToken(…)")
    }
}

fn decode(value: &str) -> Option<Zeroizing<[u8; 32]>> {
    let bytes = Zeroizing::new(BASE64URL_NOPAD.decode(value.as_bytes()).ok()?);
    Some(Zeroizing::new(bytes.as_slice().try_into().ok()?))
}
