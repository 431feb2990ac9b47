//! People's steps as calls of use cases, for attempts that lie closer together than requests can.

use crate::{Person, World};
use regain_domain::{GivenPassword, Identifier, Method, Trouble};
use regain_service::{FlowToken, Requester, SessionToken, SignedIn, SignedInOrAsked, VerifyToken};

impl World {
    /// Starts a recovery in which somebody has chosen their first gate.
    ///
    /// # Panics
    /// If that is refused.
    pub async fn recovering(&self, person: &Person, method: Method) -> FlowToken {
        let who = Identifier::parse(&person.email).expect("an identifier");
        let from = Requester::default();
        let started = self
            .regain()
            .recovery
            .start(&from, &who, Trouble::ForgotPassword, None)
            .await;
        let token = started.expect("a recovery");
        self.regain()
            .recovery
            .choose_method(&from, &token, method)
            .await
            .expect("a way");
        token
    }

    /// Gives somebody's password, so that the server asks for a second factor.
    ///
    /// # Panics
    /// If it doesn't ask.
    pub async fn asked(&self, person: &Person) -> VerifyToken {
        let who = Identifier::parse(&person.user_name).expect("an identifier");
        let given = GivenPassword::parse(&person.password).expect("a password");
        match self
            .regain()
            .sign_in
            .by_password(&Requester::default(), &who, &given, false)
            .await
            .expect("the password is right")
        {
            SignedInOrAsked::Asked(token) => token,
            SignedInOrAsked::SignedIn(_) => panic!("no second factor was asked for"),
        }
    }

    /// Signs somebody in who has just confirmed.
    ///
    /// # Panics
    /// If that is refused.
    pub async fn proven_just_now(&self, person: &Person) -> SignedIn {
        let browser = self.confirmed(person).await;
        let session = browser.cookie("session").expect("a session").value;
        let token = SessionToken::from_cookie(&session).expect("a token");
        self.regain()
            .sessions
            .signed_in(&token)
            .await
            .expect("the database answers")
            .expect("somebody")
    }
}
