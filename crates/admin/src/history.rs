//! The history for auditors and administrators: masked, filtered, exported, and verified.

use crate::{Act, Admin};
use regain_base::history::Fault;
use regain_base::{Op, Outcome, Visitor};
use regain_domain::{Facts, HistoryEvent, PersonId, PersonStatus, Timestamp};
use regain_storage::{HistoryFilter, HistoryRow, Person, Work};
use std::collections::HashMap;

/// Entries on one page.
const PAGE: u32 = 50;
/// Most entries in one export.
const EXPORT_MAX: usize = 100_000;

/// A page of the history.
#[derive(Debug, Clone)]
pub struct AuditPage {
    /// Newest first.
    pub lines: Vec<AuditLine>,
    /// Where the next page begins, if there is one.
    pub older: Option<u64>,
}

/// An entry, as shown to auditors: names are masked; device and location aren't shown.
#[derive(Debug, Clone)]
pub struct AuditLine {
    /// Position in the chain.
    pub seq: u64,
    /// Time.
    pub at: Timestamp,
    /// Kind of event.
    pub event: HistoryEvent,
    /// The person concerned.
    pub subject: Option<PersonId>,
    /// The actor.
    pub actor: Option<PersonId>,
    /// Masked name of the person concerned.
    pub subject_name: Option<String>,
    /// Masked name of the actor.
    pub actor_name: Option<String>,
    /// Whether the person concerned was erased, and so has no name (S103).
    pub subject_erased: bool,
    /// Whether the actor was erased.
    pub actor_erased: bool,
    /// Details.
    pub facts: Facts,
    /// Whether the entry is intact.
    pub genuine: bool,
}

/// Result of verifying the whole chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChainReport {
    /// Number of entries.
    pub entries: u64,
    /// The first faulty entry, if any.
    pub fault: Option<Fault>,
}

impl Admin {
    /// A page of the entries that match a filter; before `before`, if given.
    ///
    /// # Errors
    /// [`regain_domain::Refusal::NotAllowed`].
    pub async fn history(
        &self,
        actor: PersonId,
        filter: &HistoryFilter,
        before: Option<u64>,
    ) -> Outcome<AuditPage> {
        let mut op = self.base.reading().await?;
        self.actor(&mut op, actor, Act::ReadHistory, None).await?;
        let mut rows = op.history().page(filter, before, PAGE + 1).await?;
        let more = rows.len() > PAGE as usize;
        rows.truncate(PAGE as usize);
        let older = rows.last().filter(|_| more).map(|row| row.seq);
        let mut names = Names::default();
        let mut lines = Vec::with_capacity(rows.len());
        for row in &rows {
            lines.push(self.line(&mut op, &mut names, row).await?);
        }

        Ok(AuditPage { lines, older })
    }

    /// Walks the whole chain.
    ///
    /// # Errors
    /// [`regain_domain::Refusal::NotAllowed`].
    pub async fn verify_history(&self, actor: PersonId) -> Outcome<ChainReport> {
        let mut op = self.base.reading().await?;
        self.actor(&mut op, actor, Act::ReadHistory, None).await?;
        drop(op);
        let walked = self
            .base
            .historian
            .verify(self.base.store.as_ref(), None)
            .await?;

        Ok(ChainReport {
            entries: walked.entries,
            fault: walked.fault,
        })
    }

    /// The entries that match a filter, newest first, at most 100,000; the export itself is recorded (S101).
    ///
    /// # Errors
    /// [`regain_domain::Refusal::NotAllowed`].
    pub async fn export(
        &self,
        visitor: &Visitor,
        actor: PersonId,
        filter: &HistoryFilter,
    ) -> Outcome<Vec<AuditLine>> {
        let mut op = self.base.reading().await?;
        self.actor(&mut op, actor, Act::ReadHistory, None).await?;
        let mut names = Names::default();
        let mut lines: Vec<AuditLine> = Vec::new();
        while lines.len() < EXPORT_MAX {
            let rows = op
                .history()
                .page(filter, lines.last().map(|line| line.seq), 1000)
                .await?;
            if rows.is_empty() {
                break;
            }

            for row in &rows {
                lines.push(self.line(&mut op, &mut names, row).await?);
            }
        }

        drop(op);
        let mut op = self.base.writing(visitor).await?;
        let facts = Facts {
            entries: Some(lines.len() as u64),
            ..Facts::default()
        };
        let entry = visitor
            .entry(HistoryEvent::HistoryExported, actor)
            .with(facts);
        op.record(&entry).await?;
        op.commit().await?;

        Ok(lines)
    }

    async fn line(
        &self,
        op: &mut dyn Op,
        names: &mut Names,
        row: &HistoryRow,
    ) -> Outcome<AuditLine> {
        let subject = names.name_of(op, row.subject).await?;
        let actor = names.name_of(op, row.actor).await?;
        Ok(AuditLine {
            seq: row.seq,
            at: row.at,
            event: row.event,
            subject: row.subject,
            actor: row.actor,
            subject_erased: subject == HistoryName::Erased,
            actor_erased: actor == HistoryName::Erased,
            subject_name: subject.masked(),
            actor_name: actor.masked(),
            facts: serde_json::from_str(&row.facts).unwrap_or_default(),
            genuine: self.base.historian.is_genuine(op, row).await?,
        })
    }
}

/// A name in the history.
#[derive(Debug, Clone, PartialEq, Eq)]
enum HistoryName {
    /// None: the person never had a name, or the entry is about nobody.
    Nothing,
    /// The person was erased.
    Erased,
    /// The masked name.
    Masked(String),
}

impl HistoryName {
    /// The first letter of the user name, or of the name.
    fn of(person: &Person) -> Self {
        if person.status == PersonStatus::Erased {
            return Self::Erased;
        }

        let user_name = person.user_name.as_ref().map(|name| name.as_str());
        let shown = user_name.or_else(|| person.name.as_ref().map(|name| name.as_str()));
        let first = shown.and_then(|shown| shown.chars().next());
        first.map_or(Self::Nothing, |first| Self::Masked(format!("{first}…")))
    }

    fn masked(self) -> Option<String> {
        match self {
            Self::Masked(name) => Some(name),
            Self::Nothing | Self::Erased => None,
        }
    }
}

/// Names, each looked up once.
#[derive(Default)]
struct Names(HashMap<PersonId, HistoryName>);

impl Names {
    async fn name_of(&mut self, op: &mut dyn Op, person: Option<PersonId>) -> Outcome<HistoryName> {
        let Some(id) = person else {
            return Ok(HistoryName::Nothing);
        };

        if let Some(known) = self.0.get(&id) {
            return Ok(known.clone());
        }

        let called = op
            .people()
            .by_id(id)
            .await?
            .as_ref()
            .map_or(HistoryName::Nothing, HistoryName::of);
        self.0.insert(id, called.clone());

        Ok(called)
    }
}
