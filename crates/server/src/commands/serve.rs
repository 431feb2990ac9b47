//! `regain serve`.

mod supervise;

use super::all_keys::are_all_there;
use super::{runtime, say};
use crate::compose::{Application, Dependencies, Outside, Stores, application, site};
use crate::config::{Config, Mode};
use crate::listen::{EndOfServing, Limits, Signals, serve};
use crate::middleware::{REQUEST_TIME, RequestIds};
use crate::private::refuse_exposed;
use crate::{key_file, log};
use rand::TryRngCore;
use rand::rngs::OsRng;
use regain_service::Regain;
use regain_service::heads::{HeadFile, Looked};
use regain_vault::VaultStore;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use supervise::supervise;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// Time limit, after the last response, for mail being sent and for publishing the last head. Together with
/// [`Limits::drain_time`] this is less than the ten seconds that containers get between SIGTERM and SIGKILL.
const LAST_THINGS: Duration = Duration::from_secs(3);

/// Interval at which expired data is deleted.
const SWEEP: Duration = Duration::from_secs(60 * 60);

pub(super) fn run(config: &Config) -> Result<(), String> {
    log::start(&config.log, config.mode).map_err(|error| error.to_string())?;
    let mut rng = OsRng.unwrap_err();
    let keys = key_file::open(&config.storage.key_file, config.mode, &mut rng)
        .map_err(|error| error.to_string())?;
    if config.mode.is_production() {
        refuse_exposed(config.storage.database.file(), &config.storage.heads_file)
            .map_err(|error| error.to_string())?;
    }

    let dependencies = Dependencies {
        outside: Outside::default(),
        request_ids: Arc::new(RequestIds::new(&mut rng)),
        site: site::from_process()?,
        request_time: REQUEST_TIME,
    };

    runtime()?.block_on(async {
        let stores = Stores::open(config).await.map_err(|error| error.to_string())?;
        let application = application(config, &stores, &keys, dependencies).map_err(|error| error.to_string())?;
        if config.mode == Mode::Production && config.passwords.breach_url.is_none() {
            tracing::warn!("new passwords aren't held against breached ones: breach_url isn't set (S36)");
        }

        are_all_there(config, &application.regain).await?;
        let looked = look_at_history(config, &application.regain).await?;

        // After the whole chain was verified: no key may seal what another may have forged (S104).
        if application.regain.older_keys.settle_keys().await.map_err(|error| error.to_string())? {
            tracing::info!("a newer master key seals from here on; what older ones sealed is sealed anew by and by");
        }

        application.regain.roles.begin_passkey_rule().await.map_err(|error| error.to_string())?;
        let listener = TcpListener::bind(config.http.listen)
            .await
            .map_err(|error| format!("listen: {} can't be listened on: {error}", config.http.listen))?;
        let signals = Signals::install().map_err(|error| format!("signals can't be heard: {error}"))?;
        greet(config, &stores, &application).await?;

        work(config, (application, stores, looked), listener, signals).await
    })
}

async fn work(
    config: &Config,
    (application, stores, looked): (Application, Stores, Looked),
    listener: TcpListener,
    signals: Signals,
) -> Result<(), String> {
    let Application {
        router,
        regain,
        worker,
        ..
    } = application;
    let (stop, stopped) = watch::channel(false);
    let heads = (
        config.storage.heads_file.clone(),
        config.storage.heads_syslog,
    );
    let worker = Arc::new(worker);
    let keep = {
        let regain = Arc::clone(&regain);
        move |stopped| keep_heads(Arc::clone(&regain), heads.clone(), stopped)
    };

    let keeping = tokio::spawn(supervise("heads", stopped.clone(), keep));
    let mail = move |stopped| {
        let worker = Arc::clone(&worker);
        async move { worker.run(stopped).await }
    };
    let mailing = tokio::spawn(supervise("mail", stopped.clone(), mail));
    let look = {
        let regain = Arc::clone(&regain);
        let file = config.storage.heads_file.clone();
        move |stopped| {
            look_through(
                Arc::clone(&stores.vault),
                Arc::clone(&regain),
                (file.clone(), looked),
                stopped,
            )
        }
    };

    let looking = tokio::spawn(supervise("looking through", stopped.clone(), look));
    let sweeping = tokio::spawn(supervise("sweep", stopped, move |_| {
        sweep(Arc::clone(&regain))
    }));
    let ended = serve(
        listener,
        router,
        &Limits::default(),
        &config.http.trusted_proxies,
        signals,
    )
    .await;
    sweeping.abort();
    looking.abort();
    let _ = stop.send(true);
    if ended != EndOfServing::Forced {
        // Mail being sent is finished; waiting mail is sent at the next start.
        let _ = tokio::time::timeout(LAST_THINGS, async { tokio::join!(mailing, keeping) }).await;
    }

    tracing::info!(?ended, "stopped");
    Ok(())
}

/// Compares the database with the heads it published before; if they disagree, nobody is let in (S80).
async fn look_at_history(config: &Config, regain: &Arc<Regain>) -> Result<Looked, String> {
    let file = HeadFile::open(&config.storage.heads_file, regain.heads_key())
        .map_err(|error| error.to_string())?;
    let mut keeper = regain.keeper(file, config.storage.heads_syslog);
    keeper.begin().await.map_err(|error| error.to_string())?;
    let looked = keeper.look().await.map_err(|error| error.to_string())?;
    let looked = looked
        .map_err(|wrong| format!("{wrong}. Nothing is served; see `regain audit verify`."))?;
    match looked {
        Looked::Whole { entries } => tracing::info!(entries, "the history is whole"),
        Looked::Behind { entries, head } => tracing::info!(
            entries,
            published = head.seq,
            "the history is whole from the last published head on; the rest is walked beside the work"
        ),
    }

    Ok(looked)
}

/// Checks, once, everything that would take too long at the start (S99, S100).
async fn look_through(
    store: Arc<dyn VaultStore>,
    regain: Arc<Regain>,
    (file, looked): (PathBuf, Looked),
    mut stopped: watch::Receiver<bool>,
) {
    if let Looked::Behind { head, .. } = looked {
        match regain.walk(file, head.seq).walk().await {
            Ok(Ok(entries)) => tracing::info!(entries, "the history is whole"),
            Ok(Err(wrong)) => {
                tracing::error!(event = "history", %wrong, "the history isn't what it was; nobody is let in");
            }
            Err(error) => {
                // Restarted after a pause.
                tracing::error!(%error, "the history can't be walked");
                return;
            }
        }
    }

    if let Err(error) = store.look_through().await {
        tracing::error!(event = "database", %error, "the database can't be looked through");
    }

    let _ = stopped.wait_for(|stop| *stop).await;
}

/// Publishes the heads of the history. The file is read again on each start: after a panic, its last line may be
/// incomplete.
async fn keep_heads(
    regain: Arc<Regain>,
    (file, syslog): (PathBuf, bool),
    stopped: watch::Receiver<bool>,
) {
    match HeadFile::open(&file, regain.heads_key()) {
        Ok(file) => regain.keeper(file, syslog).run(stopped).await,
        Err(error) => tracing::error!(%error, "the heads of the history can't be kept"),
    }
}

async fn sweep(regain: Arc<Regain>) {
    loop {
        // First reseal what an older master key still seals, so that a stolen old key opens less (S104).
        match regain.older_keys.seal_all_anew().await {
            Ok(0) => {}
            Ok(people) => tracing::info!(people, "accounts were sealed with the newest master key"),
            Err(error) => {
                tracing::error!(%error, "not all accounts could be sealed with the newest master key");
            }
        }

        match regain.upkeep.sweep().await {
            Ok(rows) => tracing::debug!(rows, "forgot what is over"),
            Err(error) => tracing::error!(%error, "not all that is over could be forgotten"),
        }

        tokio::time::sleep(SWEEP).await;
    }
}

/// Logs the server's address and, while nobody has enrolled, how the first person gets in.
async fn greet(config: &Config, stores: &Stores, application: &Application) -> Result<(), String> {
    let address = config.http.public_url.origin();
    tracing::info!(address, mode = ?config.mode, "serving");
    if config.mode.is_production() {
        let mut work = stores
            .vault
            .read()
            .await
            .map_err(|error| error.to_string())?;
        if !work
            .people()
            .anybody_active()
            .await
            .map_err(|error| error.to_string())?
        {
            say(
                "Nobody has an account yet. Invite the first administrator: regain invite-admin EMAIL",
            );
        }

        return Ok(());
    }

    say(&format!("\n  Regain is at {address}"));
    if config.mail.smtp_url.is_none() {
        say(&format!("  Mails are at {address}/dev/mailbox"));
    }

    let first = application
        .admin
        .first_invitation(&config.organisation.first_admin)
        .await;
    let first = first.map_err(|error| error.to_string())?;
    if let Some(invitation) = first {
        say("\n  Nobody has an account yet. The invitation of the first administrator:");
        say(&format!("  {}", invitation.url));
        say(&format!(
            "  Code, to type where script is off: {}",
            invitation.code.shown()
        ));
    }

    say("");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s100_a_stop_takes_less_than_containers_give() {
        let limits = Limits::default();
        assert!(limits.arrival_time < limits.drain_time);
        assert!(limits.drain_time + LAST_THINGS < Duration::from_secs(9));
    }
}
