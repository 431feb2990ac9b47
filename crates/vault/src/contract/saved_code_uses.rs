//! Each saved code is used once, with a proof of its own (S17).

use super::saved_codes::{add_set, id, rows};
use super::support::{Tested, add_people, finished, holdings, permit, verification, writing};
use crate::VaultWork;
use regain_domain::{Factor, ProofId};
use regain_storage::contract::samples::at;
use regain_storage::contract::support::{AT_ONCE, OK, all_at_once, refused, winners};
use std::sync::Arc;

/// A verification of the first person, finished with a saved code at this second, which is the proof of its use.
async fn prove(work: &mut dyn VaultWork, number: u8, second: i64) -> ProofId {
    let open = verification(number, 1);
    work.verifications().insert(&open).await.expect(OK);
    let end = finished(at(second), Factor::SavedCode);
    let first = work.verifications().finish(open.id, &end).await;
    assert!(first.expect(OK));
    ProofId::from_bytes(*open.id.as_bytes())
}

/// With a proof of that moment; the others stay unused.
pub async fn s17_a_saved_code_is_used_once(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    let by = add_set(&mut *work, 10, 1, 5).await;
    let [first, second] = [
        prove(&mut *work, 20, 9).await,
        prove(&mut *work, 21, 10).await,
    ];
    for (code, proof, when, used) in [
        (id(10, 3), first, 9, true),
        (id(10, 3), second, 10, false),
        (id(99, 3), second, 10, false),
    ] {
        let rows = work.rows();
        let answer = rows.use_saved_code(&permit(), code, proof, at(when)).await;
        assert_eq!(answer.expect(OK), used);
    }
    let mut expected = rows(&by, None);
    expected[3].used_at = Some(at(9));
    assert_eq!(holdings(&mut *work, 1).await.saved_codes, expected);
}

/// Of its owner, at that very moment, and only once.
pub async fn s17_a_saved_code_needs_a_proof_of_its_own(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    add_set(&mut *work, 10, 1, 5).await;
    add_set(&mut *work, 11, 2, 5).await;
    let proof = prove(&mut *work, 20, 9).await;
    work.commit().await.expect(OK);
    let unknown = ProofId::from_bytes([99; 16]);
    for (code, proof, second) in [
        (id(10, 0), unknown, 9),
        (id(10, 0), proof, 10),
        (id(11, 0), proof, 9),
    ] {
        let mut work = writing(&store).await;
        let rows = work.rows();
        let answer = rows
            .use_saved_code(&permit(), code, proof, at(second))
            .await;
        assert!(refused(&answer), "{code:?} at {second}");
    }
    let mut work = writing(&store).await;
    let rows = work.rows();
    let answer = rows
        .use_saved_code(&permit(), id(10, 0), proof, at(9))
        .await;
    assert!(answer.expect(OK));
    let rows = work.rows();
    let answer = rows
        .use_saved_code(&permit(), id(10, 1), proof, at(9))
        .await;
    assert!(refused(&answer), "one proof, one code");
}

/// If many use it at once, one succeeds.
pub async fn s17_one_of_fifty_uses_of_a_code_wins(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    add_set(&mut *work, 10, 1, 5).await;
    let proof = prove(&mut *work, 20, 9).await;
    work.commit().await.expect(OK);
    let answers = all_at_once(AT_ONCE, || {
        let store = Arc::clone(&store);
        async move {
            let mut work = writing(&store).await;
            let rows = work.rows();
            let answer = rows
                .use_saved_code(&permit(), id(10, 0), proof, at(9))
                .await;
            work.commit().await.expect(OK);
            answer.expect(OK)
        }
    })
    .await;
    assert_eq!(winners(&answers), 1);
}
