//! Who could get back in and who couldn't, and why: numbers and classes, never contact data (S81).

use crate::{Act, Admin};
use regain_base::{Op, Outcome, Visitor};
use regain_domain::readiness::Shortfall;
use regain_domain::{Facts, HistoryEvent, PersonId, Policy, Readiness, Role, Timestamp, policy};
use regain_storage::Work;
use regain_storage::readiness::{PeopleGroup, PersonWays, ReportMoments, WaysGroup, WaysQuery};

/// People on one page.
const PAGE: u32 = 50;
/// People read at once for an export.
const CHUNK: u32 = 1000;
/// Most people in one export.
const EXPORT_MAX: usize = 200_000;

/// A search.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadinessFilter {
    /// Part of a name, user name or address.
    pub text: String,
    /// Only in this state.
    pub state: Option<Readiness>,
    /// Only for this reason.
    pub reason: Option<Shortfall>,
    /// Only with this role.
    pub role: Option<Role>,
}

/// Totals over all active people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadinessTotals {
    /// Number of people.
    pub people: u64,
    /// Number in each state.
    pub states: Vec<(Readiness, u64)>,
    /// Number for each reason; somebody may have several.
    pub reasons: Vec<(Shortfall, u64)>,
}

/// The report.
#[derive(Debug, Clone)]
pub struct ReadinessPage {
    /// Totals over everybody, regardless of the search.
    pub totals: ReadinessTotals,
    /// The people found, ordered by name.
    pub people: Vec<PersonWays>,
    /// Number of people found in all.
    pub found: u64,
    /// Where the next page begins, if there is one.
    pub next: Option<(String, PersonId)>,
}

impl Admin {
    /// The report, with a page of the people found.
    ///
    /// # Errors
    /// [`regain_domain::Refusal::NotAllowed`].
    pub async fn readiness(
        &self,
        actor: PersonId,
        filter: &ReadinessFilter,
        after: Option<(String, PersonId)>,
    ) -> Outcome<ReadinessPage> {
        let mut op = self.base.reading().await?;
        self.actor(&mut op, actor, Act::SeePeople, None).await?;
        let at = asked_at(op.now());
        let policy = op.policy().await?;
        let groups = offered(op.ways_of_people().ways_in_groups(at).await?, &policy);
        let shapes = shapes(&groups, filter);

        // Without a search text, the groups give the number.
        let known = filter.text.trim().is_empty().then(|| {
            let found = groups
                .iter()
                .filter(|group| fits(group, filter))
                .map(|group| group.people);
            found.sum::<u64>()
        });
        let query = WaysQuery {
            limit: PAGE + 1,
            after,
            ..query(at, filter, shapes)
        };
        let found = match known {
            Some(found) => found,
            None => op.ways_of_people().count_ways(&query).await?,
        };

        let mut people = match found {
            0 => Vec::new(),
            _ => op.ways_of_people().ways_in_order(&query).await?,
        };

        people
            .iter_mut()
            .for_each(|person| person.ways = person.ways.offered(&policy));
        let more = people.len() > PAGE as usize;
        people.truncate(PAGE as usize);
        let next = people
            .last()
            .filter(|_| more)
            .map(|last| (last.sort_key.clone(), last.id));

        Ok(ReadinessPage {
            totals: totals(&groups),
            people,
            found,
            next,
        })
    }

    /// All people found, at most 200,000; the export itself is recorded (S101).
    ///
    /// # Errors
    /// [`regain_domain::Refusal::NotAllowed`].
    pub async fn export_readiness(
        &self,
        visitor: &Visitor,
        actor: PersonId,
        filter: &ReadinessFilter,
    ) -> Outcome<Vec<PersonWays>> {
        let mut op = self.base.reading().await?;
        self.actor(&mut op, actor, Act::SeePeople, None).await?;
        let at = asked_at(op.now());
        let policy = op.policy().await?;
        let groups = offered(op.ways_of_people().ways_in_groups(at).await?, &policy);
        let mut query = WaysQuery {
            limit: CHUNK,
            ..query(at, filter, shapes(&groups, filter))
        };
        let mut people: Vec<PersonWays> = Vec::new();

        while people.len() < EXPORT_MAX {
            query.after = people.last().map(|last| (last.sort_key.clone(), last.id));
            let mut chunk = op.ways_of_people().ways_in_order(&query).await?;
            chunk
                .iter_mut()
                .for_each(|person| person.ways = person.ways.offered(&policy));
            let last = chunk.len() < CHUNK as usize;
            people.extend(chunk);

            if last {
                break;
            }
        }

        drop(op);
        let mut op = self.base.writing(visitor).await?;
        let facts = Facts {
            entries: Some(people.len() as u64),
            ..Facts::default()
        };
        let entry = visitor
            .entry(HistoryEvent::ReadinessExported, actor)
            .with(facts);
        op.record(&entry).await?;
        op.commit().await?;

        Ok(people)
    }
}

fn asked_at(now: Timestamp) -> ReportMoments {
    ReportMoments {
        now,
        overdue_before: now.minus(policy::CHECK_UP_EVERY),
    }
}

/// Restricts ways to those that the policy in force offers, since no others get anybody in.
fn offered(mut groups: Vec<WaysGroup>, policy: &Policy) -> Vec<WaysGroup> {
    groups
        .iter_mut()
        .for_each(|group| group.ways = group.ways.offered(policy));
    groups
}

fn query(
    at: ReportMoments,
    filter: &ReadinessFilter,
    shapes: Option<Vec<PeopleGroup>>,
) -> WaysQuery {
    WaysQuery {
        at,
        text: crate::people::looked_for(&filter.text),
        role: filter.role,
        shapes,
        after: None,
        limit: 0,
    }
}

/// Whether a group matches the filter, apart from the search text.
fn fits(group: &WaysGroup, filter: &ReadinessFilter) -> bool {
    filter
        .state
        .is_none_or(|state| group.ways.readiness() == state)
        && filter
            .reason
            .is_none_or(|reason| group.ways.shortfalls(group.check_overdue).contains(&reason))
        && filter.role.is_none_or(|role| group.role == role)
}

/// The groups to search in; `None` for all. The rule is only in Rust; the database just finds the people.
fn shapes(groups: &[WaysGroup], filter: &ReadinessFilter) -> Option<Vec<PeopleGroup>> {
    let asked = filter.state.is_some() || filter.reason.is_some();
    asked.then(|| {
        groups
            .iter()
            .filter(|group| fits(group, filter))
            .map(|group| group.shape)
            .collect()
    })
}

fn totals(groups: &[WaysGroup]) -> ReadinessTotals {
    let sum = |holds: &dyn Fn(&WaysGroup) -> bool| {
        groups
            .iter()
            .filter(|group| holds(group))
            .map(|group| group.people)
            .sum::<u64>()
    };
    let states = Readiness::ALL.map(|state| (state, sum(&|group| group.ways.readiness() == state)));
    let reasons = Shortfall::ALL.map(|reason| {
        (
            reason,
            sum(&|group| group.ways.shortfalls(group.check_overdue).contains(&reason)),
        )
    });

    ReadinessTotals {
        people: sum(&|_| true),
        states: states.to_vec(),
        reasons: reasons.to_vec(),
    }
}
