//! S72, S74, S75, S77: the schema itself allows people to change their own credentials by their own proofs, and nothing
//! else to anybody, whatever code runs above it. Each case is one transaction of raw SQL.
//!
//! This folder is no crate: the tests of each engine include it (`#[path]`) and give a module `database`, which opens a
//! fresh database for somebody with every right on its rows, runs a transaction, and says a refusal in the same words.
//! Cases for one engine only stand with that engine.

mod addresses;
mod contacts;
mod erasure;
mod history;
mod methods;
mod passwords;
pub(crate) mod policy;
mod saved_codes;
mod standing;

use crate::database::{Database, bytes};

/// The time of everything.
pub(crate) const AT: u32 = 10;

pub(crate) fn id(number: u32) -> String {
    bytes(&format!("{number:032x}"))
}

pub(crate) fn invited(person: u32) -> String {
    format!(
        "INSERT INTO people VALUES ({0}, 'invited', 'member', NULL, 'en', 0, NULL, NULL, FALSE, 1, zeroblob(32), '', '', NULL, NULL)",
        id(person)
    )
}

pub(crate) fn activate(person: u32) -> String {
    format!(
        "UPDATE people SET status = 'active', activated_at = 1, standing_version = standing_version + 1,
         standing_mac = randomblob(32) WHERE id = {}",
        id(person)
    )
}

/// An entry about a person with an actor, which vouches for the person's next manifest.
pub(crate) fn told_by(person: u32, actor: u32) -> String {
    format!(
        "INSERT INTO history (seq, at, event, subject, nth, actor, facts, manifest_version, prev, mac)
         SELECT coalesce(max(seq), 0) + 1, {AT}, 'x', {0},
                (SELECT coalesce(max(nth), 0) + 1 FROM history WHERE subject = {0}), {1}, '{{}}',
                (SELECT coalesce(max(manifest_version), 0) + 1 FROM history WHERE subject = {0}),
                coalesce((SELECT mac FROM history ORDER BY seq DESC LIMIT 1), zeroblob(32)), randomblob(32) FROM history",
        id(person),
        id(actor)
    )
}

pub(crate) fn told(person: u32) -> String {
    told_by(person, person)
}

/// A recovery of a person; the numbers of its challenges and proofs follow from its own.
pub(crate) fn flow(flow: u32, person: u32) -> String {
    format!(
        "INSERT INTO recovery_flows (id, person_id, identifier_mac, source_mac, browser_mac, seal, trouble, state,
                                     language, created_at, expires_at, keep_tries, familiar)
         VALUES ({0}, {1}, zeroblob(32), zeroblob(32), randomblob(32), zeroblob(32), 'forgot_password', 'started', 'en', 0, 1000, 0, FALSE)",
        id(flow),
        id(person)
    )
}

pub(crate) fn challenge(
    number: u32,
    flow: u32,
    person: u32,
    class: &str,
    expires_at: u32,
) -> String {
    format!(
        "INSERT INTO challenges (id, flow_id, person_id, class, nonce, created_at, expires_at, tries)
         VALUES ({0}, {1}, {2}, '{class}', zeroblob(16), 0, {expires_at}, 0)",
        id(number),
        id(flow),
        id(person)
    )
}

pub(crate) fn proof(number: u32, flow: u32, person: u32, class: &str) -> String {
    format!(
        "INSERT INTO proofs (id, person_id, flow_id, class, challenge_id, at)
         VALUES ({0}, {1}, {2}, '{class}', {0}, {AT})",
        id(number),
        id(person),
        id(flow)
    )
}

/// A met challenge, and its proof.
pub(crate) fn pass(number: u32, flow: u32, person: u32, class: &str) -> Vec<String> {
    vec![
        challenge(number, flow, person, class, 1000),
        format!(
            "UPDATE challenges SET consumed_at = {AT} WHERE id = {}",
            id(number)
        ),
        proof(number, flow, person, class),
    ]
}

pub(crate) fn finish(flow: u32) -> String {
    format!(
        "UPDATE recovery_flows SET state = 'finished' WHERE id = {}",
        id(flow)
    )
}

/// A recovery with two gates, finished.
pub(crate) fn recovered(number: u32, person: u32) -> Vec<String> {
    let mut all = vec![flow(number, person)];
    all.extend(pass(number * 10, number, person, "mailed_code"));
    all.extend(pass(number * 10 + 1, number, person, "saved_code"));
    all.push(finish(number));
    all
}

pub(crate) fn change_by(
    number: u32,
    person: u32,
    actor: u32,
    action: &str,
    ceremony: u32,
) -> String {
    format!(
        "INSERT INTO credential_changes SELECT {0}, {1}, {2}, '{action}', {3}, max(seq), {AT}, {0} FROM history",
        id(number),
        id(person),
        id(actor),
        id(ceremony)
    )
}

pub(crate) fn change(number: u32, person: u32, ceremony: u32) -> String {
    change_by(number, person, person, "set_password", ceremony)
}

pub(crate) fn new_password(person: u32, change: u32) -> String {
    format!(
        "INSERT INTO passwords VALUES ({0}, '$argon2id$first', {AT}, {1})",
        id(person),
        id(change)
    )
}

pub(crate) fn password(person: u32, change: u32) -> String {
    format!(
        "UPDATE passwords SET phc = '$argon2id$changed', set_at = {AT}, change_id = {1} WHERE person_id = {0}",
        id(person),
        id(change)
    )
}

pub(crate) fn invitation(number: u32, person: u32) -> String {
    format!(
        "INSERT INTO invitations (id, person_id, nonce, code_mac, created_at, expires_at)
         VALUES ({0}, {1}, zeroblob(16), randomblob(32), 0, 1000)",
        id(number),
        id(person)
    )
}

pub(crate) fn presented_invitation(number: u32, person: u32, invitation: u32) -> String {
    format!(
        "INSERT INTO presented_proofs VALUES ({0}, {1}, 'invitation', {2}, NULL, NULL, {AT})",
        id(number),
        id(person),
        id(invitation)
    )
}

pub(crate) fn presented_password(number: u32, person: u32, change: u32) -> String {
    format!(
        "INSERT INTO presented_proofs VALUES ({0}, {1}, 'current_password', NULL, {2}, NULL, {AT})",
        id(number),
        id(person),
        id(change)
    )
}

pub(crate) fn codes(person: u32, change: u32, count: u32) -> Vec<String> {
    (0..count)
        .map(|number| {
            format!(
                "INSERT INTO saved_codes (id, person_id, change_id, selector, phc) VALUES ({0}, {1}, {2}, 'S{number}', '$argon2id$code')",
                id(change * 100 + number),
                id(person),
                id(change)
            )
        })
        .collect()
}

pub(crate) fn manifest(person: u32, version: u32) -> String {
    format!(
        "UPDATE manifests SET version = {version}, mac = randomblob(32) WHERE person_id = {}",
        id(person)
    )
}

/// A database, and somebody who writes SQL to it.
pub(crate) struct Trial {
    pub(crate) database: Database,
}

impl Trial {
    /// Person 1 has a password (change 101) and ten codes (change 102), made in enrolment; 2 is
    /// active; 3 is invited; 9 is an administrator.
    pub(crate) async fn begin() -> Self {
        let mut this = Self {
            database: Database::fresh().await,
        };
        let mut all: Vec<String> = [1, 2, 3, 9].map(invited).to_vec();
        all.extend([invitation(501, 1), invitation(503, 3)]);
        all.extend([
            presented_invitation(601, 1, 501),
            told(1),
            change(101, 1, 601),
            new_password(1, 101),
        ]);
        all.push(format!(
            "INSERT INTO manifests VALUES ({}, 1, zeroblob(32))",
            id(1)
        ));
        all.extend([
            presented_invitation(602, 1, 501),
            told(1),
            change_by(102, 1, 1, "replace_saved_codes", 602),
        ]);
        all.extend(codes(1, 102, 10));
        all.extend([manifest(1, 2), activate(1), activate(2), activate(9)]);
        this.allowed("enrolment by invitation", &all).await;
        this
    }

    pub(crate) async fn allowed(&mut self, what: &str, statements: &[String]) {
        if let Err(refusal) = self.database.run(statements).await {
            panic!("{what}: {refusal}");
        }
    }

    pub(crate) async fn refused(&mut self, what: &str, statements: &[String], rule: &str) {
        match self.database.run(statements).await {
            Ok(()) => panic!("{what} is allowed"),
            Err(refusal) => assert!(refusal.contains(rule), "{what}: {refusal}"),
        }
    }
}

pub(crate) fn all(parts: &[&[String]]) -> Vec<String> {
    parts.concat()
}
