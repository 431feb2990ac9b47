//! The URL of a relay.

use percent_encoding::percent_decode_str;
use url::Url;
use zeroize::Zeroizing;

/// What is wrong with the relay's URL. Never repeats it, since it contains the relay's password (S102).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SmtpUrlError {
    /// Not an `smtp` or `smtps` URL with a host.
    #[error("it is not a mail server's URL; write it as {}", SmtpUrlError::ALLOWED)]
    Form,
    /// No TLS where it is required (S68).
    #[error("mails would travel unencrypted: add `?tls=required`, or use `smtps://`")]
    Plaintext,
    /// A query parameter other than `tls=required`.
    #[error("mails would travel unencrypted, or not at all: the only parameter is `tls=required`")]
    Parameter,
    /// Something after host and port.
    #[error("something stands behind host and port")]
    Path,
    /// A character that ends the host part occurs before the last `@`.
    #[error("user or password has a mark that must be written otherwise")]
    Marks,
    /// A user name without a password, or the reverse.
    #[error("give both user name and password, or neither")]
    Credentials,
    /// The bytes encoded by `%..` aren't text.
    #[error("user or password isn't UTF-8 text")]
    NotText,
    /// The system's certificates can't be loaded, or the host isn't a name or address.
    #[error("TLS can't be set up; are the system's root certificates installed?")]
    Tls,
}

impl SmtpUrlError {
    /// Permitted forms of a relay's URL.
    pub const ALLOWED: &'static str = "smtps://user:password@host, or smtp://user:password@host:587?tls=required; \
         in user and password write / as %2F, # as %23, ? as %3F, @ as %40, : as %3A, % as %25";
}

/// When encryption begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Security {
    /// Never.
    None,
    /// After STARTTLS; without it, the conversation ends.
    StartTls,
    /// From the first byte.
    Tls,
}

/// Location of a relay, and its security.
pub(super) struct SmtpAddress {
    /// A name, or an IP address without brackets.
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) security: Security,
    pub(super) credentials: Option<(String, Zeroizing<String>)>,
}

impl SmtpAddress {
    pub(super) fn parse(text: &str) -> Result<Self, SmtpUrlError> {
        // URL parsers drop line breaks and tabs, which nobody intends.
        if text.chars().any(char::is_control) {
            return Err(SmtpUrlError::Form);
        }

        let (_, rest) = text.split_once("://").ok_or(SmtpUrlError::Form)?;
        let behind = rest.find(['/', '?', '#']).map_or("", |at| &rest[at..]);
        if behind.contains('@') {
            return Err(SmtpUrlError::Marks);
        }

        let url = Url::parse(text).map_err(|_| SmtpUrlError::Form)?;
        let host = url
            .host_str()
            .filter(|host| !host.is_empty())
            .ok_or(SmtpUrlError::Form)?;
        let required = match url.query_pairs().collect::<Vec<_>>().as_slice() {
            [] => false,
            [(key, value)] if key == "tls" && value == "required" => true,
            _ => return Err(SmtpUrlError::Parameter),
        };

        let (security, port) = match url.scheme() {
            "smtps" => (Security::Tls, 465),
            "smtp" if required => (Security::StartTls, 587),
            "smtp" => (Security::None, 25),
            _ => return Err(SmtpUrlError::Form),
        };

        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return Err(SmtpUrlError::Path);
        }

        let decoded = |text: &str| {
            let decoded = percent_decode_str(text)
                .decode_utf8()
                .map_err(|_| SmtpUrlError::NotText)?;
            Ok(decoded.into_owned())
        };
        let credentials = match (url.username(), url.password().unwrap_or_default()) {
            ("", "") => None,
            ("", _) | (_, "") => return Err(SmtpUrlError::Credentials),
            (user, password) => Some((decoded(user)?, Zeroizing::new(decoded(password)?))),
        };

        let host = host
            .trim_start_matches('[')
            .trim_end_matches(']')
            .to_owned();

        Ok(Self {
            host,
            port: url.port().unwrap_or(port),
            security,
            credentials,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// User and password in a URL.
    fn credentials(text: &str) -> Result<Option<(String, String)>, SmtpUrlError> {
        SmtpAddress::parse(text).map(|address| {
            address
                .credentials
                .map(|(user, password)| (user, password.to_string()))
        })
    }

    #[test]
    fn every_mark_can_stand_in_a_password() {
        let marks = "/#?@:%&=+ \\[]é漢";
        let written =
            percent_encoding::utf8_percent_encode(marks, percent_encoding::NON_ALPHANUMERIC)
                .to_string();
        let url = format!("smtps://{written}:{written}@relay.example.org");
        assert_eq!(
            credentials(&url),
            Ok(Some((marks.to_owned(), marks.to_owned())))
        );

        // Characters that can't be misread in a URL may be unescaped.
        for password in ["p@ss", "p:ss", "100%", "50%off", "a&b=c+d", "p ss", "p\\ss"] {
            let url = format!("smtp://user:{password}@relay.example.org:587?tls=required");
            assert_eq!(
                credentials(&url),
                Ok(Some(("user".to_owned(), password.to_owned()))),
                "{password}"
            );
        }
    }

    #[test]
    fn a_mark_that_ends_the_host_is_told_without_the_password() {
        for password in [
            "hunter2/x",
            "12/x",
            "hunter2#x",
            "12#x",
            "hunter2?x",
            "12?x",
            "a/b@c",
        ] {
            for url in [
                format!("smtps://user:{password}@relay.example.org"),
                format!("smtp://user:{password}@relay.example.org:587?tls=required"),
            ] {
                let error = SmtpAddress::parse(&url).err().expect("a refusal");
                assert_eq!(error, SmtpUrlError::Marks, "{url}");
                assert!(!error.to_string().contains("hunter2"));
            }
        }

        assert_eq!(
            credentials("smtps://user:%FF%FE@relay.example.org"),
            Err(SmtpUrlError::NotText)
        );
        assert_eq!(
            credentials("smtps://user:a\nb@relay.example.org"),
            Err(SmtpUrlError::Form)
        );
        assert_eq!(
            credentials("smtps://relay.example.org/hello"),
            Err(SmtpUrlError::Path)
        );
        assert_eq!(
            credentials("smtps://relay.example.org#hello"),
            Err(SmtpUrlError::Path)
        );
    }

    #[test]
    fn ports_and_addresses() {
        for (url, host, port, security) in [
            (
                "smtps://relay.example.org",
                "relay.example.org",
                465,
                Security::Tls,
            ),
            (
                "smtp://relay.example.org/?tls=required",
                "relay.example.org",
                587,
                Security::StartTls,
            ),
            ("smtp://[::1]", "::1", 25, Security::None),
            (
                "smtp://[2001:db8::1]:2525",
                "2001:db8::1",
                2525,
                Security::None,
            ),
        ] {
            let address = SmtpAddress::parse(url).expect(url);
            assert_eq!(
                (address.host.as_str(), address.port, address.security),
                (host, port, security),
                "{url}"
            );
        }
    }
}
