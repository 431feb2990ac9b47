//! Passwords, saved codes and contacts that SQL wrote, put back or deleted (S79).

use super::{ANNA, BERT, assert_closed, defenceless, signs_in};
use crate::support::database::drop_triggers;
use crate::support::people::change_password;
use regain_testkit::{World, done};

#[tokio::test]
async fn s79_a_contact_that_sql_wrote_or_changed_closes_the_account() {
    for statement in [
        "UPDATE contacts SET address = 'eve@example.net', canonical = 'eve@example.net'".to_owned(),
        "UPDATE contacts SET counts_from = counts_from - 86400000, waits = waits - 86400000".to_owned(),
        "DELETE FROM contacts".to_owned(),
        format!("INSERT INTO contacts_needed VALUES ({ANNA}, 1, randomblob(16))"),
        "INSERT INTO contacts SELECT randomblob(16), person_id, 'Eve', 'eve@example.net', 'eve@example.net', added_at, waits,
             accepted_at, counts_from, declined_at, randomblob(16), NULL, NULL, NULL FROM contacts"
            .to_owned(),
    ] {
        let world = World::strict().await;
        let anna = world.anna().clone();
        world.counting_contacts(&anna, 1).await;
        assert!(!world.database().allows(&statement).await, "S74: {statement}");
        drop_triggers(&world).await;
        assert!(world.database().run(&statement).await > 0, "{statement}");
        let browser = world.asking_contacts("anna").await;
        let asked = world.mails().await.into_iter().filter(|mail| mail.subject.contains("asked to pass on")).count();
        assert_eq!(asked, 0, "nobody is asked: {statement}");
        browser.call("enter_contact_code", &[("code", "ABCD-EFGH")]).await;
        assert_ne!(browser.recovery_step().await, Some(2), "{statement}");
        assert!(!signs_in(&world, "anna", &anna.password).await, "{statement}");
    }
}

#[tokio::test]
async fn s79_another_persons_hash_opens_nothing() {
    let world = defenceless().await;
    let anna = world.anna();
    let bert = world.bert();
    world
        .database()
        .run(&format!(
            "UPDATE passwords SET phc = (SELECT phc FROM passwords WHERE person_id = {BERT}) WHERE person_id = {ANNA}"
        ))
        .await;
    assert!(
        !signs_in(&world, &anna.user_name, &bert.password).await,
        "Bert's password on Anna's account"
    );
    assert_closed(&world, anna).await;
    assert!(
        signs_in(&world, &bert.user_name, &bert.password).await,
        "nobody else is concerned"
    );
}

#[tokio::test]
async fn s79_an_added_saved_code_proves_nothing() {
    let world = defenceless().await;
    let anna = world.anna();
    let bert = world.bert();
    let copied = format!(
        "INSERT INTO saved_codes (id, person_id, change_id, selector, phc)
         SELECT randomblob(16), {ANNA}, (SELECT change_id FROM saved_codes WHERE person_id = {ANNA}),
         selector, phc FROM saved_codes WHERE person_id = {BERT} AND selector NOT IN
         (SELECT selector FROM saved_codes WHERE person_id = {ANNA})"
    );
    assert!(world.database().run(&copied).await > 0);
    let browser = world.browser();
    browser
        .start_recovery(&anna.user_name, "forgot_password")
        .await;
    done(
        &browser
            .call("choose_method", &[("method", "saved_code")])
            .await,
    );
    for code in [&bert.codes[0], &anna.codes[0]] {
        assert_eq!(
            browser
                .call("enter_saved_code", &[("code", code)])
                .await
                .refusal()
                .as_deref(),
            Some("code-wrong")
        );
    }
    assert_closed(&world, anna).await;
}

#[tokio::test]
async fn s79_a_deleted_saved_code_closes_the_account() {
    let world = defenceless().await;
    world
        .database()
        .run(&format!("DELETE FROM saved_codes WHERE person_id = {ANNA}"))
        .await;
    assert_closed(&world, world.anna()).await;
}

#[tokio::test]
async fn s79_an_older_password_put_back_with_its_manifest_opens_nothing() {
    let world = World::new().await;
    let anna = world.anna();
    world
        .database()
        .run("CREATE TABLE old_passwords AS SELECT * FROM passwords")
        .await;
    world
        .database()
        .run("CREATE TABLE old_manifests AS SELECT * FROM manifests")
        .await;
    change_password(&world, "a newer sentence than before").await;
    drop_triggers(&world).await;
    for table in ["passwords", "manifests"] {
        world
            .database()
            .run(&format!("REPLACE INTO {table} SELECT * FROM old_{table}"))
            .await;
    }
    assert!(
        !signs_in(&world, &anna.user_name, &anna.password).await,
        "the old password"
    );
    assert_closed(&world, anna).await;
}

#[tokio::test]
async fn s79_saved_codes_that_sql_made_older_close_the_account() {
    for statement in [
        format!(
            "UPDATE credential_changes SET at = at - 1 WHERE person_id = {ANNA} AND action = 'replace_saved_codes'"
        ),
        format!(
            "UPDATE saved_codes SET change_id = (SELECT change_id FROM passwords WHERE person_id = {ANNA}) WHERE person_id = {ANNA}"
        ),
    ] {
        let world = defenceless().await;
        assert!(world.database().run(&statement).await > 0, "{statement}");
        assert_closed(&world, world.anna()).await;
    }
}
