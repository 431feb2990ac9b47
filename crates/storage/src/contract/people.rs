//! People, their status and their standing.

use super::samples::{address, at, name, person, person_id, standing, user_name};
use super::support::{
    AT_ONCE, OK, Tested, activate, add_people, at_once, reading, refused, set_disabled, winners,
    writing,
};
use crate::{Named, Person, Work};
use regain_domain::{Language, PersonStatus, Role};

/// Every field of a person is read back; an unknown person is `None`.
pub async fn a_person_is_read_back_whole(store: Tested) {
    let invited = Person {
        role: Role::GlobalAdministrator,
        language: Language::SimplifiedChinese,
        ..person(1)
    };
    let mut work = writing(&store).await;
    work.people().insert(&invited).await.expect(OK);
    assert_eq!(
        work.people().by_id(person_id(1)).await.expect(OK),
        Some(invited.clone())
    );
    assert_eq!(work.people().by_id(person_id(2)).await.expect(OK), None);
    assert!(
        work.people()
            .set_names(person_id(1), &name("王小明"), &user_name("Ming.W"))
            .await
            .expect(OK)
    );
    assert!(
        work.people()
            .add_address(person_id(1), &address("Ming@Example.org"), None)
            .await
            .expect(OK)
    );
    let named = Person {
        name: Some(name("王小明")),
        user_name: Some(user_name("Ming.W")),
        ..invited
    };
    let active = Person {
        frozen_at: Some(at(10)),
        role_since: Some(at(9)),
        ..standing(&named, PersonStatus::Active, Some(at(9)))
    };
    assert!(work.people().set_standing(&active).await.expect(OK));
    assert_eq!(
        work.people().by_id(person_id(1)).await.expect(OK),
        Some(active.clone())
    );
    for identifier in ["ming.w", "ming@example.org"] {
        assert_eq!(
            work.people().by_identifier(identifier).await.expect(OK),
            Some(active.clone()),
            "{identifier}"
        );
    }
    for identifier in ["Ming.W", "ming", "", "ming.w@example.org"] {
        assert_eq!(
            work.people().by_identifier(identifier).await.expect(OK),
            None,
            "{identifier}"
        );
    }
    let same_id = work.people().insert(&person(1)).await;
    assert!(refused(&same_id), "an id is never given out again");
}

/// Invited to active, active to disabled and back; every step once.
pub async fn s77_status_moves_one_way_and_once(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    assert!(
        !set_disabled(work.as_mut(), 1, true).await,
        "not active yet"
    );
    assert!(
        !set_disabled(work.as_mut(), 1, false).await,
        "enabling isn't enrolling"
    );
    assert!(activate(work.as_mut(), 1, at(1)).await);
    assert!(!activate(work.as_mut(), 1, at(2)).await);
    assert!(set_disabled(work.as_mut(), 1, true).await);
    assert!(!set_disabled(work.as_mut(), 1, true).await);
    assert!(
        !activate(work.as_mut(), 1, at(3)).await,
        "disabled isn't invited"
    );
    let disabled = work
        .people()
        .by_id(person_id(1))
        .await
        .expect(OK)
        .expect("a person");
    assert_eq!(
        (disabled.status, disabled.activated_at),
        (PersonStatus::Disabled, Some(at(1)))
    );
    assert!(set_disabled(work.as_mut(), 1, false).await);
    assert!(!set_disabled(work.as_mut(), 1, false).await);
    assert!(!activate(work.as_mut(), 9, at(1)).await, "nobody");
    work.people()
        .insert(&Person {
            status: PersonStatus::Revoked,
            ..person(2)
        })
        .await
        .expect(OK);
    assert!(!activate(work.as_mut(), 2, at(1)).await, "revoked stays so");
}

/// If many finish an enrolment at once, one succeeds.
pub async fn s77_one_of_fifty_activations_wins(store: Tested) {
    add_people(&store, &[1]).await;
    let answers = at_once(&store, AT_ONCE, |mut work| async move {
        let active = standing(&person(1), PersonStatus::Active, Some(at(1)));
        let won = work.people().set_standing(&active).await.expect(OK);
        (work, won)
    })
    .await;
    assert_eq!(winners(&answers), 1);
}

/// The first start is over when somebody has finished enrolment, even if they are disabled later.
pub async fn nobody_is_active_before_the_first_enrolment(store: Tested) {
    assert!(
        !reading(&store)
            .await
            .people()
            .anybody_active()
            .await
            .expect(OK)
    );
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    assert!(!work.people().anybody_active().await.expect(OK));
    assert!(activate(work.as_mut(), 1, at(1)).await);
    assert!(work.people().anybody_active().await.expect(OK));
    assert!(set_disabled(work.as_mut(), 1, true).await);
    assert!(work.people().anybody_active().await.expect(OK));
}

/// The stand-in for nobody is active.
pub async fn s3_somebody_active_stands_in_for_nobody(store: Tested) {
    add_people(&store, &[1, 2, 3]).await;
    let mut work = writing(&store).await;
    let nobody = async |work: &mut dyn Work| {
        let found = work.people().named("nobody").await.expect(OK);
        assert_eq!(
            work.addresses()
                .recovering("nobody", at(2))
                .await
                .expect(OK),
            found
        );
        assert_eq!(work.people().by_id_if_any(None).await.expect(OK), found);
        found
    };
    assert_eq!(nobody(work.as_mut()).await, Named::Nobody(None));
    assert!(
        work.people()
            .add_address(person_id(3), &address("carla@example.org"), None)
            .await
            .expect(OK)
    );
    for id in [3, 2] {
        assert!(activate(work.as_mut(), id, at(1)).await);
    }
    let active = |id| standing(&person(id), PersonStatus::Active, Some(at(1)));
    assert_eq!(nobody(work.as_mut()).await, Named::Nobody(Some(active(2))));
    assert_eq!(
        work.people().named("carla@example.org").await.expect(OK),
        Named::Person(active(3))
    );
    assert_eq!(
        work.people()
            .by_id_if_any(Some(person_id(3)))
            .await
            .expect(OK),
        Named::Person(active(3))
    );
    assert_eq!(
        work.people()
            .by_id_if_any(Some(person_id(9)))
            .await
            .expect(OK),
        Named::Nobody(None)
    );
    assert!(set_disabled(work.as_mut(), 2, true).await);
    assert_eq!(nobody(work.as_mut()).await, Named::Nobody(Some(active(3))));
}

/// The language of mails is changed, and nothing else.
pub async fn the_language_is_kept(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    for language in Language::ALL {
        work.people()
            .set_language(person_id(1), language)
            .await
            .expect(OK);
        let expected = Person {
            language,
            ..person(1)
        };
        assert_eq!(
            work.people().by_id(person_id(1)).await.expect(OK),
            Some(expected)
        );
    }
    assert_eq!(
        work.people().by_id(person_id(2)).await.expect(OK),
        Some(person(2))
    );
}

/// A standing changes only from the one before it.
pub async fn s79_a_standing_follows_the_one_before(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    let active = standing(&person(1), PersonStatus::Active, Some(at(1)));
    let later = standing(&active, PersonStatus::Disabled, Some(at(1)));
    assert!(
        !work.people().set_standing(&later).await.expect(OK),
        "one is missing between"
    );
    assert!(work.people().set_standing(&active).await.expect(OK));
    assert!(
        !work.people().set_standing(&active).await.expect(OK),
        "it is the stored one already"
    );
    work.commit().await.expect(OK);

    let same_seal = Person {
        seal: crate::StandingSeal {
            version: 3,
            digest: active.seal.digest,
        },
        ..later.clone()
    };
    let mut work = writing(&store).await;
    assert!(
        refused(&work.people().set_standing(&same_seal).await),
        "a new standing has a new seal"
    );
    drop(work);

    let mut work = writing(&store).await;
    assert!(work.people().set_standing(&later).await.expect(OK));
}
