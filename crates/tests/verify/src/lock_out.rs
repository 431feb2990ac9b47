//! T5: while strangers attack an account with everything that they have, its owner goes on as if
//! nothing had happened.

use crate::{Form, Report};
use regain_domain::policy;
use regain_testkit::{Browser, Person, SoftPasskey, World, done};
use std::time::Duration;

const TEST: &str = "t5";
const HOUR: Duration = Duration::from_secs(60 * 60);

/// Strangers at one person's account.
struct Attack {
    nth: usize,
}

impl Attack {
    fn browser(&mut self, world: &World) -> Browser {
        self.nth += 1;
        world
            .browser()
            .from(&format!("203.{}.{}.7", self.nth / 250 % 4, self.nth % 250))
    }

    /// Does all at one moment: a password, recoveries with a mailed code each until no mail is
    /// left, wrong codes of every kind.
    async fn strike(&mut self, world: &World, person: &Person) {
        let browser = self.browser(world);
        browser
            .try_sign_in(&person.user_name, &format!("a guess, {}", self.nth))
            .await;
        let mut last = browser;
        for nth in 0..=policy::MAILS.hourly {
            last = self.browser(world);
            let name = if nth % 2 == 0 {
                &person.email
            } else {
                &person.user_name
            };
            last.start_recovery(name, "forgot_password").await;
            done(&last.call("choose_method", &[("method", "mail")]).await);
            last.call("enter_mailed_code", &[("code", "0000-0000")])
                .await;
        }
        done(
            &last
                .call("choose_method", &[("method", "saved_code")])
                .await,
        );
        last.call("enter_saved_code", &[("code", "0000-0000-0000-0000-0000")])
            .await;
    }
}

/// Runs the test.
pub async fn run(form: Form) -> Vec<Report> {
    let mut reports = on_a_known_device(form).await;
    reports.extend(on_a_new_device(form).await);
    reports.extend(password_on_a_new_device(form).await);
    reports.extend(between_start_and_gate(form).await);
    reports
}

/// Signs in on the owner's usual device.
async fn on_a_known_device(form: Form) -> Vec<Report> {
    let world = World::new().await;
    let anna = world.anna();
    let mut attack = Attack { nth: 0 };
    let known = world.browser();
    known.sign_in(anna).await;
    let times = form.of(100, 10);
    let mut well = 0;
    let mut struck = 0;
    for _ in 0..times {
        // More strikes first, so that the wait is at its longest from the beginning.
        while struck < form.of(100, 8) {
            attack.strike(&world, anna).await;
            world.advance(policy::LONGEST_DELAY);
            struck += 1;
        }
        attack.strike(&world, anna).await;
        done(&known.call("sign_out", &[]).await);
        known.try_sign_in(&anna.user_name, &anna.password).await;
        well += u32::from(known.is_signed_in().await);
        world.advance(HOUR);
    }
    let what = format!(
        "sign-ins on the known device, at the first try, {} strangers",
        attack.nth
    );
    vec![Report::all(TEST, what, well, times)]
}

/// Gets back in on an unknown browser: by a passkey, and by ways that need no mail.
async fn on_a_new_device(form: Form) -> Vec<Report> {
    let world = World::strict().await;
    let mut anna = world.anna().clone();
    let mut attack = Attack { nth: 0 };
    let home = world.confirmed(&anna).await;
    let mut passkey = SoftPasskey::new(7);
    done(&home.make_passkey("add", "add_passkey", &mut passkey).await);
    world.advance(policy::QUARANTINE);
    let times = form.of(100, 10);
    let mut signed_in = 0;
    let mut recovered = 0;
    for nth in 0..times {
        attack.strike(&world, &anna).await;
        let new = world.browser();
        new.use_passkey("sign-in", "sign_in_with_passkey", &mut passkey)
            .await;
        signed_in += u32::from(new.is_signed_in().await);
        attack.strike(&world, &anna).await;
        let password = format!("a new sentence for the {nth}th time");
        if recover_by_passkey(&world.browser(), &anna, &mut passkey, &password).await {
            anna.password = password;
            recovered += 1;
        }
        world.advance(HOUR);
    }
    let codes = anna.codes.clone();
    let mut by_code = 0;
    let mut tried = 0;
    for code in codes.iter().skip(1).take(form.of(9, 3)) {
        attack.strike(&world, &anna).await;
        let new = world.browser();
        new.start_recovery(&anna.user_name, "forgot_password").await;
        // While the owner looks for a code, strangers start more recoveries than may be open.
        for _ in 0..2 {
            attack.strike(&world, &anna).await;
        }
        tried += 1;
        done(&new.call("choose_method", &[("method", "saved_code")]).await);
        new.call("enter_saved_code", &[("code", code)]).await;
        new.call("choose_method", &[("method", "authenticator")])
            .await;
        let app = world.app_code(&anna);
        new.call("enter_authenticator", &[("code", &app)]).await;
        let password = format!("another sentence for the {tried}th time");
        let answer = new.call("new_password", &[("password", &password)]).await;
        by_code += u32::from(answer.body == "\"Done\"");
        world.advance(HOUR);
    }
    // The budget that strangers can use up: the mail that all unknown browsers share (S66).
    let mut mailed = 0;
    let asked = form.of(10, 3);
    for _ in 0..asked {
        attack.strike(&world, &anna).await;
        let before = world
            .mails_to(&anna.email)
            .await
            .iter()
            .filter(|mail| mail.code.is_some())
            .count();
        let new = world.browser();
        new.start_recovery(&anna.email, "forgot_password").await;
        done(&new.call("choose_method", &[("method", "mail")]).await);
        let after = world
            .mails_to(&anna.email)
            .await
            .iter()
            .filter(|mail| mail.code.is_some())
            .count();
        mailed += u32::from(after > before);
        world.advance(HOUR);
    }
    vec![
        Report::all(
            TEST,
            "sign-ins by passkey on a new device",
            signed_in,
            times,
        ),
        Report::all(
            TEST,
            "recoveries by passkey on a new device",
            recovered,
            times,
        ),
        Report::all(
            TEST,
            "recoveries by saved code and app on a new device",
            by_code,
            tried,
        ),
        Report::told(
            TEST,
            "mailed codes that still reach a new device, once strangers ask each hour",
            format!("{mailed}/{asked}"),
        ),
    ]
}

async fn recover_by_passkey(
    browser: &Browser,
    person: &Person,
    passkey: &mut SoftPasskey,
    password: &str,
) -> bool {
    browser
        .start_recovery(&person.user_name, "forgot_password")
        .await;
    done(
        &browser
            .call("choose_method", &[("method", "passkey")])
            .await,
    );
    browser
        .use_passkey("recover", "enter_passkey", passkey)
        .await;
    let answer = browser
        .call("new_password", &[("password", password)])
        .await;
    answer.body == "\"Done\""
}

/// Until a hundred have failed, the right password waits its turn, and no longer than that.
async fn password_on_a_new_device(form: Form) -> Vec<Report> {
    let world = World::new().await;
    let anna = world.anna();
    let blocked_until = "SELECT coalesce(max(blocked_until), 0) FROM sign_in_counters";
    let mut longest = 0;
    let mut opened = 0;
    let mut tried = 0;
    for nth in 1..policy::FAILURES_MAX {
        world
            .browser()
            .try_sign_in(&anna.user_name, &format!("a guess, {nth}"))
            .await;
        let wait = (world.database().number(blocked_until).await - world.now().as_millis()).max(0);
        longest = longest.max(wait);
        world.advance(Duration::from_millis(u64::try_from(wait).unwrap_or(0)));
        // On a copy, or the owner's success would end the attack.
        if nth % form.of(3, 33) == 0 {
            let copy = world.after_kill().await;
            let passed = world.now().as_millis() - regain_testkit::BEGINNING.as_millis();
            copy.advance(Duration::from_millis(u64::try_from(passed).unwrap_or(0)));
            let new = copy.browser();
            new.try_sign_in(&anna.user_name, &anna.password).await;
            tried += 1;
            opened += u32::from(new.is_signed_in().await);
        }
    }
    let minutes = longest as f64 / 60_000.0;
    let good = longest <= i64::try_from(policy::LONGEST_DELAY.as_millis()).unwrap_or(0);
    vec![
        Report::judged(
            TEST,
            "longest wait for the password on a new device, up to 99 failures",
            format!("{minutes:.1} min"),
            "<= 15 min",
            good,
        ),
        Report::all(
            TEST,
            "sign-ins by password on a new device after that wait",
            opened,
            tried,
        ),
    ]
}

/// The owner has started a recovery; before they type their code, strangers start others.
async fn between_start_and_gate(form: Form) -> Vec<Report> {
    let times = form.of(20, 2);
    let mut reports = Vec::new();
    for (what, known) in [("known", true), ("new", false)] {
        let world = World::new().await;
        let anna = world.anna();
        let mut attack = Attack { nth: 0 };
        let home = world.browser();
        home.sign_in(anna).await;
        done(&home.call("sign_out", &[]).await);
        let mut kept = 0;
        for _ in 0..times {
            let owner = if known { home.copy() } else { world.browser() };
            owner
                .start_recovery(&anna.user_name, "forgot_password")
                .await;
            done(&owner.call("choose_method", &[("method", "mail")]).await);
            let code = world.mailed_code(&anna.email).await;
            for _ in 0..3 {
                attack.strike(&world, anna).await;
            }
            owner.call("enter_mailed_code", &[("code", &code)]).await;
            kept += u32::from(owner.recovery_step().await == Some(2));
            owner.call("stop_recovery", &[]).await;
            world.advance(Duration::from_secs(24 * 60 * 60));
        }
        let text = format!("recoveries on a {what} device that outlive twelve others by strangers");
        reports.push(Report::all(TEST, text, kept, times));
    }
    reports
}
