//! User names and addresses of people, which share one namespace.

use super::samples::{address, at, digest, name, person, person_id, user_name};
use super::support::{OK, Tested, activate, add_people, reading, refused, writing};
use crate::PeopleQuery;

/// No identifier belongs to two people, regardless of case.
pub async fn s9_names_and_addresses_share_one_namespace(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    let people = work.people();
    assert!(
        people
            .set_names(person_id(1), &name("Anna"), &user_name("Anna"))
            .await
            .expect(OK)
    );
    assert!(
        people
            .add_address(person_id(1), &address("Anna@example.org"), None)
            .await
            .expect(OK)
    );
    assert!(
        !people
            .set_names(person_id(2), &name("Annä"), &user_name("aNNa"))
            .await
            .expect(OK)
    );
    assert!(
        !people
            .add_address(person_id(2), &address("anna@EXAMPLE.org"), Some(at(1)))
            .await
            .expect(OK)
    );
    assert!(
        !people
            .add_address(person_id(1), &address("anna@example.org"), Some(at(1)))
            .await
            .expect(OK)
    );
    assert_eq!(
        people.by_id(person_id(2)).await.expect(OK),
        Some(person(2)),
        "nothing changed"
    );
    assert_eq!(people.addresses(person_id(2)).await.expect(OK), []);
    assert_eq!(
        people.addresses(person_id(1)).await.expect(OK),
        [address("Anna@example.org")]
    );
    assert_eq!(people.verified_addresses(person_id(1)).await.expect(OK), []);
}

/// Choosing again frees the earlier user name; a taken one, or a person who isn't invited, changes nothing.
pub async fn set_names_replaces_and_changes_nothing_if_refused(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    assert!(
        work.people()
            .set_names(person_id(1), &name("Anna"), &user_name("anna"))
            .await
            .expect(OK)
    );
    assert!(
        work.people()
            .set_names(person_id(2), &name("Berta"), &user_name("berta"))
            .await
            .expect(OK)
    );
    assert!(
        !work
            .people()
            .set_names(person_id(1), &name("Anne"), &user_name("berta"))
            .await
            .expect(OK)
    );
    let anna = work
        .people()
        .by_id(person_id(1))
        .await
        .expect(OK)
        .expect("Anna");
    assert_eq!(
        (anna.name, anna.user_name),
        (Some(name("Anna")), Some(user_name("anna")))
    );
    assert!(
        work.people()
            .set_names(person_id(1), &name("Anna"), &user_name("ANNA"))
            .await
            .expect(OK),
        "her own"
    );
    assert!(
        work.people()
            .set_names(person_id(1), &name("Anne"), &user_name("anne"))
            .await
            .expect(OK)
    );
    assert_eq!(work.people().by_identifier("anna").await.expect(OK), None);
    assert!(
        work.people()
            .set_names(person_id(2), &name("Berta"), &user_name("anna"))
            .await
            .expect(OK),
        "free again"
    );
    assert!(activate(work.as_mut(), 1, at(1)).await);
    assert!(
        !work
            .people()
            .set_names(person_id(1), &name("X"), &user_name("other"))
            .await
            .expect(OK),
        "not invited"
    );
    assert!(
        !work
            .people()
            .set_names(person_id(9), &name("X"), &user_name("other"))
            .await
            .expect(OK),
        "nobody"
    );
    assert_eq!(work.people().by_identifier("other").await.expect(OK), None);
    work.commit().await.expect(OK);
    let anne = reading(&store)
        .await
        .people()
        .by_identifier("anne")
        .await
        .expect(OK)
        .expect("Anne");
    assert_eq!(
        (anne.id, anne.name, anne.user_name),
        (person_id(1), Some(name("Anne")), Some(user_name("anne")))
    );
}

/// Addresses are listed in the order of adding.
pub async fn addresses_come_in_order(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    let people = work.people();
    let [z, a, m] = ["z@example.org", "a@example.org", "m@example.org"].map(address);
    assert!(people.add_address(person_id(1), &z, None).await.expect(OK));
    assert!(
        people
            .add_address(person_id(1), &a, Some(at(1)))
            .await
            .expect(OK)
    );
    assert!(people.add_address(person_id(2), &m, None).await.expect(OK));
    assert!(
        people
            .set_names(person_id(1), &name("Anna"), &user_name("anna"))
            .await
            .expect(OK)
    );
    assert_eq!(
        people.addresses(person_id(1)).await.expect(OK),
        [z.clone(), a.clone()]
    );
    assert_eq!(
        people.verified_addresses(person_id(1)).await.expect(OK),
        std::slice::from_ref(&a)
    );
    assert_eq!(people.verified_addresses(person_id(2)).await.expect(OK), []);
    assert_eq!(people.addresses(person_id(9)).await.expect(OK), []);
    assert!(
        refused(
            &people
                .add_address(person_id(9), &address("x@example.org"), None)
                .await
        ),
        "nobody's address"
    );
}

/// The invited address is verified once, in its exact spelling; all others are deleted, verified or not.
pub async fn s78_the_invited_address_is_verified_and_no_other_stays(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    let people = work.people();
    let [anna, eve, mallory, berta] = [
        "Anna@example.org",
        "eve@example.net",
        "mallory@example.net",
        "berta@example.org",
    ]
    .map(address);
    assert!(
        people
            .set_names(person_id(1), &name("Anna"), &user_name("anna"))
            .await
            .expect(OK)
    );
    assert!(
        people
            .add_address(person_id(1), &eve, Some(at(1)))
            .await
            .expect(OK)
    );
    assert!(
        people
            .add_address(person_id(1), &anna, None)
            .await
            .expect(OK)
    );
    assert!(
        people
            .add_address(person_id(1), &mallory, None)
            .await
            .expect(OK)
    );
    assert!(
        people
            .add_address(person_id(2), &berta, None)
            .await
            .expect(OK)
    );
    for other in [
        berta.clone(),
        address("anna@example.org"),
        address("nobody@example.org"),
        eve.clone(),
    ] {
        assert!(
            !people
                .verify_address(person_id(1), &other, at(2))
                .await
                .expect(OK),
            "{other:?}"
        );
    }
    assert_eq!(
        people.addresses(person_id(1)).await.expect(OK).len(),
        3,
        "nothing changed"
    );
    assert!(
        people
            .verify_address(person_id(1), &anna, at(2))
            .await
            .expect(OK)
    );
    assert_eq!(
        people.verified_addresses(person_id(1)).await.expect(OK),
        std::slice::from_ref(&anna)
    );
    assert_eq!(
        people.addresses(person_id(1)).await.expect(OK),
        std::slice::from_ref(&anna)
    );
    assert!(
        !people
            .verify_address(person_id(1), &anna, at(3))
            .await
            .expect(OK),
        "twice"
    );
    assert_eq!(people.by_identifier(eve.canonical()).await.expect(OK), None);
    assert!(
        people.by_identifier("anna").await.expect(OK).is_some(),
        "the user name stays"
    );
    let lost = PeopleQuery {
        text: "eve".to_owned(),
        limit: 9,
        ..PeopleQuery::default()
    };
    assert_eq!(
        people.count(&lost).await.expect(OK),
        0,
        "no search finds it"
    );
    assert_eq!(people.addresses(person_id(2)).await.expect(OK), [berta]);
    assert_eq!(people.verified_addresses(person_id(2)).await.expect(OK), []);
}

/// A retired user name is recognised by its digest, however often it is recorded.
pub async fn s103_a_user_name_of_before_stays_known_by_its_digest_alone(store: Tested) {
    let mut work = writing(&store).await;
    let people = work.people();
    assert!(!people.is_retired(&digest(1)).await.expect(OK));
    people.retire_user_name(&digest(1)).await.expect(OK);
    people.retire_user_name(&digest(1)).await.expect(OK);
    assert!(
        people.is_retired(&digest(1)).await.expect(OK)
            && !people.is_retired(&digest(2)).await.expect(OK)
    );
}
