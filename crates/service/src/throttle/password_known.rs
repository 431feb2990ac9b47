//! A right password with a wrong second step, from a device that the owner has never used: somebody else knows the
//! password. Only the owner is told (S30).

use crate::throttle::Throttle;
use crate::{DeviceToken, Outcome};
use regain_base::history::Entry;
use regain_base::{Letter, Op};
use regain_domain::{HistoryEvent, policy};
use regain_storage::Person;

impl Throttle {
    /// Tells a person that somebody gave their password but no right second step, unless that was on one of their
    /// devices: by mail and in the history at most once a day, in the log each time.
    pub(crate) async fn tell_password_known(
        &self,
        op: &mut dyn Op,
        person: &Person,
        device: Option<&DeviceToken>,
    ) -> Outcome<()> {
        if self.familiar(op, Some(person.id), device).await?.is_some() {
            return Ok(());
        }

        tracing::warn!(
            event = "second_step_failed",
            person = person.id.to_hex(),
            source = op
                .visitor()
                .source
                .map(|source| source.address().to_string()),
            "the password was right and the second step wrong, on a device that isn't known"
        );
        let key = self
            .base
            .counted(op, |keys| keys.password_known_key(person.id))
            .await?;
        let now = op.now();
        if !op
            .budgets()
            .spend(&key, policy::PASSWORD_KNOWN_TOLD, now)
            .await?
        {
            return Ok(());
        }

        // Without an actor: the password doesn't prove being the owner.
        let entry = Entry::about(HistoryEvent::SecondStepFailed, person.id)
            .on(op.visitor().device, op.visitor().place.clone());
        op.record(&entry).await?;

        op.notify(person, &Letter::PasswordKnown).await
    }
}
