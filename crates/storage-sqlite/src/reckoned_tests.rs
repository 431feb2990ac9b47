//! Tests that SQL reckons the moments that the domain reckons.

use crate::Db;
use crate::rows::reckoned::{reckoned, right_since};
use regain_domain::{EntryMoment, HistoryEvent, Reckoning, Timestamp, policy};
use sqlx::{Connection as _, query, query_scalar};

#[test]
fn text_and_rules_agree() {
    assert_eq!(policy::CLOCK_TOLERANCE.as_millis(), 5000);
    assert_eq!(HistoryEvent::ClockSetBack.code(), "clock.set_back");
}

#[tokio::test]
async fn sql_reckons_as_rust_does() {
    let mut database = sqlx::SqliteConnection::connect("sqlite::memory:")
        .await
        .expect("a database");
    query::<Db>(
        "CREATE TABLE history (seq INTEGER PRIMARY KEY, at INTEGER, event TEXT, subject INTEGER)",
    )
    .execute(&mut database)
    .await
    .expect("a table");
    let mut set_back = Vec::new();
    let mut about = Vec::new();

    // Somebody's entry, somebody else's, one when the clock is right, then the entry that it was set back; and
    // all of it again, up to where it is still ahead, and right again.
    let entries = [
        ("a", Some(1), 900_000),
        ("a", Some(1), 9_000_000),
        ("a", Some(2), 9_500_000),
        ("a", Some(2), 940_000),
        ("clock.set_back", None, 950_000),
        ("a", Some(1), 960_000),
        ("a", Some(1), 5_000_000),
        ("clock.set_back", None, 4_000_000),
        ("a", Some(2), 4_000_001),
        ("clock.set_back", None, 990_000),
        ("a", Some(1), 5_000_500),
    ];

    for (nth, (event, subject, at)) in entries.into_iter().enumerate() {
        let insert = query::<Db>("INSERT INTO history (at, event, subject) VALUES ($1, $2, $3)");
        let insert = insert
            .bind(at)
            .bind(event)
            .bind(subject)
            .execute(&mut database)
            .await;
        insert.expect("an entry");
        let entry = EntryMoment {
            seq: nth as u64 + 1,
            at: Timestamp::from_millis(at),
        };
        match subject {
            None => set_back.push(entry),
            Some(1) => about.push(entry),
            Some(_) => {}
        }

        for now in [1_000_000_i64, 4_999_999, 9_000_000, 20_000_000] {
            let behind = entries[..=nth]
                .iter()
                .rev()
                .take_while(|(.., at)| *at <= now + 5000)
                .last();
            let behind = behind.filter(|_| entries[..=nth].iter().any(|(.., at)| *at > now + 5000));
            let right_since = behind.map(|(.., at)| *at);
            let found = query_scalar::<Db, i64>(concat!(
                "SELECT at FROM (",
                right_since!("$1"),
                ") AS entry"
            ));
            let found = found.bind(now).fetch_optional(&mut database).await;

            assert_eq!(
                found.expect("a moment"),
                right_since,
                "at {now} after {nth}"
            );
            let right_since = right_since.map(Timestamp::from_millis);
            let reckoning = Reckoning::new(
                Timestamp::from_millis(now),
                right_since,
                set_back.clone(),
                about.clone(),
            );
            let noted = [
                0, 900_000, 955_000, 955_001, 960_000, 5_000_000, 5_000_300, 5_000_500, 9_000_000,
            ];

            for since in noted
                .into_iter()
                .chain([now, now + 1, now + 5000, now + 5001, now * 3])
            {
                for then in [since, since + 777] {
                    let text = concat!("SELECT ", reckoned!("entry.subject = 1", "$2", "$3", "$1"));
                    let read = query_scalar::<Db, i64>(text)
                        .bind(now)
                        .bind(since)
                        .bind(then);
                    let read = read.fetch_one(&mut database).await.expect("a moment");
                    let expected = reckoning
                        .follows(Timestamp::from_millis(since), Timestamp::from_millis(then));

                    assert_eq!(
                        read,
                        expected.as_millis(),
                        "{since} {then} at {now} after {nth}"
                    );
                }
            }
        }
    }
}
