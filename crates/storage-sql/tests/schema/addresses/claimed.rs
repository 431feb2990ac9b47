//! An address is added by the code that it was mailed, once (S71).

use super::{DAY, address, begin, claim, consumed, entered, new};
use crate::cases::methods::after_confirming;
use crate::cases::{AT, all, id};

#[tokio::test]
async fn s71_an_address_is_added_by_its_own_code_and_a_fresh_change_once() {
    let mut trial = begin().await;
    let rule = "only somebody invited gets one";
    trial
        .refused(
            "no change",
            &[address("a@x.org", 7, 2, &format!("{AT}, 0"), "NULL")],
            rule,
        )
        .await;
    trial
        .refused("an old change", &[new("a@x.org", 7, 2, 107)], rule)
        .await;
    let change = after_confirming(7, 700, "add_address");
    trial
        .refused(
            "no code",
            &all(&[&change, &[new("a@x.org", 7, 2, 700)]]),
            rule,
        )
        .await;
    let open = [claim(70, 7, "a@x.org", 2, "NULL")];
    trial
        .refused(
            "a code that wasn't entered",
            &all(&[&open, &change, &[new("a@x.org", 7, 2, 700)]]),
            rule,
        )
        .await;
    let earlier = [claim(70, 7, "a@x.org", 2, "NULL"), consumed(70, AT - 1)];
    trial
        .refused(
            "at another moment",
            &all(&[&earlier, &change, &[new("a@x.org", 7, 2, 700)]]),
            rule,
        )
        .await;
    let mine = entered(70, 7, "a@x.org", 2, "NULL");
    trial
        .refused(
            "another address",
            &all(&[&mine, &change, &[new("b@x.org", 7, 2, 700)]]),
            rule,
        )
        .await;
    trial
        .refused(
            "another place",
            &all(&[&mine, &change, &[new("a@x.org", 7, 3, 700)]]),
            "",
        )
        .await;
    let soon = [address(
        "a@x.org",
        7,
        2,
        &format!("{AT}, {}", u64::from(AT) + DAY - 1),
        &id(700),
    )];
    trial
        .refused("that counts too soon", &all(&[&mine, &change, &soon]), rule)
        .await;
    trial
        .refused(
            "somebody else's",
            &all(&[&mine, &change, &[new("a@x.org", 5, 2, 700)]]),
            rule,
        )
        .await;
    trial
        .refused("nothing added", &all(&[&mine, &change]), "FOREIGN KEY")
        .await;
    let others = entered(70, 5, "a@x.org", 2, "NULL");
    trial
        .refused(
            "another's code",
            &all(&[&others, &change, &[new("a@x.org", 7, 2, 700)]]),
            rule,
        )
        .await;
    let added = all(&[&mine, &change, &[new("a@x.org", 7, 2, 700)]]);
    let twice = all(&[&added, &[new("c@x.org", 7, 2, 700)]]);
    trial.refused("two by one change", &twice, rule).await;
    trial.allowed("added", &added).await;
    let verified = "UPDATE identifiers SET counts_from = 0 WHERE canonical = 'a@x.org'".to_owned();
    trial
        .refused("counted sooner", &[verified], "only verified, once")
        .await;
    let moved = format!(
        "UPDATE identifiers SET person_id = {} WHERE canonical = 'a@x.org'",
        id(5)
    );
    trial
        .refused("given to somebody else", &[moved], "only verified, once")
        .await;
}

#[tokio::test]
async fn s71_address_and_code_of_a_claim_stay_together() {
    let mut trial = begin().await;
    trial
        .allowed("a claim", &[claim(80, 7, "a@x.org", 2, "NULL")])
        .await;
    trial
        .refused(
            "a second open one",
            &[claim(81, 7, "b@x.org", 2, "NULL")],
            "UNIQUE",
        )
        .await;
    for (what, set) in [
        (
            "another address",
            "canonical = 'e@x.org', shown = 'e@x.org'",
        ),
        ("another code", "code_mac = randomblob(32)"),
        ("another person", &format!("person_id = {}", id(5))),
        ("longer", "expires_at = 9999"),
        ("fewer tries", "tries = -1"),
        ("another place", "position = 1"),
    ] {
        let update = format!("UPDATE address_claims SET {set}");
        trial
            .refused(what, &[update], "only its tries and its end change")
            .await;
    }
    trial
        .refused("too late", &[consumed(80, 1000)], "consumed before expiry")
        .await;
    trial.allowed("in time", &[consumed(80, 999)]).await;
    trial.refused("twice", &[consumed(80, 999)], "over").await;
    trial
        .refused(
            "of somebody invited",
            &[claim(82, 3, "b@x.org", 1, "NULL")],
            "only somebody active",
        )
        .await;
}
