//! Codes for addresses: a second one, and one in the place of another.

use super::{A_DAY, AT_ONCE, Kind};
use crate::Form;
use crate::at_once::{at_once, processes};
use regain_service::{Regain, SessionToken, SignedIn, Visitor};
use regain_testkit::{Person, World};
use std::sync::Arc;

/// Somebody who has just proven who they are.
pub(crate) async fn signed_in(world: &World, person: &Person) -> SignedIn {
    let browser = world.confirmed(person).await;
    let session = browser.cookie("session").expect("a session").value;
    let token = SessionToken::from_cookie(&session).expect("a token");
    world.regain().signed_in(&token).await.expect("the database answers").expect("somebody")
}

/// A second address is confirmed.
pub(super) async fn confirmed(form: Form) -> Kind {
    let mut kind = Kind::new("code of a second address", form);
    let world = World::strict().await;
    while kind.goes_on() {
        // Another file for each: a second address is there once.
        let copy = world.after_kill().await;
        redeem(&copy, &processes(&copy).await, &mut kind, None).await;
    }
    kind
}

/// The first address is changed, again and again.
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

async fn redeem(world: &World, processes: &[Arc<Regain>; 2], kind: &mut Kind, position: Option<u8>) {
    let address = format!("anna{}@home.example", kind.secrets);
    let signed_in = signed_in(world, world.anna()).await;
    world.regain().claim_address(&Visitor::default(), &signed_in, &address, position).await.expect("a claim");
    let code = world.mailed_code(&address).await;
    let ended = at_once(processes, AT_ONCE, |regain, _| {
        let (signed_in, code) = (signed_in.clone(), code.clone());
        async move { regain.enter_address_code(&Visitor::default(), &signed_in, &code).await.into() }
    });
    kind.add(&ended.await);
}
