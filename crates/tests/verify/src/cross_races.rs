//! T9: two acts at the same moment have the result of one of the two orders (S29, S45, S60, S71).
//!
//! The test does two acts one after the other, in both orders, each on a copy of the database. Then
//! it does them at once, on copy after copy, beginning the second one at each moment of the first:
//! answers, rows, history, mails and the password that opens must be those of one of the orders.

mod scenes;

use crate::brute_force::copy;
use crate::planted::{Planted, now};
use crate::{Form, Report};
use regain_domain::{GivenPassword, Identifier, Method, Refusal, policy};
use regain_service::{Regain, Requester, Visitor};
use regain_testkit::{Ended, World, at_once, processes, wrong_code};
use scenes::{Act, Scene};
use std::sync::Arc;
use std::time::Duration;

const TEST: &str = "t9";

/// The result of two acts.
#[derive(Debug, Clone)]
struct Outcome {
    ended: [Ended; 2],
    state: Vec<String>,
}

impl Outcome {
    /// Whether the same acts succeeded and left the same state. Refusals may differ, by how far the
    /// other act had come: a recovery that ended meanwhile was called off, or is at another step.
    fn is_that_of(&self, order: &Self) -> bool {
        let done = |outcome: &Self| outcome.ended.map(|ended| ended == Ended::Won);
        !self.ended.contains(&Ended::Broken)
            && done(self) == done(order)
            && self.state == order.state
    }
}

/// Runs the test.
pub async fn run(form: Form) -> Vec<Report> {
    let control = control(form).await;
    let mut reports = Vec::new();
    for scene in scenes::all().await {
        let report = raced(form, &scene).await;
        reports.push(match control {
            0 => report.voided("a lost update that was planted wasn't seen"),
            _ => report,
        });
    }
    reports.push(wrong_codes(form).await);
    reports.push(Report::judged(
        TEST,
        "control: lost updates of a planted one",
        control,
        ">= 1",
        control >= 1,
    ));
    reports
}

/// Both orders, and then both at once.
async fn raced(form: Form, scene: &Scene) -> Report {
    let (first, took) = in_order(scene, [0, 1]).await;
    let (second, _) = in_order(scene, [1, 0]).await;
    let mut odd = 0;
    let mut as_first = 0;
    let mut as_second = 0;
    let mut waited = 0;
    crate::say(format_args!(
        "t9 {}: {:?} or {:?}",
        scene.what, first.ended, second.ended
    ));
    let rounds = form.of(100, 6);
    for round in 0..rounds {
        // The second act begins before, during and after the first one.
        let late = took * round / rounds * 5 / 4;
        let outcome = at_once_on_a_copy(scene, late, round % 2 == 1).await;
        if outcome.ended.contains(&Ended::ToldToWait) {
            waited += 1;
        } else if outcome.is_that_of(&first) {
            as_first += 1;
        } else if outcome.is_that_of(&second) {
            as_second += 1;
        } else {
            odd += 1;
            crate::say(format_args!(
                "t9 {}: {outcome:#?}\nis neither {first:#?}\nnor {second:#?}",
                scene.what
            ));
        }
    }
    let same = if first.is_that_of(&second) {
        ", which come to the same"
    } else {
        ""
    };
    let figure = format!(
        "{odd} of {rounds}: {as_first} and {as_second} in the orders{same}, {waited} told to wait"
    );
    let good = odd == 0 && as_first + as_second > 0;
    Report::judged(
        TEST,
        format!("{}: outcomes of no order", scene.what),
        figure,
        "0",
        good,
    )
}

/// Runs the acts one after the other; also returns how long the first of the scene's acts took.
async fn in_order(scene: &Scene, order: [usize; 2]) -> (Outcome, Duration) {
    let world = copy(&scene.world).await;
    let mut ended = [Ended::Broken; 2];
    let mut took = Duration::ZERO;
    for nth in order {
        let began = now();
        ended[nth] = scene.acts[nth].on(world.regain(), world.admin()).await;
        if nth == 0 {
            took = now().duration_since(began);
        }
    }
    (
        Outcome {
            ended,
            state: state(&world, scene).await,
        },
        took,
    )
}

/// Runs the acts at once, each in its own process; with `swapped`, in the other one's.
async fn at_once_on_a_copy(scene: &Scene, late: Duration, swapped: bool) -> Outcome {
    let world = copy(&scene.world).await;
    let other = world.second_process().await;
    let (one, two) = if swapped {
        (&other, world.regain())
    } else {
        (world.regain(), &other)
    };
    let spawned = |act: &Act, regain: &Arc<Regain>, late: Duration| {
        let act = act.clone();
        let regain = Arc::clone(regain);
        let admin = Arc::clone(world.admin());
        tokio::spawn(async move {
            tokio::time::sleep(late).await;
            act.on(&regain, &admin).await
        })
    };
    let tasks = [
        spawned(&scene.acts[0], one, Duration::ZERO),
        spawned(&scene.acts[1], two, late),
    ];
    let mut ended = [Ended::Broken; 2];
    for (ended, task) in ended.iter_mut().zip(tasks) {
        *ended = task.await.unwrap_or(Ended::Broken);
    }
    Outcome {
        ended,
        state: state(&world, scene).await,
    }
}

/// Everything that the acts can change, without random parts.
async fn state(world: &World, scene: &Scene) -> Vec<String> {
    let mut state = Vec::new();
    for query in [
        "SELECT 'person ' || i.canonical || ' ' || p.status || ' ' || (p.frozen_at IS NOT NULL)
         FROM people p JOIN identifiers i ON i.person_id = p.id AND i.kind = 'user_name' ORDER BY 1",
        "SELECT 'address ' || u.canonical || ' ' || i.canonical || ' ' || i.position FROM identifiers i
         JOIN identifiers u ON u.person_id = i.person_id AND u.kind = 'user_name' WHERE i.kind = 'email' ORDER BY 1",
        "SELECT 'former ' || canonical FROM former_addresses ORDER BY 1",
        "SELECT 'claim ' || canonical || ' ' || (consumed_at IS NOT NULL) FROM address_claims ORDER BY 1",
        "SELECT 'method ' || kind || ' ' || name FROM methods ORDER BY 1",
        "SELECT 'sessions ' || count(*) FROM sessions",
        "SELECT 'flows ' || state || ' ' || count(*) FROM recovery_flows GROUP BY state ORDER BY 1",
        "SELECT 'change ' || action || ' ' || count(*) FROM credential_changes GROUP BY action ORDER BY 1",
        "SELECT 'history ' || group_concat(event, ' ') FROM (SELECT event FROM history ORDER BY seq)",
    ] {
        state.extend(world.database().texts(query).await);
    }
    let mails = world.mails().await;
    let mut mails: Vec<String> = mails
        .iter()
        .map(|mail| format!("mail {} {}", mail.to, mail.subject))
        .collect();
    mails.sort();
    state.extend(mails);
    for password in &scene.passwords {
        // One wait at a time, since each failure counts.
        world.advance(policy::LONGEST_DELAY);
        state.push(format!("opens {}", opens(world, password).await));
    }
    state
}

/// Whether a password is Anna's.
async fn opens(world: &World, password: &str) -> bool {
    let who = Identifier::parse(&world.anna().user_name).expect("an identifier");
    let given = GivenPassword::parse(password).expect("a password");
    world
        .regain()
        .sign_in
        .by_password(&Requester::default(), &who, &given, false)
        .await
        .is_ok()
}

/// 200 wrong codes at once: how many of them the server compares.
async fn wrong_codes(form: Form) -> Report {
    const AT_ONCE: usize = 200;
    let world = World::new().await;
    let processes = processes(&world).await;
    let rounds = form.of(50, 2);
    let mut most = 0;
    let mut opened = 0;
    for _ in 0..rounds {
        world.advance(Duration::from_secs(24 * 60 * 60));
        let token = world.recovering(world.anna(), Method::Mail).await;
        let wrong = wrong_code(&world.mailed_code(&world.anna().email).await);
        let tally = at_once(&processes, AT_ONCE, |regain, _| {
            let token = token.clone();
            let wrong = wrong.clone();
            async move {
                regain
                    .recovery
                    .enter_mailed_code(&Visitor::default(), &token, &wrong)
                    .await
            }
        })
        .await;
        let compared = tally
            .refused
            .iter()
            .filter(|refusal| **refusal == Refusal::CodeWrong)
            .count();
        let tries = world
            .database()
            .number("SELECT tries FROM challenges ORDER BY seq DESC LIMIT 1")
            .await;
        most = most
            .max(compared)
            .max(usize::try_from(tries).unwrap_or(usize::MAX));
        opened += tally.won + tally.broken;
    }
    let figure = format!("{most} of {rounds} challenges, {opened} let in or broken");
    let good = most <= policy::CODE_TRIES as usize && opened == 0;
    Report::judged(
        TEST,
        format!("{AT_ONCE} wrong codes at once: most that were compared"),
        figure,
        "<= 5, 0",
        good,
    )
}

/// How often two acts that look and then write, at once, have a result that neither order has.
async fn control(form: Form) -> u32 {
    let world = World::new().await;
    let processes = processes(&world).await;
    let planted = Planted::in_world(&world).await;
    let mut lost = 0;
    for _ in 0..form.of(50, 20) {
        planted.renew(&world).await;
        let tally = at_once(&processes, 2, |_, _| {
            let database = world.database().clone();
            async move { Planted::redeem(&database).await }
        })
        .await;
        let used = world.database().number("SELECT used FROM planted").await;
        lost += u32::from(used != 2 || tally.won == 2);
    }
    lost
}
