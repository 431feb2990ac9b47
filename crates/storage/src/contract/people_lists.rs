//! Lists of people, as administrators search them.

use super::samples::{address, at, name, person, person_id, user_name};
use super::support::{OK, Tested, activate, add_people, set_disabled, writing};
use crate::{PeopleQuery, Person};
use regain_domain::{PersonStatus, Role};

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
