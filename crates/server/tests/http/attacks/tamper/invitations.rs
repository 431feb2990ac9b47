//! SQL gives an invited person another address, or another's choices: their code goes only to the
//! invited address, and only that one becomes theirs (S78, S79).

use super::signs_in;
use crate::support::database::drop_triggers;
use regain_admin::InvitationOutcome;
use regain_domain::{EmailAddress, Language};
use regain_service::Visitor;
use regain_testkit::{Browser, Person, ROOT, World, done};

const CARLA: &str = "carla@example.org";
const EVE: &str = "eve@example.net";

fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).expect("an address")
}

/// A world in which Carla was invited as a global administrator, with the mail not sent yet.
async fn with_carla_invited() -> World {
    let world = World::new().await;
    world.deliver().await;
    let invited = world
        .admin()
        .invite_administrator(&address(CARLA), Language::English)
        .await
        .expect("an answer");
    assert!(matches!(invited, InvitationOutcome::Sent(_)));
    world
}

/// Adds an address of Eve's for Carla, which needs no trigger dropped.
async fn add_eve(world: &World, position: i8, verified_at: &str) {
    let insert = format!(
        "INSERT INTO identifiers (canonical, person_id, kind, shown, position, verified_at, counts_from)
         SELECT '{EVE}', person_id, 'email', '{EVE}', {position}, {verified_at}, {verified_at}
         FROM identifiers WHERE canonical = '{CARLA}'"
    );
    assert_eq!(world.database().run(&insert).await, 1);
}

/// Sends the mail with Carla's invitation to Eve as well.
async fn mail_to_eve(world: &World) {
    let copy = format!(
        "INSERT INTO outbox (id, payload, urgency, created_at, expires_at, attempts, next_attempt_at)
         SELECT randomblob(16), replace(payload, '{CARLA}', '{EVE}'), urgency, created_at, expires_at, attempts,
                next_attempt_at FROM outbox WHERE payload LIKE '%{CARLA}%'"
    );
    assert_eq!(world.database().run(&copy).await, 1);
}

async fn opened(world: &World, code: &str) -> Browser {
    let browser = world.browser();
    done(&browser.call("open_invitation", &[("code", code)]).await);
    browser
}

async fn addresses_of_carla(world: &World) -> Vec<String> {
    let query = "SELECT shown FROM identifiers WHERE kind = 'email' AND person_id =
                 (SELECT person_id FROM identifiers WHERE canonical = 'carla')";
    world.database().texts(query).await
}

#[tokio::test]
async fn s78_an_invitation_is_mailed_to_no_address_that_sql_added() {
    for position in [-1, 2] {
        let world = with_carla_invited().await;
        add_eve(&world, position, "NULL").await;
        mail_to_eve(&world).await;
        assert!(world.mails_to(EVE).await.is_empty(), "at {position}");
        let browser = opened(&world, &world.mailed_code(CARLA).await).await;
        let words = browser.get("/invite").await.words();
        assert!(
            words.contains(CARLA) && !words.contains(EVE),
            "at {position}: {words}"
        );
    }
}

#[tokio::test]
async fn s78_an_address_that_sql_put_in_the_place_of_the_invited_one_opens_nothing() {
    for (canonical, shown) in [
        (EVE, EVE),
        (CARLA, EVE),
        (EVE, CARLA),
        (CARLA, "CARLA@example.org"),
    ] {
        let world = with_carla_invited().await;
        let code = world.mailed_code(CARLA).await;
        let browser = opened(&world, &code).await;
        let mut carla = Person::at(CARLA);
        browser.enrol_until_codes(&mut carla).await;
        world
            .admin()
            .invite_administrator(&address(CARLA), Language::English)
            .await
            .expect("an answer");
        mail_to_eve(&world).await;
        drop_triggers(&world).await;
        let update = format!(
            "UPDATE identifiers SET canonical = '{canonical}', shown = '{shown}' WHERE canonical = '{CARLA}'"
        );
        assert_eq!(world.database().run(&update).await, 1);
        assert!(world.mails_to(EVE).await.is_empty(), "{canonical} {shown}");
        assert!(world.mails_to("CARLA@example.org").await.is_empty());
        // Nor does a code that was mailed before work when SQL opens it again.
        world
            .database()
            .run("UPDATE invitations SET replaced_at = unixepoch() WHERE accepted_at IS NULL")
            .await;
        let reopen = "UPDATE invitations SET replaced_at = NULL WHERE seq =
                      (SELECT min(seq) FROM invitations WHERE accepted_at IS NULL)";
        assert_eq!(world.database().run(reopen).await, 1);
        let _ = browser
            .call("confirm_saved_code", &[("code", &carla.codes[0])])
            .await;
        let active = "SELECT count(*) FROM people WHERE status = 'active'";
        assert_eq!(
            world.database().number(active).await,
            3,
            "{canonical} {shown}: nobody came"
        );
    }
}

#[tokio::test]
async fn s78_whoever_enrols_has_the_invited_address_and_none_that_sql_added() {
    for (position, verified_at) in [(-1, "NULL"), (2, "NULL"), (2, "1")] {
        let world = with_carla_invited().await;
        add_eve(&world, position, verified_at).await;
        let browser = opened(&world, &world.mailed_code(CARLA).await).await;
        let mut carla = Person::at(CARLA);
        browser.enrol_until_codes(&mut carla).await;
        done(
            &browser
                .call("confirm_saved_code", &[("code", &carla.codes[0])])
                .await,
        );
        assert_eq!(
            addresses_of_carla(&world).await,
            [CARLA],
            "{position} {verified_at}"
        );

        // Eve's mailbox isn't a gate.
        world.deliver().await;
        let recovering = world.browser();
        recovering
            .start_recovery(&carla.user_name, "forgot_password")
            .await;
        done(
            &recovering
                .call("choose_method", &[("method", "mail")])
                .await,
        );
        assert!(world.last_mail_to(CARLA).await.code.is_some());
        assert!(world.mails_to(EVE).await.is_empty(), "not even a notice");
        assert!(
            world
                .browser()
                .try_sign_in(EVE, &carla.password)
                .await
                .refusal()
                .is_some()
        );
        world.browser().sign_in(&carla).await;
    }
}

#[tokio::test]
async fn s78_inviting_an_address_that_sql_added_mails_it_nothing() {
    let world = with_carla_invited().await;
    let code = world.mailed_code(CARLA).await;
    add_eve(&world, 2, "NULL").await;
    let root = world.id_of(ROOT).await;
    world
        .admin()
        .invite(&Visitor::default(), root, &address(EVE), Language::English)
        .await
        .expect("as ever");
    let invited = world
        .admin()
        .invite_administrator(&address(EVE), Language::English)
        .await
        .expect("an answer");
    assert!(matches!(invited, InvitationOutcome::Elsewhere));
    assert!(world.mails_to(EVE).await.is_empty());
    opened(&world, &code).await;
}

#[tokio::test]
async fn s79_a_password_of_an_earlier_invitation_isnt_the_newer_ones_by_sql() {
    let world = with_carla_invited().await;
    let first = opened(&world, &world.mailed_code(CARLA).await).await;
    let mut stranger = Person {
        password: "a sentence that Mallory made up".to_owned(),
        ..Person::at(CARLA)
    };
    first.enrol_until_codes(&mut stranger).await;
    world.invite(CARLA).await;
    let browser = opened(&world, &world.mailed_code(CARLA).await).await;
    drop_triggers(&world).await;
    let copy = "UPDATE invitations SET (password_seal, codes_seal, codes_confirmed) =
                (SELECT old.password_seal, old.codes_seal,
                        (SELECT change_id FROM saved_codes WHERE person_id = old.person_id)
                 FROM invitations old WHERE old.person_id = invitations.person_id AND old.password_seal IS NOT NULL)
                WHERE accepted_at IS NULL AND replaced_at IS NULL";
    assert_eq!(world.database().run(copy).await, 1);
    assert_eq!(browser.get("/invite").await.heading(), "Choose a password");
    let _ = browser
        .call("confirm_saved_code", &[("code", &stranger.codes[0])])
        .await;
    assert!(!signs_in(&world, &stranger.user_name, &stranger.password).await);
}
