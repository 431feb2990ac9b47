//! The released server over files in a directory, on a free port.

use crate::connection::{Connection, get};
use std::net::{Ipv4Addr, TcpListener as Probe};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tokio::time::sleep;

/// How often the test asks whether it is ready.
const STEP: Duration = Duration::from_millis(10);
/// The number of tries after which the test gives up.
const TRIES: u32 = 2_000;

/// Seconds since the first call.
#[expect(clippy::disallowed_methods, reason = "this is what is measured")]
pub(crate) fn seconds() -> f64 {
    use std::sync::OnceLock;
    static BEGIN: OnceLock<std::time::Instant> = OnceLock::new();
    BEGIN
        .get_or_init(std::time::Instant::now)
        .elapsed()
        .as_secs_f64()
}

/// A server that this process ends by its id.
pub(crate) struct Started {
    child: Child,
    pub(crate) port: u16,
}

impl Drop for Started {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

impl Started {
    /// Starts it over the database, the key and the heads that
    /// [`World::leave_in`](regain_testkit::World::leave_in) left.
    pub(crate) fn begin(program: &Path, directory: &Path) -> Result<Self, String> {
        let port = Probe::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|probe| probe.local_addr());
        let port = port.map_err(|error| error.to_string())?.port();
        let file = |name: &str| directory.join(name).display().to_string();
        let child = Command::new(program)
            .arg("serve")
            .current_dir(directory)
            .env_clear()
            .env("REGAIN_LISTEN", format!("127.0.0.1:{port}"))
            .env("REGAIN_PUBLIC_URL", format!("http://127.0.0.1:{port}"))
            .env(
                "REGAIN_DATABASE_URL",
                format!("sqlite://{}", file("regain.sqlite3")),
            )
            .env("REGAIN_KEY_FILE", file("regain.keys"))
            .env("REGAIN_HEADS_FILE", file("regain.heads"))
            .env("REGAIN_LOG", "error")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::inherit())
            .spawn()
            .map_err(|error| error.to_string())?;
        Ok(Self { child, port })
    }

    /// Waits until it is ready.
    pub(crate) async fn ready(&mut self) -> Result<(), String> {
        for _ in 0..TRIES {
            if let Ok(mut connection) = Connection::open(self.port, 1).await
                && connection
                    .ask(&get(self.port, "/readyz"))
                    .await
                    .is_ok_and(|answer| answer.status == 200)
            {
                return Ok(());
            }
            if let Ok(Some(status)) = self.child.try_wait() {
                return Err(format!("it ended at once: {status}"));
            }
            sleep(STEP).await;
        }
        Err("the server doesn't get ready".to_owned())
    }

    pub(crate) const fn process(&self) -> &Child {
        &self.child
    }

    /// A line of the system's report on the process, in KiB; 0 if the process is over.
    pub(crate) fn memory(&self, line: &str) -> u64 {
        let text = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))
            .unwrap_or_default();
        let value = text
            .lines()
            .find_map(|text| text.strip_prefix(line))
            .unwrap_or_default();
        value
            .trim_matches([':', '\t', ' ', 'k', 'B'])
            .parse()
            .unwrap_or(0)
    }
}
