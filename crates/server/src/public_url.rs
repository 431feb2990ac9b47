//! The public address: the one origin at which Regain is reached (S24).
//!
//! Every absolute URL, the accepted `Host` and the accepted `Origin` come from here, never from a request.

use std::net::Ipv6Addr;
use url::Url;

/// An origin such as `https://id.example.org`, without a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    origin: String,
    scheme_length: usize,
    domain: Option<String>,
    /// The same machine by name, if the address is a loopback IP: browsers allow passkeys only for names.
    by_name: Option<String>,
}

/// Why a text isn't a public address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PublicUrlError {
    /// Not an absolute `http` or `https` URL.
    #[error("it is not an http or https address")]
    NotHttp,
    /// More than scheme, host and port.
    #[error("it has more than scheme, host and port")]
    MoreThanOrigin,
}

impl PublicUrl {
    /// Parses an origin; one trailing slash is allowed.
    ///
    /// # Errors
    /// The rule that the text breaks.
    pub fn parse(text: &str) -> Result<Self, PublicUrlError> {
        let url = Url::parse(text).map_err(|_| PublicUrlError::NotHttp)?;
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
            return Err(PublicUrlError::NotHttp);
        }

        let bare = url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        if !bare {
            return Err(PublicUrlError::MoreThanOrigin);
        }

        let mut named = url.clone();
        let is_loopback =
            url.scheme() == "http" && matches!(url.host_str(), Some("127.0.0.1" | "[::1]"));
        let by_name = (is_loopback && named.set_host(Some("localhost")).is_ok())
            .then(|| named.origin().ascii_serialization());

        Ok(Self {
            by_name,
            origin: url.origin().ascii_serialization(),
            scheme_length: url.scheme().len(),
            domain: url.domain().map(str::to_owned),
        })
    }

    /// The origin as browsers send it: `https://id.example.org`, `http://127.0.0.1:3000`.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Host and port as in the `Host` header, without the scheme's default port.
    #[must_use]
    pub fn authority(&self) -> &str {
        &self.origin[self.scheme_length + "://".len()..]
    }

    /// The host's name, unless it is an IP address.
    #[must_use]
    pub fn domain(&self) -> Option<&str> {
        self.domain.as_deref()
    }

    /// Whether it uses TLS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        &self.origin[..self.scheme_length] == "https"
    }

    /// Whether this is the origin, or a developer's own machine by name: `http://localhost:3000`.
    #[must_use]
    pub fn is_origin(&self, origin: &str) -> bool {
        origin == self.origin || self.by_name.as_deref() == Some(origin)
    }

    /// Whether a `Host` header names this address. Upper case, a final dot, an empty port and the scheme's
    /// default port make no difference (RFC 9110, section 4.2.3; RFC 1034, section 3.1).
    #[must_use]
    pub fn answers_to(&self, host: &str) -> bool {
        if host == self.authority() {
            return true;
        }

        let own_port = if self.is_https() { 443 } else { 80 };
        let asked = host_and_port(host, own_port);
        let by_name = self
            .by_name
            .as_deref()
            .and_then(|origin| origin.strip_prefix("http://"));
        let mut own = [Some(self.authority()), by_name].into_iter().flatten();

        asked.is_some() && own.any(|name| host_and_port(name, own_port) == asked)
    }

    /// The URL in normal form, if it is within this origin and names no user.
    #[must_use]
    pub fn own_url(&self, text: &str) -> Option<Url> {
        let url = Url::parse(text).ok()?;

        // The origin of a `blob:` URL is that of the URL inside it.
        let web = matches!(url.scheme(), "http" | "https");
        let own = web && self.is_origin(&url.origin().ascii_serialization());
        (own && url.username().is_empty() && url.password().is_none()).then_some(url)
    }
}

/// The host and port of a `Host` header, normalised; `None` if it isn't a host with an optional port.
fn host_and_port(text: &str, own_port: u16) -> Option<(String, u16)> {
    // Neither part may contain the other's delimiters: at most one port, and no user.
    let (name, port) = match text.strip_prefix('[') {
        Some(rest) => {
            let (address, port) = rest.split_once(']')?;
            (address.parse::<Ipv6Addr>().ok()?.to_string(), port)
        }
        None => {
            let (name, port) = text.split_at(text.find(':').unwrap_or(text.len()));
            let name = name.strip_suffix('.').unwrap_or(name);
            let is_plain = name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte));
            if name.is_empty() || name.ends_with('.') || !is_plain {
                return None;
            }

            (name.to_ascii_lowercase(), port)
        }
    };

    let port = match port.strip_prefix(':') {
        Some("") => own_port,
        Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse().ok()?,
        None if port.is_empty() => own_port,
        _ => return None,
    };

    Some((name, port))
}

impl std::fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.origin)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_kept_in_the_form_browsers_send() {
        for (text, origin, authority, https) in [
            (
                "https://id.example.org",
                "https://id.example.org",
                "id.example.org",
                true,
            ),
            (
                "HTTPS://ID.Example.org:443/",
                "https://id.example.org",
                "id.example.org",
                true,
            ),
            (
                "http://127.0.0.1:3000",
                "http://127.0.0.1:3000",
                "127.0.0.1:3000",
                false,
            ),
            (
                "http://[::1]:3000",
                "http://[::1]:3000",
                "[::1]:3000",
                false,
            ),
            (
                "https://例子.tw",
                "https://xn--fsqu00a.tw",
                "xn--fsqu00a.tw",
                true,
            ),
        ] {
            let url = PublicUrl::parse(text).expect(text);
            assert_eq!(
                (url.origin(), url.authority(), url.is_https()),
                (origin, authority, https),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_not_an_origin_is_refused() {
        for text in [
            "",
            "id.example.org",
            "ftp://id.example.org",
            "data:text/plain,x",
            "https://",
        ] {
            assert_eq!(
                PublicUrl::parse(text),
                Err(PublicUrlError::NotHttp),
                "{text}"
            );
        }

        for text in [
            "https://x.org/id",
            "https://x.org/?a",
            "https://x.org/#a",
            "https://u@x.org",
            "https://u:p@x.org",
        ] {
            assert_eq!(
                PublicUrl::parse(text),
                Err(PublicUrlError::MoreThanOrigin),
                "{text}"
            );
        }
    }

    #[test]
    fn s24_only_its_own_host_is_answered_to() {
        let url = PublicUrl::parse("https://id.example.org").unwrap();
        assert!(url.answers_to("id.example.org"));
        for host in [
            "ID.example.org:443",
            "id.example.org.",
            "id.example.org.:443",
            "id.example.org:",
            "id.example.org:0443",
        ] {
            assert!(url.answers_to(host), "{host}");
        }

        for host in [
            "",
            ".",
            ":443",
            "example.org",
            "id.example.org..",
            "id.example.org:80",
            "id.example.org:443:443",
            "id.example.org:+443",
            "id.example.org:65979",
            "id.example.org@x",
            "x@id.example.org",
            "id.example.org,evil.org",
            "id.example.org/",
            "x.id.example.org",
        ] {
            assert!(!url.answers_to(host), "{host}");
        }
    }

    #[test]
    fn s24_a_host_has_one_port_at_most() {
        for (public, host, answers) in [
            ("https://id.example.org:8443", "id.example.org:8443", true),
            (
                "https://id.example.org:8443",
                "id.example.org:8443:443",
                false,
            ),
            ("https://id.example.org:8443", "id.example.org", false),
            ("https://[2001:db8::1]", "[2001:db8::1]", true),
            ("https://[2001:db8::1]", "[2001:db8::1]:443", true),
            ("https://[2001:db8::1]", "[2001:DB8:0::1]", true),
            ("https://[2001:db8::1]", "[2001:db8::1]x", false),
            ("https://[2001:db8::1]", "2001:db8::1", false),
            ("http://id.example.org", "id.example.org:80", true),
            ("http://id.example.org", "id.example.org:443", false),
            (
                "https://[2001:db8::1]:8443",
                "[2001:db8::1]:8443:443",
                false,
            ),
            ("http://127.0.0.1:3000", "localhost:3000:80", false),
        ] {
            assert_eq!(
                PublicUrl::parse(public).unwrap().answers_to(host),
                answers,
                "{public} {host}"
            );
        }
    }

    #[test]
    fn a_developers_machine_answers_to_its_name_too() {
        for number in ["http://127.0.0.1:3000", "http://[::1]:3000"] {
            let url = PublicUrl::parse(number).unwrap();
            assert!(
                url.answers_to("localhost:3000") && url.is_origin("http://localhost:3000"),
                "{number}"
            );
            assert!(
                !url.answers_to("localhost:4000") && !url.is_origin("https://localhost:3000"),
                "{number}"
            );
        }

        for other in [
            "https://id.example.org",
            "http://10.0.0.1:3000",
            "https://127.0.0.1:3000",
        ] {
            assert!(
                !PublicUrl::parse(other)
                    .unwrap()
                    .answers_to("localhost:3000"),
                "{other}"
            );
        }
    }

    #[test]
    fn s89_only_its_own_urls_are_its_own() {
        let url = PublicUrl::parse("https://id.example.org").unwrap();
        assert_eq!(
            url.own_url("https://id.example.org/a?b")
                .map(String::from)
                .as_deref(),
            Some("https://id.example.org/a?b")
        );
        for text in [
            "https://id.example.org.evil.org/",
            "http://id.example.org/",
            "https://u@id.example.org/",
            "//x",
            "about:blank",
            "blob:https://id.example.org/x",
        ] {
            assert_eq!(url.own_url(text), None, "{text}");
        }
    }
}
