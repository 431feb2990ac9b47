//! Checks stored requests for roles.

use crate::{Base, Span};
use regain_domain::policy;
use regain_storage::RoleRequest;

impl Base {
    /// Whether a request is genuine; one altered by SQL is logged (S79).
    #[must_use]
    pub fn is_genuine_role_request(&self, request: &RoleRequest) -> bool {
        let span = Span::of(request.requested_at, policy::ROLE_REQUEST_LIFETIME);
        let genuine = self.is_sealed(span, &request.seal, |keys| keys.role_request_seal(request));
        if !genuine {
            let request = request.id.to_hex();
            tracing::error!(
                request,
                "a stored request for a role isn't what somebody asked for; nobody confirms it"
            );
        }

        genuine
    }
}
