//! The remains of an erased person: ids, and a chain that verifies.

use crate::support::closing::{DAY, asks, closes, status, sweep};
use regain_domain::{EmailAddress, HistoryEvent, Language, PersonId, Role};
use regain_service::Visitor;
use regain_service::heads::HeadFile;
use regain_testkit::{ADDRESSES, CONTACTS, Person, ROOT, World, done};
use std::time::Duration;

/// A world in which Anna had one of everything, and is erased.
async fn erased() -> (World, PersonId) {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let id = world.id_of(&anna.email).await;
    world.counting_contacts(&anna, 1).await;
    let browser = world.confirmed(&anna).await;
    done(
        &browser
            .call(
                "claim_address",
                &[("new_address", "anna@home.example"), ("position", "1")],
            )
            .await,
    );
    let code = world.mailed_code("anna@home.example").await;
    done(&browser.call("enter_address_code", &[("code", &code)]).await);
    asks(&world, &anna).await;
    closes(&world).await;
    world.deliver().await;
    assert_eq!(status(&world, id).await, "erased");
    (world, id)
}

#[tokio::test]
async fn s103_nothing_that_says_who_somebody_was_is_left_in_any_table() {
    let (world, id) = erased().await;
    let contents = world.database().contents().await;
    for (table, rows) in &contents {
        for row in rows {
            let row = row.to_lowercase();
            for word in ["anna", "home.example", CONTACTS[0].1] {
                assert!(!row.contains(word), "{table}: {row}");
            }
        }
    }
    let id = id.to_hex().to_uppercase();
    for (table, rows) in contents {
        let kept = [
            "people",
            "history",
            "manifests",
            "invitations",
            "presented_proofs",
            "credential_changes",
        ];
        let there = rows.iter().filter(|row| row.contains(&id)).count();
        assert!(
            there == 0 || kept.contains(&table.as_str()),
            "{table} has {there} rows"
        );
    }
    let names = world
        .database()
        .texts("SELECT hex(digest) FROM retired_user_names")
        .await;
    assert_eq!(names.len(), 1);
}

#[tokio::test]
async fn s103_the_chain_stays_whole_and_agrees_with_the_heads() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("heads");
    let world = World::new().await;
    let anna = world.anna().clone();
    let id = world.id_of(&anna.email).await;
    let publish = async || {
        let file = HeadFile::open(&path, world.heads_key()).expect("a file");
        let published = world.regain().keeper(file, false).publish().await;
        published
            .expect("the file takes it")
            .expect("nothing is wrong");
    };
    publish().await;
    asks(&world, &anna).await;
    closes(&world).await;
    publish().await;
    let root = world.id_of(ROOT).await;
    let chain = world
        .admin()
        .verify_history(root)
        .await
        .expect("an administrator may");
    assert_eq!(chain.fault, None);
    // The key that seals their details is destroyed.
    let keys = format!(
        "SELECT count(*) FROM person_keys WHERE person_id = x'{}'",
        id.to_hex()
    );
    assert_eq!(world.database().number(&keys).await, 0);
    let mut work = world
        .regain()
        .base()
        .store
        .read()
        .await
        .expect("the database answers");
    let rows = work.history().from(1, 1000).await.expect("entries");
    for row in rows.iter().filter(|row| row.subject == Some(id)) {
        let (details, place) = world
            .regain()
            .base()
            .historian
            .details(work.as_mut(), row)
            .await
            .expect("an answer");
        assert!(details == regain_base::history::Details::default() && place.is_none());
    }
    assert_eq!(rows.last().map(|row| row.event), Some(HistoryEvent::Erased));
    // Everybody else goes on.
    world.browser().sign_in(world.bert()).await;
}

#[tokio::test]
async fn s103_administrators_see_a_pseudonym() {
    let (world, id) = erased().await;
    // Somebody who has been an administrator for longer needs a passkey (S114).
    world
        .set_role(ADDRESSES[1], Role::GlobalAdministrator)
        .await;
    let root = world.browser();
    world.sign_in_fully(&root, world.bert()).await;
    let called = format!("Erased person {}", &id.to_hex()[..8]);
    for page in [
        "/admin/history".to_owned(),
        "/admin".to_owned(),
        format!("/admin/people/{}", id.to_hex()),
    ] {
        let words = root.get(&page).await.words();
        assert!(words.contains(&called), "{page}: {words}");
    }
    let person = root.get(&format!("/admin/people/{}", id.to_hex())).await;
    assert!(
        !person.body.contains("/api/enable_person") && !person.body.contains("/api/disable_person")
    );
    let listed = root.get("/admin?status=erased").await.words();
    assert!(
        listed.contains(&called) && !listed.contains("root@example.org"),
        "{listed}"
    );
    let whole = root.get("/admin/history?verify=1").await.words();
    assert!(whole.contains("Verified: all"), "{whole}");
    let file = root
        .send(root.form("/admin/history/export", "format=csv"))
        .await;
    let line = file
        .body
        .lines()
        .find(|line| line.contains("account.erased"))
        .expect("an entry")
        .to_owned();
    assert!(line.contains(&format!("{},erased,", id.to_hex())), "{line}");
}

/// Whichever master key made its digest (S104); and an erased person holds up no rotation.
#[tokio::test]
async fn s103_a_user_name_stays_nobodys_when_keys_change() {
    let world = World::new().await;
    let anna = world.anna().clone();
    let id = world.id_of(&anna.email).await;
    asks(&world, &anna).await;
    closes(&world).await;
    let world = world.rotated().await;
    assert!(
        world
            .regain()
            .older_keys
            .seal_all_anew()
            .await
            .expect("the database answers")
            > 0
    );
    assert_eq!(
        world
            .regain()
            .older_keys
            .hanging_on(1)
            .await
            .expect("an answer")
            .expect("an older key")
            .people,
        0
    );
    // An owner of the older key brings nobody back: the newest key vouches for a standing that no
    // row has.
    let base = world.regain().base();
    let mut work = base.store.read().await.expect("the database answers");
    let person = work
        .people()
        .by_id(id)
        .await
        .expect("the database answers")
        .expect("a row");
    assert!(
        !base
            .historian
            .stands(work.as_mut(), &person)
            .await
            .expect("the database answers")
    );
    drop(work);
    for world in [world.retired(1).await, world] {
        let browser = world.browser();
        let link = world.invite("carla@example.org").await;
        done(
            &browser
                .call("open_invitation", &[("code", link.code.shown().as_str())])
                .await,
        );
        let taken = browser
            .call("enrol_names", &[("name", "Carla"), ("user_name", "anna")])
            .await;
        assert_eq!(taken.refusal().as_deref(), Some("user-name-taken"));
    }
}

#[tokio::test]
async fn s103_a_user_name_is_given_to_nobody_else_and_an_address_to_a_new_person() {
    let world = World::new().await;
    let anna = world.anna().clone();
    let id = world.id_of(&anna.email).await;
    asks(&world, &anna).await;
    closes(&world).await;
    let browser = world.browser();
    let link = world.invite(&anna.email).await;
    let new = world.id_of(&anna.email).await;
    assert_ne!(new, id);
    done(
        &browser
            .call("open_invitation", &[("code", link.code.shown().as_str())])
            .await,
    );
    for user_name in ["anna", "ANNA"] {
        let taken = browser
            .call("enrol_names", &[("name", "Anna"), ("user_name", user_name)])
            .await;
        assert_eq!(
            taken.refusal().as_deref(),
            Some("user-name-taken"),
            "{user_name}"
        );
    }
    let mut again = Person {
        user_name: "anna2".to_owned(),
        ..Person::at(&anna.email)
    };
    browser.enrol_until_codes(&mut again).await;
    done(
        &browser
            .call("confirm_saved_code", &[("code", &again.codes[0])])
            .await,
    );
    assert_eq!(
        (
            status(&world, id).await.as_str(),
            status(&world, new).await.as_str()
        ),
        ("erased", "active")
    );
    // No act of administrators brings the first one back.
    let root = world.id_of(ROOT).await;
    let visitor = Visitor::default();
    let admin = world.admin();
    assert!(admin.enable(&visitor, root, id).await.is_err());
    assert!(admin.disable(&visitor, root, id, "gone").await.is_err());
    assert!(admin.cancel_invitation(&visitor, root, id).await.is_err());
    assert!(
        admin
            .request_role(&visitor, root, id, Role::Auditor)
            .await
            .is_err()
    );
    let bert = EmailAddress::parse(ADDRESSES[1]).expect("an address");
    admin
        .invite(&visitor, root, &bert, Language::English)
        .await
        .expect("whosever it is");
    assert_eq!(status(&world, id).await, "erased");
}

/// The history forgets places after thirty days, whomever they are about.
#[tokio::test]
async fn s103_no_place_is_kept_for_longer_than_thirty_days() {
    let world = World::new().await;
    for person in [world.anna(), world.bert(), world.root()] {
        world.browser().sign_in(person).await;
    }
    world.set_disabled(ADDRESSES[1], true).await;
    let places = "SELECT count(*) FROM history_details WHERE place IS NOT NULL";
    assert!(world.database().number(places).await > 0);
    // Mail that failed for a week records it, too.
    let week = "UPDATE outbox SET next_attempt_at = NULL, given_up_at = created_at + 7 * 86400000";
    assert!(world.database().run(week).await > 0);
    world.advance(DAY * 30 + Duration::from_secs(1));
    sweep(&world).await;
    assert_eq!(world.database().number(places).await, 0);
    assert_eq!(
        world.database().number("SELECT count(*) FROM outbox").await,
        0
    );
}
