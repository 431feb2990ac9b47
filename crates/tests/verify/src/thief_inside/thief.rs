//! The thief: their loot, their acts during a minute with the account open, and their later
//! attempts.

use super::hands::{is_asked, is_done, new_app};
use super::{CONTACT, Hands};
use rand::Rng as _;
use rand::rngs::StdRng;
use rand::seq::{IndexedRandom as _, SliceRandom as _};
use regain_domain::PersonId;
use regain_testkit::{Browser, Person, SoftPasskey, World};
use std::collections::HashSet;

/// A mailbox of theirs, to be the account's second address.
const ADDRESS: &str = "thief@evil.example";
/// Another one, to be its recovery contact.
const ACCOMPLICE: &str = "accomplice@evil.example";

/// A thief's holdings at the beginning, from the table of S113.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Loot {
    /// A stolen cookie.
    Session,
    /// The same, and the password.
    Password,
    /// The same, and a code of the app, which opens changes for five minutes.
    AppCode,
    /// The same, and the mailbox, for good.
    Mailbox,
    /// A page with all saved codes.
    Paper,
    /// The unlocked phone: session, password, app, passkey and mailbox.
    Phone,
    /// A page with all saved codes, and the mailbox.
    PaperAndMailbox,
}

/// Thieves whose proofs are newer than the owner's, except one at most.
pub(super) const NEWER: &[Loot] = &[
    Loot::Session,
    Loot::Password,
    Loot::AppCode,
    Loot::AppCode,
    Loot::Mailbox,
    Loot::Paper,
];
/// Thieves with two old proofs of different classes: no rule tells them from the owner.
pub(super) const AS_OLD: &[Loot] = &[Loot::Phone, Loot::PaperAndMailbox];

/// One act in an open account.
#[derive(Debug, Clone, Copy)]
enum Act {
    AddPasskey,
    AddApp,
    NewCodes,
    RemoveMethod,
    EndMethod,
    PutBack,
    ChangePassword,
    AddAddress,
    RemoveAddress,
    AddContact,
    RemoveContact,
    EndSessions,
    Freeze,
}

const ACTS: [Act; 13] = [
    Act::AddPasskey,
    Act::AddApp,
    Act::NewCodes,
    Act::RemoveMethod,
    Act::EndMethod,
    Act::PutBack,
    Act::ChangePassword,
    Act::AddAddress,
    Act::RemoveAddress,
    Act::AddContact,
    Act::RemoveContact,
    Act::EndSessions,
    Act::Freeze,
];

pub(super) struct Thief {
    hands: Hands,
    browser: Browser,
    loot: Loot,
    person: PersonId,
    owners: HashSet<String>,
    seed: u8,
}

impl Thief {
    pub(super) async fn new(
        world: &World,
        anna: &Person,
        loot: Loot,
        passkey: SoftPasskey,
    ) -> Self {
        let holdings = world.holdings(&anna.email).await;
        let owners = holdings
            .methods
            .iter()
            .map(|method| method.id.to_hex())
            .collect();
        let mut hands = Hands {
            user_name: anna.user_name.clone(),
            nth: 100,
            ..Hands::default()
        };
        let browser = match loot {
            Loot::Paper | Loot::PaperAndMailbox => world.browser(),
            Loot::AppCode | Loot::Mailbox | Loot::Phone => world.confirmed(anna).await,
            Loot::Session | Loot::Password => {
                let browser = world.browser();
                world.sign_in_fully(&browser, anna).await;
                browser
            }
        };
        if matches!(
            loot,
            Loot::Password | Loot::AppCode | Loot::Mailbox | Loot::Phone
        ) {
            hands.password = Some(anna.password.clone());
        }
        if matches!(loot, Loot::Mailbox | Loot::Phone | Loot::PaperAndMailbox) {
            hands.mailboxes.push(anna.email.clone());
        }
        if matches!(loot, Loot::Paper | Loot::PaperAndMailbox) {
            hands.sets.push(anna.codes[1..].to_vec());
        }
        if loot == Loot::Phone {
            hands.apps.extend(anna.app.clone());
            hands.passkeys.push(passkey);
        }
        Self {
            hands,
            browser,
            loot,
            person: world.id_of(&anna.email).await,
            owners,
            seed: 100,
        }
    }

    /// The first minute.
    pub(super) async fn wreck(&mut self, world: &World, chance: &mut StdRng) {
        // With the mailbox and an app's code in hand, a recovery is two old proofs; each code
        // serves only one of the two.
        if self.browser.is_signed_in().await {
            self.act(world, chance, 1..=ACTS.len()).await;
        } else {
            self.visits(world, chance).await;
        }
    }

    /// Returns with everything they have by now; whether that opened the account.
    pub(super) async fn visits(&mut self, world: &World, chance: &mut StdRng) -> bool {
        if chance.random_bool(0.2) {
            self.hands.replace_app(world, &world.browser()).await;
        }
        if chance.random_bool(0.3) {
            self.hands.recover(world, &world.browser()).await;
        }
        if !self.browser.is_signed_in().await && !self.gets_in(world).await {
            return false;
        }
        self.hands.confirm(world, &self.browser).await;
        self.act(world, chance, 1..=6).await;
        true
    }

    /// Tries everything that opens an account.
    pub(super) async fn gets_in(&mut self, world: &World) -> bool {
        if self.browser.is_signed_in().await {
            return true;
        }
        self.browser = world.browser();
        if self.hands.sign_in(world, &self.browser).await {
            return true;
        }
        let recovering = world.browser();
        if !self.hands.recover(world, &recovering).await {
            return false;
        }
        // After an ended recovery they are in, whatever the second step answers.
        self.hands.sign_in(world, &self.browser).await;
        true
    }

    async fn act(
        &mut self,
        world: &World,
        chance: &mut StdRng,
        how_many: std::ops::RangeInclusive<usize>,
    ) {
        let mut acts = ACTS.to_vec();
        acts.shuffle(chance);
        acts.truncate(chance.random_range(how_many));
        for act in acts {
            self.do_it(world, act, chance).await;
        }
    }

    async fn do_it(&mut self, world: &World, act: Act, chance: &mut StdRng) {
        let holdings = world.holdings_of(self.person).await;
        let browser = &self.browser;
        match act {
            Act::AddPasskey => {
                self.seed += 1;
                let mut passkey = SoftPasskey::new(self.seed);
                if is_asked(browser, "add").await
                    && is_done(
                        &browser
                            .make_passkey("add", "add_passkey", &mut passkey)
                            .await,
                    )
                {
                    self.hands.passkeys.push(passkey);
                }
            }
            Act::AddApp => {
                let Some(app) = new_app(browser, "/account/methods/authenticator").await else {
                    return;
                };
                let code = app.code_at(world.now());
                if is_done(
                    &browser
                        .call("add_authenticator", &[("name", "x"), ("code", &code)])
                        .await,
                ) {
                    self.hands.apps.push(app);
                }
            }
            Act::NewCodes => {
                let answer = browser.post("renew_saved_codes", &[]).await;
                if answer.refusal().is_none() && answer.location().is_some() {
                    self.hands.sets.push(browser.follow(&answer).await.codes());
                }
            }
            Act::RemoveMethod | Act::EndMethod => {
                let endpoint = if matches!(act, Act::RemoveMethod) {
                    "remove_method"
                } else {
                    "end_method"
                };
                let there = holdings.methods.iter().map(|method| method.id.to_hex());
                let all: Vec<_> = there
                    .chain(
                        holdings
                            .former_methods
                            .iter()
                            .map(|former| former.was.id.to_hex()),
                    )
                    .collect();
                for method in all.iter().filter(|id| self.owners.contains(*id)) {
                    browser.call(endpoint, &[("method", method)]).await;
                }
            }
            Act::PutBack => {
                for former in holdings
                    .former_methods
                    .iter()
                    .map(|former| former.was.id.to_hex())
                {
                    if !self.owners.contains(&former) {
                        browser
                            .call("put_back_method", &[("method", &former)])
                            .await;
                    }
                }
            }
            Act::ChangePassword => {
                let Some(current) = self.hands.password.clone() else {
                    return;
                };
                self.hands.nth += 1;
                let new = format!("the {} song that a thief sings", self.hands.nth);
                if is_done(
                    &browser
                        .call("change_password", &[("current", &current), ("new", &new)])
                        .await,
                ) {
                    self.hands.password = Some(new);
                }
            }
            Act::AddAddress => {
                let position = *["", "1", "2"].choose(chance).unwrap_or(&"");
                let fields = [("new_address", ADDRESS), ("position", position)];
                if !is_done(&browser.call("claim_address", &fields).await) {
                    return;
                }
                let Some(code) = world.last_mail_to(ADDRESS).await.code else {
                    return;
                };
                if is_done(&browser.call("enter_address_code", &[("code", &code)]).await) {
                    self.hands.mailboxes.push(ADDRESS.to_owned());
                }
            }
            Act::RemoveAddress => {
                browser.call("remove_address", &[]).await;
            }
            Act::AddContact => {
                let fields = [("name", "Ida"), ("mailbox", ACCOMPLICE)];
                if is_done(&browser.call("add_contact", &fields).await) {
                    let contact = world.contact_browser(ACCOMPLICE).await;
                    if is_done(&contact.call("accept_contact", &[]).await) {
                        self.hands.contacts.push(ACCOMPLICE.to_owned());
                    }
                }
            }
            Act::RemoveContact => {
                for contact in &holdings.contacts {
                    if contact.address.as_str() == CONTACT {
                        browser
                            .call("remove_contact", &[("contact", &contact.id.to_hex())])
                            .await;
                    }
                }
            }
            Act::EndSessions => {
                browser.call("end_other_sessions", &[]).await;
            }
            // It gains nothing, except that the owner has to open the account.
            Act::Freeze if self.loot != Loot::Paper && chance.random_bool(0.2) => {
                browser.call("freeze_own", &[]).await;
            }
            Act::Freeze => {}
        }
    }
}
