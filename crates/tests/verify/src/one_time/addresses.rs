//! Codes for addresses: a second one, and a replacement.

use super::{A_DAY, AT_ONCE, Kind};
use crate::Form;
use regain_service::{Regain, Visitor};
use regain_testkit::{World, at_once, processes};
use std::sync::Arc;

/// Confirms a second address.
pub(super) async fn confirmed(form: Form) -> Kind {
    let mut kind = Kind::new("code of a second address", form);
    let world = World::strict().await;
    while kind.goes_on() {
        // Another file for each, since a person has only one second address.
        let copy = world.after_kill().await;
        redeem(&copy, &processes(&copy).await, &mut kind, None).await;
    }
    kind
}

/// Changes the first address, again and again.
pub(super) async fn changed(form: Form) -> Kind {
    let mut kind = Kind::new("code of a changed address", form);
    let world = World::strict().await;
    let processes = processes(&world).await;
    while kind.goes_on() {
        world.advance(A_DAY);
        redeem(&world, &processes, &mut kind, Some(1)).await;
    }
    kind
}

async fn redeem(
    world: &World,
    processes: &[Arc<Regain>; 2],
    kind: &mut Kind,
    position: Option<u8>,
) {
    let address = format!("anna{}@home.example", kind.secrets);
    let signed_in = world.proven_just_now(world.anna()).await;
    world
        .regain()
        .addresses
        .claim_address(&Visitor::default(), &signed_in, &address, position)
        .await
        .expect("a claim");
    let code = world.mailed_code(&address).await;
    let tally = at_once(processes, AT_ONCE, |regain, _| {
        let signed_in = signed_in.clone();
        let code = code.clone();
        async move {
            regain
                .addresses
                .enter_address_code(&Visitor::default(), &signed_in, &code)
                .await
        }
    });
    kind.add(&tally.await);
}
