//! Contacts are their owner's alone, and those who are needed stay (S46, S72).

use super::{CLEO, ids};
use regain_testkit::{ADDRESSES, ROOT, World, done};

#[tokio::test]
async fn s72_nobody_reaches_the_contacts_of_somebody_else() {
    let world = World::strict().await;
    world.agreed_contacts(world.anna(), 1).await;
    let id = world.holdings(ADDRESSES[0]).await.contacts[0].id.to_hex();
    let before = world.credentials().await;
    for person in [world.bert(), world.root()] {
        let browser = world.confirmed(person).await;
        for endpoint in ["remove_contact", "resend_contact"] {
            let refused = browser.call(endpoint, &[("contact", &id)]).await;
            assert_eq!(
                refused.refusal().as_deref(),
                Some("method-unknown"),
                "{endpoint}"
            );
        }
    }
    assert_eq!(world.credentials().await, before);
    // Administrators see no contacts on any of their pages, and their connections write none.
    let admin = world.browser();
    world.sign_in_fully(&admin, world.root()).await;
    let anna = world.id_of(ADDRESSES[0]).await.to_hex();
    for page in [
        "/admin".to_owned(),
        format!("/admin/people/{anna}"),
        "/admin/history".to_owned(),
    ] {
        let page = admin.get(&page).await;
        assert!(
            !page.body.contains(CLEO) && !page.body.contains("Cleo"),
            "{page:?}"
        );
    }
    assert!(
        !world
            .mails_to(ROOT)
            .await
            .iter()
            .any(|mail| mail.text.contains("Cleo"))
    );
}

#[tokio::test]
async fn s46_two_of_three_keeps_its_three_and_the_last_way_stays() {
    let world = World::strict().await;
    let anna = world.anna();
    world.counting_contacts(anna, 3).await;
    let browser = world.confirmed(anna).await;
    let answer = browser
        .post("set_contacts_needed", &[("needed", "2")])
        .await;
    let page = browser.follow(&answer).await;
    assert!(
        page.words().contains("Two of three have to help."),
        "{}",
        page.words()
    );
    assert_eq!(
        world.last_mail_to(&anna.email).await.subject,
        "Two of your recovery contacts have to help now"
    );
    let id = ids(&browser).await.remove(0);
    let stays = browser.post("remove_contact", &[("contact", &id)]).await;
    assert_eq!(
        stays.location(),
        Some("/account/methods/contacts?problem=contact-stays")
    );
    done(
        &browser
            .call("set_contacts_needed", &[("needed", "1")])
            .await,
    );
    assert_eq!(
        world.last_mail_to(&anna.email).await.subject,
        "One recovery contact is enough now"
    );
    done(&browser.call("remove_contact", &[("contact", &id)]).await);
}
