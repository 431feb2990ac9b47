//! Walks with which many tests begin. Each step has its own check, so that a test fails where it
//! goes wrong.

use crate::{Answer, App, Browser, Person, SoftPasskey, World};
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

impl Browser {
    /// Enters names and password in an opened invitation, and fills in the codes.
    pub async fn enrol_until_codes(&self, person: &mut Person) {
        let names = [
            ("name", person.name.as_str()),
            ("user_name", &person.user_name),
        ];
        done(&self.call("enrol_names", &names).await);
        done(
            &self
                .call("enrol_password", &[("password", &person.password)])
                .await,
        );
        person.codes = self.shown_codes().await;
        assert_eq!(person.codes.len(), 10);
    }

    /// The saved codes on the invitation's page.
    pub async fn shown_codes(&self) -> Vec<String> {
        let screen = self.call("read_invite", &[]).await.json();
        let codes = screen["Step"]["codes"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        codes
            .iter()
            .map(|code| code.as_str().expect("codes are texts").to_owned())
            .collect()
    }

    /// The key for an authenticator app on a page.
    ///
    /// # Panics
    /// If it has none.
    pub async fn shown_key(&self, page: &str) -> String {
        let page = self.get(page).await.body;
        let from = page.find("value__text").expect("a key");
        let key = page[from..].split_once('>').expect("a tag").1;
        key.split_once('<').expect("an end").0.to_owned()
    }

    /// Asks for a passkey, as script does: returns the options, and the state to send back with the
    /// answer.
    ///
    /// # Panics
    /// If the server asks for none.
    pub async fn passkey_question(&self, purpose: &str) -> (serde_json::Value, String) {
        let answer = self.call("ask_for_passkey", &[("purpose", purpose)]).await;
        let asked = &answer.json()["Asked"];
        let options = asked["options"]
            .as_str()
            .unwrap_or_else(|| panic!("no question: {answer:?}"));
        let state = asked["state"].as_str().expect("a state").to_owned();
        (serde_json::from_str(options).expect("JSON"), state)
    }

    /// Asks for the options, makes a passkey, and sends it.
    pub async fn make_passkey(
        &self,
        purpose: &str,
        endpoint: &str,
        passkey: &mut SoftPasskey,
    ) -> Answer {
        let (options, state) = self.passkey_question(purpose).await;
        let credential = passkey.make(&options);
        self.call(
            endpoint,
            &[
                ("name", "Laptop"),
                ("credential", &credential),
                ("state", &state),
            ],
        )
        .await
    }

    /// Asks for the options, uses the passkey, and sends its answer.
    pub async fn use_passkey(
        &self,
        purpose: &str,
        endpoint: &str,
        passkey: &mut SoftPasskey,
    ) -> Answer {
        let (options, state) = self.passkey_question(purpose).await;
        let credential = passkey.answer(&options);
        self.call(endpoint, &[("credential", &credential), ("state", &state)])
            .await
    }

    /// Gives the password, which isn't enough.
    pub async fn asked_for_second_factor(&self, person: &Person) {
        let answer = self.try_sign_in(&person.user_name, &person.password).await;
        assert!(
            answer
                .location()
                .is_some_and(|path| path.starts_with("/sign-in/verify")),
            "{answer:?}"
        );
        let cookies: Vec<_> = answer.headers.get_all("set-cookie").iter().collect();
        assert!(
            !cookies
                .iter()
                .any(|cookie| cookie.as_bytes().starts_with(b"__Host-regain-session")),
            "{cookies:?}"
        );
    }

    /// Signs in.
    pub async fn sign_in(&self, person: &Person) {
        let answer = self.try_sign_in(&person.user_name, &person.password).await;
        assert_eq!(answer.refusal(), None, "{} can't sign in", person.user_name);
        assert!(self.cookie("session").is_some());
    }

    /// Tries to sign in by a plain form.
    pub async fn try_sign_in(&self, identifier: &str, password: &str) -> Answer {
        self.post(
            "sign_in",
            &[("identifier", identifier), ("password", password)],
        )
        .await
    }

    /// Whether somebody is signed in here.
    ///
    /// # Panics
    /// If the account page answers neither with an account nor with the way to the sign-in page.
    pub async fn is_signed_in(&self) -> bool {
        let page = self.get("/account").await;
        match page.location() {
            None => {
                assert!(
                    page.body.contains("href=\"?lang=en\"") && page.body.contains("id=\"change\""),
                    "{page:?}"
                );
                true
            }
            Some(location) => {
                assert!(location.starts_with("/sign-in?notice="), "{page:?}");
                false
            }
        }
    }

    /// Starts a recovery.
    pub async fn start_recovery(&self, identifier: &str, trouble: &str) {
        let fields = [("identifier", identifier), ("trouble", trouble)];
        done(&self.call("start_recovery", &fields).await);
    }

    /// Passes the gate of the saved code.
    pub async fn pass_saved_code(&self, code: &str) {
        done(
            &self
                .call("choose_method", &[("method", "saved_code")])
                .await,
        );
        done(&self.call("enter_saved_code", &[("code", code)]).await);
    }

    /// The step of this browser's recovery; `None` without one.
    pub async fn recovery_step(&self) -> Option<u64> {
        let step = self.get("/recover/progress").await.json()["step"].as_u64();
        step.filter(|step| *step > 0)
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
