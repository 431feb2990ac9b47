//! Check-ups, and people's ways back.

use super::samples::{address, at, name, person_id, user_name};
use super::support::{OK, Tested, activate, add_people, reading, set_disabled, writing};
use crate::readiness::{ReportMoments, WaysQuery};
use regain_domain::check_up::Known;
use regain_domain::{Role, Ways};

const KNOWN: Known = Known {
    addresses: 1,
    authenticators: 2,
    passkeys: 3,
    contacts: 0,
    saved_codes: Some(7),
};

async fn enrolled(store: &Tested, numbers: &[u8]) {
    add_people(store, numbers).await;
    let mut work = writing(store).await;
    for number in numbers {
        assert!(activate(work.as_mut(), *number, at(i64::from(*number))).await);
    }
    work.commit().await.expect(OK);
}

/// Everybody who enrols has a record, and nobody else; its content is read back.
pub async fn a_check_up_begins_with_the_account(store: Tested) {
    add_people(&store, &[9]).await;
    enrolled(&store, &[1]).await;
    let mut work = writing(&store).await;
    let check_ups = work.check_ups();
    assert_eq!(check_ups.of(person_id(9)).await.expect(OK), None, "invited");
    let fresh = check_ups.of(person_id(1)).await.expect(OK).expect("noted");
    assert_eq!(
        (fresh.checked_at, fresh.asked_at, fresh.known),
        (None, None, Known::default())
    );
    check_ups.know(person_id(1), KNOWN).await.expect(OK);
    assert!(
        check_ups
            .looked(person_id(1), KNOWN, at(50), at(90))
            .await
            .expect(OK)
    );
    assert!(
        !check_ups
            .looked(person_id(9), KNOWN, at(50), at(90))
            .await
            .expect(OK)
    );
    let looked = check_ups.of(person_id(1)).await.expect(OK).expect("noted");
    assert_eq!((looked.checked_at, looked.known), (Some(at(50)), KNOWN));
}

/// Asking is recorded once per period, even for simultaneous calls.
pub async fn somebody_is_asked_once_in_a_while(store: Tested) {
    enrolled(&store, &[1]).await;
    let mut work = writing(&store).await;
    let check_ups = work.check_ups();
    assert!(
        check_ups.ask(person_id(1), at(100), at(0)).await.expect(OK),
        "never asked"
    );
    assert!(
        !check_ups
            .ask(person_id(1), at(101), at(99))
            .await
            .expect(OK),
        "asked a second ago"
    );
    assert!(
        check_ups
            .ask(person_id(1), at(200), at(100))
            .await
            .expect(OK)
    );
    assert!(
        !check_ups
            .ask(person_id(9), at(200), at(100))
            .await
            .expect(OK),
        "nobody"
    );
}

/// Times from a clock that was ahead don't delay questions or reminders until it has caught up.
pub async fn a_check_up_of_the_future_holds_nobody_up(store: Tested) {
    enrolled(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    let check_ups = work.check_ups();
    assert!(
        check_ups
            .ask(person_id(1), at(9000), at(0))
            .await
            .expect(OK)
    );
    assert!(
        !check_ups
            .ask(person_id(1), at(8996), at(0))
            .await
            .expect(OK),
        "clocks differ"
    );
    assert!(
        check_ups
            .ask(person_id(1), at(200), at(100))
            .await
            .expect(OK)
    );
    let year = 365 * 86_400;
    assert!(
        check_ups
            .looked(person_id(1), KNOWN, at(9 * year), at(10 * year))
            .await
            .expect(OK)
    );
    assert_eq!(check_ups.remind_by(at(200 + year)).await.expect(OK), 1);
    assert_eq!(
        check_ups.due(at(year + 199), 9).await.expect(OK),
        [person_id(2)]
    );
    assert_eq!(
        check_ups.due(at(year + 200), 9).await.expect(OK),
        [person_id(2), person_id(1)]
    );
}

/// A reminder is due a year after enrolment, once, and again a year later; never for people who can't sign in.
pub async fn a_reminder_is_due_once_a_year(store: Tested) {
    enrolled(&store, &[1, 2, 3]).await;
    let year = 365 * 86_400;
    let mut work = writing(&store).await;
    assert!(set_disabled(work.as_mut(), 3, true).await);
    let check_ups = work.check_ups();
    assert_eq!(
        check_ups.due(at(year), 9).await.expect(OK),
        [],
        "a second too early"
    );
    assert_eq!(
        check_ups.due(at(year + 5), 9).await.expect(OK),
        [person_id(1), person_id(2)]
    );
    assert_eq!(
        check_ups.due(at(year + 5), 1).await.expect(OK),
        [person_id(1)]
    );
    assert!(
        check_ups
            .remind(person_id(1), at(year + 5), at(2 * year))
            .await
            .expect(OK)
    );
    assert!(
        !check_ups
            .remind(person_id(1), at(year + 5), at(2 * year))
            .await
            .expect(OK),
        "one process does it"
    );
    assert!(
        check_ups
            .looked(person_id(2), KNOWN, at(year), at(2 * year + 1))
            .await
            .expect(OK)
    );
    assert_eq!(check_ups.due(at(year + 5), 9).await.expect(OK), []);
    assert_eq!(
        check_ups.due(at(2 * year), 9).await.expect(OK),
        [person_id(1)]
    );
}

/// Active people are counted and found by what they have in common, without details.
pub async fn s81_people_are_counted_by_what_they_have(store: Tested) {
    add_people(&store, &[1, 2, 3, 9]).await;
    let mut work = writing(&store).await;
    for (number, called) in [(1, "carla"), (2, "anna"), (3, "bert"), (9, "dora")] {
        let people = work.people();
        assert!(
            people
                .set_names(person_id(number), &name(called), &user_name(called))
                .await
                .expect(OK)
        );
        let verified = (number != 3).then(|| at(0));
        let mail = address(&format!("{called}@example.org"));
        assert!(
            people
                .add_address(person_id(number), &mail, verified)
                .await
                .expect(OK)
        );
    }
    for number in [1, 2, 3] {
        assert!(activate(work.as_mut(), number, at(i64::from(number))).await);
    }
    work.check_ups()
        .looked(person_id(1), KNOWN, at(50), at(90))
        .await
        .expect(OK);
    work.commit().await.expect(OK);
    let asked = ReportMoments {
        now: at(60),
        overdue_before: at(2),
    };
    let mut work = reading(&store).await;
    let ways = work.ways_of_people();
    let groups = ways.ways_in_groups(asked).await.expect(OK);
    assert_eq!(
        groups.iter().map(|group| group.people).sum::<u64>(),
        3,
        "who was never active isn't counted"
    );
    let overdue: Vec<_> = groups.iter().filter(|group| group.check_overdue).collect();
    assert_eq!(
        (
            overdue.len(),
            overdue[0].people,
            overdue[0].ways.mail_addresses.counting
        ),
        (1, 1, 1)
    );
    let all = WaysQuery {
        at: asked,
        text: String::new(),
        role: None,
        shapes: None,
        after: None,
        limit: 9,
    };
    let order =
        |page: &[crate::readiness::PersonWays]| page.iter().map(|one| one.id).collect::<Vec<_>>();
    let page = ways.ways_in_order(&all).await.expect(OK);
    assert_eq!(order(&page), [person_id(2), person_id(3), person_id(1)]);
    assert_eq!(
        page[1].ways,
        Ways::default(),
        "an address that isn't verified doesn't count"
    );
    assert_eq!(
        (page[2].checked_at, page[2].check_overdue),
        (Some(at(50)), false)
    );
    assert_eq!(page[0].user_name, Some(user_name("anna")));
    let of_overdue = WaysQuery {
        shapes: Some(overdue.iter().map(|group| group.shape).collect()),
        ..all.clone()
    };
    assert_eq!(
        order(&ways.ways_in_order(&of_overdue).await.expect(OK)),
        [person_id(2)]
    );
    assert_eq!(ways.count_ways(&of_overdue).await.expect(OK), 1);
    let nobody = WaysQuery {
        shapes: Some(Vec::new()),
        ..all.clone()
    };
    assert_eq!(ways.count_ways(&nobody).await.expect(OK), 0);
    let after = Some((page[0].sort_key.clone(), page[0].id));
    let rest = WaysQuery {
        after,
        limit: 1,
        ..all.clone()
    };
    assert_eq!(
        order(&ways.ways_in_order(&rest).await.expect(OK)),
        [person_id(3)]
    );
    let searched = WaysQuery {
        text: "bert@".to_owned(),
        role: Some(Role::Member),
        ..all.clone()
    };
    assert_eq!(
        order(&ways.ways_in_order(&searched).await.expect(OK)),
        [person_id(3)]
    );
    let auditors = WaysQuery {
        role: Some(Role::Auditor),
        ..all
    };
    assert_eq!(ways.count_ways(&auditors).await.expect(OK), 0);
    assert_eq!(
        ways.ways_of(person_id(1), asked)
            .await
            .expect(OK)
            .map(|one| one.id),
        Some(person_id(1))
    );
    assert_eq!(ways.ways_of(person_id(9), asked).await.expect(OK), None);
}
