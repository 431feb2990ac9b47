//! Initial states of recoveries, whoever writes them.

use super::samples::{flow, flow_id};
use super::support::{OK, Tested, add_people, refused, writing};
use crate::Flow;
use regain_domain::{FlowState, ProofClass, Trouble};

use FlowState::{Cancelled, Finished, OneGate, Started, TwoGates};

/// No recovery begins with a passed gate, since gates need proofs. One that only mails the user name has nothing to
/// prove.
pub async fn s11_a_recovery_begins_at_its_start(store: Tested) {
    add_people(&store, &[1]).await;
    let forgot = Trouble::ForgotPassword;
    let name = Trouble::ForgotUserName;
    for (state, trouble, begins) in [
        (Started, forgot, true),
        (OneGate(ProofClass::MailedCode), forgot, false),
        (TwoGates, forgot, false),
        (Finished, forgot, false),
        (Cancelled, forgot, false),
        (Started, name, true),
        (TwoGates, name, false),
        (Finished, name, true),
    ] {
        let mut work = writing(&store).await;
        let answer = work
            .recovery()
            .insert_flow(&Flow {
                state,
                trouble,
                ..flow(1, Some(1))
            })
            .await;
        assert_eq!(refused(&answer), !begins, "{state:?} {trouble:?}");
        if begins {
            let found = work.recovery().flow(flow_id(1)).await.expect(OK);
            assert_eq!(found.map(|flow| flow.state), Some(state));
        }
    }
}
