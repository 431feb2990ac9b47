//! Units of work: all or nothing, one consistent state, no writing while reading.

use super::samples::{address, digest, name, person, person_id, session, user_name};
use super::support::{AT_ONCE, OK, Tested, add_people, at_once, reading, refused, writing};

/// Committed changes are visible to the next unit of work.
pub async fn what_is_committed_is_there(store: Tested) {
    add_people(&store, &[1]).await;
    assert!(
        reading(&store)
            .await
            .people()
            .by_id(person_id(1))
            .await
            .expect(OK)
            .is_some()
    );
}

/// Dropping a unit of work rolls it back.
pub async fn what_is_dropped_never_happened(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    work.people().insert(&person(2)).await.expect(OK);
    assert!(
        work.people()
            .set_names(person_id(1), &name("Anna"), &user_name("anna"))
            .await
            .expect(OK)
    );
    work.sessions().insert(&session(1, 1)).await.expect(OK);
    drop(work);
    let mut work = reading(&store).await;
    assert_eq!(work.people().by_id(person_id(2)).await.expect(OK), None);
    assert_eq!(
        work.people().by_id(person_id(1)).await.expect(OK),
        Some(person(1))
    );
    assert_eq!(work.people().by_identifier("anna").await.expect(OK), None);
    assert_eq!(work.sessions().by_token(&digest(1)).await.expect(OK), None);
}

/// A unit of work in which a statement failed is over: nothing goes on in it, and nothing of it is kept.
pub async fn after_a_failure_nothing_goes_on(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    work.people().insert(&person(2)).await.expect(OK);
    assert!(refused(&work.people().insert(&person(1)).await), "twice");
    assert!(
        refused(&work.people().by_id(person_id(2)).await),
        "a look at what it wrote"
    );
    assert!(work.commit().await.is_err(), "nothing is kept");
    let mut work = reading(&store).await;
    assert_eq!(work.people().by_id(person_id(2)).await.expect(OK), None);
}

/// Writing in a unit of work that was begun for reading is an error.
pub async fn a_reading_unit_refuses_to_write(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = reading(&store).await;
    assert!(refused(&work.people().insert(&person(2)).await));
    drop(work);
    let mut work = reading(&store).await;
    assert!(refused(
        &work
            .people()
            .set_language(person_id(1), regain_domain::Language::English)
            .await
    ));
    drop(work);
    assert_eq!(
        reading(&store)
            .await
            .people()
            .by_id(person_id(1))
            .await
            .expect(OK),
        Some(person(1))
    );
    // The connection that refused still works.
    add_people(&store, &[2]).await;
}

/// A reader doesn't see what is committed meanwhile.
pub async fn a_reading_unit_sees_one_state_while_others_write(store: Tested) {
    add_people(&store, &[1]).await;
    let mut reader = reading(&store).await;
    assert_eq!(reader.people().addresses(person_id(1)).await.expect(OK), []);
    let mut writer = writing(&store).await;
    assert!(
        writer
            .people()
            .add_address(person_id(1), &address("a@example.org"), None)
            .await
            .expect(OK)
    );
    writer.commit().await.expect(OK);
    assert_eq!(reader.people().addresses(person_id(1)).await.expect(OK), []);
    drop(reader);
    assert_eq!(
        reading(&store)
            .await
            .people()
            .addresses(person_id(1))
            .await
            .expect(OK),
        [address("a@example.org")]
    );
}

/// Units of work that read and then write don't overwrite each other's work.
pub async fn writers_take_turns_and_none_is_lost(store: Tested) {
    add_people(&store, &[1]).await;
    let answers = at_once(&store, AT_ONCE, |mut work| async move {
        let nth = work.people().addresses(person_id(1)).await.expect(OK).len();
        let next = address(&format!("a{nth}@example.org"));
        let added = work
            .people()
            .add_address(person_id(1), &next, None)
            .await
            .expect(OK);
        (work, added)
    })
    .await;
    assert!(answers.iter().all(|added| *added));
    let addresses = reading(&store)
        .await
        .people()
        .addresses(person_id(1))
        .await
        .expect(OK);
    let expected: Vec<_> = (0..AT_ONCE)
        .map(|nth| address(&format!("a{nth}@example.org")))
        .collect();
    assert_eq!(addresses, expected);
}

/// The check answers, and leaves the store as usable as before.
pub async fn the_check_answers(store: Tested) {
    store.check().await.expect(OK);
    store.check().await.expect(OK);
    add_people(&store, &[1]).await;
}

/// Looking through an undamaged store finds nothing, and changes nothing.
pub async fn the_store_is_looked_through(store: Tested) {
    add_people(&store, &[1]).await;
    store.look_through().await.expect(OK);
    add_people(&store, &[2]).await;
}

/// A closed store has kept what was committed, and begins no unit of work.
pub async fn a_closed_store_begins_nothing(store: Tested) {
    add_people(&store, &[1]).await;
    store.close().await;
    assert!(store.read().await.is_err());
    assert!(store.write().await.is_err());
}
