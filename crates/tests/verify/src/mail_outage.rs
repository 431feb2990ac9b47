//! T7: half an hour with a relay that is down, or worse, on a simulated clock; and a worker that is
//! killed again and again.
//!
//! The same people do the same things, minute by minute, in a world whose relay takes everything
//! and in one whose relay doesn't: both draw the same random bytes, so every byte of their answers
//! must be the same (S4). The test notes each row of the outbox when it is written, and counts what
//! becomes of it at the relay, by `Message-ID`.

mod outage;

use crate::relay::{At, Manner};
use crate::{Form, Report};
use outage::Outage;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use regain_mail::SmtpTransport;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

const TEST: &str = "t7";
const MINUTE: Duration = Duration::from_secs(60);
/// Long enough for every pause between tries to have passed.
const AFTERWARDS: Duration = Duration::from_secs(3 * 60 * 60);
/// The time-out for a silent relay is twice this long; the test measures the real one separately.
const SILENCE: Duration = Duration::from_millis(300);
/// A relay that speaks has all the time that a busy machine may take.
const PATIENCE: Duration = Duration::from_secs(60 * 60);

/// Half an hour in which the relay behaves like this; afterwards it takes everything.
async fn half_an_hour(manner: Manner, minutes: u32) -> Result<Outage, String> {
    let mut outage = Outage::begin().await?;
    let worker = outage.worker(if manner == Manner::TarPit {
        SILENCE
    } else {
        PATIENCE
    });
    outage
        .relay
        .behave(manner)
        .await
        .map_err(|error| error.to_string())?;
    let begin = outage.world.now();
    for nth in 0..minutes {
        outage.act(nth).await;
        outage.work(&worker, begin.plus(MINUTE * (nth + 1))).await;
    }
    outage
        .relay
        .behave(Manner::Takes)
        .await
        .map_err(|error| error.to_string())?;
    let worker = outage.worker(PATIENCE);
    let end = outage.world.now().plus(AFTERWARDS);
    outage.work(&worker, end).await;
    outage.note_kept().await;
    Ok(outage)
}

fn judge(what: &str, outage: &Outage, good: &Outage, waiting: i64) -> Vec<Report> {
    let notices = outage.count(|_, row| row.notice);
    let delivered = outage.count(|id, row| row.notice && outage.relay.copies(id) > 0);
    let permanent = what.starts_with('5');
    let accounted = outage.count(|_, row| row.notice && (row.copies > 0 || row.kept));
    let codes = outage.count(|_, row| !row.notice);
    let late = outage.count(|_, row| !row.notice && row.late);
    let mut reports = vec![if permanent {
        // Permanently refused: kept for the operator to see, and nothing else.
        Report::all(
            TEST,
            format!("{what}: notices delivered or kept as given up"),
            accounted,
            notices,
        )
    } else {
        Report::all(
            TEST,
            format!("{what}: notices delivered"),
            delivered,
            notices,
        )
    }];
    reports.push(Report::exactly(
        TEST,
        format!("{what}: codes mailed after their time, of {codes}"),
        late,
        0,
    ));
    let hung_up = what.starts_with("hangs up");
    if !hung_up {
        reports.push(Report::exactly(
            TEST,
            format!("{what}: mails that came twice"),
            outage.copies(),
            0,
        ));
    }
    reports.push(Report::exactly(
        TEST,
        format!("{what}: mails that still wait"),
        waiting,
        0,
    ));
    let same = outage
        .seen
        .iter()
        .zip(&good.seen)
        .filter(|(one, other)| one == other)
        .count();
    let same = u32::try_from(same).unwrap_or(0);
    let all = u32::try_from(good.seen.len()).unwrap_or(u32::MAX);
    reports.push(Report::all(
        TEST,
        format!("{what}: answers as with a good relay, to the byte"),
        same,
        all,
    ));
    reports
}

/// Kills a worker this often, amid its work.
async fn killed(kills: u32) -> Result<Vec<Report>, String> {
    let mut outage = Outage::begin().await?;
    let mut rng = StdRng::seed_from_u64(7);
    outage
        .relay
        .behave(Manner::Takes)
        .await
        .map_err(|error| error.to_string())?;
    let mut most = 0;
    let mut begun = 0;
    for _ in 0..kills {
        // Enough that many are under way at once.
        while outage.waiting().await < 8 {
            outage.act(begun).await;
            begun += 1;
            outage.world.advance(MINUTE);
        }
        let before = outage.copies();
        let waits = rng.random_range(1..150);
        {
            let worker = outage.worker(PATIENCE);
            let mut working = pin!(worker.run_once());
            let mut waited = 0;
            std::future::poll_fn(|context| {
                waited += 1;
                if waited > waits {
                    Poll::Ready(())
                } else {
                    working.as_mut().poll(context).map(drop)
                }
            })
            .await;
        }
        // The next one begins with whatever the dead one left.
        let worker = outage.worker(PATIENCE);
        worker.run_once().await.map_err(|error| error.to_string())?;
        most = most.max(outage.copies() - before);
    }
    let worker = outage.worker(PATIENCE);
    let end = outage.world.now().plus(AFTERWARDS);
    outage.work(&worker, end).await;
    let notices = outage.count(|_, row| row.notice);
    let delivered = outage.count(|id, row| row.notice && outage.relay.copies(id) > 0);
    let waiting = outage.waiting().await;
    Ok(vec![
        Report::all(
            TEST,
            format!("worker killed {kills} times: notices delivered"),
            delivered,
            notices,
        ),
        Report::at_most(
            TEST,
            "worker killed: mails that came twice, most after one kill",
            most,
            1,
        ),
        Report::told(
            TEST,
            format!(
                "worker killed: mails that came twice, of {}",
                outage.relay.mails()
            ),
            outage.copies(),
        ),
        Report::exactly(TEST, "worker killed: mails that still wait", waiting, 0),
    ])
}

/// How long a silent relay holds up a mail, with the time-out of the released server.
#[expect(clippy::disallowed_methods, reason = "this is what is measured")]
async fn tar_pit() -> Result<Report, String> {
    let mut outage = Outage::begin().await?;
    outage
        .relay
        .behave(Manner::TarPit)
        .await
        .map_err(|error| error.to_string())?;
    outage.act(0).await;
    let worker = outage.worker(SmtpTransport::TIME_OUT);
    let begun = std::time::Instant::now();
    worker.run_once().await.map_err(|error| error.to_string())?;
    let took = begun.elapsed().as_secs_f64();
    let most = SmtpTransport::TIME_OUT.as_secs_f64() * 2.0 + 1.0;
    Ok(Report::judged(
        TEST,
        "tar-pit: the worker goes on after",
        format!("{took:.1} s"),
        format!("<= {most:.0} s"),
        took <= most,
    ))
}

async fn measure(form: Form) -> Result<Vec<Report>, String> {
    let minutes = form.of(30, 10);
    let good = half_an_hour(Manner::Takes, minutes).await?;
    let all = good.count(|_, _| true);
    let came = good.count(|id, _| good.relay.copies(id) == 1);
    let mut reports = vec![Report::all(
        TEST,
        "good relay: mails delivered, once each",
        came,
        all,
    )];
    for (what, manner) in [
        ("down", Manner::Down),
        ("tar-pit", Manner::TarPit),
        ("421 at the greeting", Manner::Refuses(At::Greeting, 421)),
        ("451 for the sender", Manner::Refuses(At::Sender, 451)),
        ("450 for the recipient", Manner::Refuses(At::Recipient, 450)),
        ("452 after the content", Manner::Refuses(At::Content, 452)),
        ("550 for the recipient", Manner::Refuses(At::Recipient, 550)),
        ("554 after the content", Manner::Refuses(At::Content, 554)),
        (
            "hangs up after the content, keeping nothing",
            Manner::HangsUp { keeps: false },
        ),
        (
            "hangs up after the content, keeping the mail",
            Manner::HangsUp { keeps: true },
        ),
    ] {
        if form == Form::Short
            && matches!(
                manner,
                Manner::Refuses(At::Greeting | At::Sender | At::Content, _)
            )
        {
            continue;
        }
        let outage = half_an_hour(manner, minutes).await?;
        let waiting = outage.waiting().await;
        reports.extend(judge(what, &outage, &good, waiting));
        if manner == (Manner::HangsUp { keeps: true }) {
            // Each time it hung up, it had the mail already, and only the relay knew.
            reports.push(Report::told(
                TEST,
                format!("{what}: mails that came again"),
                outage.copies(),
            ));
        }
    }
    reports.extend(killed(form.of(50, 10)).await?);
    match form {
        Form::Full => reports.push(tar_pit().await?),
        Form::Short => {}
    }
    Ok(reports)
}

/// Runs the test.
pub async fn run(form: Form) -> Vec<Report> {
    match measure(form).await {
        Ok(reports) => reports,
        Err(why) => vec![Report::judged(
            TEST,
            "a relay on loopback",
            why,
            "it can be begun",
            false,
        )],
    }
}
