//! What a plain form's person sees, and a machine reads, where the server was too busy (S97).

use http::StatusCode;
use regain_testkit::World;

#[tokio::test]
async fn s97_the_page_of_a_plain_form_that_found_no_thread_says_so_with_the_status_of_it() {
    let world = World::new().await;
    let browser = world.browser();
    for page in ["/sign-in", "/recover", "/sign-in?return_to=/account/methods"] {
        let joint = if page.contains('?') { '&' } else { '?' };
        let usual = browser.get(page).await;
        assert_eq!((usual.status, usual.header("retry-after")), (StatusCode::OK, None), "{page}");
        let busy = browser.get(&format!("{page}{joint}problem=busy")).await;
        assert_eq!((busy.status, busy.header("retry-after")), (StatusCode::SERVICE_UNAVAILABLE, Some("2")), "{page}");
        assert_eq!(busy.heading(), usual.heading(), "the form can be sent again");
        assert!(busy.words().contains("very many people are here"), "{page}: {}", busy.words());
        assert!(!usual.words().contains("very many people are here"), "{page}");
    }
    let refused = browser.get("/sign-in?problem=sign-in").await;
    assert_eq!(refused.status, StatusCode::OK, "no other reason has this status");
}
