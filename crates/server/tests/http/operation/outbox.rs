//! Keeps the outbox' worker going when one row or the relay fails (S65): the others' mail still
//! goes out, once.

use crate::support::database::drop_triggers;
use async_trait::async_trait;
use regain_mail::{Email, Failure, Reply, SendError, Sender, Step, Transport, Verdict};
use regain_service::Worker;
use regain_testkit::World;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use tokio::sync::Semaphore;

const ANSWERS: &str = "the outbox can be read and written";

/// A relay that a test holds up, or that makes its caller panic.
struct Relay {
    /// Permits for conversations that may finish.
    goes_on: Semaphore,
    /// Whether it panics on mails to `broken@example.org`.
    breaks: AtomicBool,
    /// Its answer instead of taking a mail.
    refuses: Mutex<Option<SendError>>,
    took: Mutex<Vec<String>>,
}

impl Relay {
    fn letting(conversations: usize) -> Arc<Self> {
        let breaks = AtomicBool::new(true);
        let refuses = Mutex::default();
        let took = Mutex::default();
        Arc::new(Self {
            goes_on: Semaphore::new(conversations),
            breaks,
            refuses,
            took,
        })
    }

    /// Sets its answer from now on.
    fn refuse(&self, with: Option<SendError>) {
        *self.refuses.lock().expect("nobody panics with it") = with;
    }

    fn took(&self) -> Vec<String> {
        self.took.lock().expect("nobody panics with it").clone()
    }

    fn worker(self: &Arc<Self>, world: &World) -> Worker {
        let sender = Sender::parse("no-reply@example.org").expect("an address");
        world
            .regain()
            .worker(Arc::clone(self) as Arc<dyn Transport>, sender)
    }
}

#[async_trait]
impl Transport for Relay {
    async fn send(&self, email: &Email) -> Result<(), SendError> {
        self.goes_on
            .acquire()
            .await
            .expect("it stays open")
            .forget();
        let breaks =
            self.breaks.load(Ordering::SeqCst) && email.to.as_str() == "broken@example.org";
        assert!(!breaks, "the client of this test's relay breaks on purpose");
        if let Some(refusal) = *self.refuses.lock().expect("nobody panics with it") {
            return Err(refusal);
        }
        self.took
            .lock()
            .expect("nobody panics with it")
            .push(email.to.as_str().to_owned());
        Ok(())
    }
}

/// Makes the addresses of invited people unreadable, except for those with this ending.
async fn spoil_addresses(world: &World, but: &str) {
    drop_triggers(world).await;
    let spoil = "UPDATE identifiers SET shown = 'not an@address' WHERE verified_at IS NULL AND kind = 'email'";
    let spoiled = world
        .database()
        .run(&format!("{spoil} AND canonical NOT LIKE '%{but}'"))
        .await;
    assert!(spoiled > 0);
}

/// The attempts of each waiting row, and the milliseconds until its next.
async fn waiting(world: &World) -> Vec<String> {
    let now = world.now().as_millis();
    let query =
        format!("SELECT attempts || ' ' || (next_attempt_at - {now}) FROM outbox ORDER BY seq");
    world.database().texts(&query).await
}

#[tokio::test]
async fn s65_rows_that_cant_be_read_wait_and_hold_up_nobodys_mail() {
    let world = World::new().await;
    world.deliver().await;
    // As many rows as the worker reads at once.
    for nth in 0..8 {
        world.invite(&format!("guest{nth}@example.org")).await;
    }
    world.invite("last@example.org").await;
    spoil_addresses(&world, "last@example.org").await;
    assert_eq!(world.mails_to("last@example.org").await.len(), 1);
    assert_eq!(waiting(&world).await, ["1 5000"; 8]);
    assert_eq!(
        world.worker().run_once().await.expect(ANSWERS),
        0,
        "nothing is due"
    );
    world.advance_seconds(5);
    assert_eq!(world.worker().run_once().await.expect(ANSWERS), 8);
    assert_eq!(waiting(&world).await, ["2 10000"; 8]);
    world
        .database()
        .run("UPDATE identifiers SET shown = canonical WHERE canonical LIKE 'guest%'")
        .await;
    world.advance_seconds(10);
    let mails = world.mails().await;
    assert_eq!(
        mails
            .iter()
            .filter(|mail| mail.to.starts_with("guest"))
            .count(),
        8
    );
    assert!(waiting(&world).await.is_empty());
}

#[tokio::test]
async fn s65_a_conversation_under_way_is_finished_whatever_becomes_of_the_other_rows() {
    let world = World::new().await;
    world.deliver().await;
    world.invite("first@example.org").await;
    world.invite("second@example.org").await;
    spoil_addresses(&world, "first@example.org").await;
    let relay = Relay::letting(0);
    let worker = relay.worker(&world);
    let mut working = pin!(worker.run_once());
    let put_off = async {
        while world
            .database()
            .number("SELECT sum(attempts) FROM outbox")
            .await
            == 0
        {}
    };
    tokio::select! {
        biased;
        ended = &mut working => panic!("it hangs up amid a conversation: {ended:?}"),
        () = put_off => {}
    }
    assert!(relay.took().is_empty());
    relay.goes_on.add_permits(2);
    assert_eq!(working.await.expect(ANSWERS), 2);
    assert_eq!(relay.took(), ["first@example.org"]);
    assert_eq!(waiting(&world).await, ["1 5000"]);
}

#[tokio::test]
async fn s65_a_panic_while_sending_is_a_failed_attempt() {
    let world = World::new().await;
    world.deliver().await;
    world.invite("broken@example.org").await;
    world.invite("whole@example.org").await;
    let relay = Relay::letting(10);
    let worker = relay.worker(&world);
    assert_eq!(worker.run_once().await.expect(ANSWERS), 2);
    assert_eq!(relay.took(), ["whole@example.org"]);
    assert_eq!(waiting(&world).await, ["1 5000"]);
    assert_eq!(
        worker.run_once().await.expect(ANSWERS),
        0,
        "it waits, instead of breaking again at once"
    );
    world.advance_seconds(5);
    relay.breaks.store(false, Ordering::SeqCst);
    assert_eq!(worker.run_once().await.expect(ANSWERS), 1);
    assert_eq!(relay.took(), ["whole@example.org", "broken@example.org"]);
    assert!(waiting(&world).await.is_empty());
}

#[tokio::test]
async fn s65_what_can_neither_be_noted_nor_put_off_is_mailed_once_and_holds_up_nobody() {
    let world = World::new().await;
    world.deliver().await;
    world.invite("first@example.org").await;
    let refusals = ["DELETE", "UPDATE"].map(|change| {
        format!("CREATE TRIGGER no_{change} BEFORE {change} ON outbox BEGIN SELECT RAISE(ABORT, 'of this test'); END")
    });
    world.database().run_all(&refusals).await;
    let relay = Relay::letting(10);
    let worker = relay.worker(&world);
    worker.run_once().await.expect_err("it can't be noted");
    assert_eq!(relay.took(), ["first@example.org"]);
    world.invite("second@example.org").await;
    worker.run_once().await.expect_err("nor now");
    assert_eq!(relay.took(), ["first@example.org", "second@example.org"]);
    world
        .database()
        .run_all(&["DELETE", "UPDATE"].map(|change| format!("DROP TRIGGER no_{change}")))
        .await;
    assert_eq!(worker.run_once().await.expect(ANSWERS), 2);
    assert!(waiting(&world).await.is_empty());
    assert_eq!(relay.took().len(), 2, "nobody got a mail twice");
}

const DAY: u64 = 24 * 60 * 60;

fn refusal(verdict: Verdict, code: u16, enhanced: (u8, u16, u16)) -> SendError {
    let failure = Failure::Refused(Reply {
        code,
        enhanced: Some(enhanced),
    });
    SendError {
        verdict,
        step: Step::Recipient,
        failure,
    }
}

#[tokio::test]
async fn s65_a_relay_that_refuses_everything_for_days_loses_no_notice_and_mails_no_expired_code() {
    let world = World::new().await;
    world.deliver().await;
    let browser = world.browser();
    let anna = world.anna().clone();
    // A notice is worth sending for a week; a code, for ten minutes.
    browser
        .call(
            "sign_in",
            &[("identifier", &anna.email), ("password", &anna.password)],
        )
        .await;
    browser
        .call(
            "start_recovery",
            &[("identifier", &anna.email), ("trouble", "forgot_password")],
        )
        .await;
    browser.call("choose_method", &[("method", "mail")]).await;
    // A row for an unknown identifier sends no mail.
    let waiting = "SELECT count(*) FROM outbox WHERE given_up_at IS NULL AND payload NOT LIKE '%\"kind\":\"noop\"%'";
    assert_eq!(world.database().number(waiting).await, 2);
    let relay = Relay::letting(Semaphore::MAX_PERMITS);
    let worker = relay.worker(&world);
    relay.refuse(Some(refusal(Verdict::Relay, 554, (5, 7, 1))));
    let end = world.now().plus(std::time::Duration::from_secs(6 * DAY));
    while world.now() < end {
        worker.run_once().await.expect(ANSWERS);
        world.advance_seconds(600);
    }
    assert_eq!(
        world.database().number(waiting).await,
        1,
        "the code isn't worth anything any longer"
    );
    assert_eq!(
        worker.relay().trouble(),
        Some(refusal(Verdict::Relay, 554, (5, 7, 1)))
    );
    relay.refuse(None);
    while worker.run_once().await.expect(ANSWERS) > 0 {}
    assert_eq!(relay.took(), [anna.email], "the notice, once");
    assert_eq!(worker.relay().trouble(), None);
    assert_eq!(
        world.database().number("SELECT count(*) FROM outbox").await,
        0
    );
}

#[tokio::test]
async fn s65_a_code_reaches_whom_waits_when_the_relay_works_again_in_its_time() {
    let world = World::new().await;
    world.deliver().await;
    let browser = world.browser();
    let anna = world.anna().clone();
    browser
        .call(
            "start_recovery",
            &[("identifier", &anna.email), ("trouble", "forgot_password")],
        )
        .await;
    browser.call("choose_method", &[("method", "mail")]).await;
    let relay = Relay::letting(Semaphore::MAX_PERMITS);
    let worker = relay.worker(&world);
    relay.refuse(Some(refusal(Verdict::Relay, 451, (4, 3, 0))));
    for _ in 0..9 * 60 {
        worker.run_once().await.expect(ANSWERS);
        world.advance_seconds(1);
    }
    relay.refuse(None);
    for _ in 0..59 {
        worker.run_once().await.expect(ANSWERS);
        world.advance_seconds(1);
    }
    assert_eq!(relay.took(), [anna.email], "in its last minute");
}

#[tokio::test]
async fn s65_only_a_recipient_who_is_refused_for_ever_is_given_up_and_that_is_no_trouble_of_the_relay()
 {
    let world = World::new().await;
    world.deliver().await;
    for (nth, (verdict, given_up)) in [
        (Verdict::Relay, 0),
        (Verdict::ForNow, 0),
        (Verdict::Never, 1),
    ]
    .into_iter()
    .enumerate()
    {
        world.invite(&format!("guest{nth}@example.org")).await;
        let relay = Relay::letting(10);
        relay.refuse(Some(refusal(verdict, 550, (5, 1, 1))));
        let worker = relay.worker(&world);
        worker.run_once().await.expect(ANSWERS);
        let count = "SELECT count(*) FROM outbox WHERE given_up_at IS NOT NULL";
        assert_eq!(
            world.database().number(count).await,
            given_up,
            "{verdict:?}"
        );
        assert_eq!(
            worker.relay().trouble().is_some(),
            verdict == Verdict::Relay
        );
    }
}

#[tokio::test]
async fn s65_a_relay_in_trouble_is_degraded_and_still_ready() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    drop(listener);
    let world = World::configured(
        &[("REGAIN_SMTP_URL", &format!("smtp://127.0.0.1:{port}"))],
        None,
    )
    .await;
    assert_eq!(
        world.browser().get("/readyz").await.json(),
        serde_json::json!({ "ready": true })
    );
    world.invite("guest@example.org").await;
    world.worker().run_once().await.expect(ANSWERS);
    let ready = world.browser().get("/readyz").await;
    assert_eq!(ready.status, 200, "balancers go on");
    let said = ready.json();
    assert_eq!(
        (&said["ready"], &said["degraded"]),
        (&true.into(), &true.into()),
        "{said}"
    );
    assert!(
        said["mail"]
            .as_str()
            .is_some_and(|words| words.contains("regain doctor")),
        "{said}"
    );
    assert!(
        !said.to_string().contains(&port.to_string()),
        "why is for the log"
    );
    // A change of the health check after a recovery would tell a stranger whether the address
    // exists (S2).
    let stranger = world.browser().from("203.0.113.7");
    assert_eq!(
        stranger.get("/readyz").await.json(),
        serde_json::json!({ "ready": true })
    );
}
