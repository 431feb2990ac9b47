//! The minimum length of new passwords (S34).

use crate::support::people::root;
use crate::support::policy::set;
use regain_testkit::{World, done};

#[tokio::test]
async fn s34_a_longer_minimum_holds_for_new_passwords_in_every_flow_and_closes_out_nobody() {
    let world = World::new().await;
    let root = root(&world).await;
    let short = "twenty-nine characters, really";
    let long = "a sentence of forty characters, or more..";
    set(&world, &root, &[("password_min", "40")]).await;
    assert!(world.anna().password.len() < 40);
    let anna = world.browser();
    anna.sign_in(world.anna()).await;
    let changed = anna
        .call(
            "change_password",
            &[("current", &world.anna().password), ("new", short)],
        )
        .await;
    assert_eq!(changed.refusal().as_deref(), Some("password-short"));
    let recovering = world.proven(world.bert(), "forgot_password", 0).await;
    let page = recovering.get("/recover/password").await;
    assert!(
        page.words().contains("40 to 256 characters"),
        "{}",
        page.words()
    );
    assert!(
        page.body.contains("data-figures=\"40 "),
        "the browser's own rules have it too"
    );
    assert_eq!(
        recovering
            .call("new_password", &[("password", short)])
            .await
            .refusal()
            .as_deref(),
        Some("password-short")
    );
    let plain = recovering
        .post("new_password", &[("password", short)])
        .await;
    assert!(
        recovering
            .follow(&plain)
            .await
            .words()
            .contains("Use at least 40 characters")
    );
    done(&recovering.call("new_password", &[("password", long)]).await);

    world.invite("carla@example.org").await;
    let code = world.mailed_code("carla@example.org").await;
    let browser = world.browser();
    done(&browser.call("open_invitation", &[("code", &code)]).await);
    done(
        &browser
            .call("enrol_names", &[("name", "Carla"), ("user_name", "carla")])
            .await,
    );
    let refused = browser
        .call(
            "enrol_password",
            &[("user_name", "carla"), ("password", short)],
        )
        .await;
    assert_eq!(refused.refusal().as_deref(), Some("password-short"));
    done(
        &browser
            .call(
                "enrol_password",
                &[("user_name", "carla"), ("password", long)],
            )
            .await,
    );
}
