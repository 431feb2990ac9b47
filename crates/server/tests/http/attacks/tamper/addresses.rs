//! Attacks on addresses by somebody who writes the database by SQL, and what they could read there
//! (S18, S71, S74, S79).

use super::assert_closed;
use crate::support::addresses::{SECOND, ask, confirmed, farewell, take};
use crate::support::database::drop_triggers;
use regain_testkit::{World, done};

const ANNA: &str = "(SELECT person_id FROM identifiers WHERE canonical = 'anna')";

#[tokio::test]
async fn s74_with_the_triggers_in_place_no_address_is_written_by_sql() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let browser = confirmed(&world, &anna).await;
    take(&world, &browser, SECOND, "1").await;
    done(&ask(&browser, "anna@third.example", "").await);
    for statement in [
        format!("INSERT INTO identifiers VALUES ('e@x.org', {ANNA}, 'email', 'e@x.org', 2, 1, 1, NULL)"),
        format!(
            "INSERT INTO identifiers SELECT 'e@x.org', person_id, kind, 'e@x.org', 2, verified_at, counts_from, change_id
             FROM identifiers WHERE canonical = '{SECOND}'"
        ),
        format!("REPLACE INTO identifiers SELECT * FROM identifiers WHERE canonical = '{SECOND}'"),
        "UPDATE identifiers SET counts_from = 0 WHERE kind = 'email'".to_owned(),
        format!("UPDATE identifiers SET person_id = {ANNA} WHERE canonical = 'bert@example.org'"),
        format!("DELETE FROM identifiers WHERE canonical = '{SECOND}'"),
        "UPDATE former_addresses SET counts_until = counts_until + 1000000000".to_owned(),
        "UPDATE former_addresses SET shown = 'e@x.org', canonical = 'e@x.org'".to_owned(),
        "DELETE FROM former_addresses".to_owned(),
        "UPDATE address_claims SET shown = 'e@x.org', canonical = 'e@x.org'".to_owned(),
    ] {
        assert!(!world.database().allows(&statement).await, "{statement}");
    }
}

#[tokio::test]
async fn s79_an_address_that_sql_added_moved_or_hastened_closes_the_account() {
    let now = regain_testkit::BEGINNING.as_millis();
    for tampering in [
        format!("INSERT INTO identifiers VALUES ('e@x.org', {ANNA}, 'email', 'e@x.org', 2, {now}, 0, NULL)"),
        format!("UPDATE identifiers SET counts_from = 0 WHERE person_id = {ANNA} AND kind = 'email'"),
        format!("UPDATE identifiers SET position = 2 WHERE person_id = {ANNA} AND kind = 'email'"),
        format!(
            "INSERT INTO former_addresses VALUES ('e@x.org', {ANNA}, 'e@x.org', 1, 0, 0, NULL, randomblob(16), 0,
             9000000000000, 9000000000000, zeroblob(16), randomblob(32), NULL, NULL, NULL)"
        ),
    ] {
        let world = World::new().await;
        drop_triggers(&world).await;
        assert_eq!(world.database().run(&tampering).await, 1, "{tampering}");
        let browser = world.browser();
        browser.start_recovery("anna", "forgot_password").await;
        done(&browser.call("choose_method", &[("method", "mail")]).await);
        let mails = world.mails().await;
        assert!(!mails.iter().any(|mail| mail.code.is_some()), "no code goes anywhere: {tampering}");
        assert_closed(&world, world.anna()).await;
    }
}

#[tokio::test]
async fn s71_a_claim_that_sql_turned_to_another_address_is_mailed_nowhere_and_takes_nothing() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let browser = confirmed(&world, &anna).await;
    done(&ask(&browser, SECOND, "").await);
    drop_triggers(&world).await;
    world
        .database()
        .run("UPDATE address_claims SET shown = 'e@x.org', canonical = 'e@x.org'")
        .await;
    world
        .database()
        .run("UPDATE outbox SET payload = replace(payload, 'anna@home.example', 'e@x.org')")
        .await;
    assert!(
        !world
            .mails()
            .await
            .iter()
            .any(|mail| mail.to == "e@x.org" || mail.to == SECOND)
    );
    let code = world
        .mails_to(SECOND)
        .await
        .into_iter()
        .find_map(|mail| mail.code);
    assert_eq!(code, None);
}

#[tokio::test]
async fn s18_no_code_of_these_mails_is_at_rest() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let browser = confirmed(&world, &anna).await;
    done(&ask(&browser, SECOND, "1").await);
    let code = world.mailed_code(SECOND).await;
    done(&browser.call("enter_address_code", &[("code", &code)]).await);
    let objection = farewell(&world, &anna.email).await.code.expect("a code");
    let database = String::from_utf8_lossy(&world.database().bytes()).into_owned();
    assert!(database.contains(SECOND), "it is the database");
    for code in [code, objection] {
        for form in [
            code.clone(),
            code.replace('-', ""),
            code.to_lowercase(),
            code.replace('-', "").to_lowercase(),
        ] {
            assert!(!database.contains(&form));
        }
    }
}
