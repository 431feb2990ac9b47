//! The program `regain` without a command.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};

fn program(folder: &std::path::Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_regain"));
    command
        .current_dir(folder)
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

#[test]
fn without_a_command_it_says_which_there_are() {
    let folder = tempfile::tempdir().expect("a directory");
    let done = program(folder.path()).output().expect("it runs");
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&done.stderr).contains("create-keys"));
    assert_eq!(
        std::fs::read_dir(folder.path())
            .expect("a directory")
            .count(),
        0,
        "nothing was made"
    );
}

/// `Cargo.toml` can't give `cargo leptos watch` a command.
#[test]
fn started_by_cargo_leptos_it_serves() {
    let folder = tempfile::tempdir().expect("a directory");
    let free = TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("a free port");
    let variables = [
        ("LEPTOS_OUTPUT_NAME", "regain"),
        ("LEPTOS_SITE_ADDR", "127.0.0.1:3000"),
        ("LEPTOS_WATCH", "true"),
    ];
    let mut server = program(folder.path())
        .envs(variables)
        .env("REGAIN_LISTEN", free.to_string())
        .spawn()
        .expect("it starts");
    // The server prints its address once it listens; if it ends instead, its output ends. Keep the
    // pipe open for its remaining output.
    let mut lines = BufReader::new(server.stdout.take().expect("its output"))
        .lines()
        .map_while(Result::ok);
    let said = lines.by_ref().find(|line| line.contains("Regain is at"));
    let answer = said.as_ref().map(|_| {
        let mut stream = TcpStream::connect(free).expect("somebody listens");
        let request = format!("GET /healthz HTTP/1.1\r\nhost: {free}\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("it is heard");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        answer
    });
    server.kill().and_then(|()| server.wait()).expect("it ends");
    assert!(
        answer.is_some_and(|answer| answer.starts_with("HTTP/1.1 200")),
        "{said:?}"
    );
}
