//! Seals showing that this server gave a row to a browser and a person; rows made or copied by SQL lack them (S79).

use super::{Keys, first};
use crate::digest::digest;
use regain_domain::{ChangeId, FlowId, PersonId, Timestamp, VerificationId};
use regain_storage::{
    DeviceSeal, FlowSeal, KnownDevice, RoleRequest, RoleRequestSeal, Session, SessionSeal,
};

/// State at the begin of a session: if any of it changes, the session is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BegunWith {
    /// When the password was set.
    pub password_set_at: Option<Timestamp>,
    /// Version of the person's standing: status, role and freeze.
    pub standing: u64,
}

/// Bytes of an optional time.
fn moment(at: Option<Timestamp>) -> Vec<u8> {
    at.map(|at| at.as_millis().to_be_bytes().to_vec())
        .unwrap_or_default()
}

impl Keys {
    /// Binds a recovery to the browser that started it, by the token itself: a copied row contains only the token's
    /// digest, so it can't be moved to another browser (S23).
    #[must_use]
    pub fn flow_seal(
        &self,
        token: &[u8; 32],
        flow: FlowId,
        person: Option<PersonId>,
        started: Timestamp,
    ) -> FlowSeal {
        let person = person
            .as_ref()
            .map_or([].as_slice(), |person| person.as_bytes());
        let started = started.as_millis().to_be_bytes();
        digest(
            &self.lookup,
            "recovery-seal",
            &[token, flow.as_bytes(), person, &started],
        )
    }

    /// The seal that a browser presents once so many gates of its recovery have passed (S50).
    #[must_use]
    pub fn gate_seal(&self, token: &[u8; 32], flow: FlowId, gates: u8) -> [u8; 16] {
        first(&digest(
            &self.lookup,
            "recovery-gate",
            &[token, flow.as_bytes(), &[gates]],
        ))
    }

    /// The id of a second step. It binds the token to the person who gave the password, and to that password, as a
    /// session's does (S79).
    #[must_use]
    pub fn verification_id(
        &self,
        token: &[u8; 32],
        person: PersonId,
        password: ChangeId,
    ) -> VerificationId {
        let parts: [&[u8]; 3] = [token, person.as_bytes(), password.as_bytes()];
        VerificationId::from_bytes(first(&digest(&self.lookup, "verification-of", &parts)))
    }

    /// The seal of a session: its id, which binds it to token and person, its begin and last use, and the state it
    /// began with. So SQL can neither prolong a session nor revive one that a new password or another standing ended
    /// (S51, S79). Times written while the clock was ahead aren't corrected: such a session is over.
    #[must_use]
    pub fn session_seal(&self, session: &Session, begun_with: &BegunWith) -> SessionSeal {
        let parts: [&[u8]; 6] = [
            session.id.as_bytes(),
            &[u8::from(session.kept)],
            &session.created_at.as_millis().to_be_bytes(),
            &session.last_seen_at.as_millis().to_be_bytes(),
            &moment(begun_with.password_set_at),
            &begun_with.standing.to_be_bytes(),
        ];
        digest(&self.lookup, "session-seal", &parts)
    }

    /// The seal of a known device: its id, which binds it to token and person, when it became known, until when its
    /// owner wanted it remembered, and under which password. `remembered_until` isn't covered, because a policy
    /// lowers it for everybody at once; it counts up to what was wanted. Times written while the clock was ahead
    /// aren't corrected (S58, S79).
    #[must_use]
    pub fn device_seal(
        &self,
        device: &KnownDevice,
        password_set_at: Option<Timestamp>,
    ) -> DeviceSeal {
        let parts: [&[u8]; 4] = [
            device.id.as_bytes(),
            &device.created_at.as_millis().to_be_bytes(),
            &moment(device.wanted_until),
            &moment(password_set_at),
        ];
        digest(&self.lookup, "device-seal", &parts)
    }

    /// The seal of a request for a role: requester, person, role, time and expiry.
    #[must_use]
    pub fn role_request_seal(&self, request: &RoleRequest) -> RoleRequestSeal {
        let parts: [&[u8]; 6] = [
            request.id.as_bytes(),
            request.person.as_bytes(),
            request.role.code().as_bytes(),
            request.requested_by.as_bytes(),
            &request.requested_at.as_millis().to_be_bytes(),
            &request.expires_at.as_millis().to_be_bytes(),
        ];
        digest(&self.lookup, "role-request", &parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MasterKey;
    use zeroize::Zeroizing;

    fn keys(byte: u8) -> Keys {
        Keys::derive(&MasterKey {
            id: 1,
            secret: Zeroizing::new([byte; 32]),
        })
    }

    #[test]
    fn s23_a_recovery_is_sealed_for_one_browser_person_and_moment() {
        let flow = |byte| FlowId::from_bytes([byte; 16]);
        let at = Timestamp::from_millis;
        let person = |byte| Some(PersonId::from_bytes([byte; 16]));
        let seal = keys(7).flow_seal(&[1; 32], flow(2), person(3), at(4));

        assert_eq!(seal, keys(7).flow_seal(&[1; 32], flow(2), person(3), at(4)));
        for other in [
            keys(8).flow_seal(&[1; 32], flow(2), person(3), at(4)),
            keys(7).flow_seal(&[9; 32], flow(2), person(3), at(4)),
            keys(7).flow_seal(&[1; 32], flow(9), person(3), at(4)),
            keys(7).flow_seal(&[1; 32], flow(2), person(9), at(4)),
            keys(7).flow_seal(&[1; 32], flow(2), None, at(4)),
            keys(7).flow_seal(&[1; 32], flow(2), person(3), at(9)),
        ] {
            assert_ne!(seal, other);
        }

        assert_ne!(seal.as_bytes(), keys(7).browser_digest(&[1; 32]).as_bytes());
    }

    #[test]
    fn s79_a_second_step_is_of_one_browser_person_and_password() {
        let person = |byte| PersonId::from_bytes([byte; 16]);
        let password = |byte| ChangeId::from_bytes([byte; 16]);
        let id = keys(7).verification_id(&[1; 32], person(2), password(3));
        assert_eq!(
            id,
            keys(7).verification_id(&[1; 32], person(2), password(3))
        );

        for other in [
            keys(8).verification_id(&[1; 32], person(2), password(3)),
            keys(7).verification_id(&[9; 32], person(2), password(3)),
            keys(7).verification_id(&[1; 32], person(9), password(3)),
            keys(7).verification_id(&[1; 32], person(2), password(9)),
        ] {
            assert_ne!(id, other);
        }
    }
}
