//! Sign-ins, recoveries, links, counts and known devices outlast a rotation (S57, S58, S104).

use super::{SECOND, count, is_genuine};
use regain_domain::policy;
use regain_testkit::{Browser, Person, SoftPasskey, World, done};

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
