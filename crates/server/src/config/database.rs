//! Where the data is: a file, or PostgreSQL.

use super::error::ConfigError;
use super::sources::{PlacedValue, Values};
use regain_storage_postgres::{ADMIN_ROLE, PostgresAddress, SELF_ROLE};
use std::fmt;
use std::path::{Path, PathBuf};

pub(super) const DATABASE_URL: &str = "database_url";
pub(super) const DATABASE_URL_ADMIN: &str = "database_url_admin";
const ALLOWED: &str = "sqlite:// and the path of a file, such as sqlite://data/regain.sqlite3; the path stands as it is, \
                       without parameters, ? and #; or postgres://regain_self:PASSWORD@HOST:PORT/NAME";
const ALLOWED_ADMIN: &str =
    "postgres://regain_admin:PASSWORD@HOST:PORT/NAME, for the database that database_url names";
const ALLOWED_IN_PRODUCTION: &str = "an address on this machine, or one with sslmode=verify-full, and sslrootcert=FILE if the \
                                     server's certificate isn't of a public authority";

/// The database's place.
#[derive(Debug, Clone)]
pub enum DatabaseAddress {
    /// A SQLite file.
    File(PathBuf),
    /// PostgreSQL, by two roles (S76).
    Postgres {
        /// For people themselves.
        own: PostgresAddress,
        /// For administrators.
        administrators: PostgresAddress,
    },
}

impl DatabaseAddress {
    /// The file, unless it is PostgreSQL.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            Self::Postgres { .. } => None,
        }
    }

    /// Whether there may be something: a file that isn't there yet can't be looked into.
    #[must_use]
    pub fn may_be_opened(&self) -> bool {
        self.file().is_none_or(Path::is_file)
    }

    pub(super) fn read(values: &Values) -> Result<Self, ConfigError> {
        let second = values.get(DATABASE_URL_ADMIN);
        let file = match values.get(DATABASE_URL) {
            Some(given) if is_postgres(given.text(ALLOWED)?) => {
                let own = postgres(&given, SELF_ROLE, ALLOWED)?;
                let administrators = match second {
                    Some(given) => postgres(&given, ADMIN_ROLE, ALLOWED_ADMIN)?,
                    None => own.for_administrators(),
                };

                return Ok(Self::Postgres {
                    own,
                    administrators,
                });
            }
            Some(given) => file(&given)?,
            None => "data/regain.sqlite3".into(),
        };

        match second {
            Some(given) => Err(given.problem(
                "database_url names a file, which has no second address",
                ALLOWED_ADMIN,
            )),
            None => Ok(Self::File(file)),
        }
    }

    /// In production nobody on the way to the database may read along (S105).
    pub(super) fn refuse_open(&self, values: &Values) -> Result<(), ConfigError> {
        let Self::Postgres {
            own,
            administrators,
        } = self
        else {
            return Ok(());
        };

        for (address, key) in [(own, DATABASE_URL), (administrators, DATABASE_URL_ADMIN)] {
            if !address.is_private() {
                return Err(values.refuse(
                    key,
                    "others on the way to this server could read and change what is said",
                    ALLOWED_IN_PRODUCTION,
                ));
            }
        }

        Ok(())
    }
}

impl fmt::Display for DatabaseAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(formatter),
            Self::Postgres { own, .. } => own.fmt(formatter),
        }
    }
}

fn is_postgres(url: &str) -> bool {
    url.starts_with("postgres://") || url.starts_with("postgresql://")
}

/// Never quotes the value: it may hold a password.
fn postgres(
    given: &PlacedValue,
    role: &'static str,
    allowed: &'static str,
) -> Result<PostgresAddress, ConfigError> {
    PostgresAddress::parse(given.text(allowed)?, role)
        .map_err(|error| given.problem(error.to_string(), allowed))
}

/// Never quotes the value: other databases' URLs contain a password.
fn file(given: &PlacedValue) -> Result<PathBuf, ConfigError> {
    let text = given.text(ALLOWED)?;
    match text.strip_prefix("sqlite://") {
        Some("" | ":memory:") => Err(given.problem("it names no file", ALLOWED)),
        // The engine refuses them too: SQLite would read parameters that switch off what Regain relies on.
        Some(path) if path.contains(['?', '#']) => Err(given.problem(
            "its path has a ? or #, which begins something else in a URL",
            ALLOWED,
        )),
        Some(path) if path.starts_with("file:") || path.chars().any(char::is_control) => {
            Err(given.problem("its path can't be one of a file", ALLOWED))
        }
        Some(path) if path.ends_with('/') => {
            Err(given.problem("it names a folder, and no file in it", ALLOWED))
        }
        Some(path) => Ok(path.into()),
        None => Err(given.problem("it is of no known database", ALLOWED)),
    }
}
