//! Passwords, and the changes that set them.

use super::support::{
    Tested, add_people, begin_by, change, change_id, hash, holdings, invite, password_change,
    permit, reading, vouch, writing,
};
use crate::{Change, ChangeAction, Holdings, PasswordRow, PresentedKind, VaultWork};
use regain_storage::contract::samples::{at, person_id};
use regain_storage::contract::support::{OK, refused};

/// Sets the first person's password by their current one.
pub(super) async fn set_password(work: &mut dyn VaultWork, number: u8, second: i64) -> Change {
    let current = holdings(work, 1).await.password.expect("a password");
    let by = change(number, 1, ChangeAction::SetPassword, at(second));
    let by = begin_by(work, by, PresentedKind::CurrentPassword(current.change)).await;
    let rows = work.rows();
    rows.set_password(&permit(), &by, &hash(number))
        .await
        .expect(OK);
    vouch(work, 1).await;
    by
}

/// Nobody has none, and whoever was only invited has nothing yet.
pub async fn s32_holdings_begin_empty(store: Tested) {
    let mut work = writing(&store).await;
    assert_eq!(work.rows().holdings(person_id(1)).await.expect(OK), None);
    invite(&mut *work, 1).await;
    let nothing = Holdings {
        activated_at: None,
        user_name: Some("person1".to_owned()),
        addresses: Vec::new(),
        former_addresses: Vec::new(),
        password: None,
        saved_codes: Vec::new(),
        former_codes: Vec::new(),
        methods: Vec::new(),
        former_methods: Vec::new(),
        contacts: Vec::new(),
        former_contacts: Vec::new(),
        contacts_needed: None,
    };
    assert_eq!(holdings(&mut *work, 1).await, nothing);
    let rows = work.rows();
    assert_eq!(rows.password_set_at(person_id(1)).await.expect(OK), None);
    assert_eq!(rows.manifest(person_id(1)).await.expect(OK), None);
}

/// With the change that set it.
pub async fn s32_a_password_is_read_back(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = reading(&store).await;
    let password = PasswordRow {
        hash: hash(1),
        set_at: at(0),
        change: password_change(1),
    };
    let holdings = holdings(&mut *work, 1).await;
    assert_eq!(holdings.password, Some(password));
    assert_eq!(holdings.activated_at, Some(at(0)));
    let rows = work.rows();
    let set_at = rows.password_set_at(person_id(1)).await.expect(OK);
    assert_eq!(set_at, Some(at(0)));
    assert_eq!(rows.password_set_at(person_id(9)).await.expect(OK), None);
}

/// Of its owner, and of nobody else.
pub async fn s37_another_password_takes_the_place(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    set_password(&mut *work, 10, 5).await;
    work.commit().await.expect(OK);
    let mut work = reading(&store).await;
    let password = PasswordRow {
        hash: hash(10),
        set_at: at(5),
        change: change_id(10),
    };
    assert_eq!(holdings(&mut *work, 1).await.password, Some(password));
    let other = holdings(&mut *work, 2).await.password;
    assert_eq!(other.map(|password| password.hash), Some(hash(2)));
}

/// Nothing but hash and change are others then: it is the same password.
pub async fn s32_the_same_password_is_stored_anew(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    invite(&mut *work, 3).await;
    let never = change(11, 3, ChangeAction::RehashPassword, at(5));
    let rows = work.rows();
    let none = rows.rehash_password(&permit(), &never, &hash(11)).await;
    assert!(!none.expect(OK), "there is none");
    let by = change(10, 1, ChangeAction::RehashPassword, at(5));
    let by = begin_by(
        &mut *work,
        by,
        PresentedKind::CurrentPassword(password_change(1)),
    )
    .await;
    let rows = work.rows();
    let stored = rows.rehash_password(&permit(), &by, &hash(10)).await;
    assert!(stored.expect(OK));
    vouch(&mut *work, 1).await;
    work.commit().await.expect(OK);
    let mut work = reading(&store).await;
    let password = PasswordRow {
        hash: hash(10),
        set_at: at(0),
        change: change_id(10),
    };
    assert_eq!(holdings(&mut *work, 1).await.password, Some(password));
    let other = holdings(&mut *work, 2).await.password;
    assert_eq!(other.map(|password| password.hash), Some(hash(2)));
}

/// By a part of their stored form.
pub async fn s33_passwords_are_counted_by_their_key(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = reading(&store).await;
    for (parameter, count) in [("m=8,t=1", 2), ("$hash2", 1), ("keyid=", 0)] {
        let counted = work.rows().passwords_with(parameter).await.expect(OK);
        assert_eq!(counted, count, "{parameter}");
    }
}

/// Neither a change without its application, nor an application without a change.
pub async fn s74_a_change_is_committed_with_what_it_changes(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    let by = change(10, 1, ChangeAction::SetPassword, at(5));
    let current = PresentedKind::CurrentPassword(password_change(1));
    begin_by(&mut *work, by, current).await;
    assert!(work.commit().await.is_err());
    let mut work = writing(&store).await;
    let rows = work.rows();
    assert!(refused(&rows.set_password(&permit(), &by, &hash(10)).await));
    drop(work);
    let mut work = reading(&store).await;
    let password = holdings(&mut *work, 1).await.password;
    assert_eq!(password.map(|password| password.hash), Some(hash(1)));
}

/// And for nothing else: it isn't applied a second time.
pub async fn s74_a_change_is_good_for_one_application(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    let by = set_password(&mut *work, 10, 5).await;
    work.commit().await.expect(OK);
    let mut work = writing(&store).await;
    let rows = work.rows();
    assert!(refused(&rows.set_password(&permit(), &by, &hash(11)).await));
}
