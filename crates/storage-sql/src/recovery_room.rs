//! Deletes recoveries that are over, or that make room for others (S99).

use super::binds::Binds as _;
use super::stored::count;
use super::unit::Unit;
use crate::Db;
use regain_domain::Timestamp;
use regain_storage::Result;
use sqlx::{query, query_scalar};

/// Those that any stranger can make, in the words of their index.
macro_rules! unproven {
    ($($text:literal),+) => {
        concat!($($text),+, "state IN ('started', 'cancelled') OR (state = 'finished' AND trouble = 'forgot_user_name')")
    };
}

impl Unit<'_> {
    /// See [`regain_storage::RecoveryRows::make_room`].
    pub(crate) async fn make_room_for_recoveries(
        &mut self,
        most: u32,
        at_once: u32,
        now: Timestamp,
    ) -> Result<u64> {
        let waiting =
            query_scalar::<Db, i64>(unproven!("SELECT count(*) FROM recovery_flows WHERE "));
        let waiting: u64 = self
            .value(waiting)
            .await?
            .map(count)
            .transpose()?
            .unwrap_or_default();
        if waiting < u64::from(most) {
            return Ok(0);
        }

        // First those that are over; then the oldest of the network with the most. Those that only an owner can have
        // (with a familiar browser, or a contact who vouches) go only if nothing else is left.
        let delete = query::<Db>(concat!(
            "DELETE FROM recovery_flows WHERE seq IN (
                 SELECT seq FROM (
                     SELECT seq, live, owned,
                            row_number() OVER (PARTITION BY live, owned, holder_mac ORDER BY seq DESC) AS nth
                     FROM (SELECT seq, holder_mac,
                                  CASE WHEN state = 'started' AND expires_at > $1 THEN 1 ELSE 0 END AS live,
                                  CASE WHEN familiar OR id IN (
                                           SELECT challenges.flow_id FROM contact_requests
                                           JOIN challenges ON challenges.id = contact_requests.challenge_id
                                           WHERE contact_requests.confirmed_at IS NOT NULL
                                             AND contact_requests.refused_at IS NULL) THEN 1 ELSE 0 END AS owned
                           FROM recovery_flows WHERE ",
            unproven!(""),
            ") AS waiting) AS ranked
                 ORDER BY live, owned, nth DESC, seq LIMIT $2)"
        ))
        .moment(now)
        .bind(i64::from(at_once));

        self.execute(delete).await
    }

    /// See [`regain_storage::RecoveryRows::forget_older`].
    pub(crate) async fn forget_recoveries(
        &mut self,
        before: Timestamp,
        unproven_before: Timestamp,
        most: u32,
    ) -> Result<u64> {
        let delete = query::<Db>(
            "DELETE FROM recovery_flows
             WHERE seq IN (SELECT seq FROM recovery_flows
                           WHERE expires_at < $1
                              OR (expires_at < $2
                                  AND NOT EXISTS (SELECT 1 FROM proofs WHERE proofs.flow_id = recovery_flows.id)
                                  AND NOT EXISTS (SELECT 1 FROM challenges
                                                  WHERE challenges.flow_id = recovery_flows.id
                                                    AND challenges.class = 'contact'))
                           ORDER BY expires_at, seq LIMIT $3)",
        )
        .moment(before)
        .moment(unproven_before)
        .bind(i64::from(most));
        self.execute(delete).await
    }
}
