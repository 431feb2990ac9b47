//! A stage that a browser has reached, and what has to hold there after any request.

use crate::stages::Stage;
use regain_testkit::{Browser, World};

/// A stage with its browser.
pub(crate) struct Reached {
    pub(crate) world: World,
    pub(crate) browser: Browser,
    /// Values with which a form means something at this stage.
    pub(crate) known: Vec<String>,
    /// The rows of credentials before the first request.
    pub(crate) before: Vec<String>,
    /// The ids of people whose credentials nobody at this stage may change.
    pub(crate) others: Vec<String>,
    pub(crate) at: String,
}

impl Reached {
    /// Asserts what has to hold after any request: the database, its history and its manifests are
    /// intact, and only the credentials of the people at this browser have changed.
    pub(crate) async fn assert_whole(&self, stage: Stage) {
        let world = &self.world;
        let after = world.credentials().await;
        for other in &self.others {
            let about = |rows: &[String]| {
                rows.iter()
                    .filter(|row| row.contains(other))
                    .cloned()
                    .collect::<Vec<_>>()
            };
            assert!(!about(&self.before).is_empty());
            assert_eq!(
                about(&after),
                about(&self.before),
                "{stage:?}: credentials of somebody else"
            );
        }
        for person in [world.anna(), world.bert(), world.root()] {
            // Whatever the answer: here the server compares a manifest with the stored rows.
            let _ = world
                .browser()
                .try_sign_in(&person.user_name, &person.password)
                .await;
        }
        let database = world.database();
        assert_eq!(
            database.texts("PRAGMA integrity_check").await,
            ["ok"],
            "{stage:?}"
        );
        assert_eq!(
            database
                .number("SELECT count(*) FROM pragma_foreign_key_check")
                .await,
            0,
            "{stage:?}"
        );
        let noticed = "SELECT count(*) FROM history WHERE event = 'account.tampered'";
        assert_eq!(
            database.number(noticed).await,
            0,
            "{stage:?}: a manifest isn't true"
        );
        let folder = tempfile::tempdir().expect("there is a place for temporary files");
        let heads =
            regain_service::heads::HeadFile::open(&folder.path().join("heads"), world.heads_key())
                .expect("a new file");
        let mut keeper = world.regain().keeper(heads, false);
        keeper
            .publish()
            .await
            .expect("the file takes it")
            .expect("the history goes on");
        let entries = keeper
            .check()
            .await
            .expect("the database answers")
            .expect("the history is whole");
        assert!(entries > 10, "{stage:?}");
        for mail in world.mails().await {
            assert!(
                !mail.html.contains("<x-planted"),
                "{stage:?}: {}",
                mail.html
            );
            assert!(
                !mail.subject.contains(['\r', '\n']),
                "{stage:?}: {:?}",
                mail.subject
            );
        }
    }
}
