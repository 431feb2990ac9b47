//! The administrators' report and its file: who may see them, what they count, and what they never
//! hold (S81, S101).

use crate::support::apps::add_app;
use http::StatusCode;
use regain_domain::Role;
use regain_testkit::{ADDRESSES, Answer, Browser, Person, World, done};

const REPORT: &str = "/admin/readiness";
const FILE: &str = "/admin/readiness/export";

async fn root(world: &World) -> Browser {
    let browser = world.browser();
    browser.sign_in(world.root()).await;
    browser
}

async fn file(browser: &Browser, fields: &[(&str, &str)]) -> Answer {
    let body = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    browser.send(browser.form(FILE, &body)).await
}

fn rows(page: &Answer) -> usize {
    page.body.matches("<li class=\"history__line\"").count()
}

#[tokio::test]
async fn the_report_opens_for_every_role_that_sees_people() {
    for (role, open) in [
        (Role::Member, false),
        (Role::Auditor, true),
        (Role::UserAdministrator, true),
        (Role::GlobalAdministrator, true),
    ] {
        let world = World::new().await;
        world.set_role(ADDRESSES[1], role).await;
        let browser = world.browser();
        browser.sign_in(world.bert()).await;
        let expected = if open {
            StatusCode::OK
        } else {
            StatusCode::FORBIDDEN
        };
        let page = browser.get(REPORT).await;
        assert_eq!(page.status, expected, "{role:?}");
        assert_eq!(page.words().contains("Anna"), open, "{role:?}");
        let file = file(&browser, &[]).await;
        if open {
            assert_eq!(file.header("content-type"), Some("text/csv; charset=utf-8"));
        } else {
            assert_eq!(
                file.location(),
                Some("/admin/readiness?problem=not-allowed")
            );
        }
    }
    let world = World::new().await;
    assert_eq!(
        world.browser().get(REPORT).await.location(),
        Some(&*format!("/sign-in?notice=needed&return_to={REPORT}"))
    );
    let stranger = file(&world.browser(), &[]).await;
    assert_eq!(
        stranger.location(),
        Some(&*format!("/sign-in?notice=needed&return_to={REPORT}"))
    );
    assert_eq!(
        world
            .database()
            .number("SELECT count(*) FROM history WHERE event = 'readiness.exported'")
            .await,
        0
    );
}

/// Excel needs the byte order mark; a client that asks for a plain table gets the file without it.
#[tokio::test]
async fn a_chinese_name_can_be_read_in_a_spreadsheet() {
    let world = World::new().await;
    world
        .database()
        .run("UPDATE people SET name = '王小明' WHERE name = 'Anna'")
        .await;
    let admin = root(&world).await;
    let browsers = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    for (path, has_names) in [(FILE, true), ("/admin/history/export", false)] {
        for (accept, marked) in [
            (None, true),
            (Some(browsers), true),
            (Some("*/*"), true),
            (Some("text/csv"), false),
            (Some("Text/CSV;q=1"), false),
        ] {
            let mut request = admin.form(path, "");
            if let Some(accept) = accept {
                request
                    .headers_mut()
                    .insert("accept", accept.try_into().expect("ASCII"));
            }
            let file = admin.send(request).await;
            let what = format!("{path} for {accept:?}");
            assert_eq!(file.body.starts_with('\u{feff}'), marked, "{what}");
            assert_eq!(
                file.body.matches('\u{feff}').count(),
                usize::from(marked),
                "{what}"
            );
            assert_eq!(file.body.contains("王小明"), has_names, "{what}");
            assert_eq!(
                file.body.matches('\n').count(),
                file.body.matches("\r\n").count(),
                "{what}"
            );
        }
    }
    let json = admin
        .send(admin.form("/admin/history/export", "format=jsonl"))
        .await;
    assert!(
        json.body.starts_with('{') && !json.body.contains('\r'),
        "JSON has no mark"
    );
}

#[tokio::test]
async fn the_report_counts_charts_filters_and_pages() {
    let world = World::new().await;
    let anna = world.anna();
    let browser = world.browser();
    browser.sign_in(anna).await;
    done(
        &browser
            .call("confirm", &[("password", &anna.password)])
            .await,
    );
    add_app(&world, &browser, "Tablet").await;
    let admin = root(&world).await;
    let page = admin.get(REPORT).await;
    let words = page.words();
    for said in [
        "How people stand",
        "Ready0 · 0\u{202f}%",
        "One loss away from being kept out3 · 100\u{202f}%",
        "Can't get back in today0 · 0\u{202f}%",
        "No authenticator app or passkey2 · 66\u{202f}%",
        "Something new doesn't count yet1 · 33\u{202f}%",
        "3 people",
        "1 address · 10 saved codes · 1 app · 1 not counting yet",
    ] {
        assert!(words.contains(said), "{said}: {words}");
    }
    world.advance_seconds(3 * DAY);
    let admin = root(&world).await;
    let ready = admin.get("/admin/readiness?state=ready").await;
    assert!(
        ready.words().contains("Ready1 · 33\u{202f}%") && ready.words().contains("1 person"),
        "{}",
        ready.words()
    );
    assert!(ready.words().contains("Anna") && !ready.words().contains("Bert"));
    for (query, found) in [
        ("state=falls-short", 2),
        ("state=cannot-get-in", 0),
        ("reason=no-app-or-passkey", 2),
        ("reason=few-saved-codes", 0),
        ("reason=no-app-or-passkey&role=global-administrator", 1),
        ("role=member", 2),
        ("q=BERT", 1),
        ("q=bert&state=ready", 0),
        ("state=perfect&reason=%27%3B--", 3),
        ("q=%25", 0),
        ("after=zz", 3),
    ] {
        let page = admin.get(&format!("{REPORT}?{query}")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert_eq!(rows(&page), found, "{query}: {}", page.words());
    }
    assert!(
        admin
            .get("/admin/readiness?q=nobody")
            .await
            .words()
            .contains("Nobody found.")
    );
    world.advance_seconds(370 * DAY);
    // After this long, a role needs a passkey (S114).
    world.set_role(ADDRESSES[1], Role::Auditor).await;
    let admin = world.browser();
    admin.sign_in(world.bert()).await;
    let overdue = admin.get("/admin/readiness?reason=check-overdue").await;
    assert_eq!(rows(&overdue), 3, "{}", overdue.words());
}

#[tokio::test]
async fn s81_s101_a_report_and_its_file_hold_no_address_no_method_and_are_told() {
    let world = World::strict().await;
    let admin = world.browser();
    world.sign_in_fully(&admin, world.root()).await;
    let page = admin.get(REPORT).await;
    assert!(
        page.words().contains("Ready3 · 100\u{202f}%"),
        "{}",
        page.words()
    );
    let csv = file(&admin, &[]).await;
    assert_eq!(csv.header("content-type"), Some("text/csv; charset=utf-8"));
    assert_eq!(
        csv.header("content-disposition"),
        Some("attachment; filename=\"readiness.csv\"")
    );
    assert_eq!(csv.header("cache-control"), Some("no-store"));
    let lines: Vec<&str> = csv.body.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(
        lines[0],
        "user_name,name,role,state,reasons,addresses,addresses_counting,saved_codes,apps,apps_counting,passkeys,\
         passkeys_counting,contacts,contacts_counting,checked_at"
    );
    assert_eq!(lines[1], "anna,Anna,member,ready,,1,1,10,1,1,0,0,0,0,");
    assert_eq!(lines.len(), 4);
    for person in [world.anna(), world.bert(), world.root()] {
        let key = person.app.as_ref().map(|_| "Phone".to_owned());
        for secret in person
            .codes
            .iter()
            .chain([&person.email, &person.password])
            .chain(&key)
        {
            assert!(!csv.body.contains(secret.as_str()), "{secret}");
            assert!(!page.body.contains(secret.as_str()), "{secret}");
        }
    }
    let one = file(&admin, &[("q", "bert"), ("state", "ready")]).await;
    assert_eq!(one.body.lines().count(), 2);
    let told = "SELECT facts FROM history WHERE event = 'readiness.exported' ORDER BY seq";
    assert_eq!(
        world.database().texts(told).await,
        ["{\"entries\":3}", "{\"entries\":1}"]
    );
    let query = file(&admin, &[("person", "y")]).await;
    assert_eq!(
        query.status,
        StatusCode::BAD_REQUEST,
        "a field of another form"
    );
}

#[tokio::test]
async fn a_name_that_looks_like_a_formula_is_text_in_the_file() {
    let world = World::new().await;
    world.invite("eve@example.org").await;
    let code = world.mailed_code("eve@example.org").await;
    let browser = world.browser();
    done(&browser.call("open_invitation", &[("code", &code)]).await);
    let mut eve = Person {
        name: "=1+1,\"x\"".to_owned(),
        ..Person::at("eve@example.org")
    };
    browser.enrol_until_codes(&mut eve).await;
    done(
        &browser
            .call("confirm_saved_code", &[("code", &eve.codes[0])])
            .await,
    );
    let csv = file(&root(&world).await, &[("q", "eve")]).await;
    assert!(
        csv.body.contains("eve,\"'=1+1,\"\"x\"\"\",member"),
        "{}",
        csv.body
    );
}

const DAY: u64 = 86_400;
