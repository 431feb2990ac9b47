//! Answers and codes of recovery contacts (S17).

use super::{BUDGET_BACK, tallied};
use regain_domain::{Method, Refusal};
use regain_service::Visitor;
use regain_testkit::{World, processes};
use std::sync::Arc;

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
