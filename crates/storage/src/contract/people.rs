//! People and their identifiers.

use super::support::{
    AT_ONCE, OK, Tested, add_people, address, at, at_once, name, person, person_id, reading, refused, user_name,
    winners, writing,
};
use crate::{Person, PersonStatus, Role};
use regain_domain::Language;

/// Everything that is known of a person comes back; whoever isn't there is `None`.
pub async fn a_person_is_read_back_whole(store: Tested) {
    let invited = Person { role: Role::GlobalAdministrator, language: Language::SimplifiedChinese, ..person(1) };
    let mut work = writing(&store).await;
    work.people().insert(&invited).await.expect(OK);
    assert_eq!(work.people().by_id(person_id(1)).await.expect(OK), Some(invited.clone()));
    assert_eq!(work.people().by_id(person_id(2)).await.expect(OK), None);
    assert!(work.people().set_names(person_id(1), &name("王小明"), &user_name("Ming.W")).await.expect(OK));
    assert!(work.people().activate(person_id(1), at(9)).await.expect(OK));
    let active = Person {
        status: PersonStatus::Active,
        name: Some(name("王小明")),
        user_name: Some(user_name("Ming.W")),
        activated_at: Some(at(9)),
        ..invited
    };
    assert_eq!(work.people().by_id(person_id(1)).await.expect(OK), Some(active.clone()));
    assert!(work.people().add_address(person_id(1), &address("Ming@Example.org"), None).await.expect(OK));
    for identifier in ["ming.w", "ming@example.org"] {
        assert_eq!(work.people().by_identifier(identifier).await.expect(OK), Some(active.clone()), "{identifier}");
    }
    for identifier in ["Ming.W", "ming", "", "ming.w@example.org"] {
        assert_eq!(work.people().by_identifier(identifier).await.expect(OK), None, "{identifier}");
    }
    let same_id = work.people().insert(&person(1)).await;
    assert!(refused(&same_id), "an id is never given out again");
}

/// No identifier belongs to two people, in whatever case it is written.
pub async fn s9_names_and_addresses_share_one_namespace(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    let people = work.people();
    assert!(people.set_names(person_id(1), &name("Anna"), &user_name("Anna")).await.expect(OK));
    assert!(people.add_address(person_id(1), &address("Anna@example.org"), None).await.expect(OK));
    assert!(!people.set_names(person_id(2), &name("Annä"), &user_name("aNNa")).await.expect(OK));
    assert!(!people.add_address(person_id(2), &address("anna@EXAMPLE.org"), Some(at(1))).await.expect(OK));
    assert!(!people.add_address(person_id(1), &address("anna@example.org"), Some(at(1))).await.expect(OK));
    assert_eq!(people.by_id(person_id(2)).await.expect(OK), Some(person(2)), "nothing changed");
    assert_eq!(people.addresses(person_id(2)).await.expect(OK), []);
    assert_eq!(people.addresses(person_id(1)).await.expect(OK), [address("Anna@example.org")]);
    assert_eq!(people.verified_addresses(person_id(1)).await.expect(OK), []);
}

/// A user name is chosen again, and freed by that; a taken one, or a person who isn't invited, changes nothing.
pub async fn set_names_replaces_and_changes_nothing_if_refused(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    let people = work.people();
    assert!(people.set_names(person_id(1), &name("Anna"), &user_name("anna")).await.expect(OK));
    assert!(people.set_names(person_id(2), &name("Berta"), &user_name("berta")).await.expect(OK));
    assert!(!people.set_names(person_id(1), &name("Anne"), &user_name("berta")).await.expect(OK));
    let anna = people.by_id(person_id(1)).await.expect(OK).expect("Anna");
    assert_eq!((anna.name, anna.user_name), (Some(name("Anna")), Some(user_name("anna"))));
    assert!(people.set_names(person_id(1), &name("Anna"), &user_name("ANNA")).await.expect(OK), "her own");
    assert!(people.set_names(person_id(1), &name("Anne"), &user_name("anne")).await.expect(OK));
    assert_eq!(people.by_identifier("anna").await.expect(OK), None);
    assert!(people.set_names(person_id(2), &name("Berta"), &user_name("anna")).await.expect(OK), "free again");
    assert!(people.activate(person_id(1), at(1)).await.expect(OK));
    assert!(!people.set_names(person_id(1), &name("X"), &user_name("other")).await.expect(OK), "not invited");
    assert!(!people.set_names(person_id(9), &name("X"), &user_name("other")).await.expect(OK), "nobody");
    assert_eq!(people.by_identifier("other").await.expect(OK), None);
    work.commit().await.expect(OK);
    let anne = reading(&store).await.people().by_identifier("anne").await.expect(OK).expect("Anne");
    assert_eq!((anne.id, anne.name, anne.user_name), (person_id(1), Some(name("Anne")), Some(user_name("anne"))));
}

/// Addresses are listed in the order of adding; a later verification doesn't change an earlier one.
pub async fn addresses_come_in_order_and_are_verified(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    let people = work.people();
    let [z, a, m] = ["z@example.org", "a@example.org", "m@example.org"].map(address);
    assert!(people.add_address(person_id(1), &z, None).await.expect(OK));
    assert!(people.add_address(person_id(1), &a, Some(at(1))).await.expect(OK));
    assert!(people.add_address(person_id(2), &m, None).await.expect(OK));
    assert!(people.set_names(person_id(1), &name("Anna"), &user_name("anna")).await.expect(OK));
    assert_eq!(people.addresses(person_id(1)).await.expect(OK), [z.clone(), a.clone()]);
    assert_eq!(people.verified_addresses(person_id(1)).await.expect(OK), std::slice::from_ref(&a));
    people.verify_addresses(person_id(1), at(2)).await.expect(OK);
    assert_eq!(people.verified_addresses(person_id(1)).await.expect(OK), [z, a]);
    assert_eq!(people.verified_addresses(person_id(2)).await.expect(OK), []);
    assert_eq!(people.addresses(person_id(9)).await.expect(OK), []);
    assert!(refused(&people.add_address(person_id(9), &address("x@example.org"), None).await), "nobody's address");
}

/// Invited to active, active to disabled and back; every step once.
pub async fn s77_status_moves_one_way_and_once(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    let people = work.people();
    assert!(!people.set_disabled(person_id(1), true).await.expect(OK), "not active yet");
    assert!(!people.set_disabled(person_id(1), false).await.expect(OK), "enabling isn't enrolling");
    assert!(people.activate(person_id(1), at(1)).await.expect(OK));
    assert!(!people.activate(person_id(1), at(2)).await.expect(OK));
    assert!(people.set_disabled(person_id(1), true).await.expect(OK));
    assert!(!people.set_disabled(person_id(1), true).await.expect(OK));
    assert!(!people.activate(person_id(1), at(3)).await.expect(OK), "disabled isn't invited");
    let disabled = people.by_id(person_id(1)).await.expect(OK).expect("a person");
    assert_eq!((disabled.status, disabled.activated_at), (PersonStatus::Disabled, Some(at(1))));
    assert!(people.set_disabled(person_id(1), false).await.expect(OK));
    assert!(!people.set_disabled(person_id(1), false).await.expect(OK));
    assert!(!people.activate(person_id(9), at(1)).await.expect(OK), "nobody");
    work.people().insert(&Person { status: PersonStatus::Revoked, ..person(2) }).await.expect(OK);
    assert!(!work.people().activate(person_id(2), at(1)).await.expect(OK), "revoked stays so");
}

/// However many finish an enrolment at once, one does.
pub async fn s77_one_of_fifty_activations_wins(store: Tested) {
    add_people(&store, &[1]).await;
    let answers = at_once(&store, AT_ONCE, |mut work| async move {
        let won = work.people().activate(person_id(1), at(1)).await.expect(OK);
        (work, won)
    })
    .await;
    assert_eq!(winners(&answers), 1);
}

/// The first start is over when somebody has finished enrolment, and stays so when they are disabled.
pub async fn nobody_is_active_before_the_first_enrolment(store: Tested) {
    assert!(!reading(&store).await.people().anybody_active().await.expect(OK));
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    assert!(!work.people().anybody_active().await.expect(OK));
    assert!(work.people().activate(person_id(1), at(1)).await.expect(OK));
    assert!(work.people().anybody_active().await.expect(OK));
    assert!(work.people().set_disabled(person_id(1), true).await.expect(OK));
    assert!(work.people().anybody_active().await.expect(OK));
}

/// The language of mails is changed, and nothing else.
pub async fn the_language_is_kept(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    for language in Language::ALL {
        work.people().set_language(person_id(1), language).await.expect(OK);
        let expected = Person { language, ..person(1) };
        assert_eq!(work.people().by_id(person_id(1)).await.expect(OK), Some(expected));
    }
    assert_eq!(work.people().by_id(person_id(2)).await.expect(OK), Some(person(2)));
}
