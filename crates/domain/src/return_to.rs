//! Where to go after signing in: a page of this site, never elsewhere (S90).

/// A path on the allow-list of pages to return to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReturnTo(&'static str);

impl ReturnTo {
    const ALLOWED: [&'static str; 13] = [
        "/account",
        "/account/history",
        "/account/freeze",
        "/account/methods",
        "/account/methods/authenticator",
        "/account/methods/codes",
        "/account/methods/passkey",
        "/account/methods/contacts",
        "/account/methods/address",
        "/account/devices",
        "/account/check-up",
        "/admin",
        "/admin/readiness",
    ];

    /// The page of a `return_to` parameter; the account page unless it is exactly an allowed path.
    #[must_use]
    pub fn parse(input: Option<&str>) -> Self {
        let path = Self::ALLOWED.into_iter().find(|path| Some(*path) == input);
        Self(path.unwrap_or(Self::ALLOWED[0]))
    }

    /// The path, starting with one slash.
    #[must_use]
    pub const fn path(self) -> &'static str {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s90_nothing_leads_away() {
        for input in [
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https://evil.example",
            "/account@evil.example",
            "/account%0a//evil",
            "javascript:alert(1)",
            "",
            "account",
            "/accountx",
            "/account/../../x",
            "http:/account",
        ] {
            assert_eq!(ReturnTo::parse(Some(input)).path(), "/account", "{input}");
        }
        assert_eq!(ReturnTo::parse(Some("/account/history")).path(), "/account/history");
        assert_eq!(ReturnTo::parse(None).path(), "/account");
    }
}
