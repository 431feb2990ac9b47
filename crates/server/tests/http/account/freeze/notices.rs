//! Notices by which their reader can freeze the account (S30, S59).

use regain_testkit::{World, done};

#[tokio::test]
async fn s30_the_link_of_a_notice_freezes_for_thirty_days() {
    let world = World::new().await;
    let anna = world.anna();
    let waiting = world.browser();
    waiting
        .start_recovery(&anna.user_name, "forgot_password")
        .await;
    waiting.pass_saved_code(&anna.codes[3]).await;
    let notice = world.last_mail_to(&anna.email).await;
    let code = notice.freeze_code.expect("a notice has a code");
    assert!(
        notice
            .freeze_link
            .expect("and a link")
            .ends_with(&code.replace('-', ""))
    );

    let stranger = world.browser();
    for (typed, refusal) in [
        ("", "code-empty"),
        ("ABCD", "code-malformed"),
        ("ABCD-EFGH-JKMN-PQRS-TVWX-YZ01-2345", "freeze-unknown"),
    ] {
        assert_eq!(
            stranger
                .call("freeze_by_code", &[("code", typed)])
                .await
                .refusal()
                .as_deref(),
            Some(refusal)
        );
    }
    for _ in 0..2 {
        done(&stranger.call("freeze_by_code", &[("code", &code)]).await);
    }
    assert_eq!(
        waiting.recovery_step().await,
        None,
        "the recovery under way ended"
    );
    assert!(
        world
            .browser()
            .try_sign_in(&anna.user_name, &anna.password)
            .await
            .refusal()
            .is_some()
    );
    let told = "SELECT count(*) FROM history WHERE event = 'account.frozen' AND actor IS NULL";
    assert_eq!(
        world.database().number(told).await,
        1,
        "whoever reads the mail isn't proven to be the owner"
    );
    world.advance_seconds(30 * 24 * 3600);
    assert_eq!(
        stranger
            .call("freeze_by_code", &[("code", &code)])
            .await
            .refusal()
            .as_deref(),
        Some("freeze-expired")
    );
}

#[tokio::test]
async fn s59_a_stranger_who_triggers_mails_freezes_nobody() {
    let world = World::new().await;
    let anna = world.anna();
    for _ in 0..8 {
        let stranger = world.browser();
        stranger
            .start_recovery(&anna.user_name, "forgot_password")
            .await;
        done(&stranger.call("choose_method", &[("method", "mail")]).await);
    }
    assert!(
        world
            .mails_to(&anna.email)
            .await
            .iter()
            .take(8)
            .all(|mail| mail.freeze_code.is_none())
    );
    world.browser().sign_in(anna).await;
}
