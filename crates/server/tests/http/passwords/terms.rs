//! The organisation's own terms, and the file by which pages judge new passwords (S35).

use regain_domain::passwords::Common;
use regain_testkit::World;

const TERMS: (&str, &str) = ("REGAIN_BANNED_TERMS", "Contoso, blank");

/// The file's path in the page.
fn path_in(page: &str) -> String {
    let (_, rest) = page
        .split_once("data-words=\"")
        .expect("every page names it");
    rest.split_once('"')
        .expect("an attribute ends")
        .0
        .to_owned()
}

#[tokio::test]
async fn s35_the_organisations_terms_count_in_every_flow() {
    let world = World::configured(&[TERMS], None).await;
    let anna = world.anna();
    let weak = "C0ntos0Bl@nk-2026";
    let [invited, signed_in, recovering] = world.choosing(anna).await;
    for (password, refusal) in [
        (weak, Some("password-weak")),
        ("C0ntos0 Bl@nk and a lark", None),
    ] {
        let enrolled = invited
            .call("enrol_password", &[("password", password)])
            .await;
        assert_eq!(enrolled.refusal().as_deref(), refusal);
        if refusal.is_some() {
            let reset = recovering
                .call("new_password", &[("password", password)])
                .await;
            assert_eq!(reset.refusal().as_deref(), refusal);
        }
        let changed = signed_in
            .call(
                "change_password",
                &[("current", &anna.password), ("new", password)],
            )
            .await;
        assert_eq!(changed.refusal().as_deref(), refusal);
    }
}

#[tokio::test]
async fn f13_the_file_comes_under_a_name_of_its_content_and_the_sign_in_page_has_none_of_it() {
    let world = World::configured(&[TERMS], None).await;
    let browser = world.browser();
    let page = browser.get("/sign-in").await;
    assert!(!page.body.to_lowercase().contains("contoso") && !page.body.contains("password-rules"));
    let path = path_in(&page.body);
    let file = browser.get(&path).await;
    assert_eq!(file.status, 200);
    assert_eq!(
        file.header("cache-control"),
        Some("public, max-age=31536000, immutable")
    );
    assert_eq!(
        file.header("content-type"),
        Some("application/octet-stream")
    );
    assert!(file.body.starts_with("contoso blank\n"));
    assert!(Common::embedded_bytes().len() < 44 * 1024);
    assert_ne!(
        path,
        path_in(&World::new().await.browser().get("/sign-in").await.body),
        "other terms, another name"
    );
    assert_eq!(
        browser.get("/words/AAAAAAAAAAAAAAAAAAAAAA").await.status,
        404
    );
}

#[tokio::test]
async fn f13_the_rules_stand_on_the_page_before_anything_is_typed() {
    let world = World::new().await;
    let browser = world.proven(world.anna(), "forgot_password", 0).await;
    let page = browser.get("/recover/password").await;
    for words in [
        "Not a common password",
        "Not one short piece",
        "15 to 256 characters",
    ] {
        assert!(page.words().contains(words), "{words}");
    }
    assert!(!page.words().contains("Strength:"), "nothing is judged yet");
}
