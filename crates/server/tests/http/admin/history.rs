//! The history as administrators see it, and its export (S31, S80, S81, S102).

use super::{page_of, signed_in_as, table};
use regain_domain::Role;
use regain_testkit::{ADDRESSES, World};

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
