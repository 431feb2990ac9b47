//! A one-time code works once, and belongs to its address, however many requests come at the same
//! moment (S17, S71; T9).

use super::tallied;
use crate::support::addresses::{SECOND, confirmed, farewell, own, take};
use regain_domain::{Refusal, policy};
use regain_service::Visitor;
use regain_testkit::{World, processes};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn s17_of_fifty_confirmations_of_one_address_exactly_one_wins() {
    let world = World::strict().await;
    let processes = processes(&world).await;
    let anna = world.anna().clone();
    let visitor = Visitor::default();
    for (position, address) in [
        (None, "a@home.example"),
        (Some(2), "b@home.example"),
        (Some(1), "c@home.example"),
    ] {
        let signed_in = world.proven_just_now(&anna).await;
        world
            .regain()
            .addresses
            .claim_address(&visitor, &signed_in, address, position)
            .await
            .expect("a claim");
        let code = world.mailed_code(address).await;
        let tally = tallied(&processes, 50, |regain, _| {
            let signed_in = signed_in.clone();
            let code = code.clone();
            async move {
                regain
                    .addresses
                    .enter_address_code(&Visitor::default(), &signed_in, &code)
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
        own(&world, "c@home.example").await,
        ["c@home.example", "b@home.example"]
    );
    let changes =
        "SELECT count(*) FROM credential_changes WHERE action LIKE '%\\_address' ESCAPE '\\'";
    assert_eq!(world.database().number(changes).await, 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn s71_a_confirmation_beside_newer_requests_only_ever_takes_the_address_of_its_own_code() {
    let world = World::strict().await;
    let processes = processes(&world).await;
    let anna = world.anna().clone();
    let visitor = Visitor::default();
    for round in 0..4 {
        let signed_in = world.proven_just_now(&anna).await;
        let mine = format!("anna{round}@home.example");
        let position = if round == 0 { None } else { Some(2) };
        world
            .regain()
            .addresses
            .claim_address(&visitor, &signed_in, &mine, position)
            .await
            .expect("a claim");
        let code = world.mailed_code(&mine).await;
        let tally = tallied(&processes, 6, |regain, index| {
            let signed_in = signed_in.clone();
            let code = code.clone();
            async move {
                match index {
                    0..3 => {
                        regain
                            .addresses
                            .enter_address_code(&Visitor::default(), &signed_in, &code)
                            .await
                    }
                    _ => {
                        let victim = format!("victim{round}-{index}@evil.example");
                        regain
                            .addresses
                            .claim_address(&Visitor::default(), &signed_in, &victim, position)
                            .await
                    }
                }
            }
        })
        .await;
        let known = [
            Refusal::CodeReplaced,
            Refusal::CodeUsed,
            Refusal::AddressNone,
            Refusal::AddressMany,
            Refusal::AddressMails,
        ];
        assert!(
            tally.refused.iter().all(|refusal| known.contains(refusal)),
            "{tally:?}"
        );
        let addresses = own(&world, &anna.email).await;
        assert!(
            !addresses.iter().any(|address| address.contains("evil")),
            "round {round}: {addresses:?}"
        );
        world.advance(policy::ADDRESS_MAILS_WITHIN);
        if own(&world, &anna.email).await.len() == 1 {
            let signed_in = world.proven_just_now(&anna).await;
            world
                .regain()
                .addresses
                .claim_address(&visitor, &signed_in, &mine, None)
                .await
                .expect("a claim");
            let code = world.mailed_code(&mine).await;
            world
                .regain()
                .addresses
                .enter_address_code(&visitor, &signed_in, &code)
                .await
                .expect("it is the newest");
            world.advance(policy::ADDRESS_MAILS_WITHIN);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn s71_of_two_people_who_confirm_one_address_at_once_one_gets_it() {
    let world = World::strict().await;
    let processes = processes(&world).await;
    let people = [world.anna().clone(), world.bert().clone()];
    let visitor = Visitor::default();
    let mut asked = Vec::new();
    for person in &people {
        let signed_in = world.proven_just_now(person).await;
        world
            .regain()
            .addresses
            .claim_address(&visitor, &signed_in, SECOND, None)
            .await
            .expect("a claim");
        asked.push((signed_in, world.mailed_code(SECOND).await));
    }
    let tally = tallied(&processes, 10, |regain, index| {
        let (signed_in, code) = asked[index / 2 % 2].clone();
        async move {
            regain
                .addresses
                .enter_address_code(&Visitor::default(), &signed_in, &code)
                .await
        }
    })
    .await;
    assert_eq!(tally.won, 1, "{tally:?}");
    assert!(
        tally.refused.iter().all(|refusal| matches!(
            refusal,
            Refusal::CodeUsed | Refusal::AddressTaken | Refusal::CodeTries
        )),
        "{tally:?}"
    );
    let held = "SELECT count(*) FROM identifiers WHERE canonical = 'anna@home.example'";
    assert_eq!(world.database().number(held).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn s17_of_fifty_objections_exactly_one_happens() {
    let world = World::strict().await;
    let processes = processes(&world).await;
    let anna = world.anna().clone();
    let browser = confirmed(&world, &anna).await;
    take(&world, &browser, SECOND, "1").await;
    let code = farewell(&world, &anna.email).await.code.expect("a code");
    let tally = tallied(&processes, 50, |regain, _| {
        let code = code.clone();
        async move { regain.objections.by_code(&Visitor::default(), &code).await }
    })
    .await;
    assert_eq!(tally.won, 1, "{tally:?}");
    assert!(
        tally
            .refused
            .iter()
            .all(|refusal| *refusal == Refusal::ObjectionUsed),
        "{tally:?}"
    );
    assert_eq!(own(&world, &anna.email).await, [anna.email.as_str()]);
}
