//! The steps of an enrolment: names, password and saved codes (S11, S20, S25).

use super::{CARLA, heading, invited, status_of_carla};
use regain_domain::{InvitationCode, SavedCode, policy};
use regain_testkit::{Person, World, done, wrong_saved_code};
use std::collections::BTreeSet;

#[tokio::test]
async fn an_invited_person_enrols_by_plain_forms_and_signs_in() {
    let world = World::new().await;
    world.invite(CARLA).await;
    let mail = world.last_mail_to(CARLA).await;
    let code = mail.code.expect("a code");
    assert_eq!(
        mail.link,
        format!("https://id.example.org/invite#{code}"),
        "S22: the code is in the fragment"
    );
    let carla = Person::at(CARLA);

    let browser = world.browser();
    assert_eq!(heading(&browser, "/invite").await, "Accept your invitation");
    let answer = browser.post("open_invitation", &[("code", &code)]).await;
    assert_eq!(answer.location(), Some("/invite"));
    let page = browser.follow(&answer).await;
    assert_eq!(page.heading(), "Who are you?");
    assert!(page.words().contains(CARLA) && page.words().contains("Step 1 of 4"));

    let answer = browser
        .post(
            "enrol_names",
            &[("name", "Carla Wu"), ("user_name", "carla")],
        )
        .await;
    let page = browser.follow(&answer).await;
    assert_eq!(page.heading(), "Choose a password");
    assert!(page.words().contains("Step 2 of 4"));

    let answer = browser
        .post(
            "enrol_password",
            &[("user_name", "carla"), ("password", &carla.password)],
        )
        .await;
    let page = browser.follow(&answer).await;
    assert_eq!(page.heading(), "Keep your recovery codes");
    let codes = browser.shown_codes().await;
    assert_eq!(codes.len(), policy::SAVED_CODES);
    for code in &codes {
        assert!(page.words().contains(code));
    }

    let page = browser.get("/invite?step=confirm").await;
    assert_eq!(page.heading(), "Type one code back");
    for code in &codes {
        assert!(
            !page.body.contains(code),
            "what is to be typed back isn't shown"
        );
    }
    let typed = codes[3].to_lowercase().replace('-', " ");
    let answer = browser
        .post("confirm_saved_code", &[("code", &typed)])
        .await;
    assert_eq!(answer.location(), Some("/invite"));
    assert_eq!(
        browser.follow(&answer).await.heading(),
        "Your account is ready"
    );
    assert!(
        browser.cookie("codes").is_none(),
        "the codes leave the browser"
    );
    assert!(
        browser.cookie("session").is_none(),
        "enrolment doesn't sign in"
    );
    assert_eq!(
        world.last_mail_to(CARLA).await.subject,
        "Your account is ready"
    );

    browser.sign_in(&carla).await;
    assert!(browser.get("/account").await.words().contains("Carla Wu"));
    assert!(
        browser.cookie("invitation").is_none(),
        "signing in forgets the invitation"
    );
}

#[tokio::test]
async fn s20_nobody_is_active_before_a_code_was_typed_back() {
    let world = World::new().await;
    let (browser, code) = invited(&world).await;
    let mut carla = Person::at(CARLA);
    let refused = async |step: &str| {
        for identifier in ["carla", CARLA] {
            let answer = world
                .browser()
                .try_sign_in(identifier, &Person::at(CARLA).password)
                .await;
            assert_eq!(answer.refusal().as_deref(), Some("sign-in"), "after {step}");
        }
        assert_eq!(status_of_carla(&world).await, "invited", "after {step}");
        assert!(
            world
                .regain()
                .enrolment
                .view(&InvitationCode::parse(&code).expect("a code"))
                .await
                .is_ok(),
            "still usable"
        );
        let recovering = world.browser();
        recovering.start_recovery(CARLA, "forgot_password").await;
        done(
            &recovering
                .call("choose_method", &[("method", "mail")])
                .await,
        );
        assert_eq!(
            world.mails_to(CARLA).await.len(),
            1,
            "no way back into what isn't there, after {step}"
        );
    };
    refused("the invitation").await;
    done(
        &browser
            .call("enrol_names", &[("name", "Carla"), ("user_name", "carla")])
            .await,
    );
    refused("the names").await;
    done(
        &browser
            .call("enrol_password", &[("password", &carla.password)])
            .await,
    );
    refused("the password").await;
    carla.codes = browser.shown_codes().await;
    let wrong = wrong_saved_code(&carla.codes[0]);
    assert_eq!(
        browser
            .call("confirm_saved_code", &[("code", &wrong)])
            .await
            .refusal()
            .as_deref(),
        Some("code-wrong")
    );
    refused("a wrong code").await;
    done(
        &browser
            .call("confirm_saved_code", &[("code", &carla.codes[0])])
            .await,
    );
    world.browser().sign_in(&carla).await;
}

#[tokio::test]
async fn s20_an_enrolment_goes_on_in_another_browser_where_it_was_left() {
    let world = World::new().await;
    let (browser, code) = invited(&world).await;
    let reopened = async || {
        let other = world.browser();
        done(&other.call("open_invitation", &[("code", &code)]).await);
        other
    };
    assert_eq!(heading(&reopened().await, "/invite").await, "Who are you?");
    done(
        &browser
            .call("enrol_names", &[("name", "Carla"), ("user_name", "carla")])
            .await,
    );
    assert_eq!(
        heading(&reopened().await, "/invite").await,
        "Choose a password"
    );
    let carla = Person::at(CARLA);
    done(
        &browser
            .call("enrol_password", &[("password", &carla.password)])
            .await,
    );
    let old = browser.shown_codes().await;

    // Only the first browser showed the codes: here new ones are made, and the old ones are worth
    // nothing.
    let other = reopened().await;
    assert_eq!(other.shown_codes().await, Vec::<String>::new());
    let page = other.get("/invite").await;
    assert!(
        old.iter().all(|code| !page.body.contains(code)),
        "S25: shown once"
    );
    done(&other.call("new_saved_codes", &[]).await);
    let new = other.shown_codes().await;
    assert_eq!(new.len(), policy::SAVED_CODES);
    assert!(old.iter().all(|code| !new.contains(code)));
    for code in &old {
        let answer = other.call("confirm_saved_code", &[("code", code)]).await;
        assert_eq!(answer.refusal().as_deref(), Some("code-wrong"));
    }
    done(&other.call("confirm_saved_code", &[("code", &new[9])]).await);
    world.browser().sign_in(&carla).await;
}

#[tokio::test]
async fn names_and_password_can_be_chosen_anew_until_the_end() {
    let world = World::new().await;
    let (browser, _) = invited(&world).await;
    let mut carla = Person::at(CARLA);
    browser.enrol_until_codes(&mut carla).await;
    carla.user_name = "carlotta".to_owned();
    carla.password = "quite another sentence of mine".to_owned();
    browser.enrol_until_codes(&mut carla).await;
    done(
        &browser
            .call("confirm_saved_code", &[("code", &carla.codes[0])])
            .await,
    );
    world.browser().sign_in(&carla).await;
    let answer = world.browser().try_sign_in("carla", &carla.password).await;
    assert_eq!(
        answer.refusal().as_deref(),
        Some("sign-in"),
        "the first user name is free again"
    );
}

#[tokio::test]
async fn s11_steps_out_of_order_change_nothing() {
    let world = World::new().await;
    let (browser, _) = invited(&world).await;
    let anna = world.anna();
    for (endpoint, fields) in [
        ("enrol_password", vec![("password", "a good long sentence")]),
        ("new_saved_codes", vec![]),
        ("confirm_saved_code", vec![("code", anna.codes[0].as_str())]),
    ] {
        done(&browser.call(endpoint, &fields).await);
        assert_eq!(
            heading(&browser, "/invite").await,
            "Who are you?",
            "{endpoint}"
        );
    }
    assert_eq!(
        heading(&browser, "/invite?step=confirm").await,
        "Who are you?"
    );
    assert_eq!(world.stored_password(CARLA).await, None);
    assert_eq!(status_of_carla(&world).await, "invited");

    for endpoint in [
        "enrol_names",
        "enrol_password",
        "new_saved_codes",
        "confirm_saved_code",
    ] {
        let stranger = world.browser();
        assert_eq!(
            stranger.post(endpoint, &[]).await.location(),
            Some("/invite"),
            "{endpoint} without an invitation"
        );
        assert_eq!(
            heading(&stranger, "/invite").await,
            "Accept your invitation"
        );
    }
}

#[tokio::test]
async fn s25_saved_codes_are_shown_in_fives_of_four_with_selectors_of_their_own_and_stored_as_hashes()
 {
    let world = World::new().await;
    let anna = world.anna();
    let selectors: BTreeSet<String> = anna
        .codes
        .iter()
        .map(|code| {
            SavedCode::parse(code)
                .expect("a code")
                .selector()
                .to_owned()
        })
        .collect();
    assert_eq!(selectors.len(), policy::SAVED_CODES);
    assert!(
        anna.codes
            .iter()
            .all(|code| code.len() == 24 && code.matches('-').count() == 4)
    );
    let hashes = world.database().texts("SELECT phc FROM saved_codes").await;
    assert_eq!(
        hashes.len(),
        3 * policy::SAVED_CODES,
        "of Anna, Bert and the administrator"
    );
    assert!(
        hashes
            .iter()
            .all(|hash| hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1")),
        "S32: {hashes:?}"
    );
}

#[tokio::test]
async fn a_persons_codes_never_finish_the_enrolment_of_another() {
    let world = World::new().await;
    let (browser, _) = invited(&world).await;
    browser.enrol_until_codes(&mut Person::at(CARLA)).await;
    let answer = browser
        .call("confirm_saved_code", &[("code", &world.anna().codes[0])])
        .await;
    assert_eq!(answer.refusal().as_deref(), Some("code-wrong"));
    for (typed, refusal) in [("", "code-empty"), ("ABCD-EFGH", "code-malformed")] {
        let plain = browser.post("confirm_saved_code", &[("code", typed)]).await;
        assert_eq!(
            plain.location(),
            Some(format!("/invite?step=confirm&problem={refusal}").as_str())
        );
        assert_eq!(browser.follow(&plain).await.heading(), "Type one code back");
    }
    assert_eq!(status_of_carla(&world).await, "invited");
}
