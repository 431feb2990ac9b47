//! The party that passkeys are made for: the host's name, and the only origin where they are used (S24, S42).

use regain_base::{Key, KeyRing, Settings};
use regain_domain::{Refusal, policy};
use webauthn_rs::prelude::{Url, Webauthn, WebauthnBuilder};

/// The relying party of WebAuthn.
pub(crate) struct RelyingParty {
    webauthn: Option<Webauthn>,
    keys: KeyRing<Key>,
}

impl RelyingParty {
    /// Makes the relying party for the public address; `keys` seal questions.
    pub(crate) fn new(settings: &Settings, keys: KeyRing<Key>) -> Self {
        Self {
            webauthn: build(&settings.public_url, &settings.organisation),
            keys,
        }
    }

    /// # Errors
    /// [`Refusal::PasskeyUnsupported`] if the public address is an IP address: passkeys need a domain name.
    pub(super) fn webauthn(&self) -> Result<&Webauthn, Refusal> {
        self.webauthn.as_ref().ok_or(Refusal::PasskeyUnsupported)
    }

    /// Whether the public address has a name, as passkeys need.
    pub(crate) const fn knows_passkeys(&self) -> bool {
        self.webauthn.is_some()
    }

    pub(super) const fn keys(&self) -> &KeyRing<Key> {
        &self.keys
    }
}

fn build(public_url: &str, organisation: &str) -> Option<Webauthn> {
    let mut origin = Url::parse(public_url).ok()?;

    // A developer's server: uses the one name that every machine has.
    if origin
        .host_str()
        .is_some_and(|host| matches!(host, "127.0.0.1" | "[::1]"))
    {
        origin.set_host(Some("localhost")).ok()?;
    }

    let id = origin.domain()?.to_owned();
    let builder = WebauthnBuilder::new(&id, &origin).ok()?;

    builder
        .rp_name(organisation)
        .timeout(policy::PASSKEY_LIFETIME)
        .build()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s42_the_host_has_a_name() {
        let origin = |url| {
            build(url, "Example")
                .map(|webauthn| webauthn.get_allowed_origins()[0].as_str().to_owned())
        };
        assert_eq!(
            origin("https://id.example.org").as_deref(),
            Some("https://id.example.org/")
        );
        assert_eq!(
            origin("http://127.0.0.1:3000").as_deref(),
            Some("http://localhost:3000/")
        );
        assert_eq!(
            origin("http://[::1]:3000").as_deref(),
            Some("http://localhost:3000/")
        );
        assert_eq!(origin("https://203.0.113.7"), None);
    }
}
