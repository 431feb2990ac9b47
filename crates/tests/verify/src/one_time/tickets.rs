//! Tickets of proof of work.

use super::{AT_ONCE, Kind};
use crate::Form;
use regain_domain::effort::{EffortPurpose, Search};
use regain_domain::{Identifier, Source, Trouble, policy};
use regain_service::{Regain, Requester, Visitor};
use regain_testkit::{World, at_once, processes};
use std::net::{IpAddr, Ipv4Addr};

/// One solution for fifty recoveries from a place under pressure.
pub(super) async fn spent(form: Form) -> Kind {
    let world = World::new().await;
    let processes = processes(&world).await;
    let mut kind = Kind::new("solved ticket of proof of work", form);
    while kind.goes_on() {
        // A different place for each, so that no place's budget decides.
        let [.., high, low] = kind.secrets.to_be_bytes();
        let address = IpAddr::V4(Ipv4Addr::new(203, 0, high, low));
        let visitor = Visitor {
            source: Some(Source::of(address)),
            ..Visitor::default()
        };
        for regain in &processes {
            press(regain, &visitor).await;
        }
        let ticket = world
            .regain()
            .throttle
            .work_ticket(&visitor, EffortPurpose::Recovery);
        let solution = Search::of(&ticket)
            .and_then(|mut search| search.go_on(u32::MAX))
            .expect("there is a solution");
        let tally = at_once(&processes, AT_ONCE, |regain, index| {
            let visitor = visitor.clone();
            let solution = solution.clone();
            async move { recover(&regain, &visitor, &format!("nobody-{index}"), &solution).await }
        });
        kind.add(&tally.await);
        world.advance(policy::PRESSURE_LASTS);
    }
    kind
}

/// Starts recoveries from one place until the server asks for work.
async fn press(regain: &Regain, visitor: &Visitor) {
    for nth in 0..=policy::PRESSURE_IDENTIFIERS_OF_SOURCE {
        recover(regain, visitor, &format!("pressing-{nth}"), "")
            .await
            .expect("nothing presses yet");
    }
    let asked = recover(regain, visitor, "pressing", "").await;
    assert!(asked.is_err(), "the place is under pressure now");
}

async fn recover(
    regain: &Regain,
    visitor: &Visitor,
    name: &str,
    effort: &str,
) -> regain_service::Outcome<()> {
    let who = Identifier::parse(name).expect("an identifier");
    let from = Requester {
        visitor: visitor.clone(),
        effort: effort.to_owned(),
        ..Requester::default()
    };
    regain
        .recovery
        .start(&from, &who, Trouble::ForgotPassword, None)
        .await
        .map(drop)
}
