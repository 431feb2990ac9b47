//! Recoveries, their challenges and proofs, as rows rather than flags (S11).

use crate::{
    BrowserDigest, CodeDigest, FlowSeal, HolderDigest, IdentifierDigest, LinkDigest, Result,
    SourceDigest,
};
use async_trait::async_trait;
use regain_domain::{
    ChallengeId, FlowId, FlowState, Language, Method, PersonId, ProofClass, ProofId, Timestamp,
    Trouble,
};

/// A recovery. Recoveries of people who don't exist are stored too, without a person (S2, S3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    /// Random.
    pub id: FlowId,
    /// The person; the only place that says so (S10).
    pub person: Option<PersonId>,
    /// Digest of the identifier that started it, known or not (S5).
    pub identifier_digest: IdentifierDigest,
    /// Digest of the source that started it: only recoveries from the same source can displace it (S21, S59).
    pub source_digest: SourceDigest,
    /// Digest of the cookie in the browser that started it (S23).
    pub browser_digest: BrowserDigest,
    /// A seal that binds the row to that cookie; a row that SQL made, or moved to another browser, lacks it (S79).
    pub seal: FlowSeal,
    /// The reason why the person can't sign in.
    pub trouble: Trouble,
    /// Its state.
    pub state: FlowState,
    /// The method being tried.
    pub method: Option<Method>,
    /// The language in which it was started, for its mails.
    pub language: Language,
    /// When it was started.
    pub created_at: Timestamp,
    /// When it expires; once finished, until when its last page is shown.
    pub expires_at: Timestamp,
    /// Tries to enter the current password at the end.
    pub keep_tries: u32,
    /// Whether it was started in a browser that this person has signed in with; strangers' recoveries can't displace
    /// it (S21).
    pub familiar: bool,
    /// Digest of the widest network that one customer may have, from which it was started: if strangers fill the
    /// space for recoveries, those from the fullest network make room (S99).
    pub holder_digest: HolderDigest,
}

/// Something to prove.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge {
    /// Random.
    pub id: ChallengeId,
    /// The recovery it belongs to; invalid in any other (S19).
    pub flow: FlowId,
    /// The person it would prove.
    pub person: Option<PersonId>,
    /// Class of the proof.
    pub class: ProofClass,
    /// Input from which code and link token derive, with a key outside the database (S18).
    pub nonce: [u8; 16],
    /// Digest of the code; `None` for a saved code, which has its own row.
    pub code_digest: Option<CodeDigest>,
    /// Digest of the link token.
    pub link_digest: Option<LinkDigest>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Expiry.
    pub expires_at: Timestamp,
    /// Tries so far, counted before they are checked (S60).
    pub tries: u32,
    /// When it was met.
    pub consumed_at: Option<Timestamp>,
    /// When a newer one replaced it.
    pub replaced_at: Option<Timestamp>,
}

impl Challenge {
    /// Whether it can still be met, apart from the number of tries.
    #[must_use]
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.consumed_at.is_none()
            && self.replaced_at.is_none()
            && self.created_at.lasts(self.expires_at, now)
    }
}

/// The record of a met challenge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// Random.
    pub id: ProofId,
    /// The person.
    pub person: PersonId,
    /// The recovery.
    pub flow: FlowId,
    /// The class.
    pub class: ProofClass,
    /// The challenge, met once.
    pub challenge: ChallengeId,
    /// Time of the proof.
    pub at: Timestamp,
}

/// Recoveries, their challenges and proofs.
#[async_trait]
pub trait RecoveryRows: Send {
    /// Adds a recovery.
    async fn insert_flow(&mut self, flow: &Flow) -> Result<()>;

    /// The recovery of a browser, in any state.
    async fn flow_by_browser(&mut self, browser_digest: &BrowserDigest) -> Result<Option<Flow>>;

    /// Sets the method to try, or none; `false` if the recovery doesn't ask for a proof at `now`.
    async fn choose_method(
        &mut self,
        flow: FlowId,
        method: Option<Method>,
        now: Timestamp,
    ) -> Result<bool>;

    /// Advances the recovery from exactly `from` to `to`, clears the chosen method and sets a new expiry; `false` if
    /// it isn't at `from`, or is over at `now`.
    async fn advance(
        &mut self,
        flow: FlowId,
        from: FlowState,
        to: FlowState,
        expires_at: Timestamp,
        now: Timestamp,
    ) -> Result<bool>;

    /// Finishes a recovery that has two proofs of different classes for its own person, checked in the same
    /// statement; `true` only for the one call that did it (S11, S12, S29).
    async fn finish(
        &mut self,
        flow: FlowId,
        shown_until: Timestamp,
        now: Timestamp,
    ) -> Result<bool>;

    /// Changes the end of a recovery that has passed both gates.
    async fn set_trouble(&mut self, flow: FlowId, trouble: Trouble, now: Timestamp)
    -> Result<bool>;

    /// Counts a try to enter the current password. Returns the count, or `None` if `max` tries are used up or the
    /// recovery isn't there.
    async fn count_keep_try(
        &mut self,
        flow: FlowId,
        max: u32,
        now: Timestamp,
    ) -> Result<Option<u32>>;

    /// Extends a recovery that asks for proofs until `until`, if it would end sooner; `false` if it doesn't ask for
    /// proofs at `now`.
    async fn extend(&mut self, flow: FlowId, until: Timestamp, now: Timestamp) -> Result<bool>;

    /// The recovery with this id, in any state (for mails to contacts).
    async fn flow(&mut self, id: FlowId) -> Result<Option<Flow>>;

    /// Cancels one recovery; `true` if it was open.
    async fn cancel(&mut self, flow: FlowId) -> Result<bool>;

    /// Cancels the open recoveries of a person, except one. Returns their number (S21).
    async fn cancel_open_of(&mut self, person: PersonId, except: Option<FlowId>) -> Result<u64>;

    /// Cancels every open recovery. Returns their number (S84).
    async fn cancel_all_open(&mut self) -> Result<u64>;

    /// Cancels the oldest recoveries of an identifier from one source that show no progress, so that at most `keep`
    /// of those remain (S21). Progress means a passed gate, a contact who vouched, a familiar browser, or being among
    /// the oldest [`OPEN_FLOWS`](regain_domain::policy::OPEN_FLOWS) with a mailed code that isn't over. The result is
    /// the same whether or not anybody has that identifier, and whether or not a mail was sent (S2).
    async fn evict_unproven(
        &mut self,
        identifier_digest: &IdentifierDigest,
        source_digest: &SourceDigest,
        keep: u32,
        now: Timestamp,
    ) -> Result<u64>;

    /// Adds a challenge.
    async fn insert_challenge(&mut self, challenge: &Challenge) -> Result<()>;

    /// The challenges of a recovery, newest first.
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

    /// Counts a try before it is checked (S60), on every challenge of a class that is open at `now` and has had fewer
    /// than `max`, and returns those: the try may be checked against them. There are several if a newer code was
    /// requested but withheld (S66).
    async fn count_try(
        &mut self,
        flow: FlowId,
        class: ProofClass,
        max: u32,
        now: Timestamp,
    ) -> Result<Vec<ChallengeId>>;

    /// Meets a challenge; `true` only for the one call that did it, within its lifetime (S16, S17). A challenge
    /// without a person can't be met.
    async fn consume(&mut self, id: ChallengeId, now: Timestamp) -> Result<bool>;

    /// Adds a proof of a challenge met at the same time.
    async fn insert_proof(&mut self, proof: &Proof) -> Result<()>;

    /// A person's finished recoveries that are still stored.
    async fn finished_of(&mut self, person: PersonId) -> Result<Vec<FlowId>>;

    /// The proofs of a recovery, oldest first.
    async fn proofs(&mut self, flow: FlowId) -> Result<Vec<Proof>>;

    /// If at least `most` recoveries are stored of the kind that any stranger can make (no gate passed, ended
    /// unfinished, or only a mail with the user name), deletes `at_once` of them with everything that belongs to
    /// them. Returns their number. Those over at `now` go first, then the oldest of the network with the most; those
    /// of familiar browsers, and those with a contact who vouched, only if no others are left. The result is the same
    /// whether or not somebody has the identifier (S2, S99).
    async fn make_room(&mut self, most: u32, at_once: u32, now: Timestamp) -> Result<u64>;

    /// Deletes recoveries that ended before `before`, and those before `unproven_before` without a proof or a request
    /// to contacts; oldest first and at most `most`, with everything that belongs to them. Returns their number.
    async fn forget_older(
        &mut self,
        before: Timestamp,
        unproven_before: Timestamp,
        most: u32,
    ) -> Result<u64>;
}
