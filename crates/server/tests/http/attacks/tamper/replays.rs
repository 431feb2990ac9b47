//! Rows copied by SQL and put back for another browser or another person, or after their time, with
//! every trigger in place: proven recoveries, and second steps (S11, S23, S79).

use super::{ANNA, BERT, signs_in};
use regain_domain::{Method, Refusal, policy};
use regain_service::{Failure, Visitor};
use regain_testkit::{Browser, World, done};
use std::time::Duration;

const MALLORYS: &str = "a sentence that Mallory made up";

/// Statements that put the rows of a table back as they are now, with other expressions in some
/// columns.
async fn copies(world: &World, table: &str, rows: &str, others: &[(&str, String)]) -> Vec<String> {
    let columns =
        format!("SELECT name FROM pragma_table_info('{table}') WHERE name <> 'seq' ORDER BY cid");
    let columns = world.database().texts(&columns).await;
    let values: Vec<String> = columns
        .iter()
        .map(
            |column| match others.iter().find(|(other, _)| other == column) {
                Some((_, expression)) => format!("'{}'", expression.replace('\'', "''")),
                None => format!("quote({column})"),
            },
        )
        .collect();
    let columns = columns.join(", ");
    let values = values.join(" || ', ' || ");
    let query = format!(
        "SELECT 'INSERT INTO {table} ({columns}) VALUES (' || {values} || ')' FROM {table} WHERE {rows}"
    );
    world.database().texts(&query).await
}

/// A browser of Mallory's, with a recovery of his own account that SQL replaces by Anna's: proofs
/// and all, as if it had just passed both gates there.
async fn with_annas_recovery(world: &World) -> Browser {
    let mallory = world.browser();
    mallory
        .start_recovery(&world.bert().user_name, "forgot_password")
        .await;
    let his = format!("SELECT quote(browser_mac) FROM recovery_flows WHERE person_id = {BERT}");
    let his = world.database().texts(&his).await.remove(0);
    let now = world.now();
    let begun = [
        ("browser_mac", his),
        ("trouble", "'forgot_password'".to_owned()),
        ("state", "'started'".to_owned()),
        ("created_at", now.as_millis().to_string()),
        (
            "expires_at",
            now.plus(policy::FLOW_LIFETIME).as_millis().to_string(),
        ),
    ];
    let hers = format!("person_id = {ANNA}");
    let mut all = vec!["DELETE FROM recovery_flows".to_owned()];
    let open = [
        ("tries", "0".to_owned()),
        ("consumed_at", "NULL".to_owned()),
    ];
    let met = "SELECT 'UPDATE challenges SET consumed_at = ' || at || ' WHERE id = ' || quote(challenge_id) FROM proofs";
    all.extend(copies(world, "recovery_flows", &hers, &begun).await);
    all.extend(copies(world, "challenges", &hers, &open).await);
    all.extend(world.database().texts(met).await);
    all.extend(copies(world, "proofs", &hers, &[]).await);
    all.push("UPDATE recovery_flows SET state = 'two_gates'".to_owned());
    world.database().run_all(&all).await;
    let proven = "SELECT count(*) FROM proofs JOIN recovery_flows AS flow ON flow.id = flow_id WHERE flow.state = 'two_gates'";
    assert_eq!(
        world.database().number(proven).await,
        2,
        "nothing refused it"
    );
    mallory
}

#[tokio::test]
async fn s23_a_proven_recovery_that_sql_gives_to_another_browser_is_none() {
    for finished in [false, true] {
        let world = World::new().await;
        let anna = world.anna();
        let owner = world.proven(anna, "know_password", 0).await;
        if finished {
            done(
                &owner
                    .call("keep_password", &[("password", &anna.password)])
                    .await,
            );
        }
        let mallory = with_annas_recovery(&world).await;
        // Each attempt gets its own copy, since a refusal may take the cookie away.
        assert_eq!(
            mallory.copy().recovery_step().await,
            None,
            "finished: {finished}"
        );
        let refused = mallory
            .copy()
            .call("new_password", &[("password", MALLORYS)])
            .await;
        assert_eq!(
            refused.refusal().as_deref(),
            Some("flow-step"),
            "finished: {finished}"
        );
        assert!(!signs_in(&world, &anna.user_name, MALLORYS).await);
        assert!(
            signs_in(&world, &anna.user_name, &anna.password).await,
            "nothing of Anna's changed"
        );
    }
}

#[tokio::test]
async fn s11_a_recovery_that_sql_prolongs_isnt_proven_for_ever() {
    let longest = policy::FLOW_LONGEST + policy::FLOW_LIFETIME_AFTER_GATE;
    for (passed, works) in [
        (longest.saturating_sub(Duration::from_millis(1)), true),
        (longest, false),
    ] {
        let world = World::new().await;
        let anna = world.anna();
        let visitor = Visitor::default();
        let regain = world.regain();
        let token = world.recovering(anna, Method::Mail).await;
        let code = world.mailed_code(&anna.email).await;
        regain
            .recovery
            .enter_mailed_code(&visitor, &token, &code)
            .await
            .expect("the right code");
        regain
            .recovery
            .choose_method(
                &regain_service::Requester::default(),
                &token,
                Method::SavedCode,
            )
            .await
            .expect("a way");
        regain
            .recovery
            .enter_saved_code(&visitor, &token, &anna.codes[0])
            .await
            .expect("the right code");
        let much_later = world.now().plus(policy::FLOW_LONGEST * 10).as_millis();
        let prolonged = format!("UPDATE recovery_flows SET expires_at = {much_later}");
        world.database().run_all(&[prolonged]).await;
        world.advance(passed);
        let ended = regain
            .recovery
            .finish_with_new_password(&visitor, &token, "a sentence that Anna made up")
            .await;
        if works {
            ended.expect("its contacts may take as long");
        } else {
            assert!(
                matches!(ended, Err(Failure::Refused(Refusal::FlowStep))),
                "{ended:?}"
            );
        }
    }
}

#[tokio::test]
async fn s79_a_second_step_that_sql_gives_to_somebody_else_is_none() {
    let world = World::strict().await;
    let anna = world.anna();
    let bert = world.bert();
    let mallory = world.browser();
    mallory.asked_for_second_factor(bert).await;
    let back = [
        "DELETE FROM verifications".to_owned(),
        copies(&world, "verifications", "true", &[]).await.remove(0),
    ];
    let password = format!("(SELECT change_id FROM passwords WHERE person_id = {ANNA})");
    let given = format!("SELECT count(*) FROM verifications WHERE person_id = {ANNA}");
    for id in ["id", "another"] {
        let mut others = vec![
            ("person_id", ANNA.to_owned()),
            ("password", password.clone()),
        ];
        others.extend((id == "another").then(|| ("id", "randomblob(16)".to_owned())));
        let annas = copies(&world, "verifications", "true", &others)
            .await
            .remove(0);
        world.database().run_all(&[back[0].clone(), annas]).await;
        assert_eq!(
            world.database().number(&given).await,
            1,
            "nothing refused it"
        );
        let page = mallory.copy().get("/sign-in/verify").await;
        assert!(
            page.location().is_some_and(|to| to.contains("verify-none")),
            "{page:?}"
        );
        // Somebody who sees Anna's phone still doesn't know her password.
        let code = world.app_code(anna);
        let saved = anna.codes[0].as_str();
        for (endpoint, code) in [
            ("verify_authenticator", code.as_str()),
            ("verify_saved_code", saved),
        ] {
            // A refusal takes the cookie away.
            let browser = mallory.copy();
            let refused = browser.call(endpoint, &[("code", code)]).await;
            assert_eq!(
                refused.refusal().as_deref(),
                Some("verify-none"),
                "{endpoint}, {id}"
            );
            assert!(!browser.is_signed_in().await);
        }
    }
    // Copying isn't the reason: put back unchanged, his own row still works.
    world.database().run_all(&back).await;
    done(
        &mallory
            .call("verify_authenticator", &[("code", &world.app_code(bert))])
            .await,
    );
    assert!(mallory.is_signed_in().await);
}

#[tokio::test]
async fn s79_a_second_step_after_an_old_password_is_none_for_the_new_one() {
    let world = World::strict().await;
    let anna = world.anna();
    let mallory = world.browser();
    mallory.asked_for_second_factor(anna).await;
    let password = [(
        "password",
        format!("(SELECT change_id FROM passwords WHERE person_id = {ANNA})"),
    )];
    let back = copies(&world, "verifications", "true", &password)
        .await
        .remove(0);
    let owner = world.browser();
    world.sign_in_fully(&owner, anna).await;
    world.confirm(&owner, anna).await;
    let fields = [
        ("current", anna.password.as_str()),
        ("new", "a sentence that Anna made up"),
    ];
    done(&owner.call("change_password", &fields).await);
    world
        .database()
        .run_all(&["DELETE FROM verifications".to_owned(), back])
        .await;
    let refused = mallory
        .call("verify_authenticator", &[("code", &world.app_code(anna))])
        .await;
    assert_eq!(refused.refusal().as_deref(), Some("verify-none"));
    assert!(!mallory.is_signed_in().await);
}
