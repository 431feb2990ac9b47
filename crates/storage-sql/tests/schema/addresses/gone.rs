//! An address goes by a fresh change, and leaves a former one (S28, S46, S109).

use super::{DAY, address, begin, changed, entered, former, gone, new};
use crate::cases::methods::after_confirming;
use crate::cases::{AT, all, id, invited};

#[tokio::test]
async fn s28_an_address_goes_with_what_it_was_written_down_by_a_fresh_change() {
    let mut trial = begin().await;
    trial
        .refused(
            "just so",
            &[gone("first@x.org")],
            "those of somebody who came stay",
        )
        .await;
    let change = after_confirming(7, 701, "replace_address");
    trial
        .refused(
            "not written down",
            &all(&[&change, &[gone("first@x.org")]]),
            "those of somebody",
        )
        .await;
    let rule = "no address that a fresh change of its owner takes away";
    let none = [former("first@x.org", 7, 107, 10, "NULL")];
    trial.refused("by an old change", &none, rule).await;
    let others = all(&[&change, &[former("p5@x.org", 7, 701, 10, "NULL")]]);
    trial.refused("another's address", &others, rule).await;
    let forever = all(&[&change, &[former("first@x.org", 7, 701, 99 * DAY, "NULL")]]);
    trial.refused("a gate for ever", &forever, rule).await;
    let objects = all(&[&change, &[former("first@x.org", 7, 701, 10, "99999999999")]]);
    trial.refused("an objection for ever", &objects, rule).await;
    let nothing = all(&[
        &change,
        &[
            former("first@x.org", 7, 701, 10, "NULL"),
            gone("first@x.org"),
        ],
    ]);
    trial
        .refused("nothing in its place", &nothing, "FOREIGN KEY")
        .await;
    trial.allowed("changed", &changed()).await;
    let longer = "UPDATE former_addresses SET counts_until = counts_until + 1".to_owned();
    trial
        .refused("counted longer", &[longer], "no fresh change")
        .await;
    let again = "UPDATE former_addresses SET objectable_until = objectable_until + 1".to_owned();
    trial
        .refused("objectable longer", &[again], "one objection, in time")
        .await;
    let stolen = format!("UPDATE former_addresses SET person_id = {}", id(5));
    trial
        .refused("another's", &[stolen], "what they were stays")
        .await;
    trial
        .refused(
            "forgotten",
            &["DELETE FROM former_addresses".to_owned()],
            "reserved for 180 days",
        )
        .await;
    let taken = all(&[
        &entered(72, 5, "first@x.org", 2, "NULL"),
        &[invited(8), address("first@x.org", 8, 1, "0, 0", "NULL")],
    ]);
    trial
        .refused(
            "taken by somebody else",
            &taken,
            "somebody else had it lately",
        )
        .await;
    // The new one never counted: it neither goes on counting nor objects.
    let second = after_confirming(7, 702, "replace_address");
    let written = |until: u64, objectable: &str| {
        all(&[&second, &[former("new@x.org", 7, 702, until, objectable)]])
    };
    trial
        .refused("counts on", &written(DAY, "NULL"), rule)
        .await;
    trial
        .refused("objects", &written(u64::from(AT), "604800010"), rule)
        .await;
}

#[tokio::test]
async fn s46_only_the_second_address_is_removed_and_only_while_the_first_counts() {
    let mut trial = begin().await;
    let first = all(&[
        &after_confirming(7, 710, "remove_address"),
        &[
            former("first@x.org", 7, 710, 10, "NULL"),
            gone("first@x.org"),
        ],
    ]);
    trial
        .refused("the first", &first, "those of somebody who came stay")
        .await;
    let added = all(&[
        &entered(73, 7, "second@x.org", 2, "NULL"),
        &after_confirming(7, 711, "add_address"),
        &[new("second@x.org", 7, 2, 711)],
    ]);
    trial.allowed("a second", &added).await;
    let remove = |change: u32| {
        all(&[
            &after_confirming(7, change, "remove_address"),
            &[
                former("second@x.org", 7, change, 10, "NULL"),
                gone("second@x.org"),
            ],
        ])
    };
    let untaken = all(&[
        &after_confirming(7, 712, "remove_address"),
        &[former("second@x.org", 7, 712, 10, "NULL")],
    ]);
    trial
        .refused("nothing removed", &untaken, "FOREIGN KEY")
        .await;
    let forged = all(&[
        &untaken,
        &[format!(
            "INSERT INTO credential_applications VALUES ({})",
            id(712)
        )],
    ]);
    trial
        .refused("a forged application", &forged, "nothing was applied")
        .await;
    trial
        .refused(
            "while the first waits",
            &all(&[&changed(), &remove(713)]),
            "those of somebody who came stay",
        )
        .await;
    trial.allowed("the second", &remove(714)).await;
}

#[tokio::test]
async fn s109_what_is_left_of_an_address_ends_at_once_by_a_fresh_change_of_its_owner_once() {
    let mut trial = begin().await;
    trial.allowed("changed", &changed()).await;
    let let_go = |change: u32, until: u64| {
        let now = u64::from(AT) + until;
        format!(
            "UPDATE former_addresses SET let_go_by = {}, counts_until = {now}, objectable_until = {now}",
            id(change)
        )
    };
    let rule = "it ends at once by a fresh change";
    trial
        .refused("by an old change", &[let_go(701, 0)], "no fresh change")
        .await;
    let others = all(&[
        &after_confirming(1, 730, "remove_address"),
        &[let_go(730, 0)],
    ]);
    trial
        .refused("by another's", &others, "no fresh change")
        .await;
    let own = after_confirming(7, 731, "remove_address");
    trial
        .refused(
            "by another action",
            &all(&[
                &after_confirming(7, 732, "replace_address"),
                &[let_go(732, 0)],
            ]),
            rule,
        )
        .await;
    trial
        .refused("for longer", &all(&[&own, &[let_go(731, 4 * DAY)]]), "")
        .await;
    let named = format!("UPDATE former_addresses SET let_go_by = {}", id(731));
    let begun = all(&[
        &own,
        &[
            named.clone(),
            format!("INSERT INTO credential_applications VALUES ({})", id(731)),
        ],
    ]);
    trial.refused("applied twice", &begun, "UNIQUE").await;
    let two = all(&[&own, &[let_go(731, 0), new("a@x.org", 7, 2, 731)]]);
    trial
        .refused(
            "and something added",
            &two,
            "only somebody invited gets one",
        )
        .await;
    trial
        .allowed("ended", &all(&[&own, &[let_go(731, 0)]]))
        .await;
    let again = all(&[
        &after_confirming(7, 733, "remove_address"),
        &[let_go(733, 0)],
    ]);
    trial.refused("twice", &again, rule).await;
    trial
        .refused(
            "forgotten",
            &["UPDATE former_addresses SET let_go_by = NULL".to_owned()],
            rule,
        )
        .await;
}
