//! How SQL reads moments that were stored while a clock was ahead: as [`regain_domain::Reckoning`] does, by one text.

/// A select of the moment since when the clock has been right, of no row if no entry of the history lies ahead of `$now`.
macro_rules! right_since {
    ($now:literal) => {
        concat!(
            "SELECT entry.at FROM history AS entry
             WHERE entry.seq > (SELECT max(ahead.seq) FROM history AS ahead WHERE ahead.at > ",
            $now,
            " + 5000) ORDER BY entry.seq LIMIT 1"
        )
    };
}

/// The moment `$then`, which was to come so long after `$since`, as it is to be read at `$now`.
macro_rules! reckoned {
    ($since:literal, $then:literal, $now:literal) => {
        concat!(
            "CASE WHEN ",
            $since,
            " <= ",
            $now,
            " + 5000 THEN ",
            $then,
            " ELSE ",
            $then,
            " - ",
            $since,
            " + coalesce((",
            crate::reckoned::right_since!($now),
            "), ",
            $now,
            ") END"
        )
    };
}

pub(crate) use {reckoned, right_since};

#[cfg(test)]
mod tests {
    use crate::Db;
    use regain_domain::{Reckoning, Timestamp, policy};
    use sqlx::{Connection as _, query, query_scalar};

    #[test]
    fn the_tolerance_is_that_of_the_rest() {
        assert_eq!(policy::CLOCK_TOLERANCE.as_millis(), 5000);
    }

    #[tokio::test]
    async fn sql_reckons_as_rust_does() {
        let mut database = sqlx::SqliteConnection::connect("sqlite::memory:").await.expect("a database");
        query::<Db>("CREATE TABLE history (seq INTEGER PRIMARY KEY, at INTEGER)")
            .execute(&mut database)
            .await
            .expect("a table");
        let now = 1_000_000_i64;
        // As entries are added: none ahead; one; the clock is right again; ahead once more; right.
        for (at, right_since) in [
            (900_000, None),
            (9_000_000, None),
            (950_000, Some(950_000)),
            (5_000_000, None),
            (980_000, Some(980_000)),
            (990_000, Some(980_000)),
        ] {
            query::<Db>("INSERT INTO history (at) VALUES ($1)")
                .bind(at)
                .execute(&mut database)
                .await
                .expect("an entry");
            let found = query_scalar::<Db, i64>(right_since!("$1")).bind(now).fetch_optional(&mut database).await;
            assert_eq!(found.expect("a moment"), right_since, "after {at}");
            let reckoning = Reckoning::new(Timestamp::from_millis(now), right_since.map(Timestamp::from_millis));
            for since in [0, now, now + 1, now + 5000, now + 5001, now * 3] {
                for then in [since, since + 777] {
                    let read = query_scalar::<Db, i64>(concat!("SELECT ", reckoned!("$2", "$3", "$1")));
                    let read = read.bind(now).bind(since).bind(then).fetch_one(&mut database).await.expect("a moment");
                    let expected = reckoning.follows(Timestamp::from_millis(since), Timestamp::from_millis(then));
                    assert_eq!(read, expected.as_millis(), "{since} {then}");
                }
            }
        }
    }
}
