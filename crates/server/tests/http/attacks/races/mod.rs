//! One-time secrets work once, however many requests come at the same moment (S17, S60; T8, T9).
//!
//! The tests run at the level of the use cases, so that the moments lie as close together as
//! possible: half of the tasks in this process, half in a second one over the same database file.
//! If the database made a task wait too long, it gets an answer to come back and has won nothing.
//! Attempts that cost a slow hash run in fewer rounds.

mod addresses;

use regain_domain::{GivenPassword, Identifier, Method, Refusal, policy};
use regain_service::{FlowToken, Outcome, Regain, Requester, Visitor};
use regain_testkit::{Person, Tally, World, at_once, processes, wrong_code};
use std::sync::Arc;

/// How many tasks do the same at once.
const AT_ONCE: usize = 50;

/// After this long, a person's budget of mail is full again (S66).
const BUDGET_BACK: std::time::Duration = std::time::Duration::from_secs(24 * 60 * 60);

/// The same, asserting that no attempt broke.
pub(crate) async fn tallied<A, F>(processes: &[Arc<Regain>; 2], count: usize, act: A) -> Tally
where
    A: Fn(Arc<Regain>, usize) -> F,
    F: Future<Output = Outcome<()>> + Send + 'static,
{
    let tally = at_once(processes, count, act).await;
    assert_eq!(
        (
            tally.broken,
            tally.won + tally.refused.len() + tally.told_to_wait
        ),
        (0, count),
        "{tally:?}"
    );
    tally
}

/// A recovery with both gates passed.
async fn proven(world: &World, person: &Person, index: usize) -> FlowToken {
    let token = world.recovering(person, Method::Mail).await;
    let code = world.mailed_code(&person.email).await;
    let regain = world.regain();
    let visitor = Visitor::default();
    regain
        .recovery
        .enter_mailed_code(&visitor, &token, &code)
        .await
        .expect("the first gate");
    regain
        .recovery
        .choose_method(&Requester::default(), &token, Method::SavedCode)
        .await
        .expect("the other way");
    regain
        .recovery
        .enter_saved_code(&visitor, &token, &person.codes[index])
        .await
        .expect("the second gate");
    token
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn s17_of_fifty_redemptions_of_one_mailed_code_exactly_one_wins_for_each_of_two_hundred_codes()
 {
    let world = World::new().await;
    let processes = processes(&world).await;
    for round in 0..200 {
        let person = [world.anna(), world.bert()][round % 2];
        world.advance(BUDGET_BACK);
        let token = world.recovering(person, Method::Mail).await;
        let mail = world.mail_with_a_code(&person.email).await;
        let code = mail.code.expect("a code");
        let link = mail.link.rsplit_once('.').expect("a token").1.to_owned();
        // Every other task confirms the same mail's link instead.
        let tally = tallied(&processes, AT_ONCE, |regain, index| {
            let token = token.clone();
            let code = code.clone();
            let link = link.clone();
            async move {
                match index % 4 {
                    3 => {
                        regain
                            .recovery
                            .confirm_link(&Visitor::default(), &token, &link)
                            .await
                    }
                    _ => {
                        regain
                            .recovery
                            .enter_mailed_code(&Visitor::default(), &token, &code)
                            .await
                    }
                }
            }
        })
        .await;
        assert_eq!(tally.won, 1, "round {round}: {tally:?}");
        assert!(
            tally
                .refused
                .iter()
                .all(|refusal| *refusal == Refusal::CodeUsed),
            "round {round}: {tally:?}"
        );
    }
    assert_eq!(
        world.database().number("SELECT count(*) FROM proofs").await,
        200
    );
    assert_eq!(
        world
            .database()
            .number("SELECT count(DISTINCT flow_id) FROM proofs")
            .await,
        200
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn s17_of_twenty_acceptances_of_one_invitation_to_be_a_contact_exactly_one_wins() {
    let world = World::strict().await;
    let processes = processes(&world).await;
    let browser = world.confirmed(world.anna()).await;
    for (name, address) in regain_testkit::CONTACTS {
        regain_testkit::done(
            &browser
                .call("add_contact", &[("name", name), ("mailbox", address)])
                .await,
        );
        let code = world.mailed_code(address).await;
        let tally = tallied(&processes, 20, |regain, _| {
            let code = code.clone();
            async move { regain.contacts.accept_contact(&code).await }
        })
        .await;
        assert_eq!(tally.won, 1, "{tally:?}");
        assert!(
            tally
                .refused
                .iter()
                .all(|refusal| *refusal == Refusal::ContactAnswered),
            "{tally:?}"
        );
    }
    let told = "SELECT count(*) FROM history WHERE event = 'contact.accepted'";
    assert_eq!(world.database().number(told).await, 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn s17_of_twenty_confirmations_by_one_contact_and_twenty_redemptions_of_their_code_one_each_wins()
 {
    let world = World::strict().await;
    let processes = processes(&world).await;
    world.counting_contacts(world.anna(), 1).await;
    for _ in 0..5 {
        world.advance(BUDGET_BACK);
        let token = world.recovering(world.anna(), Method::Contact).await;
        let link = world.mailed_code(regain_testkit::CONTACTS[0].1).await;
        let shown = Arc::new(std::sync::Mutex::new(Vec::new()));
        let tally = tallied(&processes, 20, |regain, _| {
            let link = link.clone();
            let shown = Arc::clone(&shown);
            async move {
                let code = regain.contacts.pass_on(&link, true).await?;
                shown.lock().expect("nobody panics").push(code.shown());
                Ok(())
            }
        })
        .await;
        assert_eq!(tally.won, 1, "{tally:?}");
        assert!(
            tally
                .refused
                .iter()
                .all(|refusal| *refusal == Refusal::PassOnUsed),
            "{tally:?}"
        );
        let code = shown.lock().expect("nobody panics").remove(0);
        let tally = tallied(&processes, 20, |regain, _| {
            let token = token.clone();
            let code = code.clone();
            async move {
                regain
                    .recovery
                    .enter_contact_code(&Visitor::default(), &token, &code)
                    .await
            }
        })
        .await;
        assert_eq!(tally.won, 1, "{tally:?}");
        assert!(
            tally
                .refused
                .iter()
                .all(|refusal| *refusal == Refusal::CodeUsed),
            "{tally:?}"
        );
    }
    assert_eq!(
        world.database().number("SELECT count(*) FROM proofs").await,
        5
    );
    assert_eq!(
        world
            .database()
            .number("SELECT count(*) FROM contact_requests WHERE given_at IS NOT NULL")
            .await,
        5
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn s17_one_saved_code_in_five_recoveries_at_once_opens_exactly_one() {
    let world = World::new().await;
    let processes = processes(&world).await;
    let anna = world.anna();
    for code in &anna.codes {
        let mut tokens = Vec::new();
        for _ in 0..policy::OPEN_FLOWS {
            tokens.push(world.recovering(anna, Method::SavedCode).await);
        }
        let tally = tallied(&processes, 10, |regain, index| {
            let token = tokens[index % tokens.len()].clone();
            let code = code.clone();
            async move {
                regain
                    .recovery
                    .enter_saved_code(&Visitor::default(), &token, &code)
                    .await
            }
        })
        .await;
        assert_eq!(tally.won, 1, "{tally:?}");
        let expected = [Refusal::CodeUsed, Refusal::FlowStep];
        assert!(
            tally
                .refused
                .iter()
                .all(|refusal| expected.contains(refusal)),
            "{tally:?}"
        );
    }
    assert_eq!(
        world.database().number("SELECT count(*) FROM proofs").await,
        10
    );
    assert_eq!(
        world
            .database()
            .number("SELECT count(*) FROM saved_code_uses")
            .await,
        10
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn s17_the_last_step_of_an_invitation_happens_once() {
    let world = World::new().await;
    let processes = processes(&world).await;
    for round in 0..3 {
        let address = format!("guest{round}@example.org");
        let invitation = world.invite(&address).await.code;
        let browser = world.browser();
        browser
            .call("open_invitation", &[("code", &invitation.shown())])
            .await;
        let mut guest = Person::at(&address);
        browser.enrol_until_codes(&mut guest).await;
        let tally = tallied(&processes, AT_ONCE, |regain, index| {
            let invitation = invitation.clone();
            let code = guest.codes[index % 10].clone();
            async move {
                regain
                    .enrolment
                    .enrol_confirm(&Visitor::default(), &invitation, &code, None)
                    .await
                    .map(drop)
            }
        })
        .await;
        assert_eq!(tally.won, 1, "{tally:?}");
        assert!(
            tally
                .refused
                .iter()
                .all(|refusal| *refusal == Refusal::InvitationUsed),
            "{tally:?}"
        );
        let ready = world
            .mails_to(&address)
            .await
            .into_iter()
            .filter(|mail| mail.subject == "Your account is ready");
        assert_eq!(ready.count(), 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn s29_of_many_ends_of_two_recoveries_of_one_person_exactly_one_happens() {
    let world = World::new().await;
    let processes = processes(&world).await;
    let anna = world.anna();
    for round in 0..3 {
        world.advance(BUDGET_BACK);
        let tokens = [
            proven(&world, anna, 2 * round).await,
            proven(&world, anna, 2 * round + 1).await,
        ];
        let password = |index: usize| format!("sentence {index} of round {round} it is");
        let tally = tallied(&processes, 8, |regain, index| {
            let token = tokens[index / 2 % 2].clone();
            let password = password(index);
            async move {
                regain
                    .recovery
                    .finish_with_new_password(&Visitor::default(), &token, &password)
                    .await
            }
        })
        .await;
        assert_eq!(tally.won, 1, "{tally:?}");
        let over = [Refusal::FlowStep, Refusal::FlowNone, Refusal::FlowCancelled];
        assert!(
            tally.refused.iter().all(|refusal| over.contains(refusal)),
            "{tally:?}"
        );
        let who = Identifier::parse("anna").expect("an identifier");
        let mut work = 0;
        for index in 0..8 {
            // One wait at a time, since each failure counts.
            world.advance(policy::LONGEST_DELAY);
            let given = GivenPassword::parse(&password(index)).expect("a password");
            work += usize::from(
                world
                    .regain()
                    .sign_in
                    .by_password(&Requester::default(), &who, &given, false)
                    .await
                    .is_ok(),
            );
        }
        assert_eq!(
            work, 1,
            "exactly one of the eight passwords is the password"
        );
    }
    let finished = "SELECT count(*) FROM recovery_flows WHERE state = 'finished'";
    assert_eq!(world.database().number(finished).await, 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn s41_of_fifty_uses_of_one_authenticator_code_in_five_sign_ins_exactly_one_wins() {
    let world = World::strict().await;
    let processes = processes(&world).await;
    let anna = world.anna();
    let mut asked = Vec::new();
    for _ in 0..5 {
        asked.push(world.asked(anna).await);
    }
    let code = world.app_code(anna);
    let tally = tallied(&processes, 50, |regain, index| {
        let token = asked[index % 5].clone();
        let code = code.clone();
        async move {
            regain
                .sign_in
                .verify_with_authenticator(&Requester::default(), &token, &code, false)
                .await
                .map(drop)
        }
    })
    .await;
    assert_eq!(tally.won, 1, "{tally:?}");
    let over = [
        Refusal::AuthenticatorUsed,
        Refusal::AuthenticatorTries,
        Refusal::VerifyNone,
    ];
    assert!(
        tally.refused.iter().all(|refusal| over.contains(refusal)),
        "{tally:?}"
    );
    assert_eq!(
        world
            .database()
            .number("SELECT count(*) FROM sessions")
            .await,
        1
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn s60_of_two_hundred_wrong_codes_at_once_five_are_checked() {
    let world = World::new().await;
    let processes = processes(&world).await;
    let token = world.recovering(world.anna(), Method::Mail).await;
    let code = world.mailed_code("anna@example.org").await;
    let wrong = wrong_code(&code);
    let tally = tallied(&processes, 200, |regain, _| {
        let token = token.clone();
        let wrong = wrong.clone();
        async move {
            regain
                .recovery
                .enter_mailed_code(&Visitor::default(), &token, &wrong)
                .await
        }
    })
    .await;
    let checked = tally
        .refused
        .iter()
        .filter(|refusal| **refusal == Refusal::CodeWrong)
        .count();
    assert_eq!((tally.won, checked), (0, 5), "{tally:?}");
    assert!(
        tally
            .refused
            .iter()
            .all(|refusal| matches!(refusal, Refusal::CodeWrong | Refusal::CodeTries))
    );
    assert_eq!(
        world
            .database()
            .number("SELECT tries FROM challenges")
            .await,
        5
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn s60_of_fifty_wrong_sign_ins_at_once_six_are_checked() {
    for (count, most) in [(1, 6), (2, 12)] {
        let world = World::new().await;
        let [one, other] = processes(&world).await;
        let processes = [Arc::clone(&one), if count == 2 { other } else { one }];
        // A different password each, since a repeated wrong one doesn't count again (S63).
        let tally = tallied(&processes, AT_ONCE, |regain, index| async move {
            let who = Identifier::parse("anna").expect("an identifier");
            let given = GivenPassword::parse(&format!("not the password of anna, {index}"))
                .expect("a password");
            regain
                .sign_in
                .by_password(&Requester::default(), &who, &given, false)
                .await
                .map(drop)
        })
        .await;
        assert_eq!(tally.won, 0);
        // The sixth has to wait. A process that has seen fewer failures for this name counts its
        // next ones too, but checks none of them.
        let failures = world
            .database()
            .number("SELECT failures FROM sign_in_counters")
            .await;
        assert!(
            (6..=most).contains(&failures),
            "{failures} in {count} processes"
        );
    }
}
