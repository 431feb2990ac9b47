//! People, a relay that misbehaves, and the mails that the server accepted meanwhile.

use crate::relay::Relay;
use regain_domain::Timestamp;
use regain_mail::{Sender, SmtpTransport};
use regain_service::Worker;
use regain_testkit::{Browser, World, comparable};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// The facts about a mail that the server accepted to send.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub(super) notice: bool,
    pub(super) expires_at: Timestamp,
    /// How often the relay has taken it so far.
    pub(super) copies: u32,
    /// Whether the relay took it when it was worthless.
    pub(super) late: bool,
    /// Whether the worker gave it up and kept it for the operator to see.
    pub(super) kept: bool,
}

/// A world, its relay, and the accepted mails.
pub(super) struct Outage {
    pub(super) world: World,
    pub(super) relay: Relay,
    pub(super) rows: BTreeMap<String, Row>,
    pub(super) seen: Vec<String>,
}

impl Outage {
    pub(super) async fn begin() -> Result<Self, String> {
        let relay = Relay::new().map_err(|error| error.to_string())?;
        let world = World::configured(&[("REGAIN_SMTP_URL", &relay.url())], None).await;
        Ok(Self {
            world,
            relay,
            rows: BTreeMap::new(),
            seen: Vec::new(),
        })
    }

    pub(super) fn worker(&self, time_out: Duration) -> Worker {
        let transport =
            SmtpTransport::with_time_out(&self.relay.url(), true, time_out).expect("an address");
        let sender = Sender::parse("no-reply@example.org").expect("an address");
        self.world.regain().worker(Arc::new(transport), sender)
    }

    /// Notes the waiting rows.
    pub(super) async fn note(&mut self) {
        let query = "SELECT lower(hex(id)) || ' ' || expires_at || ' ' || payload FROM outbox";
        for text in self.world.database().texts(query).await {
            let mut parts = text.splitn(3, ' ');
            let id = parts.next().unwrap_or_default();
            let expires_at = parts.next().unwrap_or_default();
            let payload = parts.next().unwrap_or_default();
            let kind = |kind: &str| payload.contains(&format!("\"kind\":\"{kind}\""));
            // A row for an unknown identifier sends no mail.
            if !kind("noop") {
                let expires_at = Timestamp::from_millis(expires_at.parse().unwrap_or(0));
                let row = Row {
                    notice: !kind("recovery_code"),
                    expires_at,
                    copies: 0,
                    late: false,
                    kept: false,
                };
                self.rows.entry(id.to_owned()).or_insert(row);
            }
        }
    }

    /// Runs a worker until `until`, at each moment when something is due.
    pub(super) async fn work(&mut self, worker: &Worker, until: Timestamp) {
        loop {
            while worker.run_once().await.expect("the outbox can be read") > 0 {}
            let now = self.world.now();
            for (id, row) in &mut self.rows {
                let copies = self.relay.copies(id);
                row.late |= copies > row.copies && now >= row.expires_at;
                row.copies = copies;
            }
            let next = "SELECT coalesce(min(next_attempt_at), 9223372036854775807) FROM outbox";
            let next = Timestamp::from_millis(self.world.database().number(next).await);
            let then = next.min(until);
            self.world.advance(now.until(then));
            if then == until {
                return;
            }
        }
    }

    /// People's acts in the `nth` minute.
    pub(super) async fn act(&mut self, nth: u32) {
        let anna = self.world.anna().clone();
        let bert = self.world.bert().clone();
        let browser = self
            .world
            .browser()
            .from(&format!("203.0.113.{}", nth % 200));
        let asked = match nth % 5 {
            0 => start(&browser, &anna.email).await,
            1 => start(&browser, "nobody@example.org").await,
            2 => start(&browser, &bert.user_name).await,
            // An unknown device, about which its owner gets a notice.
            3 => vec![
                browser
                    .call(
                        "sign_in",
                        &[("identifier", &anna.email), ("password", &anna.password)],
                    )
                    .await,
            ],
            // A gate that needs no mail, but causes a notice, too.
            _ => {
                let mut asked = start(&browser, &bert.email).await;
                let code = bert
                    .codes
                    .get(usize::try_from(nth / 5).unwrap_or(0) + 1)
                    .cloned()
                    .unwrap_or_default();
                asked.push(
                    browser
                        .call("choose_method", &[("method", "saved_code")])
                        .await,
                );
                asked.push(browser.call("enter_saved_code", &[("code", &code)]).await);
                asked
            }
        };
        self.seen
            .extend(asked.iter().map(|answer| comparable(answer, &[])));
        self.note().await;
    }

    pub(super) fn count(&self, of: impl Fn(&str, &Row) -> bool) -> u32 {
        let count = self.rows.iter().filter(|(id, row)| of(id, row)).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// Copies of each mail beyond the first.
    pub(super) fn copies(&self) -> u32 {
        self.rows
            .keys()
            .map(|id| self.relay.copies(id).saturating_sub(1))
            .sum()
    }

    pub(super) async fn waiting(&self) -> i64 {
        self.world
            .database()
            .number("SELECT count(*) FROM outbox WHERE given_up_at IS NULL")
            .await
    }

    /// Notes the mails that were given up.
    pub(super) async fn note_kept(&mut self) {
        let query = "SELECT lower(hex(id)) FROM outbox WHERE given_up_at IS NOT NULL";
        for id in self.world.database().texts(query).await {
            if let Some(row) = self.rows.get_mut(&id) {
                row.kept = true;
            }
        }
    }
}

pub(super) async fn start(browser: &Browser, identifier: &str) -> Vec<regain_testkit::Answer> {
    let fields = [("identifier", identifier), ("trouble", "forgot_password")];
    let mut answers = vec![browser.call("start_recovery", &fields).await];
    answers.push(browser.call("choose_method", &[("method", "mail")]).await);
    answers
}
