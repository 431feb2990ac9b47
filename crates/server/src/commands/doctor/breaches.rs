//! Checks whether breached passwords can be looked up.

use super::Finding;
use crate::breaches::HttpBreaches;
use crate::config::Config;
use regain_domain::passwords::breach::{Digits, Range};

/// Requests the range of a word that is nobody's password.
pub(super) async fn breaches(config: &Config) -> Finding {
    let Some(url) = &config.passwords.breach_url else {
        return Finding::Note(
            "no breach_url: new passwords aren't compared with breached ones".to_owned(),
        );
    };

    let mend = "look at breach_url, and whether this machine may reach it; until then the list of common passwords decides";
    let asked = async {
        let source = HttpBreaches::source(url).map_err(|error| error.to_string())?;
        let answer = tokio::time::timeout(
            source.patience,
            source.breaches.range(Digits::of(b"regain").prefix()),
        )
        .await;
        let answer = answer
            .map_err(|_| "no answer within a second".to_owned())?
            .map_err(|error| error.to_string())?;

        Range::read(&answer)
            .map(drop)
            .map_err(|_| "the answer is no range".to_owned())
    };

    match asked.await {
        Ok(()) => Finding::Fine("ranges of breached passwords are answered".to_owned()),
        Err(error) => Finding::Wrong(
            format!("breached passwords can't be asked for: {error}"),
            mend.to_owned(),
        ),
    }
}
