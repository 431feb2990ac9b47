//! The list of people, and the page of one (S72).

use super::page_of;
use crate::support::people::root;
use regain_testkit::{ADDRESSES, Answer, World, done};

#[tokio::test]
async fn s72_the_page_of_a_person_says_why_nobody_resets_a_password_and_offers_no_form_for_it() {
    let world = World::new().await;
    let page = root(&world)
        .await
        .get(&page_of(&world, ADDRESSES[0]).await)
        .await;
    let words = page.words();
    assert!(
        words.contains("Why there is no \"Reset password\"")
            || words.contains("Why there is no &quot;"),
        "{words}"
    );
    assert!(words.contains("https://id.example.org/recover"));
    let actions: Vec<&str> = page
        .body
        .split(" action=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let asking = format!("/admin/people/{}", world.id_of(ADDRESSES[0]).await.to_hex());
    assert_eq!(
        actions,
        [asking.as_str(), "/api/end_sessions", "/api/request_role"]
    );
}

#[tokio::test]
async fn the_list_is_searched_filtered_and_read_page_by_page() {
    let world = World::new().await;
    let browser = root(&world).await;
    let text: String = (0..60)
        .map(|number| format!("guest{number:02}@example.org\n"))
        .collect();
    done(
        &browser
            .call("invite_many", &[("table", &text), ("language", "en")])
            .await,
    );
    let people = |page: &Answer| page.body.matches("<li class=\"history__line\"").count();
    let first = browser.get("/admin?q=GUEST").await;
    assert!(first.words().contains("60 people"));
    assert_eq!(people(&first), 50);
    let next = first
        .body
        .split("href=\"")
        .filter_map(|rest| rest.split('"').next());
    let next = next
        .map(|href| href.replace("&amp;", "&"))
        .find(|href| href.contains("after="))
        .expect("a next page");
    let second = browser.get(&next).await;
    assert_eq!(people(&second), 10);
    assert!(second.words().contains("First page"));
    assert!(
        browser
            .get("/admin?status=active")
            .await
            .words()
            .contains("3 people")
    );
    assert!(
        browser
            .get("/admin?role=global-administrator")
            .await
            .words()
            .contains("1 person")
    );
    let nobody = browser.get("/admin?q=%25%27%3B--").await;
    assert!(nobody.words().contains("Nobody found."));
    assert_eq!(nobody.field_value("q").as_deref(), Some("%';--"));
}

#[tokio::test]
async fn people_are_found_and_shown_as_they_write_themselves() {
    let world = World::new().await;
    let browser = root(&world).await;
    let text = "li@例子.tw\nmike@exаmple.org\n";
    done(
        &browser
            .call("invite_many", &[("table", text), ("language", "en")])
            .await,
    );
    for (asked, address) in [
        ("%E4%BE%8B%E5%AD%90", "li@例子.tw"),
        ("LI%EF%BC%A0", "li@例子.tw"),
        ("xn--fsqu00a", "li@例子.tw"),
        ("mi%E2%80%8Bke", "mike@xn--exmple-4nf.org"),
    ] {
        let page = browser.get(&format!("/admin?q={asked}")).await;
        assert!(
            page.words().contains("1 person") && page.words().contains(address),
            "{asked}"
        );
    }
    world.deliver().await;
    assert_eq!(
        world.mails_to("li@xn--fsqu00a.tw").await.len(),
        1,
        "mail goes to what is stored"
    );
}
