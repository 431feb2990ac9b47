//! Manifests, which vouch for all of a person's credentials.

use super::support::{Tested, add_people, permit, reading, tell, writing};
use crate::{Manifest, VaultWork};
use regain_domain::HistoryEvent;
use regain_storage::ManifestSeal;
use regain_storage::contract::samples::{at, person_id};
use regain_storage::contract::support::{AT_ONCE, OK, all_at_once, refused, winners};
use std::sync::Arc;

const fn manifest(version: u64, number: u8) -> Manifest {
    Manifest {
        version,
        seal: ManifestSeal::from_bytes([number; 32]),
    }
}

async fn put(work: &mut dyn VaultWork, of: u8, manifest: Manifest) -> bool {
    work.rows()
        .put_manifest(&permit(), person_id(of), &manifest)
        .await
        .expect(OK)
}

async fn tell_of_one(work: &mut dyn VaultWork, of: u8) {
    tell(work, HistoryEvent::SealedAnew, person_id(of), at(1)).await;
}

/// One for each person.
pub async fn s79_the_newest_manifest_is_read_back(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    tell_of_one(&mut *work, 1).await;
    assert!(put(&mut *work, 1, manifest(2, 22)).await);
    work.commit().await.expect(OK);
    let mut work = reading(&store).await;
    for (of, expected) in [
        (1, Some(manifest(2, 22))),
        (2, Some(manifest(1, 1))),
        (3, None),
    ] {
        let stored = work.rows().manifest(person_id(of)).await.expect(OK);
        assert_eq!(stored, expected);
    }
}

/// By number, once.
pub async fn s79_a_manifest_follows_its_predecessor(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    tell_of_one(&mut *work, 1).await;
    assert!(put(&mut *work, 1, manifest(2, 22)).await);
    assert!(!put(&mut *work, 1, manifest(2, 23)).await, "twice");
    tell_of_one(&mut *work, 1).await;
    tell_of_one(&mut *work, 1).await;
    assert!(!put(&mut *work, 1, manifest(4, 24)).await, "one is missing");
    assert!(!put(&mut *work, 9, manifest(4, 24)).await, "nobody's");
    let stored = work.rows().manifest(person_id(1)).await.expect(OK);
    assert_eq!(stored, Some(manifest(2, 22)));
}

/// By the newest entry that vouches for one.
pub async fn s79_a_manifest_is_told_in_the_history(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    let rows = work.rows();
    let untold = rows
        .put_manifest(&permit(), person_id(1), &manifest(2, 22))
        .await;
    assert!(refused(&untold));
    drop(work);
    let mut work = writing(&store).await;
    tell_of_one(&mut *work, 1).await;
    tell_of_one(&mut *work, 1).await;
    let rows = work.rows();
    let older = rows
        .put_manifest(&permit(), person_id(1), &manifest(2, 22))
        .await;
    assert!(refused(&older));
}

/// If many make it at once, one succeeds.
pub async fn s17_one_of_fifty_manifests_wins(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    tell_of_one(&mut *work, 1).await;
    work.commit().await.expect(OK);
    let answers = all_at_once(AT_ONCE, || {
        let store = Arc::clone(&store);
        async move {
            let mut work = writing(&store).await;
            let won = put(&mut *work, 1, manifest(2, 22)).await;
            work.commit().await.expect(OK);
            won
        }
    })
    .await;
    assert_eq!(winners(&answers), 1);
}
