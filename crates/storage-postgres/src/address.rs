//! The database's address.

use sqlx::postgres::{PgConnectOptions, PgSslMode};
use std::fmt;
use std::net::IpAddr;
use std::str::FromStr as _;

/// Who works with the database for people themselves (S76).
pub const SELF_ROLE: &str = "regain_self";

/// Who works with the database for administrators (S76).
pub const ADMIN_ROLE: &str = "regain_admin";

/// All statements stay prepared on each connection.
const STATEMENTS: usize = 512;

/// A database's address and a role's password. Neither `Debug` nor `Display` shows the password.
#[derive(Clone)]
pub struct PostgresAddress(pub(crate) Box<PgConnectOptions>);

/// Why an address can't be used. The words don't quote it, since it may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PostgresAddressError {
    /// It isn't a URL, or a parameter isn't known.
    #[error("it isn't of the form postgres://USER:PASSWORD@HOST:PORT/NAME")]
    Form,
    /// No database is named.
    #[error("it names no database")]
    NoName,
    /// It isn't the role that it must be.
    #[error("its user must be {0}, who has the rights that Regain needs and no more")]
    Role(&'static str),
}

impl PostgresAddress {
    /// Reads `postgres://USER:PASSWORD@HOST:PORT/NAME?sslmode=…`, or `?host=FOLDER` for a socket, where the user is `role`.
    ///
    /// # Errors
    /// If it can't be an address, names no database, or has another user.
    pub fn parse(url: &str, role: &'static str) -> Result<Self, PostgresAddressError> {
        let options = PgConnectOptions::from_str(url).map_err(|_| PostgresAddressError::Form)?;
        if options.get_database().is_none_or(str::is_empty) {
            return Err(PostgresAddressError::NoName);
        }

        if options.get_username() != role {
            return Err(PostgresAddressError::Role(role));
        }

        Ok(Self::with(options))
    }

    /// The same database with the same password, for administrators.
    #[must_use]
    pub fn for_administrators(&self) -> Self {
        Self(Box::new((*self.0).clone().username(ADMIN_ROLE)))
    }

    /// Whether nobody on the way can read or change what is said: it is this machine, or the server's certificate and name
    /// are verified (S105).
    #[must_use]
    pub fn is_private(&self) -> bool {
        let host = self.0.get_host();
        let is_this_machine = self.0.get_socket().is_some()
            || host.starts_with('/')
            || host == "localhost"
            || host
                .trim_matches(['[', ']'])
                .parse::<IpAddr>()
                .is_ok_and(|ip| ip.is_loopback());

        is_this_machine || matches!(self.0.get_ssl_mode(), PgSslMode::VerifyFull)
    }

    fn with(options: PgConnectOptions) -> Self {
        let options = options
            .application_name("regain")
            .statement_cache_capacity(STATEMENTS);
        Self(Box::new(options))
    }
}

impl fmt::Debug for PostgresAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("PostgresAddress(…)")
    }
}

impl fmt::Display for PostgresAddress {
    /// Host and name.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.0.get_database().unwrap_or_default();
        write!(
            formatter,
            "{name} at {}:{}",
            self.0.get_host(),
            self.0.get_port()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_a_database_and_the_role() {
        let parse = |url| PostgresAddress::parse(url, SELF_ROLE).map(drop);
        assert_eq!(parse("postgres://regain_self:x@db.example/regain"), Ok(()));
        assert_eq!(
            parse("postgres://regain_self@localhost/regain?host=/run/postgresql"),
            Ok(())
        );
        assert_eq!(
            parse("postgres://regain_self@db.example"),
            Err(PostgresAddressError::NoName)
        );
        assert_eq!(
            parse("postgres://postgres:x@db.example/regain"),
            Err(PostgresAddressError::Role(SELF_ROLE))
        );
        assert_eq!(
            parse("postgres://regain_self@db.example:port/regain"),
            Err(PostgresAddressError::Form)
        );
    }

    #[test]
    fn s105_an_address_over_the_network_is_private_if_the_server_is_verified() {
        let is_private = |url| {
            PostgresAddress::parse(url, SELF_ROLE)
                .expect("an address")
                .is_private()
        };
        for private in [
            "postgres://regain_self@localhost/regain",
            "postgres://regain_self@127.0.0.1/regain",
            "postgres://regain_self@[::1]/regain",
            "postgres://regain_self@localhost/regain?host=/run/postgresql",
            "postgres://regain_self@db.example/regain?sslmode=verify-full",
        ] {
            assert!(is_private(private), "{private}");
        }

        for open in [
            "postgres://regain_self@db.example/regain",
            "postgres://regain_self@10.0.0.1/regain?sslmode=require",
            "postgres://regain_self@db.example/regain?sslmode=verify-ca",
        ] {
            assert!(!is_private(open), "{open}");
        }
    }

    #[test]
    fn s102_a_password_is_not_shown() {
        let address = PostgresAddress::parse("postgres://regain_self:hidden@db/regain", SELF_ROLE);
        assert!(!format!("{:?}", address.expect("an address")).contains("hidden"));
    }
}
