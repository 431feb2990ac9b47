//! `regain invite-admin EMAIL` (S83).

use super::{Opened, say};
use crate::config::Config;
use regain_admin::InvitationOutcome;
use regain_domain::{EmailAddress, Language};
use regain_service::heads::HeadFile;

pub(super) fn run(config: &Config, email: &str) -> Result<(), String> {
    let address = EmailAddress::parse(email)
        .map_err(|error| format!("EMAIL: {error}, as in anna@example.org"))?;
    Opened::run(config, async |opened| {
        // This is often the first command that runs: the server, started later, must know the history began.
        let heads = HeadFile::open(&config.storage.heads_file, opened.regain.heads_key());
        let heads = heads.map_err(|error| error.to_string())?;
        let mut keeper = opened.regain.keeper(heads, false);
        keeper.begin().await.map_err(|error| error.to_string())?;
        let invited = opened
            .admin
            .invite_administrator(&address, Language::English)
            .await;
        match invited.map_err(|error| error.to_string())? {
            InvitationOutcome::Sent(_) => say(
                "Invited, as a new account. The mail is sent by the running server, or when one starts. Every administrator \
                 is told, and the history says so.",
            ),
            InvitationOutcome::Elsewhere => {
                return Err(
                    "this address belongs to somebody who has an account, or is invited as a member; nothing was \
                            done. An account can't be made anybody else's: choose another address"
                        .to_owned(),
                );
            }
        }

        Ok(())
    })
}
