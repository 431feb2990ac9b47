//! S28, S71, S72: an active person's address comes only by its own code and a fresh change, goes
//! only by a fresh change, and comes back only by its own objection.

use super::methods::after_confirming;
use super::{AT, Trial, all, change_by, id, told};

const DAY: u64 = 86_400_000;

/// An invitation's address, as the first one of a person who is active by now.
async fn begin() -> Trial {
    let mut trial = Trial::begin().await;
    for person in [5, 6] {
        let statements = [
            super::invited(person),
            address(&format!("p{person}@x.org"), person, 1, "0, 0", "NULL"),
            super::activate(person),
            told(person),
        ];
        trial
            .allowed("an address that came with the invitation", &statements)
            .await;
    }
    let password = [
        super::invited(7),
        super::invitation(507, 7),
        super::presented_invitation(607, 7, 507),
        told(7),
        super::change(107, 7, 607),
        super::new_password(7, 107),
        address("first@x.org", 7, 1, "0, 0", "NULL"),
        super::activate(7),
    ];
    trial
        .allowed("somebody with a password and an address", &password)
        .await;
    trial
}

fn address(
    canonical: &str,
    person: u32,
    position: u32,
    verified_and_counting: &str,
    change: &str,
) -> String {
    format!(
        "INSERT INTO identifiers VALUES ('{canonical}', {0}, 'email', '{canonical}', {position}, {verified_and_counting}, {change})",
        id(person)
    )
}

/// By a change, quarantined for three days.
fn new(canonical: &str, person: u32, position: u32, change: u32) -> String {
    let counts_from = u64::from(AT) + 3 * DAY;
    let moments = format!("{AT}, {counts_from}");
    address(canonical, person, position, &moments, &id(change))
}

fn claim(number: u32, person: u32, canonical: &str, position: u32, replaces: &str) -> String {
    format!(
        "INSERT INTO address_claims (id, person_id, position, replaces, canonical, shown, nonce, code_mac, created_at,
                                     expires_at, tries)
         VALUES ({0}, {1}, {position}, {replaces}, '{canonical}', '{canonical}', zeroblob(16), randomblob(32), 0, 1000, 0)",
        id(number),
        id(person)
    )
}

fn consumed(number: u32, at: u32) -> String {
    format!(
        "UPDATE address_claims SET consumed_at = {at} WHERE id = {}",
        id(number)
    )
}

/// A code entered just now.
fn entered(
    number: u32,
    person: u32,
    canonical: &str,
    position: u32,
    replaces: &str,
) -> Vec<String> {
    vec![
        claim(number, person, canonical, position, replaces),
        consumed(number, AT),
    ]
}

/// The former address that a change leaves.
fn former(
    canonical: &str,
    person: u32,
    change: u32,
    counts_until: u64,
    objectable_until: &str,
) -> String {
    format!(
        "INSERT INTO former_addresses
         SELECT canonical, {0}, shown, position, verified_at, counts_from, change_id, {1}, {AT}, {counts_until}, 15552000000,
                zeroblob(16), randomblob(32), {objectable_until}, NULL, NULL
         FROM identifiers WHERE canonical = '{canonical}'",
        id(person),
        id(change)
    )
}

fn gone(canonical: &str) -> String {
    format!("DELETE FROM identifiers WHERE canonical = '{canonical}'")
}

/// Person 7's first address, changed by the change 701.
fn changed() -> Vec<String> {
    all(&[
        &entered(71, 7, "new@x.org", 1, "'first@x.org'"),
        &after_confirming(7, 701, "replace_address"),
        &[
            former("first@x.org", 7, 701, u64::from(AT) + 3 * DAY, "604800010"),
            gone("first@x.org"),
            new("new@x.org", 7, 1, 701),
        ],
    ])
}

fn objected(change: u32) -> String {
    format!(
        "UPDATE former_addresses SET objected_at = {AT} WHERE ended_by = {}",
        id(change)
    )
}

fn presented_objection(number: u32, person: u32, change: u32) -> String {
    format!(
        "INSERT INTO presented_proofs VALUES ({0}, {1}, 'objection', NULL, {2}, NULL, {AT})",
        id(number),
        id(person),
        id(change)
    )
}

/// An entry without an actor.
fn told_of_nobody(person: u32) -> String {
    format!(
        "INSERT INTO history (seq, at, event, subject, nth, actor, facts, manifest_version, prev, mac)
         SELECT coalesce(max(seq), 0) + 1, {AT}, 'x', {0},
                (SELECT coalesce(max(nth), 0) + 1 FROM history WHERE subject = {0}), NULL, '{{}}',
                (SELECT coalesce(max(manifest_version), 0) + 1 FROM history WHERE subject = {0}),
                coalesce((SELECT mac FROM history ORDER BY seq DESC LIMIT 1), zeroblob(32)), randomblob(32) FROM history",
        id(person)
    )
}

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
        (
            "another person",
            "person_id = x'00000000000000000000000000000005'",
        ),
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
        &[
            super::invited(8),
            address("first@x.org", 8, 1, "0, 0", "NULL"),
        ],
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

#[tokio::test]
async fn s28_an_objection_puts_back_exactly_what_its_change_took_away_once() {
    let mut trial = begin().await;
    trial.allowed("changed", &changed()).await;
    let rule = "no address of this person that objected";
    trial
        .refused("nobody objected", &[presented_objection(900, 7, 701)], rule)
        .await;
    trial
        .refused(
            "another's",
            &[objected(701), presented_objection(900, 5, 701)],
            rule,
        )
        .await;
    let late = "UPDATE former_addresses SET objected_at = 604800010".to_owned();
    trial
        .refused("too late", &[late], "CHECK constraint failed")
        .await;
    let right = |action: &str| {
        vec![
            objected(701),
            presented_objection(900, 7, 701),
            told_of_nobody(7),
            change_by(720, 7, 7, action, 900),
        ]
    };
    for action in [
        "set_password",
        "replace_saved_codes",
        "add_method",
        "add_address",
        "replace_address",
    ] {
        trial
            .refused(
                "told as nobody's act",
                &right(action),
                "credential_changes: ",
            )
            .await;
        let mut own = right(action);
        own[2] = told(7);
        trial
            .refused(action, &own, "the owner proved nothing")
            .await;
    }
    let by_confirmation = after_confirming(7, 721, "restore_address");
    trial
        .refused(
            "without an objection",
            &by_confirmation,
            "the owner proved nothing",
        )
        .await;
    let make_room = [former("new@x.org", 7, 720, 10, "NULL"), gone("new@x.org")];
    let back = |canonical: &str, counts_from: &str| {
        address(canonical, 7, 1, &format!("0, {counts_from}"), &id(720))
    };
    let only = "only somebody invited gets one";
    let another = all(&[
        &right("restore_address"),
        &make_room,
        &[back("evil@x.org", "0")],
    ]);
    trial.refused("another address", &another, only).await;
    let sooner = all(&[
        &right("restore_address"),
        &make_room,
        &[back("first@x.org", "-1")],
    ]);
    trial.refused("otherwise than it was", &sooner, only).await;
    let beside = all(&[&right("restore_address"), &[back("first@x.org", "0")]]);
    trial
        .refused("in a place that is taken", &beside, "UNIQUE")
        .await;
    trial
        .refused(
            "nothing put back",
            &all(&[&right("restore_address"), &make_room]),
            "FOREIGN KEY",
        )
        .await;
    trial
        .allowed(
            "put back",
            &all(&[
                &right("restore_address"),
                &make_room,
                &[back("first@x.org", "0")],
            ]),
        )
        .await;
    trial
        .refused(
            "objected again",
            &[objected(701).replace(" 10 ", " 11 ")],
            "one objection",
        )
        .await;
}
