//! The parameters of an address.

/// The parameters of an address.
pub(in crate::ssr) struct Query(Vec<(String, String)>);

impl Query {
    pub(in crate::ssr) fn parse(text: &[u8]) -> Self {
        Self(url::form_urlencoded::parse(text).into_owned().collect())
    }

    /// A parameter; empty if there is none.
    pub(in crate::ssr) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// The address of a path with these parameters, one of them changed.
    pub(in crate::ssr) fn address(&self, path: &str, changed: &str, to: &str) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        let passing = [changed, "notice", "problem", "lang", "verify"];
        query
            .extend_pairs(self.0.iter().filter(|(name, value)| !value.is_empty() && !passing.contains(&name.as_str())));
        query.append_pair(changed, to);
        [path, "?", &query.finish()].concat()
    }
}
