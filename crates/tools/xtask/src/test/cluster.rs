//! A PostgreSQL server for tests: in a folder of its own, without a network port, ended with this.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::sh::{self, Failure, Result};
use crate::tools;
use crate::workspace::Workspace;

/// Where tests look for it.
const SERVER: &str = "REGAIN_TEST_POSTGRES";

/// The server; dropping this ends it and removes its folder.
pub(crate) struct Cluster {
    folder: PathBuf,
    keeper: Child,
}

/// Starts a server, if PostgreSQL is there or can be installed; `None` otherwise.
pub(crate) fn start(workspace: &Workspace) -> Result<Option<Cluster>> {
    let Some(programs) = tools::debian::postgresql(workspace) else {
        return Ok(None);
    };
    let folder = env::temp_dir().join(format!("regain-postgres-{}", std::process::id()));
    let data = folder.join("data");
    fs::create_dir_all(&folder)
        .map_err(|error| Failure::new(format!("{}: {error}", folder.display())))?;

    // PostgreSQL refuses to run as root.
    let is_root = sh::probe(workspace.command("id").arg("-u")).as_deref() == Some("0");
    let has_its_user = sh::probe(workspace.command("id").args(["-u", "postgres"])).is_some();
    let user = if has_its_user { "postgres" } else { "nobody" };
    if is_root {
        sh::run(workspace.command("chown").arg(user).arg(&folder))?;
    }
    let as_its_user = |program: &Path| {
        if is_root {
            let mut command = workspace.command("runuser");
            command.args(["-u", user, "--"]).arg(program);
            command
        } else {
            workspace.command(&program.to_string_lossy())
        }
    };

    let mut make = as_its_user(&programs.join("initdb"));
    make.arg("--pgdata").arg(&data).args([
        "--username=postgres",
        "--no-locale",
        "--encoding=UTF8",
        "--auth=trust",
        "--no-sync",
    ]);
    sh::run(make.stdout(Stdio::null()))?;

    let keeper = keeper(&as_its_user(&programs.join("postgres")), &folder)
        .spawn()
        .map_err(|error| Failure::new(format!("PostgreSQL can't be started: {error}")))?;
    let mut cluster = Cluster { folder, keeper };
    while !cluster.is_ready() {
        if let Ok(Some(_)) = cluster.keeper.try_wait() {
            return Err(Failure::new(format!(
                "PostgreSQL ended before it was ready; its words are in {}",
                cluster.log().display()
            )));
        }
        thread::sleep(Duration::from_millis(100));
    }

    Ok(Some(cluster))
}

/// Runs the server, ends it once this process is gone, so that it can't be left behind, and removes its folder. Nothing is
/// worth a disk here.
fn keeper(server: &Command, folder: &Path) -> Command {
    let text = format!(
        "\"$@\" >'{folder}/log' 2>&1 & server=$!
         while kill -0 {own} 2>/dev/null && kill -0 $server 2>/dev/null; do sleep 1; done
         kill -QUIT $(head -n 1 '{folder}/data/postmaster.pid') 2>/dev/null; wait $server; rm -rf '{folder}'",
        folder = folder.display(),
        own = std::process::id()
    );
    let mut command = Command::new("sh");
    command
        .args(["-c", &text, "sh"])
        .arg(server.get_program())
        .args(server.get_args())
        .arg("-D")
        .arg(folder.join("data"))
        .arg("-k")
        .arg(folder);
    for setting in [
        "listen_addresses=",
        "fsync=off",
        "full_page_writes=off",
        "max_connections=300",
    ] {
        command.args(["-c", setting]);
    }
    command.stdin(Stdio::null());
    command
}

impl Cluster {
    /// Tells a command's tests where it is.
    pub(crate) fn tell(&self, command: &mut Command) {
        let url = format!(
            "postgres://postgres@localhost:5432/postgres?host={}",
            self.folder.display()
        );
        command.env(SERVER, url);
    }

    /// The server itself says so in its file.
    fn is_ready(&self) -> bool {
        fs::read_to_string(self.folder.join("data/postmaster.pid"))
            .is_ok_and(|words| words.lines().any(|line| line.trim() == "ready"))
    }

    fn log(&self) -> PathBuf {
        self.folder.join("log")
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let words = fs::read_to_string(self.folder.join("data/postmaster.pid")).unwrap_or_default();
        if let Some(pid) = words.lines().next() {
            sh::probe(Command::new("kill").args(["-QUIT", pid]));
        }
        self.keeper.wait().ok();
    }
}
