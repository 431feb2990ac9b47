//! People amid their acts, on a volume with little room.

use super::volume::Volume;
use regain_testkit::{ADDRESSES, Answer, Browser, World};
use std::collections::BTreeMap;
use std::time::Duration;

const NEW: &str = "a sentence that nobody has said before";

/// The act under way when the room runs out.
#[derive(Debug, Clone, Copy)]
pub(super) enum Act {
    SignIn,
    WrongPassword,
    StartRecovery,
    NewPassword,
    ChangePassword,
    Disable,
}

pub(super) const ACTS: [Act; 6] = [
    Act::SignIn,
    Act::WrongPassword,
    Act::StartRecovery,
    Act::NewPassword,
    Act::ChangePassword,
    Act::Disable,
];

/// People amid their acts.
pub(super) struct Stage {
    pub(super) world: World,
    pub(super) stranger: Browser,
    pub(super) anna: Browser,
    /// Bert, who has passed his gates and chooses a new password.
    pub(super) bert: Browser,
    pub(super) root: Browser,
    pub(super) annas_id: String,
}

impl Stage {
    pub(super) async fn set() -> Self {
        let world = World::new().await;
        let anna = world.browser();
        let root = world.confirmed(world.root()).await;
        anna.sign_in(world.anna()).await;
        let bert = world.proven(world.bert(), "forgot_password", 1).await;
        world.deliver().await;
        let annas_id = world.id_of(ADDRESSES[0]).await.to_hex();
        // The server will note the session's use again.
        world.advance(Duration::from_secs(120));
        Self {
            stranger: world.browser(),
            world,
            anna,
            bert,
            root,
            annas_id,
        }
    }

    /// The same people in a process of their own, on a volume with an empty log.
    pub(super) async fn on(&self, volume: &Volume) -> Self {
        let world = self.world.copy_on(&volume.path()).await;
        world
            .database()
            .run("PRAGMA wal_checkpoint(TRUNCATE)")
            .await;
        let found = |browser: &Browser| browser.in_world_of(world.browser());
        let stranger = found(&self.stranger);
        let anna = found(&self.anna);
        let bert = found(&self.bert);
        let root = found(&self.root);
        Self {
            stranger,
            anna,
            bert,
            root,
            annas_id: self.annas_id.clone(),
            world,
        }
    }

    /// The browser of this act.
    pub(super) const fn browser(&self, act: Act) -> &Browser {
        match act {
            Act::SignIn | Act::WrongPassword | Act::StartRecovery => &self.stranger,
            Act::NewPassword => &self.bert,
            Act::ChangePassword => &self.anna,
            Act::Disable => &self.root,
        }
    }

    pub(super) async fn act(&self, act: Act, plainly: bool) -> Answer {
        let anna = self.world.anna();
        let bert = self.world.bert();
        let (endpoint, fields) = match act {
            Act::SignIn => (
                "sign_in",
                vec![("identifier", &*anna.email), ("password", &anna.password)],
            ),
            Act::WrongPassword => (
                "sign_in",
                vec![
                    ("identifier", &*bert.email),
                    ("password", "not the password"),
                ],
            ),
            Act::StartRecovery => (
                "start_recovery",
                vec![("identifier", &*anna.email), ("trouble", "forgot_password")],
            ),
            Act::NewPassword => ("new_password", vec![("password", NEW)]),
            Act::ChangePassword => (
                "change_password",
                vec![("current", &*anna.password), ("new", NEW)],
            ),
            Act::Disable => (
                "disable_person",
                vec![
                    ("person", &*self.annas_id),
                    ("reason", "a test of the disk"),
                ],
            ),
        };
        if plainly {
            self.browser(act).post(endpoint, &fields).await
        } else {
            self.browser(act).call(endpoint, &fields).await
        }
    }

    /// The files' content as a newly started process finds it: the rows of each table and the
    /// values updated in place, without the counters; and the failures in these.
    pub(super) async fn durable(&self) -> (BTreeMap<String, String>, i64) {
        let found = self.world.after_kill().await;
        let database = found.database();
        let counts = database
            .row_counts()
            .await
            .into_iter()
            .filter(|(table, _)| table != "sign_in_counters");
        let mut rows: BTreeMap<_, _> = counts
            .map(|(table, count)| (table, count.to_string()))
            .collect();
        for (what, order) in [
            ("version FROM manifests", "person_id"),
            ("state FROM recovery_flows", "1"),
        ] {
            let texts = database
                .texts(&format!("SELECT '' || {what} ORDER BY {order}"))
                .await;
            rows.insert(what.to_owned(), texts.join(" "));
        }
        rows.insert(
            "status".to_owned(),
            database
                .texts("SELECT status FROM people ORDER BY id")
                .await
                .join(" "),
        );
        (
            rows,
            database
                .number("SELECT coalesce(sum(failures), 0) FROM sign_in_counters")
                .await,
        )
    }
}
