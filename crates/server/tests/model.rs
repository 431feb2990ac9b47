//! S11 as a model: whatever two browsers do with the recoveries of two people, in whatever order, a password changes only
//! if two proofs of different classes of that person were given in that recovery, and nobody is ever signed in by it.
//!
//! The sequences are drawn from a fixed seed and run on the real database. Slow hashes are as slow as in production, so
//! there are a few hundred sequences and not a million; most are variations of a recovery that succeeds, since sequences
//! drawn blindly hardly ever get past the first gate.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use regain_domain::{Identifier, Method, Trouble};
use regain_service::{FlowToken, Outcome, Visitor};
use regain_testkit::{ADDRESSES, Person, World, wrong_code, wrong_saved_code};
use std::cell::Cell;
use std::time::Duration;

/// One of two browsers, or of two people.
type One = usize;

/// A mailed code, or the token of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mailed {
    Newest,
    Earlier,
    OfTheOtherBrowser,
    Wrong,
}

/// A saved code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Saved {
    Fresh,
    Used,
    OfTheOtherPerson,
    Wrong,
}

/// What somebody does in a browser.
#[derive(Debug, Clone, Copy)]
enum Deed {
    Start(One, Trouble),
    Choose(Method),
    Resend,
    OtherWay,
    EnterMailed(Mailed),
    ConfirmLink(Mailed),
    EnterSaved(Saved),
    /// A mailed code where a contact's is asked for: nobody here has contacts, and nothing else stands for theirs.
    EnterPassed(Mailed),
    FinishNew,
    FinishKept {
        right: bool,
    },
    Switch {
        keep: bool,
    },
    Stop,
    Wait(u64),
}

type Step = (One, Deed);

/// What a browser's recovery has seen, kept apart from the app.
#[derive(Default)]
struct Seen {
    token: Option<FlowToken>,
    person: One,
    codes: Vec<String>,
    tokens: Vec<String>,
    mailed: bool,
    saved: bool,
}

struct Model {
    world: World,
    people: [Person; 2],
    browsers: [Seen; 2],
    used: [usize; 2],
    passwords: usize,
    reached: Reached,
}

/// What the sequences of a run have reached; a model that never gets anywhere proves nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Reached {
    gates: u32,
    changed: u32,
    kept: u32,
}

impl Model {
    async fn new() -> Self {
        let world = World::new().await;
        let people = [world.anna().clone(), world.bert().clone()];
        Self { world, people, browsers: Default::default(), used: [0; 2], passwords: 0, reached: Reached::default() }
    }

    async fn stored(&self) -> [Option<String>; 2] {
        [self.world.stored_password(ADDRESSES[0]).await, self.world.stored_password(ADDRESSES[1]).await]
    }

    async fn play(&mut self, (browser, deed): Step) {
        let before = self.stored().await;
        let changed = self.act(browser, deed).await;
        let after = self.stored().await;
        for person in 0..2 {
            let expected = changed == Some(person);
            assert_eq!(before[person] != after[person], expected, "the password of {person}, by {deed:?}");
        }
        let sessions = self.world.database().number("SELECT count(*) FROM sessions").await;
        assert_eq!(sessions, 0, "S29: {deed:?} signed somebody in");
    }

    /// Does it; whose password has changed by it.
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
            let token =
                regain.start_recovery(&visitor, &who, trouble, previous.as_ref(), None, "").await.expect("it starts");
            self.browsers[browser] = Seen { token: Some(token), person, ..Seen::default() };
            return None;
        }
        let token = self.browsers[browser].token.clone()?;
        match deed {
            Deed::Start(..) | Deed::Wait(_) => {}
            Deed::Choose(method) => drop(regain.choose_method(&visitor, &token, method, None).await),
            Deed::Resend => drop(regain.resend_code(&visitor, &token, None).await),
            Deed::OtherWay => drop(regain.choose_another_way(&token).await),
            Deed::Stop => regain.stop_recovery(&token).await.expect("it stops"),
            Deed::Switch { keep } => drop(regain.end_with(&token, keep).await),
            Deed::EnterMailed(which) => {
                let code = self.mailed(browser, which, |seen| &seen.codes)?;
                let outcome = regain.enter_mailed_code(&visitor, &token, &code).await;
                self.note_mailed(browser, &outcome, &code, |seen| &seen.codes);
            }
            Deed::ConfirmLink(which) => {
                let link = self.mailed(browser, which, |seen| &seen.tokens)?;
                let outcome = regain.confirm_link(&visitor, &token, &link).await;
                self.note_mailed(browser, &outcome, &link, |seen| &seen.tokens);
            }
            Deed::EnterSaved(which) => {
                let code = self.saved(self.browsers[browser].person, which)?;
                let outcome = regain.enter_saved_code(&visitor, &token, &code).await;
                self.note_saved(browser, &outcome, &code);
            }
            Deed::EnterPassed(which) => {
                let code = self.mailed(browser, which, |seen| &seen.codes)?;
                let outcome = regain.enter_contact_code(&visitor, &token, &code).await;
                assert!(outcome.is_err(), "S27: a gate of contacts without a contact");
            }
            Deed::FinishNew => {
                self.passwords += 1;
                let password = format!("sentence number {} of a long story", self.passwords);
                if regain.finish_with_new_password(&visitor, &token, &password).await.is_ok() {
                    self.assert_proven(browser);
                    self.reached.changed += 1;
                    let person = self.browsers[browser].person;
                    self.people[person].password = password;
                    return Some(person);
                }
            }
            Deed::FinishKept { right } => {
                let person = &self.people[self.browsers[browser].person];
                let password = if right { person.password.clone() } else { "some other long sentence".to_owned() };
                if regain.finish_with_kept_password(&visitor, &token, &password).await.is_ok() {
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
        assert!(seen.mailed && seen.saved, "an end without two proofs of different classes");
    }

    /// Takes the code and the token that the deed has mailed, if it has, to the browser it was done in.
    async fn collect(&mut self, browser: One) {
        let address = &self.people[self.browsers[browser].person].email;
        let newest = self.world.mails_to(address).await.into_iter().find(|mail| mail.code.is_some());
        let Some(mail) = newest else { return };
        let code = mail.code.expect("a code");
        if self.browsers.iter().any(|seen| seen.codes.contains(&code)) {
            return;
        }
        let (_, token) = mail.link.rsplit_once('.').expect("a link with code and token");
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
        let (own, other) = (&self.people[person], &self.people[1 - person]);
        match which {
            Saved::Fresh => own.codes.get(self.used[person]).cloned(),
            Saved::Used => self.used[person].checked_sub(1).map(|index| own.codes[index].clone()),
            Saved::OfTheOtherPerson => other.codes.get(self.used[1 - person]).cloned(),
            Saved::Wrong => Some(wrong_saved_code(&own.codes[9])),
        }
    }

    fn note_mailed(&mut self, browser: One, outcome: &Outcome<()>, typed: &str, of: fn(&Seen) -> &Vec<String>) {
        if outcome.is_ok() {
            let seen = &mut self.browsers[browser];
            assert_eq!(of(seen).last().map(String::as_str), Some(typed), "only the newest of its own opens a gate");
            assert!(!seen.mailed, "S12: the same class twice");
            seen.mailed = true;
            self.reached.gates += 1;
        }
    }

    fn note_saved(&mut self, browser: One, outcome: &Outcome<()>, typed: &str) {
        if outcome.is_ok() {
            let person = self.browsers[browser].person;
            assert_eq!(self.people[person].codes[self.used[person]], typed, "only a fresh one of the person's own");
            self.used[person] += 1;
            assert!(!self.browsers[browser].saved, "S12: the same class twice");
            self.browsers[browser].saved = true;
            self.reached.gates += 1;
        }
    }

    /// The rows tell the same story: every end stands on two met challenges of its own recovery and person.
    async fn check_rows(&self) {
        let without = "SELECT count(*) FROM recovery_flows AS flow
            WHERE state = 'finished' AND trouble <> 'forgot_user_name'
              AND (SELECT count(DISTINCT challenges.class) FROM proofs JOIN challenges ON challenges.id = challenge_id
                   WHERE proofs.flow_id = flow.id AND challenges.flow_id = flow.id AND consumed_at = proofs.at
                     AND proofs.person_id = flow.person_id AND challenges.person_id = flow.person_id) <> 2";
        assert_eq!(self.world.database().number(without).await, 0);
        let used = "SELECT count(*) FROM saved_code_uses";
        let proofs = "SELECT count(*) FROM proofs WHERE class = 'saved_code'";
        assert_eq!(self.world.database().number(used).await, self.world.database().number(proofs).await);
    }
}

fn trouble() -> impl Strategy<Value = Trouble> {
    prop_oneof![4 => Just(Trouble::ForgotPassword), 2 => Just(Trouble::KnowPassword), 1 => Just(Trouble::ForgotUserName)]
}

fn mailed() -> impl Strategy<Value = Mailed> {
    prop_oneof![
        4 => Just(Mailed::Newest),
        1 => Just(Mailed::Earlier),
        2 => Just(Mailed::OfTheOtherBrowser),
        1 => Just(Mailed::Wrong),
    ]
}

fn saved() -> impl Strategy<Value = Saved> {
    prop_oneof![
        4 => Just(Saved::Fresh),
        1 => Just(Saved::Used),
        1 => Just(Saved::OfTheOtherPerson),
        1 => Just(Saved::Wrong),
    ]
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        2 => (0..2usize, trouble()).prop_map(|(person, trouble)| Deed::Start(person, trouble)),
        3 => Just(Deed::Choose(Method::Mail)),
        3 => Just(Deed::Choose(Method::SavedCode)),
        1 => Just(Deed::Choose(Method::Contact)),
        1 => Just(Deed::Resend),
        1 => Just(Deed::OtherWay),
        4 => mailed().prop_map(Deed::EnterMailed),
        2 => mailed().prop_map(Deed::ConfirmLink),
        4 => saved().prop_map(Deed::EnterSaved),
        1 => mailed().prop_map(Deed::EnterPassed),
        3 => Just(Deed::FinishNew),
        2 => any::<bool>().prop_map(|right| Deed::FinishKept { right }),
        1 => any::<bool>().prop_map(|keep| Deed::Switch { keep }),
        1 => Just(Deed::Stop),
        1 => prop_oneof![Just(31u64), Just(601), Just(901), Just(1801)].prop_map(Deed::Wait),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    (0..2usize, deed())
}

/// The six steps of a recovery that succeeds: the shortest there is.
fn whole(browser: One, person: One, saved_first: bool) -> Vec<Step> {
    let mail = [Deed::Choose(Method::Mail), Deed::EnterMailed(Mailed::Newest)];
    let saved = [Deed::Choose(Method::SavedCode), Deed::EnterSaved(Saved::Fresh)];
    let (first, second) = if saved_first { (saved, mail) } else { (mail, saved) };
    let mut deeds = vec![Deed::Start(person, Trouble::ForgotPassword)];
    deeds.extend(first.into_iter().chain(second).chain([Deed::FinishNew]));
    deeds.into_iter().map(|deed| (browser, deed)).collect()
}

/// A recovery that succeeds, with some of its steps lost or replaced: still at most six.
fn nearly_whole() -> impl Strategy<Value = Vec<Step>> {
    let change = prop_oneof![5 => Just(None), 1 => step().prop_map(Some)];
    (any::<bool>(), 0..2usize, vec((change, prop::bool::weighted(0.94)), 6)).prop_map(
        |(saved_first, person, changes)| {
            let steps = whole(0, person, saved_first).into_iter().zip(changes);
            steps.filter(|(_, (_, stays))| *stays).map(|(step, (change, _))| change.unwrap_or(step)).collect()
        },
    )
}

/// A way that is chosen and what is entered there: one attempt at a gate.
fn attempts() -> Vec<[Deed; 2]> {
    let mut attempts = Vec::new();
    for which in [Mailed::Newest, Mailed::OfTheOtherBrowser] {
        attempts.push([Deed::Choose(Method::Mail), Deed::EnterMailed(which)]);
        attempts.push([Deed::Choose(Method::Mail), Deed::ConfirmLink(which)]);
    }
    attempts.push([Deed::Choose(Method::Contact), Deed::EnterPassed(Mailed::Newest)]);
    for which in [Saved::Fresh, Saved::Used, Saved::OfTheOtherPerson] {
        attempts.push([Deed::Choose(Method::SavedCode), Deed::EnterSaved(which)]);
    }
    attempts
}

/// Attempts at gates in two browsers, two to six of them, each followed by nothing or by an attempt at an end.
fn attempted() -> impl Strategy<Value = Vec<Step>> {
    let right =
        |attempt: &[Deed; 2]| matches!(attempt[1], Deed::EnterMailed(Mailed::Newest) | Deed::EnterSaved(Saved::Fresh));
    let right: Vec<_> = attempts().into_iter().filter(right).collect();
    let drawn = prop_oneof![1 => prop::sample::select(attempts()), 1 => prop::sample::select(right)];
    let attempt = (0..2usize, drawn, prop::bool::weighted(0.3));
    (0..2usize, 0..2usize, vec(attempt, 2..=6)).prop_map(|(one, other, attempts)| {
        let start = |browser, person| (browser, Deed::Start(person, Trouble::ForgotPassword));
        let mut steps = vec![start(0, one), start(1, other)];
        for (browser, attempt, ends) in attempts {
            steps.extend(attempt.map(|deed| (browser, deed)));
            steps.extend(ends.then_some((browser, Deed::FinishNew)));
        }
        steps.extend([(0, Deed::FinishNew), (1, Deed::FinishNew)]);
        steps
    })
}

/// Two recoveries in two browsers, interleaved, with other steps in between.
fn interleaved() -> impl Strategy<Value = Vec<Step>> {
    let extra = vec((0..14usize, step()), 0..8);
    (any::<bool>(), any::<bool>(), 0..2usize, 0..2usize, vec(any::<bool>(), 12), extra).prop_map(
        |(first, second, one, other, turns, extra)| {
            let mut left = whole(0, one, first).into_iter();
            let mut right = whole(1, other, second).into_iter();
            let mut steps = Vec::new();
            for turn in turns {
                steps.extend(if turn { left.next() } else { right.next() });
            }
            steps.extend(left.chain(right));
            for (place, step) in extra {
                steps.insert(place.min(steps.len()), step);
            }
            steps
        },
    )
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("threads")
}

/// Runs `cases` sequences; what they have reached.
fn run(cases: u32, sequences: impl Strategy<Value = Vec<Step>>) -> Reached {
    let runtime = runtime();
    let all = Cell::new(Reached::default());
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 200, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let ran = runner.run(&sequences, |steps| {
        let one = runtime.block_on(async {
            let mut model = Model::new().await;
            for step in steps {
                model.play(step).await;
                // Codes of one moment aren't told from each other by time.
                model.world.advance(Duration::from_millis(1));
            }
            model.check_rows().await;
            model.reached
        });
        let so_far = all.get();
        all.set(Reached {
            gates: so_far.gates + one.gates,
            changed: so_far.changed + one.changed,
            kept: so_far.kept + one.kept,
        });
        Ok(())
    });
    ran.unwrap_or_else(|failure| panic!("{failure}"));
    all.get()
}

#[test]
fn s11_the_shortest_recovery_has_six_steps_and_each_of_them_is_needed() {
    let runtime = runtime();
    for saved_first in [false, true] {
        for left_out in 0..=6 {
            let mut steps = whole(0, 0, saved_first);
            if left_out < 6 {
                steps.remove(left_out);
            }
            runtime.block_on(async {
                let mut model = Model::new().await;
                let before = model.stored().await;
                for step in steps {
                    model.play(step).await;
                }
                let changed = model.stored().await != before;
                assert_eq!(changed, left_out == 6, "without step {left_out}, saved code first: {saved_first}");
            });
        }
    }
}

#[test]
fn s12_of_all_pairs_of_attempts_those_alone_open_that_prove_two_classes() {
    let runtime = runtime();
    let is_mail = |deed: Deed| matches!(deed, Deed::EnterMailed(Mailed::Newest) | Deed::ConfirmLink(Mailed::Newest));
    let is_saved = |deed: Deed| matches!(deed, Deed::EnterSaved(Saved::Fresh));
    for first in attempts() {
        for second in attempts() {
            let opens = (is_mail(first[1]) && is_saved(second[1])) || (is_saved(first[1]) && is_mail(second[1]));
            runtime.block_on(async {
                let mut model = Model::new().await;
                // The other person waits for a code of theirs in the other browser.
                for deed in [Deed::Start(1, Trouble::ForgotPassword), Deed::Choose(Method::Mail)] {
                    model.play((1, deed)).await;
                }
                model.play((0, Deed::Start(0, Trouble::ForgotPassword))).await;
                for deed in first.into_iter().chain(second).chain([Deed::FinishNew]) {
                    model.play((0, deed)).await;
                }
                assert_eq!(model.reached.changed == 1, opens, "{first:?}, then {second:?}");
                model.check_rows().await;
            });
        }
    }
}

#[test]
fn s11_no_sequence_of_up_to_six_steps_changes_a_password_without_two_proofs() {
    run(64, vec(step(), 1..=6));
    let reached = run(96, nearly_whole());
    assert!(reached.gates >= 48 && reached.changed >= 8, "{reached:?}");
}

#[test]
fn s11_no_interleaving_of_two_recoveries_does_either() {
    let reached = run(48, interleaved());
    assert!(reached.gates >= 72 && reached.changed >= 24, "{reached:?}");
}

#[test]
fn s11_no_sequence_of_attempts_at_gates_and_ends_in_two_browsers_does_either() {
    let reached = run(48, attempted());
    assert!(reached.gates >= 72 && reached.changed >= 12, "{reached:?}");
}

#[test]
fn s11_no_long_sequence_of_anything_does_either() {
    run(24, vec(step(), 12..=24));
}

#[test]
fn s11_keeping_the_password_needs_the_same_two_proofs() {
    let keeping = interleaved().prop_map(|steps| {
        let keep = |(browser, deed)| match deed {
            Deed::FinishNew => (browser, Deed::FinishKept { right: true }),
            Deed::Start(person, _) => (browser, Deed::Start(person, Trouble::KnowPassword)),
            deed => (browser, deed),
        };
        steps.into_iter().map(keep).collect()
    });
    let reached = run(32, keeping);
    assert!(reached.kept >= 16 && reached.changed == 0, "{reached:?}");
}
