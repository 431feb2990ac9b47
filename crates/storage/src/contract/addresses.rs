//! Claims of addresses.

use super::samples::{address, at, digest, person_id};
use super::support::{
    AT_ONCE, OK, Tested, activate, add_people, at_once, reading, refused, winners, writing,
};
use crate::AddressClaim;
use regain_domain::ClaimId;

fn id(number: u8) -> ClaimId {
    ClaimId::from_bytes([number; 16])
}

/// A claim of a person, from second `from` on for 60 seconds.
fn claim(number: u8, of: u8, from: i64) -> AddressClaim {
    AddressClaim {
        id: id(number),
        person: person_id(of),
        position: 2,
        replaces: None,
        address: address(&format!("Claim{number}@example.org")),
        nonce: [number; 16],
        code_digest: digest(number),
        created_at: at(from),
        expires_at: at(from + 60),
        tries: 0,
        consumed_at: None,
        replaced_at: None,
    }
}

/// Two active people, each with an address, the first also with a user name.
async fn people(store: &Tested) {
    add_people(store, &[1, 2]).await;
    let mut work = writing(store).await;
    for number in [1, 2] {
        let own = address(&format!("person{number}@example.org"));
        assert!(
            work.people()
                .add_address(person_id(number), &own, Some(at(10)))
                .await
                .expect(OK)
        );
        assert!(activate(work.as_mut(), number, at(10)).await);
    }
    work.commit().await.expect(OK);
}

/// Found whole by person and by id, newest first; nobody has two open ones.
pub async fn s71_a_claim_is_read_back_whole_and_is_the_only_open_one(store: Tested) {
    people(&store).await;
    let mut work = writing(&store).await;
    let addresses = work.addresses();
    addresses.insert_claim(&claim(1, 1, 0)).await.expect(OK);
    addresses.insert_claim(&claim(2, 2, 0)).await.expect(OK);
    work.commit().await.expect(OK);

    let mut work = writing(&store).await;
    assert!(
        refused(&work.addresses().insert_claim(&claim(3, 1, 1)).await),
        "two open ones"
    );
    drop(work);

    let mut work = writing(&store).await;
    let addresses = work.addresses();
    assert_eq!(
        addresses
            .replace_claims(person_id(1), at(1))
            .await
            .expect(OK),
        1
    );
    assert_eq!(
        addresses
            .replace_claims(person_id(1), at(1))
            .await
            .expect(OK),
        0
    );
    let another = AddressClaim {
        position: 1,
        replaces: Some("person1@example.org".to_owned()),
        ..claim(3, 1, 1)
    };
    addresses.insert_claim(&another).await.expect(OK);
    let first = AddressClaim {
        replaced_at: Some(at(1)),
        ..claim(1, 1, 0)
    };
    assert_eq!(
        addresses.claims_of(person_id(1), at(-1)).await.expect(OK),
        [another.clone(), first]
    );
    assert_eq!(
        addresses.claims_of(person_id(1), at(0)).await.expect(OK),
        std::slice::from_ref(&another)
    );
    assert_eq!(addresses.claim(id(3)).await.expect(OK), Some(another));
    assert_eq!(addresses.claim(id(9)).await.expect(OK), None);
    assert_eq!(addresses.forget_claims(at(1)).await.expect(OK), 2);
    assert_eq!(addresses.claim(id(1)).await.expect(OK), None);
}

/// Tries are counted while it is open, up to the limit; it is used up once, within its lifetime.
pub async fn s60_a_claim_counts_its_tries_and_is_used_up_once_and_in_time(store: Tested) {
    people(&store).await;
    let mut work = writing(&store).await;
    let addresses = work.addresses();
    addresses.insert_claim(&claim(1, 1, 0)).await.expect(OK);
    assert_eq!(
        addresses.count_claim_try(id(1), 2, at(1)).await.expect(OK),
        Some(1)
    );
    assert_eq!(
        addresses.count_claim_try(id(1), 2, at(60)).await.expect(OK),
        None,
        "over"
    );
    assert_eq!(
        addresses.count_claim_try(id(1), 2, at(59)).await.expect(OK),
        Some(2)
    );
    assert_eq!(
        addresses.count_claim_try(id(1), 2, at(2)).await.expect(OK),
        None,
        "spent"
    );
    assert_eq!(
        addresses.count_claim_try(id(9), 2, at(2)).await.expect(OK),
        None,
        "unknown"
    );
    assert!(
        !addresses.consume_claim(id(1), at(60)).await.expect(OK),
        "over"
    );
    assert!(addresses.consume_claim(id(1), at(59)).await.expect(OK));
    assert!(
        !addresses.consume_claim(id(1), at(59)).await.expect(OK),
        "twice"
    );
    assert_eq!(
        addresses.count_claim_try(id(1), 9, at(3)).await.expect(OK),
        None,
        "used up"
    );
    addresses.insert_claim(&claim(2, 1, 3)).await.expect(OK);
    addresses
        .replace_claims(person_id(1), at(4))
        .await
        .expect(OK);
    assert!(
        !addresses.consume_claim(id(2), at(5)).await.expect(OK),
        "replaced"
    );
}

/// If many use up a claim at once, one succeeds.
pub async fn s17_one_of_fifty_confirmations_wins(store: Tested) {
    people(&store).await;
    let mut work = writing(&store).await;
    work.addresses()
        .insert_claim(&claim(1, 1, 0))
        .await
        .expect(OK);
    work.commit().await.expect(OK);
    let answers = at_once(&store, AT_ONCE, |mut work| async move {
        let won = work
            .addresses()
            .consume_claim(id(1), at(1))
            .await
            .expect(OK);
        (work, won)
    })
    .await;
    assert_eq!(winners(&answers), 1);
}

/// An address counts from its time on, but gets notices before; it finds its person, and belongs to nobody else.
pub async fn s28_an_address_counts_from_its_moment_on(store: Tested) {
    people(&store).await;
    let mut work = reading(&store).await;
    let addresses = work.addresses();
    let own = [address("person1@example.org")];
    assert_eq!(addresses.counting(person_id(1), at(9)).await.expect(OK), []);
    assert_eq!(
        addresses.counting(person_id(1), at(10)).await.expect(OK),
        own
    );
    assert_eq!(addresses.told(person_id(1), at(9)).await.expect(OK), own);
    assert_eq!(addresses.told(person_id(9), at(9)).await.expect(OK), []);
    let found = addresses
        .recovering("person1@example.org", at(9))
        .await
        .expect(OK);
    assert_eq!(found.person().map(|person| person.id), Some(person_id(1)));
    assert_eq!(
        addresses
            .recovering("nobody@example.org", at(9))
            .await
            .expect(OK)
            .person(),
        None
    );
    assert_eq!(
        addresses.holder("person1@example.org").await.expect(OK),
        Some(person_id(1))
    );
    assert_eq!(
        addresses.holder("nobody@example.org").await.expect(OK),
        None
    );
}
