//! Changed or removed addresses: they can object, and nobody else can have them for a while (S28,
//! S77).

use super::gates;
use crate::support::addresses::{SECOND, ask, confirmed, farewell, own, take};
use regain_domain::{EmailAddress, LinkToken, policy};
use regain_service::Visitor;
use regain_testkit::{World, done};
use std::time::Duration;

#[tokio::test]
async fn s28_the_old_address_puts_itself_back_freezes_and_lets_nobody_in() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let thief = confirmed(&world, &anna).await;
    take(&world, &thief, "thief@evil.example", "1").await;
    let gone = farewell(&world, &anna.email).await;
    let code = gone.code.clone().expect("to be typed where script is off");
    assert_eq!(
        gone.link,
        format!("https://id.example.org/object#{}", code.replace('-', ""))
    );
    let browser = world.browser();
    let before = world.credentials().await;
    let page = browser.get("/object").await;
    assert_eq!(page.heading(), "Put an address back");
    assert_eq!(
        world.credentials().await,
        before,
        "S22: opening it changes nothing"
    );
    let back = browser
        .post("object_by_code", &[("code", &code.to_lowercase())])
        .await;
    assert_eq!(back.location(), Some("/object?notice=objected"));
    assert_eq!(
        browser.follow(&back).await.heading(),
        "Your address is back"
    );
    assert!(
        browser.cookie("session").is_none() && browser.cookie("recovery").is_none(),
        "it opens nothing"
    );
    let holdings = world.holdings(&anna.email).await;
    assert_eq!(own(&world, &anna.email).await, [anna.email.as_str()]);
    assert!(
        holdings.addresses[0].counts_from <= world.now(),
        "as it was before"
    );
    assert!(!thief.is_signed_in().await);
    assert_eq!(
        world
            .browser()
            .try_sign_in("thief@evil.example", &anna.password)
            .await
            .refusal()
            .as_deref(),
        Some("sign-in")
    );
    let subjects: Vec<String> = world
        .mails_to(&anna.email)
        .await
        .into_iter()
        .map(|mail| mail.subject)
        .collect();
    assert!(
        subjects
            .iter()
            .any(|subject| subject == "An earlier email address is back"),
        "{subjects:?}"
    );
    assert!(
        subjects
            .iter()
            .any(|subject| subject == "Your account is frozen"),
        "{subjects:?}"
    );
    let last = world.last_mail_to("thief@evil.example").await;
    assert_eq!(last.subject, "This address is no longer part of an account");
    assert!(last.code.is_none() && last.link.is_empty());
    assert_eq!(gates(&world, &anna.user_name).await, [anna.email.as_str()]);
    // It works once.
    let again = browser.call("object_by_code", &[("code", &code)]).await;
    assert_eq!(again.refusal().as_deref(), Some("objection-used"));
    // The owner opens the account as ever.
    world.sign_in_fully(&world.browser(), &anna).await;
    let told = world
        .database()
        .texts("SELECT event FROM history WHERE event LIKE 'address.%' ORDER BY seq")
        .await;
    assert_eq!(told, ["address.changed", "address.restored"]);
    let nobody = "SELECT count(*) FROM history WHERE event = 'address.restored' AND actor IS NULL";
    assert_eq!(
        world.database().number(nobody).await,
        1,
        "whoever reads the mail is nobody in particular"
    );
}

#[tokio::test]
async fn s71_an_objection_ends_the_claims_that_are_open() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let thief = confirmed(&world, &anna).await;
    take(&world, &thief, "thief@evil.example", "1").await;
    done(&ask(&thief, "thief@worse.example", "").await);
    let claimed = world.mailed_code("thief@worse.example").await;
    let code = farewell(&world, &anna.email).await.code.expect("a code");
    done(
        &world
            .browser()
            .call("object_by_code", &[("code", &code)])
            .await,
    );
    let open =
        "SELECT count(*) FROM address_claims WHERE consumed_at IS NULL AND replaced_at IS NULL";
    assert_eq!(world.database().number(open).await, 0);
    let owner = confirmed(&world, &anna).await;
    let late = owner
        .call("enter_address_code", &[("code", &claimed)])
        .await;
    assert_eq!(late.refusal().as_deref(), Some("address-none"));
    assert_eq!(own(&world, &anna.email).await, [anna.email.as_str()]);
}

#[tokio::test]
async fn s28_an_objection_undoes_what_came_after_it_in_that_place_and_nothing_beside_it() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let browser = confirmed(&world, &anna).await;
    take(&world, &browser, SECOND, "").await;
    take(&world, &browser, "thief@evil.example", "1").await;
    let first = farewell(&world, &anna.email).await.code.expect("a code");
    world.advance(policy::QUARANTINE);
    let browser = confirmed(&world, &anna).await;
    take(&world, &browser, "thief@worse.example", "1").await;
    let thiefs = farewell(&world, "thief@evil.example")
        .await
        .code
        .expect("it counted by then");
    done(
        &world
            .browser()
            .call("object_by_code", &[("code", &first)])
            .await,
    );
    assert_eq!(
        own(&world, &anna.email).await,
        [anna.email.as_str(), SECOND]
    );
    let late = world
        .browser()
        .call("object_by_code", &[("code", &thiefs)])
        .await;
    assert_eq!(
        late.refusal().as_deref(),
        Some("objection-expired"),
        "what came later doesn't object to what was there"
    );
    assert_eq!(
        own(&world, &anna.email).await,
        [anna.email.as_str(), SECOND]
    );
}

#[tokio::test]
async fn s28_a_removed_address_puts_itself_back_within_seven_days() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let browser = confirmed(&world, &anna).await;
    take(&world, &browser, SECOND, "").await;
    world.advance(policy::QUARANTINE);
    for (late, refusal) in [(false, None), (true, Some("objection-expired"))] {
        let browser = confirmed(&world, &anna).await;
        done(&browser.call("remove_address", &[]).await);
        let code = farewell(&world, SECOND).await.code.expect("a code");
        let second = Duration::from_secs(if late { 0 } else { 1 });
        world.advance(policy::OBJECTION_LIFETIME - second);
        let answer = world
            .browser()
            .call("object_by_code", &[("code", &code)])
            .await;
        assert_eq!(answer.refusal().as_deref(), refusal);
        let addresses = own(&world, &anna.email).await;
        assert_eq!(addresses.len(), if late { 1 } else { 2 }, "{addresses:?}");
    }
}

#[tokio::test]
async fn an_objection_with_a_code_that_is_none_says_so_and_the_code_stays() {
    let world = World::strict().await;
    let browser = world.browser();
    let unknown = LinkToken::from_bytes(&[7; LinkToken::BYTES]).shown();
    for (typed, refusal) in [
        ("", "code-empty"),
        ("ABCD-EFGH", "code-malformed"),
        (unknown.as_str(), "objection-unknown"),
        (&*"x".repeat(300), "code-malformed"),
    ] {
        let refused = browser.call("object_by_code", &[("code", typed)]).await;
        assert_eq!(refused.refusal().as_deref(), Some(refusal), "{typed}");
    }
    let refused = browser.post("object_by_code", &[("code", &unknown)]).await;
    assert_eq!(
        refused.location(),
        Some("/object?problem=objection-unknown")
    );
    let page = browser.follow(&refused).await;
    assert_eq!(page.field_value("code").as_deref(), Some(unknown.as_str()));
    // A notice's code can only freeze and puts nothing back; an objection's code doesn't freeze.
    let anna = world.anna().clone();
    let owner = confirmed(&world, &anna).await;
    take(&world, &owner, SECOND, "1").await;
    let freeze = world
        .mails_to(&anna.email)
        .await
        .into_iter()
        .find_map(|mail| mail.freeze_code)
        .expect("a code");
    let refused = browser.call("object_by_code", &[("code", &freeze)]).await;
    assert_eq!(refused.refusal().as_deref(), Some("objection-unknown"));
    let objection = farewell(&world, &anna.email).await.code.expect("a code");
    let refused = browser
        .call("freeze_by_code", &[("code", &objection)])
        .await;
    assert_eq!(refused.refusal().as_deref(), Some("freeze-unknown"));
    assert!(owner.is_signed_in().await);
}

#[tokio::test]
async fn s77_an_address_that_was_given_up_is_nobody_elses_for_180_days() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let bert = world.bert().clone();
    let browser = confirmed(&world, &anna).await;
    take(&world, &browser, SECOND, "1").await;
    let other = confirmed(&world, &bert).await;
    done(&ask(&other, &anna.email, "").await);
    let root = world.id_of(regain_testkit::ROOT).await;
    let address = EmailAddress::parse(&anna.email).expect("an address");
    let invited = world
        .admin()
        .invite(
            &Visitor::default(),
            root,
            &address,
            regain_domain::Language::English,
        )
        .await;
    assert!(invited.is_ok(), "looks like any other invitation");
    let mails = world.mails_to(&anna.email).await;
    assert!(
        !mails
            .iter()
            .any(|mail| mail.subject == "Confirm your new email address"
                || mail.link.contains("/invite"))
    );
    world.advance(policy::ADDRESS_RESERVED);
    world
        .regain()
        .upkeep
        .sweep()
        .await
        .expect("the database answers");
    assert_eq!(
        world
            .database()
            .number("SELECT count(*) FROM former_addresses")
            .await,
        0
    );
    world.sign_in_fully(&world.browser(), &anna).await;
    let other = confirmed(&world, &bert).await;
    take(&world, &other, &anna.email, "").await;
    assert_eq!(
        own(&world, &bert.email).await,
        [bert.email.as_str(), anna.email.as_str()]
    );
}

#[tokio::test]
async fn an_address_that_was_given_up_is_taken_back_by_its_person_at_any_time() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let browser = confirmed(&world, &anna).await;
    take(&world, &browser, SECOND, "1").await;
    let code = farewell(&world, &anna.email).await.code.expect("a code");
    take(&world, &browser, &anna.email, "1").await;
    assert_eq!(own(&world, &anna.email).await, [anna.email.as_str()]);
    assert_eq!(
        gates(&world, &anna.user_name).await,
        [anna.email.as_str()],
        "it counted all the time"
    );
    let refused = world
        .browser()
        .call("object_by_code", &[("code", &code)])
        .await;
    assert_eq!(
        refused.refusal().as_deref(),
        Some("objection-unknown"),
        "it is back already"
    );
    assert!(browser.is_signed_in().await);
}
