//! Locations of data, keys and published heads.

use std::path::PathBuf;

use super::Mode;
use super::error::ConfigError;
use super::sources::{PlacedValue, Values};

/// Database, key file, published heads.
#[derive(Debug, Clone)]
pub struct StorageSection {
    /// `database_url`: `sqlite://` and the path of the database file. Default `sqlite://data/regain.sqlite3`.
    pub database_url: String,
    /// `key_file`: the master keys, readable by the owner alone (S104). Default `data/regain.keys`. In
    /// development it is created on the first start; production refuses to start without it.
    pub key_file: PathBuf,
    /// `heads_file`: the newest head of the history, outside the database (S80). Default `data/regain.heads`.
    /// Better on another disk, or on append-only storage. In production it must be set, unless `heads_syslog` is
    /// `yes`.
    pub heads_file: PathBuf,
    /// `heads_syslog`: `yes` also sends each head to the system log, which other machines may keep. Default `no`.
    pub heads_syslog: bool,
}

impl StorageSection {
    pub(super) const KEYS: [&'static str; 4] = [DATABASE_URL, KEY_FILE, HEADS_FILE, HEADS_SYSLOG];

    pub(super) fn read(values: &Values) -> Result<Self, ConfigError> {
        let database_url = match values.get(DATABASE_URL) {
            Some(given) => database_url(&given)?,
            None => "sqlite://data/regain.sqlite3".to_owned(),
        };

        let key_file = match values.get(KEY_FILE) {
            Some(given) => given.text(KEY_FILE_ALLOWED)?.into(),
            None => "data/regain.keys".into(),
        };

        let heads_file = match values.get(HEADS_FILE) {
            Some(given) => given.text(HEADS_FILE_ALLOWED)?.into(),
            None => "data/regain.heads".into(),
        };

        let heads_syslog = match values.get(HEADS_SYSLOG) {
            Some(given) => match given.text(HEADS_SYSLOG_ALLOWED)? {
                "yes" => true,
                "no" => false,
                other => return Err(given.refuse(other, HEADS_SYSLOG_ALLOWED)),
            },
            None => false,
        };

        Ok(Self {
            database_url,
            key_file,
            heads_file,
            heads_syslog,
        })
    }

    /// In production an operator must decide where the heads are kept: by default they would be beside the
    /// database, and be rolled back with it (S80, S105).
    pub(super) fn validate(&self, mode: Mode, values: &Values) -> Result<(), ConfigError> {
        if mode.is_production() && !self.heads_syslog && values.get(HEADS_FILE).is_none() {
            return Err(values.missing(HEADS_FILE, HEADS_FILE_IN_PRODUCTION));
        }

        Ok(())
    }
}

const DATABASE_URL: &str = "database_url";
const DATABASE_URL_ALLOWED: &str = "sqlite:// and the path of a file, such as sqlite://data/regain.sqlite3; \
                                    the path stands as it is, without parameters, ? and #";
const KEY_FILE: &str = "key_file";
const KEY_FILE_ALLOWED: &str = "the path of the key file";
const HEADS_FILE: &str = "heads_file";
const HEADS_FILE_ALLOWED: &str = "the path of a file that Regain may add lines to";
const HEADS_FILE_IN_PRODUCTION: &str = "the path of a file that Regain may add lines to, where nobody who puts an older database back puts it back, too; or \
     heads_syslog \"yes\", where the system's log is kept elsewhere";
const HEADS_SYSLOG: &str = "heads_syslog";
const HEADS_SYSLOG_ALLOWED: &str = "\"yes\" or \"no\"";

/// Never quotes the value: other databases' URLs contain a password.
fn database_url(given: &PlacedValue) -> Result<String, ConfigError> {
    let text = given.text(DATABASE_URL_ALLOWED)?;
    if text.starts_with("postgres://") || text.starts_with("postgresql://") {
        return Err(given.problem(
            "this build has no PostgreSQL engine yet",
            DATABASE_URL_ALLOWED,
        ));
    }

    match text.strip_prefix("sqlite://") {
        Some("" | ":memory:") => Err(given.problem("it names no file", DATABASE_URL_ALLOWED)),
        // The engine refuses them too: SQLite would read parameters that switch off what Regain relies on.
        Some(path) if path.contains(['?', '#']) => Err(given.problem(
            "its path has a ? or #, which begins something else in a URL",
            DATABASE_URL_ALLOWED,
        )),
        Some(path) if path.starts_with("file:") || path.chars().any(char::is_control) => {
            Err(given.problem("its path can't be one of a file", DATABASE_URL_ALLOWED))
        }
        Some(path) if path.ends_with('/') => {
            Err(given.problem("it names a folder, and no file in it", DATABASE_URL_ALLOWED))
        }
        Some(_) => Ok(text.to_owned()),
        None => Err(given.problem("it is of no known database", DATABASE_URL_ALLOWED)),
    }
}
