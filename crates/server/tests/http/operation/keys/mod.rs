//! A rotation of the master key: nobody notices, and the old key is worth nothing for anything
//! later (S33, S104).

mod commands;
mod forged;
mod retired;

use crate::support::database::drop_triggers;
use regain_domain::policy;
use regain_testkit::{Browser, Person, SoftPasskey, World, done};

/// The id of the first master key as the hashes' strings carry it, in four bytes.
const FIRST: &str = "keyid=AAAAAQ";
const SECOND: &str = "keyid=AAAAAg";

/// The number of rows that a query counts.
async fn count(world: &World, from: &str) -> i64 {
    world
        .database()
        .number(&format!("SELECT count(*) FROM {from}"))
        .await
}

/// Whether the person can sign in with everything as they made it.
async fn is_genuine(world: &World, person: &Person) -> bool {
    // In a copy, so that it changes nothing here.
    let copy = world.with_keys(world.keys().clone()).await;
    copy.browser()
        .try_sign_in(&person.user_name, &person.password)
        .await
        .refusal()
        .is_none()
}

/// The number of the entry at which the newest key's time began.
async fn began(world: &World) -> i64 {
    world
        .database()
        .number("SELECT max(seq) FROM history WHERE event = 'keys.rotated'")
        .await
}

/// The number of people for whom an older key sealed something.
async fn hanging(world: &World) -> u64 {
    world
        .regain()
        .older_keys
        .hanging_on(1)
        .await
        .expect("the database answers")
        .expect("a newer key")
        .people
}

#[tokio::test]
async fn s104_who_is_signed_in_stays_so_and_signs_in_with_whatever_they_had() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let browser = world.browser();
    world.sign_in_remembered(&browser, &anna).await;
    world.confirm(&browser, &anna).await;
    let mut passkey = SoftPasskey::new(1);
    done(
        &browser
            .make_passkey("add", "add_passkey", &mut passkey)
            .await,
    );
    let elsewhere = world.browser();
    world.sign_in_fully(&elsewhere, &anna).await;

    let world = world.rotated().await;
    assert_eq!(
        count(&world, "history WHERE event = 'keys.rotated'").await,
        1
    );
    assert!(is_genuine(&world, &anna).await);
    let browser = browser.in_world_of(world.browser());
    let elsewhere = elsewhere.in_world_of(world.browser());
    assert!(browser.is_signed_in().await && elsewhere.is_signed_in().await);
    assert!(
        browser
            .get("/account/history")
            .await
            .words()
            .contains("Signed in")
    );
    assert_eq!(
        count(&world, &format!("passwords WHERE instr(phc, '{SECOND}')")).await,
        0,
        "reading changes nothing"
    );

    // The server still knows the device: the password alone signs in there, and no notice about a
    // new device goes out.
    let devices = count(&world, "history WHERE event = 'session.new_device'").await;
    done(&browser.call("sign_out", &[]).await);
    browser.sign_in(&anna).await;
    assert_eq!(
        count(&world, "history WHERE event = 'session.new_device'").await,
        devices
    );
    assert!(
        elsewhere.is_signed_in().await,
        "what is sealed anew ends no session"
    );
    for (way, other) in [
        ("password", world.browser()),
        ("app", world.browser()),
        ("code", world.browser()),
    ] {
        match way {
            "app" => world.sign_in_fully(&other, &anna).await,
            "code" => {
                other.asked_for_second_factor(&anna).await;
                done(
                    &other
                        .call("verify_saved_code", &[("code", &anna.codes[3])])
                        .await,
                );
                assert!(other.is_signed_in().await);
            }
            _ => {
                let answer = other
                    .use_passkey("sign-in", "sign_in_with_passkey", &mut passkey)
                    .await;
                assert_eq!(answer.location(), Some("/account"), "{answer:?}");
            }
        }
    }
    let wrong = world
        .browser()
        .try_sign_in(&anna.user_name, "not the password of anybody")
        .await;
    assert_eq!(wrong.refusal().as_deref(), Some("sign-in"));
}

#[tokio::test]
async fn s33_after_a_sign_in_nothing_of_its_person_hangs_on_the_older_key() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let bert = world.bert().clone();
    let secret = "SELECT hex(secret) FROM methods WHERE person_id = (SELECT person_id FROM identifiers WHERE canonical LIKE 'anna@%')";
    let before = world.database().texts(secret).await;
    let world = world.rotated().await;
    let from = began(&world).await;
    world.sign_in_fully(&world.browser(), &anna).await;
    for (person, goes_over) in [(&anna, true), (&bert, false)] {
        let id = world.id_of(&person.email).await.to_hex();
        let told = async |what: &str| {
            let query = format!(
                "SELECT max(seq) FROM history WHERE hex(subject) = upper('{id}') AND {what} IS NOT NULL"
            );
            world.database().number(&query).await
        };
        assert_eq!(
            told("manifest_version").await > from,
            goes_over,
            "{}",
            person.email
        );
        assert_eq!(
            told("standing_version").await > from,
            goes_over,
            "{}",
            person.email
        );
        let hash = world
            .stored_password(&person.email)
            .await
            .expect("a password");
        assert!(
            hash.contains(if goes_over { SECOND } else { FIRST }),
            "{hash}"
        );
        assert!(is_genuine(&world, person).await);
    }
    assert_ne!(
        world.database().texts(secret).await,
        before,
        "what an app counts with is sealed anew"
    );
    // The newest key alone is enough for everything but reports on the past.
    let alone = world.retired(1).await;
    assert!(is_genuine(&alone, &anna).await && !is_genuine(&alone, &bert).await);
    alone.sign_in_fully(&alone.browser(), &anna).await;
}

#[tokio::test]
async fn s104_those_who_dont_come_are_sealed_anew_by_and_by_and_their_sessions_go_on() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let bert = world.bert().clone();
    let browser = world.browser();
    world.sign_in_fully(&browser, &anna).await;
    world.set_disabled(&bert.email, true).await;
    world.invite("carla@example.org").await;
    let world = world.rotated().await;
    let browser = browser.in_world_of(world.browser());
    let people = hanging(&world).await;
    assert!(people >= 4, "everybody, at first: {people}");
    let credentials = world.credentials().await;
    assert_eq!(
        world
            .regain()
            .older_keys
            .seal_all_anew()
            .await
            .expect("the database answers"),
        people
    );
    assert_eq!(
        (
            hanging(&world).await,
            world
                .regain()
                .older_keys
                .seal_all_anew()
                .await
                .expect("an answer")
        ),
        (0, 0)
    );
    let after = world.credentials().await;
    assert_eq!(credentials.len(), after.len());
    assert!(browser.is_signed_in().await, "a session lasts over it");
    assert!(is_genuine(&world, &anna).await);
    for person in [&anna, &bert] {
        assert!(
            world
                .stored_password(&person.email)
                .await
                .expect("a password")
                .contains(FIRST),
            "that takes its owner"
        );
    }
    world.set_disabled(&bert.email, false).await;
    world.sign_in_fully(&world.browser(), &bert).await;
    let invited = world.browser();
    let code = world.mailed_code("carla@example.org").await;
    done(&invited.call("open_invitation", &[("code", &code)]).await);
}

#[tokio::test]
async fn s104_a_row_that_was_changed_is_not_made_genuine_by_a_newer_key() {
    let world = World::strict().await;
    let bert = world.bert().clone();
    let world = world.rotated().await;
    drop_triggers(&world).await;
    world.database().run("UPDATE methods SET name = 'Thief' WHERE person_id = (SELECT person_id FROM identifiers WHERE canonical LIKE 'bert@%')").await;
    let people = hanging(&world).await;
    assert_eq!(
        world
            .regain()
            .older_keys
            .seal_all_anew()
            .await
            .expect("the database answers"),
        people - 1
    );
    assert_eq!(hanging(&world).await, 1);
    assert!(
        world
            .browser()
            .try_sign_in(&bert.user_name, &bert.password)
            .await
            .refusal()
            .is_some()
    );
}

#[tokio::test]
async fn s104_a_recovery_an_invitation_and_every_link_outlast_a_rotation() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let recovering = world.browser();
    let waiting = world.browser();
    let invited = world.browser();
    recovering
        .start_recovery(&anna.user_name, "forgot_password")
        .await;
    world.pass_mail(&recovering, &anna).await;
    waiting
        .start_recovery(&anna.user_name, "forgot_password")
        .await;
    done(&waiting.call("choose_method", &[("method", "mail")]).await);
    let page = waiting.get("/recover/verify").await;
    let mark = page.field_value("shown");
    world.invite("carla@example.org").await;
    // The mails leave after the rotation: their codes fit the stored rows.
    let rotated = world.rotated().await;
    let recovering = recovering.in_world_of(rotated.browser());
    let waiting = waiting.in_world_of(rotated.browser());
    let invited = invited.in_world_of(rotated.browser());
    assert_eq!(recovering.recovery_step().await, Some(2));
    let code = rotated.mailed_code(&anna.email).await;
    let mut fields = vec![("code", code.as_str())];
    fields.extend(mark.as_deref().map(|mark| ("shown", mark)));
    let answer = waiting.post("enter_mailed_code", &fields).await;
    assert_eq!(
        answer.refusal(),
        None,
        "a page that was open acts on what it shows: {answer:?}"
    );
    assert_eq!(waiting.recovery_step().await, Some(2));
    recovering.pass_saved_code(&anna.codes[0]).await;
    let new = "a sentence from after the rotation";
    done(&recovering.call("new_password", &[("password", new)]).await);
    let code = rotated.mailed_code("carla@example.org").await;
    done(&invited.call("open_invitation", &[("code", &code)]).await);
    done(
        &invited
            .call("enrol_names", &[("name", "Carla"), ("user_name", "carla")])
            .await,
    );
    let anna = Person {
        password: new.to_owned(),
        ..anna
    };
    rotated.sign_in_fully(&rotated.browser(), &anna).await;
}

#[tokio::test]
async fn s57_wrong_tries_count_over_a_rotation() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    for _ in 0..policy::FREE_FAILURES {
        world.browser().try_sign_in(&anna.user_name, "wrong").await;
        world.advance_seconds(1);
    }
    let thief = world.browser();
    thief.asked_for_second_factor(&anna).await;
    for nth in 0..policy::AUTHENTICATOR_TRIES {
        let code = format!("{nth:06}");
        thief.call("verify_authenticator", &[("code", &code)]).await;
    }
    let counters = world
        .database()
        .number("SELECT sum(failures) FROM sign_in_counters")
        .await;
    assert!(counters > 10, "{counters}");
    let world = world.rotated().await;
    let thief = world.browser();
    let password = thief.try_sign_in(&anna.user_name, &anna.password).await;
    if password.refusal().is_none() {
        let right = thief
            .call("verify_authenticator", &[("code", &world.app_code(&anna))])
            .await;
        assert_eq!(
            right.refusal().as_deref(),
            Some("authenticator-tries"),
            "{right:?}"
        );
    }
    world.browser().try_sign_in(&anna.user_name, "wrong").await;
    let most = world
        .database()
        .number("SELECT max(failures) FROM sign_in_counters")
        .await;
    assert!(most > i64::from(policy::FREE_FAILURES), "{most}");
    // Including anybody who was sealed anew meanwhile.
    world
        .regain()
        .older_keys
        .seal_all_anew()
        .await
        .expect("the database answers");
    let after = world
        .database()
        .number("SELECT max(failures) FROM sign_in_counters")
        .await;
    assert_eq!(after, most);
}

/// Somebody with a known device, before and after.
#[tokio::test]
async fn s58_a_known_device_goes_over_to_the_newest_key_and_its_token_of_before_is_of_no_use() {
    let world = World::new().await;
    let anna = world.anna().clone();
    let browser = world.browser();
    browser.sign_in(&anna).await;
    let copied: Browser = browser.copy();
    let devices = count(&world, "devices").await;
    let world = world.rotated().await;
    let browser = browser.in_world_of(world.browser());
    let copied = copied.in_world_of(world.browser());
    let before = browser.cookie("device").expect("a device").value;
    browser.sign_in(&anna).await;
    assert_ne!(browser.cookie("device").expect("a device").value, before);
    assert_eq!(count(&world, "devices").await, devices);
    let new = "SELECT count(*) FROM history WHERE event = 'session.new_device'";
    let told = world.database().number(new).await;
    copied.sign_in(&anna).await;
    assert_eq!(
        world.database().number(new).await,
        told + 1,
        "a copy of the token from before is another browser"
    );
}
