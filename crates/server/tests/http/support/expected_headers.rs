//! The headers of S85 and S86, word for word and written down a second time: a change in the
//! product needs a change here.

use regain_testkit::Answer;
use std::collections::BTreeSet;

/// On every answer.
const FIXED: [(&str, &str); 8] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("x-robots-tag", "noindex"),
    ("reporting-endpoints", "csp=\"/csp-reports\""),
    (
        "permissions-policy",
        "accelerometer=(), autoplay=(), camera=(), clipboard-read=(), display-capture=(), encrypted-media=(), \
         fullscreen=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), \
         picture-in-picture=(), publickey-credentials-create=(self), publickey-credentials-get=(self), \
         screen-wake-lock=(), usb=(), xr-spatial-tracking=()",
    ),
];

/// On no answer: headers that would describe the server, or would let other origins read (S91).
const NEVER: [&str; 11] = [
    "server",
    "x-powered-by",
    "via",
    "x-aspnet-version",
    "access-control-allow-origin",
    "access-control-allow-credentials",
    "access-control-allow-methods",
    "access-control-allow-headers",
    "access-control-expose-headers",
    "access-control-max-age",
    "timing-allow-origin",
];

/// The policy of an app page, with `NONCE` for its nonce.
const PAGE: &str = "default-src 'none'; script-src 'nonce-NONCE' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
     object-src 'none'; require-trusted-types-for 'script'; report-to csp";

/// The policy of answers without script.
const PLAIN: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'";

/// The policy of a mail in the development mailbox.
const MAIL: &str = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

const HSTS: &str = "max-age=63072000; includeSubDomains";

/// Judges answers, one after the other.
pub(crate) struct Judge {
    /// Whether the public address is https, so that browsers must stay there.
    https: bool,
    nonces: BTreeSet<String>,
}

impl Judge {
    pub(crate) const fn over(https: bool) -> Self {
        Self {
            https,
            nonces: BTreeSet::new(),
        }
    }

    /// Checks an answer that nobody may store.
    #[track_caller]
    pub(crate) fn answer(&mut self, answer: &Answer, what: &str) {
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{what}");
        self.headers(answer, what);
    }

    /// Checks an answer whose name changes with its content.
    #[track_caller]
    pub(crate) fn hashed(&mut self, answer: &Answer, what: &str) {
        assert_eq!(
            answer.header("cache-control"),
            Some("public, max-age=31536000, immutable"),
            "{what}"
        );
        self.headers(answer, what);
    }

    /// Checks a page of the app: script runs in it, and nothing is inline.
    #[track_caller]
    pub(crate) fn page(&mut self, page: &Answer, what: &str) {
        self.answer(page, what);
        assert!(
            page.body.contains("<script"),
            "{what} hydrates: {}",
            page.status
        );
        let lower = page.body.to_lowercase();
        for inline in [
            " style=",
            "<style",
            "javascript:",
            " onclick=",
            " onload=",
            " onsubmit=",
            " onerror=",
            "<base",
        ] {
            assert!(!lower.contains(inline), "{what}: {inline}");
        }
    }

    #[track_caller]
    fn headers(&mut self, answer: &Answer, what: &str) {
        let what = format!("{what} ({})", answer.status);
        for (name, value) in FIXED {
            assert_eq!(answer.header(name), Some(value), "{what}: {name}");
        }
        assert_eq!(
            answer.header("strict-transport-security"),
            self.https.then_some(HSTS),
            "{what}"
        );
        for name in NEVER {
            assert!(answer.header(name).is_none(), "{what}: {name}");
        }
        assert!(
            answer
                .header("x-request-id")
                .is_some_and(|id| id.len() == 36),
            "{what}: an id for the log"
        );
        self.policy(answer, &what);
    }

    #[track_caller]
    fn policy(&mut self, answer: &Answer, what: &str) {
        let policy = answer
            .header("content-security-policy")
            .unwrap_or_else(|| panic!("{what}: no policy"));
        if let Some(nonce) = nonce(policy) {
            assert_eq!(policy, PAGE.replace("NONCE", nonce), "{what}");
            assert!(nonce.len() >= 22, "{what}: 128 bits in base64: {nonce}");
            assert!(
                self.nonces.insert(nonce.to_owned()),
                "{what}: the nonce {nonce} has been there before"
            );
            for tag in answer
                .body
                .split("<script")
                .skip(1)
                .filter_map(|rest| rest.split('>').next())
            {
                assert!(
                    tag.contains(&format!("nonce=\"{nonce}\"")),
                    "{what}: <script{tag}>"
                );
            }
        } else if policy == MAIL {
            assert!(what.contains("/dev/mailbox/"), "{what}: {policy}");
        } else {
            assert_eq!(policy, PLAIN, "{what}");
            assert!(
                !answer.body.contains("<script"),
                "{what} has script under a policy without"
            );
        }
    }
}

/// The nonce of a policy that lets script run.
fn nonce(policy: &str) -> Option<&str> {
    let (_, rest) = policy.split_once("'nonce-")?;
    rest.split_once('\'').map(|(nonce, _)| nonce)
}
