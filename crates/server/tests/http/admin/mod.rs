//! `/admin` and the pages below it: who sees and does what, whom the server tells, and what nobody
//! can do.

mod policy;
mod proof;
mod readiness_report;
mod role_passkey;

use crate::support::people::root;
use http::StatusCode;
use regain_domain::Role;
use regain_testkit::{ADDRESSES, Answer, Browser, ROOT, World, done};

const SCREENS: [&str; 4] = [
    "/admin",
    "/admin/invite",
    "/admin/requests",
    "/admin/history",
];

async fn signed_in_as(world: &World, role: Role) -> Browser {
    world.set_role(ADDRESSES[1], role).await;
    world.confirmed(world.bert()).await
}

async fn page_of(world: &World, address: &str) -> String {
    format!("/admin/people/{}", world.id_of(address).await.to_hex())
}

async fn table(browser: &Browser, path: &str, fields: &[(&str, &str)]) -> Answer {
    let body = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    browser.send(browser.form(path, &body)).await
}

#[tokio::test]
async fn every_screen_opens_for_the_roles_it_is_for() {
    for (role, open) in [
        (Role::Member, [false; 4]),
        (Role::Auditor, [true, false, false, true]),
        (Role::UserAdministrator, [true, true, false, true]),
        (Role::GlobalAdministrator, [true; 4]),
    ] {
        let world = World::new().await;
        let browser = signed_in_as(&world, role).await;
        for (path, open) in SCREENS.into_iter().zip(open) {
            let page = browser.get(path).await;
            let expected = if open {
                StatusCode::OK
            } else {
                StatusCode::FORBIDDEN
            };
            assert_eq!(page.status, expected, "{path} as {role:?}");
            assert_eq!(
                page.words().contains("Your role doesn't allow this"),
                !open,
                "{path} as {role:?}"
            );
        }
        let person = browser.get(&page_of(&world, ADDRESSES[0]).await).await;
        assert_eq!(
            person.words().contains(ADDRESSES[0]),
            role != Role::Member,
            "{role:?}"
        );
        assert_eq!(
            browser
                .get("/account")
                .await
                .words()
                .contains("Administration"),
            role != Role::Member
        );
    }
}

#[tokio::test]
async fn without_a_session_every_screen_leads_to_sign_in_and_back() {
    let world = World::new().await;
    for path in SCREENS {
        let answer = world.browser().get(path).await;
        assert_eq!(
            answer.location(),
            Some(&*format!("/sign-in?notice=needed&return_to={path}"))
        );
    }
    let nobody = root(&world)
        .await
        .get("/admin/people/00112233445566778899aabbccddeeff")
        .await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND);
    assert!(nobody.words().contains("There is no such person."));
}

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
async fn s55_disabling_ends_everything_and_enabling_gives_back_exactly_what_was_there() {
    let world = World::new().await;
    let anna = world.browser();
    anna.sign_in(world.anna()).await;
    let id = world.id_of(ADDRESSES[0]).await.to_hex();
    let before = world.credentials().await;
    let browser = root(&world).await;
    for (reason, refusal) in [
        (String::new(), "reason-empty"),
        ("x".repeat(201), "reason-long"),
    ] {
        let answer = browser
            .post("disable_person", &[("person", &id), ("reason", &reason)])
            .await;
        assert_eq!(answer.refusal().as_deref(), Some(refusal));
        assert!(anna.is_signed_in().await);
    }
    let answer = browser
        .post(
            "disable_person",
            &[("person", &id), ("reason", "left her laptop on the train")],
        )
        .await;
    let page = browser.follow(&answer).await;
    assert!(
        page.words()
            .contains("The account is disabled, and the person is told.")
    );
    assert!(!anna.is_signed_in().await);
    world.deliver().await;
    assert!(
        world
            .last_mail_to(ADDRESSES[0])
            .await
            .text
            .contains("left her laptop on the train")
    );
    assert_eq!(
        browser
            .call("end_sessions", &[("person", &id)])
            .await
            .refusal()
            .as_deref(),
        Some("not-active"),
        "there are none"
    );
    done(&browser.call("enable_person", &[("person", &id)]).await);
    assert_eq!(
        world.credentials().await,
        before,
        "the manifest and every row are what they were"
    );
    world.browser().sign_in(world.anna()).await;
}

#[tokio::test]
async fn a_user_administrator_has_no_power_over_administrators_and_gives_no_roles() {
    let world = World::new().await;
    let browser = signed_in_as(&world, Role::UserAdministrator).await;
    let root_id = world.id_of(ROOT).await.to_hex();
    for (endpoint, fields) in [
        (
            "disable_person",
            vec![("person", root_id.as_str()), ("reason", "no")],
        ),
        ("end_sessions", vec![("person", root_id.as_str())]),
        (
            "request_role",
            vec![("person", root_id.as_str()), ("role", "member")],
        ),
    ] {
        let answer = browser.call(endpoint, &fields).await;
        assert_eq!(
            answer.refusal().as_deref(),
            Some("not-allowed"),
            "{endpoint}"
        );
    }
    let page = browser.get(&page_of(&world, ROOT).await).await;
    assert!(!page.body.contains(" action=\"/api/disable_person\""));
}

#[tokio::test]
async fn nobody_disables_themselves_and_the_last_administrator_keeps_the_role() {
    let world = World::new().await;
    let browser = root(&world).await;
    let id = world.id_of(ROOT).await.to_hex();
    let answer = browser
        .call("disable_person", &[("person", &id), ("reason", "enough")])
        .await;
    assert_eq!(answer.refusal().as_deref(), Some("yourself"));
    let answer = browser
        .call("request_role", &[("person", &id), ("role", "member")])
        .await;
    assert_eq!(answer.refusal().as_deref(), Some("last-administrator"));
    let page = browser.get(&page_of(&world, ROOT).await).await;
    assert!(
        page.words()
            .contains("This is the last active global administrator")
    );
}

#[tokio::test]
async fn a_role_is_confirmed_by_a_second_administrator_and_its_person_is_told_and_signed_out() {
    let world = World::new().await;
    let first = root(&world).await;
    let second = signed_in_as(&world, Role::GlobalAdministrator).await;
    let anna = world.browser();
    anna.sign_in(world.anna()).await;
    let id = world.id_of(ADDRESSES[0]).await.to_hex();
    let ask = [("person", id.as_str()), ("role", "auditor")];
    done(&first.call("request_role", &ask).await);
    assert_eq!(
        second.call("request_role", &ask).await.refusal().as_deref(),
        Some("role-requested")
    );
    world.deliver().await;
    assert!(
        world
            .last_mail_to(ADDRESSES[1])
            .await
            .text
            .contains("https://id.example.org/admin/requests")
    );

    let own = first.get("/admin/requests").await;
    assert!(
        own.words().contains("Take the request back") && !own.body.contains("value=\"confirm\"")
    );
    let request = own.field_value("request").expect("the request's id");
    let confirm = [("request", request.as_str()), ("decision", "confirm")];
    assert_eq!(
        first
            .call("decide_role", &confirm)
            .await
            .refusal()
            .as_deref(),
        Some("second-administrator")
    );
    let page = second
        .follow(&second.post("decide_role", &confirm).await)
        .await;
    assert!(
        page.words()
            .contains("The role is changed, and the person is told.")
    );
    assert!(
        page.words()
            .contains("Nothing is waiting for a second administrator.")
    );
    assert_eq!(
        second
            .call("decide_role", &confirm)
            .await
            .refusal()
            .as_deref(),
        Some("request-over")
    );
    assert!(!anna.is_signed_in().await, "S50");
    anna.sign_in(world.anna()).await;
    assert_eq!(anna.get("/admin/history").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_request_that_is_turned_down_changes_nothing() {
    let world = World::new().await;
    let browser = root(&world).await;
    let id = world.id_of(ADDRESSES[0]).await.to_hex();
    done(
        &browser
            .call(
                "request_role",
                &[("person", &id), ("role", "global-administrator")],
            )
            .await,
    );
    let request = browser
        .get("/admin/requests")
        .await
        .field_value("request")
        .expect("the request's id");
    done(
        &browser
            .call("decide_role", &[("request", &request), ("decision", "")])
            .await,
    );
    let person = browser.get(&page_of(&world, ADDRESSES[0]).await).await;
    assert!(person.words().contains("member"));
    assert!(
        browser
            .get("/admin/requests")
            .await
            .words()
            .contains("Nothing is waiting")
    );
}

#[tokio::test]
async fn s78_an_invitation_goes_to_its_address_only_and_can_be_sent_again_and_taken_back() {
    let world = World::new().await;
    let browser = root(&world).await;
    let refused = browser
        .post(
            "invite_person",
            &[("address", "carla.example.org"), ("language", "en")],
        )
        .await;
    assert_eq!(refused.refusal().as_deref(), Some("identifier-address"));
    let page = browser.follow(&refused).await;
    assert_eq!(
        page.field_value("address").as_deref(),
        Some("carla.example.org"),
        "what was typed stays"
    );

    let answer = browser
        .post(
            "invite_person",
            &[("address", "carla@example.org"), ("language", "zh-Hant")],
        )
        .await;
    let page = browser.follow(&answer).await;
    assert!(page.words().contains("The invitation is on its way."));
    world.deliver().await;
    let mail = world.last_mail_to("carla@example.org").await;
    let code = mail.code.expect("a code");
    let person = browser
        .get(&page_of(&world, "carla@example.org").await)
        .await;
    for shown in [
        &answer.body,
        &page.body,
        &person.body,
        &browser.get("/admin/history").await.body,
    ] {
        assert!(!shown.contains(&code), "no administrator sees it");
    }
    assert!(person.words().contains("Send a new invitation"));

    let id = world.id_of("carla@example.org").await.to_hex();
    done(
        &browser
            .call(
                "invite_person",
                &[("address", "carla@example.org"), ("person", &id)],
            )
            .await,
    );
    world.deliver().await;
    let guest = world.browser();
    guest.get("/invite").await;
    let old = guest.call("open_invitation", &[("code", &code)]).await;
    assert_eq!(old.refusal().as_deref(), Some("invitation-replaced"));
    done(&browser.call("cancel_invitation", &[("person", &id)]).await);
    assert_eq!(
        browser
            .call("cancel_invitation", &[("person", &id)])
            .await
            .refusal()
            .as_deref(),
        Some("not-invited")
    );
}

#[tokio::test]
async fn s6_inviting_an_address_that_has_an_account_looks_the_same_and_its_owner_is_told() {
    let world = World::new().await;
    let browser = root(&world).await;
    let before = world.credentials().await;
    let known = browser
        .post(
            "invite_person",
            &[("address", ADDRESSES[0]), ("language", "en")],
        )
        .await;
    let unknown = browser
        .post(
            "invite_person",
            &[("address", "new@example.org"), ("language", "en")],
        )
        .await;
    assert_eq!(
        (known.status, known.location()),
        (unknown.status, unknown.location())
    );
    world.deliver().await;
    assert_eq!(world.last_mail_to(ADDRESSES[0]).await.code, None);
    let after = world.credentials().await;
    assert!(before.iter().all(|row| after.contains(row)));
}

#[tokio::test]
async fn a_table_is_judged_line_by_line_before_anything_is_sent() {
    let world = World::new().await;
    let browser = root(&world).await;
    let text = "email,language\nli@example.org,zh-Hans\nnobody\nbo@example.org,fr\nLi@example.org\nmei@example.org\n";
    let preview = table(&browser, "/admin/invite", &[("table", text)]).await;
    assert_eq!(preview.status, StatusCode::OK);
    let words = preview.words();
    for said in [
        "2 invitations can be sent.",
        "Line 3",
        "This isn't a complete email address.",
        "This isn't a language that Regain speaks",
        "An earlier line has the same address.",
    ] {
        assert!(words.contains(said), "{said}: {words}");
    }
    assert!(
        preview.body.contains("nobody\nbo@example.org,fr"),
        "what was typed stays"
    );
    world.deliver().await;
    assert!(world.mails_to("li@example.org").await.is_empty());

    let by_script = browser
        .call(
            "read_screen",
            &[
                ("address", "/admin/invite"),
                ("language", "en"),
                ("table", text),
            ],
        )
        .await;
    assert!(by_script.body.contains("2 invitations can be sent."));

    done(
        &browser
            .call("invite_many", &[("table", text), ("language", "en")])
            .await,
    );
    world.deliver().await;
    assert_eq!(
        world.last_mail_to("li@example.org").await.language,
        regain_domain::Language::SimplifiedChinese
    );
    assert_eq!(world.mails_to("mei@example.org").await.len(), 1);
    let none = browser
        .call("invite_many", &[("table", "nobody"), ("language", "en")])
        .await;
    assert_eq!(none.refusal().as_deref(), Some("identifier-address"));
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

#[tokio::test]
async fn s80_the_history_is_filtered_verified_and_masked() {
    let world = World::new().await;
    let browser = signed_in_as(&world, Role::Auditor).await;
    let page = browser.get("/admin/history?event=account.activated").await;
    assert_eq!(page.body.matches("<li class=\"history__line\"").count(), 3);
    for known in [&world.anna().user_name, &world.anna().name] {
        assert!(!page.words().contains(known.as_str()), "names are masked");
    }
    let anna = world.id_of(ADDRESSES[0]).await.to_hex();
    let of_anna = browser.get(&format!("/admin/history?person={anna}")).await;
    assert!(
        of_anna
            .words()
            .contains("Only one person's entries are shown.")
    );
    assert!(
        browser
            .get("/admin/history?verify=1")
            .await
            .words()
            .contains("entries are as they were written")
    );
    world
        .database()
        .run("DROP TRIGGER history_never_changes")
        .await;
    world
        .database()
        .run("UPDATE history SET facts = '{\"failed\":7}' WHERE seq = 3")
        .await;
    assert!(
        browser
            .get("/admin/history?verify=1")
            .await
            .words()
            .contains("Entry 3 is the first")
    );
}

#[tokio::test]
async fn s31_s81_s102_an_export_is_a_file_without_anything_secret_or_personal_and_is_itself_told() {
    let world = World::new().await;
    let member = world.browser();
    member.sign_in(world.anna()).await;
    let refused = table(&member, "/admin/history/export", &[("format", "csv")]).await;
    assert_eq!(refused.refusal().as_deref(), Some("not-allowed"));
    let stranger = table(
        &world.browser(),
        "/admin/history/export",
        &[("format", "csv")],
    )
    .await;
    assert_eq!(
        stranger.location(),
        Some("/sign-in?notice=needed&return_to=/admin/history")
    );

    let browser = signed_in_as(&world, Role::Auditor).await;
    let before = world
        .database()
        .number("SELECT count(*) FROM history")
        .await;
    let csv = table(&browser, "/admin/history/export", &[("format", "csv")]).await;
    assert_eq!(csv.header("content-type"), Some("text/csv; charset=utf-8"));
    assert_eq!(
        csv.header("content-disposition"),
        Some("attachment; filename=\"history.csv\"")
    );
    assert_eq!(csv.header("cache-control"), Some("no-store"));
    assert!(csv.body.starts_with(
        "\u{feff}seq,at,event,subject,subject_name,actor,actor_name,role,genuine\r\n"
    ));
    assert_eq!(
        csv.body.lines().count(),
        usize::try_from(before).expect("a few") + 1
    );
    let json = table(
        &browser,
        "/admin/history/export",
        &[("format", "jsonl"), ("event", "history.exported")],
    )
    .await;
    let line: serde_json::Value =
        serde_json::from_str(json.body.trim_end()).expect("one line: the export before");
    assert_eq!(line["event"], "history.exported");
    assert_eq!(line["genuine"], true);

    let mut secrets: Vec<String> = ADDRESSES.map(str::to_owned).to_vec();
    for person in [world.anna(), world.bert(), world.root()] {
        secrets.extend([
            person.password.clone(),
            person.name.clone(),
            person.user_name.clone(),
        ]);
        secrets.extend(person.codes.clone());
    }
    secrets.extend(world.stored_password(ADDRESSES[0]).await);
    let whole = table(&browser, "/admin/history/export", &[("format", "jsonl")]).await;
    for secret in &secrets {
        assert!(
            !csv.body.contains(secret.as_str()) && !whole.body.contains(secret.as_str()),
            "{secret}"
        );
    }
    let pages = [
        browser.get("/admin").await,
        browser.get(&page_of(&world, ADDRESSES[0]).await).await,
    ];
    for person in [world.anna(), world.bert(), world.root()] {
        for secret in person.codes.iter().chain([&person.password]) {
            assert!(
                pages
                    .iter()
                    .all(|page| !page.body.contains(secret.as_str()))
            );
        }
    }
}
