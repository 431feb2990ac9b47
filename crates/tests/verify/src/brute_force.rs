//! T4: a day of guessing, on a simulated clock.
//!
//! Nobody can offer a guess at every microsecond of a simulated day, and nobody needs to: the test
//! offers guesses at the moments when the database would let one be checked, and some more than it
//! would. It reads the number of checked guesses from the rows of counters and challenges, and
//! offers the right secret at the end, on a copy: that must not open anything either.

use crate::{Form, Report};
use regain_domain::policy;
use regain_testkit::{BEGINNING, Browser, Person, World, done, wrong_code};
use std::time::Duration;

const TEST: &str = "t4";
const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const SOURCES: usize = 1_000;
/// The guessable part of a code: 40 bits.
const CODES: f64 = 1_099_511_627_776.0;

/// An attacker's browser at one of a thousand places.
fn from(world: &World, nth: usize) -> Browser {
    let place = nth % SOURCES;
    world
        .browser()
        .from(&format!("203.{}.{}.7", place / 250, place % 250))
}

/// The same world in another process, at the same moment; it changes nothing here.
pub(crate) async fn copy(world: &World) -> World {
    let copy = world.after_kill().await;
    let passed = world.now().as_millis() - BEGINNING.as_millis();
    copy.advance(Duration::from_millis(u64::try_from(passed).unwrap_or(0)));
    copy
}

/// Runs the test.
pub async fn run(form: Form) -> Vec<Report> {
    let mut reports = password().await;
    reports.extend(spray(form).await);
    reports.extend(authenticator(form).await);
    reports
}

/// (a) The password of one account, under all its names.
async fn password() -> Vec<Report> {
    let world = World::new().await;
    let anna = world.anna();
    let end = world.now().plus(DAY);
    let names = [
        anna.user_name.clone(),
        anna.email.clone(),
        anna.email.to_uppercase(),
    ];
    let failures = "SELECT coalesce(sum(failures), 0) FROM sign_in_counters";
    let blocked_until = "SELECT coalesce(max(blocked_until), 0) FROM sign_in_counters";
    let mut offered = 0_usize;
    let mut checked = 0;
    let mut last = 0;
    let mut opened = 0;
    while world.now() < end {
        // Three guesses at each such moment, where at most one may be checked.
        for _ in 0..3 {
            let guess = format!("a guess of the day, {offered}");
            let browser = from(&world, offered);
            browser
                .try_sign_in(&names[offered % names.len()], &guess)
                .await;
            opened += u32::from(browser.cookie("session").is_some());
            offered += 1;
            let now = world.database().number(failures).await;
            // A lower count means that the counter was cleared: none of it may be lost.
            checked += if now >= last { now - last } else { now };
            last = now;
        }
        let until = world.database().number(blocked_until).await;
        let wait = u64::try_from(until.saturating_sub(world.now().as_millis())).unwrap_or(0);
        let left = u64::try_from(end.as_millis() - world.now().as_millis()).unwrap_or(0);
        world.advance(Duration::from_millis(wait.clamp(1, left.max(1))));
    }
    let copy = copy(&world).await;
    let stranger = from(&copy, offered);
    stranger.try_sign_in(&anna.user_name, &anna.password).await;
    let right = i64::from(stranger.cookie("session").is_some());
    vec![
        Report::at_most(
            TEST,
            format!(
                "(a) passwords counted, most of them checked, of {offered} offered in a day, {SOURCES} sources"
            ),
            checked,
            i64::from(policy::FAILURES_MAX),
        ),
        Report::exactly(
            TEST,
            "(a) sign-ins by the right password after that, unknown device",
            right,
            0,
        ),
        Report::exactly(TEST, "(a) sign-ins by a guess", opened, 0),
    ]
}

/// The spray's result on one account.
#[derive(Default)]
struct Sprayed {
    /// Guesses at mailed codes.
    real: i64,
    /// Guesses at challenges whose code nobody got, so that none is right.
    empty: i64,
    passed: u32,
}

/// (b) The codes of many accounts: every recovery that can be started, and every code that can be
/// tried.
async fn spray(form: Form) -> Vec<Report> {
    let world = World::new().await;
    let mut people = vec![world.anna().clone(), world.bert().clone()];
    for nth in 0..form.of(18, 0) {
        people.push(world.enrol(&format!("guest{nth}@example.org")).await);
    }
    world.deliver().await;
    let mut of: Vec<Sprayed> = people.iter().map(|_| Sprayed::default()).collect();
    let mut worst = 0;
    let mut source = 0;
    // More recoveries than an hour's budget has mails, again each hour.
    let begin = world.now();
    for hour in 1..=24 {
        for (person, sprayed) in people.iter().zip(&mut of) {
            for _ in 0..=policy::MAILS.hourly {
                source += 1;
                let tries = guess_codes(&world, &from(&world, source), person, sprayed).await;
                worst = worst.max(tries);
            }
        }
        // Asking again took time, too: the day stays no longer than a day.
        let next =
            begin.plus(Duration::from_secs(hour * 60 * 60)).as_millis() - world.now().as_millis();
        world.advance(Duration::from_millis(
            u64::try_from(next).expect("an hour is enough for everybody"),
        ));
    }
    let most = of.iter().map(|sprayed| sprayed.real).max().unwrap_or(0);
    let (real, empty) = of.iter().fold((0, 0), |(real, empty), one| {
        (real + one.real, empty + one.empty)
    });
    let passed: u32 = of.iter().map(|sprayed| sprayed.passed).sum();
    let chance = most as f64 * 10_000.0 / CODES;
    vec![
        Report::at_most(
            TEST,
            format!(
                "(b) codes checked of one challenge, {} accounts",
                people.len()
            ),
            worst,
            i64::from(policy::CODE_TRIES),
        ),
        Report::at_most(TEST, "(b) codes checked of one account in a day", most, 25),
        Report::told(
            TEST,
            "(b) all accounts: at mailed codes, at codes that nobody has",
            format!("{real}, {empty}"),
        ),
        Report::judged(
            TEST,
            "(b) chance of one hit among 10,000 accounts in a day",
            format!("{chance:.1e}"),
            "<= 2.3e-7",
            chance <= 2.3e-7,
        ),
        Report::exactly(TEST, "(b) gates passed by a guess", passed, 0),
    ]
}

/// In one recovery, guesses until nothing more is checked, then asks for a new code and goes on.
/// Returns the most tries of a challenge.
async fn guess_codes(
    world: &World,
    browser: &Browser,
    person: &Person,
    sprayed: &mut Sprayed,
) -> i64 {
    browser
        .start_recovery(&person.email, "forgot_password")
        .await;
    done(&browser.call("choose_method", &[("method", "mail")]).await);
    let mut worst = 0;
    for round in 0..2 {
        // This person's newest mail before and after: a code came, or none did.
        world.deliver().await;
        let code = match newest_code(world, person).await {
            Some((code, at)) if at == world.now() => Some(code),
            _ => None,
        };
        let wrong = code
            .as_deref()
            .map_or_else(|| "0000-0000".to_owned(), wrong_code);
        for _ in 0..policy::CODE_TRIES + 3 {
            browser.call("enter_mailed_code", &[("code", &wrong)]).await;
        }
        sprayed.passed += u32::from(browser.recovery_step().await != Some(1));
        let tries = world
            .database()
            .number("SELECT tries FROM challenges ORDER BY seq DESC LIMIT 1")
            .await;
        worst = worst.max(tries);
        *if code.is_some() {
            &mut sprayed.real
        } else {
            &mut sprayed.empty
        } += tries;
        if round == 0 {
            world.advance(policy::RESEND_WAIT);
            browser.call("resend_code", &[]).await;
        }
    }
    world.advance(Duration::from_millis(1));
    worst
}

async fn newest_code(world: &World, person: &Person) -> Option<(String, regain_domain::Timestamp)> {
    let mails = world.mails_to(&person.email).await;
    let newest = mails.into_iter().find(|mail| mail.code.is_some())?;
    Some((newest.code?, newest.sent_at))
}

/// (c) Codes of an authenticator app.
async fn authenticator(form: Form) -> Vec<Report> {
    let world = World::strict().await;
    let anna = world.anna();
    let guesses = form.of(1_000, 30);
    let counted = "SELECT coalesce(sum(failures), 0) FROM sign_in_counters";
    let challenges = "SELECT coalesce(sum(tries), 0) FROM challenges WHERE class = 'authenticator'";

    // Without a stronger proof first: in a recovery, and at a sign-in without the password. The
    // right code is among them.
    let before = world.database().number(counted).await + world.database().number(challenges).await;
    let mut opened = 0;
    for nth in 0..guesses {
        let browser = from(&world, nth);
        browser
            .start_recovery(&anna.user_name, "forgot_password")
            .await;
        browser
            .call("choose_method", &[("method", "authenticator")])
            .await;
        let right = anna
            .app
            .as_ref()
            .map(|app| app.code_at(world.now()))
            .unwrap_or_default();
        for code in [right.as_str(), "000000"] {
            browser.call("enter_authenticator", &[("code", code)]).await;
            browser
                .call("verify_authenticator", &[("code", code)])
                .await;
        }
        opened +=
            u32::from(browser.recovery_step().await != Some(1) || browser.is_signed_in().await);
    }
    let without =
        world.database().number(counted).await + world.database().number(challenges).await - before;

    // By somebody who knows the password: at each moment of a day when the counters admit a code.
    let keys = "SELECT hex(key) FROM sign_in_counters";
    let browser = world.browser();
    browser.asked_for_second_factor(anna).await;
    let of_passwords = world.database().texts(keys).await;
    let mut offered = 0;
    let mut checked = 0;
    let mut last = 0;
    let end = world.now().plus(DAY);
    while world.now() < end {
        // Each question lasts ten minutes and costs a password, of which the counter lets a hundred
        // through.
        let asking = from(&world, offered);
        asking.try_sign_in(&anna.user_name, &anna.password).await;
        for _ in 0..3 {
            asking
                .call(
                    "verify_authenticator",
                    &[("code", &format!("{offered:06}"))],
                )
                .await;
            offered += 1;
            let list: Vec<String> = of_passwords.iter().map(|key| format!("'{key}'")).collect();
            let sum = format!("{counted} WHERE hex(key) NOT IN ({})", list.join(","));
            let now = world.database().number(&sum).await;
            checked += if now >= last { now - last } else { now };
            last = now;
        }
        world.advance(DAY / 96);
    }
    // The app's current code, on a copy: the last question may still be open, but the server
    // answers none any more.
    let copy = copy(&world).await;
    let late = copy.browser();
    late.try_sign_in(&anna.user_name, &anna.password).await;
    let code = copy.app_code(anna);
    late.call("verify_authenticator", &[("code", &code)]).await;
    let right = i64::from(late.cookie("session").is_some());
    vec![
        Report::exactly(
            TEST,
            format!("(c) app codes checked without a gate or password, {guesses} attempts"),
            without,
            0,
        ),
        Report::exactly(
            TEST,
            "(c) recoveries or sign-ins that these opened, the right code among them",
            opened,
            0,
        ),
        Report::at_most(
            TEST,
            format!("(c) app codes checked of {offered} offered in a day, with the password"),
            checked,
            i64::from(policy::AUTHENTICATOR_TRIES),
        ),
        Report::exactly(TEST, "(c) sign-ins by the right code after that", right, 0),
    ]
}
