//! What only PostgreSQL has, tried by a superuser who drops no rule: everything is refused (S72, S74, S75, S80).

use crate::cases::{
    AT, Trial, all, change, id, manifest, new_password, password, presented_password, recovered,
    told,
};
use crate::database::table_names;

#[tokio::test]
async fn s75_no_table_is_emptied() {
    let mut trial = Trial::begin().await;
    for table in table_names(&mut trial.database).await {
        for how in ["", "CASCADE", "RESTART IDENTITY CASCADE"] {
            let truncate = format!("TRUNCATE {table} {how}");
            // Without CASCADE, a key of another table may refuse it first.
            let refusal = trial
                .database
                .words_of(std::slice::from_ref(&truncate))
                .await;
            let rule = refusal.unwrap_or_else(|| panic!("{truncate} is allowed"));
            assert!(
                rule.contains(": never emptied")
                    || how.is_empty() && rule.contains("referenced in a foreign key"),
                "{truncate}: {rule}"
            );
        }
    }
    let owner = ["SET LOCAL ROLE regain_owner", "TRUNCATE passwords CASCADE"].map(str::to_owned);
    trial
        .refused("as the owner", &owner, ": never emptied")
        .await;
}

#[tokio::test]
async fn s72_an_upsert_or_a_merge_is_no_way_around() {
    let mut trial = Trial::begin().await;
    for (what, conflict) in [
        ("the row", "(person_id) DO UPDATE SET phc = excluded.phc"),
        (
            "the row and its change",
            "(person_id) DO UPDATE SET phc = excluded.phc, change_id = excluded.change_id",
        ),
        ("the change", "(change_id) DO UPDATE SET phc = excluded.phc"),
    ] {
        let upsert = format!(
            "INSERT INTO passwords VALUES ({0}, '$argon2id$evil', {AT}, {1}) ON CONFLICT {conflict}",
            id(1),
            id(101)
        );
        trial
            .refused(what, &[upsert], "passwords: no fresh change")
            .await;
    }
    let codes = format!(
        "INSERT INTO saved_codes (id, person_id, change_id, selector, phc)
         SELECT id, person_id, change_id, selector, '$argon2id$x' FROM saved_codes WHERE person_id = {}
         ON CONFLICT (id) DO UPDATE SET phc = excluded.phc",
        id(1)
    );
    trial
        .refused("saved codes", &[codes], "saved_codes: ")
        .await;
    let entry = "INSERT INTO history SELECT * FROM history WHERE seq = 1
                 ON CONFLICT (seq) DO UPDATE SET facts = '{\"x\":1}'";
    trial
        .refused("an entry", &[entry.to_owned()], "history")
        .await;
    let manifests = format!(
        "INSERT INTO manifests VALUES ({}, 1, randomblob(32))
         ON CONFLICT (person_id) DO UPDATE SET version = excluded.version, mac = excluded.mac",
        id(1)
    );
    trial
        .refused("a manifest", &[manifests], "manifests: ")
        .await;
    for (what, then, rule) in [
        (
            "changed",
            "UPDATE SET phc = '$argon2id$evil'",
            "no fresh change",
        ),
        ("deleted", "DELETE", "never deleted"),
    ] {
        let merge = format!(
            "MERGE INTO passwords USING people ON people.id = passwords.person_id AND people.id = {}
             WHEN MATCHED THEN {then}",
            id(1)
        );
        trial.refused(what, &[merge], rule).await;
    }
    let inserted = format!(
        "MERGE INTO passwords USING people ON people.id = passwords.person_id
         WHEN NOT MATCHED AND people.id = {0} THEN INSERT VALUES ({0}, '$argon2id$evil', {AT}, {1})",
        id(2),
        id(777)
    );
    trial
        .refused("inserted", &[inserted], "passwords: no fresh change")
        .await;
}

#[tokio::test]
async fn s72_nor_is_a_statement_within_another() {
    let mut trial = Trial::begin().await;
    for (what, statement, rule) in [
        (
            "deleted in passing",
            "WITH gone AS (DELETE FROM passwords RETURNING *) SELECT count(*) FROM gone",
            "never deleted",
        ),
        (
            "deleted and put back otherwise",
            "WITH gone AS (DELETE FROM saved_codes RETURNING id, person_id, change_id, selector)
             INSERT INTO saved_codes (id, person_id, change_id, selector, phc)
             SELECT id, person_id, change_id, selector, '$argon2id$x' FROM gone",
            "saved_codes: ",
        ),
        (
            "changed in passing",
            "WITH new AS (UPDATE passwords SET phc = '$argon2id$evil' RETURNING *) SELECT phc FROM new",
            "no fresh change",
        ),
        (
            "an entry that goes somewhere else",
            "WITH gone AS (DELETE FROM history RETURNING *) SELECT count(*) FROM gone",
            "history",
        ),
        (
            "by a block",
            "DO $$ BEGIN UPDATE regain.passwords SET phc = '$argon2id$evil'; END $$",
            "no fresh change",
        ),
        (
            "by a block that goes on after a refusal",
            "DO $$ BEGIN
                 BEGIN UPDATE regain.passwords SET phc = '$argon2id$evil'; EXCEPTION WHEN OTHERS THEN NULL; END;
                 IF EXISTS (SELECT 1 FROM regain.passwords WHERE phc = '$argon2id$evil') THEN
                     RETURN;
                 END IF;
                 RAISE EXCEPTION USING MESSAGE = 'nothing was written', ERRCODE = '23000';
             END $$",
            "nothing was written",
        ),
        (
            "by a function of one's own",
            "DO $$ BEGIN
                 CREATE FUNCTION pg_temp.mine() RETURNS void LANGUAGE sql AS 'UPDATE regain.passwords SET phc = ''x''';
                 PERFORM pg_temp.mine();
             END $$",
            "no fresh change",
        ),
    ] {
        trial.refused(what, &[statement.to_owned()], rule).await;
    }
}

#[tokio::test]
async fn s74_what_was_copied_in_keeps_the_rules() {
    let mut trial = Trial::begin().await;
    let hex = |number: u32| format!("\\\\x{number:032x}");
    for (what, table, row, rule) in [
        (
            "a password",
            "passwords",
            format!("{}\t$argon2id$evil\t{AT}\t{}\n", hex(2), hex(101)),
            "passwords: no fresh change",
        ),
        (
            "an application",
            "credential_applications",
            format!("{}\n", hex(777)),
            "credential_applications: nothing was applied",
        ),
        (
            "a proof",
            "proofs (id, person_id, flow_id, class, challenge_id, at)",
            format!("{0}\t{0}\t{0}\tsaved_code\t{0}\t{AT}\n", hex(1)),
            "proofs: no challenge",
        ),
    ] {
        let refusal = trial.database.copied(table, &row).await;
        assert!(
            refusal.as_deref().is_some_and(|words| words.contains(rule)),
            "{what}: {refusal:?}"
        );
    }
}

/// Keys aren't checked for rows that come by replication; what is left unapplied then would allow a write later.
#[tokio::test]
async fn s75_triggers_fire_for_replicated_rows_too() {
    let mut trial = Trial::begin().await;
    let replica = ["SET LOCAL session_replication_role = replica".to_owned()];
    let evil = ["UPDATE passwords SET phc = '$argon2id$evil'".to_owned()];
    trial
        .refused("a hash", &all(&[&replica, &evil]), "no fresh change")
        .await;
    let unapplied = all(&[&replica, &recovered(30, 1), &[told(1), change(120, 1, 30)]]);
    trial
        .refused(
            "a change that waits",
            &unapplied,
            "credential_changes: committed with its row in credential_applications, or not at all",
        )
        .await;
    // What it was for: the change isn't there.
    trial
        .refused("and is used later", &[password(1, 120)], "no fresh change")
        .await;
    let forged = format!("INSERT INTO credential_applications VALUES ({})", id(120));
    trial
        .refused(
            "applied by hand",
            &all(&[&replica, &[forged]]),
            "nothing was applied",
        )
        .await;
    let shortened = ["DELETE FROM history WHERE seq = (SELECT max(seq) FROM history)".to_owned()];
    trial
        .refused("an entry", &all(&[&replica, &shortened]), "history")
        .await;
    let emptied = ["TRUNCATE saved_codes CASCADE".to_owned()];
    trial
        .refused("a table", &all(&[&replica, &emptied]), ": never emptied")
        .await;
}

/// A deferred key can be asked to look at once, but not to look away.
#[tokio::test]
async fn s74_no_setting_leaves_a_change_unapplied() {
    let mut trial = Trial::begin().await;
    for when in ["DEFERRED", "IMMEDIATE"] {
        let constraints = [format!("SET CONSTRAINTS ALL {when}")];
        let unapplied = all(&[
            &constraints,
            &recovered(30, 1),
            &[told(1), change(120, 1, 30)],
        ]);
        trial.refused(when, &unapplied, "FOREIGN KEY").await;
    }
    let parts = all(&[
        &recovered(30, 1),
        &[
            told(1),
            "SAVEPOINT before".to_owned(),
            change(120, 1, 30),
            password(1, 120),
            "ROLLBACK TO before".to_owned(),
            change(121, 1, 30),
        ],
    ]);
    trial
        .refused("applied in a part that was undone", &parts, "FOREIGN KEY")
        .await;
}

/// Names are looked up in the schema, whatever the session's search path says.
#[tokio::test]
async fn s75_tables_of_ones_own_shadow_nothing() {
    let mut trial = Trial::begin().await;
    let shadow = |table: &str, row: &str| {
        vec![
            format!("CREATE TEMP TABLE {table} (LIKE regain.{table}) ON COMMIT DROP"),
            format!("INSERT INTO pg_temp.{table} {row}"),
            "SET LOCAL search_path = pg_temp, regain".to_owned(),
        ]
    };
    // A change that looks fresh, but stands in the attacker's own table.
    let changes = shadow(
        "credential_changes",
        &format!(
            "SELECT {0}, person_id, actor_id, action, {0}, history_seq, at, {0} FROM regain.credential_changes
             WHERE id = {1}",
            id(120),
            id(101)
        ),
    );
    let cited = password(1, 120).replace("passwords", "regain.passwords");
    trial
        .refused("a change", &all(&[&changes, &[cited]]), "no fresh change")
        .await;
    let history = shadow(
        "history",
        "SELECT * FROM regain.history ORDER BY seq DESC LIMIT 0",
    );
    let next = manifest(1, 3).replace("manifests", "regain.manifests");
    trial
        .refused(
            "an entry",
            &all(&[&history, &[told(1), next]]),
            "the next one, and told",
        )
        .await;
}

#[tokio::test]
async fn s74_a_change_allows_one_row_however_it_is_written() {
    let mut trial = Trial::begin().await;
    let presented = [presented_password(40, 1, 101), told(1), change(120, 1, 40)];
    let two = [format!(
        "INSERT INTO passwords SELECT id, '$argon2id$evil', {AT}, {} FROM people WHERE id <> {}",
        id(120),
        id(1)
    )];
    trial
        .refused(
            "rows of others",
            &all(&[&presented, &two]),
            "no fresh change",
        )
        .await;
    let other = [new_password(2, 120)];
    trial
        .refused(
            "another's row",
            &all(&[&presented, &other]),
            "no fresh change",
        )
        .await;
    trial
        .allowed("one's own", &all(&[&presented, &[password(1, 120)]]))
        .await;
}

/// A rule writes along with a statement that is allowed; what it writes isn't.
#[tokio::test]
async fn s72_a_rewritten_statement_keeps_the_rules() {
    let mut trial = Trial::begin().await;
    let aside = [
        "CREATE RULE mine AS ON UPDATE TO write_checks
         DO ALSO UPDATE passwords SET phc = '$argon2id$evil'"
            .to_owned(),
        "UPDATE write_checks SET parity = NOT parity".to_owned(),
    ];
    trial.refused("by a rule", &aside, "no fresh change").await;
    let view = [
        "CREATE VIEW mine AS SELECT * FROM passwords".to_owned(),
        "UPDATE mine SET phc = '$argon2id$evil'".to_owned(),
    ];
    trial.refused("by a view", &view, "no fresh change").await;
    let cursor = [
        "DECLARE mine CURSOR FOR SELECT * FROM passwords FOR UPDATE".to_owned(),
        "FETCH mine".to_owned(),
        "UPDATE passwords SET phc = '$argon2id$evil' WHERE CURRENT OF mine".to_owned(),
    ];
    trial
        .refused("by a cursor", &cursor, "no fresh change")
        .await;
}
