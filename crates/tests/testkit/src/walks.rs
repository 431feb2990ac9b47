//! Walks with which many tests begin. Each step has its own check, so that a test fails where it
//! goes wrong.

mod browser;

use crate::{Answer, App, Browser, Person, World};
use regain_domain::OneTimeCode;

impl World {
    /// Invites somebody new, who enrols by the mail, as the world's first policy requires.
    pub async fn enrol(&self, address: &str) -> Person {
        self.enrol_with(address, self.policy().second_factor())
            .await
    }

    /// The same when the policy in force requires an authenticator app.
    pub async fn enrol_strictly(&self, address: &str) -> Person {
        self.enrol_with(address, true).await
    }

    async fn enrol_with(&self, address: &str, app: bool) -> Person {
        self.invite(address).await;
        let code = self
            .last_mail_to(address)
            .await
            .code
            .expect("an invitation has a code");
        let mut person = Person::at(address);
        self.accept(&self.browser(), &code, &mut person, app).await;
        person
    }

    /// Accepts an invitation by its code, in a browser; fills in saved codes and, with `app`, the
    /// authenticator app.
    pub async fn accept(&self, browser: &Browser, code: &str, person: &mut Person, app: bool) {
        done(&browser.call("open_invitation", &[("code", code)]).await);
        browser.enrol_until_codes(person).await;
        done(
            &browser
                .call("confirm_saved_code", &[("code", &person.codes[0])])
                .await,
        );
        if app {
            person.app = Some(self.enrol_app(browser).await);
        }
    }

    /// The last step of an enrolment: sets up an authenticator app, as its page says.
    pub async fn enrol_app(&self, browser: &Browser) -> App {
        let app = App::with_key(&browser.shown_key("/invite").await);
        let fields = [("name", "Phone"), ("code", &app.code_at(self.now()))];
        done(&browser.call("enrol_authenticator", &fields).await);
        app
    }

    /// The code that somebody's app shows now; if it was used, moves the time on to the next one.
    pub fn app_code(&self, person: &Person) -> String {
        self.advance_seconds(30);
        person
            .app
            .as_ref()
            .expect("an authenticator app")
            .code_at(self.now())
    }

    /// Signs in with password and authenticator app.
    pub async fn sign_in_fully(&self, browser: &Browser, person: &Person) {
        browser.asked_for_second_factor(person).await;
        let code = self.app_code(person);
        done(
            &browser
                .call("verify_authenticator", &[("code", &code)])
                .await,
        );
        assert!(browser.is_signed_in().await);
    }

    /// The same, in a browser that needs the password alone from now on.
    pub async fn sign_in_remembered(&self, browser: &Browser, person: &Person) {
        browser.asked_for_second_factor(person).await;
        let code = self.app_code(person);
        done(
            &browser
                .call(
                    "verify_authenticator",
                    &[("code", &code), ("remember", "on")],
                )
                .await,
        );
    }

    /// Every place in which people choose a password: an invitation, a session, and the end of a
    /// recovery.
    pub async fn choosing(&self, person: &Person) -> [Browser; 3] {
        let invited = self.browser();
        let link = self.invite("carla@example.org").await;
        done(
            &invited
                .call("open_invitation", &[("code", link.code.shown().as_str())])
                .await,
        );
        done(
            &invited
                .call("enrol_names", &[("name", "Carla"), ("user_name", "carla")])
                .await,
        );
        // Before the recovery, which a sign-in would end.
        let signed_in = self.browser();
        signed_in.sign_in(person).await;
        [
            invited,
            signed_in,
            self.proven(person, "forgot_password", 0).await,
        ]
    }

    /// Confirms the signed-in person, so that changes are open.
    pub async fn confirm(&self, browser: &Browser, person: &Person) {
        let code = self.app_code(person);
        done(
            &browser
                .call(
                    "confirm",
                    &[("password", &person.password), ("code", &code)],
                )
                .await,
        );
    }

    /// The newest code mailed to an address, as shown.
    pub async fn mailed_code(&self, address: &str) -> String {
        self.mail_with_a_code(address).await.code.expect("a code")
    }

    /// The token of the newest code mailed to an address, as its link has it after the point.
    pub async fn mailed_token(&self, address: &str) -> String {
        let link = self.mail_with_a_code(address).await.link;
        link.rsplit_once('.')
            .expect("a link with code and token")
            .1
            .to_owned()
    }

    /// A browser with a recovery whose gates have both passed; uses up the saved code at `index`.
    pub async fn proven(&self, person: &Person, trouble: &str, index: usize) -> Browser {
        let browser = self.browser();
        browser.start_recovery(&person.user_name, trouble).await;
        self.pass_mail(&browser, person).await;
        browser.pass_saved_code(&person.codes[index]).await;
        browser
    }

    /// Passes the gate of the mailed code.
    pub async fn pass_mail(&self, browser: &Browser, person: &Person) {
        done(&browser.call("choose_method", &[("method", "mail")]).await);
        let code = self.mailed_code(&person.email).await;
        done(&browser.call("enter_mailed_code", &[("code", &code)]).await);
    }
}

/// A well-formed code other than `code`.
#[must_use]
pub fn wrong_code(code: &str) -> String {
    let right = OneTimeCode::parse(code).expect("a code");
    let first = if right.expose().starts_with('0') {
        '1'
    } else {
        '0'
    };
    format!("{first}{}", &right.expose()[1..])
}

/// A wrong saved code with the selector of `code`.
#[must_use]
pub fn wrong_saved_code(code: &str) -> String {
    let last = if code.ends_with('0') { '1' } else { '0' };
    format!("{}{last}", &code[..code.len() - 1])
}

/// Asserts that the answer to script was "done".
///
/// # Panics
/// If it wasn't.
#[track_caller]
pub fn done(answer: &Answer) {
    assert_eq!(
        (answer.status.as_u16(), answer.body.as_str()),
        (200, "\"Done\""),
        "{answer:?}"
    );
}
