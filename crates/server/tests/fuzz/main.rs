//! T10: whatever somebody sends to any address, at any point of any walk, the server answers for
//! itself: no panic, no fault, no error in the log, no change to anybody else's things, and an
//! intact database.
//!
//! The cases come from fixed seeds, so a failure comes back; proptest reduces it before showing it.
//! `FUZZ_CASES=40` sends twenty times as many. A test binary of its own, because it listens to the
//! log and the panics of the whole process.

mod bodies;
mod reached;
mod stages;
mod values;

use bodies::{Sent, sent, visit};
use http::{HeaderName, HeaderValue, Request, header};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use reached::Reached;
use regain_app::forms::{FORMS, PAGE_FORMS};
use regain_server::compose::page_paths;
use regain_testkit::{Answer, ORIGIN};
use stages::Stage;
use std::cell::RefCell;
use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use tracing::Level;

/// The target of a request.
#[derive(Debug, Clone)]
enum Target {
    Form(&'static str, &'static [&'static str]),
    Page(String),
}

fn targets() -> Vec<Target> {
    let forms = FORMS
        .iter()
        .chain(PAGE_FORMS)
        .map(|(path, fields)| Target::Form(path, fields));
    let pages = page_paths().map(|path| Target::Page(path.replace("{person}", &"0".repeat(32))));
    forms.chain(pages).collect()
}

/// Everything logged as an error, and every panic.
#[derive(Clone, Default)]
struct Faults(Arc<Mutex<Vec<u8>>>);

impl Write for Faults {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Faults {
    /// Listens from now on; once in this process.
    fn heard() -> &'static Self {
        static FAULTS: OnceLock<Faults> = OnceLock::new();
        FAULTS.get_or_init(|| {
            let faults = Self::default();
            let writer = faults.clone();
            let subscriber = tracing_subscriber::fmt()
                .with_max_level(Level::ERROR)
                .with_writer(move || writer.clone());
            tracing::subscriber::set_global_default(subscriber.finish())
                .expect("the first subscriber");
            let before = std::panic::take_hook();
            let heard = faults.clone();
            std::panic::set_hook(Box::new(move |panic| {
                let _ = writeln!(heard.clone(), "panic: {panic}");
                before(panic);
            }));
            faults
        })
    }

    /// Takes everything heard since the last call.
    fn take(&self) -> String {
        let mut faults = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&std::mem::take(&mut *faults)).into_owned()
    }
}

/// How many cases each address gets at each stage.
#[expect(
    clippy::disallowed_methods,
    reason = "a knob of this test alone, not configuration"
)]
fn cases() -> u32 {
    std::env::var("FUZZ_CASES")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(2)
}

fn request(target: &Target, sent: &Sent, reached: &Reached) -> Request<axum::body::Body> {
    let (path, accept) = match target {
        Target::Form(path, _) => (
            *path,
            if sent.script {
                "application/json"
            } else {
                "text/html,*/*;q=0.8"
            },
        ),
        Target::Page(path) => (path.as_str(), "text/html"),
    };
    let mut request = reached.browser.form(path, "");
    *request.uri_mut() = format!("{path}{}", sent.query)
        .parse()
        .expect("the strategy writes addresses");
    let headers = request.headers_mut();
    headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(sent.body.len()));
    headers.remove(header::CONTENT_TYPE);
    if let Some(kind) = sent.content_type {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    }
    for (name, value) in &sent.headers {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_bytes(value).expect("the strategy writes headers"),
        );
    }
    if matches!(target, Target::Page(_)) {
        *request.method_mut() = http::Method::GET;
    } else {
        *request.body_mut() = axum::body::Body::from(sent.body.clone());
    }
    request
}

/// Sends one request, and returns the fault of its answer.
async fn play(target: &Target, sent: &Sent, reached: &Reached) -> Result<(), String> {
    let browser = reached.browser.copy();
    for (name, value) in &sent.cookies {
        browser.plant_cookie(name, value);
    }
    let answer = browser.send(request(target, sent, reached)).await;
    judge(&answer)?;
    let json = sent.script && matches!(target, Target::Form(path, _) if path.starts_with("/api/"));
    if json
        && answer.status.is_success()
        && serde_json::from_str::<serde_json::Value>(&answer.body).is_err()
    {
        return Err(format!("no JSON for script: {answer:?}"));
    }
    if let Some(location) = answer.location() {
        let path = location.strip_prefix(ORIGIN).unwrap_or(location);
        if !path.starts_with('/') || path.starts_with("//") || path.starts_with("/\\") {
            return Err(format!("it leads to {location}"));
        }
        judge(&browser.get(path).await)?;
    }
    Ok(())
}

fn judge(answer: &Answer) -> Result<(), String> {
    if answer.status.is_server_error() {
        return Err(format!("a fault: {answer:?}"));
    }
    if answer
        .location()
        .is_some_and(|location| location.contains("problem=busy"))
    {
        return Err(format!("a fault, told to a plain form: {answer:?}"));
    }
    if answer.body.contains("<x-planted") {
        return Err(format!("text came back as markup: {answer:?}"));
    }
    match answer.header("x-content-type-options") {
        Some("nosniff") => Ok(()),
        _ => Err(format!("no headers: {answer:?}")),
    }
}

/// Sends every address its cases at each of these stages.
fn run(stages: &[Stage]) {
    let faults = Faults::heard();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("threads");
    for stage in stages {
        let reached = RefCell::new(runtime.block_on(stage.reach()));
        for (nth, target) in targets().into_iter().enumerate() {
            if !runtime.block_on(stage.is_held(&reached.borrow())) {
                runtime.block_on(reached.borrow().assert_whole(*stage));
                reached.replace(runtime.block_on(stage.reach()));
            }
            let known = reached.borrow().known.clone();
            let strategy = match &target {
                Target::Form(_, fields) => sent(fields, known).boxed(),
                Target::Page(_) => visit().boxed(),
            };
            let mut seed = [0; 32];
            seed[..2].copy_from_slice(&[
                *stage as u8,
                u8::try_from(nth).expect("less than 256 addresses"),
            ]);
            let config = Config {
                cases: cases(),
                failure_persistence: None,
                max_shrink_iters: 200,
                ..Config::default()
            };
            let mut runner =
                TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
            let ran = runner.run(&strategy, |sent| {
                let played = runtime.block_on(play(&target, &sent, &reached.borrow()));
                let heard = faults.take();
                let quiet = if heard.is_empty() { Ok(()) } else { Err(heard) };
                played.and(quiet).map_err(TestCaseError::fail)
            });
            ran.unwrap_or_else(|failure| panic!("{stage:?} {target:?}: {failure}"));
        }
        runtime.block_on(reached.borrow().assert_whole(*stage));
        assert_eq!(faults.take(), "", "{stage:?}");
    }
}

#[test]
fn t10_strangers_and_contacts_can_send_what_they_like() {
    run(&[
        Stage::Nobody,
        Stage::SecondFactorAsked,
        Stage::AskedAsContact,
        Stage::AskedToPassOn,
    ]);
}

#[test]
fn t10_whoever_recovers_can_send_what_they_like_at_every_step() {
    run(&[
        Stage::RecoveryStarted,
        Stage::RecoveryOfNobody,
        Stage::CodeMailed,
        Stage::FirstGatePassed,
        Stage::BothGatesPassed,
        Stage::AppReplaced,
        Stage::ContactsAsked,
    ]);
}

#[test]
fn t10_whoever_enrols_can_send_what_they_like_at_every_step() {
    run(&[
        Stage::Invited,
        Stage::Named,
        Stage::CodesShown,
        Stage::CodesConfirmed,
    ]);
}

#[test]
fn t10_owners_and_administrators_can_send_what_they_like() {
    run(&[
        Stage::SignedIn,
        Stage::Confirmed,
        Stage::AddressClaimed,
        Stage::Administrator,
    ]);
}
