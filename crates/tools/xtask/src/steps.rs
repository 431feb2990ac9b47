//! Long work in steps: a line for each on the terminal, and all the tools' output in a file.

use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, IsTerminal as _, Read, Write as _};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use crate::causes;
use crate::sh::{self, Failure, Result};
use crate::workspace::Workspace;

/// How many of the last lines of a failed step to show.
const SHOWN: usize = 25;
/// How often the terminal shows the elapsed time.
const TICK: Duration = Duration::from_secs(1);

/// Some work, its steps and its log.
pub(crate) struct Steps {
    total: usize,
    begun: usize,
    log: File,
    path: PathBuf,
}

impl Steps {
    /// Begins a log in `target/logs`, replacing an earlier one with this name.
    pub(crate) fn new(workspace: &Workspace, name: &str, total: usize) -> Result<Self> {
        let folder = workspace.logs();
        let path = folder.join(format!("{name}.log"));
        let log = fs::create_dir_all(&folder).and_then(|()| File::create(&path));
        let log = log.map_err(|error| {
            Failure::new(format!("{} can't be written: {error}", path.display()))
        })?;
        Ok(Self {
            total,
            begun: 0,
            log,
            path,
        })
    }

    /// The path of the log with all the tools' output.
    pub(crate) const fn path(&self) -> &PathBuf {
        &self.path
    }

    /// Runs the commands of a step side by side. `about` says how long they take with everything to
    /// do.
    pub(crate) fn run(&mut self, what: &str, about: &str, commands: Vec<Command>) -> Result {
        self.begun += 1;
        let Self { total, begun, .. } = self;
        sh::say(format!("[{begun}/{total}] {what} ({about})"));
        let start = Instant::now();
        let mut said = Said::default();
        let done = self.together(commands, &mut said, start);
        clear_line();
        match done {
            Ok(()) => {
                sh::print(format_args!("        done in {}", shown(start.elapsed())));
                Ok(())
            }
            Err(failure) => Err(self.explained(&failure, &said)),
        }
    }

    /// Says that a step has nothing to do.
    pub(crate) fn skip(&mut self, what: &str) {
        self.begun += 1;
        let Self { total, begun, .. } = self;
        sh::say(format!("[{begun}/{total}] {what}: nothing to do"));
    }

    fn together(&mut self, commands: Vec<Command>, said: &mut Said, start: Instant) -> Result {
        let (sender, lines) = mpsc::channel();
        let mut children = Vec::new();
        for mut command in commands {
            writeln!(self.log, "$ {}", sh::shown(&command)).ok();
            let piped = command
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped());
            let mut child = piped
                .spawn()
                .map_err(|error| sh::not_started(&command, &error))?;
            let out = child
                .stdout
                .take()
                .map(|pipe| pass_on(pipe, sender.clone()));
            let err = child
                .stderr
                .take()
                .map(|pipe| pass_on(pipe, sender.clone()));
            children.push((command, child, [out, err]));
        }
        drop(sender);
        self.listen(&lines, said, start);
        let ends = children
            .into_iter()
            .map(|(command, child, readers)| end(&command, child, readers));
        ends.collect::<Vec<_>>().into_iter().collect()
    }

    /// Writes the output down until every sender is gone.
    fn listen(&mut self, lines: &mpsc::Receiver<String>, said: &mut Said, start: Instant) {
        loop {
            match lines.recv_timeout(TICK) {
                Ok(line) => {
                    writeln!(self.log, "{line}").ok();
                    said.hear(line);
                }
                Err(mpsc::RecvTimeoutError::Timeout) => {}
                Err(mpsc::RecvTimeoutError::Disconnected) => return,
            }
            show_progress(start.elapsed(), said);
        }
    }

    fn explained(&self, failure: &Failure, said: &Said) -> Failure {
        let text = said.last.join("\n");
        let advice =
            causes::advice(&text).unwrap_or("Run it again and it goes on where it stopped.");
        Failure::new(format!(
            "{text}\n\n{failure}\n{advice}\nEverything that was said is in {}",
            self.path.display()
        ))
    }
}

/// The tools' output in a step.
#[derive(Default)]
struct Said {
    last: Vec<String>,
    compiled: usize,
}

impl Said {
    fn hear(&mut self, line: String) {
        self.compiled += usize::from(line.trim_start().starts_with("Compiling "));
        if self.last.len() == SHOWN {
            self.last.remove(0);
        }
        self.last.push(line);
    }
}

fn pass_on(
    pipe: impl Read + Send + 'static,
    lines: mpsc::Sender<String>,
) -> thread::JoinHandle<()> {
    thread::spawn(move || {
        let mut reader = BufReader::new(pipe);
        let mut line = Vec::new();
        while reader
            .read_until(b'\n', &mut line)
            .is_ok_and(|count| count > 0)
        {
            let text = String::from_utf8_lossy(&line).trim_end().to_owned();
            line.clear();
            if lines.send(text).is_err() {
                return;
            }
        }
    })
}

fn end(
    command: &Command,
    mut child: Child,
    readers: [Option<thread::JoinHandle<()>>; 2],
) -> Result {
    for reader in readers.into_iter().flatten() {
        reader.join().ok();
    }
    let status = child
        .wait()
        .map_err(|error| sh::not_started(command, &error))?;
    sh::judge(command, status)
}

/// A changing line, if somebody sees it.
fn show_progress(elapsed: Duration, said: &Said) {
    let mut out = io::stdout();
    if !out.is_terminal() {
        return;
    }
    let compiled = if said.compiled == 0 {
        String::new()
    } else {
        format!(", {} crates", said.compiled)
    };
    let newest: String = said
        .last
        .last()
        .map(|line| line.trim().chars().take(50).collect())
        .unwrap_or_default();
    write!(
        out,
        "\r\u{1b}[K        {}{compiled}  {newest}",
        shown(elapsed)
    )
    .and_then(|()| out.flush())
    .ok();
}

fn clear_line() {
    let mut out = io::stdout();
    if out.is_terminal() {
        write!(out, "\r\u{1b}[K").and_then(|()| out.flush()).ok();
    }
}

/// A duration in everyday notation: `3 min 7 s`.
pub(crate) fn shown(time: Duration) -> String {
    match time.as_secs() {
        seconds @ ..60 => format!("{seconds} s"),
        seconds => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_said_in_minutes_and_seconds() {
        for (seconds, said) in [
            (0, "0 s"),
            (59, "59 s"),
            (60, "1 min 0 s"),
            (187, "3 min 7 s"),
        ] {
            assert_eq!(shown(Duration::from_secs(seconds)), said);
        }
    }

    #[test]
    fn only_the_end_of_a_long_talk_is_kept_and_crates_are_counted() {
        let mut said = Said::default();
        for number in 0..100 {
            said.hear(format!("   Compiling crate-{number} v0.1.0"));
        }
        assert_eq!((said.compiled, said.last.len()), (100, SHOWN));
        assert_eq!(
            said.last.last().map(String::as_str),
            Some("   Compiling crate-99 v0.1.0")
        );
    }
}
