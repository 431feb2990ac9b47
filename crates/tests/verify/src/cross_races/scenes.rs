//! The pairs of acts that meet.

use regain_admin::Admin;
use regain_domain::{Method, MethodId, PersonId};
use regain_service::{FlowToken, Regain, SignedIn, Visitor};
use regain_testkit::{Ended, Person, ROOT, SoftPasskey, World, done};
use std::sync::Arc;

/// Somebody's act.
#[derive(Clone)]
pub(super) enum Act {
    /// Ends a recovery with a new password.
    Finish(FlowToken, String),
    /// Disables somebody, as the administrator.
    Disable { root: PersonId, person: PersonId },
    /// Enters the code of an address.
    Confirm(Box<SignedIn>, String),
    /// Asks for another address instead.
    Claim(Box<SignedIn>, String, Option<u8>),
    /// Removes an authenticator app or passkey.
    Remove(Box<SignedIn>, MethodId),
}

/// Two acts in a world.
pub(super) struct Scene {
    pub(super) what: &'static str,
    pub(super) world: World,
    pub(super) acts: [Act; 2],
    /// The passwords that could be Anna's afterwards.
    pub(super) passwords: Vec<String>,
}

impl Act {
    pub(super) async fn on(&self, regain: &Arc<Regain>, admin: &Arc<Admin>) -> Ended {
        let visitor = Visitor::default();
        match self {
            Self::Finish(token, password) => regain
                .recovery
                .finish_with_new_password(&visitor, token, password)
                .await
                .into(),
            Self::Disable { root, person } => admin
                .disable(&visitor, *root, *person, "on leave")
                .await
                .into(),
            Self::Confirm(signed_in, code) => regain
                .addresses
                .enter_address_code(&visitor, signed_in, code)
                .await
                .into(),
            Self::Claim(signed_in, address, at) => regain
                .addresses
                .claim_address(&visitor, signed_in, address, *at)
                .await
                .into(),
            Self::Remove(signed_in, method) => regain
                .ways_back
                .remove_method(&visitor, signed_in, *method)
                .await
                .into(),
        }
    }
}

/// Every scene.
pub(super) async fn all() -> Vec<Scene> {
    vec![
        finish_and_disable().await,
        finish_and_address().await,
        finish_and_removal().await,
        two_finishes().await,
        address_and_newer_request().await,
        one_address_for_two().await,
        two_sessions_one_address_each().await,
    ]
}

const NEW: &str = "a new sentence for anna it is";
const OTHER: &str = "quite another sentence for anna";

/// A recovery of Anna's with both gates passed.
async fn proven(world: &World, code: usize) -> FlowToken {
    let anna = world.anna();
    let token = world.recovering(anna, Method::Mail).await;
    let regain = world.regain();
    let visitor = Visitor::default();
    let mailed = world.mailed_code(&anna.email).await;
    regain
        .recovery
        .enter_mailed_code(&visitor, &token, &mailed)
        .await
        .expect("the first gate");
    regain
        .recovery
        .choose_method(
            &regain_service::Requester::default(),
            &token,
            Method::SavedCode,
        )
        .await
        .expect("the other way");
    regain
        .recovery
        .enter_saved_code(&visitor, &token, &anna.codes[code])
        .await
        .expect("the second gate");
    token
}

/// A signed-in person's claim to an address: their session and the code.
async fn claimed(world: &World, person: &Person, address: &str) -> (Box<SignedIn>, String) {
    let signed_in = world.proven_just_now(person).await;
    world
        .regain()
        .addresses
        .claim_address(&Visitor::default(), &signed_in, address, None)
        .await
        .expect("a claim");
    (Box::new(signed_in), world.mailed_code(address).await)
}

fn passwords(world: &World) -> Vec<String> {
    vec![
        world.anna().password.clone(),
        NEW.to_owned(),
        OTHER.to_owned(),
    ]
}

async fn finish_and_disable() -> Scene {
    let world = World::strict().await;
    let finish = Act::Finish(proven(&world, 0).await, NEW.to_owned());
    let disable = Act::Disable {
        root: world.id_of(ROOT).await,
        person: world.id_of(&world.anna().email).await,
    };
    let passwords = passwords(&world);
    Scene {
        what: "end of a recovery, and being disabled",
        world,
        acts: [finish, disable],
        passwords,
    }
}

async fn finish_and_address() -> Scene {
    let world = World::strict().await;
    // Signing in with a second factor ends recoveries, so it comes first.
    let (session, code) = claimed(&world, world.anna(), "anna@home.example").await;
    let token = proven(&world, 0).await;
    let acts = [
        Act::Finish(token, NEW.to_owned()),
        Act::Confirm(session, code),
    ];
    let passwords = passwords(&world);
    Scene {
        what: "end of a recovery, and a second address",
        world,
        acts,
        passwords,
    }
}

async fn finish_and_removal() -> Scene {
    let world = World::strict().await;
    let browser = world.confirmed(world.anna()).await;
    done(
        &browser
            .make_passkey("add", "add_passkey", &mut SoftPasskey::new(7))
            .await,
    );
    let session = Box::new(world.proven_just_now(world.anna()).await);
    let view = world
        .regain()
        .ways_back
        .view(&session)
        .await
        .expect("her ways");
    let passkey = view.passkeys.first().expect("a passkey").id;
    let token = proven(&world, 0).await;
    let acts = [
        Act::Finish(token, NEW.to_owned()),
        Act::Remove(session, passkey),
    ];
    let passwords = passwords(&world);
    Scene {
        what: "end of a recovery, and a passkey taken away",
        world,
        acts,
        passwords,
    }
}

async fn two_finishes() -> Scene {
    let world = World::strict().await;
    let one = Act::Finish(proven(&world, 0).await, NEW.to_owned());
    let two = Act::Finish(proven(&world, 1).await, OTHER.to_owned());
    let passwords = passwords(&world);
    Scene {
        what: "ends of two recoveries",
        world,
        acts: [one, two],
        passwords,
    }
}

async fn address_and_newer_request() -> Scene {
    let world = World::strict().await;
    let (session, code) = claimed(&world, world.anna(), "anna@home.example").await;
    let claim = Act::Claim(session.clone(), "other@home.example".to_owned(), None);
    Scene {
        what: "code of an address, and a request for another",
        world,
        acts: [Act::Confirm(session, code), claim],
        passwords: Vec::new(),
    }
}

async fn one_address_for_two() -> Scene {
    let world = World::strict().await;
    let (anna, first) = claimed(&world, world.anna(), "both@home.example").await;
    let (bert, second) = claimed(&world, world.bert(), "both@home.example").await;
    Scene {
        what: "one address, confirmed by two people",
        world,
        acts: [Act::Confirm(anna, first), Act::Confirm(bert, second)],
        passwords: Vec::new(),
    }
}

async fn two_sessions_one_address_each() -> Scene {
    let world = World::strict().await;
    let one = Box::new(world.proven_just_now(world.anna()).await);
    let two = Box::new(world.proven_just_now(world.anna()).await);
    let claim = |session, address: &str| Act::Claim(session, address.to_owned(), Some(1));
    Scene {
        what: "two changes of one address, asked for in two sessions",
        world,
        acts: [
            claim(one, "one@home.example"),
            claim(two, "two@home.example"),
        ],
        passwords: Vec::new(),
    }
}
