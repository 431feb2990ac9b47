//! Parameters of a URL.

/// Parameters of a URL.
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    pub(crate) fn parse(text: &[u8]) -> Self {
        Self(url::form_urlencoded::parse(text).into_owned().collect())
    }

    /// The parameters of a URL, as sent by a page of blocks.
    pub(crate) fn of_address(address: &str) -> Self {
        let query = address.split_once('?').map_or("", |(_, query)| query);
        Self::parse(query.trim_start_matches('?').as_bytes())
    }

    /// A parameter; empty if there is none.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(known, _)| known == name)
            .map_or("", |(_, value)| value)
    }

    /// The URL of a path with these parameters, one of them changed.
    pub(crate) fn address(&self, path: &str, changed: &str, to: &str) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        let passing = [changed, "notice", "problem", "lang", "verify"];
        query.extend_pairs(
            self.0
                .iter()
                .filter(|(name, value)| !value.is_empty() && !passing.contains(&name.as_str())),
        );
        query.append_pair(changed, to);

        [path, "?", &query.finish()].concat()
    }
}
