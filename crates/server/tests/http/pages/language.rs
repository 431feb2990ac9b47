//! Three languages, on every page and in every mail.

use regain_testkit::{Answer, Browser, World, done};

const HEADINGS: [(&str, &str); 3] = [("en", "Sign in"), ("zh-Hant", "登入"), ("zh-Hans", "登录")];

#[track_caller]
fn assert_in(page: &Answer, tag: &str) {
    assert!(
        page.body.contains(&format!("<html lang=\"{tag}\"")),
        "lang isn't {tag}: {}",
        page.body
    );
}

async fn chosen(browser: &Browser) -> String {
    let page = browser.get("/sign-in").await;
    let heading = page.heading();
    let (tag, _) = HEADINGS
        .into_iter()
        .find(|(_, text)| *text == heading)
        .expect("one of three headings");
    assert_in(&page, tag);
    tag.to_owned()
}

#[tokio::test]
async fn the_browsers_languages_decide_until_somebody_chooses() {
    let world = World::new().await;
    for (accepted, tag) in [
        ("en", "en"),
        ("zh-TW", "zh-Hant"),
        ("zh-HK,zh;q=0.9", "zh-Hant"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        ("zh", "zh-Hans"),
        ("de, zh-Hant;q=0.5, en;q=0.4", "zh-Hant"),
        ("de", "en"),
        ("*", "en"),
        ("yue-Hant-HK,en;q=0.5", "zh-Hant"),
        ("zh-cmn-Hans-CN", "zh-Hans"),
        ("i-hak, en;q=0.5", "zh-Hans"),
        ("not a language;;;q=x", "en"),
    ] {
        let browser = world.browser().with("accept-language", accepted);
        assert_eq!(chosen(&browser).await, tag, "{accepted}");
    }
}

#[tokio::test]
async fn an_address_with_lang_chooses_for_this_page_and_all_that_follow() {
    let world = World::new().await;
    let browser = world.browser().with("accept-language", "zh-TW");
    assert_in(&browser.get("/recover?lang=zh-Hans").await, "zh-Hans");
    assert_eq!(chosen(&browser).await, "zh-Hans", "a year long");
    world.advance_seconds(364 * 24 * 3600);
    browser.reopen();
    assert_eq!(chosen(&browser).await, "zh-Hans");
    assert_in(&browser.get("/sign-in?lang=en").await, "en");
    for unknown in ["de", "", "xx-YY", "%00", "e%6e%0d%0aSet-Cookie:%20a=b"] {
        let page = browser.get(&format!("/sign-in?lang={unknown}")).await;
        assert_in(&page, "en");
        assert!(page.cookies().is_empty(), "{unknown}");
    }
    assert_eq!(
        chosen(&browser).await,
        "en",
        "what isn't known changes nothing"
    );
}

#[tokio::test]
async fn every_page_is_in_the_language_and_links_to_the_others() {
    let world = World::new().await;
    for tag in ["en", "zh-Hant", "zh-Hans"] {
        let browser = world.browser();
        browser.get(&format!("/sign-in?lang={tag}")).await;
        for path in [
            "/sign-in",
            "/recover",
            "/recover/verify",
            "/recover/link",
            "/recover/password",
            "/recover/done",
            "/invite",
            "/nowhere",
        ] {
            let page = browser.get(path).await;
            assert_in(&page, tag);
            for other in ["en", "zh-Hant", "zh-Hans"] {
                assert!(
                    page.body.contains(&format!("href=\"?lang={other}\"")),
                    "{path}"
                );
            }
        }
    }
}

#[tokio::test]
async fn a_choice_by_form_is_kept_in_the_browser_and_in_the_account_of_who_is_signed_in() {
    let world = World::new().await;
    let anna = world.anna();
    let browser = world.browser();
    browser.sign_in(anna).await;
    done(
        &browser
            .call("choose_language", &[("language", "zh-Hant")])
            .await,
    );
    assert_in(&browser.get("/account").await, "zh-Hant");
    assert_eq!(
        world
            .browser()
            .call("choose_language", &[("language", "de")])
            .await
            .refusal()
            .as_deref(),
        Some("form")
    );
    // Notices come in the account's language, whatever the browser's language.
    let english = world.proven(anna, "forgot_password", 0).await;
    done(
        &english
            .call(
                "new_password",
                &[("password", "the lark of tomorrow sings at noon")],
            )
            .await,
    );
    let mail = world.last_mail_to(&anna.email).await;
    assert_eq!(mail.language.tag(), "zh-Hant");
    assert!(mail.html.contains("lang=\"zh-Hant\""));
}

#[tokio::test]
async fn mails_that_were_asked_for_are_in_the_language_of_the_page() {
    let world = World::new().await;
    for (accepted, tag) in [("en", "en"), ("zh-TW", "zh-Hant"), ("zh-CN", "zh-Hans")] {
        let browser = world.browser().with("accept-language", accepted);
        world.advance_seconds(24 * 3600);
        browser.start_recovery("anna", "forgot_password").await;
        done(&browser.call("choose_method", &[("method", "mail")]).await);
        assert_eq!(
            world.last_mail_to("anna@example.org").await.language.tag(),
            tag
        );
        browser
            .start_recovery("anna@example.org", "forgot_user_name")
            .await;
        assert_eq!(
            world.last_mail_to("anna@example.org").await.language.tag(),
            tag
        );
    }
}

#[tokio::test]
async fn a_person_who_enrols_in_a_language_gets_mails_in_it() {
    let world = World::new().await;
    let link = world.invite("carla@example.org").await;
    let browser = world.browser().with("accept-language", "zh-CN");
    done(
        &browser
            .call("open_invitation", &[("code", &link.code.shown())])
            .await,
    );
    let mut carla = regain_testkit::Person::at("carla@example.org");
    browser.enrol_until_codes(&mut carla).await;
    done(
        &browser
            .call("confirm_saved_code", &[("code", &carla.codes[0])])
            .await,
    );
    assert_eq!(
        world.last_mail_to("carla@example.org").await.language.tag(),
        "zh-Hans"
    );
}
