//! Makes the people of the browser tests, all at once:
//! `regain-seed FOLDER INVITED LANGUAGE:ADMINISTRATORS:PEOPLE…`.
//!
//! The folder gets `regain.sqlite3`, `regain.keys` and `regain.heads`, with which a server can
//! continue, and `people.json`, which lists the people and what they know. Those who were only
//! invited will be administrators, since the command line can repeat only those invitations.

mod crowd;
mod told;

use crowd::Group;
use regain_domain::Clock as _;
use regain_service::SystemClock;
use std::error::Error;
use std::path::Path;
use std::time::Duration;

/// How long ago everything happened: so long that no used code of an authenticator app works any
/// more.
const AGO: Duration = Duration::from_secs(10 * 60);

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, invited, enrolled @ ..] = arguments.as_slice() else {
        return Err(USAGE.into());
    };
    let invited = invited.parse()?;
    let enrolled: Vec<Group> = enrolled
        .iter()
        .map(|group| Group::parse(group).ok_or(USAGE))
        .collect::<Result<_, _>>()?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(seed(Path::new(folder), invited, &enrolled))
}

const USAGE: &str = "regain-seed FOLDER INVITED LANGUAGE:ADMINISTRATORS:PEOPLE…";

async fn seed(folder: &Path, invited: usize, enrolled: &[Group]) -> Result<(), Box<dyn Error>> {
    let (world, crowd) = crowd::gather(SystemClock.now().minus(AGO), invited, enrolled).await;
    // Sends all their mails, so the server that continues has none to send.
    world.deliver().await;
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join("people.json"), told::json(&crowd).to_string())?;
    world.leave_in(folder).await?;
    Ok(())
}
