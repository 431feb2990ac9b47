//! The program `regain`, run in a folder.

use std::path::Path;
use std::process::Command;

/// Runs the program in a folder; whether it succeeded, and its output.
pub(crate) fn run(folder: &Path, mode: &str, arguments: &[&str]) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_regain"));
    command.args(arguments).current_dir(folder).env_clear();
    for (name, value) in [
        ("MODE", mode),
        // Nobody's address, so that serving ends.
        (
            "LISTEN",
            if mode == "production" {
                "192.0.2.1:9"
            } else {
                "127.0.0.1:0"
            },
        ),
        ("PUBLIC_URL", "https://id.example.org"),
        ("SMTP_URL", "smtps://mail.example.org"),
        ("MAIL_FROM", "Example <no-reply@example.org>"),
        ("TRUSTED_PROXIES", ""),
        ("DATABASE_URL", "sqlite://regain.sqlite3"),
        ("KEY_FILE", "regain.keys"),
        ("HEADS_FILE", "regain.heads"),
    ] {
        command.env(format!("REGAIN_{name}"), value);
    }
    let done = command.output().expect("it runs");
    let words = [done.stdout, done.stderr].concat();
    (
        done.status.success(),
        String::from_utf8_lossy(&words).into_owned(),
    )
}
