//! People who have been disabled for 180 days without a break.

use super::{CLOSED, nearly, subjects};
use crate::support::closing::{DAY, status, sweep};
use regain_domain::PersonId;
use regain_service::Visitor;
use regain_testkit::{ROOT, World};

const WARNED: &str = "Your disabled account will be erased";

async fn erased_on(world: &World, id: PersonId) -> Option<i64> {
    let root = world.id_of(ROOT).await;
    let view = world
        .admin()
        .person(root, id)
        .await
        .expect("an administrator may");
    view.erased_on
        .map(|at| at.as_millis() - world.now().as_millis())
}

fn millis(days: u32) -> i64 {
    i64::try_from((DAY * days).as_millis()).expect("few")
}

#[tokio::test]
async fn s103_whoever_is_disabled_for_180_days_is_erased_and_told_twice_before() {
    let world = World::new().await;
    let anna = world.anna().clone();
    let id = world.id_of(&anna.email).await;
    assert_eq!(erased_on(&world, id).await, None);
    world.set_disabled(&anna.email, true).await;
    let told = world.last_mail_to(&anna.email).await;
    assert!(
        told.text.contains("21 May 2027, 12:00 UTC"),
        "the day is named: {}",
        told.text
    );
    assert_eq!(erased_on(&world, id).await, Some(millis(180)));
    let root = world.browser();
    root.sign_in(world.root()).await;
    let page = root
        .get(&format!("/admin/people/{}", id.to_hex()))
        .await
        .words();
    assert!(
        page.contains("Will be erased on") && page.contains("21 May 2027"),
        "{page}"
    );

    world.advance(nearly(150));
    sweep(&world).await;
    assert!(
        !subjects(&world, &anna.email)
            .await
            .iter()
            .any(|subject| subject == WARNED)
    );
    world.advance(DAY * 150 - nearly(150));
    sweep(&world).await;
    let told = world.last_mail_to(&anna.email).await;
    assert!(
        told.subject == WARNED && told.text.contains("21 May 2027, 12:00 UTC"),
        "{told:?}"
    );
    world.advance(nearly(30));
    sweep(&world).await;
    assert_eq!(status(&world, id).await, "disabled", "day 179.99");
    world.advance(DAY * 30 - nearly(30));
    sweep(&world).await;
    assert_eq!(status(&world, id).await, "erased");
    assert_eq!(world.last_mail_to(&anna.email).await.subject, CLOSED);
    let root_id = world.id_of(ROOT).await;
    let enabled = world.admin().enable(&Visitor::default(), root_id, id).await;
    assert!(enabled.is_err(), "erased isn't disabled");
}

#[tokio::test]
async fn s103_enabling_stops_it_and_being_disabled_anew_counts_from_the_beginning() {
    let world = World::new().await;
    let anna = world.anna().clone();
    let id = world.id_of(&anna.email).await;
    world.set_disabled(&anna.email, true).await;
    world.advance(DAY * 150);
    sweep(&world).await;
    world.deliver().await;
    world.advance(DAY * 29);
    world.set_disabled(&anna.email, false).await;
    assert_eq!(erased_on(&world, id).await, None);
    world.advance(DAY * 2);
    sweep(&world).await;
    assert_eq!(status(&world, id).await, "active");
    world.set_disabled(&anna.email, true).await;
    assert_eq!(erased_on(&world, id).await, Some(millis(180)));
    for days in [100, 50] {
        world.advance(DAY * days);
        sweep(&world).await;
        world.deliver().await;
    }
    world.advance(nearly(30));
    sweep(&world).await;
    assert_eq!(status(&world, id).await, "disabled");
    world.advance(DAY);
    sweep(&world).await;
    assert_eq!(status(&world, id).await, "erased");
    assert_eq!(
        subjects(&world, &anna.email)
            .await
            .iter()
            .filter(|subject| *subject == WARNED)
            .count(),
        2
    );
}

#[tokio::test]
async fn s103_whoever_was_disabled_and_not_told_keeps_thirty_days() {
    let world = World::new().await;
    let anna = world.anna().clone();
    let id = world.id_of(&anna.email).await;
    world.set_disabled(&anna.email, true).await;
    world.advance(DAY * 400);
    assert_eq!(erased_on(&world, id).await, Some(millis(30)));
    sweep(&world).await;
    world.advance(nearly(30));
    sweep(&world).await;
    assert_eq!(status(&world, id).await, "disabled");
    world.advance(DAY);
    sweep(&world).await;
    assert_eq!(status(&world, id).await, "erased");
}
