//! Walks that need nothing but a browser.

use super::done;
use crate::{Answer, Browser, Person, SoftPasskey};

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
