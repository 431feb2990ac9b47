//! T2: whomever somebody asks about, every byte of every answer is the same.
//!
//! At each stage to which a stranger can bring a browser, the test sends every form of the
//! inventory plainly and as script does, and opens every public page, for people in every state. It
//! leaves out the request's id, the page's nonce, the date, and the stranger's own knowledge (typed
//! values, their own cookies).

use crate::{Form, Report};
use regain_app::forms::{FORMS, PAGE_FORMS};
use regain_domain::policy;
use regain_testkit::{Answer, Browser, World, comparable};
use std::time::Duration;

const TEST: &str = "t2";
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Pages that need no session.
const PAGES: [&str; 13] = [
    "/sign-in",
    "/sign-in/verify",
    "/recover",
    "/recover/verify",
    "/recover/link",
    "/recover/password",
    "/recover/authenticator",
    "/recover/done",
    "/recover/lost",
    "/recover/progress",
    "/other-tab",
    "/invite",
    "/account",
];

/// How far a stranger brings a browser before looking at everything.
#[derive(Debug, Clone, Copy)]
enum Stage {
    Refused,
    Started(&'static str),
    Chosen(&'static str),
    Tried(&'static str, &'static str, &'static str),
    OutOfTries,
    OverBudget,
}

const STAGES: [Stage; 13] = [
    Stage::Refused,
    Stage::Started("forgot_password"),
    Stage::Started("know_password"),
    Stage::Started("lost_authenticator"),
    Stage::Started("forgot_user_name"),
    Stage::Chosen("mail"),
    Stage::Chosen("saved_code"),
    Stage::Chosen("passkey"),
    Stage::Chosen("contact"),
    Stage::Tried("mail", "enter_mailed_code", "0000-0000"),
    Stage::Tried("saved_code", "enter_saved_code", "0000-0000-0000-0000-0000"),
    Stage::OutOfTries,
    Stage::OverBudget,
];

/// A value for each field with which the form's act begins.
fn value<'a>(field: &str, path: &str, identifier: &'a str) -> &'a str {
    match field {
        "identifier" => identifier,
        "trouble" => "forgot_password",
        "method" => "mail",
        "page" => "/recover/verify",
        "address" => "/sign-in",
        "language" => "en",
        "token" => "0000000000000000000000000000",
        "purpose" => "recover",
        "password" => "a wrong sentence of some length",
        "code" if path.ends_with("saved_code") => "0000-0000-0000-0000-0000",
        "code" if path.contains("authenticator") => "000000",
        "code" => "0000-0000",
        _ => "",
    }
}

/// Each request, and everything visible in its answer.
type Seen = Vec<(String, String)>;

struct Stranger<'a> {
    world: &'a World,
    browser: Browser,
    identifier: &'a str,
    seen: Seen,
}

impl Stranger<'_> {
    fn note(&mut self, what: String, answer: &Answer) {
        let own = ["recovery", "earlier", "draft", "passkey"]
            .map(|name| self.browser.cookie(name).map(|kept| kept.value));
        let mut known = vec![self.identifier];
        known.extend(own.iter().flatten().map(String::as_str));
        let mut text = comparable(answer, &known);
        // The challenge of a passkey's page is random, and sealed, so only its length is compared.
        if what.contains("ask_for_passkey") {
            text = format!("{} bytes", text.len());
        }
        // A draft has a new seal each time, and ends with the typed text.
        text = text
            .lines()
            .map(|line| {
                if line.starts_with("set-cookie: __Host-regain-draft=") {
                    line.split_once(';').map_or(line, |(_, rest)| rest)
                } else {
                    line
                }
            })
            .collect::<Vec<_>>()
            .join("\n");
        self.seen.push((what, text));
    }

    async fn post(&mut self, endpoint: &str, fields: &[(&str, &str)]) {
        let answer = self.browser.post(endpoint, fields).await;
        self.note(format!("form {endpoint}"), &answer);
        let answer = self
            .browser
            .call("read_recovery", &[("page", "/recover/verify")])
            .await;
        self.note(format!("screen after {endpoint}"), &answer);
    }

    async fn start(&mut self, trouble: &str) {
        self.post(
            "start_recovery",
            &[("identifier", self.identifier), ("trouble", trouble)],
        )
        .await;
    }

    async fn reach(&mut self, stage: Stage) {
        match stage {
            Stage::Refused => {
                let fields = [
                    ("identifier", self.identifier),
                    ("password", "a wrong sentence of some length"),
                ];
                self.post("sign_in", &fields).await;
            }
            Stage::Started(trouble) => self.start(trouble).await,
            Stage::Chosen(method) => {
                self.start("forgot_password").await;
                self.post("choose_method", &[("method", method)]).await;
            }
            Stage::Tried(method, endpoint, code) => {
                self.start("forgot_password").await;
                self.post("choose_method", &[("method", method)]).await;
                self.post(endpoint, &[("code", code)]).await;
            }
            Stage::OutOfTries => {
                self.start("forgot_password").await;
                self.post("choose_method", &[("method", "mail")]).await;
                for _ in 0..=policy::CODE_TRIES {
                    self.post("enter_mailed_code", &[("code", "0000-0000")])
                        .await;
                }
            }
            Stage::OverBudget => {
                for _ in 0..=policy::MAILS.hourly {
                    self.start("forgot_password").await;
                    self.post("choose_method", &[("method", "mail")]).await;
                }
            }
        }
    }

    /// Opens every form and page, each with the cookies of this moment, and ends with those that
    /// end a recovery.
    async fn look_at_everything(&mut self) {
        let here = self.browser.copy();
        let ends = |path: &str| ["/api/start_recovery", "/api/stop_recovery"].contains(&path);
        let (last, first): (Vec<_>, Vec<_>) = FORMS
            .iter()
            .chain(PAGE_FORMS)
            .partition(|(path, _)| ends(path));
        for page in PAGES {
            self.browser = here.copy();
            let answer = self.browser.get(page).await;
            self.note(page.to_owned(), &answer);
        }
        for (path, fields) in first.into_iter().chain(last) {
            let pairs = fields
                .iter()
                .map(|field| (*field, value(field, path, self.identifier)));
            let body = url::form_urlencoded::Serializer::new(String::new())
                .extend_pairs(pairs)
                .finish();
            for accept in ["text/html", "application/json"] {
                self.browser = here.copy();
                let mut request = self.browser.form(path, &body);
                if let Ok(accept) = accept.parse() {
                    request.headers_mut().insert("accept", accept);
                }
                let answer = self.browser.send(request).await;
                self.note(format!("{accept} {path}"), &answer);
            }
        }
        self.world.advance(policy::FLOW_LIFETIME);
        self.browser = here.copy();
        let answer = self.browser.get("/recover/verify").await;
        self.note("when its time is over".to_owned(), &answer);
    }
}

async fn walk(world: &World, identifier: &str, stage: Stage) -> Seen {
    // A whole budget of mail, and no wait left, for any person.
    world.advance(DAY);
    world.database().run("DELETE FROM sign_in_counters").await;
    let mut stranger = Stranger {
        world,
        browser: world.browser(),
        identifier,
        seen: Vec::new(),
    };
    stranger.reach(stage).await;
    stranger.look_at_everything().await;
    stranger.seen
}

/// How many bytes of two texts differ in their places, plus those that only one of them has.
fn differing(first: &str, second: &str) -> usize {
    let places = first
        .bytes()
        .zip(second.bytes())
        .filter(|(one, other)| one != other)
        .count();
    places + first.len().abs_diff(second.len())
}

/// Runs the test.
pub async fn run(form: Form) -> Vec<Report> {
    let world = World::new().await;
    world.invite("cora@example.org").await;
    world.set_disabled("bert@example.org", true).await;
    let others: &[&str] = match form {
        Form::Full => &[
            "anna",
            "zoey@example.org",
            "zoey",
            "bert@example.org",
            "bert",
            "cora@example.org",
        ],
        Form::Short => &["zoey@example.org", "bert@example.org", "cora@example.org"],
    };
    let stages = match form {
        Form::Full => &STAGES[..],
        Form::Short => &[STAGES[0], STAGES[5], STAGES[9]],
    };
    let mut answers = 0;
    let mut bytes = 0;
    let mut worst = Vec::new();
    for stage in stages {
        let known = walk(&world, "anna@example.org", *stage).await;
        // A forgotten user name needs an address: the page refuses an invalid one at once, whoever
        // has it.
        let by_address = matches!(stage, Stage::Started("forgot_user_name"));
        for other in others
            .iter()
            .filter(|other| !by_address || other.contains('@'))
        {
            let seen = walk(&world, other, *stage).await;
            assert_eq!(known.len(), seen.len());
            for ((what, one), (_, other_text)) in known.iter().zip(&seen) {
                answers += 1;
                let differ = differing(one, other_text);
                if differ > 0 {
                    worst.push(format!(
                        "{stage:?}, {other}, {what}: {differ}\n--- known\n{one}\n--- {other}\n{other_text}"
                    ));
                }
                bytes += differ;
            }
        }
    }
    for difference in worst.iter().take(3) {
        crate::say(difference);
    }
    // The control: two recoveries for different troubles do show different pages, and the
    // comparison must see it.
    let one = walk(
        &world,
        "anna@example.org",
        Stage::Started("forgot_password"),
    )
    .await;
    let other = walk(
        &world,
        "anna@example.org",
        Stage::Started("lost_authenticator"),
    )
    .await;
    let planted: usize = one
        .iter()
        .zip(&other)
        .map(|((_, one), (_, other))| differing(one, other))
        .sum();
    let report = Report::exactly(
        TEST,
        format!("bytes that differ in {answers} answers"),
        bytes,
        0,
    );
    vec![if planted > 0 {
        report
    } else {
        report.voided("a difference that is there wasn't seen")
    }]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_counted_by_place_and_by_length() {
        assert_eq!(differing("abc", "abc"), 0);
        assert_eq!(differing("abc", "abd"), 1);
        assert_eq!(differing("abc", "abcde"), 2);
    }
}
