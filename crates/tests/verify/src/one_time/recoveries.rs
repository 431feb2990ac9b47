//! Mailed codes and saved codes of recoveries, and codes of authenticator apps.

use super::{A_DAY, AT_ONCE, Kind};
use crate::Form;
use regain_domain::{Method, policy};
use regain_service::{Requester, Visitor};
use regain_testkit::{World, at_once, processes};

/// A mail's code, and its link.
pub(super) async fn mailed(form: Form) -> Kind {
    let world = World::new().await;
    let processes = processes(&world).await;
    let mut kind = Kind::new("mailed code, or its link", form);
    while kind.goes_on() {
        let person = [world.anna(), world.bert()][kind.secrets as usize % 2];
        world.advance(A_DAY);
        let token = world.recovering(person, Method::Mail).await;
        let mail = world.mail_with_a_code(&person.email).await;
        let code = mail.code.expect("a code");
        let link = mail.link.rsplit_once('.').expect("a token").1.to_owned();
        let tally = at_once(&processes, AT_ONCE, |regain, index| {
            let token = token.clone();
            let code = code.clone();
            let link = link.clone();
            async move {
                match index % 4 {
                    3 => {
                        regain
                            .recovery
                            .confirm_link(&Visitor::default(), &token, &link)
                            .await
                    }
                    _ => {
                        regain
                            .recovery
                            .enter_mailed_code(&Visitor::default(), &token, &code)
                            .await
                    }
                }
            }
        });
        kind.add(&tally.await);
    }
    kind
}

/// One saved code, in as many recoveries as may be open.
pub(super) async fn saved(form: Form) -> Kind {
    let world = World::new().await;
    let processes = processes(&world).await;
    let mut kind = Kind::new("saved code, in five recoveries", form);
    let mut nth = 0;
    let mut codes = world.anna().codes.clone();
    let mut person = world.anna().clone();
    while kind.goes_on() {
        let Some(code) = codes.pop() else {
            nth += 1;
            person = world.enrol(&format!("guest{nth}@example.org")).await;
            codes.clone_from(&person.codes);
            continue;
        };
        world.advance(A_DAY);
        let mut tokens = Vec::new();
        for _ in 0..policy::OPEN_FLOWS {
            tokens.push(world.recovering(&person, Method::SavedCode).await);
        }
        let tally = at_once(&processes, AT_ONCE, |regain, index| {
            let token = tokens[index % tokens.len()].clone();
            let code = code.clone();
            async move {
                regain
                    .recovery
                    .enter_saved_code(&Visitor::default(), &token, &code)
                    .await
            }
        });
        kind.add(&tally.await);
    }
    kind
}

/// One code of an authenticator app, in five sign-ins with the right password.
pub(super) async fn app(form: Form) -> Kind {
    let world = World::strict().await;
    let processes = processes(&world).await;
    let mut kind = Kind::new("code of an authenticator app, in five sign-ins", form);
    while kind.goes_on() {
        let person = [world.anna(), world.bert()][kind.secrets as usize % 2];
        world.advance(A_DAY);
        let mut asked = Vec::new();
        for _ in 0..5 {
            asked.push(world.asked(person).await);
        }
        let code = world.app_code(person);
        let tally = at_once(&processes, AT_ONCE, |regain, index| {
            let token = asked[index % asked.len()].clone();
            let code = code.clone();
            async move {
                regain
                    .sign_in
                    .verify_with_authenticator(&Requester::default(), &token, &code, false)
                    .await
            }
        });
        kind.add(&tally.await);
    }
    kind
}
