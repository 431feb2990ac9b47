//! A freeze while a new password is judged and hashed: the account stays frozen, with its old
//! password (S30, S37).

use super::{NEW_DEVICE, code, frozen};
use async_trait::async_trait;
use regain_service::{BreachSource, Breaches, BreachesError, Regain, Visitor};
use regain_testkit::World;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// Freezes by a link whenever the server asks it about a new password.
#[derive(Default)]
struct Freezing(OnceLock<(Arc<Regain>, String)>);

#[async_trait]
impl Breaches for Freezing {
    async fn range(&self, _: &str) -> Result<String, BreachesError> {
        let (regain, code) = self.0.get().expect("what it freezes by");
        regain
            .freeze
            .by_code(&Visitor::default(), code)
            .await
            .map_err(|error| BreachesError(error.to_string()))?;
        Ok(String::new())
    }
}

#[tokio::test]
async fn s30_a_freeze_wins_over_the_change_of_password_that_it_meets() {
    let freezing = Arc::new(Freezing::default());
    let breaches = BreachSource {
        breaches: Arc::clone(&freezing) as _,
        patience: Duration::from_secs(3600),
    };
    let world = World::configured(&[], Some(breaches)).await;
    let anna = world.anna();
    let browser = world.browser();
    browser.sign_in(anna).await;
    let link = code(&world, anna, NEW_DEVICE).await;
    assert!(freezing.0.set((Arc::clone(world.regain()), link)).is_ok());
    let before = world.stored_password(&anna.email).await;
    let fields = [
        ("current", anna.password.as_str()),
        ("new", "the lark of tomorrow sings at noon"),
    ];
    let answer = browser.call("change_password", &fields).await;
    assert_eq!(
        answer.location(),
        Some("/sign-in?notice=ended&return_to=/account"),
        "{answer:?}"
    );
    assert_eq!(frozen(&world).await, 1);
    assert_eq!(world.stored_password(&anna.email).await, before);
    assert!(!browser.is_signed_in().await);
    let sessions = "SELECT count(*) FROM sessions WHERE person_id = (SELECT id FROM people WHERE frozen_at IS NOT NULL)";
    assert_eq!(world.database().number(sessions).await, 0);
}
