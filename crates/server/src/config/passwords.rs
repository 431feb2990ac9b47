//! Checks of new passwords, in addition to the built-in list.

use regain_domain::passwords::{BannedTermError, banned_term};
use url::Url;

use super::error::ConfigError;
use super::mode::Mode;
use super::sources::{PlacedValue, Values};

/// Banned terms and the service of breached passwords.
#[derive(Debug, Clone, Default)]
pub struct PasswordsSection {
    /// `banned_terms`: words around the organisation that count as known in passwords (S35): products, places,
    /// abbreviations. Each of 4 to 16 letters or digits, at most 1,000. Default none; the organisation's name always
    /// counts.
    pub banned_terms: Vec<String>,
    /// `breach_url`: the service for ranges of breached passwords; a five-digit prefix is appended (S36).
    /// `https://api.pwnedpasswords.com/range/` or your own copy. Default none: nothing is requested. In production
    /// https.
    pub breach_url: Option<Url>,
}

impl PasswordsSection {
    pub(super) const KEYS: [&'static str; 2] = [BANNED_TERMS, BREACH_URL];

    pub(super) fn read(values: &Values, mode: Mode) -> Result<Self, ConfigError> {
        let banned_terms = values
            .get(BANNED_TERMS)
            .map(|given| banned_terms(&given))
            .transpose()?
            .unwrap_or_default();
        let breach_url = values
            .get(BREACH_URL)
            .map(|given| breach_url(&given, mode))
            .transpose()?
            .flatten();
        Ok(Self {
            banned_terms,
            breach_url,
        })
    }
}

const BANNED_TERMS: &str = "banned_terms";
const BANNED_TERMS_ALLOWED: &str =
    "at most 1000 words of 4 to 16 letters or digits, as a list or with commas between";
const MOST_TERMS: usize = 1000;
const BREACH_URL: &str = "breach_url";
const BREACH_URL_ALLOWED: &str = "an https URL that five digits can be put behind, such as \
                                  https://api.pwnedpasswords.com/range/ (http in development only)";

fn banned_terms(given: &PlacedValue) -> Result<Vec<String>, ConfigError> {
    let items = given.list(BANNED_TERMS_ALLOWED)?;
    if items.len() > MOST_TERMS {
        return Err(given.problem(
            format!("{} words are too many", items.len()),
            BANNED_TERMS_ALLOWED,
        ));
    }

    let mut terms = Vec::with_capacity(items.len());
    for item in &items {
        let term = banned_term(item).map_err(|error| {
            let why = match error {
                BannedTermError::Length => "doesn't have 4 to 16 characters",
                BannedTermError::Character => "has something else than letters and digits",
            };

            let shown: String = item.chars().take(40).collect();
            given.problem(format!("{shown:?} {why}"), BANNED_TERMS_ALLOWED)
        })?;
        if !terms.contains(&term) {
            terms.push(term);
        }
    }

    Ok(terms)
}

fn breach_url(given: &PlacedValue, mode: Mode) -> Result<Option<Url>, ConfigError> {
    let text = given.text(BREACH_URL_ALLOWED)?;
    if text.is_empty() {
        return Ok(None);
    }

    // The value isn't quoted: it may contain the key of a mirror.
    let url = Url::parse(text).map_err(|_| given.problem("it is not a URL", BREACH_URL_ALLOWED))?;
    let has_host = url.host_str().is_some_and(|host| !host.is_empty());
    let has_user = !url.username().is_empty() || url.password().is_some();
    if !matches!(url.scheme(), "http" | "https") || !has_host || has_user {
        return Err(given.problem("it is not the URL of a web server", BREACH_URL_ALLOWED));
    }

    if !url.path().ends_with('/') || url.query().is_some() || url.fragment().is_some() {
        return Err(given.problem(
            "nothing can be put behind it, since it doesn't end with a slash",
            BREACH_URL_ALLOWED,
        ));
    }

    if mode.is_production() && url.scheme() != "https" {
        return Err(given.problem("production asks over https only", BREACH_URL_ALLOWED));
    }

    Ok(Some(url))
}
