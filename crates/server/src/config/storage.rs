//! Locations of data, keys and published heads.

use std::path::PathBuf;

use super::Mode;
use super::database::{DATABASE_URL, DATABASE_URL_ADMIN, DatabaseAddress};
use super::error::ConfigError;
use super::sources::Values;

/// Database, key file, published heads.
#[derive(Debug, Clone)]
pub struct StorageSection {
    /// `database_url`: `sqlite://` and the path of the database file, or `postgres://regain_self:PASSWORD@HOST/NAME`.
    /// Default `sqlite://data/regain.sqlite3`. And `database_url_admin`: the same PostgreSQL database as `regain_admin`;
    /// default the same address and password (S76).
    pub database: DatabaseAddress,
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
    pub(super) const KEYS: [&'static str; 5] = [
        DATABASE_URL,
        DATABASE_URL_ADMIN,
        KEY_FILE,
        HEADS_FILE,
        HEADS_SYSLOG,
    ];

    pub(super) fn read(values: &Values) -> Result<Self, ConfigError> {
        let database = DatabaseAddress::read(values)?;

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
            database,
            key_file,
            heads_file,
            heads_syslog,
        })
    }

    /// In production an operator must decide where the heads are kept: by default they would be beside the
    /// database, and be rolled back with it (S80, S105).
    pub(super) fn validate(&self, mode: Mode, values: &Values) -> Result<(), ConfigError> {
        if mode.is_production() {
            self.database.refuse_open(values)?;
        }

        if mode.is_production() && !self.heads_syslog && values.get(HEADS_FILE).is_none() {
            return Err(values.missing(HEADS_FILE, HEADS_FILE_IN_PRODUCTION));
        }

        Ok(())
    }
}

const KEY_FILE: &str = "key_file";
const KEY_FILE_ALLOWED: &str = "the path of the key file";
const HEADS_FILE: &str = "heads_file";
const HEADS_FILE_ALLOWED: &str = "the path of a file that Regain may add lines to";
const HEADS_FILE_IN_PRODUCTION: &str = "the path of a file that Regain may add lines to, where nobody who puts an older database back puts it back, too; or \
     heads_syslog \"yes\", where the system's log is kept elsewhere";
const HEADS_SYSLOG: &str = "heads_syslog";
const HEADS_SYSLOG_ALLOWED: &str = "\"yes\" or \"no\"";
