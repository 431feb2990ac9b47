//! The address Regain listens on, and the address at which people reach it.

use std::net::{Ipv4Addr, SocketAddr};

use super::error::ConfigError;
use super::mode::Mode;
use super::sources::Values;
use crate::client_ip::{IpRange, TrustedProxies};
use crate::public_url::PublicUrl;

/// Listening and public addresses.
#[derive(Debug, Clone)]
pub struct HttpSection {
    /// `listen`: the address and port of the server. Default `127.0.0.1:3000`. In development only loopback addresses (S105).
    pub listen: SocketAddr,
    /// `public_url`: the origin in every link and the only accepted `Host` (S24). Default in development: `http://`
    /// and the listening address. In production it must be set, and https.
    pub public_url: PublicUrl,
    /// `trusted_proxies`: addresses and ranges whose `X-Forwarded-For` is believed (S61). Default none: the
    /// peer's address counts. In production it must be set, even if to an empty list (S105).
    pub trusted_proxies: TrustedProxies,
}

impl HttpSection {
    pub(super) const KEYS: [&'static str; 3] = [LISTEN, PUBLIC_URL, TRUSTED_PROXIES];

    pub(super) fn read(values: &Values) -> Result<Self, ConfigError> {
        let listen = listen(values)?;
        Ok(Self {
            listen,
            public_url: public_url(values, listen)?,
            trusted_proxies: trusted_proxies(values)?,
        })
    }

    pub(super) fn validate(&self, mode: Mode, values: &Values) -> Result<(), ConfigError> {
        if !mode.is_production() {
            return if self.listen.ip().is_loopback() {
                Ok(())
            } else {
                Err(values.refuse(LISTEN, DEVELOPMENT_LISTENS_HERE, LISTEN_HERE_ALLOWED))
            };
        }

        if !self.public_url.is_https() {
            return Err(values.refuse(
                PUBLIC_URL,
                "production is served over https only",
                PUBLIC_URL_ALLOWED,
            ));
        }

        if values.get(TRUSTED_PROXIES).is_none() {
            return Err(values.missing(TRUSTED_PROXIES, TRUSTED_PROXIES_ALLOWED));
        }

        Ok(())
    }
}

const LISTEN: &str = "listen";
const LISTEN_ALLOWED: &str = "an IP address and port such as 127.0.0.1:3000 or [::1]:3000";
/// Anyone who can reach a development server can read every mail and its codes (S105).
const DEVELOPMENT_LISTENS_HERE: &str = "development is for this machine alone, as it shows every mail at /dev/mailbox; set mode to production, or listen here";
const LISTEN_HERE_ALLOWED: &str =
    "in development a loopback address and port such as 127.0.0.1:3000 or [::1]:3000";
const PUBLIC_URL: &str = "public_url";
const PUBLIC_URL_ALLOWED: &str =
    "an origin without path such as https://id.example.org (http in development only)";
const TRUSTED_PROXIES: &str = "trusted_proxies";
const TRUSTED_PROXIES_ALLOWED: &str = "IP addresses and ranges of your own such as 10.0.0.0/8, as a list or with commas between; an empty list for none";

fn listen(values: &Values) -> Result<SocketAddr, ConfigError> {
    let Some(given) = values.get(LISTEN) else {
        return Ok(SocketAddr::from((Ipv4Addr::LOCALHOST, 3000)));
    };

    let text = given.text(LISTEN_ALLOWED)?;
    text.parse().map_err(|_| given.refuse(text, LISTEN_ALLOWED))
}

fn public_url(values: &Values, listen: SocketAddr) -> Result<PublicUrl, ConfigError> {
    let Some(given) = values.get(PUBLIC_URL) else {
        let origin = format!("http://{listen}");
        return Ok(PublicUrl::parse(&origin).expect("an address and port make an origin"));
    };

    let text = given.text(PUBLIC_URL_ALLOWED)?;

    // The value isn't quoted: it may contain a password.
    PublicUrl::parse(text).map_err(|reason| given.problem(reason.to_string(), PUBLIC_URL_ALLOWED))
}

fn trusted_proxies(values: &Values) -> Result<TrustedProxies, ConfigError> {
    let Some(given) = values.get(TRUSTED_PROXIES) else {
        return Ok(TrustedProxies::default());
    };

    let items = given.list(TRUSTED_PROXIES_ALLOWED)?;
    let range = |item: &String| match IpRange::parse(item) {
        // Any client could then claim any address, and no limit would hold (S105).
        Some(range) if range.is_boundless() => Err(given.problem(
            format!("{item:?} trusts strangers to say who they are"),
            TRUSTED_PROXIES_ALLOWED,
        )),
        Some(range) => Ok(range),
        None => Err(given.refuse(item, TRUSTED_PROXIES_ALLOWED)),
    };

    Ok(TrustedProxies::new(
        items.iter().map(range).collect::<Result<_, _>>()?,
    ))
}
