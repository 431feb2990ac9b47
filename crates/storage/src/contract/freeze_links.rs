//! Links that can only freeze.

use super::samples::{at, digest, person_id};
use super::support::{OK, Tested, add_people, reading, writing};
use crate::FreezeLink;
use regain_domain::FreezeLinkId;

fn link(number: u8, of: u8) -> FreezeLink {
    FreezeLink {
        id: FreezeLinkId::from_bytes([number; 16]),
        person: person_id(of),
        nonce: [number; 16],
        code_digest: digest(number),
        expires_at: at(100),
        ended_at: None,
    }
}

/// Each ends once, alone or with all of its person's, and can still be found.
pub async fn s30_links_that_freeze_end_once(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    for link in [link(1, 1), link(2, 1), link(3, 2), link(4, 2)] {
        work.freeze_links().insert(&link).await.expect(OK);
    }
    let links = work.freeze_links();
    assert!(links.end(link(1, 1).id, at(5)).await.expect(OK));
    assert!(!links.end(link(1, 1).id, at(6)).await.expect(OK));
    assert_eq!(links.end_all_of(person_id(1), at(7)).await.expect(OK), 1);
    assert_eq!(links.by_code(&digest(3)).await.expect(OK), Some(link(3, 2)));
    assert!(links.end(link(3, 2).id, at(8)).await.expect(OK));
    assert_eq!(links.end_all(at(9)).await.expect(OK), 1);
    work.commit().await.expect(OK);
    let mut work = reading(&store).await;
    for (number, ended) in [(1, 5), (2, 7), (3, 8), (4, 9)] {
        let found = work
            .freeze_links()
            .by_code(&digest(number))
            .await
            .expect(OK)
            .expect("a link");
        assert_eq!(found.ended_at, Some(at(ended)), "{number}");
        assert_eq!(
            work.freeze_links().by_id(found.id).await.expect(OK),
            Some(found)
        );
    }
}

/// By their expiry, ended or not.
pub async fn expired_links_are_forgotten(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    let until = |number, second| FreezeLink {
        expires_at: at(second),
        ..link(number, 1)
    };
    for link in [until(1, 9), until(2, 10), until(3, 9)] {
        work.freeze_links().insert(&link).await.expect(OK);
    }
    let links = work.freeze_links();
    assert!(links.end(link(3, 1).id, at(5)).await.expect(OK));
    assert_eq!(links.forget_older(at(10)).await.expect(OK), 2);
    assert_eq!(links.by_code(&digest(1)).await.expect(OK), None);
    assert_eq!(
        links.by_code(&digest(2)).await.expect(OK),
        Some(until(2, 10))
    );
}
