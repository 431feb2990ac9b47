//! Sources of values: the file, overridden by the environment. Every value remembers its place.
//!
//! Wrapping is stripped from a value: blanks, the line break at the end of a secret's file, quotes left by the
//! reader of an environment file, the byte order mark that Windows writes (U+FEFF). An empty value counts as not set,
//! because compose files write `${VARIABLE:-}`.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use figment::providers::{Format as _, Toml};
use figment::value::{Dict, Map, Value};
use figment::{Figment, Metadata, Profile, Provider};

use super::error::ConfigError;
use super::links::is_service_link;

/// The prefix of every environment variable.
const PREFIX: &str = "REGAIN_";

/// The variable that names the file to read instead of `regain.toml`.
pub(super) const CONFIG_VARIABLE: &str = "REGAIN_CONFIG";

/// Keys of values that may hold a secret. Each may instead name a file, under the key with `_file` appended.
pub(super) const SECRETS: [(&str, &str); 4] = [
    ("smtp_url", "smtp_url_file"),
    ("database_url", "database_url_file"),
    ("database_url_admin", "database_url_admin_file"),
    ("breach_url", "breach_url_file"),
];
const SECRET_FILE_ALLOWED: &str =
    "the path of a file that holds nothing but the value, on one line";
/// Longer than any value.
const MOST_BYTES: u64 = 64 * 1024;

/// Keys for which an empty value counts: having no proxies must be stated, and a variable that lost its value
/// must not lead to development mode.
const MEANT_IF_EMPTY: [&str; 2] = ["trusted_proxies", "mode"];

/// The text of a configuration file, and its path for messages.
#[derive(Debug, Clone)]
pub struct ConfigFile {
    /// The path it was read from.
    pub path: PathBuf,
    /// The file's content.
    pub text: String,
}

/// One source, in the form figment needs.
struct Source {
    metadata: Metadata,
    values: Dict,
}

impl Provider for Source {
    fn metadata(&self) -> Metadata {
        self.metadata.clone()
    }

    fn data(&self) -> Result<Map<Profile, Dict>, figment::Error> {
        Ok(Profile::Default.collect(self.values.clone()))
    }
}

/// A value and its place.
#[derive(Debug)]
pub(super) struct PlacedValue {
    key: &'static str,
    place: String,
    value: Value,
}

impl PlacedValue {
    /// The value as text.
    pub(super) fn text(&self, allowed: &'static str) -> Result<&str, ConfigError> {
        let text = self
            .value
            .as_str()
            .ok_or_else(|| self.problem("not a text in quotes", allowed))?;
        if text.trim().is_empty() {
            return Err(self.problem("empty", allowed));
        }

        Ok(text.trim())
    }

    /// The value as a list: TOML's, or comma-separated text; it may be empty.
    pub(super) fn list(&self, allowed: &'static str) -> Result<Vec<String>, ConfigError> {
        match &self.value {
            Value::String(_, text) => Ok(text
                .split(',')
                .map(str::trim)
                .filter(|item| !item.is_empty())
                .map(str::to_owned)
                .collect()),
            Value::Array(_, items) => items
                .iter()
                .map(|item| item.as_str().map(|text| text.trim().to_owned()))
                .collect::<Option<_>>()
                .ok_or_else(|| self.problem("not a list of texts", allowed)),
            _ => Err(self.problem("not a list of texts", allowed)),
        }
    }

    /// An error that refuses this value; the words must not contain a secret.
    pub(super) fn problem(&self, problem: impl Into<String>, allowed: &'static str) -> ConfigError {
        ConfigError::Value {
            key: self.key,
            place: self.place.clone(),
            problem: problem.into(),
            allowed,
        }
    }

    /// An error that refuses this value and quotes it: for keys that hold no secret.
    pub(super) fn refuse(&self, value: &str, allowed: &'static str) -> ConfigError {
        let shown: String = value.chars().take(80).collect();
        self.problem(format!("{shown:?} can't be used"), allowed)
    }
}

/// The merged sources.
pub(super) struct Values {
    figment: Figment,
    file: Option<PathBuf>,
}

impl Values {
    /// Merges the file with the variables that start with `REGAIN_`, and refuses keys that aren't among `known`.
    pub(super) fn merge(
        file: Option<&ConfigFile>,
        env: impl IntoIterator<Item = (String, String)>,
        known: &[&'static str],
    ) -> Result<Self, ConfigError> {
        let mut figment = Figment::new();
        let from_file = file.map(|file| from_file(file, known)).transpose()?;
        for source in from_file.into_iter().chain([from_env(env, known)?]) {
            for source in with_secrets(source)? {
                figment = figment.merge(source);
            }
        }

        Ok(Self {
            figment,
            file: file.map(|file| file.path.clone()),
        })
    }

    /// The value of a key, if it is set anywhere.
    pub(super) fn get(&self, key: &'static str) -> Option<PlacedValue> {
        let value = self.figment.find_value(key).ok()?;
        let place = match self
            .figment
            .get_metadata(value.tag())
            .and_then(|metadata| metadata.source.as_ref())
        {
            Some(figment::Source::File(path)) => path.display().to_string(),
            _ => variable(key),
        };

        Some(PlacedValue { key, place, value })
    }

    /// An error for a required key that isn't set.
    pub(super) fn missing(&self, key: &'static str, allowed: &'static str) -> ConfigError {
        let file = self
            .file
            .as_deref()
            .unwrap_or(Path::new("regain.toml"))
            .display();
        let place = format!("neither in {file} nor in {}", variable(key));
        ConfigError::Value {
            key,
            place,
            problem: "it must be set in production".to_owned(),
            allowed,
        }
    }

    /// An error for a value that isn't allowed in production, wherever it comes from.
    pub(super) fn refuse(
        &self,
        key: &'static str,
        problem: &str,
        allowed: &'static str,
    ) -> ConfigError {
        match self.get(key) {
            Some(given) => given.problem(problem, allowed),
            None => self.missing(key, allowed),
        }
    }
}

fn variable(key: &str) -> String {
    format!("{PREFIX}{}", key.to_ascii_uppercase())
}

fn from_file(file: &ConfigFile, known: &[&'static str]) -> Result<Source, ConfigError> {
    let text = file.text.trim_start_matches('\u{feff}');
    let mut values: Dict =
        Toml::from_str(text).map_err(|error| syntax(file, &error.to_string()))?;
    if let Some(key) = values.keys().find(|key| !known.contains(&key.as_str())) {
        return Err(ConfigError::UnknownKey {
            key: key.clone(),
            place: file.path.display().to_string(),
            allowed: known.join(", "),
        });
    }

    values.retain(|key, value| {
        !value
            .as_str()
            .is_some_and(|text| unwrapped(text).is_empty())
            || is_meant(key)
    });
    let metadata = Metadata::named("file").source(figment::Source::File(file.path.clone()));

    Ok(Source { metadata, values })
}

/// Keeps only the position from the parser's message, nothing of the line it quotes.
fn syntax(file: &ConfigFile, message: &str) -> ConfigError {
    let first = message.lines().next().unwrap_or_default();
    let digits = |after: &str| {
        let (_, rest) = first.split_once(after)?;
        let end = rest
            .find(|letter: char| !letter.is_ascii_digit())
            .unwrap_or(rest.len());
        (end > 0).then(|| rest[..end].to_owned())
    };
    let at = match (digits("at line "), digits("column ")) {
        (Some(line), Some(column)) => format!(" at line {line}, column {column}"),
        _ => String::new(),
    };

    ConfigError::Syntax {
        path: file.path.clone(),
        at,
    }
}

fn from_env(
    env: impl IntoIterator<Item = (String, String)>,
    known: &[&'static str],
) -> Result<Source, ConfigError> {
    let mut values = Dict::new();
    for (name, value) in env {
        let Some(key) = name.strip_prefix(PREFIX) else {
            continue;
        };

        if name == CONFIG_VARIABLE {
            continue;
        }

        let Some(key) = known.iter().find(|known| known.to_ascii_uppercase() == key) else {
            if is_service_link(key, &value) {
                continue;
            }

            let allowed = known
                .iter()
                .map(|key| variable(key))
                .collect::<Vec<_>>()
                .join(", ");
            return Err(ConfigError::UnknownKey {
                key: name,
                place: "environment".to_owned(),
                allowed,
            });
        };

        let value = unwrapped(&value);
        if !value.is_empty() || is_meant(key) {
            values.insert((*key).to_owned(), Value::from(value));
        }
    }

    Ok(Source {
        metadata: Metadata::named("environment"),
        values,
    })
}

fn is_meant(key: &str) -> bool {
    MEANT_IF_EMPTY.contains(&key)
}

/// Strips a value's wrapping. Quotes are stripped as a pair, and only if they aren't part of the content.
pub(super) fn unwrapped(text: &str) -> &str {
    let trimmed = |text| str::trim_matches(text, |c: char| c.is_whitespace() || c == '\u{feff}');
    let text = trimmed(text);
    let inner = ['"', '\''].into_iter().find_map(|quote| {
        let inner = text.strip_prefix(quote)?.strip_suffix(quote)?;
        (!inner.contains(quote)).then_some(inner)
    });
    inner.map_or(text, trimmed)
}

/// The source, followed by one for each secret kept in a file that it names.
fn with_secrets(mut source: Source) -> Result<Vec<Source>, ConfigError> {
    let mut sources = Vec::new();
    for (key, file_key) in SECRETS {
        let Some(path) = source.values.remove(file_key) else {
            continue;
        };

        let place = match &source.metadata.source {
            Some(figment::Source::File(path)) => path.display().to_string(),
            _ => variable(file_key),
        };

        let problem = |problem: String| ConfigError::Value {
            key: file_key,
            place: place.clone(),
            problem,
            allowed: SECRET_FILE_ALLOWED,
        };
        let path = path
            .as_str()
            .map(str::trim)
            .ok_or_else(|| problem("not a text in quotes".to_owned()))?;
        if source.values.contains_key(key) {
            return Err(problem(format!("{key} is set, too")));
        }

        let mut text = String::new();
        let read = std::fs::File::open(path)
            .and_then(|file| file.take(MOST_BYTES).read_to_string(&mut text));
        read.map_err(|error| problem(format!("{path} can't be read: {error}")))?;
        let secret = unwrapped(&text);
        if secret.contains(['\n', '\r']) {
            return Err(problem(format!("{path} has more than one line")));
        }

        if secret.is_empty() {
            continue;
        }

        let metadata = Metadata::named("secret").source(figment::Source::File(path.into()));
        sources.push(Source {
            metadata,
            values: Dict::from([(key.to_owned(), Value::from(secret))]),
        });
    }

    sources.insert(0, source);
    Ok(sources)
}
