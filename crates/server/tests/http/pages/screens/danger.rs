//! Acts that take something from somebody have an outline in the colour of danger, and ask on a
//! page of their own that names the person concerned.

use super::{buttons, primary};
use crate::support::people::root;
use regain_testkit::{ADDRESSES, Answer, World, done};

fn filled_danger(page: &Answer) -> Vec<String> {
    buttons(page, |class| {
        class.contains("button--danger") && class.contains("button--primary")
    })
}

#[tokio::test]
async fn disabling_somebody_asks_first_and_names_the_person_and_what_it_means() {
    let world = World::new().await;
    let anna = world.browser();
    anna.sign_in(world.anna()).await;
    let id = world.id_of(ADDRESSES[0]).await.to_hex();
    let browser = root(&world).await;
    let path = format!("/admin/people/{id}");
    let page = browser.get(&path).await;
    assert!(
        !page.body.contains(" action=\"/api/disable_person\""),
        "one press does nothing yet"
    );
    let outlined = buttons(&page, |class| class.contains("button--danger"));
    assert_eq!(outlined, ["Disable this account", "End all sessions"]);
    assert!(filled_danger(&page).is_empty());

    let asked = browser.get(&format!("{path}?confirm=disable")).await;
    assert_eq!(
        asked.heading(),
        format!("Disable the account of {}?", world.anna().name)
    );
    assert!(
        asked.words().contains("is signed out everywhere at once"),
        "{}",
        asked.words()
    );
    assert_eq!(filled_danger(&asked), ["Disable this account"]);
    assert!(
        asked.body.contains(&format!("href=\"{path}\"")) && asked.words().contains("Cancel"),
        "the way back"
    );
    assert!(anna.is_signed_in().await, "asking does nothing");

    let refused = browser
        .post("disable_person", &[("person", &id), ("reason", "")])
        .await;
    assert_eq!(
        refused.location(),
        Some(format!("{path}?confirm=disable&problem=reason-empty").as_str())
    );
    let page = browser.follow(&refused).await;
    assert_eq!(
        filled_danger(&page),
        ["Disable this account"],
        "where the reason is asked for"
    );
    let done = browser
        .post("disable_person", &[("person", &id), ("reason", "on leave")])
        .await;
    assert_eq!(
        done.location(),
        Some(format!("{path}?notice=disabled").as_str())
    );
    assert!(!anna.is_signed_in().await);
    let again = browser.get(&format!("{path}?confirm=disable")).await;
    assert!(
        filled_danger(&again).is_empty(),
        "there is nothing to disable any more"
    );
}

#[tokio::test]
async fn nobody_is_asked_about_whom_they_may_not_disable() {
    let world = World::new().await;
    let browser = root(&world).await;
    let id = world.id_of(&world.root().email).await.to_hex();
    let page = browser
        .get(&format!("/admin/people/{id}?confirm=disable"))
        .await;
    assert!(filled_danger(&page).is_empty(), "oneself");
}

#[tokio::test]
async fn freezing_is_confirmed_on_a_page_that_names_the_account() {
    let world = World::new().await;
    let browser = world.browser();
    browser.sign_in(world.anna()).await;
    let account = browser.get("/account").await;
    assert!(!account.body.contains(" action=\"/api/freeze_own\""));
    let page = browser.get("/account/freeze").await;
    assert_eq!(page.heading(), "Freeze my account");
    assert!(
        page.words()
            .contains("You are about to freeze the account of anna."),
        "{}",
        page.words()
    );
    assert!(
        page.words().contains("every session ends, this one too"),
        "{}",
        page.words()
    );
    assert_eq!(primary(&page), ["Freeze my account"]);
    assert_eq!(filled_danger(&page), ["Freeze my account"]);
    done(&browser.call("freeze_own", &[]).await);
    assert!(!browser.is_signed_in().await);
}

#[tokio::test]
async fn what_ends_or_removes_something_of_ones_own_is_outlined_and_never_the_filled_button() {
    let world = World::strict().await;
    let browser = world.browser();
    let other = world.browser();
    world.sign_in_fully(&other, world.anna()).await;
    world.sign_in_fully(&browser, world.anna()).await;
    let page = browser.get("/account/devices").await;
    let danger = buttons(&page, |class| class.contains("button--danger"));
    assert!(
        danger.contains(&"End all other sessions".to_owned()),
        "{danger:?}"
    );
    assert!(filled_danger(&page).is_empty());
}
