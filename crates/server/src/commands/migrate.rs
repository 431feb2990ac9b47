//! `regain migrate`: the tables of a PostgreSQL database (S76).

use super::{runtime, say};
use crate::config::{Config, DatabaseAddress};
use regain_storage_postgres::{ADMIN_ROLE, SELF_ROLE, migrate};
use std::path::Path;
use zeroize::Zeroizing;

/// Makes roles and tables, or brings them up to date.
pub(super) fn run(config: &Config, owner_url_file: &Path) -> Result<(), String> {
    let DatabaseAddress::Postgres { .. } = config.storage.database else {
        return Err(
            "database_url names a file, which regain serve brings up to date by itself".to_owned(),
        );
    };

    let text = std::fs::read_to_string(owner_url_file)
        .map(Zeroizing::new)
        .map_err(|error| format!("{}: {error}", owner_url_file.display()))?;
    runtime()?
        .block_on(migrate(text.trim()))
        .map_err(|error| format!("{}: {error}", owner_url_file.display()))?;
    say("The tables are up to date.");
    say(&format!(
        "Roles: {SELF_ROLE} and {ADMIN_ROLE}. If they are new, give each its password: \\password {SELF_ROLE} in psql."
    ));

    Ok(())
}
