//! The last step of invitations.

use super::{AT_ONCE, Kind};
use crate::Form;
use regain_service::Visitor;
use regain_testkit::{App, Person, World, at_once, done, processes};

/// The step that makes an account active: an authenticator app that shows the right code.
pub(super) async fn last_step(form: Form) -> Kind {
    let world = World::strict().await;
    let processes = processes(&world).await;
    let mut kind = Kind::new("invitation, its last step", form);
    while kind.goes_on() {
        let address = format!("guest{}@example.org", kind.secrets);
        let invitation = world.invite(&address).await.code;
        let browser = world.browser();
        done(
            &browser
                .call("open_invitation", &[("code", &invitation.shown())])
                .await,
        );
        let mut guest = Person::at(&address);
        browser.enrol_until_codes(&mut guest).await;
        done(
            &browser
                .call("confirm_saved_code", &[("code", &guest.codes[0])])
                .await,
        );
        let code = App::with_key(&browser.shown_key("/invite").await).code_at(world.now());
        let tally = at_once(&processes, AT_ONCE, |regain, _| {
            let invitation = invitation.clone();
            let code = code.clone();
            async move {
                regain
                    .enrolment
                    .enrol_authenticator(&Visitor::default(), &invitation, "Phone", &code, None)
                    .await
            }
        });
        kind.add(&tally.await);
    }
    kind
}
