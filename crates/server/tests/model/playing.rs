//! Plays a sequence, and tracks the allowed outcomes independently of the app.

use super::deeds::{Deed, Mailed, One, Saved, Step};
use regain_domain::Identifier;
use regain_service::{FlowToken, Outcome, Requester, Visitor};
use regain_testkit::{ADDRESSES, Person, World, wrong_code, wrong_saved_code};

/// A browser's recovery so far, tracked independently of the app.
#[derive(Default)]
struct Seen {
    token: Option<FlowToken>,
    person: One,
    codes: Vec<String>,
    tokens: Vec<String>,
    mailed: bool,
    saved: bool,
}

pub(super) struct Model {
    pub(super) world: World,
    people: [Person; 2],
    browsers: [Seen; 2],
    used: [usize; 2],
    passwords: usize,
    pub(super) reached: Reached,
}

/// The points that a run's sequences reached; a model that never gets anywhere proves nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Reached {
    pub(super) gates: u32,
    pub(super) changed: u32,
    pub(super) kept: u32,
}

impl Model {
    pub(super) async fn new() -> Self {
        let world = World::new().await;
        let people = [world.anna().clone(), world.bert().clone()];
        Self {
            world,
            people,
            browsers: Default::default(),
            used: [0; 2],
            passwords: 0,
            reached: Reached::default(),
        }
    }

    pub(super) async fn stored(&self) -> [Option<String>; 2] {
        [
            self.world.stored_password(ADDRESSES[0]).await,
            self.world.stored_password(ADDRESSES[1]).await,
        ]
    }

    pub(super) async fn play(&mut self, (browser, deed): Step) {
        let before = self.stored().await;
        let changed = self.act(browser, deed).await;
        let after = self.stored().await;
        for person in 0..2 {
            let expected = changed == Some(person);
            assert_eq!(
                before[person] != after[person],
                expected,
                "the password of {person}, by {deed:?}"
            );
        }
        let sessions = self
            .world
            .database()
            .number("SELECT count(*) FROM sessions")
            .await;
        assert_eq!(sessions, 0, "S29: {deed:?} signed somebody in");
    }

    /// Does the deed; returns the person whose password it changed.
    async fn act(&mut self, browser: One, deed: Deed) -> Option<One> {
        let visitor = Visitor::default();
        let regain = std::sync::Arc::clone(self.world.regain());
        if let Deed::Wait(seconds) = deed {
            self.world.advance_seconds(seconds);
            return None;
        }
        if let Deed::Start(person, trouble) = deed {
            let who = Identifier::parse(&self.people[person].email).expect("an identifier");
            let previous = self.browsers[browser].token.take();
            let token = regain
                .recovery
                .start(&Requester::default(), &who, trouble, previous.as_ref())
                .await
                .expect("it starts");
            self.browsers[browser] = Seen {
                token: Some(token),
                person,
                ..Seen::default()
            };
            return None;
        }
        let token = self.browsers[browser].token.clone()?;
        match deed {
            Deed::Start(..) | Deed::Wait(_) => {}
            Deed::Choose(method) => {
                drop(
                    regain
                        .recovery
                        .choose_method(&Requester::default(), &token, method)
                        .await,
                );
            }
            Deed::Resend => drop(
                regain
                    .recovery
                    .resend_code(&Requester::default(), &token)
                    .await,
            ),
            Deed::OtherWay => drop(regain.recovery.choose_another_way(&token).await),
            Deed::Stop => regain.recovery.stop(&token).await.expect("it stops"),
            Deed::Switch { keep } => drop(regain.recovery.end_with(&token, keep).await),
            Deed::EnterMailed(which) => {
                let code = self.mailed(browser, which, |seen| &seen.codes)?;
                let outcome = regain
                    .recovery
                    .enter_mailed_code(&visitor, &token, &code)
                    .await;
                self.note_mailed(browser, &outcome, &code, |seen| &seen.codes);
            }
            Deed::ConfirmLink(which) => {
                let link = self.mailed(browser, which, |seen| &seen.tokens)?;
                let outcome = regain.recovery.confirm_link(&visitor, &token, &link).await;
                self.note_mailed(browser, &outcome, &link, |seen| &seen.tokens);
            }
            Deed::EnterSaved(which) => {
                let code = self.saved(self.browsers[browser].person, which)?;
                let outcome = regain
                    .recovery
                    .enter_saved_code(&visitor, &token, &code)
                    .await;
                self.note_saved(browser, &outcome, &code);
            }
            Deed::EnterPassed(which) => {
                let code = self.mailed(browser, which, |seen| &seen.codes)?;
                let outcome = regain
                    .recovery
                    .enter_contact_code(&visitor, &token, &code)
                    .await;
                assert!(
                    outcome.is_err(),
                    "S27: a gate of contacts without a contact"
                );
            }
            Deed::FinishNew => {
                self.passwords += 1;
                let password = format!("sentence number {} of a long story", self.passwords);
                if regain
                    .recovery
                    .finish_with_new_password(&visitor, &token, &password)
                    .await
                    .is_ok()
                {
                    self.assert_proven(browser);
                    self.reached.changed += 1;
                    let person = self.browsers[browser].person;
                    self.people[person].password = password;
                    return Some(person);
                }
            }
            Deed::FinishKept { right } => {
                let person = &self.people[self.browsers[browser].person];
                let password = if right {
                    person.password.clone()
                } else {
                    "some other long sentence".to_owned()
                };
                if regain
                    .recovery
                    .finish_with_kept_password(&visitor, &token, &password)
                    .await
                    .is_ok()
                {
                    assert!(right, "a wrong password was kept");
                    self.assert_proven(browser);
                    self.reached.kept += 1;
                }
            }
        }
        self.collect(browser).await;
        None
    }

    fn assert_proven(&self, browser: One) {
        let seen = &self.browsers[browser];
        assert!(
            seen.mailed && seen.saved,
            "an end without two proofs of different classes"
        );
    }

    /// Brings the code and the token that the deed mailed, if any, to its browser.
    async fn collect(&mut self, browser: One) {
        let address = &self.people[self.browsers[browser].person].email;
        let newest = self
            .world
            .mails_to(address)
            .await
            .into_iter()
            .find(|mail| mail.code.is_some());
        let Some(mail) = newest else { return };
        let code = mail.code.expect("a code");
        if self.browsers.iter().any(|seen| seen.codes.contains(&code)) {
            return;
        }
        let (_, token) = mail
            .link
            .rsplit_once('.')
            .expect("a link with code and token");
        self.browsers[browser].tokens.push(token.to_owned());
        self.browsers[browser].codes.push(code);
    }

    fn mailed(&self, browser: One, which: Mailed, of: fn(&Seen) -> &Vec<String>) -> Option<String> {
        let own = of(&self.browsers[browser]);
        match which {
            Mailed::Newest => own.last().cloned(),
            Mailed::Earlier => own.iter().rev().nth(1).cloned(),
            Mailed::OfTheOtherBrowser => of(&self.browsers[1 - browser]).last().cloned(),
            Mailed::Wrong => own.last().map(|secret| match secret.len() {
                9 => wrong_code(secret),
                _ => wrong_saved_code(secret),
            }),
        }
    }

    fn saved(&self, person: One, which: Saved) -> Option<String> {
        let own = &self.people[person];
        let other = &self.people[1 - person];
        match which {
            Saved::Fresh => own.codes.get(self.used[person]).cloned(),
            Saved::Used => self.used[person]
                .checked_sub(1)
                .map(|index| own.codes[index].clone()),
            Saved::OfTheOtherPerson => other.codes.get(self.used[1 - person]).cloned(),
            Saved::Wrong => Some(wrong_saved_code(&own.codes[9])),
        }
    }

    fn note_mailed(
        &mut self,
        browser: One,
        outcome: &Outcome<()>,
        typed: &str,
        of: fn(&Seen) -> &Vec<String>,
    ) {
        if outcome.is_ok() {
            let seen = &mut self.browsers[browser];
            assert_eq!(
                of(seen).last().map(String::as_str),
                Some(typed),
                "only the newest of its own opens a gate"
            );
            assert!(!seen.mailed, "S12: the same class twice");
            seen.mailed = true;
            self.reached.gates += 1;
        }
    }

    fn note_saved(&mut self, browser: One, outcome: &Outcome<()>, typed: &str) {
        if outcome.is_ok() {
            let person = self.browsers[browser].person;
            assert_eq!(
                self.people[person].codes[self.used[person]], typed,
                "only a fresh one of the person's own"
            );
            self.used[person] += 1;
            assert!(!self.browsers[browser].saved, "S12: the same class twice");
            self.browsers[browser].saved = true;
            self.reached.gates += 1;
        }
    }

    /// Checks that the rows tell the same story: every end stands on two met challenges of its own
    /// recovery and person.
    pub(super) async fn check_rows(&self) {
        let without = "SELECT count(*) FROM recovery_flows AS flow
            WHERE state = 'finished' AND trouble <> 'forgot_user_name'
              AND (SELECT count(DISTINCT challenges.class) FROM proofs JOIN challenges ON challenges.id = challenge_id
                   WHERE proofs.flow_id = flow.id AND challenges.flow_id = flow.id AND consumed_at = proofs.at
                     AND proofs.person_id = flow.person_id AND challenges.person_id = flow.person_id) <> 2";
        assert_eq!(self.world.database().number(without).await, 0);
        let used = "SELECT count(*) FROM saved_code_uses";
        let proofs = "SELECT count(*) FROM proofs WHERE class = 'saved_code'";
        assert_eq!(
            self.world.database().number(used).await,
            self.world.database().number(proofs).await
        );
    }
}
