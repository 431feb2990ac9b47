//! The proofs that somebody holds for an account, and their use. Owner and thief differ in nothing
//! else.

use regain_testkit::{Answer, App, Browser, SoftPasskey, World};

/// Everything that somebody can present.
#[derive(Clone, Default)]
pub(super) struct Hands {
    pub(super) user_name: String,
    pub(super) password: Option<String>,
    pub(super) apps: Vec<App>,
    /// Sets of saved codes, newest last; each code is used once, from the end.
    pub(super) sets: Vec<Vec<String>>,
    pub(super) passkeys: Vec<SoftPasskey>,
    /// Mailboxes that they can read.
    pub(super) mailboxes: Vec<String>,
    /// Mailboxes of recovery contacts who do whatever the mail asks.
    pub(super) contacts: Vec<String>,
    /// Makes each new password differ.
    pub(super) nth: u32,
}

/// A gate of a recovery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gate {
    Mail,
    Code,
    Contact,
    App,
}

const GATES: [Gate; 4] = [Gate::Mail, Gate::Code, Gate::Contact, Gate::App];

impl Hands {
    /// Signs in, by whatever works.
    pub(super) async fn sign_in(&mut self, world: &World, browser: &Browser) -> bool {
        for passkey in &mut self.passkeys {
            if is_done(
                &browser
                    .use_passkey("sign-in", "sign_in_with_passkey", passkey)
                    .await,
            ) {
                return true;
            }
        }
        let Some(password) = self.password.clone() else {
            return false;
        };
        browser.try_sign_in(&self.user_name, &password).await;
        if browser.is_signed_in().await {
            return true;
        }
        for app in &self.apps {
            world.advance_seconds(30);
            let code = app.code_at(world.now());
            if is_done(
                &browser
                    .call("verify_authenticator", &[("code", &code)])
                    .await,
            ) {
                return true;
            }
        }
        self.try_codes(async |code| browser.call("verify_saved_code", &[("code", code)]).await)
            .await
    }

    /// Confirms, by whatever works.
    pub(super) async fn confirm(&mut self, world: &World, browser: &Browser) -> bool {
        for passkey in &mut self.passkeys {
            if is_asked(browser, "confirm").await
                && is_done(
                    &browser
                        .use_passkey("confirm", "confirm_with_passkey", passkey)
                        .await,
                )
            {
                return true;
            }
        }
        let Some(password) = self.password.clone() else {
            return false;
        };
        for app in &self.apps {
            world.advance_seconds(30);
            let code = app.code_at(world.now());
            if is_done(
                &browser
                    .call("confirm", &[("password", &password), ("code", &code)])
                    .await,
            ) {
                return true;
            }
        }
        let by_code = async |code: &str| {
            let fields = [
                ("password", password.as_str()),
                ("code", code),
                ("with", "saved"),
            ];
            browser.call("confirm", &fields).await
        };
        self.try_codes(by_code).await
            || is_done(&browser.call("confirm", &[("password", &password)]).await)
    }

    /// Tries one code of each set, newest set first, until one works; crosses used ones out and
    /// tries the next.
    async fn try_codes(&mut self, give: impl AsyncFn(&str) -> Answer) -> bool {
        for set in self.sets.iter_mut().rev() {
            while let Some(code) = set.pop() {
                let answer = give(&code).await;
                if is_done(&answer) {
                    return true;
                }
                if answer.refusal().as_deref() != Some("code-used") {
                    set.push(code);
                    break;
                }
            }
        }
        false
    }

    /// Recovers the account with another password.
    pub(super) async fn recover(&mut self, world: &World, browser: &Browser) -> bool {
        if !self.pass_gates(world, browser, "forgot_password").await {
            return false;
        }
        self.nth += 1;
        let password = format!("the {} song that {} sings", self.nth, self.user_name);
        let ended = is_done(
            &browser
                .call("new_password", &[("password", &password)])
                .await,
        );
        if ended {
            self.password = Some(password);
        }
        ended
    }

    /// Replaces all apps by one of their own.
    pub(super) async fn replace_app(&mut self, world: &World, browser: &Browser) -> bool {
        if !self.pass_gates(world, browser, "lost_authenticator").await {
            return false;
        }
        let Some(app) = new_app(browser, "/recover/authenticator").await else {
            return false;
        };
        let code = app.code_at(world.now());
        let ended = is_done(
            &browser
                .call("replace_authenticator", &[("name", "y"), ("code", &code)])
                .await,
        );
        if ended {
            self.apps.push(app);
        }
        ended
    }

    /// Whether two gates passed.
    async fn pass_gates(&mut self, world: &World, browser: &Browser, trouble: &str) -> bool {
        browser.start_recovery(&self.user_name, trouble).await;
        for passkey in &mut self.passkeys {
            browser
                .call("choose_method", &[("method", "passkey")])
                .await;
            if is_asked(browser, "recover").await
                && is_done(
                    &browser
                        .use_passkey("recover", "enter_passkey", passkey)
                        .await,
                )
            {
                return true;
            }
            browser.call("choose_another_way", &[]).await;
        }
        let mut passed = 0;
        for gate in GATES {
            if self.passes(world, browser, gate).await {
                passed += 1;
            } else {
                browser.call("choose_another_way", &[]).await;
            }
            if passed == 2 {
                return true;
            }
        }
        false
    }

    async fn passes(&mut self, world: &World, browser: &Browser, gate: Gate) -> bool {
        let choose =
            async |method: &str| browser.call("choose_method", &[("method", method)]).await;
        match gate {
            Gate::Mail => {
                let before = self.last_code(world).await;
                if self.mailboxes.is_empty() || !is_done(&choose("mail").await) {
                    return false;
                }
                let Some(code) = self
                    .last_code(world)
                    .await
                    .filter(|code| Some(code) != before.as_ref())
                else {
                    return false;
                };
                is_done(&browser.call("enter_mailed_code", &[("code", &code)]).await)
            }
            Gate::Code => {
                if self.sets.is_empty() || !is_done(&choose("saved_code").await) {
                    return false;
                }
                self.try_codes(async |code| {
                    browser.call("enter_saved_code", &[("code", code)]).await
                })
                .await
            }
            Gate::Contact => {
                let before = asked(world, &self.contacts).await;
                if self.contacts.is_empty() || !is_done(&choose("contact").await) {
                    return false;
                }
                let now = asked(world, &self.contacts).await;
                let Some((address, _)) = now
                    .iter()
                    .zip(&before)
                    .find(|(now, before)| now.1 > before.1)
                    .map(|(now, _)| now)
                else {
                    return false;
                };
                let code = world.passed_code(address).await;
                is_done(&browser.call("enter_contact_code", &[("code", &code)]).await)
            }
            Gate::App => {
                for app in &self.apps {
                    world.advance_seconds(30);
                    let code = app.code_at(world.now());
                    if is_done(&choose("authenticator").await)
                        && is_done(
                            &browser
                                .call("enter_authenticator", &[("code", &code)])
                                .await,
                        )
                    {
                        return true;
                    }
                }
                false
            }
        }
    }

    /// The newest code in any of the mailboxes.
    async fn last_code(&self, world: &World) -> Option<String> {
        let mut newest = None;
        for address in &self.mailboxes {
            let mails = world.mails_to(address).await;
            newest = mails.into_iter().find_map(|mail| mail.code).or(newest);
        }
        newest
    }
}

/// The number of mails at each address.
async fn asked(world: &World, addresses: &[String]) -> Vec<(String, usize)> {
    let mut counts = Vec::new();
    for address in addresses {
        counts.push((address.clone(), world.mails_to(address).await.len()));
    }
    counts
}

/// An app with the key on a page, if there is one.
pub(super) async fn new_app(browser: &Browser, page: &str) -> Option<App> {
    if browser.get(page).await.body.contains("value__text") {
        Some(App::with_key(&browser.shown_key(page).await))
    } else {
        None
    }
}

/// Whether the server asks this browser for a passkey now.
pub(super) async fn is_asked(browser: &Browser, purpose: &str) -> bool {
    browser
        .call("ask_for_passkey", &[("purpose", purpose)])
        .await
        .body
        .contains("\"Asked\"")
}

pub(super) fn is_done(answer: &Answer) -> bool {
    answer.body == "\"Done\""
}
