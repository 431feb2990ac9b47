//! The released server, on a free port, with people in its database.

use super::connection::{Connection, get};
use regain_testkit::World;
use rustix::process::{Pid, Resource, Rlimit, prlimit};
use std::net::{Ipv4Addr, TcpListener as Probe};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;
use tokio::time::sleep;

/// What the server may use for data, in bytes: anything beyond ends it.
pub(super) const MEMORY: u64 = 512 * 1024 * 1024;

/// A server of one's own, ended by its id.
pub(super) struct Server {
    child: Child,
    pub(super) port: u16,
    /// Devices that sign in with the password alone: who, and the cookie.
    pub(super) devices: Vec<Device>,
    _directory: TempDir,
}

/// A browser in which somebody has signed in fully before, and which was to be remembered.
#[derive(Clone)]
pub(super) struct Device {
    pub(super) user_name: String,
    pub(super) password: String,
    pub(super) cookie: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

impl Server {
    /// Enrols people, makes so many of their devices known, and serves what came of it within [`MEMORY`].
    pub(super) async fn start(program: &Path, devices: usize) -> Result<Self, String> {
        let directory = tempfile::tempdir().map_err(|error| error.to_string())?;
        let devices = people(devices, directory.path()).await?;
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
            .stderr(Stdio::inherit())
            .spawn()
            .map_err(|error| error.to_string())?;
        let mut server = Self { child, port, devices, _directory: directory };
        let limit = Rlimit { current: Some(MEMORY), maximum: Some(MEMORY) };
        prlimit(Some(Pid::from_child(&server.child)), Resource::Data, limit).map_err(|error| error.to_string())?;
        for _ in 0..400 {
            if let Ok(mut connection) = Connection::open(server.port, 1).await
                && connection.ask(&get(server.port, "/readyz")).await.is_ok_and(|answer| answer.status == 200)
            {
                return Ok(server);
            }
            if let Ok(Some(status)) = server.child.try_wait() {
                return Err(format!("it ended at once: {status}"));
            }
            sleep(Duration::from_millis(50)).await;
        }
        Err("the server doesn't get ready".to_owned())
    }

    /// A line of what the system tells of the process, in KiB; nothing if it is over.
    pub(super) fn memory(&self, line: &str) -> u64 {
        let text = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let value = text.lines().find_map(|text| text.strip_prefix(line)).unwrap_or_default();
        value.trim_matches([':', '\t', ' ', 'k', 'B']).parse().unwrap_or(0)
    }
}

async fn people(devices: usize, directory: &Path) -> Result<Vec<Device>, String> {
    let world = World::strict().await;
    let mut known = Vec::new();
    for nth in 0..devices {
        let person = [world.anna(), world.bert()][nth % 2].clone();
        let browser = world.browser();
        world.sign_in_remembered(&browser, &person).await;
        let cookie = browser.cookie("device").ok_or("the device isn't known")?.value;
        known.push(Device { user_name: person.user_name, password: person.password, cookie });
    }
    world.deliver().await;
    world.leave_in(directory).await.map_err(|error| error.to_string())?;
    Ok(known)
}
