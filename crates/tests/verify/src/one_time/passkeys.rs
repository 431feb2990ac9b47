//! Challenges for passkeys.

use super::{AT_ONCE, Kind};
use crate::Form;
use regain_service::{PasskeyAnswer, Requester};
use regain_testkit::{SoftPasskey, World, at_once, done, processes};

/// One answer to one challenge, by a passkey without a counter: only the challenge can show that it
/// was answered.
pub(super) async fn answered(form: Form) -> Kind {
    let world = World::strict().await;
    let processes = processes(&world).await;
    let mut passkey = SoftPasskey::new(7);
    let home = world.confirmed(world.anna()).await;
    done(&home.make_passkey("add", "add_passkey", &mut passkey).await);
    let mut kind = Kind::new("answer of a passkey, sign-in", form);
    while kind.goes_on() {
        let question = world
            .regain()
            .sign_in
            .passkey_to_sign_in()
            .expect("a question");
        let options = serde_json::from_str(&question.options).expect("options are JSON");
        let credential = passkey.answer(&options);
        let tally = at_once(&processes, AT_ONCE, |regain, _| {
            let credential = credential.clone();
            let state = question.state.clone();
            async move {
                let answer = PasskeyAnswer {
                    credential: &credential,
                    state: &state,
                };
                regain
                    .sign_in
                    .by_passkey(&Requester::default(), &answer, false)
                    .await
            }
        });
        kind.add(&tally.await);
    }
    kind
}
