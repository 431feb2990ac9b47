//! S79, S80, S84: what somebody can do who writes the database by SQL, triggers dropped first. Each attack is noticed, and none
//! opens an account.

use regain_domain::{HistoryEvent, PersonStatus, Role};
use regain_service::heads::{HeadFile, Keeper, RolledBack};
use regain_storage_sqlite::SqliteStore;
use regain_testkit::{ADDRESSES, Person, ROOT, World, done};
use std::sync::Arc;

const ANNA: &str = "(SELECT person_id FROM identifiers WHERE canonical = 'anna')";
const BERT: &str = "(SELECT person_id FROM identifiers WHERE canonical = 'bert')";

/// A world whose database no longer refuses anything.
async fn defenceless() -> World {
    let world = World::new().await;
    drop_triggers(&world).await;
    world
}

pub(crate) async fn drop_triggers(world: &World) {
    for trigger in world.database().texts("SELECT name FROM sqlite_schema WHERE type = 'trigger'").await {
        world.database().run(&format!("DROP TRIGGER {trigger}")).await;
    }
}

async fn signs_in(world: &World, identifier: &str, password: &str) -> bool {
    world.browser().try_sign_in(identifier, password).await.refusal().is_none()
}

/// The account is closed to everybody, and everybody concerned is told, once.
pub(crate) async fn assert_closed(world: &World, person: &Person) {
    assert!(!signs_in(world, &person.user_name, &person.password).await, "closed to its owner too");
    assert!(!signs_in(world, &person.user_name, &person.password).await);
    let closed = |mails: Vec<regain_mail::MailboxEntry>, subject: &str| {
        mails.into_iter().filter(|mail| mail.subject == subject).count()
    };
    assert_eq!(closed(world.mails_to(&person.email).await, "Your account is closed"), 1);
    assert_eq!(closed(world.mails_to(ROOT).await, "Stored credentials were changed from outside"), 1);
    let told = format!("SELECT count(*) FROM history WHERE event = '{}'", HistoryEvent::Tampered.code());
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
async fn s79_a_contact_that_sql_wrote_or_changed_closes_the_account() {
    for statement in [
        "UPDATE contacts SET address = 'eve@example.net', canonical = 'eve@example.net'".to_owned(),
        "UPDATE contacts SET counts_from = counts_from - 86400000, waits = waits - 86400000".to_owned(),
        "DELETE FROM contacts".to_owned(),
        format!("INSERT INTO contacts_needed VALUES ({ANNA}, 1, randomblob(16))"),
        "INSERT INTO contacts SELECT randomblob(16), person_id, 'Eve', 'eve@example.net', 'eve@example.net', added_at, waits,
             accepted_at, counts_from, declined_at, randomblob(16) FROM contacts"
            .to_owned(),
    ] {
        let world = World::strict().await;
        let anna = world.anna().clone();
        world.counting_contacts(&anna, 1).await;
        assert!(!world.database().allows(&statement).await, "S74: {statement}");
        drop_triggers(&world).await;
        assert!(world.database().run(&statement).await > 0, "{statement}");
        let browser = world.asking_contacts("anna").await;
        let asked = world.mails().await.into_iter().filter(|mail| mail.subject.contains("asked you to pass on")).count();
        assert_eq!(asked, 0, "nobody is asked: {statement}");
        browser.call("enter_contact_code", &[("code", "ABCD-EFGH")]).await;
        assert_ne!(browser.recovery_step().await, Some(2), "{statement}");
        assert!(!signs_in(&world, "anna", &anna.password).await, "{statement}");
    }
}

#[tokio::test]
async fn s79_a_contacts_answer_that_sql_wrote_opens_no_gate() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    world.counting_contacts(&anna, 3).await;
    let owner = world.confirmed(&anna).await;
    done(&owner.call("set_contacts_needed", &[("needed", "2")]).await);
    let browser = world.asking_contacts("anna").await;
    let code = world.passed_code(regain_testkit::CONTACTS[0].1).await;
    drop_triggers(&world).await;
    // As if another contact's code had been typed already.
    let forged = "UPDATE contact_requests SET confirmed_at = 1, code_mac = randomblob(32), given_at = 1,
                  given_seal = randomblob(32) WHERE code_mac IS NULL";
    assert_eq!(world.database().run(forged).await, 2);
    done(&browser.call("enter_contact_code", &[("code", &code)]).await);
    assert_eq!(browser.recovery_step().await, Some(1), "one contact's code, and no second");
}

#[tokio::test]
async fn s79_another_persons_hash_opens_nothing() {
    let world = defenceless().await;
    let (anna, bert) = (world.anna(), world.bert());
    world
        .database()
        .run(&format!(
            "UPDATE passwords SET phc = (SELECT phc FROM passwords WHERE person_id = {BERT}) WHERE person_id = {ANNA}"
        ))
        .await;
    assert!(!signs_in(&world, &anna.user_name, &bert.password).await, "Bert's password on Anna's account");
    assert_closed(&world, anna).await;
    assert!(signs_in(&world, &bert.user_name, &bert.password).await, "nobody else is concerned");
}

#[tokio::test]
async fn s79_an_added_saved_code_proves_nothing() {
    let world = defenceless().await;
    let (anna, bert) = (world.anna(), world.bert());
    let copied = format!(
        "INSERT INTO saved_codes SELECT randomblob(16), {ANNA}, (SELECT change_id FROM saved_codes WHERE person_id = {ANNA}),
         selector, phc FROM saved_codes WHERE person_id = {BERT} AND selector NOT IN
         (SELECT selector FROM saved_codes WHERE person_id = {ANNA})"
    );
    assert!(world.database().run(&copied).await > 0);
    let browser = world.browser();
    browser.start_recovery(&anna.user_name, "forgot_password").await;
    done(&browser.call("choose_method", &[("method", "saved_code")]).await);
    for code in [&bert.codes[0], &anna.codes[0]] {
        assert_eq!(browser.call("enter_saved_code", &[("code", code)]).await.refusal().as_deref(), Some("code-wrong"));
    }
    assert_closed(&world, anna).await;
}

#[tokio::test]
async fn s79_a_deleted_saved_code_closes_the_account() {
    let world = defenceless().await;
    world.database().run(&format!("DELETE FROM saved_codes WHERE person_id = {ANNA}")).await;
    assert_closed(&world, world.anna()).await;
}

#[tokio::test]
async fn s79_an_older_password_put_back_with_its_manifest_opens_nothing() {
    let world = World::new().await;
    let anna = world.anna();
    world.database().run("CREATE TABLE old_passwords AS SELECT * FROM passwords").await;
    world.database().run("CREATE TABLE old_manifests AS SELECT * FROM manifests").await;
    change_password(&world, "a newer sentence than before").await;
    drop_triggers(&world).await;
    for table in ["passwords", "manifests"] {
        world.database().run(&format!("REPLACE INTO {table} SELECT * FROM old_{table}")).await;
    }
    assert!(!signs_in(&world, &anna.user_name, &anna.password).await, "the old password");
    assert_closed(&world, anna).await;
}

async fn change_password(world: &World, new: &str) {
    let anna = world.anna();
    let browser = world.browser();
    browser.sign_in(anna).await;
    done(&browser.call("change_password", &[("current", anna.password.as_str()), ("new", new)]).await);
}

#[tokio::test]
async fn s77_status_turned_back_to_invited_lets_nobody_enrol_anew() {
    let world = World::empty().await;
    let code = world.invite(ROOT).await.code.shown();
    let root = world.enrol(ROOT).await;
    drop_triggers(&world).await;
    world.database().run("UPDATE people SET status = 'invited', activated_at = NULL").await;
    world.database().run("UPDATE invitations SET accepted_at = NULL, replaced_at = NULL").await;
    let browser = world.browser();
    let _ = browser.call("open_invitation", &[("code", &code)]).await;
    let _ = browser.call("enrol_password", &[("password", "a sentence that Mallory made up")]).await;
    assert!(!signs_in(&world, &root.user_name, "a sentence that Mallory made up").await);
    world.database().run("UPDATE people SET status = 'active', activated_at = created_at").await;
    assert!(!signs_in(&world, &root.user_name, "a sentence that Mallory made up").await);
}

#[tokio::test]
async fn s79_a_role_given_by_sql_is_none() {
    let world = defenceless().await;
    world.database().run(&format!("UPDATE people SET role = 'global_administrator' WHERE id = {BERT}")).await;
    let bert = world.id_of(ADDRESSES[1]).await;
    assert!(world.admin().people(bert, "", None, None, None).await.is_err());
    // Nor with the administrator's own seal.
    world
        .database()
        .run(&format!(
            "UPDATE people SET standing_mac = (SELECT standing_mac FROM people WHERE role = 'global_administrator' LIMIT 1),
             standing_version = 2 WHERE id = {BERT}"
        ))
        .await;
    assert!(world.admin().people(bert, "", None, None, None).await.is_err());
    assert_closed(&world, world.bert()).await;
}

#[tokio::test]
async fn s79_a_session_given_to_somebody_else_is_over() {
    let world = defenceless().await;
    let browser = world.browser();
    browser.sign_in(world.bert()).await;
    world.database().run(&format!("UPDATE sessions SET person_id = {ANNA}")).await;
    assert!(!browser.is_signed_in().await);
}

#[tokio::test]
async fn s79_proofs_given_to_somebody_elses_recovery_count_for_nothing() {
    let world = World::new().await;
    let (anna, bert) = (world.anna(), world.bert());
    let browser = world.proven(bert, "forgot_password", 0).await;
    drop_triggers(&world).await;
    for table in ["recovery_flows", "challenges", "proofs"] {
        world.database().run(&format!("UPDATE {table} SET person_id = {ANNA}")).await;
    }
    let mallory = "a sentence that Mallory made up";
    assert!(browser.call("new_password", &[("password", mallory)]).await.refusal().is_some());
    assert!(!signs_in(&world, &anna.user_name, mallory).await);
    assert!(signs_in(&world, &anna.user_name, &anna.password).await, "nothing of Anna's changed");
}

#[tokio::test]
async fn s79_a_mailed_code_isnt_good_for_the_person_its_challenge_was_given_to() {
    let world = World::new().await;
    let bert = world.bert();
    let browser = world.browser();
    browser.start_recovery(&bert.user_name, "forgot_password").await;
    done(&browser.call("choose_method", &[("method", "mail")]).await);
    let code = world.mailed_code(&bert.email).await;
    drop_triggers(&world).await;
    for table in ["recovery_flows", "challenges"] {
        world.database().run(&format!("UPDATE {table} SET person_id = {ANNA}")).await;
    }
    assert_eq!(browser.call("enter_mailed_code", &[("code", &code)]).await.refusal().as_deref(), Some("code-wrong"));
}

#[tokio::test]
async fn s79_no_code_is_mailed_where_sql_sends_it() {
    let world = World::new().await;
    let anna = world.anna();
    let browser = world.browser();
    browser.start_recovery(&anna.user_name, "forgot_password").await;
    done(&browser.call("choose_method", &[("method", "mail")]).await);
    world.database().run("UPDATE outbox SET payload = replace(payload, 'anna@example.org', 'eve@example.net')").await;
    assert!(world.mails_to("eve@example.net").await.is_empty());

    drop_triggers(&world).await;
    world
        .database()
        .run("UPDATE identifiers SET canonical = 'eve@example.net', shown = 'eve@example.net' WHERE canonical = 'anna@example.org'")
        .await;
    let browser = world.browser();
    browser.start_recovery(&anna.user_name, "forgot_password").await;
    done(&browser.call("choose_method", &[("method", "mail")]).await);
    let told: Vec<_> =
        world.mails_to("eve@example.net").await.into_iter().map(|mail| (mail.subject, mail.code)).collect();
    assert!(told.iter().all(|(_, code)| code.is_none()), "{told:?}");
    assert!(!signs_in(&world, &anna.user_name, &anna.password).await, "the account is closed");
}

#[tokio::test]
async fn s80_the_first_entry_that_isnt_what_was_written_is_named() {
    for (attack, first) in [
        ("UPDATE history SET event = 'session.started' WHERE seq = 5", 5),
        ("UPDATE history SET at = at + 1 WHERE seq = 3", 3),
        ("UPDATE history SET actor = subject WHERE seq = 1", 1),
        ("DELETE FROM history WHERE seq = 4", 4),
        ("DELETE FROM history WHERE seq <= 2", 1),
        ("UPDATE history SET seq = CASE seq WHEN 6 THEN 1007 WHEN 7 THEN 1006 END WHERE seq IN (6, 7)", 6),
    ] {
        let world = defenceless().await;
        let before = verify(&world).await;
        assert_eq!((before.fault, before.entries > 10), (None, true));
        world.database().run("DELETE FROM history_details").await;
        world.database().run(attack).await;
        world.database().run("UPDATE history SET seq = seq - 1000 WHERE seq > 1000").await;
        let fault = verify(&world).await.fault.unwrap_or_else(|| panic!("{attack} goes unnoticed"));
        assert_eq!(fault.seq, first, "{attack}");
    }
}

async fn verify(world: &World) -> regain_history::Verification {
    let base = world.regain().base();
    base.historian.verify(base.store.as_ref(), None).await.expect("the database answers")
}

/// A keeper of heads over the world, with a file of its own.
fn keeper(world: &World, directory: &tempfile::TempDir) -> Keeper {
    let file = HeadFile::open(&directory.path().join("heads")).expect("a file");
    Keeper::new(Arc::clone(world.regain()), file, false)
}

#[tokio::test]
async fn s84_a_whole_older_database_lets_nobody_in_and_doesnt_start() {
    let world = World::new().await;
    let anna = world.anna();
    let directory = tempfile::tempdir().expect("a directory");
    let older = directory.path().join("older.sqlite3");
    world.database().run(&format!("VACUUM INTO '{}'", older.display())).await;
    change_password(&world, "a newer sentence than before").await;
    let mut heads = keeper(&world, &directory);
    heads.publish().await.expect("the file takes it").expect("nothing is wrong").expect("a head");

    // What a copy of the older file brings back, table by table, under the running server.
    drop_triggers(&world).await;
    let tables = ["history_details", "history", "passwords", "manifests", "credential_changes", "presented_proofs"];
    let attach = format!("ATTACH '{}' AS older", older.display());
    let mut script = vec![attach, "PRAGMA foreign_keys = OFF".to_owned()];
    for table in tables {
        script.push(format!("DELETE FROM main.{table}"));
        script.push(format!("INSERT INTO main.{table} SELECT * FROM older.{table}"));
    }
    world.database().run_all(&script).await;
    assert!(verify(&world).await.fault.is_none(), "by itself the older history is whole");
    assert!(!signs_in(&world, &anna.user_name, &anna.password).await, "the older password");
    assert!(matches!(heads.publish().await.expect("an answer"), Err(RolledBack::Older { .. })));
    assert!(matches!(keeper(&world, &directory).check().await.expect("an answer"), Err(RolledBack::Older { .. })));

    // Restored on purpose: told, and the account whose newer password is lost stays closed until its owner recovers it.
    let mut file = HeadFile::open(&directory.path().join("heads")).expect("a file");
    let regain = world.regain();
    let restored = regain.after_restore(&mut file).await.expect("restored");
    assert_eq!(restored.frozen, 1);
    assert!(restored.lost > 0);
    let anna_now = regain.base().store.read().await.expect("an answer").people().by_identifier("anna").await;
    let anna_now = anna_now.expect("an answer").expect("Anna");
    assert!(anna_now.frozen_at.is_some() && anna_now.status == PersonStatus::Active);
    let told = world.mails_to(ROOT).await;
    assert!(told.iter().any(|mail| mail.subject == "The database was restored from a backup"), "{told:?}");
    let reopened = HeadFile::open(&directory.path().join("heads")).expect("a file");
    assert_eq!(reopened.head(), None, "what was published before no longer binds");
}

#[tokio::test]
async fn s75_a_database_whose_rules_were_changed_is_not_opened() {
    let world = World::new().await;
    SqliteStore::open(&world.database().url()).await.expect("as it is");
    world.database().run("DROP TRIGGER passwords_stay").await;
    let refused = SqliteStore::open(&world.database().url()).await.expect_err("a rule is missing").to_string();
    assert!(refused.contains("passwords_stay"), "{refused}");
    let world = World::new().await;
    world.database().run("CREATE TRIGGER mine AFTER INSERT ON passwords BEGIN SELECT 1; END").await;
    let refused = SqliteStore::open(&world.database().url()).await.expect_err("a rule is new").to_string();
    assert!(refused.contains("mine"), "{refused}");
}

#[tokio::test]
async fn s76_administrators_connections_write_no_credential() {
    let world = World::new().await;
    let bert = world.id_of(ADDRESSES[1]).await;
    let store = SqliteStore::for_administrators(&world.database().url()).await.expect("a way in");
    let mut work = regain_storage::Store::write(&store).await.expect("a unit of work");
    assert_eq!(work.sessions().end_all_of(bert).await.expect("allowed"), 0);
    assert_eq!(work.recovery().cancel_open_of(bert, None).await.expect("allowed"), 0);
    let flow = regain_domain::FlowId::from_bytes([1; 16]);
    let replaced = work.recovery().replace_challenges(flow, regain_domain::ProofClass::MailedCode, world.now()).await;
    assert!(replaced.is_ok(), "no row, no trigger");
    drop(work);
    let browser = world.browser();
    browser.start_recovery("bert", "forgot_password").await;
    done(&browser.call("choose_method", &[("method", "mail")]).await);
    let challenge = world.database().texts("SELECT hex(id) FROM challenges").await;
    let id: Vec<u8> = data_encoding::HEXUPPER.decode(challenge[0].as_bytes()).expect("hexadecimal");
    let id = regain_domain::ChallengeId::from_slice(&id).expect("an id");
    let mut work = regain_storage::Store::write(&store).await.expect("a unit of work");
    assert!(work.recovery().consume(id, world.now()).await.is_err(), "a proof isn't theirs to make");
}

#[tokio::test]
async fn s72_no_administrators_action_changes_a_credential() {
    let world = World::new().await;
    let visitor = regain_service::Visitor::default();
    let (root, anna) = (world.id_of(ROOT).await, world.id_of(ADDRESSES[0]).await);
    let before = world.credentials().await;
    let admin = world.admin();
    admin.end_sessions(&visitor, root, anna).await.expect("allowed");
    admin.disable(&visitor, root, anna, "on leave").await.expect("allowed");
    assert!(!signs_in(&world, "anna", &world.anna().password).await);
    assert_eq!(world.credentials().await, before, "S77: nothing of hers was touched");
    admin.enable(&visitor, root, anna).await.expect("allowed");
    admin.request_role(&visitor, root, anna, Role::Auditor).await.expect("allowed");
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
    assert_eq!(world.credentials().await, before, "enabled, exactly what was there is there");
    assert!(signs_in(&world, "anna", &world.anna().password).await);
}
