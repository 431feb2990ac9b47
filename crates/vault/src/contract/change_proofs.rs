//! The proofs that changes of credentials need, and how the history tells them.

use super::methods::passkey;
use super::passwords::set_password;
use super::support::{
    DAY, Tested, add_people, begin, begin_proven, change, change_id, finished, hash, invite,
    password_change, permit, reading, tell, verification, vouch, writing,
};
use crate::{Change, ChangeAction, PresentedKind, PresentedProof};
use regain_domain::{Factor, HistoryEvent, Timestamp, VerificationId};
use regain_storage::contract::samples::{at, digest, invitation, person_id};
use regain_storage::contract::support::{OK, refused};
use regain_storage::{Purpose, Verification};

fn presented(number: u8, of: u8, kind: PresentedKind, when: Timestamp) -> PresentedProof {
    PresentedProof {
        id: [number; 16],
        person: person_id(of),
        kind,
        at: when,
    }
}

/// Whether the engine accepts a proof; the unit of work isn't used any more.
async fn accepts(store: &Tested, presented: &PresentedProof) -> bool {
    let mut work = writing(store).await;
    !refused(&work.rows().present(&permit(), presented).await)
}

/// Only for the person who was invited, while the invitation is open.
pub async fn s78_an_open_invitation_is_a_proof(store: Tested) {
    let mut work = writing(&store).await;
    for number in [1, 2] {
        invite(&mut *work, number).await;
    }
    let newer = invitation(3, 1);
    let replaced = work.invitations().replace_open(person_id(1), at(1)).await;
    assert_eq!(replaced.expect(OK), 1);
    work.invitations().insert(&newer).await.expect(OK);
    work.commit().await.expect(OK);
    let by = |number| PresentedKind::Invitation(invitation(number, number).id);
    for (of, number, second, accepted) in [
        (1, 3, 99, true),
        (1, 3, 100, false),
        (1, 1, 50, false),
        (1, 2, 50, false),
        (2, 2, 50, true),
    ] {
        let proof = presented(10, of, by(number), at(second));
        assert_eq!(accepts(&store, &proof).await, accepted, "{proof:?}");
    }
}

/// Only the one that is stored, of that person.
pub async fn s37_the_current_password_is_a_proof(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let by = |of| PresentedKind::CurrentPassword(password_change(of));
    assert!(accepts(&store, &presented(10, 1, by(1), at(5))).await);
    assert!(!accepts(&store, &presented(10, 1, by(2), at(5))).await);
    let mut work = writing(&store).await;
    set_password(&mut *work, 11, 5).await;
    work.commit().await.expect(OK);
    assert!(!accepts(&store, &presented(10, 1, by(1), at(6))).await);
    let newer = PresentedKind::CurrentPassword(change_id(11));
    assert!(accepts(&store, &presented(10, 1, newer, at(6))).await);
}

/// For five minutes, if it was finished, for its person, and to confirm something.
pub async fn s45_what_was_just_confirmed_is_a_proof(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    let sign_in = Verification {
        purpose: Purpose::SignIn,
        ..verification(3, 1)
    };
    let verifications = work.verifications();
    for open in [verification(1, 1), verification(2, 1), sign_in] {
        verifications.insert(&open).await.expect(OK);
    }
    for number in [1, 3] {
        let id = VerificationId::from_bytes([number; 16]);
        let end = finished(at(50), Factor::SavedCode);
        assert!(verifications.finish(id, &end).await.expect(OK));
    }
    work.commit().await.expect(OK);
    let by = |number| PresentedKind::Confirmed(VerificationId::from_bytes([number; 16]));
    for (of, number, second, accepted) in [
        (1, 1, 49, false),
        (1, 1, 50, true),
        (1, 1, 349, true),
        (1, 1, 350, false),
        (2, 1, 50, false),
        (1, 2, 50, false),
        (1, 3, 50, false),
    ] {
        let proof = presented(10, of, by(number), at(second));
        assert_eq!(accepts(&store, &proof).await, accepted, "{proof:?}");
    }
}

/// Of the change's person, for what it permits, at its time, once.
pub async fn s74_a_change_needs_a_proof_that_permits_it(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let current = PresentedKind::CurrentPassword(password_change(1));
    let mut work = writing(&store).await;
    let proof = presented(10, 1, current, at(5));
    work.rows().present(&permit(), &proof).await.expect(OK);
    work.commit().await.expect(OK);
    let set = change(10, 1, ChangeAction::SetPassword, at(5));
    for wrong in [
        Change {
            ceremony: [11; 16],
            ..set
        },
        Change {
            person: person_id(2),
            ..set
        },
        Change {
            action: ChangeAction::ReplaceSavedCodes,
            ..set
        },
        Change { at: at(6), ..set },
    ] {
        let mut work = writing(&store).await;
        let told = tell(
            &mut *work,
            HistoryEvent::PasswordChanged,
            wrong.person,
            wrong.at,
        )
        .await;
        let wrong = Change {
            history_seq: told.seq,
            ..wrong
        };
        let answer = work.rows().begin_change(&permit(), &wrong).await;
        assert!(refused(&answer), "{wrong:?}");
    }
    let mut work = writing(&store).await;
    let by = begin_proven(&mut *work, set).await;
    let rows = work.rows();
    rows.set_password(&permit(), &by, &hash(10))
        .await
        .expect(OK);
    vouch(&mut *work, 1).await;
    let told = tell(
        &mut *work,
        HistoryEvent::PasswordChanged,
        person_id(1),
        at(5),
    )
    .await;
    let twice = Change {
        id: change_id(12),
        history_seq: told.seq,
        ..by
    };
    assert!(refused(&work.rows().begin_change(&permit(), &twice).await));
}

/// By the newest entry, about its person.
pub async fn s80_a_change_is_told_in_the_history(store: Tested) {
    add_people(&store, &[1, 2]).await;
    for (about, entries, back) in [(2, 1, 0), (1, 2, 1), (1, 0, 0)] {
        let mut work = writing(&store).await;
        let current = PresentedKind::CurrentPassword(password_change(1));
        let proof = presented(10, 1, current, at(5));
        work.rows().present(&permit(), &proof).await.expect(OK);
        for _ in 0..entries {
            let event = HistoryEvent::PasswordChanged;
            tell(&mut *work, event, person_id(about), at(5)).await;
        }
        let last = work.history().last().await.expect(OK).expect("an entry");
        let by = Change {
            history_seq: last.seq - back,
            ..change(10, 1, ChangeAction::SetPassword, at(5))
        };
        let answer = work.rows().begin_change(&permit(), &by).await;
        assert!(refused(&answer), "{about}, {entries}, {back}");
    }
}

/// Where there is something stronger than the password, it must have been confirmed just now.
pub async fn s37_a_password_needs_the_second_step(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    let by = change(10, 1, ChangeAction::AddMethod, at(5));
    let by = begin(&mut *work, by).await;
    let method = passkey(10, &by);
    let rows = work.rows();
    rows.add_method(&permit(), person_id(1), &method)
        .await
        .expect(OK);
    vouch(&mut *work, 1).await;
    work.commit().await.expect(OK);
    let mut work = writing(&store).await;
    let current = PresentedKind::CurrentPassword(password_change(1));
    let by = change(11, 1, ChangeAction::SetPassword, at(DAY + 5));
    let proof = presented(11, 1, current, by.at);
    work.rows().present(&permit(), &proof).await.expect(OK);
    let event = HistoryEvent::PasswordChanged;
    let told = tell(&mut *work, event, person_id(1), by.at).await;
    let by = Change {
        history_seq: told.seq,
        ..by
    };
    assert!(refused(&work.rows().begin_change(&permit(), &by).await));
    drop(work);
    // While it is too new to count, it asks for nothing.
    let mut work = writing(&store).await;
    set_password(&mut *work, 12, DAY + 4).await;
}

/// Nothing of all this is written while reading.
pub async fn s74_a_reading_unit_changes_nothing(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = reading(&store).await;
    let current = PresentedKind::CurrentPassword(password_change(1));
    let proof = presented(10, 1, current, at(5));
    assert!(refused(&work.rows().present(&permit(), &proof).await));
    drop(work);
    let mut work = reading(&store).await;
    let manifest = crate::Manifest {
        version: 2,
        seal: digest(2),
    };
    let rows = work.rows();
    let put = rows.put_manifest(&permit(), person_id(1), &manifest).await;
    assert!(refused(&put));
}
