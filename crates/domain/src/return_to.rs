//! Where to go after signing in: a page of this site, never elsewhere (S90).

/// A page on the allow-list of those to return to: a path, word for word, and what it asks for where that matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReturnTo(&'static str);

impl ReturnTo {
    const ALLOWED: [&'static str; 15] = [
        "/account",
        "/account/history",
        "/account/freeze",
        "/account/methods",
        "/account/methods/authenticator",
        "/account/methods/codes",
        "/account/methods/passkey",
        "/account/methods/contacts",
        "/account/methods/address",
        "/account/methods/address?change=1",
        "/account/methods/address?change=2",
        "/account/devices",
        "/account/check-up",
        "/admin",
        "/admin/readiness",
    ];

    /// The page of a `return_to` parameter; the account page unless it is exactly an allowed one.
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
            "/account/methods/address?change=3",
            "/account/methods/address?change=1&notice=address-added",
            "/account/history?change=1",
            "/account?return_to=//evil.example",
        ] {
            assert_eq!(ReturnTo::parse(Some(input)).path(), "/account", "{input}");
        }
        assert_eq!(ReturnTo::parse(Some("/account/history")).path(), "/account/history");
        let change = "/account/methods/address?change=2";
        assert_eq!(ReturnTo::parse(Some(change)).path(), change);
        assert_eq!(ReturnTo::parse(None).path(), "/account");
    }
}
