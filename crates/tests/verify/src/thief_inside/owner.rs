//! The owner, who returns with long-held proofs and clears up.

use super::hands::is_done;
use super::{CONTACT, Hands, Way};
use regain_domain::PersonId;
use regain_testkit::{Browser, Person, SoftPasskey, World};
use std::collections::HashSet;

/// Somebody whose account was broken into.
pub(super) struct Owner {
    hands: Hands,
    /// The browser of their usual sign-ins.
    home: Browser,
    /// The credentials that are theirs.
    own: HashSet<String>,
    contact: String,
    person: PersonId,
}

impl Owner {
    pub(super) async fn new(world: &World, anna: &Person, way: Way, passkey: SoftPasskey) -> Self {
        let home = world.browser();
        world.sign_in_fully(&home, anna).await;
        let holdings = world.holdings(&anna.email).await;
        let own = holdings
            .methods
            .iter()
            .map(|method| method.id.to_hex())
            .collect();
        let app = || vec![anna.app.clone().expect("an app")];
        let mail = || vec![anna.email.clone()];
        // From the top of the list; a thief begins at its end.
        let codes = || vec![anna.codes[1..].iter().rev().cloned().collect()];
        let hands = Hands {
            user_name: anna.user_name.clone(),
            password: Some(anna.password.clone()),
            ..Hands::default()
        };
        let hands = match way {
            Way::App => Hands {
                apps: app(),
                mailboxes: mail(),
                ..hands
            },
            Way::Codes => Hands {
                sets: codes(),
                mailboxes: mail(),
                ..hands
            },
            Way::Passkey => Hands {
                passkeys: vec![passkey],
                ..hands
            },
            Way::Contact => Hands {
                contacts: vec![CONTACT.to_owned()],
                mailboxes: mail(),
                ..hands
            },
            Way::NoMail => Hands {
                apps: app(),
                sets: codes(),
                ..hands
            },
        };
        Self {
            hands,
            home,
            own,
            contact: holdings.contacts[0].id.to_hex(),
            person: world.id_of(&anna.email).await,
        }
    }

    /// Freezes by the link of the newest notice that has one.
    pub(super) async fn freeze(&self, world: &World) {
        let mut links = Vec::new();
        for mail in world.mails().await {
            links.extend(mail.freeze_link);
        }
        for link in &links {
            let code = link.rsplit('#').next().unwrap_or_default();
            if is_done(
                &world
                    .browser()
                    .call("freeze_by_code", &[("code", code)])
                    .await,
            ) {
                return;
            }
        }
    }

    /// Gets in, by a recovery unless the account is frozen, chooses another password, and ends
    /// everything that isn't theirs; whether they got in.
    pub(super) async fn comes_back(&mut self, world: &World) -> bool {
        self.object(world).await;
        // Signing in opens a frozen account and sets young credentials aside. If somebody else
        // opened it, about which the owner got a mail, only a recovery does.
        let recovered = self.is_frozen(world).await || self.hands.recover(world, &self.home).await;
        if !recovered || !self.gets_in(world).await {
            return false;
        }
        self.clear_up(world).await;
        true
    }

    async fn is_frozen(&self, world: &World) -> bool {
        let process = world.second_process().await;
        let work = process.base().store.read().await;
        let person = work
            .expect("the database answers")
            .people()
            .by_id(self.person)
            .await;
        person
            .expect("the database answers")
            .is_some_and(|person| person.frozen_at.is_some())
    }

    /// Puts a changed or removed address back, by the mail that it got about that.
    async fn object(&self, world: &World) {
        for address in &self.hands.mailboxes {
            let mails = world.mails_to(address).await;
            let about_that = mails
                .into_iter()
                .filter(|mail| mail.link.contains("/object#"));
            for code in about_that.filter_map(|mail| mail.code) {
                world
                    .browser()
                    .call("object_by_code", &[("code", &code)])
                    .await;
            }
        }
    }

    /// Signs in; if refused, recovers the account first.
    pub(super) async fn gets_in(&mut self, world: &World) -> bool {
        self.home.call("sign_out", &[]).await;
        let hands = &mut self.hands;
        let home = &self.home;
        hands.sign_in(world, home).await
            || (hands.recover(world, home).await
                && (hands.sign_in(world, home).await
                    || (hands.replace_app(world, home).await && hands.sign_in(world, home).await)))
    }

    async fn clear_up(&mut self, world: &World) {
        self.hands.confirm(world, &self.home).await;
        let password = self.hands.password.clone().unwrap_or_default();
        self.hands.nth += 1;
        let new = format!("the {} song that the owner sings", self.hands.nth);
        if is_done(
            &self
                .home
                .call("change_password", &[("current", &password), ("new", &new)])
                .await,
        ) {
            self.hands.password = Some(new);
            // The earlier confirmation used the earlier password.
            self.hands.confirm(world, &self.home).await;
        }
        if self.hands.sets.len() == 1 {
            let answer = self.home.post("renew_saved_codes", &[]).await;
            if answer.refusal().is_none() && answer.location().is_some() {
                self.hands
                    .sets
                    .push(self.home.follow(&answer).await.codes());
            }
        }
        self.home.call("end_other_sessions", &[]).await;
        let holdings = world.holdings_of(self.person).await;
        let strange = |id: &String| !self.own.contains(id);
        for method in holdings
            .methods
            .iter()
            .map(|method| method.id.to_hex())
            .filter(strange)
        {
            self.home
                .call("remove_method", &[("method", &method)])
                .await;
        }
        for contact in holdings.contacts.iter().map(|contact| contact.id.to_hex()) {
            if contact != self.contact {
                self.home
                    .call("remove_contact", &[("contact", &contact)])
                    .await;
            }
        }
    }
}
