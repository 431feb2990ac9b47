//! The database, as somebody changes it by SQL.

use regain_testkit::World;

/// Takes away every rule by which the database refuses changes.
pub(crate) async fn drop_triggers(world: &World) {
    for trigger in world
        .database()
        .texts("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        .await
    {
        world
            .database()
            .run(&format!("DROP TRIGGER {trigger}"))
            .await;
    }
}
