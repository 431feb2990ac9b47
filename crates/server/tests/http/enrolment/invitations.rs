//! Which invitations open: none that is over, replaced, used or unknown, and none for somebody who
//! has an account (S77, S78).

use super::{CARLA, heading, invited};
use regain_admin::InvitationOutcome;
use regain_domain::{EmailAddress, Language, policy};
use regain_testkit::{Person, World, done};
use std::time::Duration;

#[tokio::test]
async fn s78_an_invitation_lasts_72_hours_and_says_when_it_is_over() {
    let world = World::new().await;
    let (browser, code) = invited(&world).await;
    done(
        &browser
            .call("enrol_names", &[("name", "Carla"), ("user_name", "carla")])
            .await,
    );
    world.advance(policy::INVITATION_LIFETIME - Duration::from_millis(1));
    assert_eq!(
        heading(&browser, "/invite").await,
        "Choose a password",
        "a moment before"
    );
    world.advance(Duration::from_millis(1));
    assert_eq!(
        heading(&browser, "/invite").await,
        "This invitation has expired"
    );

    let other = world.browser();
    let plain = other.post("open_invitation", &[("code", &code)]).await;
    assert_eq!(plain.refusal().as_deref(), Some("invitation-expired"));
    assert_eq!(
        other.follow(&plain).await.heading(),
        "This invitation has expired"
    );
    let value = other.call("open_invitation", &[("code", &code)]).await;
    assert_eq!(value.refusal().as_deref(), Some("invitation-expired"));

    browser
        .call("enrol_password", &[("password", "a password for nobody")])
        .await;
    assert_eq!(
        world.stored_password(CARLA).await,
        None,
        "nothing goes on in the browser that had it open"
    );
}

#[tokio::test]
async fn s78_a_new_invitation_replaces_the_earlier_one_and_keeps_what_was_entered() {
    let world = World::new().await;
    let (browser, code) = invited(&world).await;
    done(
        &browser
            .call("enrol_names", &[("name", "Carla"), ("user_name", "carla")])
            .await,
    );
    world.invite(CARLA).await;
    assert_eq!(
        heading(&browser, "/invite").await,
        "There is a newer invitation"
    );
    browser
        .call("enrol_password", &[("password", "a password for nobody")])
        .await;
    assert_eq!(world.stored_password(CARLA).await, None);
    let refused = world
        .browser()
        .call("open_invitation", &[("code", &code)])
        .await;
    assert_eq!(refused.refusal().as_deref(), Some("invitation-replaced"));

    let newer = world.mailed_code(CARLA).await;
    assert_ne!(newer, code);
    done(&browser.call("open_invitation", &[("code", &newer)]).await);
    assert_eq!(heading(&browser, "/invite").await, "Choose a password");
}

#[tokio::test]
async fn s77_a_used_invitation_leads_to_the_sign_in_and_writes_nothing_any_more() {
    let world = World::new().await;
    let (browser, code) = invited(&world).await;
    let mut carla = Person::at(CARLA);
    browser.enrol_until_codes(&mut carla).await;
    let late = browser.copy();
    done(
        &browser
            .call("confirm_saved_code", &[("code", &carla.codes[0])])
            .await,
    );

    let other = world.browser();
    let plain = other.post("open_invitation", &[("code", &code)]).await;
    assert_eq!(plain.refusal().as_deref(), Some("invitation-used"));
    let page = other.follow(&plain).await;
    assert_eq!(page.heading(), "This invitation has already been accepted");
    assert!(page.body.contains("href=\"/sign-in\""));

    let before = (
        world.stored_password(CARLA).await,
        world.database().texts("SELECT phc FROM saved_codes").await,
    );
    for (endpoint, fields) in [
        (
            "enrol_names",
            vec![("name", "Mallory"), ("user_name", "mallory")],
        ),
        (
            "enrol_password",
            vec![("password", "a password of another person")],
        ),
        ("new_saved_codes", vec![]),
        (
            "confirm_saved_code",
            vec![("code", carla.codes[1].as_str())],
        ),
    ] {
        late.call(endpoint, &fields).await;
        assert_eq!(
            heading(&late, "/invite").await,
            "Your account is ready",
            "{endpoint}"
        );
    }
    let after = (
        world.stored_password(CARLA).await,
        world.database().texts("SELECT phc FROM saved_codes").await,
    );
    assert_eq!(before, after);
    let people = "SELECT count(*) FROM people WHERE name = 'Mallory'";
    assert_eq!(world.database().number(people).await, 0);
}

#[tokio::test]
async fn s77_nobody_who_has_enrolled_can_be_invited_again() {
    let world = World::new().await;
    for address in ["anna@example.org", "ANNA@Example.org"] {
        let address = EmailAddress::parse(address).expect("an address");
        let invited = world
            .admin()
            .invite_administrator(&address, Language::English)
            .await
            .expect("an answer");
        assert!(matches!(invited, InvitationOutcome::Elsewhere));
        // Administrators see the usual answer (S6), and the address' owner gets a mail.
        let root = world.id_of(regain_testkit::ROOT).await;
        let visitor = regain_service::Visitor::default();
        world
            .admin()
            .invite(&visitor, root, &address, Language::English)
            .await
            .expect("as ever");
        assert_eq!(
            world.last_mail_to("anna@example.org").await.subject,
            "You already have an account"
        );
    }
    world.set_disabled("bert@example.org", true).await;
    let bert = EmailAddress::parse("bert@example.org").expect("an address");
    let invited = world
        .admin()
        .invite_administrator(&bert, Language::English)
        .await
        .expect("an answer");
    assert!(matches!(invited, InvitationOutcome::Elsewhere));
    assert_eq!(
        world
            .database()
            .number("SELECT count(*) FROM invitations WHERE accepted_at IS NULL")
            .await,
        0
    );
}

#[tokio::test]
async fn unknown_and_malformed_invitation_codes_say_what_is_wrong() {
    let world = World::new().await;
    let (_, code) = invited(&world).await;
    for (typed, refusal) in [
        ("", "code-empty"),
        ("ABCD-EFGH", "code-malformed"),
        (&code.replace('-', "")[1..], "code-malformed"),
        (&format!("{code}0"), "code-malformed"),
        ("UUUU-UUUU-UUUU-UUUU-UUUU-UUUU-UUUU", "code-malformed"),
        ("0000-0000-0000-0000-0000-0000-0000", "invitation-unknown"),
    ] {
        let browser = world.browser();
        let plain = browser.post("open_invitation", &[("code", typed)]).await;
        assert_eq!(plain.refusal().as_deref(), Some(refusal), "{typed}");
        assert_eq!(
            browser
                .call("open_invitation", &[("code", typed)])
                .await
                .refusal()
                .as_deref(),
            Some(refusal)
        );
        assert!(browser.cookie("invitation").is_none());
    }
    let browser = world.browser();
    browser.plant_cookie("invitation", &"0".repeat(28));
    assert_eq!(
        heading(&browser, "/invite").await,
        "We don't know this invitation"
    );
    let answer = browser.post("leave_invitation", &[]).await;
    assert_eq!(
        browser.follow(&answer).await.heading(),
        "Accept your invitation"
    );
}

#[tokio::test]
async fn the_first_invitation_is_the_same_until_it_expires_and_none_once_somebody_is_there() {
    let world = World::empty().await;
    let admin = EmailAddress::parse("admin@example.org").expect("an address");
    let first = async || {
        world
            .admin()
            .first_invitation(&admin)
            .await
            .expect("an answer")
            .map(|link| link.url)
    };
    let url = first().await.expect("an invitation");
    assert_eq!(first().await.as_deref(), Some(url.as_str()));
    world.advance(policy::INVITATION_LIFETIME);
    let renewed = first().await.expect("an invitation");
    assert_ne!(renewed, url);
    let code = renewed.split_once('#').expect("a code in the fragment").1;
    let browser = world.browser();
    done(&browser.call("open_invitation", &[("code", code)]).await);
    let mut person = Person::at("admin@example.org");
    browser.enrol_until_codes(&mut person).await;
    done(
        &browser
            .call("confirm_saved_code", &[("code", &person.codes[0])])
            .await,
    );
    assert_eq!(first().await, None);
}
