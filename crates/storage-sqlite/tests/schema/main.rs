//! S72, S74, S75, S77: the schema itself allows a person to change their own credentials by their own proofs, and nothing else
//! to anybody, whatever code runs above it. Each case is one transaction of raw SQL.

mod addresses;
mod contacts;
mod methods;
mod policy;

use regain_storage_sqlite::SqliteStore;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, Connection};
use tempfile::TempDir;

/// When everything happens.
const AT: u32 = 10;

fn id(number: u32) -> String {
    format!("x'{number:032x}'")
}

fn invited(person: u32) -> String {
    format!(
        "INSERT INTO people VALUES ({0}, 'invited', 'member', NULL, 'en', 0, NULL, NULL, 0, 1, zeroblob(32), '', '')",
        id(person)
    )
}

fn activate(person: u32) -> String {
    format!(
        "UPDATE people SET status = 'active', activated_at = 1, standing_version = standing_version + 1,
         standing_mac = randomblob(32) WHERE id = {}",
        id(person)
    )
}

/// An entry about a person by somebody, that vouches for their next manifest.
fn told_by(person: u32, actor: u32) -> String {
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

fn told(person: u32) -> String {
    told_by(person, person)
}

/// A recovery of a person; its challenges and proofs have numbers that follow from its own.
fn flow(flow: u32, person: u32) -> String {
    format!(
        "INSERT INTO recovery_flows (id, person_id, identifier_mac, browser_mac, trouble, state, language, created_at,
                                     expires_at, keep_tries, familiar)
         VALUES ({0}, {1}, zeroblob(32), randomblob(32), 'forgot_password', 'started', 'en', 0, 1000, 0, 0)",
        id(flow),
        id(person)
    )
}

fn challenge(number: u32, flow: u32, person: u32, class: &str, expires_at: u32) -> String {
    format!(
        "INSERT INTO challenges (id, flow_id, person_id, class, nonce, created_at, expires_at, tries)
         VALUES ({0}, {1}, {2}, '{class}', zeroblob(16), 0, {expires_at}, 0)",
        id(number),
        id(flow),
        id(person)
    )
}

fn proof(number: u32, flow: u32, person: u32, class: &str) -> String {
    format!(
        "INSERT INTO proofs (id, person_id, flow_id, class, challenge_id, at)
         VALUES ({0}, {1}, {2}, '{class}', {0}, {AT})",
        id(number),
        id(person),
        id(flow)
    )
}

/// A challenge that is met, and its proof.
fn pass(number: u32, flow: u32, person: u32, class: &str) -> Vec<String> {
    vec![
        challenge(number, flow, person, class, 1000),
        format!("UPDATE challenges SET consumed_at = {AT} WHERE id = {}", id(number)),
        proof(number, flow, person, class),
    ]
}

fn finish(flow: u32) -> String {
    format!("UPDATE recovery_flows SET state = 'finished' WHERE id = {}", id(flow))
}

/// A recovery with two gates, finished.
fn recovered(number: u32, person: u32) -> Vec<String> {
    let mut all = vec![flow(number, person)];
    all.extend(pass(number * 10, number, person, "mailed_code"));
    all.extend(pass(number * 10 + 1, number, person, "saved_code"));
    all.push(finish(number));
    all
}

fn change_by(number: u32, person: u32, actor: u32, action: &str, ceremony: u32) -> String {
    format!(
        "INSERT INTO credential_changes SELECT {0}, {1}, {2}, '{action}', {3}, max(seq), {AT}, {0} FROM history",
        id(number),
        id(person),
        id(actor),
        id(ceremony)
    )
}

fn change(number: u32, person: u32, ceremony: u32) -> String {
    change_by(number, person, person, "set_password", ceremony)
}

fn new_password(person: u32, change: u32) -> String {
    format!("INSERT INTO passwords VALUES ({0}, '$argon2id$first', {AT}, {1})", id(person), id(change))
}

fn password(person: u32, change: u32) -> String {
    format!(
        "UPDATE passwords SET phc = '$argon2id$changed', set_at = {AT}, change_id = {1} WHERE person_id = {0}",
        id(person),
        id(change)
    )
}

fn invitation(number: u32, person: u32) -> String {
    format!(
        "INSERT INTO invitations (id, person_id, nonce, code_mac, created_at, expires_at)
         VALUES ({0}, {1}, zeroblob(16), randomblob(32), 0, 1000)",
        id(number),
        id(person)
    )
}

fn presented_invitation(number: u32, person: u32, invitation: u32) -> String {
    format!(
        "INSERT INTO presented_proofs VALUES ({0}, {1}, 'invitation', {2}, NULL, NULL, {AT})",
        id(number),
        id(person),
        id(invitation)
    )
}

fn presented_password(number: u32, person: u32, change: u32) -> String {
    format!(
        "INSERT INTO presented_proofs VALUES ({0}, {1}, 'current_password', NULL, {2}, NULL, {AT})",
        id(number),
        id(person),
        id(change)
    )
}

fn codes(person: u32, change: u32, count: u32) -> Vec<String> {
    (0..count)
        .map(|number| {
            format!(
                "INSERT INTO saved_codes VALUES ({0}, {1}, {2}, 'S{number}', '$argon2id$code')",
                id(change * 100 + number),
                id(person),
                id(change)
            )
        })
        .collect()
}

fn manifest(person: u32, version: u32) -> String {
    format!("UPDATE manifests SET version = {version}, mac = randomblob(32) WHERE person_id = {}", id(person))
}

struct Trial {
    connection: SqliteConnection,
    _directory: TempDir,
}

impl Trial {
    /// Person 1 has a password (change 101) and ten codes (change 102), made in enrolment; 2 is active; 3 is invited; 9 is
    /// an administrator.
    async fn begin() -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("regain.db");
        SqliteStore::open(&format!("sqlite://{}", path.display())).await.expect("a store");
        let options = SqliteConnectOptions::new().filename(&path).pragma("recursive_triggers", "ON");
        let connection = SqliteConnection::connect_with(&options).await.expect("a connection");
        let mut this = Self { connection, _directory: directory };
        let mut all: Vec<String> = [1, 2, 3, 9].map(invited).to_vec();
        all.extend([invitation(501, 1), invitation(503, 3)]);
        all.extend([presented_invitation(601, 1, 501), told(1), change(101, 1, 601), new_password(1, 101)]);
        all.push(format!("INSERT INTO manifests VALUES ({}, 1, zeroblob(32))", id(1)));
        all.extend([presented_invitation(602, 1, 501), told(1), change_by(102, 1, 1, "replace_saved_codes", 602)]);
        all.extend(codes(1, 102, 10));
        all.extend([manifest(1, 2), activate(1), activate(2), activate(9)]);
        this.allowed("enrolment by invitation", &all).await;
        this
    }

    async fn run(&mut self, statements: &[String]) -> Result<(), String> {
        let words = |error: sqlx::Error| {
            error.as_database_error().map_or_else(|| error.to_string(), |error| error.message().to_owned())
        };
        let mut transaction = self.connection.begin().await.expect("a transaction");
        for statement in statements {
            sqlx::query(AssertSqlSafe(statement.as_str())).execute(&mut *transaction).await.map_err(words)?;
        }
        transaction.commit().await.map_err(words)
    }

    async fn allowed(&mut self, what: &str, statements: &[String]) {
        if let Err(refusal) = self.run(statements).await {
            panic!("{what}: {refusal}");
        }
    }

    async fn refused(&mut self, what: &str, statements: &[String], rule: &str) {
        match self.run(statements).await {
            Ok(()) => panic!("{what} is allowed"),
            Err(refusal) => assert!(refusal.contains(rule), "{what}: {refusal}"),
        }
    }
}

fn all(parts: &[&[String]]) -> Vec<String> {
    parts.concat()
}

#[tokio::test]
async fn s74_the_owner_changes_a_password_by_two_proofs_of_different_classes_once() {
    let mut trial = Trial::begin().await;
    let two = [flow(20, 1)];
    let [one_class, other_class] = [pass(21, 20, 1, "mailed_code"), pass(22, 20, 1, "saved_code")];
    let same_class = pass(23, 20, 1, "mailed_code");
    let write = [told(1), change(120, 1, 20), password(1, 120)];
    let fin = [finish(20)];
    trial.refused("one proof", &all(&[&two, &one_class, &fin, &write]), "finished without two proofs").await;
    trial
        .refused("two of one class", &all(&[&two, &one_class, &same_class, &fin, &write]), "finished without two")
        .await;
    trial.refused("not finished", &all(&[&two, &one_class, &other_class, &write]), "the owner proved nothing").await;
    let forged = [flow(20, 1), challenge(21, 20, 1, "mailed_code", 1000), proof(21, 20, 1, "mailed_code")];
    trial.refused("a proof without its challenge", &forged, "proofs: no challenge").await;
    let late = [
        flow(20, 1),
        challenge(21, 20, 1, "mailed_code", AT),
        format!("UPDATE challenges SET consumed_at = {AT} WHERE id = {}", id(21)),
    ];
    trial.refused("an expired challenge", &late, "before expiry").await;
    let untold = [change(120, 1, 20), password(1, 120)];
    trial
        .refused(
            "nothing told",
            &all(&[&two, &one_class, &other_class, &fin, &untold]),
            "credential_changes.history_seq",
        )
        .await;
    let unapplied = [told(1), change(120, 1, 20)];
    trial.refused("not applied", &all(&[&two, &one_class, &other_class, &fin, &unapplied]), "FOREIGN KEY").await;
    trial.allowed("two gates", &all(&[&two, &one_class, &other_class, &fin, &write])).await;
    trial.refused("the change once more", &[password(1, 120)], "no fresh change").await;
    let again = [told(1), change(121, 1, 20), password(1, 121)];
    trial.refused("the recovery once more", &again, "UNIQUE constraint failed: credential_changes.ceremony").await;
    let consumed = format!("UPDATE challenges SET consumed_at = {} WHERE id = {}", AT + 1, id(21));
    trial.refused("a challenge met twice", &[consumed], "challenges: over").await;
    let open_again = format!("UPDATE challenges SET consumed_at = NULL WHERE id = {}", id(21));
    trial.refused("a challenge open again", &[open_again], "challenges: over").await;
}

#[tokio::test]
async fn s72_nobody_else_changes_a_credential() {
    let mut trial = Trial::begin().await;
    let hash = |what: &str| format!("{what} WHERE person_id = {}", id(1));
    trial.refused("a hash", &[hash("UPDATE passwords SET phc = '$argon2id$evil'")], "no fresh change").await;
    let cited =
        format!("UPDATE passwords SET phc = '$argon2id$evil', change_id = {0} WHERE person_id = {1}", id(101), id(1));
    trial.refused("a hash with its old change", &[cited], "no fresh change").await;
    for change in [101, 777] {
        let replace = format!("REPLACE INTO passwords VALUES ({0}, '$argon2id$evil', {AT}, {1})", id(1), id(change));
        trial.refused("a replaced row", &[replace], "passwords: ").await;
    }
    trial.refused("a deleted row", &[hash("DELETE FROM passwords")], "never deleted").await;
    let on_behalf = [told(1), change_by(120, 1, 9, "set_password", 30), password(1, 120)];
    trial.refused("on behalf", &all(&[&recovered(30, 1), &on_behalf]), "CHECK constraint failed: actor_id").await;
    let told_by_other = [told_by(1, 9), change(120, 1, 30), password(1, 120)];
    trial.refused("told as another's act", &all(&[&recovered(30, 1), &told_by_other]), "the newest entry").await;
    let own_proofs = [told(1), change(120, 1, 30), password(1, 120)];
    trial.refused("by one's own proofs", &all(&[&recovered(30, 9), &own_proofs]), "the owner proved nothing").await;
    let others_change = [told(9), change(120, 9, 30), password(1, 120)];
    trial.refused("by one's own change", &all(&[&recovered(30, 9), &others_change]), "no fresh change").await;
    let old_entry = [told(1), told(2), change(120, 1, 30), password(1, 120)];
    trial.refused("by an older entry", &all(&[&recovered(30, 1), &old_entry]), "the newest entry").await;
    let others_password = [presented_password(40, 9, 101)];
    trial.refused("another's current password", &others_password, "not the current password").await;
    let others_invitation = [presented_invitation(40, 2, 503)];
    trial.refused("another's invitation", &others_invitation, "no open invitation").await;
    let used_invitation = [presented_invitation(40, 1, 501)];
    trial.refused("an invitation after activation", &used_invitation, "no open invitation").await;
    let codes_by_recovery = all(&[&recovered(30, 1), &[told(1), change_by(120, 1, 1, "replace_saved_codes", 30)]]);
    trial.refused("codes by a recovery of the password", &codes_by_recovery, "the owner proved nothing").await;
    trial
        .refused(
            "a forged application",
            &[format!("INSERT INTO credential_applications VALUES ({})", id(77))],
            "nothing",
        )
        .await;
}

#[tokio::test]
async fn s74_the_current_password_allows_its_change_and_a_rehash_keeps_its_date() {
    let mut trial = Trial::begin().await;
    let rehash = [presented_password(41, 1, 101), told(1), change_by(121, 1, 1, "rehash_password", 41)];
    let kept =
        format!("UPDATE passwords SET phc = '$argon2id$same', change_id = {0} WHERE person_id = {1}", id(121), id(1));
    let redated = format!("UPDATE passwords SET set_at = 99, change_id = {0} WHERE person_id = {1}", id(121), id(1));
    trial.refused("another date", &all(&[&rehash, &[redated]]), "no fresh change").await;
    trial.allowed("a rehash", &all(&[&rehash, &[kept]])).await;
    let change = [presented_password(42, 1, 121), told(1), change(122, 1, 42), password(1, 122)];
    trial.allowed("a change", &change).await;
    let stale = [presented_password(43, 1, 121)];
    trial.refused("a password that isn't current any more", &stale, "not the current password").await;
    let unpresent = format!("DELETE FROM presented_proofs WHERE id = {}", id(42));
    trial.refused("a proof deleted", &[unpresent], "append-only").await;
}

#[tokio::test]
async fn s25_saved_codes_come_in_tens_and_are_used_once_by_their_proof() {
    let mut trial = Trial::begin().await;
    let begin = [presented_invitation(44, 3, 503), told(3), change_by(123, 3, 3, "replace_saved_codes", 44)];
    trial.refused("nine", &all(&[&begin, &codes(3, 123, 9)]), "FOREIGN KEY").await;
    trial.refused("eleven", &all(&[&begin, &codes(3, 123, 11)]), "no fresh change").await;
    trial.allowed("ten", &all(&[&begin, &codes(3, 123, 10)])).await;
    trial.refused("one more", &codes(1, 102, 11)[10..], "no fresh change").await;
    let of_another = format!("UPDATE saved_codes SET person_id = {} WHERE person_id = {}", id(2), id(1));
    trial.refused("given to another", &[of_another], "never change").await;
    trial
        .refused("deleted", &[format!("DELETE FROM saved_codes WHERE person_id = {}", id(1))], "no fresh change")
        .await;
    let replaced =
        "REPLACE INTO saved_codes SELECT id, person_id, change_id, selector, '$argon2id$x' FROM saved_codes".to_owned();
    trial.refused("replaced", &[replaced], "saved_codes: ").await;
    let used = |code: u32, person: u32, proof: u32| {
        format!("INSERT INTO saved_code_uses VALUES ({0}, {1}, {2}, {AT})", id(code), id(person), id(proof))
    };
    trial.refused("used without proof", &[used(10_200, 1, 51)], "no proof").await;
    trial.allowed("used", &all(&[&[flow(50, 1)], &pass(51, 50, 1, "saved_code"), &[used(10_200, 1, 51)]])).await;
    trial.refused("used by the same proof", &[used(10_201, 1, 51)], "UNIQUE").await;
    trial.refused("unused again", &["DELETE FROM saved_code_uses".to_owned()], "forgotten with its code only").await;
    trial.refused("used at another time", &["UPDATE saved_code_uses SET at = 1".to_owned()], "used once").await;
    let again = [presented_invitation(45, 3, 503), told(3), change_by(124, 3, 3, "replace_saved_codes", 45)];
    let away = [format!("DELETE FROM saved_codes WHERE person_id = {}", id(3))];
    trial.allowed("a new set in enrolment", &all(&[&again, &away, &codes(3, 124, 10)])).await;
}

#[tokio::test]
async fn s79_manifests_go_on_by_one_and_only_with_their_entry() {
    let mut trial = Trial::begin().await;
    trial.refused("without an entry", &[manifest(1, 3)], "the next one, and told").await;
    trial.refused("a jump", &[told(1), manifest(1, 4)], "the next one, and told").await;
    trial.refused("back", &[manifest(1, 1)], "the next one, and told").await;
    let same = format!("UPDATE manifests SET version = 3 WHERE person_id = {}", id(1));
    trial.refused("the same digest", &[told(1), same], "the next one, and told").await;
    trial.refused("deleted", &["DELETE FROM manifests".to_owned()], "never deleted").await;
    let replaced = format!("REPLACE INTO manifests VALUES ({}, 1, randomblob(32))", id(1));
    trial.refused("replaced", &[replaced], "manifests: ").await;
    let first = format!("INSERT INTO manifests VALUES ({}, 2, randomblob(32))", id(2));
    trial.refused("a first one that isn't", &[told(2), first], "the first one is number 1").await;
    trial.allowed("the next", &[told(1), manifest(1, 3)]).await;
}

#[tokio::test]
async fn s80_the_history_only_grows() {
    let mut trial = Trial::begin().await;
    for (what, statement) in [
        ("changed", "UPDATE history SET facts = '{\"x\":1}' WHERE seq = 1"),
        ("shortened", "DELETE FROM history WHERE seq = (SELECT max(seq) FROM history)"),
        ("replaced", "REPLACE INTO history SELECT * FROM history WHERE seq = (SELECT max(seq) FROM history)"),
        ("a gap", "INSERT INTO history SELECT seq + 2, at, event, subject, nth + 2, actor, facts, NULL, NULL, NULL, NULL, mac,
                   randomblob(32) FROM history WHERE seq = (SELECT max(seq) FROM history)"),
        ("a fork", "INSERT INTO history SELECT seq + 1, at, event, NULL, 0, actor, facts, NULL, NULL, NULL, NULL, zeroblob(32),
                    randomblob(32) FROM history WHERE seq = (SELECT max(seq) FROM history)"),
        ("details of an older entry", "INSERT INTO history_details VALUES (1, 0, NULL, NULL)"),
    ] {
        trial.refused(what, &[statement.to_owned()], "history").await;
    }
    let key = format!("INSERT INTO person_keys VALUES ({}, zeroblob(32))", id(1));
    trial.allowed("a key", &[key]).await;
    trial.refused("a key changed", &["UPDATE person_keys SET key = randomblob(32)".to_owned()], "never changed").await;
    trial.refused("a key in use", &["DELETE FROM person_keys".to_owned()], "with the account only").await;
}

#[tokio::test]
async fn s77_a_status_back_to_invited_would_be_a_takeover_and_is_refused() {
    let mut trial = Trial::begin().await;
    let back = format!(
        "UPDATE people SET status = 'invited', activated_at = NULL, standing_version = standing_version + 1,
         standing_mac = randomblob(32) WHERE id = {}",
        id(1)
    );
    trial.refused("back to invited", &[back], "the status is one-way").await;
    let again = format!("INSERT INTO people SELECT * FROM people WHERE id = {}", id(1));
    trial.refused("an id once more", &[again], "UNIQUE").await;
    trial.refused("deleted", &[format!("DELETE FROM people WHERE id = {}", id(3))], "never given out again").await;
}

#[tokio::test]
async fn a_role_waits_for_a_second_administrator() {
    let mut trial = Trial::begin().await;
    let request = |number: u32| {
        format!(
            "INSERT INTO role_requests (id, person_id, role, requested_by, requested_at, expires_at)
             VALUES ({0}, {1}, 'auditor', {2}, 0, 100)",
            id(number),
            id(1),
            id(9)
        )
    };
    trial.allowed("asked for", &[request(1)]).await;
    trial.refused("asked for twice", &[request(2)], "no other one of that person").await;
    let decided =
        |by: u32, at: u32| format!("UPDATE role_requests SET decided_at = {at}, decided_by = {0}, granted = 1", id(by));
    trial.refused("by the same", &[decided(9, 5)], "CHECK constraint failed: granted").await;
    trial.refused("too late", &[decided(2, 100)], "decided once, in time").await;
    trial.allowed("by a second", &[decided(2, 5)]).await;
    trial.refused("again", &[decided(2, 6)], "decided once, in time").await;
}
