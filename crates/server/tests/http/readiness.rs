//! Could they get back in: the account page, the yearly check-up, and the administrators' report.

use http::StatusCode;
use regain_domain::Role;
use regain_storage::Store as _;
use regain_storage_sqlite::SqliteStore;
use regain_testkit::{ADDRESSES, Answer, App, Browser, Person, World, done};

const DAY: u64 = 86_400;
const REPORT: &str = "/admin/readiness";
const FILE: &str = "/admin/readiness/export";
const CHECK_UP: &str = "/account/check-up";
/// Everything that the people of a world without authenticator apps have.
const TICKS: [(&str, &str); 2] = [("addresses", "on"), ("saved_codes", "on")];

async fn root(world: &World) -> Browser {
    let browser = world.browser();
    browser.sign_in(world.root()).await;
    browser
}

async fn file(browser: &Browser, fields: &[(&str, &str)]) -> Answer {
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    browser.send(browser.form(FILE, &body)).await
}

/// Where a sign-in leads.
async fn leads(world: &World, person: &Person, return_to: &str) -> (Browser, String) {
    let browser = world.browser();
    let fields = [("identifier", &*person.user_name), ("password", &person.password), ("return_to", return_to)];
    let answer = browser.post("sign_in", &fields).await;
    let to = answer.location().expect("a page").to_owned();
    (browser, to)
}

/// Signs in with the app; where that leads.
async fn leads_fully(world: &World, person: &Person) -> (Browser, String) {
    let browser = world.browser();
    browser.asked_for_second_factor(person).await;
    let code = world.app_code(person);
    let answer = browser.post("verify_authenticator", &[("code", &code)]).await;
    let to = answer.location().expect("a page").to_owned();
    (browser, to)
}

async fn add_app(world: &World, browser: &Browser, name: &str) {
    let app = App::with_key(&browser.shown_key("/account/methods/authenticator").await);
    done(&browser.call("add_authenticator", &[("name", name), ("code", &app.code_at(world.now()))]).await);
}

fn rows(page: &Answer) -> usize {
    page.body.matches("<li class=\"history__line\"").count()
}

#[tokio::test]
async fn s20_the_account_page_draws_what_is_left_after_each_loss_and_says_what_to_add() {
    let world = World::new().await;
    let browser = world.browser();
    browser.sign_in(world.anna()).await;
    let page = browser.get("/account").await;
    let words = page.words();
    for said in [
        "Not always: look below",
        "What is left after each loss",
        "What to add",
        "Add an authenticator app. Then losing your mailbox or your codes doesn't keep you out.",
        "Check that you still have them",
    ] {
        assert!(words.contains(said) || words.contains(&said.replace('\'', "&#x27;")), "{said}: {words}");
    }
    assert_eq!(
        page.body.matches("<th scope=\"col\">").count(),
        4,
        "a corner, and the three ways that everybody is told of"
    );
    assert_eq!(page.body.matches("<th scope=\"row\">").count(), 4, "today, and three losses");
    let strong = page.body.matches("grid__mark--strong").count();
    assert_eq!(strong, 4, "two ways open today, two without the phone; after the other losses none do");
    for language in ["zh-Hant", "zh-Hans"] {
        let page = browser.get(&format!("/account?lang={language}")).await;
        let page = if page.location().is_some() { browser.follow(&page).await } else { page };
        assert!(!page.words().contains("What to add"), "{language}");
    }
}

#[tokio::test]
async fn s20_a_year_later_a_sign_in_asks_first_and_later_is_for_a_week() {
    let world = World::new().await;
    let anna = world.anna();
    world.advance_seconds(364 * DAY);
    assert_eq!(leads(&world, anna, "").await.1, "/account");
    world.advance_seconds(2 * DAY);
    let (browser, to) = leads(&world, anna, "/account/devices").await;
    assert_eq!(to, format!("{CHECK_UP}?return_to=/account/devices"));
    let page = browser.get(&to).await;
    assert_eq!(page.heading(), "Can you still use these?");
    let words = page.words();
    for said in ["You last checked a year ago.", "I still get the mail for anna@example.org", "(10 left)", "Later"] {
        assert!(words.contains(said), "{said}: {words}");
    }
    assert!(page.body.contains("href=\"/account/devices\""), "where one was going");
    for open in ["/account", "/account/devices", "/account/methods"] {
        assert_eq!(browser.get(open).await.status, StatusCode::OK, "nothing is in the way of {open}");
    }
    world.advance_seconds(6 * DAY);
    assert_eq!(leads(&world, anna, "").await.1, "/account", "asked this week");
    world.advance_seconds(DAY);
    assert_eq!(leads(&world, anna, "").await.1, format!("{CHECK_UP}?return_to=/account"));
    let bert = leads(&world, world.bert(), CHECK_UP).await.1;
    assert_eq!(bert, CHECK_UP, "who was going there isn't sent there twice");
}

#[tokio::test]
async fn a_check_up_takes_every_tick_goes_on_and_is_asked_for_again_after_a_year() {
    let world = World::new().await;
    let anna = world.anna();
    world.advance_seconds(366 * DAY);
    let (browser, to) = leads(&world, anna, "/account/devices").await;
    let return_to = ("return_to", "/account/devices");
    for missing in 0..TICKS.len() {
        let fields = [TICKS[1 - missing], return_to];
        let refused = browser.post("finish_check_up", &fields).await;
        assert_eq!(refused.refusal().as_deref(), Some("check-up-unticked"));
        let page = browser.follow(&refused).await;
        assert!(page.is_ticked(TICKS[1 - missing].0, "on"), "what was ticked stays");
        assert!(!page.is_ticked(TICKS[missing].0, "on"));
        assert!(page.words().contains("Later") && page.body.contains("href=\"/account/devices\""));
    }
    assert_eq!(world.database().number("SELECT count(checked_at) FROM check_ups").await, 0);
    let credentials = world.credentials().await;
    let answer = browser.post("finish_check_up", &[TICKS[0], TICKS[1], return_to]).await;
    assert_eq!(answer.location(), Some("/account/devices"), "{to}");
    assert_eq!(world.credentials().await, credentials, "it changes no way back");
    let told = "SELECT count(*) FROM history WHERE event = 'account.checked_up'";
    assert_eq!(world.database().number(told).await, 1);
    assert!(browser.get("/account/history").await.words().contains("The ways back were checked"));
    world.advance_seconds(364 * DAY);
    assert_eq!(leads(&world, anna, "").await.1, "/account");
    world.advance_seconds(DAY);
    assert!(leads(&world, anna, "").await.1.starts_with(CHECK_UP));
}

#[tokio::test]
async fn s90_a_check_up_leads_nowhere_else_and_needs_its_owner() {
    let world = World::new().await;
    let stranger = world.browser().get(CHECK_UP).await;
    assert_eq!(stranger.location(), Some(&*format!("/sign-in?notice=needed&return_to={CHECK_UP}")));
    let away = world.browser().post("finish_check_up", &TICKS).await;
    assert!(away.location().is_some_and(|to| to.starts_with("/sign-in?")), "{away:?}");
    assert_eq!(world.database().number("SELECT count(checked_at) FROM check_ups").await, 0);
    let browser = world.browser();
    browser.sign_in(world.anna()).await;
    for away in ["https://evil.example", "//evil.example", "/admin/x", ""] {
        let page = browser.get(&format!("{CHECK_UP}?return_to={away}")).await;
        let leads_away = ["href=\"https://evil", "href=\"//evil", "value=\"https://evil", "value=\"//evil", ">Later<"];
        assert!(!leads_away.iter().any(|away| page.body.contains(away)), "{away}");
        let answer = browser.post("finish_check_up", &[TICKS[0], TICKS[1], ("return_to", away)]).await;
        assert_eq!(answer.location(), Some("/account/check-up?notice=checked"));
    }
    let page = browser.get("/account/check-up?notice=checked").await;
    assert!(page.words().contains("We will ask again in a year") && page.words().contains("Last checked"));
}

#[tokio::test]
async fn s25_the_first_group_of_an_unused_code_is_recognised_and_uses_nothing_up() {
    let world = World::new().await;
    let anna = world.anna();
    let spent = world.proven(anna, "forgot_password", 1).await;
    drop(spent);
    let browser = world.browser();
    browser.sign_in(anna).await;
    let groups: Vec<&str> = anna.codes.iter().map(|code| &code[..4]).collect();
    let wrong = if groups.contains(&"0000") { "1111" } else { "0000" };
    for group in [wrong, groups[1], "ab", &anna.codes[2], "保存"] {
        let answer = browser.call("finish_check_up", &[TICKS[0], TICKS[1], ("first_group", group)]).await;
        assert_eq!(answer.refusal().as_deref(), Some("check-up-group"), "{group}");
        let plain = browser.post("finish_check_up", &[TICKS[0], TICKS[1], ("first_group", group)]).await;
        assert!(!plain.location().is_some_and(|to| to.contains(group)), "it is part of a secret");
        assert_eq!(browser.follow(&plain).await.field_value("first_group").unwrap_or_default(), "");
    }
    let uses = world.database().number("SELECT count(*) FROM saved_code_uses").await;
    let small = groups[2].to_lowercase();
    done(&browser.call("finish_check_up", &[TICKS[0], TICKS[1], ("first_group", &small)]).await);
    assert_eq!(world.database().number("SELECT count(*) FROM saved_code_uses").await, uses);
}

#[tokio::test]
async fn s25_few_codes_are_asked_about_at_the_next_sign_in_and_again_when_they_become_fewer() {
    let world = World::strict().await;
    let anna = world.anna();
    world.sign_in_fully(&world.browser(), anna).await;
    let with_code = async |index: usize| {
        let browser = world.browser();
        browser.asked_for_second_factor(anna).await;
        let answer = browser.post("verify_saved_code", &[("code", &anna.codes[index])]).await;
        (browser, answer.location().expect("a page").to_owned())
    };
    for index in 0..6 {
        assert_eq!(with_code(index).await.1, "/account", "{index}");
        world.advance_seconds(60);
    }
    let (browser, to) = with_code(6).await;
    assert!(to.starts_with(CHECK_UP), "three are left: {to}");
    assert!(browser.get(&to).await.words().contains("You have few saved recovery codes left."));
    world.advance_seconds(60);
    assert_eq!(with_code(7).await.1, "/account", "asked a minute ago");
    let ticks = [TICKS[0], TICKS[1], ("authenticators", "on")];
    done(&browser.call("finish_check_up", &ticks).await);
    world.advance_seconds(8 * DAY);
    assert_eq!(leads_fully(&world, anna).await.1, "/account", "looked at");
    assert!(with_code(8).await.1.starts_with(CHECK_UP), "one left");
}

#[tokio::test]
async fn s46_who_has_one_app_less_is_asked_at_the_next_sign_in() {
    let world = World::strict().await;
    let anna = world.anna();
    let (browser, _) = leads_fully(&world, anna).await;
    world.confirm(&browser, anna).await;
    add_app(&world, &browser, "Tablet").await;
    let (browser, to) = leads_fully(&world, anna).await;
    assert_eq!(to, "/account", "more is nothing to ask about");
    world.confirm(&browser, anna).await;
    let page = browser.get("/account/methods").await;
    let ids: Vec<&str> =
        page.body.split("name=\"method\" value=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    done(&browser.call("remove_method", &[("method", ids.last().expect("an app"))]).await);
    let (browser, to) = leads_fully(&world, anna).await;
    assert!(to.starts_with(CHECK_UP), "{to}");
    let words = browser.get(&to).await.words();
    assert!(words.contains("You have one authenticator app fewer than before."), "{words}");
    assert!(words.contains("I still have my authenticator app: Phone"), "{words}");
}

#[tokio::test]
async fn a_reminder_is_mailed_after_a_year_once_and_again_a_year_later() {
    let world = World::new().await;
    let reminders = async || {
        world.regain().sweep().await.expect("the database answers");
        let mails = world.mails_to(ADDRESSES[0]).await;
        mails.iter().filter(|mail| mail.subject == "Can you still get back in?").count()
    };
    world.advance_seconds(364 * DAY);
    assert_eq!(reminders().await, 0);
    world.advance_seconds(2 * DAY);
    world.set_disabled(ADDRESSES[1], true).await;
    assert_eq!(reminders().await, 1);
    assert_eq!(reminders().await, 1, "once");
    let bert = world.mails_to(ADDRESSES[1]).await;
    assert!(!bert.iter().any(|mail| mail.subject == "Can you still get back in?"), "who can't sign in isn't reminded");
    assert!(world.last_mail_to(ADDRESSES[0]).await.link.ends_with(CHECK_UP));
    world.advance_seconds(30 * DAY);
    assert_eq!(reminders().await, 1, "not daily");
    world.advance_seconds(336 * DAY);
    assert_eq!(reminders().await, 2, "a year after the first");
    let browser = world.browser();
    browser.sign_in(world.anna()).await;
    done(&browser.call("finish_check_up", &TICKS).await);
    world.advance_seconds(364 * DAY);
    assert_eq!(reminders().await, 2, "a year after the check-up, not before");
    world.advance_seconds(2 * DAY);
    assert_eq!(reminders().await, 3);
}

#[tokio::test]
async fn of_two_processes_that_sweep_at_once_one_reminds() {
    let world = World::new().await;
    world.advance_seconds(366 * DAY);
    let other = world.second_process().await;
    let (first, second) = tokio::join!(world.regain().sweep(), other.sweep());
    first.expect("the database answers");
    second.expect("the database answers");
    let mails = world.mails_to(ADDRESSES[0]).await;
    assert_eq!(mails.iter().filter(|mail| mail.subject == "Can you still get back in?").count(), 1);
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
        let expected = if open { StatusCode::OK } else { StatusCode::FORBIDDEN };
        let page = browser.get(REPORT).await;
        assert_eq!(page.status, expected, "{role:?}");
        assert_eq!(page.words().contains("Anna"), open, "{role:?}");
        let file = file(&browser, &[]).await;
        match open {
            true => assert_eq!(file.header("content-type"), Some("text/csv; charset=utf-8")),
            false => assert_eq!(file.location(), Some("/admin/readiness?problem=not-allowed")),
        }
    }
    let world = World::new().await;
    assert_eq!(
        world.browser().get(REPORT).await.location(),
        Some(&*format!("/sign-in?notice=needed&return_to={REPORT}"))
    );
    let stranger = file(&world.browser(), &[]).await;
    assert_eq!(stranger.location(), Some(&*format!("/sign-in?notice=needed&return_to={REPORT}")));
    assert_eq!(world.database().number("SELECT count(*) FROM history WHERE event = 'readiness.exported'").await, 0);
}

#[tokio::test]
async fn the_report_counts_charts_filters_and_pages() {
    let world = World::new().await;
    let anna = world.anna();
    let browser = world.browser();
    browser.sign_in(anna).await;
    done(&browser.call("confirm", &[("password", &anna.password)]).await);
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
    assert!(ready.words().contains("Ready1 · 33\u{202f}%") && ready.words().contains("1 person"), "{}", ready.words());
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
    assert!(admin.get("/admin/readiness?q=nobody").await.words().contains("Nobody found."));
    world.advance_seconds(370 * DAY);
    let admin = root(&world).await;
    let overdue = admin.get("/admin/readiness?reason=check-overdue").await;
    assert_eq!(rows(&overdue), 3, "{}", overdue.words());
}

#[tokio::test]
async fn s81_s101_a_report_and_its_file_hold_no_address_no_method_and_are_told() {
    let world = World::strict().await;
    let admin = world.browser();
    world.sign_in_fully(&admin, world.root()).await;
    let page = admin.get(REPORT).await;
    assert!(page.words().contains("Ready3 · 100\u{202f}%"), "{}", page.words());
    let csv = file(&admin, &[]).await;
    assert_eq!(csv.header("content-type"), Some("text/csv; charset=utf-8"));
    assert_eq!(csv.header("content-disposition"), Some("attachment; filename=\"readiness.csv\""));
    assert_eq!(csv.header("cache-control"), Some("no-store"));
    let lines: Vec<&str> = csv.body.lines().collect();
    assert_eq!(
        lines[0],
        "user_name,name,role,state,reasons,addresses,addresses_counting,saved_codes,apps,apps_counting,passkeys,\
         passkeys_counting,contacts,contacts_counting,checked_at"
    );
    assert_eq!(lines[1], "anna,Anna,member,ready,,1,1,10,1,1,0,0,0,0,");
    assert_eq!(lines.len(), 4);
    for person in [world.anna(), world.bert(), world.root()] {
        let key = person.app.as_ref().map(|_| "Phone".to_owned());
        for secret in person.codes.iter().chain([&person.email, &person.password]).chain(&key) {
            assert!(!csv.body.contains(secret.as_str()), "{secret}");
            assert!(!page.body.contains(secret.as_str()), "{secret}");
        }
    }
    let one = file(&admin, &[("q", "bert"), ("state", "ready")]).await;
    assert_eq!(one.body.lines().count(), 2);
    let told = "SELECT facts FROM history WHERE event = 'readiness.exported' ORDER BY seq";
    assert_eq!(world.database().texts(told).await, ["{\"entries\":3}", "{\"entries\":1}"]);
    let query = file(&admin, &[("x", "y")]).await;
    assert_eq!(query.status, StatusCode::BAD_REQUEST, "a field that the form doesn't have");
}

#[tokio::test]
async fn a_name_that_looks_like_a_formula_is_text_in_the_file() {
    let world = World::new().await;
    world.invite("eve@example.org").await;
    let code = world.last_mail_to("eve@example.org").await.code.expect("a code");
    let browser = world.browser();
    done(&browser.call("open_invitation", &[("code", &code)]).await);
    let mut eve = Person { name: "=1+1,\"x\"".to_owned(), ..Person::at("eve@example.org") };
    browser.enrol_until_codes(&mut eve).await;
    done(&browser.call("confirm_saved_code", &[("code", &eve.codes[0])]).await);
    let csv = file(&root(&world).await, &[("q", "eve")]).await;
    assert!(csv.body.contains("eve,\"'=1+1,\"\"x\"\"\",member"), "{}", csv.body);
}

/// What the triggers keep is what there is, whatever was done to it.
async fn assert_counted(world: &World) {
    let wrong = "SELECT count(*) FROM ways_counted w JOIN people p ON p.id = w.person_id
                 WHERE w.addresses <> (SELECT count(*) FROM identifiers i
                                       WHERE i.person_id = p.id AND i.kind = 'email' AND i.verified_at IS NOT NULL)
                    OR w.saved_codes <> (SELECT count(*) FROM saved_codes s WHERE s.person_id = p.id)
                                        - (SELECT count(*) FROM saved_code_uses u WHERE u.person_id = p.id)
                    OR w.authenticators <> (SELECT count(*) FROM methods m WHERE m.person_id = p.id)
                    OR w.settles_at <> (SELECT coalesce(max(counts_from), 0) FROM methods m WHERE m.person_id = p.id)";
    assert_eq!(world.database().number(wrong).await, 0);
    let missing = "SELECT count(*) FROM people WHERE activated_at IS NOT NULL
                   AND (id NOT IN (SELECT person_id FROM ways_counted) OR id NOT IN (SELECT person_id FROM check_ups))";
    assert_eq!(world.database().number(missing).await, 0);
}

#[tokio::test]
async fn what_is_counted_is_what_there_is_after_every_change() {
    let world = World::strict().await;
    assert_counted(&world).await;
    world.enrol("carla@example.org").await;
    assert_counted(&world).await;
    let anna = world.anna();
    let (browser, _) = leads_fully(&world, anna).await;
    world.confirm(&browser, anna).await;
    add_app(&world, &browser, "Tablet").await;
    assert_counted(&world).await;
    let page = browser.get("/account/methods").await;
    let id = page.body.split("name=\"method\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    done(&browser.call("remove_method", &[("method", id.expect("an app"))]).await);
    assert_counted(&world).await;
    let bert = world.bert();
    let recovering = world.proven(bert, "lost_authenticator", 2).await;
    assert_counted(&world).await;
    let app = App::with_key(&recovering.shown_key("/recover/authenticator").await);
    let fields = [("name", "New"), ("code", &app.code_at(world.now()))];
    done(&recovering.call("replace_authenticator", &fields).await);
    assert_counted(&world).await;
    let (browser, _) = leads_fully(&world, world.root()).await;
    world.confirm(&browser, world.root()).await;
    done(&browser.call("renew_saved_codes", &[]).await);
    assert_counted(&world).await;
}

#[tokio::test]
async fn s76_administrators_cannot_check_for_somebody_else() {
    let world = World::new().await;
    let store = SqliteStore::for_administrators(&world.database().url()).await.expect("a way in");
    let mut work = store.write().await.expect("the database answers");
    let known = regain_domain::check_up::Known::default();
    let id = world.id_of(ADDRESSES[0]).await;
    let done = work.check_ups().looked(id, known, world.now(), world.now()).await;
    assert!(done.is_err(), "their connection has no business there");
}
