//! The right password with a wrong second step: the owner gets a notice, and the other side sees no
//! difference (S30).

use regain_testkit::{World, done, wrong_saved_code};

const SUBJECT: &str = "Somebody knows your password";
const TOLD: &str = "SELECT count(*) FROM history WHERE event = 'session.second_step_failed' AND actor IS NULL AND subject IS NOT NULL";

async fn mails(world: &World, address: &str) -> usize {
    world
        .mails_to(address)
        .await
        .iter()
        .filter(|mail| mail.subject == SUBJECT)
        .count()
}

/// A code that Anna's app doesn't show.
fn wrong(world: &World) -> &'static str {
    let shown = world.app_code(world.anna());
    ["000000", "000001"]
        .into_iter()
        .find(|code| *code != shown)
        .expect("one of two")
}

#[tokio::test]
async fn s30_the_right_password_with_a_wrong_second_step_on_an_unknown_device_is_told_once_a_day() {
    let world = World::strict().await;
    let anna = world.anna();
    let owner = world.browser();
    world.sign_in_fully(&owner, anna).await;
    let thief = world.browser();
    thief.asked_for_second_factor(anna).await;
    // Neither a wrong password nor an incomplete code counts as such a try.
    world
        .browser()
        .try_sign_in(&anna.user_name, "not the password of anna")
        .await;
    thief
        .call("verify_authenticator", &[("code", "12345")])
        .await;
    thief.call("verify_saved_code", &[("code", "ABCD")]).await;
    assert_eq!(mails(&world, &anna.email).await, 0);

    let refused = thief
        .call("verify_authenticator", &[("code", wrong(&world))])
        .await;
    assert_eq!(
        (refused.status.as_u16(), refused.refusal().as_deref()),
        (200, Some("authenticator-wrong"))
    );
    assert_eq!(mails(&world, &anna.email).await, 1);
    let other = world.browser();
    other.asked_for_second_factor(anna).await;
    for browser in [&thief, &other] {
        browser
            .call("verify_authenticator", &[("code", wrong(&world))])
            .await;
        let saved = wrong_saved_code(&anna.codes[3]);
        assert_eq!(
            browser
                .call("verify_saved_code", &[("code", &saved)])
                .await
                .refusal()
                .as_deref(),
            Some("code-wrong")
        );
    }
    assert_eq!(
        mails(&world, &anna.email).await,
        1,
        "once a day, wherever from"
    );
    assert_eq!(world.database().number(TOLD).await, 1);
    let page = owner.get("/account/history").await.words();
    assert!(
        page.contains("The right password with a wrong second step"),
        "{page}"
    );

    world.advance_seconds(24 * 3600);
    let later = world.browser();
    later.asked_for_second_factor(anna).await;
    let saved = wrong_saved_code(&anna.codes[3]);
    later.call("verify_saved_code", &[("code", &saved)]).await;
    assert_eq!(
        mails(&world, &anna.email).await,
        2,
        "a saved code alone, too"
    );
    let mail = world.last_mail_to(&anna.email).await;
    assert_eq!(mail.subject, SUBJECT);
    done(
        &world
            .browser()
            .call(
                "freeze_by_code",
                &[("code", &mail.freeze_code.expect("a code"))],
            )
            .await,
    );
    assert!(!owner.is_signed_in().await);
}

#[tokio::test]
async fn s30_a_mistake_on_a_known_device_is_told_to_nobody() {
    let world = World::strict().await;
    let anna = world.anna();
    let known = world.browser();
    world.sign_in_fully(&known, anna).await;
    done(&known.call("sign_out", &[]).await);
    known.asked_for_second_factor(anna).await;
    known
        .call("verify_authenticator", &[("code", wrong(&world))])
        .await;
    known
        .call(
            "verify_saved_code",
            &[("code", &wrong_saved_code(&anna.codes[3]))],
        )
        .await;
    assert_eq!(
        (
            mails(&world, &anna.email).await,
            world.database().number(TOLD).await
        ),
        (0, 0)
    );
    // A device known for somebody else isn't a known one.
    known.asked_for_second_factor(world.bert()).await;
    known
        .call("verify_authenticator", &[("code", wrong(&world))])
        .await;
    assert_eq!(
        (
            mails(&world, &world.bert().email).await,
            mails(&world, &anna.email).await
        ),
        (1, 0)
    );
}
