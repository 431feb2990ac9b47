//! Every stored time, and what happens to it if a clock was ahead. A test fails for any integer column that is
//! neither listed here nor among the other numbers in the test, so whoever adds one must define its meaning.

use super::binds::Binds as _;
use super::stored::count;
use super::unit::Unit;
use crate::Db;
use regain_domain::{Timestamp, policy};
use regain_storage::{Ahead, AheadEffect, Result, StorageError};
use sqlx::{AssertSqlSafe, FromRow, query, query_as};
use std::time::Duration;

/// How far ahead a column may lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum May {
    /// Not at all: it records the past.
    Never,
    /// By this much: it is a future time.
    By(Duration),
    /// As far as another column of the row says, which is checked itself.
    AsOthersSay,
}

pub(crate) struct StoredMoment(
    pub(crate) &'static str,
    pub(crate) &'static str,
    May,
    AheadEffect,
);

use AheadEffect::{Over, PassedOver, Reckoned, Told};
use May::{AsOthersSay, By, Never};

/// The longest duration of a recovery, including the time after its last gate.
const FLOW: Duration = Duration::from_secs(
    policy::FLOW_LONGEST.as_secs() + policy::FLOW_LIFETIME_AFTER_GATE.as_secs(),
);

pub(crate) const MOMENTS: [StoredMoment; 91] = [
    StoredMoment("people", "created_at", Never, Told),
    StoredMoment("people", "activated_at", Never, Reckoned),
    StoredMoment("people", "frozen_at", Never, Told),
    StoredMoment("people", "role_since", Never, Reckoned),
    StoredMoment("people", "erased_at", Never, Told),
    StoredMoment("identifiers", "verified_at", Never, Reckoned),
    StoredMoment("identifiers", "counts_from", AsOthersSay, Reckoned),
    StoredMoment("invitations", "created_at", Never, Over),
    StoredMoment("invitations", "expires_at", AsOthersSay, Over),
    StoredMoment("invitations", "accepted_at", Never, Told),
    StoredMoment("invitations", "replaced_at", Never, Told),
    StoredMoment("role_requests", "requested_at", Never, Reckoned),
    StoredMoment("role_requests", "expires_at", AsOthersSay, Reckoned),
    StoredMoment("role_requests", "decided_at", Never, Told),
    StoredMoment("history", "at", Never, Told),
    StoredMoment("history_details", "at", Never, Told),
    StoredMoment("alarms", "told_at", Never, PassedOver),
    StoredMoment("recovery_flows", "created_at", Never, Over),
    StoredMoment("recovery_flows", "expires_at", By(FLOW), Over),
    StoredMoment("challenges", "created_at", Never, Over),
    StoredMoment("challenges", "expires_at", AsOthersSay, Over),
    StoredMoment("challenges", "consumed_at", Never, Told),
    StoredMoment("challenges", "replaced_at", Never, Told),
    StoredMoment("proofs", "at", Never, Over),
    StoredMoment("verifications", "created_at", Never, Over),
    StoredMoment("verifications", "expires_at", AsOthersSay, Over),
    StoredMoment("verifications", "finished_at", Never, Over),
    StoredMoment("presented_proofs", "at", Never, Told),
    StoredMoment("credential_changes", "at", Never, Reckoned),
    StoredMoment("passwords", "set_at", Never, Reckoned),
    StoredMoment("saved_code_uses", "at", Never, Told),
    StoredMoment("methods", "added_at", Never, Reckoned),
    StoredMoment("methods", "counts_from", AsOthersSay, Reckoned),
    StoredMoment("methods", "ended_at", Never, Reckoned),
    StoredMoment("methods", "counts_until", AsOthersSay, Reckoned),
    StoredMoment("saved_codes", "ended_at", Never, Reckoned),
    StoredMoment("saved_codes", "counts_until", AsOthersSay, Reckoned),
    StoredMoment("saved_codes", "counts_from", AsOthersSay, Reckoned),
    StoredMoment("method_uses", "step", AsOthersSay, PassedOver),
    StoredMoment("method_uses", "at", Never, PassedOver),
    StoredMoment("used_steps", "step", AsOthersSay, Told),
    StoredMoment("address_claims", "created_at", Never, Over),
    StoredMoment("address_claims", "expires_at", AsOthersSay, Over),
    StoredMoment("address_claims", "consumed_at", Never, Told),
    StoredMoment("address_claims", "replaced_at", Never, Told),
    StoredMoment("former_addresses", "verified_at", Never, Reckoned),
    StoredMoment("former_addresses", "counts_from", AsOthersSay, Reckoned),
    StoredMoment("former_addresses", "ended_at", Never, Reckoned),
    StoredMoment("former_addresses", "counts_until", AsOthersSay, Reckoned),
    StoredMoment("former_addresses", "reserved_until", AsOthersSay, Told),
    StoredMoment(
        "former_addresses",
        "objectable_until",
        AsOthersSay,
        Reckoned,
    ),
    StoredMoment("former_addresses", "objected_at", Never, Told),
    StoredMoment("contacts", "added_at", Never, Reckoned),
    StoredMoment("contacts", "accepted_at", Never, Reckoned),
    StoredMoment("contacts", "counts_from", AsOthersSay, Reckoned),
    StoredMoment("contacts", "declined_at", Never, Told),
    StoredMoment("contacts", "ended_at", Never, Reckoned),
    StoredMoment("contacts", "counts_until", AsOthersSay, Reckoned),
    StoredMoment("contact_invitations", "created_at", Never, Over),
    StoredMoment("contact_invitations", "expires_at", AsOthersSay, Over),
    StoredMoment("contact_invitations", "accepted_at", Never, Told),
    StoredMoment("contact_invitations", "declined_at", Never, Told),
    StoredMoment("contact_invitations", "replaced_at", Never, Told),
    StoredMoment("contact_requests", "confirmed_at", Never, Told),
    StoredMoment("contact_requests", "refused_at", Never, Told),
    StoredMoment("contact_requests", "given_at", Never, Told),
    StoredMoment("policies", "decided_at", Never, Reckoned),
    StoredMoment("policies", "effective_at", AsOthersSay, Reckoned),
    StoredMoment("policy_requests", "requested_at", Never, Reckoned),
    StoredMoment("policy_requests", "expires_at", AsOthersSay, Reckoned),
    StoredMoment("policy_requests", "decided_at", Never, Told),
    StoredMoment("check_ups", "checked_at", Never, PassedOver),
    StoredMoment(
        "check_ups",
        "remind_at",
        By(policy::CHECK_UP_EVERY),
        PassedOver,
    ),
    StoredMoment("check_ups", "asked_at", Never, PassedOver),
    StoredMoment("ways_counted", "settles_at", AsOthersSay, Reckoned),
    StoredMoment("spendings", "at", Never, PassedOver),
    StoredMoment("sessions", "created_at", Never, Over),
    StoredMoment("sessions", "last_seen_at", Never, Over),
    StoredMoment("devices", "created_at", Never, Told),
    StoredMoment("devices", "last_used_at", Never, Told),
    StoredMoment(
        "devices",
        "remembered_until",
        By(policy::DEVICE_REMEMBERED),
        PassedOver,
    ),
    StoredMoment("devices", "wanted_until", AsOthersSay, PassedOver),
    StoredMoment(
        "answered_passkeys",
        "until",
        By(policy::PASSKEY_LIFETIME),
        Told,
    ),
    StoredMoment(
        "freeze_links",
        "expires_at",
        By(policy::FREEZE_LINK_LIFETIME),
        Told,
    ),
    StoredMoment("freeze_links", "ended_at", Never, Told),
    StoredMoment("sign_in_counters", "last_try_at", Never, PassedOver),
    StoredMoment("sign_in_counters", "blocked_until", AsOthersSay, PassedOver),
    StoredMoment("outbox", "created_at", Never, Told),
    StoredMoment("outbox", "expires_at", AsOthersSay, Told),
    StoredMoment(
        "outbox",
        "next_attempt_at",
        By(policy::MAIL_LONGEST_PAUSE),
        PassedOver,
    ),
    StoredMoment("outbox", "given_up_at", Never, Told),
];

#[derive(FromRow)]
struct Row {
    rows: i64,
    furthest: Option<i64>,
}

struct Found(u64, Option<i64>);

impl TryFrom<Row> for Found {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self(count(row.rows)?, row.furthest))
    }
}

impl Unit<'_> {
    /// Times further ahead of `now` than permitted, column by column.
    pub(crate) async fn ahead(&mut self, now: Timestamp) -> Result<Vec<Ahead>> {
        let mut ahead = Vec::new();
        let latest = now.plus(policy::CLOCK_TOLERANCE);
        for StoredMoment(table, column, may, effect) in &MOMENTS {
            let latest = match may {
                Never => latest,
                By(span) => latest.plus(*span),
                AsOthersSay => continue,
            };

            let text = format!(
                "SELECT count(*) AS rows, max({column}) AS furthest FROM {table} WHERE {column} > $1"
            );
            let select = query_as::<Db, Row>(AssertSqlSafe(text)).moment(latest);
            let Some(Found(rows @ 1.., Some(furthest))) = self.find(select).await? else {
                continue;
            };

            let furthest = Timestamp::from_millis(furthest);
            ahead.push(Ahead {
                table,
                column,
                rows,
                furthest,
                effect: *effect,
            });
        }

        Ok(ahead)
    }
}

/// Ends what lies ahead and can be begun again by its owner.
const ENDS: [&str; 4] = [
    "DELETE FROM sessions WHERE created_at > $1 OR last_seen_at > $1",
    "DELETE FROM verifications WHERE created_at > $1",
    "UPDATE recovery_flows SET state = 'cancelled' WHERE created_at > $1 AND state NOT IN ('finished', 'cancelled')",
    "UPDATE address_claims SET replaced_at = $2
     WHERE created_at > $1 AND consumed_at IS NULL AND replaced_at IS NULL",
];

/// Ends what somebody else must begin again.
const INVITATIONS_END: [&str; 2] = [
    "UPDATE invitations SET replaced_at = $2 WHERE created_at > $1 AND accepted_at IS NULL AND replaced_at IS NULL",
    "UPDATE contact_invitations SET replaced_at = $2
     WHERE created_at > $1 AND accepted_at IS NULL AND declined_at IS NULL AND replaced_at IS NULL",
];

impl Unit<'_> {
    /// Ends what lies ahead of `now` and can't continue (see [`regain_storage::Work::end_ahead`]).
    pub(crate) async fn end_what_lies_ahead(
        &mut self,
        now: Timestamp,
        clock_is_right: bool,
    ) -> Result<u64> {
        let latest = now.plus(policy::CLOCK_TOLERANCE).as_millis();
        let mut ended = 0;
        for text in ENDS
            .into_iter()
            .chain(INVITATIONS_END.into_iter().filter(|_| clock_is_right))
        {
            let end = query::<Db>(text).bind(latest);
            ended += self
                .execute(if text.contains("$2") {
                    end.moment(now)
                } else {
                    end
                })
                .await?;
        }

        Ok(ended)
    }
}
