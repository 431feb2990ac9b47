//! Configuration: `regain.toml` (or the file named by `REGAIN_CONFIG`), overridden by `REGAIN_*`.
//!
//! Keys are flat: `public_url` in the file is `REGAIN_PUBLIC_URL` in the environment. A value that may hold a
//! secret may also be in a file of its own: `smtp_url_file`, `REGAIN_SMTP_URL_FILE`. An unknown key or an unusable
//! value stops the start with one line that names the key, its place and the allowed values.

mod database;
mod error;
mod http;
mod links;
mod log;
mod mail;
mod mode;
mod organisation;
mod passwords;
mod sources;
mod storage;
#[cfg(test)]
mod tests;

pub use database::DatabaseAddress;
pub use error::ConfigError;
pub use http::HttpSection;
pub use log::{LogFormat, LogSection};
pub use mail::{MailSection, SmtpUrl};
pub use mode::Mode;
pub use organisation::OrganisationSection;
pub use passwords::PasswordsSection;
pub use sources::ConfigFile;
pub use storage::StorageSection;

use std::path::PathBuf;

use sources::{CONFIG_VARIABLE, SECRETS, Values, unwrapped};

/// All settings made by an operator.
#[derive(Debug, Clone)]
pub struct Config {
    /// `mode`: `development` (default) or `production`.
    pub mode: Mode,
    /// Listening and public addresses.
    pub http: HttpSection,
    /// Locations of data and keys.
    pub storage: StorageSection,
    /// How mail is sent.
    pub mail: MailSection,
    /// The organisation and its first administrator.
    pub organisation: OrganisationSection,
    /// Additional checks of new passwords.
    pub passwords: PasswordsSection,
    /// Content and format of the log.
    pub log: LogSection,
}

impl Config {
    /// Reads this process's environment and file; nothing else reads them.
    ///
    /// # Errors
    /// The first problem found.
    pub fn from_process() -> Result<Self, ConfigError> {
        let env = environment()?;
        let file = file_of(&env)?;
        Self::from_sources(file.as_ref(), env)
    }

    /// Reads the given sources; variables that don't start with `REGAIN_` are ignored.
    ///
    /// # Errors
    /// The first problem found.
    pub fn from_sources(
        file: Option<&ConfigFile>,
        env: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let values = Values::merge(file, env, &known_keys())?;
        let mode = Mode::read(&values)?;
        let http = HttpSection::read(&values)?;
        http.validate(mode, &values)?;
        let storage = StorageSection::read(&values)?;
        storage.validate(mode, &values)?;
        let mail = MailSection::read(&values, &http.public_url)?;
        mail.validate(mode, &values)?;
        let organisation = OrganisationSection::read(&values)?;
        let passwords = PasswordsSection::read(&values, mode)?;
        let log = LogSection::read(&values, mode)?;

        Ok(Self {
            mode,
            http,
            storage,
            mail,
            organisation,
            passwords,
            log,
        })
    }
}

fn known_keys() -> Vec<&'static str> {
    let mut keys = vec![Mode::KEY];
    keys.extend(HttpSection::KEYS);
    keys.extend(StorageSection::KEYS);
    keys.extend(MailSection::KEYS);
    keys.extend(OrganisationSection::KEYS);
    keys.extend(PasswordsSection::KEYS);
    keys.extend(LogSection::KEYS);
    keys.extend(SECRETS.map(|(_, file_key)| file_key));

    keys
}

/// Our environment variables.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the environment"
)]
fn environment() -> Result<Vec<(String, String)>, ConfigError> {
    std::env::vars_os()
        .filter_map(|(name, value)| {
            Some((
                name.into_string()
                    .ok()
                    .filter(|name| name.starts_with("REGAIN_"))?,
                value,
            ))
        })
        .map(|(name, value)| match value.into_string() {
            Ok(value) => Ok((name, value)),
            Err(_) => Err(ConfigError::NotText { variable: name }),
        })
        .collect()
}

/// A file named explicitly must exist; `regain.toml` need not.
fn file_of(env: &[(String, String)]) -> Result<Option<ConfigFile>, ConfigError> {
    let named = env
        .iter()
        .find(|(name, _)| name == CONFIG_VARIABLE)
        .map(|(_, value)| unwrapped(value));
    let named = named.filter(|path| !path.is_empty()).map(PathBuf::from);
    let path = named
        .clone()
        .unwrap_or_else(|| PathBuf::from("regain.toml"));

    match std::fs::read_to_string(&path) {
        Ok(text) => Ok(Some(ConfigFile { path, text })),
        Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(ConfigError::File {
            path,
            reason: error.to_string(),
        }),
    }
}
