//! The people in the template's database.

use crate::App;
use regain_domain::{PersonName, SavedCode};

/// The address of the global administrator of every [`World::new`](crate::World::new).
pub const ROOT: &str = "root@example.org";

/// The addresses of those who have enrolled in every [`World::new`](crate::World::new): Anna, then
/// Bert.
pub const ADDRESSES: [&str; 2] = ["anna@example.org", "bert@example.org"];

/// Somebody who has enrolled, and everything that they know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Their full name.
    pub name: String,
    /// Their user name.
    pub user_name: String,
    /// Their mail address.
    pub email: String,
    /// Their password.
    pub password: String,
    /// Their ten saved codes, as the page shows them.
    pub codes: Vec<String>,
    /// Their authenticator app, if they have one.
    pub app: Option<App>,
}

impl Person {
    /// Somebody who will enrol at `email`, which also yields the user name and the password.
    #[must_use]
    pub fn at(email: &str) -> Self {
        let user_name = email.split('@').next().unwrap_or_default().to_owned();
        let name: String = user_name
            .chars()
            .take(1)
            .flat_map(char::to_uppercase)
            .chain(user_name.chars().skip(1))
            .collect();
        // A name has few digits (S70).
        let name = match PersonName::parse(&name) {
            Ok(_) => name,
            Err(_) => name.chars().filter(|c| c.is_alphabetic()).collect(),
        };
        let password = format!("the {user_name} of old sings at dawn");
        Self {
            name,
            user_name,
            email: email.to_owned(),
            password,
            codes: Vec::new(),
            app: None,
        }
    }

    /// The code at `index` without hyphens, as the service holds it.
    #[must_use]
    pub fn bare_code(&self, index: usize) -> String {
        SavedCode::parse(&self.codes[index])
            .expect("a code as shown")
            .expose()
            .to_owned()
    }
}
