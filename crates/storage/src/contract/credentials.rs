//! Passwords and saved codes.

use super::support::{
    AT_ONCE, OK, Tested, add_people, at, at_once, hash, person_id, refused, saved_code, winners, writing,
};
use crate::{NewSavedCode, PasswordHash};
use regain_domain::SavedCodeId;

fn id(number: u8) -> SavedCodeId {
    SavedCodeId::from_bytes([number; 16])
}

/// One password a person; the next one replaces it.
pub async fn a_password_is_replaced(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    let credentials = work.credentials();
    assert_eq!(credentials.password(person_id(1)).await.expect(OK), None);
    credentials.set_password(person_id(1), &hash(1), at(1)).await.expect(OK);
    assert_eq!(credentials.password(person_id(1)).await.expect(OK), Some(hash(1)));
    credentials.set_password(person_id(1), &hash(2), at(2)).await.expect(OK);
    assert_eq!(credentials.password(person_id(1)).await.expect(OK), Some(hash(2)));
    assert_eq!(credentials.password(person_id(2)).await.expect(OK), None);
    assert!(refused(&credentials.set_password(person_id(9), &hash(1), at(1)).await), "nobody's password");
}

/// New parameters are stored for the password that was read, and for no other.
pub async fn s32_a_rehash_never_overwrites_a_newer_password(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    let credentials = work.credentials();
    assert!(!credentials.rehash_password(person_id(1), &hash(1), &hash(2)).await.expect(OK), "there is none");
    credentials.set_password(person_id(1), &hash(1), at(1)).await.expect(OK);
    assert!(credentials.rehash_password(person_id(1), &hash(1), &hash(2)).await.expect(OK));
    assert!(!credentials.rehash_password(person_id(1), &hash(1), &hash(3)).await.expect(OK), "has changed");
    assert_eq!(credentials.password(person_id(1)).await.expect(OK), Some(hash(2)));
}

/// The whole set goes, used ones too; the new set is complete.
pub async fn s25_a_new_set_of_codes_replaces_the_old_one(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    let credentials = work.credentials();
    credentials.replace_saved_codes(person_id(1), &[1, 2, 3].map(saved_code), at(1)).await.expect(OK);
    credentials.replace_saved_codes(person_id(2), &[7].map(saved_code), at(1)).await.expect(OK);
    assert_eq!(credentials.saved_codes_left(person_id(1)).await.expect(OK), 3);
    assert!(credentials.use_saved_code(id(1), at(2)).await.expect(OK));
    credentials.replace_saved_codes(person_id(1), &[4, 5].map(saved_code), at(3)).await.expect(OK);
    assert_eq!(credentials.saved_codes_left(person_id(1)).await.expect(OK), 2);
    assert!(credentials.saved_code(person_id(1), "S001").await.expect(OK).is_none());
    assert!(!credentials.use_saved_code(id(2), at(4)).await.expect(OK), "of the old set");
    let found = credentials.saved_code(person_id(1), "S004").await.expect(OK).expect("a code");
    assert_eq!((found.id, found.hash, found.used_at), (id(4), hash(4), None));
    assert_eq!(credentials.saved_codes_left(person_id(2)).await.expect(OK), 1);
    credentials.replace_saved_codes(person_id(1), &[], at(5)).await.expect(OK);
    assert_eq!(credentials.saved_codes_left(person_id(1)).await.expect(OK), 0);
}

/// A used code is found, with the time of its use, and not used again.
pub async fn s17_a_saved_code_is_used_once(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    let credentials = work.credentials();
    credentials.replace_saved_codes(person_id(1), &[1, 2].map(saved_code), at(1)).await.expect(OK);
    assert!(credentials.use_saved_code(id(1), at(2)).await.expect(OK));
    assert!(!credentials.use_saved_code(id(1), at(3)).await.expect(OK));
    assert!(!credentials.use_saved_code(id(9), at(3)).await.expect(OK), "unknown");
    let used = credentials.saved_code(person_id(1), "S001").await.expect(OK).expect("a code");
    assert_eq!(used.used_at, Some(at(2)));
    assert_eq!(credentials.saved_codes_left(person_id(1)).await.expect(OK), 1);
}

/// However many use a code at once, one does.
pub async fn s17_one_of_fifty_uses_wins(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    work.credentials().replace_saved_codes(person_id(1), &[saved_code(1)], at(1)).await.expect(OK);
    work.commit().await.expect(OK);
    let answers = at_once(&store, AT_ONCE, |mut work| async move {
        let won = work.credentials().use_saved_code(id(1), at(2)).await.expect(OK);
        (work, won)
    })
    .await;
    assert_eq!(winners(&answers), 1);
}

/// A selector finds a code among one person's; within those it is unique.
pub async fn codes_of_two_people_may_share_a_selector(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    let credentials = work.credentials();
    let other = NewSavedCode { selector: saved_code(1).selector, ..saved_code(2) };
    credentials.replace_saved_codes(person_id(1), &[saved_code(1)], at(1)).await.expect(OK);
    credentials.replace_saved_codes(person_id(2), std::slice::from_ref(&other), at(1)).await.expect(OK);
    for (owner, code) in [(1, 1), (2, 2)] {
        let found = credentials.saved_code(person_id(owner), "S001").await.expect(OK).expect("a code");
        assert_eq!((found.id, found.hash), (id(code), hash(code)));
    }
    let twice = [saved_code(1), other];
    assert!(refused(&credentials.replace_saved_codes(person_id(1), &twice, at(2)).await));
}

/// The database refuses what isn't an Argon2id hash.
pub async fn s33_only_hashes_are_stored(store: Tested) {
    add_people(&store, &[1]).await;
    let plain = PasswordHash::from_phc("correct horse battery staple".into());
    let mut work = writing(&store).await;
    assert!(refused(&work.credentials().set_password(person_id(1), &plain, at(1)).await));
    drop(work);
    let mut work = writing(&store).await;
    let code = NewSavedCode { hash: plain, ..saved_code(1) };
    assert!(refused(&work.credentials().replace_saved_codes(person_id(1), &[code], at(1)).await));
}
