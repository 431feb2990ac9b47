//! S79, S80, S84: attacks by somebody who writes the database by SQL, after dropping the triggers.
//! The server notices each of them, and none opens an account.

mod addresses;
mod credentials;
mod database_rules;
mod erasure;
mod history;
mod invitations;
mod long_history;
mod policy;
mod recoveries;
mod replays;
mod sessions;
mod standing;

use crate::support::database::drop_triggers;
use regain_domain::HistoryEvent;
use regain_testkit::{Person, ROOT, World};

const ANNA: &str = "(SELECT person_id FROM identifiers WHERE canonical = 'anna')";
const BERT: &str = "(SELECT person_id FROM identifiers WHERE canonical = 'bert')";

/// A world whose database no longer refuses anything.
async fn defenceless() -> World {
    let world = World::new().await;
    drop_triggers(&world).await;
    world
}

async fn signs_in(world: &World, identifier: &str, password: &str) -> bool {
    world
        .browser()
        .try_sign_in(identifier, password)
        .await
        .refusal()
        .is_none()
}

/// Asserts that the account is closed to everybody, and that everybody concerned has one notice.
pub(crate) async fn assert_closed(world: &World, person: &Person) {
    assert!(
        !signs_in(world, &person.user_name, &person.password).await,
        "closed to its owner too"
    );
    assert!(!signs_in(world, &person.user_name, &person.password).await);
    let closed = |mails: Vec<regain_mail::MailboxEntry>, subject: &str| {
        mails
            .into_iter()
            .filter(|mail| mail.subject == subject)
            .count()
    };
    assert_eq!(
        closed(
            world.mails_to(&person.email).await,
            "Your account is closed"
        ),
        1
    );
    assert_eq!(
        closed(
            world.mails_to(ROOT).await,
            "Stored credentials were changed from outside"
        ),
        1
    );
    let told = format!(
        "SELECT count(*) FROM history WHERE event = '{}'",
        HistoryEvent::Tampered.code()
    );
    assert_eq!(world.database().number(&told).await, 1);
}
