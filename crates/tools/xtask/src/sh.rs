//! Printing messages and starting programs.

use std::fmt;
use std::io::{self, IsTerminal as _, Read, Write};
use std::process::{Command, ExitCode, ExitStatus, Stdio};
use std::thread;

/// The reason why a task ends, in a sentence that says what to do.
#[derive(Debug)]
pub(crate) struct Failure {
    message: String,
    code: u8,
}

/// The result of every task.
pub(crate) type Result<T = ()> = std::result::Result<T, Failure>;

impl Failure {
    /// A failure with a sentence for the person.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            code: 1,
        }
    }

    /// Nothing failed, but not everything could run; the exit code differs.
    pub(crate) fn incomplete(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            code: 3,
        }
    }

    /// The exit code of the process.
    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.code)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// Prints a line of our own, with a mark that sets it apart from the tools' lines.
pub(crate) fn say(line: impl fmt::Display) {
    println!("» {line}");
}

/// Prints a line as it is.
pub(crate) fn print(line: impl fmt::Display) {
    println!("{line}");
}

/// The command as a person would type it.
pub(crate) fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Starts a program on our own terminal and waits for it.
pub(crate) fn run(command: &mut Command) -> Result {
    let status = command
        .status()
        .map_err(|error| not_started(command, &error))?;
    judge(command, status)
}

/// The output of a program, or `None` if it is missing or fails: for looking at what is installed.
pub(crate) fn probe(command: &mut Command) -> Option<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Starts a program, shows its output as it comes, and returns all of it with the program's result.
pub(crate) fn run_and_read(command: &mut Command) -> Result<(String, Result)> {
    if io::stdout().is_terminal() {
        // With the pipe in between, the tools would think that nobody can see colours.
        command
            .env("CARGO_TERM_COLOR", "always")
            .env("FORCE_COLOR", "1");
    }
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| not_started(command, &error))?;
    let out = child
        .stdout
        .take()
        .map(|pipe| thread::spawn(move || copy(pipe, io::stdout())));
    let err = child
        .stderr
        .take()
        .map(|pipe| thread::spawn(move || copy(pipe, io::stderr())));
    let status = child.wait().map_err(|error| not_started(command, &error))?;
    let mut text = String::new();
    for reader in [out, err].into_iter().flatten() {
        text += &reader
            .join()
            .map_err(|_| Failure::new(format!("lost the output of `{}`", shown(command))))?;
        text.push('\n');
    }
    Ok((text, judge(command, status)))
}

/// Copies a pipe to our own output as it comes. If the terminal closes, it still reads the
/// program's output to the end.
fn copy(mut pipe: impl Read, mut to: impl Write) -> String {
    let mut all = Vec::new();
    let mut buffer = [0; 8192];
    while let Ok(count @ 1..) = pipe.read(&mut buffer) {
        let chunk = buffer.get(..count).unwrap_or_default();
        all.extend_from_slice(chunk);
        to.write_all(chunk).and_then(|()| to.flush()).ok();
    }
    String::from_utf8_lossy(&all).into_owned()
}

/// The reason why a program didn't start.
pub(crate) fn not_started(command: &Command, error: &io::Error) -> Failure {
    let program = command.get_program().to_string_lossy();
    Failure::new(format!(
        "`{program}` can't be started ({error}); is it installed and on the PATH?"
    ))
}

/// Whether a program succeeded.
pub(crate) fn judge(command: &Command, status: ExitStatus) -> Result {
    if status.success() {
        Ok(())
    } else {
        Err(Failure::new(format!(
            "`{}` ended with {status}",
            shown(command)
        )))
    }
}
