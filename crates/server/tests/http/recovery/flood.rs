//! Strangers begin as many recoveries as they like: the server keeps a bounded number, and no
//! owner's gives way to them (S99).

use regain_domain::policy;
use regain_testkit::{Browser, World, comparable, done};

const FLOWS: &str = "SELECT count(*) FROM recovery_flows";
/// The source of the flood.
const FLOOD: &str = "203.0.113.7";
const HOME: &str = "198.51.100.4";

/// Fills the table with as many recoveries as it keeps, less `less`, from the source of `like`; the
/// person makes no difference.
async fn flood(world: &World, like: &str, less: u32) {
    let rows = world.database().number(FLOWS).await;
    let more = i64::from(policy::FLOWS_OF_STRANGERS - less) - rows;
    let fill = format!(
        "WITH RECURSIVE nth (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM nth WHERE n < {more})
         INSERT INTO recovery_flows (id, person_id, identifier_mac, source_mac, browser_mac, seal, trouble, state, language,
                                     created_at, expires_at, keep_tries, familiar, holder_mac)
         SELECT randomblob(16), NULL, randomblob(32), source_mac, randomblob(32), randomblob(32), trouble, 'started', language,
                created_at, expires_at, 0, 0, holder_mac
         FROM nth, (SELECT * FROM recovery_flows WHERE {like})"
    );
    world.database().run(&fill).await;
}

async fn begin(world: &World, from: &str, identifier: &str) -> Browser {
    let browser = world.browser().from(from);
    browser.start_recovery(identifier, "forgot_password").await;
    browser
}

#[tokio::test]
async fn s99_strangers_fill_a_bounded_place_and_owners_elsewhere_go_on() {
    let world = World::new().await;
    let anna = world.anna();
    let owner = begin(&world, HOME, &anna.email).await;
    done(&owner.call("choose_method", &[("method", "mail")]).await);
    let code = world.mailed_code(&anna.email).await;
    // One for a known person and one for nobody, from the flood's network and before it.
    let somebodys = begin(&world, FLOOD, &world.bert().email).await;
    let nobodys = begin(&world, FLOOD, "nobody@example.org").await;
    flood(&world, "seq = (SELECT max(seq) FROM recovery_flows)", 0).await;
    assert_eq!(
        world.database().number(FLOWS).await,
        i64::from(policy::FLOWS_OF_STRANGERS)
    );

    let newest = begin(&world, FLOOD, "nobody-else@example.org").await;
    let kept = i64::from(policy::FLOWS_OF_STRANGERS - policy::FLOWS_MAKE_ROOM) + 1;
    assert_eq!(world.database().number(FLOWS).await, kept);
    assert_eq!(newest.recovery_step().await, Some(1));
    done(&owner.call("enter_mailed_code", &[("code", &code)]).await);
    assert_eq!(
        owner.recovery_step().await,
        Some(2),
        "the owner's, which is older, goes on"
    );
    // The two that made room get the same answers, which reveal nothing about who exists (S2).
    let mut said = Vec::new();
    for (browser, identifier) in [
        (somebodys, world.bert().email.as_str()),
        (nobodys, "nobody@example.org"),
    ] {
        let page = browser.get("/recover/verify").await;
        assert_eq!(page.heading(), "The time is up");
        let refused = browser.call("choose_method", &[("method", "mail")]).await;
        said.push((
            comparable(&page, &[identifier]),
            comparable(&refused, &[identifier]),
        ));
        browser.start_recovery(identifier, "forgot_password").await;
        assert_eq!(browser.recovery_step().await, Some(1), "begun again");
    }
    assert_eq!(said[0], said[1]);
}

#[tokio::test]
async fn s99_a_flood_from_everywhere_pushes_out_neither_a_familiar_browser_nor_who_passed_a_gate() {
    let world = World::new().await;
    let anna = world.anna();
    let bert = world.bert();
    let familiar = world.browser().from(HOME);
    familiar.sign_in(anna).await;
    done(&familiar.call("sign_out", &[]).await);
    familiar
        .start_recovery(&anna.email, "forgot_password")
        .await;
    let proven = begin(&world, HOME, &bert.email).await;
    proven.pass_saved_code(&bert.codes[0]).await;
    begin(&world, FLOOD, "nobody@example.org").await;
    flood(&world, "seq = (SELECT max(seq) FROM recovery_flows)", 0).await;
    // Each from a network of its own.
    world
        .database()
        .run("UPDATE recovery_flows SET holder_mac = randomblob(32) WHERE NOT familiar")
        .await;
    for nth in 0..3 {
        let less = if nth == 0 { 0 } else { 1 };
        flood(&world, "seq = (SELECT max(seq) FROM recovery_flows)", less).await;
        begin(&world, FLOOD, &format!("nobody-{nth}@example.org")).await;
    }
    assert!(world.database().number(FLOWS).await <= i64::from(policy::FLOWS_OF_STRANGERS) + 1);
    assert_eq!(familiar.recovery_step().await, Some(1));
    assert_eq!(proven.recovery_step().await, Some(2));
}

#[tokio::test]
async fn s99_what_nobody_proved_is_forgotten_when_its_browser_has_forgotten_it() {
    let world = World::new().await;
    let browser = begin(&world, HOME, "nobody@example.org").await;
    let mailed = begin(&world, HOME, &world.anna().email).await;
    done(&mailed.call("choose_method", &[("method", "mail")]).await);
    let proven = begin(&world, HOME, &world.bert().email).await;
    proven.pass_saved_code(&world.bert().codes[0]).await;
    world.advance(policy::FLOW_LIFETIME);
    world.regain().upkeep.sweep().await.expect("swept");
    assert_eq!(world.database().number(FLOWS).await, 3);
    assert_eq!(
        browser.get("/recover/verify").await.heading(),
        "The time is up"
    );
    world.advance_seconds(30 * 60 + 1);
    for browser in [&browser, &mailed] {
        assert_eq!(
            browser.get("/recover/verify").await.heading(),
            "Nothing has been started in this browser"
        );
    }
    world.regain().upkeep.sweep().await.expect("swept");
    assert_eq!(
        world.database().number(FLOWS).await,
        1,
        "what was proven is kept for a day"
    );
}
