//! More work than fits at once: the answers to a plain form and to a machine (S97), and whose mail
//! goes first (S65).

use http::StatusCode;
use regain_testkit::{World, done};

#[tokio::test]
async fn s97_the_page_of_a_plain_form_that_found_no_thread_says_so_with_the_status_of_it() {
    let world = World::new().await;
    let browser = world.browser();
    for page in [
        "/sign-in",
        "/recover",
        "/sign-in?return_to=/account/methods",
    ] {
        let joint = if page.contains('?') { '&' } else { '?' };
        let usual = browser.get(page).await;
        assert_eq!(
            (usual.status, usual.header("retry-after")),
            (StatusCode::OK, None),
            "{page}"
        );
        let busy = browser.get(&format!("{page}{joint}problem=busy")).await;
        assert_eq!(
            (busy.status, busy.header("retry-after")),
            (StatusCode::SERVICE_UNAVAILABLE, Some("2")),
            "{page}"
        );
        assert_eq!(
            busy.heading(),
            usual.heading(),
            "the form can be sent again"
        );
        assert!(
            busy.words().contains("very many people are here"),
            "{page}: {}",
            busy.words()
        );
        assert!(
            !usual.words().contains("very many people are here"),
            "{page}"
        );
    }
    let refused = browser.get("/sign-in?problem=sign-in").await;
    assert_eq!(
        refused.status,
        StatusCode::OK,
        "no other reason has this status"
    );
}

#[tokio::test]
async fn s65_a_code_overtakes_notices_and_these_twenty_invitations() {
    let world = World::new().await;
    let anna = world.anna();
    let bert = world.bert();
    let signed_in = world.confirmed(anna).await;
    let recovering = world.browser();
    let before = world.mails().await.len();
    for nth in 0..20 {
        world.invite(&format!("guest{nth}@example.org")).await;
    }
    let fields = [
        ("current", anna.password.as_str()),
        ("new", "a bicycle made of northern light"),
    ];
    done(&signed_in.call("change_password", &fields).await);
    recovering
        .start_recovery(&bert.email, "forgot_password")
        .await;
    done(
        &recovering
            .call("choose_method", &[("method", "mail")])
            .await,
    );
    let mails = world.mails().await;
    let sent: Vec<&str> = mails[..mails.len() - before]
        .iter()
        .rev()
        .map(|mail| mail.to.as_str())
        .collect();
    assert_eq!(sent[..2], [bert.email.as_str(), anna.email.as_str()]);
    assert_eq!(
        sent[2..]
            .iter()
            .filter(|to| to.starts_with("guest"))
            .count(),
        20,
        "{sent:?}"
    );
}
