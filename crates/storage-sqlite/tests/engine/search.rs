//! Opening the database updates what an earlier version wrote for the search.

use super::{place, stranger, url};
use regain_domain::text::folded;
use regain_storage::contract::samples::{address, name, person_id, user_name};
use regain_storage::contract::support::{OK, Tested, add_people};
use regain_storage::{PeopleQuery, Store};
use regain_storage_sqlite::SqliteStore;
use std::sync::Arc;

async fn found(store: &SqliteStore, asked: &str) -> usize {
    let mut work = store.read().await.expect(OK);
    let query = PeopleQuery {
        text: folded(asked),
        limit: 9,
        ..PeopleQuery::default()
    };
    work.people().page(&query).await.expect(OK).len()
}

#[tokio::test]
async fn people_of_an_earlier_version_are_found_in_any_form() {
    let (_directory, path) = place();
    let store = SqliteStore::open(&url(&path)).await.expect("a store");
    let tested: Tested = Arc::new(store.clone());
    add_people(&tested, &[1, 2]).await;
    let mut work = store.write().await.expect(OK);
    for (number, called, user, mail) in [
        (1, "ＡＮＮＡ", "anna", "anna@xn--fsqu00a.tw"),
        (2, "علی\u{200C}رضا", "ali", "ali@example.org"),
    ] {
        assert!(
            work.people()
                .set_names(person_id(number), &name(called), &user_name(user))
                .await
                .expect(OK)
        );
        assert!(
            work.people()
                .add_address(person_id(number), &address(mail), None)
                .await
                .expect(OK)
        );
    }
    work.commit().await.expect(OK);
    store.close().await;
    let mut other = stranger(&path).await;
    for (user, earlier) in [
        ("anna", "ａｎｎａ\nanna\nanna@xn--fsqu00a.tw"),
        ("ali", "علی\u{200C}رضا\nali\nali@example.org"),
    ] {
        let sql = "UPDATE people SET search_text = $1, sort_key = 'earlier'
                   WHERE id = (SELECT person_id FROM identifiers WHERE canonical = $2)";
        let done = sqlx::query(sql)
            .bind(earlier)
            .bind(user)
            .execute(&mut other)
            .await
            .expect("written");
        assert_eq!(done.rows_affected(), 1);
    }
    drop(other);
    let store = SqliteStore::open(&url(&path)).await.expect("a store");
    for asked in [
        "ANNA",
        "ａｎｎａ",
        "例子",
        "xn--fsqu00a",
        "علیرضا",
        "علی\u{200C}رضا",
        "ali",
    ] {
        assert_eq!(found(&store, asked).await, 1, "{asked}");
    }
    store.close().await;
    let mut other = stranger(&path).await;
    let keys: Vec<String> = sqlx::query_scalar("SELECT sort_key FROM people ORDER BY sort_key")
        .fetch_all(&mut other)
        .await
        .expect("keys");
    assert_eq!(keys, ["anna", "علیرضا"]);
}
