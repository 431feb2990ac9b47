//! The organisation that runs Regain, and its first administrator.

use regain_domain::EmailAddress;

use super::error::ConfigError;
use super::sources::{PlacedValue, Values};

/// The organisation and its first administrator.
#[derive(Debug, Clone)]
pub struct OrganisationSection {
    /// `organisation`: the name on pages and in mails, at most 60 characters. Default `Regain`.
    pub name: String,
    /// `first_admin`: in development, the address that is invited while there are no accounts. Default
    /// `admin@example.org`.
    pub first_admin: EmailAddress,
}

impl OrganisationSection {
    pub(super) const KEYS: [&'static str; 2] = [ORGANISATION, FIRST_ADMIN];

    pub(super) fn read(values: &Values) -> Result<Self, ConfigError> {
        let name = match values.get(ORGANISATION) {
            Some(given) => name(&given)?,
            None => "Regain".to_owned(),
        };

        let first_admin = match values.get(FIRST_ADMIN) {
            Some(given) => first_admin(&given)?,
            None => EmailAddress::parse("admin@example.org").expect("an address"),
        };

        Ok(Self { name, first_admin })
    }
}

const ORGANISATION: &str = "organisation";
const ORGANISATION_ALLOWED: &str = "a name of at most 60 characters, on one line";
const FIRST_ADMIN: &str = "first_admin";
const FIRST_ADMIN_ALLOWED: &str = "a mail address such as admin@example.org";

fn name(given: &PlacedValue) -> Result<String, ConfigError> {
    let text = given.text(ORGANISATION_ALLOWED)?;
    if text.chars().count() > 60 || text.chars().any(char::is_control) {
        return Err(given.refuse(text, ORGANISATION_ALLOWED));
    }

    Ok(text.to_owned())
}

fn first_admin(given: &PlacedValue) -> Result<EmailAddress, ConfigError> {
    let text = given.text(FIRST_ADMIN_ALLOWED)?;
    EmailAddress::parse(text).map_err(|_| given.refuse(text, FIRST_ADMIN_ALLOWED))
}
