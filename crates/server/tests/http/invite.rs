//! `/invite`: from an invitation to an active account, and every way it can go wrong.

use regain_admin::Invited;
use regain_domain::{EmailAddress, InvitationCode, Language, SavedCode, policy};
use regain_testkit::{Browser, Person, World, done, wrong_saved_code};
use std::collections::BTreeSet;
use std::time::Duration;

const CARLA: &str = "carla@example.org";

/// A browser with Carla's invitation open, and the code.
async fn invited(world: &World) -> (Browser, String) {
    world.invite(CARLA).await;
    let code = world.mailed_code(CARLA).await;
    let browser = world.browser();
    done(&browser.call("open_invitation", &[("code", &code)]).await);
    (browser, code)
}

async fn heading(browser: &Browser, path: &str) -> String {
    browser.get(path).await.heading()
}

async fn status_of_carla(world: &World) -> String {
    let query = "SELECT status FROM people JOIN identifiers ON id = person_id WHERE canonical = 'carla@example.org'";
    world.database().texts(query).await.remove(0)
}

#[tokio::test]
async fn an_invited_person_enrols_by_plain_forms_and_signs_in() {
    let world = World::new().await;
    world.invite(CARLA).await;
    let mail = world.last_mail_to(CARLA).await;
    let code = mail.code.expect("a code");
    assert_eq!(mail.link, format!("https://id.example.org/invite#{code}"), "S22: the code is in the fragment");
    let carla = Person::at(CARLA);

    let browser = world.browser();
    assert_eq!(heading(&browser, "/invite").await, "Accept your invitation");
    let answer = browser.post("open_invitation", &[("code", &code)]).await;
    assert_eq!(answer.location(), Some("/invite"));
    let page = browser.follow(&answer).await;
    assert_eq!(page.heading(), "Who are you?");
    assert!(page.words().contains(CARLA) && page.words().contains("Step 1 of 4"));

    let answer = browser.post("enrol_names", &[("name", "Carla Wu"), ("user_name", "carla")]).await;
    let page = browser.follow(&answer).await;
    assert_eq!(page.heading(), "Choose a password");
    assert!(page.words().contains("Step 2 of 4"));

    let answer = browser.post("enrol_password", &[("user_name", "carla"), ("password", &carla.password)]).await;
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
        assert!(!page.body.contains(code), "what is to be typed back isn't shown");
    }
    let typed = codes[3].to_lowercase().replace('-', " ");
    let answer = browser.post("confirm_saved_code", &[("code", &typed)]).await;
    assert_eq!(answer.location(), Some("/invite"));
    assert_eq!(browser.follow(&answer).await.heading(), "Your account is ready");
    assert!(browser.cookie("codes").is_none(), "the codes leave the browser");
    assert!(browser.cookie("session").is_none(), "enrolment doesn't sign in");
    assert_eq!(world.last_mail_to(CARLA).await.subject, "Your account is ready");

    browser.sign_in(&carla).await;
    assert!(browser.get("/account").await.words().contains("Carla Wu"));
    assert!(browser.cookie("invitation").is_none(), "signing in forgets the invitation");
}

#[tokio::test]
async fn s20_nobody_is_active_before_a_code_was_typed_back() {
    let world = World::new().await;
    let (browser, code) = invited(&world).await;
    let mut carla = Person::at(CARLA);
    let refused = async |step: &str| {
        for identifier in ["carla", CARLA] {
            let answer = world.browser().try_sign_in(identifier, &Person::at(CARLA).password).await;
            assert_eq!(answer.refusal().as_deref(), Some("sign-in"), "after {step}");
        }
        assert_eq!(status_of_carla(&world).await, "invited", "after {step}");
        assert!(world.regain().enrolment(&InvitationCode::parse(&code).expect("a code")).await.is_ok(), "still usable");
        let recovering = world.browser();
        recovering.start_recovery(CARLA, "forgot_password").await;
        done(&recovering.call("choose_method", &[("method", "mail")]).await);
        assert_eq!(world.mails_to(CARLA).await.len(), 1, "no way back into what isn't there, after {step}");
    };
    refused("the invitation").await;
    done(&browser.call("enrol_names", &[("name", "Carla"), ("user_name", "carla")]).await);
    refused("the names").await;
    done(&browser.call("enrol_password", &[("password", &carla.password)]).await);
    refused("the password").await;
    carla.codes = browser.shown_codes().await;
    let wrong = wrong_saved_code(&carla.codes[0]);
    assert_eq!(browser.call("confirm_saved_code", &[("code", &wrong)]).await.refusal().as_deref(), Some("code-wrong"));
    refused("a wrong code").await;
    done(&browser.call("confirm_saved_code", &[("code", &carla.codes[0])]).await);
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
    done(&browser.call("enrol_names", &[("name", "Carla"), ("user_name", "carla")]).await);
    assert_eq!(heading(&reopened().await, "/invite").await, "Choose a password");
    let carla = Person::at(CARLA);
    done(&browser.call("enrol_password", &[("password", &carla.password)]).await);
    let old = browser.shown_codes().await;

    // The codes were shown in the first browser alone: here new ones are made, and the old ones are worth nothing.
    let other = reopened().await;
    assert_eq!(other.shown_codes().await, Vec::<String>::new());
    let page = other.get("/invite").await;
    assert!(old.iter().all(|code| !page.body.contains(code)), "S25: shown once");
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
    done(&browser.call("confirm_saved_code", &[("code", &carla.codes[0])]).await);
    world.browser().sign_in(&carla).await;
    let answer = world.browser().try_sign_in("carla", &carla.password).await;
    assert_eq!(answer.refusal().as_deref(), Some("sign-in"), "the first user name is free again");
}

#[tokio::test]
async fn s78_an_invitation_lasts_72_hours_and_says_when_it_is_over() {
    let world = World::new().await;
    let (browser, code) = invited(&world).await;
    done(&browser.call("enrol_names", &[("name", "Carla"), ("user_name", "carla")]).await);
    world.advance(policy::INVITATION_LIFETIME - Duration::from_millis(1));
    assert_eq!(heading(&browser, "/invite").await, "Choose a password", "a moment before");
    world.advance(Duration::from_millis(1));
    assert_eq!(heading(&browser, "/invite").await, "This invitation has expired");

    let other = world.browser();
    let plain = other.post("open_invitation", &[("code", &code)]).await;
    assert_eq!(plain.refusal().as_deref(), Some("invitation-expired"));
    assert_eq!(other.follow(&plain).await.heading(), "This invitation has expired");
    let value = other.call("open_invitation", &[("code", &code)]).await;
    assert_eq!(value.refusal().as_deref(), Some("invitation-expired"));

    browser.call("enrol_password", &[("password", "a password for nobody")]).await;
    assert_eq!(world.stored_password(CARLA).await, None, "nothing goes on in the browser that had it open");
}

#[tokio::test]
async fn s78_a_new_invitation_replaces_the_earlier_one_and_keeps_what_was_entered() {
    let world = World::new().await;
    let (browser, code) = invited(&world).await;
    done(&browser.call("enrol_names", &[("name", "Carla"), ("user_name", "carla")]).await);
    world.invite(CARLA).await;
    assert_eq!(heading(&browser, "/invite").await, "There is a newer invitation");
    browser.call("enrol_password", &[("password", "a password for nobody")]).await;
    assert_eq!(world.stored_password(CARLA).await, None);
    let refused = world.browser().call("open_invitation", &[("code", &code)]).await;
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
    done(&browser.call("confirm_saved_code", &[("code", &carla.codes[0])]).await);

    let other = world.browser();
    let plain = other.post("open_invitation", &[("code", &code)]).await;
    assert_eq!(plain.refusal().as_deref(), Some("invitation-used"));
    let page = other.follow(&plain).await;
    assert_eq!(page.heading(), "This invitation has already been accepted");
    assert!(page.body.contains("href=\"/sign-in\""));

    let before = (world.stored_password(CARLA).await, world.database().texts("SELECT phc FROM saved_codes").await);
    for (endpoint, fields) in [
        ("enrol_names", vec![("name", "Mallory"), ("user_name", "mallory")]),
        ("enrol_password", vec![("password", "a password of another person")]),
        ("new_saved_codes", vec![]),
        ("confirm_saved_code", vec![("code", carla.codes[1].as_str())]),
    ] {
        late.call(endpoint, &fields).await;
        assert_eq!(heading(&late, "/invite").await, "Your account is ready", "{endpoint}");
    }
    let after = (world.stored_password(CARLA).await, world.database().texts("SELECT phc FROM saved_codes").await);
    assert_eq!(before, after);
    let people = "SELECT count(*) FROM people WHERE name = 'Mallory'";
    assert_eq!(world.database().number(people).await, 0);
}

#[tokio::test]
async fn s77_nobody_who_has_enrolled_can_be_invited_again() {
    let world = World::new().await;
    for address in ["anna@example.org", "ANNA@Example.org"] {
        let address = EmailAddress::parse(address).expect("an address");
        let invited = world.admin().invite_administrator(&address, Language::English).await.expect("an answer");
        assert!(matches!(invited, Invited::Elsewhere));
        // To administrators it looks as ever (S6), and the owner of the address is told.
        let root = world.id_of(regain_testkit::ROOT).await;
        let visitor = regain_service::Visitor::default();
        world.admin().invite(&visitor, root, &address, Language::English).await.expect("as ever");
        assert_eq!(world.last_mail_to("anna@example.org").await.subject, "You already have an account");
    }
    world.set_disabled("bert@example.org", true).await;
    let bert = EmailAddress::parse("bert@example.org").expect("an address");
    let invited = world.admin().invite_administrator(&bert, Language::English).await.expect("an answer");
    assert!(matches!(invited, Invited::Elsewhere));
    assert_eq!(world.database().number("SELECT count(*) FROM invitations WHERE accepted_at IS NULL").await, 0);
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
        assert_eq!(browser.call("open_invitation", &[("code", typed)]).await.refusal().as_deref(), Some(refusal));
        assert!(browser.cookie("invitation").is_none());
    }
    let browser = world.browser();
    browser.plant_cookie("invitation", &"0".repeat(28));
    assert_eq!(heading(&browser, "/invite").await, "We don't know this invitation");
    let answer = browser.post("leave_invitation", &[]).await;
    assert_eq!(browser.follow(&answer).await.heading(), "Accept your invitation");
}

#[tokio::test]
async fn s9_a_user_name_that_somebody_has_in_any_case_is_taken_and_what_was_typed_comes_back() {
    let world = World::new().await;
    let (browser, _) = invited(&world).await;
    for taken in ["anna", "ANNA", " Anna ", "ａｎｎａ"] {
        let answer = browser.call("enrol_names", &[("name", "Carla"), ("user_name", taken)]).await;
        assert_eq!(answer.refusal().as_deref(), Some("user-name-taken"), "{taken}");
    }
    let answer = browser.post("enrol_names", &[("name", "Carla Wu"), ("user_name", "anna")]).await;
    assert_eq!(answer.location(), Some("/invite?problem=user-name-taken"));
    let page = browser.follow(&answer).await;
    assert_eq!(page.field_value("name").as_deref(), Some("Carla Wu"));
    assert_eq!(page.field_value("user_name").as_deref(), Some("anna"));
    assert!(page.words().contains("Somebody has this user name already."));
}

#[tokio::test]
async fn names_that_break_a_rule_are_refused_by_the_rule() {
    let world = World::new().await;
    let (browser, _) = invited(&world).await;
    for (name, user_name, refusal) in [
        ("", "carla", "name-empty"),
        (&"x".repeat(101), "carla", "name-long"),
        ("Carla\u{202e}alraC", "carla", "name-character"),
        ("Carla", "", "user-name-empty"),
        ("Carla", "c", "user-name-short"),
        ("Carla", &"c".repeat(33), "user-name-long"),
        ("Carla", "carla@example.org", "user-name-character"),
        ("Carla", "cаrla", "user-name-character"),
        ("Carla", "carla wu", "user-name-character"),
    ] {
        let answer = browser.call("enrol_names", &[("name", name), ("user_name", user_name)]).await;
        assert_eq!(answer.refusal().as_deref(), Some(refusal), "{name} {user_name}");
    }
    assert_eq!(heading(&browser, "/invite").await, "Who are you?");
}

#[tokio::test]
async fn s34_s35_passwords_that_break_a_rule_are_refused_by_the_rule_and_nothing_is_stored() {
    let world = World::new().await;
    let (browser, _) = invited(&world).await;
    done(&browser.call("enrol_names", &[("name", "Carla"), ("user_name", "carla")]).await);
    for (password, refusal) in [
        ("", "password-empty"),
        ("fourteen chars", "password-short"),
        (&"long words ".repeat(40), "password-long"),
        ("carlacarlacarlacarla", "password-context"),
        ("Carla@Example.Org", "password-context"),
        ("example Example EXAMPLE", "password-context"),
        ("abcabcabcabcabcabc", "password-repetition"),
        ("1qaz2wsx3edc4rfv", "password-common"),
        ("CarlaPassword-2026", "password-weak"),
    ] {
        let plain = browser.post("enrol_password", &[("password", password)]).await;
        assert_eq!(plain.refusal().as_deref(), Some(refusal), "{password}");
        let page = browser.follow(&plain).await;
        assert_eq!(page.heading(), "Choose a password");
        assert!(password.is_empty() || !page.body.contains(password), "a password never comes back");
        let value = browser.call("enrol_password", &[("password", password)]).await;
        assert_eq!(value.refusal().as_deref(), Some(refusal), "{password}");
    }
    assert_eq!(world.stored_password(CARLA).await, None);
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
        assert_eq!(heading(&browser, "/invite").await, "Who are you?", "{endpoint}");
    }
    assert_eq!(heading(&browser, "/invite?step=confirm").await, "Who are you?");
    assert_eq!(world.stored_password(CARLA).await, None);
    assert_eq!(status_of_carla(&world).await, "invited");

    for endpoint in ["enrol_names", "enrol_password", "new_saved_codes", "confirm_saved_code"] {
        let stranger = world.browser();
        assert_eq!(stranger.post(endpoint, &[]).await.location(), Some("/invite"), "{endpoint} without an invitation");
        assert_eq!(heading(&stranger, "/invite").await, "Accept your invitation");
    }
}

#[tokio::test]
async fn s25_saved_codes_are_shown_in_fives_of_four_with_selectors_of_their_own_and_stored_as_hashes() {
    let world = World::new().await;
    let anna = world.anna();
    let selectors: BTreeSet<String> =
        anna.codes.iter().map(|code| SavedCode::parse(code).expect("a code").selector().to_owned()).collect();
    assert_eq!(selectors.len(), policy::SAVED_CODES);
    assert!(anna.codes.iter().all(|code| code.len() == 24 && code.matches('-').count() == 4));
    let hashes = world.database().texts("SELECT phc FROM saved_codes").await;
    assert_eq!(hashes.len(), 3 * policy::SAVED_CODES, "of Anna, Bert and the administrator");
    assert!(hashes.iter().all(|hash| hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1")), "S32: {hashes:?}");
}

#[tokio::test]
async fn a_persons_codes_never_finish_the_enrolment_of_another() {
    let world = World::new().await;
    let (browser, _) = invited(&world).await;
    browser.enrol_until_codes(&mut Person::at(CARLA)).await;
    let answer = browser.call("confirm_saved_code", &[("code", &world.anna().codes[0])]).await;
    assert_eq!(answer.refusal().as_deref(), Some("code-wrong"));
    for (typed, refusal) in [("", "code-empty"), ("ABCD-EFGH", "code-malformed")] {
        let plain = browser.post("confirm_saved_code", &[("code", typed)]).await;
        assert_eq!(plain.location(), Some(format!("/invite?step=confirm&problem={refusal}").as_str()));
        assert_eq!(browser.follow(&plain).await.heading(), "Type one code back");
    }
    assert_eq!(status_of_carla(&world).await, "invited");
}

#[tokio::test]
async fn the_first_invitation_is_the_same_until_it_expires_and_none_once_somebody_is_there() {
    let world = World::empty().await;
    let admin = EmailAddress::parse("admin@example.org").expect("an address");
    let first = async || world.admin().first_invitation(&admin).await.expect("an answer").map(|link| link.url);
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
    done(&browser.call("confirm_saved_code", &[("code", &person.codes[0])]).await);
    assert_eq!(first().await, None);
}
