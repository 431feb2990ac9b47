//! Where one is signed in, and the browsers that are known (S54, S58).

use crate::{DeviceToken, Outcome, Regain, SignedIn, Visitor};
use regain_base::{Letter, Span, Surroundings};
use regain_domain::session::{SessionBounds, SessionTimes};
use regain_domain::{
    Device, DeviceId, Facts, HistoryEvent, PersonId, Place, Policy, Refusal, SessionId, Timestamp,
    policy,
};
use regain_storage::{KnownDevice, Mac, Person, Session, Work};
use regain_vault::VaultWork;

/// How many people a browser goes on knowing when somebody new signs in there: those who used it last. So that is no long
/// work, however many sign in at one machine; the others are new there again.
const PEOPLE_OF_BROWSER: usize = 20;

/// A session, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionView {
    /// Names it in forms.
    pub id: SessionId,
    /// It is the one that asks.
    pub is_this: bool,
    /// Browser and system, as far as they are known.
    pub device: Option<Device>,
    /// Roughly where.
    pub place: Option<Place>,
    /// When it began.
    pub since: Timestamp,
    /// When it was last used.
    pub last_used: Timestamp,
}

/// A browser that is known, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceView {
    /// Names it in forms.
    pub id: DeviceId,
    /// It is the one that asks.
    pub is_this: bool,
    /// Browser and system, as far as they are known.
    pub device: Option<Device>,
    /// When it was used first.
    pub since: Timestamp,
    /// When somebody last signed in there.
    pub last_used: Timestamp,
    /// Until when no second factor is asked for there.
    pub remembered_until: Option<Timestamp>,
}

/// As long as a device can be known: each use goes over to the newest master key.
fn span_of(known: &KnownDevice) -> Span {
    Span::of(known.last_used_at, policy::DEVICE_REMEMBERED)
}

impl Regain {
    /// Where this person is signed in.
    pub async fn sessions(&self, signed_in: &SignedIn) -> Outcome<Vec<SessionView>> {
        let now = self.base.now();
        let mut work = self.store.read_vault().await?;
        let policy = self.base.policy(work.as_mut()).await?;
        let sessions = work.sessions().of_person(signed_in.person.id).await?;
        let bounds = SessionBounds::of(&policy, signed_in.person.role);
        let alive = |session: &Session| {
            self.is_as_written(session, &signed_in.begun_with)
                && !SessionTimes {
                    created_at: session.created_at,
                    last_seen_at: session.last_seen_at,
                }
                .is_over(now, bounds)
        };
        let view = |session: Session| {
            let Surroundings { device, place, .. } = self
                .base
                .open_surroundings(session.id.as_bytes(), &session.surroundings);
            SessionView {
                id: session.id,
                is_this: session.id == signed_in.session.id,
                device,
                place,
                since: session.created_at,
                last_used: session.last_seen_at,
            }
        };
        Ok(sessions.into_iter().filter(alive).map(view).collect())
    }

    /// The browsers that are known to be this person's.
    pub async fn devices(
        &self,
        signed_in: &SignedIn,
        this: Option<&DeviceToken>,
    ) -> Outcome<Vec<DeviceView>> {
        let now = self.base.now();
        let this: Vec<_> = this
            .iter()
            .flat_map(|token| {
                self.base
                    .keys
                    .all()
                    .map(|(_, keys)| keys.device_mac(token.expose()))
            })
            .collect();
        let devices = self
            .store
            .read_vault()
            .await?
            .devices()
            .of_person(signed_in.person.id)
            .await?;
        let view = |known: KnownDevice| DeviceView {
            id: known.id,
            is_this: this.contains(&known.token_mac),
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

    /// Ends one of one's own sessions.
    ///
    /// # Errors
    /// [`Refusal::SessionUnknown`] if it is over already, or somebody else's.
    pub async fn end_session(
        &self,
        visitor: &Visitor,
        signed_in: &SignedIn,
        session: SessionId,
    ) -> Outcome<()> {
        let mut work = self.store.write_vault().await?;
        let own = work.sessions().of_person(signed_in.person.id).await?;
        if !own.iter().any(|known| known.id == session) || !work.sessions().end(session).await? {
            return Err(Refusal::SessionUnknown.into());
        }
        let entry = visitor.entry(HistoryEvent::SessionEnded, signed_in.person.id);
        self.base.tell(work.as_mut(), &entry).await?;
        Ok(work.commit().await?)
    }

    /// Ends all of one's own sessions but this one.
    pub async fn end_other_sessions(&self, visitor: &Visitor, signed_in: &SignedIn) -> Outcome<()> {
        let person = signed_in.person.id;
        let mut work = self.store.write_vault().await?;
        let ended = work
            .sessions()
            .end_others_of(person, signed_in.session.id)
            .await?;
        if ended > 0 {
            let facts = Facts {
                sessions: Some(ended),
                ..Facts::default()
            };
            self.base
                .tell(
                    work.as_mut(),
                    &visitor
                        .entry(HistoryEvent::SessionsEnded, person)
                        .with(facts),
                )
                .await?;
        }
        Ok(work.commit().await?)
    }

    /// No longer knows one of one's own browsers: it is asked for a second factor again.
    ///
    /// # Errors
    /// [`Refusal::SessionUnknown`] if it isn't known (any longer).
    pub async fn forget_device(
        &self,
        visitor: &Visitor,
        signed_in: &SignedIn,
        device: DeviceId,
    ) -> Outcome<()> {
        let person = signed_in.person.id;
        let mut work = self.store.write_vault().await?;
        if !work.devices().forget(device, person).await? {
            return Err(Refusal::SessionUnknown.into());
        }
        self.base
            .tell(
                work.as_mut(),
                &visitor.entry(HistoryEvent::DeviceForgotten, person),
            )
            .await?;
        Ok(work.commit().await?)
    }

    /// Whether a second factor isn't asked for in this browser. No device is remembered for longer than the policy in
    /// force allows, whenever its owner wanted it.
    pub(crate) async fn is_remembered(
        &self,
        work: &mut dyn VaultWork,
        person: &Person,
        token: Option<&DeviceToken>,
        rules: &Policy,
    ) -> Outcome<bool> {
        let Some(known) = self.known_device(work, person.id, token).await? else {
            return Ok(false);
        };
        let Some(longest) = rules.device_remembered() else {
            return Ok(false);
        };
        let now = self.base.now();
        let in_time = |until: Timestamp| now < until && until <= now.plus(longest);
        let password_set_at = work.rows().password_set_at(person.id).await?;
        Ok(self
            .remembered_until(&known, password_set_at)
            .is_some_and(in_time))
    }

    /// Until when a device is remembered, if that is what its owner wanted, by the password that they have (S79).
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

    /// What a browser is known by, if this person has signed in with it.
    pub(crate) async fn known_device(
        &self,
        work: &mut dyn Work,
        person: PersonId,
        token: Option<&DeviceToken>,
    ) -> Outcome<Option<KnownDevice>> {
        let Some(token) = token else { return Ok(None) };
        for (id, keys) in self.base.keys.all() {
            if let Some(known) = work
                .devices()
                .find(&keys.device_mac(token.expose()), person)
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

    /// Knows this browser from now on, by a token of which nobody else can have had a copy: a browser that wasn't this
    /// person's gets a new one. Where it wasn't known, the owner is told (S30), unless it is the one they have just enrolled
    /// in.
    pub(crate) async fn know_device(
        &self,
        work: &mut dyn VaultWork,
        visitor: &Visitor,
        person: &Person,
        token: Option<&DeviceToken>,
        remember_until: Option<Timestamp>,
        enrolled: bool,
    ) -> Outcome<DeviceToken> {
        let now = self.base.now();
        let known = self.known_device(work, person.id, token).await?;
        // One that an older master key made goes over to the newest (S104).
        let by_newest = |token: &DeviceToken, known: &KnownDevice| {
            self.base.keys.device().has_made(token.expose())
                && known.token_mac == self.base.keys.device_mac(token.expose())
        };
        let token = match (token, &known) {
            (Some(token), Some(known)) if by_newest(token, known) => token.clone(),
            _ => self.fresh_token(work, token).await?,
        };
        if known.is_none() && !enrolled {
            self.base
                .tell(work, &visitor.entry(HistoryEvent::NewDevice, person.id))
                .await?;
            self.base
                .notify(work, person, visitor, &Letter::NewDevice)
                .await?;
        }
        let password_set_at = work.rows().password_set_at(person.id).await?;
        let until_now = known
            .as_ref()
            .and_then(|known| self.remembered_until(known, password_set_at));
        let remembered_until = remember_until.or(until_now);
        let id = self.base.keys.device_id(token.expose(), person.id);
        let surroundings = Surroundings {
            device: visitor.device,
            ..Surroundings::default()
        };
        let mut device = KnownDevice {
            id,
            token_mac: self.base.keys.device_mac(token.expose()),
            person: person.id,
            remembered_until,
            wanted_until: remembered_until,
            surroundings: self.base.seal_surroundings(id.as_bytes(), &surroundings),
            created_at: known.map_or(now, |known| known.created_at),
            last_used_at: now,
            seal: Mac::default(),
        };
        device.seal = self.base.keys.device_seal(&device, password_set_at);
        work.devices().put(&device).await?;
        Ok(token)
    }

    /// A token that nobody has seen. Whoever was known by the one that the browser had goes on being known there, by the new
    /// one; the one before is of no use any longer, wherever somebody wrote it down.
    async fn fresh_token(
        &self,
        work: &mut dyn VaultWork,
        before: Option<&DeviceToken>,
    ) -> Outcome<DeviceToken> {
        let keys = &self.base.keys;
        let fresh = DeviceToken::new(keys.device().token(&self.base.bytes()));
        let Some(before) = before else {
            return Ok(fresh);
        };
        for (id, by) in keys.all() {
            let mac = by.device_mac(before.expose());
            let devices = work.devices().of_token(&mac).await?;
            // A row that was given to somebody else stays of no use (S79).
            let genuine = devices.into_iter().filter(|known| {
                known.id == by.device_id(before.expose(), known.person)
                    && self.base.may_be_of(id, span_of(known))
            });
            for known in genuine.take(PEOPLE_OF_BROWSER) {
                self.go_over(work, known, &fresh).await?;
            }
            work.devices().forget_token(&mac).await?;
        }
        Ok(fresh)
    }

    /// Another token for a device, which stays what it was. What was counted of it goes along: otherwise whoever had a copy of
    /// its token could guess anew, and ask for mail anew, after each sign-in to an account of their own.
    async fn go_over(
        &self,
        work: &mut dyn VaultWork,
        known: KnownDevice,
        token: &DeviceToken,
    ) -> Outcome<()> {
        let keys = &self.base.keys;
        let (from, to) = (known.id, keys.device_id(token.expose(), known.person));
        let surroundings = self
            .base
            .open_surroundings(from.as_bytes(), &known.surroundings);
        let after = keys.counted_of(to, known.person);
        let before = keys
            .all()
            .flat_map(|(_, keys)| keys.counted_of(from, known.person).into_iter().zip(after));
        let counted: Vec<_> = before.collect();
        let password_set_at = work.rows().password_set_at(known.person).await?;
        let sealed = self.is_sealed(&known, password_set_at);
        let mut device = KnownDevice {
            id: to,
            token_mac: keys.device_mac(token.expose()),
            surroundings: self.base.seal_surroundings(to.as_bytes(), &surroundings),
            ..known
        };
        // What SQL wrote there doesn't become true by it.
        device.seal = if sealed {
            keys.device_seal(&device, password_set_at)
        } else {
            Mac::default()
        };
        for (before, after) in &counted {
            self.app_codes.go_over(before, after);
        }
        Ok(work.devices().go_over(from, &device, &counted).await?)
    }
}
