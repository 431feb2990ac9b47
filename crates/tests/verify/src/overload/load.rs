//! Clients that sign in as often as they can, and somebody who opens pages meanwhile.

use super::requests::{guess, sign_in};
use super::seconds;
use super::server::{Device, Server};
use crate::connection::{Answer, Connection, get};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::{sleep, timeout};

/// Connections from one of our addresses: the server takes a hundred from each (S94).
const PER_ADDRESS: usize = 50;
/// The pages that somebody opens meanwhile; a supervisor asks for the first one.
const PAGES: [&str; 5] = [
    "/healthz",
    "/sign-in",
    "/recover",
    "/invite",
    "/sign-in?lang=zh-Hant",
];

/// The figures that these clients saw.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) signed_in: u64,
    pub(super) refused: u64,
    pub(super) without_retry: u64,
    pub(super) broken: u64,
    /// How long answers to health took, in milliseconds.
    pub(super) health: Vec<f64>,
    /// How long pages took, in milliseconds.
    pub(super) pages: Vec<f64>,
    pub(super) most_kib: u64,
    seconds: f64,
}

impl Seen {
    /// Sign-ins per second.
    pub(super) fn rate(&self) -> f64 {
        self.signed_in as f64 / self.seconds
    }
}

/// A percentile of times.
pub(super) fn percentile(times: &[f64], part: f64) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    crate::stats::percentile(&sorted, part)
}

/// Signs in with this many clients, each again as soon as its answer comes, or after the time for
/// which the answer tells it to wait.
pub(super) async fn clients(server: &Server, count: usize, span: Duration) -> Seen {
    let over = Arc::new(AtomicBool::new(false));
    let seen = Arc::new(Mutex::new(Seen::default()));
    let mut tasks = tokio::task::JoinSet::new();
    let port = server.started.port;
    let begun = seconds();
    for (client, device) in server.devices.iter().take(count).cloned().enumerate() {
        let address = u8::try_from(2 + client / PER_ADDRESS).unwrap_or(2);
        tasks.spawn(one(
            port,
            address,
            device,
            Arc::clone(&over),
            Arc::clone(&seen),
        ));
    }
    let mut connection = Connection::open(port, 1).await.ok();
    for nth in 0.. {
        if seconds() - begun >= span.as_secs_f64() {
            break;
        }
        let memory = server.started.memory("VmRSS");
        let asked = seconds();
        // The health check every other time.
        let page = if nth % 2 == 0 {
            0
        } else {
            1 + nth / 2 % (PAGES.len() - 1)
        };
        let answered = match connection.as_mut() {
            Some(connection) => connection
                .ask(&get(port, PAGES[page]))
                .await
                .is_ok_and(|answer| answer.status == 200),
            None => false,
        };
        let took = (seconds() - asked) * 1_000.0;
        note(&seen, |seen| {
            seen.most_kib = seen.most_kib.max(memory);
            seen.broken += u64::from(!answered);
            if page == 0 {
                &mut seen.health
            } else {
                &mut seen.pages
            }
            .push(took);
        });
        if !answered {
            connection = Connection::open(port, 1).await.ok();
        }
        sleep(Duration::from_millis(10)).await;
    }
    over.store(true, Ordering::Relaxed);
    let took = seconds() - begun;
    timeout(Duration::from_secs(30), async {
        while tasks.join_next().await.is_some() {}
    })
    .await
    .ok();
    let mut seen = std::mem::take(&mut *seen.lock().unwrap_or_else(PoisonError::into_inner));
    seen.seconds = took;
    seen
}

async fn one(
    port: u16,
    address: u8,
    device: Device,
    over: Arc<AtomicBool>,
    seen: Arc<Mutex<Seen>>,
) {
    let request = sign_in(port, &device);
    let mut connection = None;
    while !over.load(Ordering::Relaxed) {
        let mut open = match connection.take() {
            Some(open) => open,
            None => match Connection::open(port, address).await {
                Ok(open) => open,
                Err(_) => {
                    note(&seen, |seen| seen.broken += 1);
                    sleep(Duration::from_millis(100)).await;
                    continue;
                }
            },
        };
        let answer = timeout(Duration::from_secs(20), open.ask(&request)).await;
        // Answers after the end aren't in the rate.
        let counts = !over.load(Ordering::Relaxed);
        match answer {
            Ok(Ok(Answer {
                status: 503,
                retry_after,
                ..
            })) => {
                note(&seen, |seen| {
                    seen.refused += u64::from(counts);
                    seen.without_retry += u64::from(retry_after.is_none());
                });
                connection = Some(open);
                let until = seconds() + retry_after.unwrap_or(1) as f64;
                while seconds() < until && !over.load(Ordering::Relaxed) {
                    sleep(Duration::from_millis(50)).await;
                }
            }
            Ok(Ok(Answer {
                signed_in: true, ..
            })) => {
                note(&seen, |seen| seen.signed_in += u64::from(counts));
                connection = Some(open);
            }
            // Refused, although name, password and device are right; or no answer.
            _ => note(&seen, |seen| seen.broken += 1),
        }
    }
}

fn note(seen: &Mutex<Seen>, change: impl FnOnce(&mut Seen)) {
    change(&mut seen.lock().unwrap_or_else(PoisonError::into_inner));
}

/// How long an unchecked guess takes, in milliseconds: the median of as many as don't raise the
/// pressure.
pub(super) async fn throttled(server: &Server) -> std::io::Result<f64> {
    let mut connection = Connection::open(server.started.port, 1).await?;
    let mut times = Vec::new();
    for nth in 0..100 {
        let asked = seconds();
        connection
            .ask(&guess(server.started.port, "nobody-at-all", nth))
            .await?;
        // The first are free, and then each waits; none comes late enough to be checked.
        if nth >= 10 {
            times.push((seconds() - asked) * 1_000.0);
        }
    }
    Ok(percentile(&times, 0.5))
}

/// The memory of one connection that is idle after its first answer, in KiB.
pub(super) async fn idle_connection(server: &Server, count: usize) -> std::io::Result<f64> {
    let before = server.started.memory("VmRSS");
    let mut connections = Vec::new();
    for nth in 0..count {
        let address = u8::try_from(2 + nth / PER_ADDRESS).unwrap_or(2);
        let mut connection = Connection::open(server.started.port, address).await?;
        connection
            .ask(&get(server.started.port, "/healthz"))
            .await?;
        connections.push(connection);
    }
    let after = server.started.memory("VmRSS");
    Ok(after.saturating_sub(before) as f64 / count as f64)
}
