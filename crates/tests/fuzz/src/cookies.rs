//! Cookies, and sealed values.

use crate::text;
use cookie::{Cookie, CookieJar, Key as JarKey};
use http::header::COOKIE;
use http::{HeaderValue, Request};
use regain_app::request::{CodesOf, Cookies};
use regain_base::{KeyRing, Keys, MasterKey, sealing};
use regain_domain::{OneTimeCode, PersonId, Timestamp};
use regain_service::{DeviceToken, FlowToken, SessionToken, VerifyToken};
use regain_testkit::SeededRandomness;
use std::sync::OnceLock;

const SEALED: &str = "__Host-regain-passed";

/// A `Cookie` header: tokens have one form each, and nothing that we didn't seal opens (S49).
pub fn cookies(data: &[u8]) {
    if let Ok(value) = HeaderValue::from_bytes(data) {
        let cookies = read(value);
        let tokens = [
            cookies.session().map(|token| token.to_cookie()),
            cookies.recovery().map(|token| token.to_browser()),
            cookies.verification().map(|token| token.to_cookie()),
        ];
        for token in tokens.into_iter().flatten() {
            assert!(
                token.len() == 43
                    && token
                        .bytes()
                        .all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
            );
        }
        let codes = cookies.codes(
            keys(),
            CodesOf::Person(PersonId::from_bytes([7; 16])),
            Timestamp::from_millis(0),
        );
        assert!(
            codes.is_empty() && cookies.passed(keys()).is_none(),
            "nobody else seals: {cookies:?}"
        );
        let _ = (
            cookies.language(),
            cookies.invitation(),
            cookies.contact(),
            cookies.session(),
            cookies.device(),
        );
    }
    let input = text(data);
    // Each token has one text, or one token would make two cookies.
    macro_rules! token {
        ($($kind:ty),+) => {$(
            if let Some(token) = <$kind>::from_cookie(&input) {
                assert_eq!(token.to_cookie(), input);
                assert!(!format!("{token:?}").contains(&*input), "S102");
            }
        )+};
    }
    token!(SessionToken, FlowToken, VerifyToken);
    assert!(
        DeviceToken::from_cookie(&input, keys()).is_none(),
        "nobody else makes one (S58)"
    );
    // A draft of ours opens; a changed one doesn't.
    let code = OneTimeCode::from_bytes(&[7; OneTimeCode::BYTES]);
    let genuine = sealed(code.expose());
    let ours = |value: &str| {
        read(HeaderValue::from_str(&format!("{SEALED}={value}")).expect("a header")).passed(keys())
    };
    assert_eq!(ours(&genuine), Some(code));
    if let [at, change, ..] = *data {
        let mut bytes = genuine.clone().into_bytes();
        let at = usize::from(at) % bytes.len();
        bytes[at] = b"ABCabc019-_"[usize::from(change) % 11];
        let changed = String::from_utf8(bytes).expect("ASCII");
        // The digits after a per cent sign may be in either case.
        assert!(
            changed.eq_ignore_ascii_case(&genuine) || ours(&changed).is_none(),
            "{changed}"
        );
    }
}

/// Seals (AES-256-GCM): a sealed text opens only in its place and only unchanged, and nothing else
/// opens.
pub fn seals(data: &[u8]) {
    let randomness = SeededRandomness::new(3);
    let key = [5; 32].into();
    assert!(
        sealing::open(&key, b"place", data).is_none(),
        "nobody else seals"
    );
    let sealed = sealing::seal(&key, &randomness, b"place", data);
    let opened = sealing::open(&key, b"place", &sealed);
    assert_eq!(opened.as_deref().map(Vec::as_slice), Some(data));
    assert!(
        sealing::open(&key, b"other", &sealed).is_none()
            && sealing::open(&[6; 32].into(), b"place", &sealed).is_none()
    );
    if let [at, bit, ..] = *data {
        let mut changed = sealed;
        let at = usize::from(at) % changed.len();
        changed[at] ^= 1 << (bit % 8);
        assert!(sealing::open(&key, b"place", &changed).is_none());
        changed.truncate(at);
        assert!(sealing::open(&key, b"place", &changed).is_none());
    }
}

fn read(value: HeaderValue) -> Cookies {
    let (parts, ()) = Request::builder()
        .header(COOKIE, value)
        .body(())
        .expect("a request")
        .into_parts();
    Cookies::of(&parts)
}

fn keys() -> &'static KeyRing<Keys> {
    static KEYS: OnceLock<KeyRing<Keys>> = OnceLock::new();
    KEYS.get_or_init(|| {
        KeyRing::one(
            1,
            Keys::derive(&MasterKey {
                id: 1,
                secret: [7; 32].into(),
            }),
        )
    })
}

fn sealed(value: &str) -> String {
    let mut jar = CookieJar::new();
    jar.private_mut(&JarKey::from(keys().cookie().expose()))
        .add(Cookie::new(SEALED, value.to_owned()));
    let sealed = jar.get(SEALED).map(|cookie| cookie.encoded().to_string());
    sealed
        .and_then(|cookie| Some(cookie.split_once('=')?.1.to_owned()))
        .expect("a sealed cookie")
}
