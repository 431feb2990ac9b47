//! T3: strangers start thousands of recoveries for one person, from hundreds of places, within ten
//! minutes.

use crate::{Form, Report};
use regain_domain::policy;
use regain_testkit::{Browser, World, done};
use std::time::Duration;

const TEST: &str = "t3";
const SOURCES: usize = 500;
const SPAN: Duration = Duration::from_secs(10 * 60);

async fn ask_for_code(browser: &Browser, identifier: &str) {
    browser.start_recovery(identifier, "forgot_password").await;
    done(&browser.call("choose_method", &[("method", "mail")]).await);
}

/// The codes mailed to somebody. The mailbox holds 500 mails, far more than may come of this.
async fn codes(world: &World, address: &str) -> usize {
    world
        .mails_to(address)
        .await
        .iter()
        .filter(|mail| mail.code.is_some())
        .count()
}

async fn rows(world: &World) -> i64 {
    world.database().row_counts().await.values().sum()
}

/// Runs the test.
pub async fn run(form: Form) -> Vec<Report> {
    let world = World::new().await;
    let anna = world.anna();
    let bert = world.bert();
    let known = world.browser();
    known.sign_in(anna).await;
    done(&known.call("sign_out", &[]).await);
    world.deliver().await;
    let mails_before = codes(&world, &anna.email).await;
    let rows_before = rows(&world).await;

    let starts = form.of(10_000, 600);
    let step = SPAN / starts;
    let mut reached = 0;
    let mut asked = 0;
    for nth in 0..starts {
        let source = nth as usize % SOURCES;
        let browser = world
            .browser()
            .from(&format!("203.0.{}.{}", source / 250, source % 250));
        // By both names of one person.
        ask_for_code(
            &browser,
            if nth % 2 == 0 {
                &anna.email
            } else {
                &anna.user_name
            },
        )
        .await;
        world.advance(step);
        if nth % 50 == 0 {
            world.deliver().await;
        }
        // Halfway, the owner asks on their own device, twice.
        if nth == starts / 2 || nth == starts * 3 / 4 {
            let before = codes(&world, &anna.email).await;
            ask_for_code(&known, &anna.email).await;
            asked += 1;
            if codes(&world, &anna.email).await == before + 1 {
                let code = world.mailed_code(&anna.email).await;
                known.call("enter_mailed_code", &[("code", &code)]).await;
                reached += u32::from(known.recovery_step().await == Some(2));
            }
        }
    }
    let mails = codes(&world, &anna.email).await - mails_before - asked as usize;
    let open = "SELECT max(flows) FROM (SELECT count(*) AS flows FROM recovery_flows
                                        WHERE state IN ('started', 'one_gate', 'two_gates') GROUP BY source_mac)";
    let flows = world.database().number(open).await;
    let waiting = world.database().number("SELECT count(*) FROM outbox").await;
    let written = rows(&world).await - rows_before;

    let others = codes(&world, &bert.email).await;
    ask_for_code(&world.browser().from("198.51.100.7"), &bert.email).await;
    let others = codes(&world, &bert.email).await - others;

    // The remains, once everything has expired.
    world.advance(policy::FLOW_LONGEST + policy::FAILURES_FORGOTTEN);
    world
        .regain()
        .upkeep
        .sweep()
        .await
        .expect("the database answers");
    world.deliver().await;
    let left = rows(&world).await - rows_before;

    let mailed = u32::try_from(mails).unwrap_or(u32::MAX);
    let reached_of =
        format!("the owner's known device gets its code ({starts} starts, {SOURCES} sources)");
    vec![
        Report::at_most(
            TEST,
            format!("mails of {starts} starts in ten minutes"),
            mailed,
            policy::MAILS.hourly,
        ),
        Report::all(TEST, reached_of, reached, asked),
        Report::all(
            TEST,
            "somebody else gets theirs",
            u32::try_from(others).unwrap_or(0),
            1,
        ),
        // For each of the two names: recoveries without anything to show, and the first that asked
        // for a code. No bound covers all sources together: anybody who reached it would stop the
        // owner's (S59).
        Report::at_most(
            TEST,
            "open recoveries of one source, by two names",
            flows,
            2 * 2 * i64::from(policy::OPEN_FLOWS),
        ),
        Report::at_most(TEST, "mails that wait", waiting, 0),
        Report::told(
            TEST,
            "rows written for a start",
            format!("{:.1}", written as f64 / f64::from(starts)),
        ),
        // Entries of the history and the like, from the owner's acts; nothing of the strangers'.
        Report::at_most(TEST, "rows left when everything had its time", left, 20),
    ]
}
