//! The database's own rules, and what administrators' connections can't write (S72, S74–S76).

use super::{ANNA, BERT, signs_in};
use regain_domain::Role;
use regain_storage_sqlite::SqliteStore;
use regain_testkit::{ADDRESSES, ROOT, World, done};

#[tokio::test]
async fn s74_with_the_triggers_in_place_nothing_of_it_can_be_written() {
    let world = World::new().await;
    for statement in [
        format!(
            "UPDATE passwords SET phc = (SELECT phc FROM passwords WHERE person_id = {BERT}) WHERE person_id = {ANNA}"
        ),
        format!("UPDATE saved_codes SET person_id = {ANNA} WHERE person_id = {BERT}"),
        "DELETE FROM saved_codes".to_owned(),
        "DELETE FROM passwords".to_owned(),
        "DELETE FROM manifests".to_owned(),
        "DELETE FROM history WHERE seq = (SELECT max(seq) FROM history)".to_owned(),
        format!("UPDATE people SET status = 'invited', activated_at = NULL WHERE id = {ANNA}"),
        format!("UPDATE people SET role = 'global_administrator' WHERE id = {BERT}"),
        "UPDATE identifiers SET canonical = 'eve@example.net', shown = 'eve@example.net' WHERE canonical LIKE 'anna@%'"
            .to_owned(),
    ] {
        assert!(!world.database().allows(&statement).await, "{statement}");
    }
    assert!(signs_in(&world, "anna", &world.anna().password).await);
}

#[tokio::test]
async fn s75_a_database_whose_rules_were_changed_is_not_opened() {
    let world = World::new().await;
    SqliteStore::open(&world.database().url())
        .await
        .expect("as it is");
    world.database().run("DROP TRIGGER passwords_stay").await;
    let refused = SqliteStore::open(&world.database().url())
        .await
        .expect_err("a rule is missing")
        .to_string();
    assert!(refused.contains("passwords_stay"), "{refused}");
    let world = World::new().await;
    world
        .database()
        .run("CREATE TRIGGER mine AFTER INSERT ON passwords BEGIN SELECT 1; END")
        .await;
    let refused = SqliteStore::open(&world.database().url())
        .await
        .expect_err("a rule is new")
        .to_string();
    assert!(refused.contains("mine"), "{refused}");
}

#[tokio::test]
async fn s76_administrators_connections_write_no_credential() {
    let world = World::new().await;
    let bert = world.id_of(ADDRESSES[1]).await;
    let store = SqliteStore::open(&world.database().url())
        .await
        .expect("a way in");
    let store = store.for_administrators().await.expect("a way in");
    let mut work = regain_storage::Store::write(&store)
        .await
        .expect("a unit of work");
    assert_eq!(work.sessions().end_all_of(bert).await.expect("allowed"), 0);
    assert_eq!(
        work.recovery()
            .cancel_open_of(bert, None)
            .await
            .expect("allowed"),
        0
    );
    let flow = regain_domain::FlowId::from_bytes([1; 16]);
    let replaced = work
        .recovery()
        .replace_challenges(flow, regain_domain::ProofClass::MailedCode, world.now())
        .await;
    assert!(replaced.is_ok(), "no row, no trigger");
    drop(work);
    let browser = world.browser();
    browser.start_recovery("bert", "forgot_password").await;
    done(&browser.call("choose_method", &[("method", "mail")]).await);
    let challenge = world
        .database()
        .texts("SELECT hex(id) FROM challenges")
        .await;
    let id: Vec<u8> = data_encoding::HEXUPPER
        .decode(challenge[0].as_bytes())
        .expect("hexadecimal");
    let id = regain_domain::ChallengeId::from_slice(&id).expect("an id");
    let mut work = regain_storage::Store::write(&store)
        .await
        .expect("a unit of work");
    assert!(
        work.recovery().consume(id, world.now()).await.is_err(),
        "a proof isn't theirs to make"
    );
}

#[tokio::test]
async fn s72_no_administrators_action_changes_a_credential() {
    let world = World::new().await;
    let visitor = regain_service::Visitor::default();
    let root = world.id_of(ROOT).await;
    let anna = world.id_of(ADDRESSES[0]).await;
    let before = world.credentials().await;
    let admin = world.admin();
    admin
        .end_sessions(&visitor, root, anna)
        .await
        .expect("allowed");
    admin
        .disable(&visitor, root, anna, "on leave")
        .await
        .expect("allowed");
    assert!(!signs_in(&world, "anna", &world.anna().password).await);
    assert_eq!(
        world.credentials().await,
        before,
        "S77: nothing of hers was touched"
    );
    admin.enable(&visitor, root, anna).await.expect("allowed");
    admin
        .request_role(&visitor, root, anna, Role::Auditor)
        .await
        .expect("allowed");
    assert!(
        admin
            .invite(
                &visitor,
                root,
                &regain_domain::EmailAddress::parse("anna@example.org").expect("an address"),
                regain_domain::Language::English
            )
            .await
            .is_ok()
    );
    assert!(admin.cancel_invitation(&visitor, root, anna).await.is_err());
    assert_eq!(
        world.credentials().await,
        before,
        "enabled, exactly what was there is there"
    );
    assert!(signs_in(&world, "anna", &world.anna().password).await);
}
