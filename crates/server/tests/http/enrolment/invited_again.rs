//! A repeated invitation: it goes to the same address as the first one, and trusts nothing that the
//! first one's holder chose (S78). Somebody else may have read the first mail.

use super::{CARLA, heading, invited, status_of_carla};
use regain_admin::InvitationOutcome;
use regain_domain::{EmailAddress, Language};
use regain_testkit::{Browser, Person, ROOT, World, done};

/// The choices of a stranger who read the first mail.
fn stranger() -> Person {
    Person {
        password: "a sentence that Mallory made up".to_owned(),
        ..Person::at(CARLA)
    }
}

/// A browser with a newer invitation of Carla's open, after a stranger used the first one as far as
/// the codes.
async fn invited_after_a_stranger(world: &World) -> (Browser, Person) {
    let (first, _) = invited(world).await;
    let mut stranger = stranger();
    first.enrol_until_codes(&mut stranger).await;
    let (browser, _) = invited(world).await;
    (browser, stranger)
}

#[tokio::test]
async fn s78_a_password_that_an_earlier_invitations_holder_chose_is_chosen_anew() {
    let world = World::new().await;
    let (browser, stranger) = invited_after_a_stranger(&world).await;
    assert_eq!(heading(&browser, "/invite").await, "Choose a password");
    for (endpoint, fields) in [
        (
            "confirm_saved_code",
            vec![("code", stranger.codes[0].as_str())],
        ),
        ("new_saved_codes", vec![]),
    ] {
        done(&browser.call(endpoint, &fields).await);
        assert_eq!(
            heading(&browser, "/invite?step=confirm").await,
            "Choose a password",
            "{endpoint}"
        );
        assert_eq!(status_of_carla(&world).await, "invited", "{endpoint}");
    }

    let mut carla = Person::at(CARLA);
    done(
        &browser
            .call("enrol_password", &[("password", &carla.password)])
            .await,
    );
    carla.codes = browser.shown_codes().await;
    let old = browser
        .call("confirm_saved_code", &[("code", &stranger.codes[0])])
        .await;
    assert_eq!(old.refusal().as_deref(), Some("code-wrong"));
    done(
        &browser
            .call("confirm_saved_code", &[("code", &carla.codes[0])])
            .await,
    );
    world.browser().sign_in(&carla).await;
    let answer = world
        .browser()
        .try_sign_in("carla", &stranger.password)
        .await;
    assert_eq!(
        answer.refusal().as_deref(),
        Some("sign-in"),
        "the stranger's password is worth nothing"
    );
}

#[tokio::test]
async fn s78_codes_that_an_earlier_invitations_holder_saw_are_made_anew() {
    let world = World::new().await;
    let (browser, stranger) = invited_after_a_stranger(&world).await;
    let carla = Person::at(CARLA);
    done(
        &browser
            .call("enrol_password", &[("password", &carla.password)])
            .await,
    );
    // As if the server had stopped between the password and the codes.
    world
        .database()
        .run("UPDATE invitations SET codes_seal = NULL WHERE accepted_at IS NULL AND replaced_at IS NULL")
        .await;
    assert_eq!(
        heading(&browser, "/invite?step=confirm").await,
        "Keep your recovery codes"
    );
    let shown = browser.shown_codes().await;
    for code in [&stranger.codes[0], &shown[0]] {
        done(&browser.call("confirm_saved_code", &[("code", code)]).await);
        assert_eq!(status_of_carla(&world).await, "invited");
    }
    done(&browser.call("new_saved_codes", &[]).await);
    let codes = browser.shown_codes().await;
    done(
        &browser
            .call("confirm_saved_code", &[("code", &codes[0])])
            .await,
    );
    world.browser().sign_in(&carla).await;
}

#[tokio::test]
async fn s78_inviting_again_in_another_spelling_mails_the_address_that_was_invited() {
    let world = World::new().await;
    let (_, code) = invited(&world).await;
    world.invite("Carla@Example.org").await;
    assert_eq!(world.mails_to("Carla@example.org").await.len(), 0);
    assert_eq!(world.mails_to(CARLA).await.len(), 2);
    let newer = world.mailed_code(CARLA).await;
    assert_ne!(newer, code);
    let browser = world.browser();
    done(&browser.call("open_invitation", &[("code", &newer)]).await);
    assert_eq!(heading(&browser, "/invite").await, "Who are you?");
    assert!(browser.get("/invite").await.words().contains(CARLA));
}

#[tokio::test]
async fn s83_the_hosts_command_in_another_spelling_mails_the_address_that_was_invited() {
    let world = World::empty().await;
    world.invite(ROOT).await;
    let (local, domain) = ROOT.split_once('@').expect("an address");
    let spelt =
        EmailAddress::parse(&format!("{}@{domain}", local.to_uppercase())).expect("an address");
    let invited = world
        .admin()
        .invite_administrator(&spelt, Language::English)
        .await
        .expect("an answer");
    let InvitationOutcome::Sent(link) = invited else {
        panic!("an address that is free")
    };
    assert_eq!(
        world.mailed_code(ROOT).await,
        link.code.shown(),
        "what is mailed is what the command shows"
    );
    done(
        &world
            .browser()
            .call("open_invitation", &[("code", &link.code.shown())])
            .await,
    );
}
