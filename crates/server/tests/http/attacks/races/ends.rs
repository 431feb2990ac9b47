//! The last step of an enrolment and of a recovery happens once (S17, S29).

use super::{AT_ONCE, BUDGET_BACK, tallied};
use regain_domain::{GivenPassword, Identifier, Method, Refusal, policy};
use regain_service::{FlowToken, Requester, Visitor};
use regain_testkit::{Person, World, processes};

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
