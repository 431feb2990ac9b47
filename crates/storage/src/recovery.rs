//! Recoveries, their challenges and proofs: rows, not flags (S11).

use crate::{Mac, Result};
use async_trait::async_trait;
use regain_domain::{
    ChallengeId, FlowId, FlowState, Language, Method, PersonId, ProofClass, ProofId, Timestamp,
    Trouble,
};

/// A recovery. People who don't exist have them too, without a person (S2, S3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    /// Random.
    pub id: FlowId,
    /// Whose account; the only place that says so (S10).
    pub person: Option<PersonId>,
    /// Digest of the identifier it was started with, known or not (S5).
    pub identifier_mac: Mac,
    /// Digest of where it was started from: only recoveries of the same source push it out (S21, S59).
    pub source_mac: Mac,
    /// Digest of the cookie of the browser that started it (S23).
    pub browser_mac: Mac,
    /// A keyed digest that binds all of it to that cookie: a row that SQL made, or gave to another browser, has none (S79).
    pub seal: Mac,
    /// What keeps the person out.
    pub trouble: Trouble,
    /// Where it stands.
    pub state: FlowState,
    /// The way being tried.
    pub method: Option<Method>,
    /// The language it was started in, for its mails.
    pub language: Language,
    /// When it was started.
    pub created_at: Timestamp,
    /// When it ends by itself; after the end, until when its last page can be seen.
    pub expires_at: Timestamp,
    /// Tries to enter the current password at the end.
    pub keep_tries: u32,
    /// It was started in a browser that this person has signed in with; no stranger's recoveries push it out (S21).
    pub familiar: bool,
    /// Digest of the widest network that one customer may have which it was started from: where strangers fill the place for
    /// recoveries, those of the fullest network make room (S99).
    pub holder_mac: Mac,
}

/// Something to prove.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge {
    /// Random.
    pub id: ChallengeId,
    /// The recovery it belongs to; useless in any other (S19).
    pub flow: FlowId,
    /// Whose proof it would be.
    pub person: Option<PersonId>,
    /// Of what class.
    pub class: ProofClass,
    /// What code and link token are derived from, with a key that isn't in the database (S18).
    pub nonce: [u8; 16],
    /// Digest of the code; none for a saved code, which has its own row.
    pub code_mac: Option<Mac>,
    /// Digest of the link's token.
    pub link_mac: Option<Mac>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// Tries so far, counted before they are checked (S60).
    pub tries: u32,
    /// When it was met.
    pub consumed_at: Option<Timestamp>,
    /// When a newer one took its place.
    pub replaced_at: Option<Timestamp>,
}

impl Challenge {
    /// Whether it can still be met, tries aside.
    #[must_use]
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.consumed_at.is_none()
            && self.replaced_at.is_none()
            && self.created_at.lasts(self.expires_at, now)
    }
}

/// What is left of a challenge that was met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// Random.
    pub id: ProofId,
    /// Whose.
    pub person: PersonId,
    /// In which recovery.
    pub flow: FlowId,
    /// Of what class.
    pub class: ProofClass,
    /// The challenge that was met, once.
    pub challenge: ChallengeId,
    /// When.
    pub at: Timestamp,
}

/// Recoveries, their challenges and proofs.
#[async_trait]
pub trait Recovery: Send {
    /// Adds a recovery.
    async fn insert_flow(&mut self, flow: &Flow) -> Result<()>;

    /// The recovery of a browser, whatever became of it.
    async fn flow_by_browser(&mut self, browser_mac: &Mac) -> Result<Option<Flow>>;

    /// Chooses the way to try, or none; `false` if the recovery no longer asks for a proof at `now`.
    async fn choose_method(
        &mut self,
        flow: FlowId,
        method: Option<Method>,
        now: Timestamp,
    ) -> Result<bool>;

    /// Moves the recovery from exactly `from` to `to`, forgets the way being tried, and sets a new end; `false` if it
    /// isn't (any longer) at `from`, or over at `now`.
    async fn advance(
        &mut self,
        flow: FlowId,
        from: FlowState,
        to: FlowState,
        expires_at: Timestamp,
        now: Timestamp,
    ) -> Result<bool>;

    /// Finishes a recovery that has two proofs of different classes of its own person, read in the same statement; `true`
    /// for the one call that did it (S11, S12, S29).
    async fn finish(
        &mut self,
        flow: FlowId,
        shown_until: Timestamp,
        now: Timestamp,
    ) -> Result<bool>;

    /// Changes what a recovery with two gates ends with.
    async fn set_trouble(&mut self, flow: FlowId, trouble: Trouble, now: Timestamp)
    -> Result<bool>;

    /// Counts a try to enter the current password; the count, or `None` if `max` are spent or the recovery isn't there.
    async fn count_keep_try(
        &mut self,
        flow: FlowId,
        max: u32,
        now: Timestamp,
    ) -> Result<Option<u32>>;

    /// Lets a recovery that asks for proofs last until `until`, if it would have ended before; `false` if it doesn't ask (any
    /// longer) at `now`.
    async fn extend(&mut self, flow: FlowId, until: Timestamp, now: Timestamp) -> Result<bool>;

    /// The recovery of an id, whatever became of it (for the mails that it asks contacts with).
    async fn flow(&mut self, id: FlowId) -> Result<Option<Flow>>;

    /// Cancels one recovery; `true` if it was open.
    async fn cancel(&mut self, flow: FlowId) -> Result<bool>;

    /// Cancels the open recoveries of a person, except one; how many there were (S21).
    async fn cancel_open_of(&mut self, person: PersonId, except: Option<FlowId>) -> Result<u64>;

    /// Cancels every open recovery; how many there were (S84).
    async fn cancel_all_open(&mut self) -> Result<u64>;

    /// Cancels the oldest recoveries of an identifier from one source that have nothing to show, so that at most `keep` of
    /// those are left (S21): no gate passed, no contact who vouched, no familiar browser, and none of the oldest
    /// [`OPEN_FLOWS`](regain_domain::policy::OPEN_FLOWS) that asked for a mailed code which isn't over. The same whether
    /// anybody has that identifier or not, and whether or not a mail was sent (S2).
    async fn evict_unproven(
        &mut self,
        identifier_mac: &Mac,
        source_mac: &Mac,
        keep: u32,
        now: Timestamp,
    ) -> Result<u64>;

    /// Adds a challenge.
    async fn insert_challenge(&mut self, challenge: &Challenge) -> Result<()>;

    /// The challenges of a recovery, the newest first.
    async fn challenges(&mut self, flow: FlowId) -> Result<Vec<Challenge>>;

    /// A challenge by id (for the mail that carries its code).
    async fn challenge(&mut self, id: ChallengeId) -> Result<Option<Challenge>>;

    /// Ends the open challenges of a class in favour of a newer one.
    async fn replace_challenges(
        &mut self,
        flow: FlowId,
        class: ProofClass,
        at: Timestamp,
    ) -> Result<u64>;

    /// Counts a try before it is checked (S60), on every challenge of a class that is open at `now` and has had fewer than
    /// `max`: those that it may be checked with. There are several where a newer code was asked for and withheld (S66).
    async fn count_try(
        &mut self,
        flow: FlowId,
        class: ProofClass,
        max: u32,
        now: Timestamp,
    ) -> Result<Vec<ChallengeId>>;

    /// Meets a challenge; `true` for the one call that did it, within its lifetime (S16, S17). A challenge without a
    /// person is never met.
    async fn consume(&mut self, id: ChallengeId, now: Timestamp) -> Result<bool>;

    /// Adds a proof of a challenge met at the same moment.
    async fn insert_proof(&mut self, proof: &Proof) -> Result<()>;

    /// A person's recoveries that were finished and aren't forgotten yet.
    async fn finished_of(&mut self, person: PersonId) -> Result<Vec<FlowId>>;

    /// The proofs of a recovery, the oldest first.
    async fn proofs(&mut self, flow: FlowId) -> Result<Vec<Proof>>;

    /// Where `most` recoveries or more are kept that any stranger can make (no gate passed, over without an end, or nothing but a mail
    /// with the user name), forgets `at_once` of them, with all that belongs to them; how many those were. What is over at `now`
    /// goes first, then the oldest of the network that has the most; those of familiar browsers, and those that a contact vouched
    /// for, only when no others are left. The same whether or not somebody has the identifier (S2, S99).
    async fn make_room(&mut self, most: u32, at_once: u32, now: Timestamp) -> Result<u64>;

    /// Forgets recoveries that ended before `before`, and those before `unproven_before` that have no proof and asked no contacts; the
    /// oldest first and at most `most`, with all that belongs to them; how many there were.
    async fn forget_older(
        &mut self,
        before: Timestamp,
        unproven_before: Timestamp,
        most: u32,
    ) -> Result<u64>;
}
