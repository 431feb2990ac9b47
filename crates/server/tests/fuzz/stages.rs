//! The stages to which a test brings a browser before fuzzing: each in a world of its own, walked
//! to that point.

use crate::reached::Reached;
use regain_domain::policy;
use regain_testkit::{ADDRESSES, Browser, CONTACTS, ROOT, SoftPasskey, World, done};

/// The position of a browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    Nobody,
    RecoveryStarted,
    RecoveryOfNobody,
    CodeMailed,
    FirstGatePassed,
    BothGatesPassed,
    AppReplaced,
    ContactsAsked,
    Invited,
    Named,
    CodesShown,
    CodesConfirmed,
    SecondFactorAsked,
    SignedIn,
    Confirmed,
    AddressClaimed,
    Administrator,
    AskedAsContact,
    AskedToPassOn,
}

impl Stage {
    /// Walks to this stage.
    pub(crate) async fn reach(self) -> Reached {
        let world = World::strict().await;
        let anna = world.anna().clone();
        let root = world.root().clone();
        let mut known: Vec<String> = [
            "anna",
            "bert",
            "root",
            "carla",
            "mail",
            "saved_code",
            "passkey",
            "authenticator",
            "contact",
            "forgot_password",
            "know_password",
            "forgot_user_name",
            "lost_authenticator",
            "en",
            "zh-Hant",
            "zh-Hans",
            "1",
            "2",
            "3",
            "on",
            "yes",
            "user_administrator",
            "global_administrator",
            "auditor",
            "member",
            "confirm",
            "decline",
            "csv",
            "jsonl",
            "/account",
            "/account/methods",
            "/account/methods/address?change=1",
            "/admin",
            "/admin/policy",
            "/recover/verify",
            "/admin/policy/preview?password_min=20",
            "/account/methods/passkey",
            "sign-in",
            "add",
            "enrol",
            "recover",
            "password_min=20",
            "quarantine=14&password_min=8",
            "a sentence that is long enough",
            "Phone",
            "new@example.org",
            "a@example.org\nb@example.org,zh-Hant\n",
            "000000",
            "123456",
            "AAAA-AAAA",
        ]
        .map(str::to_owned)
        .to_vec();
        for person in [&anna, &root] {
            known.extend([
                person.email.clone(),
                person.password.clone(),
                person.codes[1].clone(),
            ]);
        }
        for address in [ADDRESSES[0], ADDRESSES[1], ROOT] {
            known.push(world.id_of(address).await.to_hex());
        }
        let (browser, actors) = self.walk(&world, &mut known).await;
        let mut others = Vec::new();
        for address in [ADDRESSES[0], ADDRESSES[1], ROOT] {
            if !actors.contains(&address) {
                others.push(world.id_of(address).await.to_hex().to_uppercase());
            }
        }
        let before = world.credentials().await;
        let at = self.look(&browser).await;
        Reached {
            world,
            browser,
            known,
            before,
            others,
            at,
        }
    }

    /// The browser, and the addresses of the people who use it.
    async fn walk(self, world: &World, known: &mut Vec<String>) -> (Browser, Vec<&'static str>) {
        let anna = world.anna();
        let own = vec![ADDRESSES[0]];
        let browser = world.browser();
        let invited = async |known: &mut Vec<String>| {
            let link = world.invite("carla@example.org").await;
            known.push(link.code.shown());
            done(
                &browser
                    .call("open_invitation", &[("code", link.code.shown().as_str())])
                    .await,
            );
        };
        match self {
            Self::Nobody => return (browser, Vec::new()),
            Self::RecoveryStarted => browser.start_recovery("anna", "forgot_password").await,
            Self::RecoveryOfNobody => {
                browser
                    .start_recovery("nobody.at.all", "forgot_password")
                    .await;
                done(&browser.call("choose_method", &[("method", "mail")]).await);
            }
            Self::CodeMailed => {
                browser.start_recovery("anna", "forgot_password").await;
                done(&browser.call("choose_method", &[("method", "mail")]).await);
                known.extend([
                    world.mailed_code(&anna.email).await,
                    world.mailed_token(&anna.email).await,
                ]);
            }
            Self::FirstGatePassed => {
                browser.start_recovery("anna", "know_password").await;
                world.pass_mail(&browser, anna).await;
            }
            Self::BothGatesPassed => return (world.proven(anna, "forgot_password", 0).await, own),
            Self::AppReplaced => return (world.proven(anna, "lost_authenticator", 0).await, own),
            Self::ContactsAsked => {
                world.counting_contacts(anna, 2).await;
                return (world.asking_contacts("anna").await, own);
            }
            Self::Invited => {
                invited(known).await;
                return (browser, Vec::new());
            }
            Self::Named => {
                invited(known).await;
                done(
                    &browser
                        .call("enrol_names", &[("name", "Carla"), ("user_name", "carla")])
                        .await,
                );
                return (browser, Vec::new());
            }
            Self::CodesShown | Self::CodesConfirmed => {
                invited(known).await;
                let mut carla = regain_testkit::Person::at("carla@example.org");
                browser.enrol_until_codes(&mut carla).await;
                if self == Self::CodesConfirmed {
                    done(
                        &browser
                            .call("confirm_saved_code", &[("code", &carla.codes[0])])
                            .await,
                    );
                }
                known.push(carla.codes[1].clone());
                return (browser, Vec::new());
            }
            Self::SecondFactorAsked => {
                browser.asked_for_second_factor(anna).await;
                known.push(world.app_code(anna));
            }
            Self::SignedIn => world.sign_in_fully(&browser, anna).await,
            Self::Confirmed => {
                let browser = world.confirmed(anna).await;
                done(
                    &browser
                        .make_passkey("add", "add_passkey", &mut SoftPasskey::new(3))
                        .await,
                );
                done(
                    &browser
                        .call(
                            "add_contact",
                            &[("name", "Cleo"), ("mailbox", CONTACTS[0].1)],
                        )
                        .await,
                );
                let key = browser.shown_key("/account/methods/authenticator").await;
                known.push(regain_testkit::App::with_key(&key).code_at(world.now()));
                return (browser, own);
            }
            Self::AddressClaimed => {
                let browser = world.confirmed(anna).await;
                done(
                    &browser
                        .call(
                            "claim_address",
                            &[("new_address", "anna@example.net"), ("position", "")],
                        )
                        .await,
                );
                known.push(world.mailed_code("anna@example.net").await);
                return (browser, own);
            }
            Self::Administrator => return (world.confirmed(world.root()).await, vec![ROOT]),
            // A contact's answer is a credential of its owner.
            Self::AskedAsContact => {
                let owner = world.confirmed(anna).await;
                done(
                    &owner
                        .call(
                            "add_contact",
                            &[("name", "Cleo"), ("mailbox", CONTACTS[0].1)],
                        )
                        .await,
                );
                return (world.contact_browser(CONTACTS[0].1).await, own);
            }
            Self::AskedToPassOn => {
                world.counting_contacts(anna, 1).await;
                let _owner = world.asking_contacts("anna").await;
                return (world.asked_browser(CONTACTS[0].1).await, own);
            }
        }
        world.advance(policy::RESEND_WAIT);
        (browser, own)
    }

    /// The server's view of the browser's position.
    async fn look(self, browser: &Browser) -> String {
        let answer = match self {
            Self::Nobody => return String::new(),
            Self::RecoveryStarted
            | Self::RecoveryOfNobody
            | Self::CodeMailed
            | Self::FirstGatePassed
            | Self::BothGatesPassed
            | Self::AppReplaced
            | Self::ContactsAsked => browser.get("/recover/progress").await,
            Self::Invited | Self::Named | Self::CodesShown | Self::CodesConfirmed => {
                browser.call("read_invite", &[]).await
            }
            Self::SecondFactorAsked => browser.get("/sign-in/verify").await,
            Self::SignedIn | Self::Confirmed | Self::AddressClaimed | Self::Administrator => {
                browser.get("/account/methods/codes").await
            }
            Self::AskedAsContact => browser.get("/contact?step=answer").await,
            Self::AskedToPassOn => browser.get("/contact/pass-on?step=answer").await,
        };
        format!(
            "{} {:?}",
            answer.status,
            answer.body.get(..40).filter(|_| answer.status == 200)
        )
    }

    /// Whether the browser is still there; a request may have led it on.
    pub(crate) async fn is_held(self, reached: &Reached) -> bool {
        self.look(&reached.browser.copy()).await == reached.at
    }
}
