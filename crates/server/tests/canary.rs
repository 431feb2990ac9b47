//! S18, S25, S31, S102: no secret that opens an account is stored. The test looks for every secret
//! of every walk in the database's files and in the log, with every library's events at the lowest
//! level.
//!
//! A test binary of its own, because it listens to the log of the whole process.

use regain_domain::{OneTimeCode, policy};
use regain_testkit::{Browser, Person, World, done, wrong_code, wrong_saved_code};
use std::io::Write;
use std::sync::{Arc, Mutex};
use tracing::Level;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("no writer panics").write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Log {
    fn start() -> Self {
        let log = Self::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(Level::TRACE)
            .with_writer(move || writer.clone());
        tracing::subscriber::set_global_default(subscriber.finish()).expect("the first subscriber");
        log
    }

    fn bytes(&self) -> Vec<u8> {
        self.0.lock().expect("no writer panics").clone()
    }
}

/// Everything that the test must not find.
#[derive(Default)]
struct Secrets(Vec<(&'static str, Vec<u8>)>);

impl Secrets {
    /// Adds a secret as it is, in lower case, without hyphens, and form-encoded.
    fn add(&mut self, what: &'static str, secret: &str) {
        assert!(secret.len() >= 8, "{what} is too short to be looked for");
        let bare = secret.replace(['-', ' '], "");
        for form in [
            secret.to_owned(),
            secret.to_lowercase(),
            bare.to_lowercase(),
            bare,
            secret.replace(' ', "+"),
            secret.replace(' ', "%20"),
        ] {
            self.0.push((what, form.into_bytes()));
        }
    }

    fn add_cookies(&mut self, browser: &Browser) {
        for name in [
            "session",
            "recovery",
            "invitation",
            "codes",
            "verify",
            "device",
            "contact",
            "passed",
        ] {
            if let Some(cookie) = browser.cookie(name) {
                self.add("a cookie", &cookie.value);
                if let Ok(raw) = data_encoding::BASE64URL_NOPAD.decode(cookie.value.as_bytes()) {
                    self.0.push(("a cookie's bytes", raw));
                }
            }
        }
    }

    fn add_saved_codes(&mut self, codes: &[String]) {
        for code in codes {
            self.add("a saved code", code);
            self.add("a saved code's secret part", &code[5..]);
        }
    }

    fn found_in(&self, text: &[u8]) -> Vec<String> {
        let found = self.0.iter().filter(|(_, secret)| contains(text, secret));
        found
            .map(|(what, secret)| format!("{what}: {}", String::from_utf8_lossy(secret)))
            .collect()
    }
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    let first = part[0];
    let mut rest = text;
    while let Some(place) = rest.iter().position(|byte| *byte == first) {
        if rest[place..].starts_with(part) {
            return true;
        }
        rest = &rest[place + 1..];
    }
    false
}

/// The newest mail's code and link token.
async fn mailed(world: &World, secrets: &mut Secrets, address: &str) -> (String, String) {
    let code = world.mailed_code(address).await;
    let token = world.mailed_token(address).await;
    secrets.add("a mailed code", &code);
    secrets.add("a link's token", &token);
    (code, token)
}

async fn enrol(world: &World, secrets: &mut Secrets, address: &str) -> Person {
    let invitation = world.invite(address).await;
    secrets.add("an invitation", &invitation.code.shown());
    world.deliver().await;
    let browser = world.browser();
    browser.get("/invite").await;
    browser
        .post("open_invitation", &[("code", &invitation.code.shown())])
        .await;
    let mut person = Person::at(address);
    secrets.add("a password", &person.password);
    secrets.add("a refused password", "refused canary");
    browser
        .post("enrol_password", &[("password", "refused canary")])
        .await;
    browser.enrol_until_codes(&mut person).await;
    secrets.add_saved_codes(&person.codes);
    secrets.add_cookies(&browser);
    browser.get("/invite").await;
    done(&browser.call("new_saved_codes", &[]).await);
    person.codes = browser.shown_codes().await;
    secrets.add_saved_codes(&person.codes);
    secrets.add_cookies(&browser);
    let wrong = wrong_saved_code(&person.codes[0]);
    secrets.add("a wrong saved code", &wrong);
    browser
        .post("confirm_saved_code", &[("code", &wrong)])
        .await;
    done(
        &browser
            .call("confirm_saved_code", &[("code", &person.codes[0])])
            .await,
    );
    person
}

async fn sign_in_and_change(world: &World, secrets: &mut Secrets, person: &mut Person) {
    let browser = world.browser();
    secrets.add("a wrong password", "wrong canary password");
    for _ in 0..policy::FREE_FAILURES {
        browser
            .try_sign_in(&person.user_name, "wrong canary password")
            .await;
    }
    browser.try_sign_in("nobody", "wrong canary password").await;
    browser.sign_in(person).await;
    secrets.add_cookies(&browser);
    browser.get("/account").await;
    let new = "a changed canary sentence";
    secrets.add("a changed password", new);
    browser
        .post(
            "change_password",
            &[("current", "wrong canary password"), ("new", new)],
        )
        .await;
    let answer = browser
        .post(
            "change_password",
            &[("current", &person.password), ("new", new)],
        )
        .await;
    assert_eq!(answer.location(), Some("/account?notice=changed"));
    secrets.add_cookies(&browser);
    person.password = new.to_owned();
    browser.post("sign_out", &[]).await;
}

/// Adds a second address, changes the first one, and objects.
async fn move_house(world: &World, secrets: &mut Secrets, person: &Person) {
    let browser = world.browser();
    browser.sign_in(person).await;
    done(
        &browser
            .call("confirm", &[("password", &person.password)])
            .await,
    );
    for (address, position) in [("carla@second.example", ""), ("carla@first.example", "1")] {
        done(
            &browser
                .call(
                    "claim_address",
                    &[("new_address", address), ("position", position)],
                )
                .await,
        );
        let code = world.mailed_code(address).await;
        secrets.add("an address' code", &code);
        let wrong = OneTimeCode::parse(&wrong_code(&code))
            .expect("a code")
            .shown();
        secrets.add("a wrong code", &wrong);
        browser
            .post("enter_address_code", &[("code", &wrong)])
            .await;
        done(&browser.call("enter_address_code", &[("code", &code)]).await);
    }
    let mails = world.mails_to(&person.email).await;
    let objection = mails
        .into_iter()
        .find(|mail| mail.link.contains("/object#"))
        .and_then(|mail| mail.code);
    let objection = objection.expect("a way to object");
    secrets.add("an objection", &objection);
    browser.get("/object").await;
    done(
        &browser
            .call("object_by_code", &[("code", &objection)])
            .await,
    );
}

async fn recover(
    world: &World,
    secrets: &mut Secrets,
    person: &mut Person,
    trouble: &str,
    by_link: bool,
) {
    let browser = world.browser();
    browser.start_recovery(&person.email, trouble).await;
    secrets.add_cookies(&browser);
    done(&browser.call("choose_method", &[("method", "mail")]).await);
    let (code, _) = mailed(world, secrets, &person.email).await;
    world.advance(policy::RESEND_WAIT);
    done(&browser.call("resend_code", &[]).await);
    let (newer, token) = mailed(world, secrets, &person.email).await;
    let wrong = OneTimeCode::parse(&wrong_code(&newer))
        .expect("a code")
        .shown();
    secrets.add("a wrong code", &wrong);
    for typed in [&code, &wrong] {
        browser.post("enter_mailed_code", &[("code", typed)]).await;
    }
    browser.get("/recover/verify").await;
    browser.get("/recover/link").await;
    let answer = if by_link {
        browser
            .call("confirm_link", &[("token", &token), ("code", &newer)])
            .await
    } else {
        browser.call("enter_mailed_code", &[("code", &newer)]).await
    };
    done(&answer);
    done(
        &browser
            .call("choose_method", &[("method", "saved_code")])
            .await,
    );
    browser
        .post(
            "enter_saved_code",
            &[("code", &wrong_saved_code(&person.codes[0]))],
        )
        .await;
    let saved = person.codes.remove(0);
    done(&browser.call("enter_saved_code", &[("code", &saved)]).await);
    browser.get("/recover/password").await;
    if trouble == "know_password" {
        browser
            .post("keep_password", &[("password", "wrong canary password")])
            .await;
        done(
            &browser
                .call("keep_password", &[("password", &person.password)])
                .await,
        );
    } else {
        let new = "a recovered canary sentence";
        secrets.add("a recovered password", new);
        browser
            .post("new_password", &[("password", "refused canary")])
            .await;
        done(&browser.call("new_password", &[("password", new)]).await);
        person.password = new.to_owned();
    }
    browser.get("/recover/done").await;
    world.deliver().await;
}

async fn ask_a_contact(world: &World, secrets: &mut Secrets, person: &Person) {
    let (name, address) = regain_testkit::CONTACTS[0];
    let owner = world.confirmed(person).await;
    done(
        &owner
            .call("add_contact", &[("name", name), ("mailbox", address)])
            .await,
    );
    secrets.add_cookies(&owner);
    secrets.add(
        "an invitation of a contact",
        &world.mailed_code(address).await,
    );
    let contact = world.contact_browser(address).await;
    contact.get("/contact?step=answer").await;
    secrets.add_cookies(&contact);
    done(&contact.call("accept_contact", &[]).await);
    world.advance(policy::QUARANTINE);
    let browser = world.asking_contacts(&person.email).await;
    secrets.add_cookies(&browser);
    secrets.add("a contact's link", &world.mailed_code(address).await);
    let contact = world.asked_browser(address).await;
    contact.get("/contact/pass-on?step=answer").await;
    secrets.add_cookies(&contact);
    done(&contact.call("pass_on", &[("spoken", "on")]).await);
    secrets.add_cookies(&contact);
    let code = contact.shown_key("/contact/pass-on?step=code").await;
    secrets.add("a code that was passed on", &code);
    done(&browser.call("enter_contact_code", &[("code", &code)]).await);
    done(&browser.call("stop_recovery", &[]).await);
}

#[tokio::test]
async fn s18_s102_no_secret_of_any_walk_is_in_the_database_or_in_the_log() {
    let log = Log::start();
    let world = World::new().await;
    let mut secrets = Secrets::default();
    for person in [world.anna(), world.bert()] {
        secrets.add("a password", &person.password);
        secrets.add_saved_codes(&person.codes);
    }
    let mut carla = enrol(&world, &mut secrets, "carla@example.org").await;
    sign_in_and_change(&world, &mut secrets, &mut carla).await;
    recover(&world, &mut secrets, &mut carla, "forgot_password", false).await;
    world.advance_seconds(3600);
    recover(&world, &mut secrets, &mut carla, "know_password", true).await;
    ask_a_contact(&world, &mut secrets, &carla).await;
    move_house(&world, &mut secrets, &carla).await;
    let browser = world.browser();
    browser
        .start_recovery("carla@example.org", "forgot_user_name")
        .await;
    world.deliver().await;
    // A mistaken link or a scanner can put a code into an address.
    let code = world.invite("dora@example.org").await.code.shown();
    secrets.add("an invitation", &code);
    for path in [
        format!("/invite?code={code}"),
        format!("/invite/{code}"),
        format!("/recover/link?token={code}"),
    ] {
        browser.get(&path).await;
    }
    // The invitation's mail waits in the outbox, and so does the code of an open recovery.
    browser.start_recovery("carla", "forgot_password").await;
    done(&browser.call("choose_method", &[("method", "mail")]).await);

    let database = world.database().bytes();
    assert!(
        contains(&database, b"carla@example.org") && contains(&database, b"$argon2id$v="),
        "it is the database"
    );
    assert_eq!(
        secrets.found_in(&database),
        Vec::<String>::new(),
        "in the database"
    );
    let (code, _) = mailed(&world, &mut secrets, "carla@example.org").await;
    assert!(
        !contains(&database, code.replace('-', "").as_bytes()),
        "nor a code that was still to be sent"
    );

    let log = log.bytes();
    let text = String::from_utf8_lossy(&log);
    assert!(
        text.contains("answered") && text.contains("SELECT"),
        "it is the log, and sqlx speaks in it"
    );
    assert_eq!(secrets.found_in(&log), Vec::<String>::new(), "in the log");
    for never in [
        "carla@example.org",
        "anna@example.org",
        "cleo@example.net",
        "$argon2id$v=",
        "?code=",
        "?token=",
    ] {
        let line = text.lines().find(|line| line.contains(never));
        assert_eq!(line, None, "{never} is in the log");
    }
}
