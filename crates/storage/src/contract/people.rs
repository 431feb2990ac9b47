//! People and their identifiers.

use super::support::{
    AT_ONCE, OK, Tested, activate, add_people, address, at, at_once, digest, name, person,
    person_id, reading, refused, set_disabled, standing, user_name, winners, writing,
};
use crate::{Named, PeopleQuery, Person, Work};
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
    let same_seal = Person {
        seal: crate::StandingSeal {
            version: 3,
            digest: active.seal.digest,
        },
        ..later.clone()
    };
    assert!(
        refused(&work.people().set_standing(&same_seal).await),
        "a new standing has a new seal"
    );
    assert!(work.people().set_standing(&later).await.expect(OK));
}

/// Names and addresses are found in any form, whatever form they were typed in.
pub async fn people_are_found_in_any_form(store: Tested) {
    use regain_domain::text::folded;
    add_people(&store, &[1, 2, 3, 4]).await;
    let mut work = writing(&store).await;
    let people = work.people();
    for (number, called, user, mail) in [
        (1, "ＡＮＮＡ Stra\u{DF}e", "anna", "anna@xn--fsqu00a.tw"),
        (2, "علی\u{200C}رضا", "ali", "ali@example.org"),
        (3, "Jose\u{301} ΣΟΦΟΣ", "jose", "j@example.org"),
        (4, "ｱﾝﾅ ﬁ", "kana", "k@exаmple.net"),
    ] {
        assert!(
            people
                .set_names(person_id(number), &name(called), &user_name(user))
                .await
                .expect(OK)
        );
        assert!(
            people
                .add_address(person_id(number), &address(mail), None)
                .await
                .expect(OK)
        );
    }
    for (asked, found) in [
        ("anna", 1),
        ("ａｎｎａ　", 1),
        ("STRASSE", 1),
        ("An\u{200B}na s", 1),
        ("例子", 1),
        ("Anna＠例子.tw", 1),
        ("xn--fsqu", 1),
        ("علیرضا", 2),
        ("علی\u{200C}رضا", 2),
        ("JOS\u{C9} σοφος", 3),
        ("jose\u{301}", 3),
        ("アンナ", 4),
        ("ｱﾝﾅ", 4),
        ("FI", 4),
    ] {
        let query = PeopleQuery {
            text: folded(asked).trim().to_owned(),
            limit: 9,
            ..PeopleQuery::default()
        };
        let page = people.page(&query).await.expect(OK);
        let ids: Vec<_> = page.iter().map(|line| line.person.id).collect();
        assert_eq!(ids, [person_id(found)], "{asked}");
        assert_eq!(people.count(&query).await.expect(OK), 1, "{asked}");
    }
}

/// Administrators find people by parts of names and addresses, in order, page by page.
pub async fn people_are_listed_page_by_page_and_found_by_parts(store: Tested) {
    add_people(&store, &[1, 2, 3, 4]).await;
    let mut work = writing(&store).await;
    let people = work.people();
    for (number, called, user, mail) in [
        (1, "Zoë Ångström", "zoe", "z@example.org"),
        (2, "anna", "anna", "a@example.org"),
        (3, "Bo_b", "bob", "b@example.net"),
    ] {
        assert!(
            people
                .set_names(person_id(number), &name(called), &user_name(user))
                .await
                .expect(OK)
        );
        assert!(
            people
                .add_address(person_id(number), &address(mail), None)
                .await
                .expect(OK)
        );
    }
    let all = PeopleQuery {
        limit: 2,
        ..PeopleQuery::default()
    };
    let first = people.page(&all).await.expect(OK);
    let ids =
        |page: &[crate::PersonSummary]| page.iter().map(|line| line.person.id).collect::<Vec<_>>();
    assert_eq!(
        ids(&first),
        [person_id(4), person_id(2)],
        "who has no name yet comes first"
    );
    assert_eq!(first[1].address, Some(address("a@example.org")));
    let after = first
        .last()
        .map(|line| (line.sort_key.clone(), line.person.id));
    let second = people
        .page(&PeopleQuery {
            after,
            ..all.clone()
        })
        .await
        .expect(OK);
    assert_eq!(ids(&second), [person_id(3), person_id(1)]);
    assert_eq!(people.count(&all).await.expect(OK), 4);
    for (text, found) in [
        ("ångs", vec![1]),
        ("example.org", vec![2, 1]),
        ("_", vec![3]),
        ("%", vec![]),
        ("bob", vec![3]),
    ] {
        let query = PeopleQuery {
            text: text.to_owned(),
            limit: 9,
            ..PeopleQuery::default()
        };
        let expected: Vec<_> = found.into_iter().map(person_id).collect();
        assert_eq!(
            ids(&people.page(&query).await.expect(OK)),
            expected,
            "{text}"
        );
        assert_eq!(
            people.count(&query).await.expect(OK),
            expected.len() as u64,
            "{text}"
        );
    }
    let active = PeopleQuery {
        status: Some(PersonStatus::Active),
        limit: 9,
        ..PeopleQuery::default()
    };
    assert_eq!(people.count(&active).await.expect(OK), 0);
    assert_eq!(people.forget_identifiers(person_id(3)).await.expect(OK), 2);
    assert!(people.by_identifier("bob").await.expect(OK).is_none());
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

/// By role; invited and disabled people don't count.
pub async fn active_people_with_a_role_are_found_and_counted(store: Tested) {
    let with = |number, role, created| Person {
        role,
        created_at: at(created),
        ..person(number)
    };
    let mut work = writing(&store).await;
    for person in [
        with(1, Role::Auditor, 2),
        with(2, Role::Auditor, 1),
        with(3, Role::Auditor, 0),
        with(4, Role::Auditor, 0),
        with(5, Role::UserAdministrator, 0),
        with(6, Role::Member, 0),
    ] {
        work.people().insert(&person).await.expect(OK);
    }
    for number in [1, 2, 4, 5, 6] {
        assert!(activate(&mut *work, number, at(3)).await);
    }
    assert!(set_disabled(&mut *work, 4, true).await);
    for (role, mut expected) in [
        (Role::Auditor, vec![1, 2]),
        (Role::UserAdministrator, vec![5]),
        (Role::Member, vec![6]),
        (Role::GlobalAdministrator, vec![]),
    ] {
        let people = work.people();
        let mut found = people.active_of(role).await.expect(OK);
        found.sort();
        expected.sort_unstable();
        let expected: Vec<_> = expected.into_iter().map(person_id).collect();
        assert_eq!(found, expected, "{role:?}");
        let counted = people.count_active(role).await.expect(OK);
        assert_eq!(counted as usize, expected.len(), "{role:?}");
    }
}
