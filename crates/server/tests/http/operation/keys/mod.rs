//! A rotation of the master key: nobody notices, and the old key is worth nothing for anything
//! later (S33, S104).

mod commands;
mod forged;
mod outlasting;
mod retired;
mod sealed_anew;

use regain_testkit::{Person, World};

/// The id of the first master key as the hashes' strings carry it, in four bytes.
const FIRST: &str = "keyid=AAAAAQ";
const SECOND: &str = "keyid=AAAAAg";

/// The number of rows that a query counts.
async fn count(world: &World, from: &str) -> i64 {
    world
        .database()
        .number(&format!("SELECT count(*) FROM {from}"))
        .await
}

/// Whether the person can sign in with everything as they made it.
async fn is_genuine(world: &World, person: &Person) -> bool {
    // In a copy, so that it changes nothing here.
    let copy = world.with_keys(world.keys().clone()).await;
    copy.browser()
        .try_sign_in(&person.user_name, &person.password)
        .await
        .refusal()
        .is_none()
}

/// The number of the entry at which the newest key's time began.
async fn began(world: &World) -> i64 {
    world
        .database()
        .number("SELECT max(seq) FROM history WHERE event = 'keys.rotated'")
        .await
}

/// The number of people for whom an older key sealed something.
async fn hanging(world: &World) -> u64 {
    world
        .regain()
        .older_keys
        .hanging_on(1)
        .await
        .expect("the database answers")
        .expect("a newer key")
        .people
}
