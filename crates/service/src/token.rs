//! The random tokens of cookies.

use crate::DeviceKey;
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

            /// The cookie's value.
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
            /// From a cookie's value; `None` if it can't be one of ours.
            #[must_use]
            pub fn from_cookie(value: &str) -> Option<Self> {
                decode(value).map(Self)
            }
        }
    )+};
}

tokens! {
    /// 256 random bits that name a session (S49).
    SessionToken,
    /// 256 random bits that bind a recovery to the browser that started it (S23).
    FlowToken,
    /// 256 random bits that name a second factor which is asked for.
    VerifyToken,
    /// 128 random bits and our seal, by which a browser is known again (S58).
    DeviceToken
}

random!(SessionToken, FlowToken, VerifyToken);

impl DeviceToken {
    /// From a cookie's value; `None` if we didn't make it.
    #[must_use]
    pub fn from_cookie(value: &str, key: &DeviceKey) -> Option<Self> {
        decode(value).filter(|token| key.has_made(token)).map(Self)
    }
}

fn decode(value: &str) -> Option<Zeroizing<[u8; 32]>> {
    let bytes = Zeroizing::new(BASE64URL_NOPAD.decode(value.as_bytes()).ok()?);
    Some(Zeroizing::new(bytes.as_slice().try_into().ok()?))
}
