//! Where values come from: the file, overridden by the environment; every value remembers its place.

use std::path::{Path, PathBuf};

use figment::providers::{Format as _, Toml};
use figment::value::{Dict, Map, Value};
use figment::{Figment, Metadata, Profile, Provider};

use super::error::ConfigError;

/// What every environment variable starts with.
const PREFIX: &str = "REGAIN_";

/// The variable that names the file instead of `regain.toml`.
pub(super) const CONFIG_VARIABLE: &str = "REGAIN_CONFIG";

/// The text of a configuration file, and its path for messages.
#[derive(Debug, Clone)]
pub struct ConfigFile {
    /// Where it was read.
    pub path: PathBuf,
    /// What it says.
    pub text: String,
}

/// One source, as figment wants it.
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
pub(super) struct Given {
    key: &'static str,
    place: String,
    value: Value,
}

impl Given {
    /// The value as text.
    pub(super) fn text(&self, allowed: &'static str) -> Result<&str, ConfigError> {
        let text = self.value.as_str().ok_or_else(|| self.problem("not a text in quotes", allowed))?;
        if text.trim().is_empty() {
            return Err(self.problem("empty", allowed));
        }
        Ok(text.trim())
    }

    /// The value as a list: TOML's, or text with commas; it may be empty.
    pub(super) fn list(&self, allowed: &'static str) -> Result<Vec<String>, ConfigError> {
        match &self.value {
            Value::String(_, text) => {
                Ok(text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect())
            }
            Value::Array(_, items) => items
                .iter()
                .map(|item| item.as_str().map(|text| text.trim().to_owned()))
                .collect::<Option<_>>()
                .ok_or_else(|| self.problem("not a list of texts", allowed)),
            _ => Err(self.problem("not a list of texts", allowed)),
        }
    }

    /// The refusal of this value; the words must not hold a secret.
    pub(super) fn problem(&self, problem: impl Into<String>, allowed: &'static str) -> ConfigError {
        ConfigError::Value { key: self.key, place: self.place.clone(), problem: problem.into(), allowed }
    }

    /// The refusal of this value, quoting it: for keys that hold no secret.
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
        if let Some(file) = file {
            figment = figment.merge(from_file(file, known)?);
        }
        let figment = figment.merge(from_env(env, known)?);
        Ok(Self { figment, file: file.map(|file| file.path.clone()) })
    }

    /// The value of a key, if it is set anywhere.
    pub(super) fn get(&self, key: &'static str) -> Option<Given> {
        let value = self.figment.find_value(key).ok()?;
        let place = match self.figment.get_metadata(value.tag()).and_then(|metadata| metadata.source.as_ref()) {
            Some(figment::Source::File(path)) => path.display().to_string(),
            _ => variable(key),
        };
        Some(Given { key, place, value })
    }

    /// The refusal of a key that must be set and isn't.
    pub(super) fn missing(&self, key: &'static str, allowed: &'static str) -> ConfigError {
        let file = self.file.as_deref().unwrap_or(Path::new("regain.toml")).display();
        let place = format!("neither in {file} nor in {}", variable(key));
        ConfigError::Value { key, place, problem: "it must be set in production".to_owned(), allowed }
    }

    /// The refusal of what may not be in production, wherever it comes from.
    pub(super) fn refuse(&self, key: &'static str, problem: &str, allowed: &'static str) -> ConfigError {
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
    let values: Dict = Toml::from_str(&file.text).map_err(|error| syntax(file, &error.to_string()))?;
    if let Some(key) = values.keys().find(|key| !known.contains(&key.as_str())) {
        return Err(ConfigError::UnknownKey {
            key: key.clone(),
            place: file.path.display().to_string(),
            allowed: known.join(", "),
        });
    }
    let metadata = Metadata::named("file").source(figment::Source::File(file.path.clone()));
    Ok(Source { metadata, values })
}

/// Keeps of the parser's message where the error is, and nothing of the line it quotes.
fn syntax(file: &ConfigFile, message: &str) -> ConfigError {
    let first = message.lines().next().unwrap_or_default();
    let digits = |after: &str| {
        let (_, rest) = first.split_once(after)?;
        let end = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
        (end > 0).then(|| rest[..end].to_owned())
    };
    let at = match (digits("at line "), digits("column ")) {
        (Some(line), Some(column)) => format!(" at line {line}, column {column}"),
        _ => String::new(),
    };
    ConfigError::Syntax { path: file.path.clone(), at }
}

fn from_env(env: impl IntoIterator<Item = (String, String)>, known: &[&'static str]) -> Result<Source, ConfigError> {
    let mut values = Dict::new();
    for (name, value) in env {
        let Some(key) = name.strip_prefix(PREFIX) else { continue };
        if name == CONFIG_VARIABLE || is_service_link(key) {
            continue;
        }
        let Some(key) = known.iter().find(|known| known.to_ascii_uppercase() == key) else {
            let allowed = known.iter().map(|key| variable(key)).collect::<Vec<_>>().join(", ");
            return Err(ConfigError::UnknownKey { key: name, place: "environment".to_owned(), allowed });
        };
        values.insert((*key).to_owned(), Value::from(value));
    }
    Ok(Source { metadata: Metadata::named("environment"), values })
}

/// Kubernetes sets these by itself in every pod beside a service that is called `regain`.
fn is_service_link(key: &str) -> bool {
    key == "PORT" || key.starts_with("PORT_") || key.starts_with("SERVICE_")
}
