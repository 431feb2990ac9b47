//! Mailed codes and saved codes of recoveries, and codes of authenticator apps.

use super::{A_DAY, AT_ONCE, Kind};
use crate::Form;
use crate::at_once::{Ended, at_once, processes};
use regain_domain::{GivenPassword, Identifier, Method, Trouble, policy};
use regain_service::{Brought, FlowToken, SignedInOrAsked, VerifyToken, Visitor};
use regain_testkit::{Person, World};

/// A recovery in which somebody has chosen how to prove who they are.
pub(crate) async fn start(world: &World, person: &Person, method: Method) -> FlowToken {
    let who = Identifier::parse(&person.email).expect("an identifier");
    let visitor = Visitor::default();
    let started = world.regain().start_recovery(&visitor, &who, Trouble::ForgotPassword, None, None, "").await;
    let token = started.expect("a recovery");
    world.regain().choose_method(&visitor, &token, method, None).await.expect("a way");
    token
}

/// The code of a mail, and its link.
pub(super) async fn mailed(form: Form) -> Kind {
    let world = World::new().await;
    let processes = processes(&world).await;
    let mut kind = Kind::new("mailed code, or its link", form);
    while kind.goes_on() {
        let person = [world.anna(), world.bert()][kind.secrets as usize % 2];
        world.advance(A_DAY);
        let token = start(&world, person, Method::Mail).await;
        let mail = world.last_mail_to(&person.email).await;
        let code = mail.code.expect("a code");
        let link = mail.link.rsplit_once('.').expect("a token").1.to_owned();
        let ended = at_once(&processes, AT_ONCE, |regain, index| {
            let (token, code, link) = (token.clone(), code.clone(), link.clone());
            async move {
                match index % 4 {
                    3 => regain.confirm_link(&Visitor::default(), &token, &link).await.into(),
                    _ => regain.enter_mailed_code(&Visitor::default(), &token, &code).await.into(),
                }
            }
        });
        kind.add(&ended.await);
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
            tokens.push(start(&world, &person, Method::SavedCode).await);
        }
        let ended = at_once(&processes, AT_ONCE, |regain, index| {
            let (token, code) = (tokens[index % tokens.len()].clone(), code.clone());
            async move { regain.enter_saved_code(&Visitor::default(), &token, &code).await.into() }
        });
        kind.add(&ended.await);
    }
    kind
}

/// One code of an authenticator app, in five sign-ins whose password was right.
pub(super) async fn app(form: Form) -> Kind {
    let world = World::strict().await;
    let processes = processes(&world).await;
    let mut kind = Kind::new("code of an authenticator app, in five sign-ins", form);
    while kind.goes_on() {
        let person = [world.anna(), world.bert()][kind.secrets as usize % 2];
        world.advance(A_DAY);
        let mut asked = Vec::new();
        for _ in 0..5 {
            asked.push(password_given(&world, person).await);
        }
        let code = world.app_code(person);
        let ended = at_once(&processes, AT_ONCE, |regain, index| {
            let (token, code) = (asked[index % asked.len()].clone(), code.clone());
            async move {
                let nothing = Brought::default();
                Ended::from(regain.verify_with_authenticator(&Visitor::default(), &token, &code, false, &nothing).await)
            }
        });
        kind.add(&ended.await);
    }
    kind
}

async fn password_given(world: &World, person: &Person) -> VerifyToken {
    let who = Identifier::parse(&person.user_name).expect("an identifier");
    let given = GivenPassword::parse(&person.password).expect("a password");
    let (visitor, nothing) = (Visitor::default(), Brought::default());
    match world.regain().sign_in(&visitor, &who, &given, false, &nothing, "").await.expect("the password is right") {
        SignedInOrAsked::Asked(token) => token,
        SignedInOrAsked::SignedIn(_) => panic!("no second factor was asked for"),
    }
}
