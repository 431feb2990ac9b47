//! Signed-in browsers.

use super::samples::{at, digest, person_id, session};
use super::support::{OK, Tested, add_people, refused, writing};
use crate::Session;
use regain_domain::SessionId;

fn id(number: u8) -> SessionId {
    SessionId::from_bytes([number; 16])
}

/// Found whole by its token's digest.
pub async fn a_session_is_found_by_its_token(store: Tested) {
    add_people(&store, &[1]).await;
    let kept = Session {
        kept: true,
        last_seen_at: at(7),
        ..session(1, 1)
    };
    let mut work = writing(&store).await;
    work.sessions().insert(&kept).await.expect(OK);
    work.sessions().insert(&session(2, 1)).await.expect(OK);
    assert_eq!(
        work.sessions().by_token(&digest(1)).await.expect(OK),
        Some(kept)
    );
    assert_eq!(
        work.sessions().by_token(&digest(2)).await.expect(OK),
        Some(session(2, 1))
    );
    assert_eq!(work.sessions().by_token(&digest(3)).await.expect(OK), None);
    let same_token = Session {
        token_digest: digest(1),
        ..session(3, 1)
    };
    assert!(refused(&work.sessions().insert(&same_token).await));
}

/// The last use moves forward, never back.
pub async fn a_session_is_touched_forward_only(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    let sessions = work.sessions();
    sessions.insert(&session(1, 1)).await.expect(OK);
    for (touched, seen) in [(60, 60), (30, 60), (90, 90)] {
        sessions
            .touch(id(1), at(touched), &digest(touched as u8))
            .await
            .expect(OK);
        let found = sessions
            .by_token(&digest(1))
            .await
            .expect(OK)
            .expect("a session");
        assert_eq!(
            (found.created_at, found.last_seen_at, found.seal),
            (at(0), at(seen), digest(seen as u8))
        );
    }
    sessions.touch(id(9), at(1), &digest(1)).await.expect(OK);
}

/// Ending is done once.
pub async fn one_session_ends_once(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    let sessions = work.sessions();
    sessions.insert(&session(1, 1)).await.expect(OK);
    sessions.insert(&session(2, 1)).await.expect(OK);
    assert!(sessions.end(id(1)).await.expect(OK));
    assert!(!sessions.end(id(1)).await.expect(OK));
    assert_eq!(sessions.by_token(&digest(1)).await.expect(OK), None);
    assert!(sessions.by_token(&digest(2)).await.expect(OK).is_some());
}

/// All of one person, and nobody else's.
pub async fn s55_all_sessions_of_a_person_end(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    let sessions = work.sessions();
    for (number, of) in [(1, 1), (2, 1), (3, 2)] {
        sessions.insert(&session(number, of)).await.expect(OK);
    }
    assert_eq!(sessions.end_all_of(person_id(1)).await.expect(OK), 2);
    assert_eq!(sessions.end_all_of(person_id(1)).await.expect(OK), 0);
    assert!(sessions.by_token(&digest(3)).await.expect(OK).is_some());
}

/// Those that began before the given time are deleted.
pub async fn old_sessions_are_forgotten(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    let sessions = work.sessions();
    for (number, began) in [(1, 9), (2, 10), (3, 11)] {
        let session = Session {
            created_at: at(began),
            last_seen_at: at(500),
            ..session(number, 1)
        };
        sessions.insert(&session).await.expect(OK);
    }
    assert_eq!(sessions.forget_older(at(10)).await.expect(OK), 1);
    assert_eq!(sessions.by_token(&digest(1)).await.expect(OK), None);
    assert!(sessions.by_token(&digest(2)).await.expect(OK).is_some());
}

/// The seal changes, and nothing else.
pub async fn s104_a_session_gets_another_seal(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    let sessions = work.sessions();
    sessions.insert(&session(1, 1)).await.expect(OK);
    sessions.insert(&session(2, 1)).await.expect(OK);
    sessions.reseal(id(1), &digest(99)).await.expect(OK);
    assert_eq!(
        sessions.by_token(&digest(1)).await.expect(OK),
        Some(Session {
            seal: digest(99),
            ..session(1, 1)
        })
    );
    assert_eq!(
        sessions.by_token(&digest(2)).await.expect(OK),
        Some(session(2, 1))
    );
}

/// All of one person but this one, and nobody else's.
pub async fn all_other_sessions_of_a_person_end(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    let sessions = work.sessions();
    for (number, of) in [(1, 1), (2, 1), (3, 1), (4, 2)] {
        sessions.insert(&session(number, of)).await.expect(OK);
    }
    let ended = sessions.end_others_of(person_id(1), id(2)).await;
    assert_eq!(ended.expect(OK), 2);
    let ended = sessions.end_others_of(person_id(1), id(2)).await;
    assert_eq!(ended.expect(OK), 0);
    assert_eq!(
        sessions.of_person(person_id(1)).await.expect(OK),
        [session(2, 1)]
    );
    assert_eq!(
        sessions.of_person(person_id(2)).await.expect(OK),
        [session(4, 2)]
    );
}

/// Of everybody.
pub async fn s84_all_sessions_end(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    let sessions = work.sessions();
    for (number, of) in [(1, 1), (2, 2)] {
        sessions.insert(&session(number, of)).await.expect(OK);
    }
    assert_eq!(sessions.end_all().await.expect(OK), 2);
    assert_eq!(sessions.end_all().await.expect(OK), 0);
    assert_eq!(sessions.of_person(person_id(1)).await.expect(OK), []);
}

/// Latest use first, expired or not.
pub async fn the_sessions_of_a_person_are_listed(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    let sessions = work.sessions();
    let seen = |number, of, second| Session {
        last_seen_at: at(second),
        ..session(number, of)
    };
    for session in [
        seen(1, 1, 10),
        seen(2, 1, 30),
        seen(3, 1, 20),
        seen(4, 2, 40),
    ] {
        sessions.insert(&session).await.expect(OK);
    }
    assert_eq!(
        sessions.of_person(person_id(1)).await.expect(OK),
        [seen(2, 1, 30), seen(3, 1, 20), seen(1, 1, 10)]
    );
}
