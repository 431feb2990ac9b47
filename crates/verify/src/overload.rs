//! T13: more people sign in at once than the machine can hash for.
//!
//! The released server is started on a throw-away database and a free port, and asked from this process; both share the
//! cores, so what is served is a lower bound. Every try names somebody else who doesn't exist: each costs one hash.

use crate::{Form, Report};
use std::net::{Ipv4Addr, SocketAddr, TcpListener as Probe};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::{sleep, timeout};

const TEST: &str = "t13";
/// What one hash needs (S32).
const HASH_KIB: u64 = 19_456;
/// What may come on top of the hashes.
const SLACK_KIB: u64 = 64 * 1024;
/// Connections that one address of ours makes: the server takes a hundred of each (S94).
const PER_ADDRESS: usize = 50;

#[expect(clippy::disallowed_methods, reason = "this is what is measured")]
fn seconds() -> f64 {
    use std::sync::OnceLock;
    static BEGIN: OnceLock<std::time::Instant> = OnceLock::new();
    BEGIN.get_or_init(std::time::Instant::now).elapsed().as_secs_f64()
}

/// A server of one's own, ended by its id.
struct Server {
    child: Child,
    port: u16,
    _directory: TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

impl Server {
    async fn start(program: &Path) -> Result<Self, String> {
        let directory = tempfile::tempdir().map_err(|error| error.to_string())?;
        let port = Probe::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|probe| probe.local_addr());
        let port = port.map_err(|error| error.to_string())?.port();
        let file = |name: &str| directory.path().join(name).display().to_string();
        let child = Command::new(program)
            .arg("serve")
            .current_dir(directory.path())
            .env_clear()
            .env("REGAIN_LISTEN", format!("127.0.0.1:{port}"))
            .env("REGAIN_PUBLIC_URL", format!("http://127.0.0.1:{port}"))
            .env("REGAIN_DATABASE_URL", format!("sqlite://{}", file("regain.sqlite3")))
            .env("REGAIN_KEY_FILE", file("regain.keys"))
            .env("REGAIN_HEADS_FILE", file("regain.heads"))
            .env("REGAIN_LOG", "error")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| error.to_string())?;
        let server = Self { child, port, _directory: directory };
        for _ in 0..400 {
            if let Ok(mut connection) = Connection::open(server.port, 1).await
                && connection.ask(&get(server.port, "/readyz")).await.is_ok_and(|answer| answer.status == 200)
            {
                return Ok(server);
            }
            sleep(Duration::from_millis(50)).await;
        }
        Err("the server doesn't get ready".to_owned())
    }

    /// A line of what the system tells of the process, in KiB.
    fn memory(&self, line: &str) -> u64 {
        let text = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let value = text.lines().find_map(|text| text.strip_prefix(line)).unwrap_or_default();
        value.trim_matches([':', '\t', ' ', 'k', 'B']).parse().unwrap_or(0)
    }
}

struct Answer {
    status: u16,
    retry_after: Option<u64>,
}

/// A connection that is kept.
struct Connection(TcpStream);

impl Connection {
    async fn open(port: u16, address: u8) -> std::io::Result<Self> {
        let socket = TcpSocket::new_v4()?;
        socket.bind(SocketAddr::from(([127, 0, 0, address], 0)))?;
        let stream = socket.connect(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await?;
        stream.set_nodelay(true)?;
        Ok(Self(stream))
    }

    /// Sends a request and reads its answer whole.
    async fn ask(&mut self, request: &str) -> std::io::Result<Answer> {
        self.0.write_all(request.as_bytes()).await?;
        let mut bytes = Vec::new();
        loop {
            if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
                let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
                let header = |name: &str| {
                    let value = head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
                    value.and_then(|value| value.trim().parse::<u64>().ok())
                };
                let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
                let length = header("content-length").and_then(|length| usize::try_from(length).ok());
                let whole = match length {
                    Some(length) => bytes.len() >= end + 4 + length,
                    None => bytes.ends_with(b"0\r\n\r\n"),
                };
                if whole {
                    return Ok(Answer { status, retry_after: header("retry-after") });
                }
            }
            if self.0.read_buf(&mut bytes).await? == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
        }
    }
}

fn get(port: u16, path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\n\r\n")
}

fn sign_in(port: u16, nth: u64) -> String {
    // As long as a password may be.
    let body = format!("identifier=nobody{nth}&password={}{nth}", "x".repeat(200));
    format!(
        "POST /api/sign_in HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\norigin: http://127.0.0.1:{port}\r\n\
         sec-fetch-site: same-origin\r\naccept: application/json\r\ncontent-type: application/x-www-form-urlencoded\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// What so many clients saw.
#[derive(Debug, Default)]
struct Seen {
    checked: u64,
    refused: u64,
    without_retry: u64,
    broken: u64,
    health: Vec<f64>,
    most_kib: u64,
    seconds: f64,
}

impl Seen {
    fn rate(&self) -> f64 {
        self.checked as f64 / self.seconds
    }

    /// The 99th percentile of health's answers, in milliseconds.
    fn health_p99(&self) -> f64 {
        let mut sorted = self.health.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        crate::stats::percentile(&sorted, 0.99)
    }
}

/// So many clients sign in, each again as soon as it is answered; who is told to come back does after the time it was told.
async fn clients(server: &Server, count: usize, span: Duration) -> Seen {
    let (over, numbers) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let seen = Arc::new(Mutex::new(Seen::default()));
    let mut tasks = tokio::task::JoinSet::new();
    let (port, begun) = (server.port, seconds());
    for client in 0..count {
        let (over, numbers, seen) = (Arc::clone(&over), Arc::clone(&numbers), Arc::clone(&seen));
        let address = u8::try_from(2 + client / PER_ADDRESS).unwrap_or(2);
        tasks.spawn(async move {
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
                let request = sign_in(port, begun_number(begun) + numbers.fetch_add(1, Ordering::Relaxed));
                let answer = timeout(Duration::from_secs(20), open.ask(&request)).await;
                let counts = !over.load(Ordering::Relaxed);
                match answer {
                    Ok(Ok(Answer { status: 503, retry_after })) => {
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
                    Ok(Ok(Answer { status: 200..=499, .. })) => {
                        note(&seen, |seen| seen.checked += u64::from(counts));
                        connection = Some(open);
                    }
                    _ => note(&seen, |seen| seen.broken += 1),
                }
            }
        });
    }
    let mut health = Connection::open(port, 1).await.ok();
    while seconds() - begun < span.as_secs_f64() {
        let memory = server.memory("VmRSS");
        let asked = seconds();
        let answered = match health.as_mut() {
            Some(connection) => connection.ask(&get(port, "/healthz")).await.is_ok(),
            None => false,
        };
        let took = (seconds() - asked) * 1_000.0;
        note(&seen, |seen| {
            seen.most_kib = seen.most_kib.max(memory);
            seen.broken += u64::from(!answered);
            seen.health.push(took);
        });
        if !answered {
            health = Connection::open(port, 1).await.ok();
        }
        sleep(Duration::from_millis(20)).await;
    }
    over.store(true, Ordering::Relaxed);
    let took = seconds() - begun;
    timeout(Duration::from_secs(30), async { while tasks.join_next().await.is_some() {} }).await.ok();
    let mut seen = std::mem::take(&mut *seen.lock().unwrap_or_else(PoisonError::into_inner));
    seen.seconds = took;
    seen
}

/// No two runs name the same people, or some would have to wait.
fn begun_number(begun: f64) -> u64 {
    (begun * 1_000.0) as u64 * 1_000_000
}

fn note(seen: &Mutex<Seen>, change: impl FnOnce(&mut Seen)) {
    change(&mut seen.lock().unwrap_or_else(PoisonError::into_inner));
}

/// Hashes per second of the whole machine with nothing around them, memory reused.
fn raw(threads: usize, span: Duration) -> f64 {
    use argon2::{Algorithm, Argon2, Block, Params, Version};
    let begun = seconds();
    let one = move || {
        let params = Params::new(19_456, 2, 1, Some(32)).expect("Argon2id takes them");
        let mut blocks = vec![Block::default(); params.block_count()];
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let (mut tag, mut count) = ([0; 32], 0_u64);
        while seconds() - begun < span.as_secs_f64() {
            argon.hash_password_into_with_memory(b"a password", &[7; 16], &mut tag, &mut blocks).expect("it hashes");
            count += 1;
        }
        count
    };
    let threads: Vec<_> = (0..threads).map(|_| std::thread::spawn(one)).collect();
    let hashes: u64 = threads.into_iter().filter_map(|thread| thread.join().ok()).sum();
    hashes as f64 / (seconds() - begun)
}

/// Measures it with the released server at `program`.
pub async fn run(form: Form, program: &Path) -> Vec<Report> {
    let Ok(program) = program.canonicalize() else {
        let why = format!("{} isn't there; `cargo xtask test build` makes it", program.display());
        return vec![Report::not_run(TEST, "overload", why)];
    };
    let server = match Server::start(&program).await {
        Ok(server) => server,
        Err(why) => return vec![Report::judged(TEST, "the server starts", why, "ready in 20 s", false)],
    };
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let span = Duration::from_secs(form.of(15, 4));
    let base = server.memory("VmRSS");
    let before = raw(cores, span / 3);
    let alone = clients(&server, 1, span).await;
    let some = clients(&server, 32, span).await;
    let many = clients(&server, 500, span).await;
    let after = raw(cores, span / 3);
    let hashes = f64::midpoint(before, after);

    let most = base + cores as u64 * HASH_KIB + SLACK_KIB;
    let mib = |kib: u64| kib / 1024;
    let rate = |seen: &Seen| format!("{:.0}/s, {:.2} of raw hashing", seen.rate(), seen.rate() / hashes);
    let health = many.health_p99();
    let wanted = 15.0 * cores as f64;
    let goodput = Report::judged(
        TEST,
        "passwords checked, 500 clients",
        rate(&many),
        format!(">= {wanted:.0}/s"),
        many.rate() >= wanted,
    );
    let goodput = match hashes < wanted {
        true => goodput.voided("with nothing around it, this build hashes no faster on this busy machine"),
        false => goodput,
    };
    let broken = alone.broken + some.broken + many.broken;
    vec![
        Report::told(
            TEST,
            format!("raw hashing on {cores} cores, before and after"),
            format!("{before:.0}/s, {after:.0}/s"),
        ),
        Report::told(TEST, "passwords checked, 1 client", rate(&alone)),
        Report::told(TEST, "passwords checked, 32 clients", rate(&some)),
        goodput,
        Report::judged(
            TEST,
            format!("memory at its most, {} MiB when idle", mib(base)),
            format!("{} MiB", mib(many.most_kib)),
            format!("<= {} MiB", mib(most)),
            many.most_kib > 0 && many.most_kib <= most,
        ),
        Report::judged(TEST, "told to come back (503) at 500 clients", many.refused, ">= 1", many.refused > 0),
        Report::exactly(TEST, "of these without Retry-After", many.without_retry, 0),
        Report::exactly(TEST, "connections or answers that broke", broken, 0),
        Report::judged(TEST, "health at 500 clients, p99", format!("{health:.0} ms"), "< 100 ms", health < 100.0),
    ]
}
