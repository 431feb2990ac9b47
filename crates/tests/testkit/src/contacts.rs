//! Walks with recovery contacts.

use crate::{Browser, Person, World, done};
use regain_domain::policy;

/// The people who can be chosen: none of them has an account.
pub const CONTACTS: [(&str, &str); 3] = [
    ("Cleo", "cleo@example.net"),
    ("Dora", "dora@example.net"),
    ("Emil", "emil@example.net"),
];

impl World {
    /// A browser in which somebody has signed in and has just confirmed.
    pub async fn confirmed(&self, person: &Person) -> Browser {
        let browser = self.browser();
        match person.app {
            Some(_) => {
                self.sign_in_fully(&browser, person).await;
                self.confirm(&browser, person).await;
            }
            None => {
                browser.sign_in(person).await;
                done(
                    &browser
                        .call("confirm", &[("password", &person.password)])
                        .await,
                );
            }
        }
        browser
    }

    /// Chooses the first `count` contacts for somebody, who agree; they don't count yet.
    pub async fn agreed_contacts(&self, person: &Person, count: usize) {
        let browser = self.confirmed(person).await;
        for (name, address) in &CONTACTS[..count] {
            done(
                &browser
                    .call("add_contact", &[("name", name), ("mailbox", address)])
                    .await,
            );
            let contact = self.contact_browser(address).await;
            done(&contact.call("accept_contact", &[]).await);
        }
    }

    /// The same, and waits until the contacts count.
    pub async fn counting_contacts(&self, person: &Person, count: usize) {
        self.agreed_contacts(person, count).await;
        self.advance(policy::QUARANTINE);
    }

    /// A browser in which a contact has opened their newest invitation.
    pub async fn contact_browser(&self, address: &str) -> Browser {
        let browser = self.browser();
        let code = self.mailed_code(address).await;
        done(&browser.call("open_contact", &[("code", &code)]).await);
        browser
    }

    /// A browser in which somebody's recovery has asked the contacts.
    pub async fn asking_contacts(&self, identifier: &str) -> Browser {
        let browser = self.browser();
        browser.start_recovery(identifier, "forgot_password").await;
        done(
            &browser
                .call("choose_method", &[("method", "contact")])
                .await,
        );
        browser
    }

    /// A browser in which a contact has opened the request of their newest mail.
    pub async fn asked_browser(&self, address: &str) -> Browser {
        let browser = self.browser();
        let code = self.mailed_code(address).await;
        done(&browser.call("open_pass_on", &[("code", &code)]).await);
        browser
    }

    /// The code that a contact gets to pass on, by way of their newest mail.
    pub async fn passed_code(&self, address: &str) -> String {
        let browser = self.asked_browser(address).await;
        done(&browser.call("pass_on", &[("spoken", "on")]).await);
        browser.shown_key("/contact/pass-on?step=code").await
    }
}
