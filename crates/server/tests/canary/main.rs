//! S18, S25, S31, S102: no secret that opens an account is stored. The test looks for every secret
//! of every walk in the database's files and in the log, with every library's events at the lowest
//! level.
//!
//! A test binary of its own, because it listens to the log of the whole process.

mod walks;

use regain_testkit::{Browser, World, done};
use std::io::Write;
use std::sync::{Arc, Mutex};
use tracing::Level;
use walks::{ask_a_contact, enrol, mailed, move_house, recover, sign_in_and_change};

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
