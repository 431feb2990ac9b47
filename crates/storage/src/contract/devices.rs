//! Browsers used for signing in.

use super::samples::{at, digest, person_id};
use super::support::{OK, Tested, add_people, writing};
use crate::{KnownDevice, Work};
use regain_domain::DeviceId;
use regain_domain::policy::Budget;
use std::time::Duration;

const BUDGET: Budget = Budget {
    hourly: 1,
    daily: 1,
};

fn id(number: u8) -> DeviceId {
    DeviceId::from_bytes([number; 16])
}

/// A device of a person with the `token`th token, last used at second `used`.
fn device(number: u8, token: u8, of: u8, used: i64) -> KnownDevice {
    KnownDevice {
        id: id(number),
        token_digest: digest(token),
        person: person_id(of),
        remembered_until: Some(at(500)),
        wanted_until: Some(at(600)),
        surroundings: vec![number],
        created_at: at(0),
        last_used_at: at(used),
        seal: digest(number),
    }
}

async fn put(work: &mut dyn Work, devices: &[KnownDevice]) {
    for device in devices {
        work.devices().put(device).await.expect(OK);
    }
}

async fn failures(work: &mut dyn Work, key: u8) -> u32 {
    work.counters().failures(&[digest(key)]).await.expect(OK)
}

async fn count_and_spend(work: &mut dyn Work, key: u8) {
    let counted = work
        .counters()
        .count_try(&digest(key), at(0), at(-9), |_| Duration::ZERO)
        .await
        .expect(OK);
    assert!(
        counted.is_some()
            && work
                .budgets()
                .spend(&digest(key), BUDGET, at(0))
                .await
                .expect(OK)
    );
}

/// One browser knows several people, and a person several browsers.
pub async fn a_device_is_found_by_token_and_person(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    let all = [
        device(1, 1, 1, 10),
        device(2, 1, 2, 20),
        device(3, 2, 1, 30),
    ];
    put(work.as_mut(), &all).await;
    let devices = work.devices();
    let [first, second, third] = all;
    assert_eq!(
        devices.find(&digest(1), person_id(1)).await.expect(OK),
        Some(first.clone())
    );
    assert_eq!(
        devices.find(&digest(2), person_id(2)).await.expect(OK),
        None
    );
    assert_eq!(
        devices.of_person(person_id(1)).await.expect(OK),
        [third.clone(), first.clone()]
    );
    assert_eq!(
        devices.of_token(&digest(1)).await.expect(OK),
        [second, first]
    );
    assert_eq!(devices.of_token(&digest(2)).await.expect(OK), [third]);
    assert_eq!(devices.of_token(&digest(3)).await.expect(OK), []);
}

/// Nothing restarts, and the previous token belongs to nobody.
pub async fn s58_a_device_with_another_token_is_what_it_was_and_takes_along_what_was_counted(
    store: Tested,
) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    put(work.as_mut(), &[device(1, 1, 1, 10), device(2, 1, 2, 20)]).await;
    for key in [11, 12, 13] {
        count_and_spend(work.as_mut(), key).await;
    }
    let after = KnownDevice {
        id: id(3),
        token_digest: digest(2),
        surroundings: vec![3],
        seal: digest(3),
        ..device(1, 1, 1, 10)
    };
    let counted = [
        (digest(11), digest(21)),
        (digest(12), digest(22)),
        (digest(14), digest(24)),
    ];
    work.devices()
        .go_over(id(1), &after, &counted)
        .await
        .expect(OK);
    assert_eq!(
        work.devices()
            .find(&digest(1), person_id(1))
            .await
            .expect(OK),
        None
    );
    assert_eq!(
        work.devices().of_token(&digest(2)).await.expect(OK),
        [after]
    );
    assert_eq!(
        work.devices().of_token(&digest(1)).await.expect(OK),
        [device(2, 1, 2, 20)],
        "nobody else's"
    );
    for (key, count) in [(11, 0), (12, 0), (13, 1), (21, 1), (22, 1), (24, 0)] {
        assert_eq!(failures(work.as_mut(), key).await, count, "{key}");
        let is_left = work
            .budgets()
            .spend(&digest(key), BUDGET, at(1))
            .await
            .expect(OK);
        assert_eq!(is_left, count == 0, "{key}");
    }
}

/// Nor does somebody else's device.
pub async fn s58_a_device_that_is_gone_takes_nothing_along(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    put(work.as_mut(), &[device(1, 1, 1, 10)]).await;
    count_and_spend(work.as_mut(), 11).await;
    for (number, of) in [(9, 1), (1, 2)] {
        work.devices()
            .go_over(
                id(number),
                &device(3, 2, of, 10),
                &[(digest(11), digest(21))],
            )
            .await
            .expect(OK);
    }
    assert_eq!(
        work.devices().of_token(&digest(1)).await.expect(OK),
        [device(1, 1, 1, 10)]
    );
    assert_eq!(work.devices().of_token(&digest(2)).await.expect(OK), []);
    assert_eq!(
        (
            failures(work.as_mut(), 11).await,
            failures(work.as_mut(), 21).await
        ),
        (1, 0)
    );
}

/// And no other token is affected.
pub async fn s58_a_token_is_forgotten_for_everybody(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    put(
        work.as_mut(),
        &[
            device(1, 1, 1, 10),
            device(2, 1, 2, 20),
            device(3, 2, 1, 30),
        ],
    )
    .await;
    let devices = work.devices();
    assert_eq!(devices.forget_token(&digest(1)).await.expect(OK), 2);
    assert_eq!(devices.forget_token(&digest(1)).await.expect(OK), 0);
    assert_eq!(
        devices.of_person(person_id(1)).await.expect(OK),
        [device(3, 2, 1, 30)]
    );
}

/// Another use of a device is recorded in its place.
pub async fn s58_another_use_is_recorded(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    put(work.as_mut(), &[device(1, 1, 1, 10)]).await;
    let again = KnownDevice {
        remembered_until: None,
        wanted_until: None,
        surroundings: vec![7],
        seal: digest(7),
        ..device(1, 1, 1, 20)
    };
    put(work.as_mut(), std::slice::from_ref(&again)).await;
    let found = work.devices().of_person(person_id(1)).await.expect(OK);
    assert_eq!(found, [again]);
}

/// Those that are remembered for longer are remembered until then; what their owner wanted stays.
pub async fn s82_remembering_is_shortened(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    let remembered = |number, until: Option<i64>| KnownDevice {
        remembered_until: until.map(at),
        ..device(number, number, 1, 0)
    };
    let all = [
        remembered(1, Some(300)),
        remembered(2, Some(301)),
        remembered(3, None),
    ];
    put(work.as_mut(), &all).await;
    let devices = work.devices();
    for changed in [1, 0] {
        let answer = devices.remember_until_at_most(at(300)).await;
        assert_eq!(answer.expect(OK), changed);
    }
    for (number, until) in [(1, Some(300)), (2, Some(300)), (3, None)] {
        let found = devices.find(&digest(number), person_id(1)).await.expect(OK);
        assert_eq!(found, Some(remembered(number, until)));
    }
}

/// By its owner.
pub async fn s58_a_person_forgets_one_of_their_own(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    put(work.as_mut(), &[device(1, 1, 1, 10), device(2, 1, 2, 10)]).await;
    let devices = work.devices();
    assert!(!devices.forget(id(1), person_id(2)).await.expect(OK));
    assert!(devices.forget(id(1), person_id(1)).await.expect(OK));
    assert!(!devices.forget(id(1), person_id(1)).await.expect(OK));
    assert_eq!(
        devices.of_token(&digest(1)).await.expect(OK),
        [device(2, 1, 2, 10)]
    );
}

/// Of one person, and then of everybody.
pub async fn s29_all_devices_are_forgotten(store: Tested) {
    add_people(&store, &[1, 2, 3]).await;
    let mut work = writing(&store).await;
    let all = [
        device(1, 1, 1, 10),
        device(2, 2, 1, 10),
        device(3, 1, 2, 10),
        device(4, 1, 3, 10),
    ];
    put(work.as_mut(), &all).await;
    let devices = work.devices();
    assert_eq!(devices.forget_all_of(person_id(1)).await.expect(OK), 2);
    assert_eq!(devices.forget_all_of(person_id(1)).await.expect(OK), 0);
    assert_eq!(devices.of_token(&digest(1)).await.expect(OK).len(), 2);
    assert_eq!(devices.forget_all().await.expect(OK), 2);
    assert_eq!(devices.of_token(&digest(1)).await.expect(OK), []);
}

/// By their last use.
pub async fn unused_devices_are_forgotten(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    put(work.as_mut(), &[device(1, 1, 1, 9), device(2, 2, 1, 10)]).await;
    let devices = work.devices();
    assert_eq!(devices.forget_older(at(10)).await.expect(OK), 1);
    assert_eq!(
        devices.of_person(person_id(1)).await.expect(OK),
        [device(2, 2, 1, 10)]
    );
}
