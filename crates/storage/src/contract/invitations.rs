//! Invitations to enrol.

use super::samples::{at, digest, invitation, person_id};
use super::support::{
    AT_ONCE, OK, Tested, activate, add_people, at_once, reading, refused, winners, writing,
};
use crate::Invitation;
use regain_domain::{ChangeId, InvitationId};

fn id(number: u8) -> InvitationId {
    InvitationId::from_bytes([number; 16])
}

async fn add(store: &Tested, invitations: &[Invitation]) {
    let mut work = writing(store).await;
    for invitation in invitations {
        work.invitations().insert(invitation).await.expect(OK);
    }
    work.commit().await.expect(OK);
}

/// Found whole by its code's digest and by its id.
pub async fn an_invitation_is_found_by_code_and_id(store: Tested) {
    add_people(&store, &[1]).await;
    add(&store, &[invitation(1, 1)]).await;
    let mut work = writing(&store).await;
    assert_eq!(
        work.invitations().by_code(&digest(1)).await.expect(OK),
        Some(invitation(1, 1))
    );
    assert_eq!(
        work.invitations().by_id(id(1)).await.expect(OK),
        Some(invitation(1, 1))
    );
    assert_eq!(
        work.invitations().by_code(&digest(2)).await.expect(OK),
        None
    );
    assert_eq!(work.invitations().by_id(id(2)).await.expect(OK), None);
    let same_code = Invitation {
        code_digest: digest(1),
        ..invitation(2, 1)
    };
    assert!(refused(&work.invitations().insert(&same_code).await));
}

/// It is over at its expiry; a second acceptance fails, and so does that of a replaced invitation.
pub async fn s17_an_invitation_is_accepted_once_and_in_time(store: Tested) {
    add_people(&store, &[1]).await;
    add(&store, &[invitation(1, 1), invitation(2, 1)]).await;
    let mut work = writing(&store).await;
    let invitations = work.invitations();
    assert!(!invitations.accept(id(1), at(100)).await.expect(OK), "over");
    assert!(
        !invitations.accept(id(9), at(1)).await.expect(OK),
        "unknown"
    );
    assert!(invitations.accept(id(1), at(99)).await.expect(OK));
    assert!(!invitations.accept(id(1), at(99)).await.expect(OK), "twice");
    let accepted = invitations
        .by_code(&digest(1))
        .await
        .expect(OK)
        .expect("an invitation");
    assert_eq!(
        (accepted.accepted_at, accepted.replaced_at),
        (Some(at(99)), None)
    );
    assert_eq!(
        invitations
            .replace_open(person_id(1), at(2))
            .await
            .expect(OK),
        1
    );
    assert!(
        !invitations.accept(id(2), at(3)).await.expect(OK),
        "replaced"
    );
}

/// If many accept at once, one succeeds.
pub async fn s17_one_of_fifty_acceptances_wins(store: Tested) {
    add_people(&store, &[1]).await;
    add(&store, &[invitation(1, 1)]).await;
    let answers = at_once(&store, AT_ONCE, |mut work| async move {
        let won = work.invitations().accept(id(1), at(1)).await.expect(OK);
        (work, won)
    })
    .await;
    assert_eq!(winners(&answers), 1);
}

/// Open ones of that person are replaced, expired or not; accepted ones and those of others aren't.
pub async fn a_newer_invitation_takes_the_place_of_open_ones(store: Tested) {
    add_people(&store, &[1, 2]).await;
    add(
        &store,
        &[
            invitation(1, 1),
            invitation(2, 1),
            invitation(3, 1),
            invitation(4, 2),
        ],
    )
    .await;
    let mut work = writing(&store).await;
    let invitations = work.invitations();
    assert!(invitations.accept(id(1), at(1)).await.expect(OK));
    assert_eq!(
        invitations.open_of(person_id(1)).await.expect(OK),
        Some(invitation(3, 1)),
        "the newest"
    );
    assert_eq!(
        invitations
            .replace_open(person_id(1), at(200))
            .await
            .expect(OK),
        2
    );
    assert_eq!(
        invitations
            .replace_open(person_id(1), at(201))
            .await
            .expect(OK),
        0
    );
    assert_eq!(invitations.open_of(person_id(1)).await.expect(OK), None);
    let replaced = invitations
        .by_id(id(3))
        .await
        .expect(OK)
        .expect("an invitation");
    assert_eq!(
        (replaced.accepted_at, replaced.replaced_at),
        (None, Some(at(200)))
    );
    let accepted = invitations
        .by_id(id(1))
        .await
        .expect(OK)
        .expect("an invitation");
    assert_eq!(
        (accepted.accepted_at, accepted.replaced_at),
        (Some(at(1)), None)
    );
    assert_eq!(
        invitations.open_of(person_id(2)).await.expect(OK),
        Some(invitation(4, 2))
    );
}

/// People who have enrolled no longer need one; those of others stay. The newest one tells where its person was
/// invited, in any state.
pub async fn s84_invitations_of_those_who_came_end(store: Tested) {
    add_people(&store, &[1, 2]).await;
    add(
        &store,
        &[invitation(1, 1), invitation(2, 1), invitation(3, 2)],
    )
    .await;
    let mut work = writing(&store).await;
    assert!(activate(work.as_mut(), 1, at(1)).await);
    assert_eq!(
        work.invitations()
            .end_of_those_who_came(at(2))
            .await
            .expect(OK),
        2
    );
    assert_eq!(
        work.invitations().open_of(person_id(1)).await.expect(OK),
        None
    );
    let newest = work
        .invitations()
        .newest_of(person_id(1))
        .await
        .expect(OK)
        .expect("an invitation");
    assert_eq!((newest.id, newest.replaced_at), (id(2), Some(at(2))));
    assert_eq!(
        work.invitations().newest_of(person_id(2)).await.expect(OK),
        Some(invitation(3, 2))
    );
}

/// The newest open one among all people; expired ones count as open.
pub async fn the_newest_open_invitation_of_anybody_is_found(store: Tested) {
    assert_eq!(
        reading(&store)
            .await
            .invitations()
            .newest_open()
            .await
            .expect(OK),
        None
    );
    add_people(&store, &[1, 2]).await;
    add(&store, &[invitation(1, 1), invitation(2, 2)]).await;
    let mut work = writing(&store).await;
    assert_eq!(
        work.invitations().newest_open().await.expect(OK),
        Some(invitation(2, 2))
    );
    assert!(work.invitations().accept(id(2), at(1)).await.expect(OK));
    assert_eq!(
        work.invitations().newest_open().await.expect(OK),
        Some(invitation(1, 1))
    );
}

/// Seals on changes are stored only on the invitation they were made with, and can be replaced.
pub async fn s78_an_invitation_notes_what_its_holder_chose(store: Tested) {
    add_people(&store, &[1]).await;
    add(&store, &[invitation(1, 1), invitation(2, 1)]).await;
    let mut work = writing(&store).await;
    let invitations = work.invitations();
    invitations
        .seal_password(id(2), &digest(7))
        .await
        .expect(OK);
    invitations
        .seal_password(id(2), &digest(8))
        .await
        .expect(OK);
    invitations.seal_codes(id(2), &digest(9)).await.expect(OK);
    let noted = Invitation {
        password_seal: Some(digest(8)),
        codes_seal: Some(digest(9)),
        ..invitation(2, 1)
    };
    assert_eq!(invitations.by_id(id(2)).await.expect(OK), Some(noted));
    assert_eq!(
        invitations.by_id(id(1)).await.expect(OK),
        Some(invitation(1, 1))
    );
}

/// The newest set that was confirmed, and only on the invitation it was confirmed with; not once that was accepted.
pub async fn s78_an_invitation_notes_that_the_codes_were_confirmed(store: Tested) {
    add_people(&store, &[1]).await;
    add(&store, &[invitation(1, 1), invitation(2, 1)]).await;
    let mut work = writing(&store).await;
    let invitations = work.invitations();
    let set = |number| ChangeId::from_bytes([number; 16]);
    for number in [7, 8] {
        let noted = invitations.confirm_codes(id(2), set(number)).await;
        noted.expect(OK);
    }
    let confirmed = Invitation {
        codes_confirmed: Some(set(8)),
        ..invitation(2, 1)
    };
    assert_eq!(invitations.by_id(id(2)).await.expect(OK), Some(confirmed));
    assert_eq!(
        invitations.by_id(id(1)).await.expect(OK),
        Some(invitation(1, 1))
    );
    assert!(invitations.accept(id(1), at(1)).await.expect(OK));
    invitations.confirm_codes(id(1), set(9)).await.expect(OK);
    let accepted = invitations.by_id(id(1)).await.expect(OK);
    assert_eq!(accepted.and_then(|i| i.codes_confirmed), None);
}
