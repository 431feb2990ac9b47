//! S79, S80, S84: attacks by somebody who writes the database by SQL, after dropping the triggers.
//! The server notices each of them, and none opens an account.

mod addresses;
mod credentials;
mod erasure;
mod history;
mod invitations;
mod long_history;
mod policy;
mod recoveries;
mod replays;
mod sessions;
mod standing;

use crate::support::database::drop_triggers;
use regain_domain::{HistoryEvent, Role};
use regain_storage_sqlite::SqliteStore;
use regain_testkit::{ADDRESSES, Person, ROOT, World, done};

const ANNA: &str = "(SELECT person_id FROM identifiers WHERE canonical = 'anna')";
const BERT: &str = "(SELECT person_id FROM identifiers WHERE canonical = 'bert')";

/// A world whose database no longer refuses anything.
async fn defenceless() -> World {
    let world = World::new().await;
    drop_triggers(&world).await;
    world
}

async fn signs_in(world: &World, identifier: &str, password: &str) -> bool {
    world
        .browser()
        .try_sign_in(identifier, password)
        .await
        .refusal()
        .is_none()
}

/// Asserts that the account is closed to everybody, and that everybody concerned has one notice.
pub(crate) async fn assert_closed(world: &World, person: &Person) {
    assert!(
        !signs_in(world, &person.user_name, &person.password).await,
        "closed to its owner too"
    );
    assert!(!signs_in(world, &person.user_name, &person.password).await);
    let closed = |mails: Vec<regain_mail::MailboxEntry>, subject: &str| {
        mails
            .into_iter()
            .filter(|mail| mail.subject == subject)
            .count()
    };
    assert_eq!(
        closed(
            world.mails_to(&person.email).await,
            "Your account is closed"
        ),
        1
    );
    assert_eq!(
        closed(
            world.mails_to(ROOT).await,
            "Stored credentials were changed from outside"
        ),
        1
    );
    let told = format!(
        "SELECT count(*) FROM history WHERE event = '{}'",
        HistoryEvent::Tampered.code()
    );
    assert_eq!(world.database().number(&told).await, 1);
}

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
