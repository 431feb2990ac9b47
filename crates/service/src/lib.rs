//! Use cases of people with their own accounts (signing in, recovering, enrolling, freezing), with hashing,
//! throttling and the outbox worker. Uses neither Axum nor Leptos.
//!
//! [`Regain`] holds all of them, by wing: pages and commands reach them there, and tests give it a fixed clock and
//! randomness. Every use case fails if the database does ([`Failure`]); its documentation names only the refusals.

mod accounts;
mod addresses;
mod app_codes;
mod check_ups;
mod confirmation;
mod contacts;
mod devices;
mod enrolment;
mod factors;
mod freeze;
pub mod heads;
mod new_session;
mod nobody;
mod older_keys;
mod own_account;
mod passkey_duty;
mod passwords;
mod quarantine;
mod readiness;
mod recovery;
mod regain;
mod requester;
mod roles;
mod sessions;
mod sign_in;
mod signed_in;
mod throttle;
mod token;
mod upkeep;
mod ways_back;
mod worker;

use accounts::Accounts;
pub use addresses::{AddressView, Addresses, ClaimView, Objections};
pub use check_ups::{CheckUpView, CheckUps, StillThere};
pub use confirmation::{ConfirmView, ConfirmWith, Confirmation, Confirming};
pub use contacts::answers::ContactAsked;
pub use contacts::{ContactState, ContactView, Contacts, ContactsView};
pub use devices::{DeviceView, Devices};
pub use enrolment::{Enrolment, EnrolmentView, SavedCodeSet};
use factors::Factors;
pub use factors::authenticator::Seed;
pub use factors::passkeys::{PasskeyAnswer, PasskeyKeeping, PasskeyQuestion};
pub use freeze::Freeze;
pub use new_session::NewSession;
pub use older_keys::{Hanging, OlderKeys};
pub use own_account::OwnAccount;
pub use own_account::closing::ClosingView;
pub use own_account::history::{HistoryLine, HistoryPage};
pub use passkey_duty::PasskeyDuty;
pub use passwords::Passwords;
pub use passwords::breaches::{BreachCounts, BreachSource, Breaches, BreachesError, PATIENCE};
pub use passwords::hashing::{CostError, Hasher, HashingCost, HashingPlace};
pub use recovery::Recovery;
pub use recovery::ending::Ending;
pub use recovery::view::{CodeEntry, FlowView, Stage};
pub use regain::{Means, Regain};
pub use regain_base::{
    Base, Clock, Failure, HeadsKey, InvitationLink, KeyRing, Keys, MasterKey, MasterKeys,
    OsRandomness, Outcome, RETIRED_LENGTH, Randomness, RetiredKey, Settings, SystemClock, Visitor,
};
pub use regain_domain::effort::EffortPurpose;
pub use requester::Requester;
pub use roles::{Administrator, Roles};
pub use sessions::{SessionView, Sessions};
pub use sign_in::second_factor::VerificationView;
pub use sign_in::{SignIn, SignedInOrAsked};
pub use signed_in::SignedIn;
pub use throttle::Throttle;
pub use token::{DeviceToken, FlowToken, SessionToken, VerifyToken};
pub use upkeep::Upkeep;
pub use upkeep::restored::Restored;
pub use ways_back::former::{FormerAddressView, FormerView};
pub use ways_back::{MethodView, MethodsView, WaysBack};
pub use worker::{RelayState, Worker};

use regain_vault::Circumstances;

/// Device and approximate location.
fn circumstances(visitor: &Visitor) -> Circumstances {
    Circumstances {
        device: visitor.device,
        place: visitor.place.clone(),
    }
}
