//! One code, redeemed by many at once (S17, S41).

use super::{AT_ONCE, BUDGET_BACK, tallied};
use regain_domain::{Method, Refusal, policy};
use regain_service::{Requester, Visitor};
use regain_testkit::{World, processes};

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
