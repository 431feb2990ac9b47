//! If something is missing or in the way, the command says so in one sentence before building
//! anything: this runs the command itself on a machine made of a folder of programs.
#![cfg(unix)]

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A machine with only these programs, and nothing built.
struct Machine(TempDir);

impl Machine {
    /// A machine with Rust, Node and the programs of every system.
    fn new() -> Self {
        let machine = Self(tempfile::tempdir().expect("the disk takes it"));
        fs::create_dir_all(machine.path("bin")).expect("the disk takes it");
        fs::create_dir_all(machine.path("target/debug")).expect("the disk takes it");
        fs::copy(
            env!("CARGO_BIN_EXE_xtask"),
            machine.path("target/debug/xtask"),
        )
        .expect("the disk takes it");
        fs::create_dir_all(machine.path("sysroot/lib/rustlib/wasm32-unknown-unknown"))
            .expect("the disk takes it");
        machine.program(
            "rustc",
            &format!(
                "case $1 in --print) echo {};; *) echo rustc 1.95.0;; esac",
                machine.path("sysroot").display()
            ),
        );
        machine.program("node", "echo v22.1.0");
        machine.program(
            "npm",
            "case $1 in --version) echo 11.0.0;; *) /bin/mkdir -p node_modules;; esac",
        );
        machine.program(
            "cargo",
            "echo 'error: this machine compiles nothing' >&2; exit 101",
        );
        for name in ["sh", "df"] {
            let path = ["/bin", "/usr/bin"]
                .iter()
                .map(|folder| Path::new(folder).join(name))
                .find(|path| path.exists());
            symlink(
                path.expect("every system has it"),
                machine.path("bin").join(name),
            )
            .expect("the disk takes it");
        }
        machine
    }

    fn path(&self, relative: &str) -> PathBuf {
        self.0.path().join(relative)
    }

    fn without(self, program: &str) -> Self {
        fs::remove_file(self.path("bin").join(program)).expect("the disk takes it");
        self
    }

    fn program(&self, name: &str, script: &str) {
        let path = self.path("bin").join(name);
        fs::remove_file(&path).ok();
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("the disk takes it");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("the disk takes it");
    }

    fn run(&self, variables: &[(&str, &str)]) -> Output {
        let mut command = Command::new(self.path("target/debug/xtask"));
        command
            .arg("run")
            .env_clear()
            .env("PATH", self.path("bin"))
            .env("CARGO_HOME", self.path("cargo"));
        command
            .env("HOME", self.0.path())
            .env("REGAIN_DATABASE_URL", "sqlite://no/such/file");
        command.env("REGAIN_LISTEN", "127.0.0.1:0");
        command
            .envs(variables.iter().copied())
            .output()
            .expect("it starts")
    }

    /// Asserts that the command ends with a sentence that has these parts.
    #[track_caller]
    fn refuses(&self, variables: &[(&str, &str)], parts: &[&str]) {
        let output = self.run(variables);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{said}");
        for part in parts {
            assert!(said.contains(part), "{part}: {said}");
        }
    }
}

#[test]
fn without_node_or_with_an_old_one_it_says_which_is_needed() {
    let sentence = "Node.js 20 or newer with npm is needed, and";
    Machine::new()
        .without("node")
        .refuses(&[], &[sentence, "none is here", "run this again"]);
    Machine::new().without("npm").refuses(&[], &[sentence]);
    let old = Machine::new();
    old.program("node", "echo v18.20.0");
    old.refuses(&[], &[sentence, "v18.20.0 is here"]);
}

#[test]
fn without_rust_or_the_browsers_target_it_says_how_to_get_it() {
    Machine::new()
        .without("rustc")
        .refuses(&[], &["`rustc` can't be started", "rustup"]);
    let machine = Machine::new();
    fs::remove_dir_all(machine.path("sysroot/lib")).unwrap();
    machine.refuses(
        &[],
        &["wasm32-unknown-unknown is missing, and rustup isn't here to add it"],
    );
}

#[test]
fn without_a_network_or_room_it_says_so_and_that_it_goes_on_later() {
    let machine = Machine::new();
    machine.program(
        "npm",
        "test \"$1\" = --version && echo 11.0.0 && exit; echo npm error code EAI_AGAIN >&2; exit 1",
    );
    machine.refuses(
        &[],
        &[
            "The package registries can't be reached",
            "npm ci",
            "target/logs/run.log",
        ],
    );

    let machine = Machine::new();
    machine.program("df", "echo header; echo /dev/x 9 9 2048 99% /");
    machine.refuses(&[], &["has 2 MB left", "make room"]);
}

#[test]
fn a_port_in_use_names_its_process_and_offers_another() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let own = format!("process {}", std::process::id());
    let parts = [
        format!("{address} is in use by"),
        "cargo xtask run --port ".to_owned(),
    ];
    let mut parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    if cfg!(target_os = "linux") {
        parts.push(&own);
    }
    Machine::new().refuses(&[("REGAIN_LISTEN", &address)], &parts);
}

#[test]
fn a_database_in_use_names_its_process() {
    let machine = Machine::new();
    let path = machine.path("some.sqlite3");
    let open = fs::File::create(&path).unwrap();
    let url = format!("sqlite://{}", path.display());
    let own = "is in use by `in_the_way-";
    if cfg!(target_os = "linux") {
        machine.refuses(
            &[("REGAIN_DATABASE_URL", &url)],
            &[own, "serve another database beside it"],
        );
    }
    drop(open);
    machine.refuses(
        &[("REGAIN_DATABASE_URL", &url)],
        &["this machine compiles nothing"],
    );
}
