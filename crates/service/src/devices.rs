//! Known browsers (S54, S58).

use crate::app_codes::AppCodes;
use crate::{DeviceToken, Outcome, SignedIn, Visitor};
use regain_base::{Base, Letter, Op, Span, Surroundings};
use regain_domain::{Device, DeviceId, HistoryEvent, PersonId, Policy, Refusal, Timestamp, policy};
use regain_storage::{DeviceSeal, KnownDevice, Person, Work};
use regain_vault::{VaultOp, VaultStore};
use std::sync::Arc;

/// How many people a browser continues to know after somebody new signs in: the latest ones. This bounds the work on
/// a shared machine; for the others, the browser becomes new again.
const PEOPLE_OF_BROWSER: usize = 20;

/// A known browser, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceView {
    /// Identifies it in forms.
    pub id: DeviceId,
    /// Whether it is the requesting browser.
    pub is_this: bool,
    /// Browser and system, as far as known.
    pub device: Option<Device>,
    /// First use.
    pub since: Timestamp,
    /// Last sign-in.
    pub last_used: Timestamp,
    /// No second factor is asked for until then.
    pub remembered_until: Option<Timestamp>,
}

/// What makes a browser known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KnownBy {
    /// The person has just enrolled in it.
    Enrolment,
    /// The person has signed in.
    SignIn {
        /// Until when no second factor is asked for, if that was chosen.
        remember_until: Option<Timestamp>,
    },
}

impl KnownBy {
    const fn remember_until(self) -> Option<Timestamp> {
        match self {
            Self::Enrolment => None,
            Self::SignIn { remember_until } => remember_until,
        }
    }
}

/// The span in which a device's keys may lie: each use moves it to the newest master key.
fn span_of(known: &KnownDevice) -> Span {
    Span::of(known.last_used_at, policy::DEVICE_REMEMBERED)
}

/// Known browsers, each recognised by the token in its cookie (S54, S58).
pub struct Devices {
    pub(crate) base: Base,
    pub(crate) store: Arc<dyn VaultStore>,
    pub(crate) app_codes: Arc<AppCodes>,
}

impl Devices {
    /// Browsers known to be this person's.
    pub async fn list(
        &self,
        signed_in: &SignedIn,
        this: Option<&DeviceToken>,
    ) -> Outcome<Vec<DeviceView>> {
        let mut op = self.store.reading(&self.base).await?;
        let now = op.now();
        let this: Vec<_> = this
            .iter()
            .flat_map(|token| {
                self.base
                    .keys
                    .all()
                    .map(|(_, keys)| keys.device_digest(token.expose()))
            })
            .collect();
        let devices = op.devices().of_person(signed_in.person.id).await?;
        let view = |known: KnownDevice| DeviceView {
            id: known.id,
            is_this: this.contains(&known.token_digest),
            device: self
                .base
                .open_surroundings(known.id.as_bytes(), &known.surroundings)
                .device,
            since: known.created_at,
            last_used: known.last_used_at,
            remembered_until: self
                .remembered_until(&known, signed_in.begun_with.password_set_at)
                .filter(|until| *until > now),
        };

        Ok(devices.into_iter().map(view).collect())
    }

    /// Forgets one of the person's browsers, which then asks for a second factor again.
    ///
    /// # Errors
    /// [`Refusal::SessionUnknown`] if it isn't known.
    pub async fn forget(
        &self,
        visitor: &Visitor,
        signed_in: &SignedIn,
        device: DeviceId,
    ) -> Outcome<()> {
        let person = signed_in.person.id;
        let mut op = self.store.writing(&self.base, visitor).await?;
        if !op.devices().forget(device, person).await? {
            return Err(Refusal::SessionUnknown.into());
        }

        op.record(&visitor.entry(HistoryEvent::DeviceForgotten, person))
            .await?;
        op.commit().await
    }

    /// Whether this browser may skip the second factor. No device is remembered for longer than the current policy
    /// allows, whatever its owner chose.
    pub(crate) async fn is_remembered(
        &self,
        op: &mut dyn VaultOp,
        person: &Person,
        token: Option<&DeviceToken>,
        rules: &Policy,
    ) -> Outcome<bool> {
        let Some(known) = self.known_device(op, person.id, token).await? else {
            return Ok(false);
        };

        let Some(longest) = rules.device_remembered() else {
            return Ok(false);
        };

        let now = op.now();
        let in_time = |until: Timestamp| now < until && until <= now.plus(longest);
        let password_set_at = op.rows().password_set_at(person.id).await?;

        Ok(self
            .remembered_until(&known, password_set_at)
            .is_some_and(in_time))
    }

    /// Until when a device is remembered, if its owner chose that under their current password (S79).
    fn remembered_until(
        &self,
        known: &KnownDevice,
        password_set_at: Option<Timestamp>,
    ) -> Option<Timestamp> {
        let until = known.remembered_until?;
        let wanted = known.wanted_until.is_some_and(|wanted| until <= wanted);
        let genuine = wanted && self.is_sealed(known, password_set_at);
        if !genuine {
            let person = known.person.to_hex();
            tracing::error!(
                person,
                "what is stored of a device isn't what its owner wanted; it isn't remembered"
            );
        }

        genuine.then_some(until)
    }

    fn is_sealed(&self, known: &KnownDevice, password_set_at: Option<Timestamp>) -> bool {
        self.base.is_sealed(span_of(known), &known.seal, |keys| {
            keys.device_seal(known, password_set_at)
        })
    }

    /// The record of a browser, if this person has signed in with it.
    pub(crate) async fn known_device(
        &self,
        op: &mut dyn Op,
        person: PersonId,
        token: Option<&DeviceToken>,
    ) -> Outcome<Option<KnownDevice>> {
        let Some(token) = token else { return Ok(None) };
        for (id, keys) in self.base.keys.all() {
            if let Some(known) = op
                .devices()
                .find(&keys.device_digest(token.expose()), person)
                .await?
            {
                let bound = known.id == keys.device_id(token.expose(), person);
                return Ok(
                    Some(known).filter(|known| bound && self.base.may_be_of(id, span_of(known)))
                );
            }
        }

        Ok(None)
    }

    /// Records this browser as known, by a token that nobody else can have copied: a browser that wasn't this
    /// person's gets a new one. If it wasn't known, the owner is told (S30), unless they have just enrolled in it.
    pub(crate) async fn know_device(
        &self,
        op: &mut dyn VaultOp,
        person: &Person,
        token: Option<&DeviceToken>,
        known_by: KnownBy,
    ) -> Outcome<DeviceToken> {
        let now = op.now();
        let known = self.known_device(op, person.id, token).await?;

        // A token of an older master key is replaced by one of the newest (S104).
        let by_newest = |token: &DeviceToken, known: &KnownDevice| {
            self.base.keys.device().has_made(token.expose())
                && known.token_digest == self.base.keys.device_digest(token.expose())
        };
        let token = match (token, &known) {
            (Some(token), Some(known)) if by_newest(token, known) => token.clone(),
            _ => self.fresh_token(op, token).await?,
        };

        if known.is_none() && known_by != KnownBy::Enrolment {
            op.record(&op.visitor().entry(HistoryEvent::NewDevice, person.id))
                .await?;
            op.notify(person, &Letter::NewDevice).await?;
        }

        let password_set_at = op.rows().password_set_at(person.id).await?;
        let until_now = known
            .as_ref()
            .and_then(|known| self.remembered_until(known, password_set_at));
        let remembered_until = known_by.remember_until().or(until_now);
        let id = self.base.keys.device_id(token.expose(), person.id);
        let surroundings = Surroundings {
            device: op.visitor().device,
            ..Surroundings::default()
        };
        let mut device = KnownDevice {
            id,
            token_digest: self.base.keys.device_digest(token.expose()),
            person: person.id,
            remembered_until,
            wanted_until: remembered_until,
            surroundings: self.base.seal_surroundings(id.as_bytes(), &surroundings),
            created_at: known.map_or(now, |known| known.created_at),
            last_used_at: now,
            seal: DeviceSeal::NONE,
        };

        device.seal = self.base.keys.device_seal(&device, password_set_at);
        op.devices().put(&device).await?;

        Ok(token)
    }

    /// Makes a new token. People known by the browser's previous token stay known by the new one; the previous token
    /// becomes useless, wherever it may have been copied.
    async fn fresh_token(
        &self,
        op: &mut dyn VaultOp,
        before: Option<&DeviceToken>,
    ) -> Outcome<DeviceToken> {
        let keys = &self.base.keys;
        let fresh = DeviceToken::new(keys.device().token(&self.base.bytes()));
        let Some(before) = before else {
            return Ok(fresh);
        };

        for (id, by) in keys.all() {
            let digest = by.device_digest(before.expose());
            let devices = op.devices().of_token(&digest).await?;

            // A row that was reassigned to somebody else stays useless (S79).
            let genuine = devices.into_iter().filter(|known| {
                known.id == by.device_id(before.expose(), known.person)
                    && self.base.may_be_of(id, span_of(known))
            });
            for known in genuine.take(PEOPLE_OF_BROWSER) {
                self.move_to_token(op, known, &fresh).await?;
            }

            op.devices().forget_token(&digest).await?;
        }

        Ok(fresh)
    }

    /// Moves a device to another token, counters included. Otherwise, somebody with a copy of the token could reset
    /// the counts of guesses and mails by signing in to an account of their own.
    async fn move_to_token(
        &self,
        op: &mut dyn VaultOp,
        known: KnownDevice,
        token: &DeviceToken,
    ) -> Outcome<()> {
        let keys = &self.base.keys;
        let from = known.id;
        let to = keys.device_id(token.expose(), known.person);
        let surroundings = self
            .base
            .open_surroundings(from.as_bytes(), &known.surroundings);
        let after = keys.counted_of(to, known.person);
        let before = keys
            .all()
            .flat_map(|(_, keys)| keys.counted_of(from, known.person).into_iter().zip(after));
        let counted: Vec<_> = before.collect();
        let password_set_at = op.rows().password_set_at(known.person).await?;
        let sealed = self.is_sealed(&known, password_set_at);
        let mut device = KnownDevice {
            id: to,
            token_digest: keys.device_digest(token.expose()),
            surroundings: self.base.seal_surroundings(to.as_bytes(), &surroundings),
            ..known
        };

        // Resealing must not legitimise what SQL wrote there.
        device.seal = if sealed {
            keys.device_seal(&device, password_set_at)
        } else {
            DeviceSeal::NONE
        };
        let tried = keys.familiar_authenticator_key(to);
        for (_, keys) in keys.all() {
            self.app_codes
                .copy_count(&keys.familiar_authenticator_key(from), &tried);
        }

        Ok(op.devices().go_over(from, &device, &counted).await?)
    }
}
