//! Where a sign-in leads: to the page that asked for it, if it is one of ours (S90).

use regain_testkit::World;

#[tokio::test]
async fn s90_return_to_leads_to_pages_of_ours_only() {
    let world = World::new().await;
    let anna = world.anna();
    for target in [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example",
        "https:evil.example",
        "https://id.example.org/account",
        "https://id.example.org@evil.example/",
        "/account@evil.example",
        "/account\r\nLocation: https://evil.example",
        "/account%0d%0aLocation:%20https://evil.example",
        "/account?next=//evil.example",
        "/account/../..//evil.example",
        "/%2f/evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "account",
        "/dev/mailbox",
        "/api/sign_out",
        " /account",
        "",
    ] {
        let fields = [
            ("identifier", anna.user_name.as_str()),
            ("password", &anna.password),
            ("return_to", target),
        ];
        let answer = world.browser().post("sign_in", &fields).await;
        assert_eq!(answer.location(), Some("/account"), "{target:?}");
        let fields = [
            ("identifier", "anna"),
            ("password", "wrong"),
            ("return_to", target),
        ];
        let browser = world.browser();
        let answer = browser.post("sign_in", &fields).await;
        assert_eq!(
            answer.location(),
            Some("/sign-in?problem=sign-in"),
            "{target:?}"
        );
        world.browser().sign_in(anna).await;
    }
}

#[tokio::test]
async fn s90_a_page_that_asked_for_a_sign_in_is_returned_to_even_after_a_mistake() {
    let world = World::new().await;
    let anna = world.anna();
    let browser = world.browser();
    let asked = browser.get("/account").await;
    assert_eq!(
        asked.location(),
        Some("/sign-in?notice=needed&return_to=/account")
    );
    let page = browser.follow(&asked).await;
    assert!(page.words().contains("Sign in to continue."), "{page:?}");
    assert_eq!(page.field_value("return_to").as_deref(), Some("/account"));
    let fields = |password| {
        [
            ("identifier", "anna"),
            ("password", password),
            ("return_to", "/account"),
        ]
    };
    let refused = browser.post("sign_in", &fields("wrong")).await;
    assert_eq!(
        refused.location(),
        Some("/sign-in?return_to=/account&problem=sign-in")
    );
    let page = browser.follow(&refused).await;
    assert_eq!(page.field_value("return_to").as_deref(), Some("/account"));
    assert_eq!(
        browser
            .post("sign_in", &fields(&anna.password))
            .await
            .location(),
        Some("/account")
    );
}
