//! One processor, shared with two busy loops, to imitate a busy machine.

use std::process::{Child, Command, Stdio};

use crate::sh::{self, Failure, Result};
use crate::workspace::Workspace;

/// The processor for everything.
const PROCESSOR: &str = "0";
/// The number of loops.
const LOOPS: usize = 2;

/// The loops; dropping this ends them.
pub(crate) struct Busy(Vec<Child>);

/// Moves this process, and so its children, to one processor, and starts the loops there.
pub(crate) fn begin(workspace: &Workspace) -> Result<Busy> {
    let own = std::process::id().to_string();
    if sh::probe(workspace.command("taskset").args(["-cp", PROCESSOR, &own])).is_none() {
        return Err(Failure::new(
            "`taskset` can't be used here; on Debian it is in util-linux",
        ));
    }
    sh::say(format!(
        "From now on everything shares processor {PROCESSOR} with {LOOPS} busy loops"
    ));
    (0..LOOPS)
        .map(|_| busy_loop().spawn())
        .collect::<std::io::Result<_>>()
        .map(Busy)
        .map_err(|error| Failure::new(format!("a busy loop can't be started: {error}")))
}

/// A loop that checks now and then whether this process still exists, so that it can't be left
/// behind.
fn busy_loop() -> Command {
    let text = format!(
        "while kill -0 {} 2>/dev/null; do n=0; while [ $n -lt 200000 ]; do n=$((n + 1)); done; done",
        std::process::id()
    );
    let mut command = Command::new("sh");
    command.args(["-c", &text]).stdin(Stdio::null());
    command
}

impl Drop for Busy {
    fn drop(&mut self) {
        for child in &mut self.0 {
            child.kill().and_then(|()| child.wait()).ok();
        }
    }
}
