//! Checks the content of the database: history, clock, policy and roles.

use super::{Finding, keys, roles};
use crate::commands::Opened;
use crate::config::Config;
use regain_service::heads::{HeadFile, RolledBack};
use regain_storage::{Ahead, AheadEffect};

/// Findings about the database's content.
pub(super) struct Inside {
    pub(super) history: Finding,
    pub(super) clock: Vec<Finding>,
    pub(super) policy: Finding,
    pub(super) roles: Finding,
    /// Uses of the older keys.
    pub(super) older: Vec<Finding>,
}

/// Checks history, clock, policy and roles, and what still needs the older keys.
pub(super) async fn look_inside(config: &Config) -> Result<Inside, String> {
    let opened = Opened::open(config).await?;
    let base = opened.regain.base().clone();
    base.store
        .check()
        .await
        .map_err(|error| error.to_string())?;
    let mut work = base.store.read().await.map_err(|error| error.to_string())?;
    let state = base
        .policy_state(work.as_mut())
        .await
        .map_err(|error| error.to_string())?;
    let roles = roles::finding(
        work.as_mut(),
        &opened.regain,
        config.http.public_url.origin(),
    )
    .await?;
    drop(work);
    let policy = match (state.genuine, state.version) {
        (true, 0) => Finding::Fine("as at first: administrators haven't changed it".to_owned()),
        (true, version) => Finding::Fine(format!("number {version}, as administrators decided it")),
        (false, _) => Finding::Wrong(
            "the stored policy isn't what administrators decided; the strictest values hold".to_owned(),
            "find out who changed the database; then let two administrators save the policy again at /admin/policy"
                .to_owned(),
        ),
    };

    let behind = opened
        .regain
        .clock_is_behind()
        .await
        .map_err(|error| error.to_string())?;
    let ahead = base
        .store
        .ahead(base.now())
        .await
        .map_err(|error| error.to_string())?;
    let clock = clock(behind, &ahead);
    let older = keys::older(config, &opened.regain).await?;
    let file = match HeadFile::read(&config.storage.heads_file, opened.regain.heads_key()) {
        Ok(file) => file,
        Err(error) => {
            let mend =
                "bring the file back as it was; where it is lost for good: regain heads accept"
                    .to_owned();
            return Ok(Inside {
                history: Finding::Wrong(error.to_string(), mend),
                clock,
                policy,
                roles,
                older,
            });
        }
    };

    let keeper = opened.regain.keeper(file, false);
    let history = match keeper.check().await.map_err(|error| error.to_string())? {
        Ok(0) => Finding::Note("nothing has happened yet".to_owned()),
        Ok(entries) => Finding::Fine(format!("whole: {entries} entries, and agrees with the heads outside")),
        Err(wrong @ RolledBack::Unwitnessed { .. }) => Finding::Wrong(
            wrong.to_string(),
            "bring the file back; where it is lost for good, and this is the newest database: regain heads accept"
                .to_owned(),
        ),
        Err(wrong) => Finding::Wrong(
            wrong.to_string(),
            "keep a copy of the database for whoever investigates, then restore a backup: regain restore FILE"
                .to_owned(),
        ),
    };

    Ok(Inside {
        history,
        clock,
        policy,
        roles,
        older,
    })
}

/// Compares the clock with the newest entry of the history, and with every stored time that must lie in the past.
pub(super) fn clock(behind: bool, ahead: &[Ahead]) -> Vec<Finding> {
    let newest = match (behind, ahead) {
        (true, _) => Finding::Wrong(
            "this machine's clock is behind the newest entry of the history".to_owned(),
            "set the clock, and keep it set (NTP): codes, sessions and delays depend on it".to_owned(),
        ),
        (false, []) => Finding::Fine("not behind the newest entry of the history, nor behind anything stored".to_owned()),
        (false, _) => Finding::Note(
            "it was ahead, or is behind: compare it with another one, and keep it set (NTP); then nothing is to be mended"
                .to_owned(),
        ),
    };

    let rows = ahead.iter().map(|ahead| {
        let (year, month, day, hour, minute) = ahead.furthest.in_utc();
        let number = if ahead.rows == 1 { "1 row lies".to_owned() } else { format!("{} rows lie", ahead.rows) };
        let effect = match ahead.effect {
            AheadEffect::Over => "they are over; what they were for is begun anew",
            AheadEffect::Reckoned => "they count from the first entry of the history with the right time on",
            AheadEffect::PassedOver => "they are passed over, and hold nobody up",
            AheadEffect::Told => "they only tell when something was",
        };

        Finding::Note(format!(
            "{}.{}: {number} in the future, up to {year:04}-{month:02}-{day:02} {hour:02}:{minute:02} UTC; {effect}",
            ahead.table, ahead.column
        ))
    });
    std::iter::once(newest).chain(rows).collect()
}
