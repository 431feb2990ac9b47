//! Wrong attempts, many at once: no more are checked than one after the other (S60).

use super::{AT_ONCE, tallied};
use regain_domain::{GivenPassword, Identifier, Method, Refusal};
use regain_service::{Requester, Visitor};
use regain_testkit::{World, processes, wrong_code};
use std::sync::Arc;

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
