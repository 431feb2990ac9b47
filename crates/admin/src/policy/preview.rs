//! "Who would this policy lock out?", before it is saved (F11). Shows nobody's contact data (S81).

use crate::{Act, Admin};
use data_encoding::HEXLOWER;
use regain_base::{Op, Outcome, PolicyState, digest};
use regain_domain::policy::{ChangedValue, POLICY_NOTICE};
use regain_domain::readiness::Lack;
use regain_domain::{PersonId, Policy, Refusal, Role, Setting, Ways};
use regain_storage::readiness::{ReportMoments, WaysQuery};
use std::time::Duration;

/// People read at once.
const STEP: u32 = 500;

/// The effects of a policy.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The policy.
    pub policy: Policy,
    /// Differences from the policy in force.
    pub changes: Vec<ChangedValue>,
    /// Whether it loosens anything.
    pub loosens: bool,
    /// Whether it switches a way back off: a tightening that affects everybody.
    pub switches_off: bool,
    /// Notice period after the decision, for the people affected to prepare.
    pub notice: Duration,
    /// Number of people checked: everybody with an account.
    pub checked: u64,
    /// People who have what they need now, and wouldn't then; ordered by name.
    pub concerned: Vec<AffectedPerson>,
    /// Whether no global administrator could get back in; then it can't be saved.
    pub strands: bool,
    /// Identifies the preview: differs if anything in it changes.
    pub fingerprint: String,
}

/// A person who would fall short.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AffectedPerson {
    /// The person.
    pub id: PersonId,
    /// Their name, or else their user name.
    pub name: Option<String>,
    /// What they would lack, worst first.
    pub lacks: Vec<Lack>,
}

impl Preview {
    /// Whether it takes a second administrator.
    #[must_use]
    pub const fn takes_two(&self) -> bool {
        self.loosens || self.switches_off
    }

    /// Number of people who would lack this.
    #[must_use]
    pub fn count(&self, lack: Lack) -> u64 {
        self.concerned
            .iter()
            .filter(|concerned| concerned.lacks.contains(&lack))
            .count() as u64
    }

    /// Whether somebody who saw the preview with this fingerprint may save it.
    pub(super) fn may_be_saved(&self, seen: &str) -> Result<(), Refusal> {
        if self.changes.is_empty() {
            Err(Refusal::PolicyUnchanged)
        } else if self.strands {
            Err(Refusal::PolicyStrands)
        } else if seen != self.fingerprint {
            Err(Refusal::PolicyStale)
        } else {
            Ok(())
        }
    }
}

/// What somebody would lack that they don't lack now.
fn newly(old: &Policy, new: &Policy, ways: Ways) -> Vec<Lack> {
    let before = Lack::under(old, ways);
    Lack::under(new, ways)
        .into_iter()
        .filter(|lack| !before.contains(lack))
        .collect()
}

impl Admin {
    /// Previews a policy: its changes, the people affected, and when it would take effect. Writes nothing.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`].
    pub async fn preview_policy(&self, actor: PersonId, policy: &Policy) -> Outcome<Preview> {
        let mut op = self.base.reading().await?;
        self.actor(&mut op, actor, Act::SeePolicy, None).await?;
        let state = self.base.policy_state(&mut op).await?;
        self.preview(&mut op, &state, policy).await
    }

    pub(super) async fn preview(
        &self,
        op: &mut dyn Op,
        state: &PolicyState,
        new: &Policy,
    ) -> Outcome<Preview> {
        let now = op.now();
        let old = &state.in_force;
        let at = ReportMoments {
            now,
            overdue_before: now,
        };
        let groups = op.ways_of_people().ways_in_groups(at).await?;
        let open = |policy: &Policy| {
            let administrators = groups
                .iter()
                .filter(|group| group.role == Role::GlobalAdministrator);
            administrators
                .filter(|group| group.ways.offered(policy).opens().is_some())
                .count()
                > 0
        };
        let strands = open(old) && !open(new);
        let touched = groups
            .iter()
            .filter(|group| !newly(old, new, group.ways).is_empty());
        let shapes: Vec<_> = touched.map(|group| group.shape).collect();
        let mut concerned = Vec::new();
        let mut after = None;

        while !shapes.is_empty() {
            let query = WaysQuery {
                at,
                text: String::new(),
                role: None,
                shapes: Some(shapes.clone()),
                after: after.take(),
                limit: STEP,
            };
            let page = op.ways_of_people().ways_in_order(&query).await?;
            after = page.last().map(|last| (last.sort_key.clone(), last.id));
            let more = page.len() == STEP as usize;
            concerned.extend(page.into_iter().filter_map(|person| {
                let lacks = newly(old, new, person.ways);
                let name = person.name.map(|name| name.as_str().to_owned());
                let name = name.or_else(|| person.user_name.map(|name| name.as_str().to_owned()));
                (!lacks.is_empty()).then_some(AffectedPerson {
                    id: person.id,
                    name,
                    lacks,
                })
            }));

            if !more {
                break;
            }
        }

        let notice = if concerned.is_empty() {
            Duration::ZERO
        } else {
            POLICY_NOTICE
        };

        let mut preview = Preview {
            policy: *new,
            changes: new.changes(old),
            loosens: new.loosens(old),
            switches_off: new
                .changes(old)
                .iter()
                .any(|change| matches!(change.setting, Setting::Offers(_)) && change.new == 0),
            notice,
            checked: groups.iter().map(|group| group.people).sum(),
            concerned,
            strands,
            fingerprint: String::new(),
        };
        preview.fingerprint = self.fingerprint(state, &preview);

        Ok(preview)
    }

    /// A fingerprint of everything that the preview shows.
    fn fingerprint(&self, state: &PolicyState, preview: &Preview) -> String {
        let version = state.version.to_be_bytes();
        let genuine = [u8::from(state.genuine)];
        let old = state.in_force.to_text();
        let new = preview.policy.to_text();
        let mut parts: Vec<Vec<u8>> = vec![
            version.to_vec(),
            genuine.to_vec(),
            old.into_bytes(),
            new.into_bytes(),
        ];

        for concerned in &preview.concerned {
            let lacks = concerned.lacks.iter().map(|lack| match lack {
                Lack::Gates => 1,
                Lack::SecondFactor => 2,
            });
            parts.push(
                concerned
                    .id
                    .as_bytes()
                    .iter()
                    .copied()
                    .chain(lacks)
                    .collect(),
            );
        }

        let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
        let print: [u8; 32] = digest(self.base.keys.policy(), "preview", &parts);

        HEXLOWER.encode(&print[..16])
    }
}
