//! How the server knows a browser that several people use, and one whose device token somebody
//! copied (S58).

use crate::support::people::can_enter;
use regain_domain::policy;
use regain_testkit::counted;
use regain_testkit::{Browser, Person, World, done};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

/// Enters wrong passwords until the person has to wait.
async fn guess(world: &World, browser: Option<&Browser>, person: &Person) {
    for nth in 0..=policy::FREE_FAILURES {
        let stranger = world.browser();
        browser
            .unwrap_or(&stranger)
            .try_sign_in(&person.user_name, &format!("a guess, {nth}"))
            .await;
    }
}

async fn told_of_new_devices(world: &World, person: &Person) -> usize {
    let mails = world.mails_to(&person.email).await;
    mails
        .iter()
        .filter(|mail| mail.subject == "Sign-in on a new device")
        .count()
}

fn device(browser: &Browser) -> String {
    browser
        .cookie("device")
        .expect("the browser is known")
        .value
}

#[tokio::test]
async fn s58_what_somebody_wrote_down_before_is_of_no_use_for_whoever_signs_in_later() {
    let world = World::strict().await;
    let anna = world.anna();
    let bert = world.bert();
    let shared = world.browser();
    world.sign_in_fully(&shared, bert).await;
    done(&shared.call("sign_out", &[]).await);
    let written_down = shared.copy();
    world.sign_in_remembered(&shared, anna).await;
    done(&shared.call("sign_out", &[]).await);
    assert_ne!(device(&shared), device(&written_down));
    assert!(can_enter(&shared, anna).await, "with the password alone");
    written_down.asked_for_second_factor(anna).await;
    guess(&world, None, anna).await;
    assert!(
        !can_enter(&written_down, anna).await,
        "it waits with the strangers"
    );
    assert!(can_enter(&shared, anna).await);
    // A person whom the browser knows keeps the device token as long as nobody new signs in.
    let known_by = device(&shared);
    shared.sign_in(anna).await;
    assert_eq!(device(&shared), known_by);
}

#[tokio::test]
async fn s58_whoever_enrols_later_is_not_known_by_it_either() {
    let world = World::new().await;
    let shared = world.browser();
    shared.sign_in(world.bert()).await;
    done(&shared.call("sign_out", &[]).await);
    let written_down = shared.copy();
    let link = world.invite("carla@example.org").await;
    done(
        &shared
            .call("open_invitation", &[("code", link.code.shown().as_str())])
            .await,
    );
    let mut carla = Person::at("carla@example.org");
    shared.enrol_until_codes(&mut carla).await;
    done(
        &shared
            .call("confirm_saved_code", &[("code", &carla.codes[0])])
            .await,
    );
    guess(&world, None, &carla).await;
    assert!(!can_enter(&written_down, &carla).await);
    assert!(can_enter(&shared, &carla).await);
    assert_eq!(told_of_new_devices(&world, &carla).await, 0);
}

#[tokio::test]
async fn s58_several_people_of_one_browser_stay_known_there_and_nowhere_else() {
    let world = World::strict().await;
    let anna = world.anna();
    let bert = world.bert();
    let shared = world.browser().with("user-agent", FIREFOX);
    world.sign_in_remembered(&shared, bert).await;
    done(&shared.call("sign_out", &[]).await);
    let written_down = shared.copy();
    world.sign_in_remembered(&shared, anna).await;
    done(&shared.call("sign_out", &[]).await);
    for person in [bert, anna, bert] {
        assert!(
            can_enter(&shared, person).await,
            "with the password alone: {}",
            person.user_name
        );
    }
    assert_eq!(
        (
            told_of_new_devices(&world, bert).await,
            told_of_new_devices(&world, anna).await
        ),
        (1, 1)
    );
    written_down.asked_for_second_factor(bert).await;
    shared.sign_in(bert).await;
    let page = shared.get("/account/devices").await.words();
    assert_eq!(
        page.matches("Firefox").count(),
        2,
        "a session and a device: {page}"
    );
    assert_eq!(page.matches("This device").count(), 2, "{page}");
    let shared = "SELECT count(*) - count(DISTINCT token_mac) FROM devices";
    assert_eq!(
        world.database().number(shared).await,
        1,
        "two people, one token"
    );
}

#[tokio::test]
async fn s57_s66_what_was_counted_of_a_device_is_not_forgotten_for_somebody_new_there() {
    let world = World::new().await;
    let anna = world.anna();
    let bert = world.bert();
    let of_bert = world.browser();
    assert!(can_enter(&of_bert, bert).await);
    // A thief with a copy of Bert's device token, and with an account of their own.
    let thief = of_bert.copy();
    let before = world.mails_to(&bert.email).await.len();
    let ask = async || {
        for _ in 0..=policy::MAILS_RESERVED.hourly + policy::MAILS.hourly {
            thief.start_recovery(&bert.email, "forgot_password").await;
            done(&thief.call("choose_method", &[("method", "mail")]).await);
        }
        world.mails_to(&bert.email).await.len() - before
    };
    assert_eq!(ask().await, 5, "two of the device's, three of everybody's");
    guess(&world, Some(&thief), bert).await;
    assert!(can_enter(&thief, anna).await);
    assert!(
        !can_enter(&thief, bert).await,
        "within the wait of the device"
    );
    assert_eq!(ask().await, 5);
    assert!(
        can_enter(&world.browser(), bert).await,
        "which is the device's own"
    );
    world.advance(policy::LONGEST_DELAY);
    assert!(can_enter(&thief, bert).await);
}

#[tokio::test]
async fn s79_a_row_of_a_device_given_to_somebody_else_is_of_no_use_after_somebody_new_either() {
    let world = World::strict().await;
    let anna = world.anna();
    let bert = world.bert();
    let shared = world.browser();
    world.sign_in_remembered(&shared, bert).await;
    done(&shared.call("sign_out", &[]).await);
    let take = format!(
        "UPDATE devices SET person_id = x'{}'",
        world.id_of(&anna.email).await.to_hex()
    );
    world.database().run(&take).await;
    world.sign_in_fully(&shared, world.root()).await;
    done(&shared.call("sign_out", &[]).await);
    shared.asked_for_second_factor(anna).await;
}

#[tokio::test]
async fn s3_whatever_device_is_brought_a_refusal_takes_as_many_statements_for_nobody() {
    let world = World::new().await;
    let anna = world.anna();
    let bert = world.bert();
    let of_bert = world.browser();
    assert!(can_enter(&of_bert, bert).await);
    for brought in [None, Some("A".repeat(43)), Some(device(&of_bert))] {
        let mut statements = Vec::new();
        for name in ["nobody", anna.user_name.as_str()] {
            let browser = world.browser();
            if let Some(token) = &brought {
                browser.plant_cookie("device", token);
            }
            let (answer, signing_in) = counted(browser.try_sign_in(name, "a wrong one")).await;
            assert_eq!(answer.refusal().as_deref(), Some("sign-in"));
            let ((), recovering) = counted(browser.start_recovery(name, "forgot_password")).await;
            let (answer, choosing) =
                counted(browser.call("choose_method", &[("method", "mail")])).await;
            done(&answer);
            statements.push([signing_in, recovering, choosing]);
        }
        assert_eq!(statements[0], statements[1], "{brought:?}");
    }
}
