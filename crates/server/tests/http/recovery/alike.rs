//! Every page, row and statement up to the first gate is the same for everybody, known or not (S2,
//! S3).

use regain_domain::policy;
use regain_testkit::counted;
use regain_testkit::{Answer, Browser, World, comparable, done};
use std::collections::BTreeMap;

/// One walk through every page up to the first gate, and everything visible on it.
struct Walk<'a> {
    world: &'a World,
    browser: Browser,
    identifier: &'a str,
    seen: Vec<(String, String)>,
}

impl Walk<'_> {
    /// Notes an answer and its number of statements: an extra statement for a known person would
    /// show in the time (S3).
    fn note(&mut self, step: &str, (answer, statements): &(Answer, u32)) {
        let cookie = self
            .browser
            .cookie("recovery")
            .map_or_else(|| "none".to_owned(), |kept| kept.value);
        let seen = comparable(answer, &[self.identifier, &cookie]);
        self.seen
            .push((step.to_owned(), format!("{statements} statements, {seen}")));
    }

    /// Sends a plain form, opens the page that follows, and reads the screen as script would.
    async fn post(&mut self, endpoint: &str, fields: &[(&str, &str)]) {
        let answer = counted(self.browser.post(endpoint, fields)).await;
        self.note(&format!("form {endpoint}"), &answer);
        // Now and then a page reads the policy, whoever reads it.
        let page = (self.browser.follow(&answer.0).await, 0);
        self.note(&format!("page after {endpoint}"), &page);
        self.read(endpoint).await;
    }

    async fn call(&mut self, endpoint: &str, fields: &[(&str, &str)]) {
        let answer = counted(self.browser.call(endpoint, fields)).await;
        self.note(&format!("call {endpoint}"), &answer);
        self.read(endpoint).await;
    }

    async fn read(&mut self, after: &str) {
        let screen = counted(
            self.browser
                .call("read_recovery", &[("page", "/recover/verify")]),
        )
        .await;
        self.note(&format!("screen after {after}"), &screen);
        let progress = counted(self.browser.get("/recover/progress")).await;
        self.note(&format!("progress after {after}"), &progress);
    }
}

/// What the walk shows, and how many rows it added to each table.
async fn walk(
    world: &World,
    identifier: &str,
    trouble: &str,
) -> (Vec<(String, String)>, BTreeMap<String, i64>) {
    // A person has one budget of mail under all names (S66): a day later, each walk has all of it.
    world.advance_seconds(24 * 3600);
    let before = world.database().row_counts().await;
    let mut walk = Walk {
        world,
        browser: world.browser(),
        identifier,
        seen: Vec::new(),
    };
    let start = [("identifier", identifier), ("trouble", trouble)];
    walk.post("start_recovery", &start).await;
    if trouble != "forgot_user_name" {
        walk.post("choose_method", &[("method", "mail")]).await;
        walk.post("resend_code", &[]).await;
        walk.post("enter_mailed_code", &[("code", "00")]).await;
        for _ in 0..3 {
            walk.post("enter_mailed_code", &[("code", "0000-0000")])
                .await;
        }
        for _ in 0..3 {
            walk.call("enter_mailed_code", &[("code", "0000-0000")])
                .await;
        }
        walk.world.advance(policy::RESEND_WAIT);
        walk.post("resend_code", &[]).await;
        walk.post("confirm_link", &[("token", &"0".repeat(28)), ("code", "")])
            .await;
        walk.post("confirm_link", &[("token", ""), ("code", "0000-0000")])
            .await;
        walk.world.advance(policy::CODE_LIFETIME);
        walk.post("enter_mailed_code", &[("code", "0000-0000")])
            .await;
        walk.post("choose_another_way", &[]).await;
        walk.post("choose_method", &[("method", "saved_code")])
            .await;
        for _ in 0..6 {
            walk.post("enter_saved_code", &[("code", "0000-0000-0000-0000-0000")])
                .await;
        }
        walk.post("choose_another_way", &[]).await;
        walk.post("choose_method", &[("method", "saved_code")])
            .await;
        walk.post("choose_method", &[("method", "mail")]).await;
        walk.post("choose_method", &[("method", "contact")]).await;
        walk.post("enter_contact_code", &[("code", "0000-0000")])
            .await;
        walk.post("choose_method", &[("method", "passkey")]).await;
        walk.call("enter_passkey", &[("credential", "{}"), ("state", "")])
            .await;
        walk.post("choose_method", &[("method", "authenticator")])
            .await;
        walk.post("new_password", &[("password", "a good long sentence")])
            .await;
        walk.post("keep_password", &[("password", "a good long sentence")])
            .await;
        walk.post("end_with", &[("keep", "on")]).await;
        for path in [
            "/recover",
            "/recover/verify",
            "/recover/link",
            "/recover/password",
            "/recover/done",
        ] {
            let page = (walk.browser.get(path).await, 0);
            walk.note(path, &page);
        }
        walk.world.advance(policy::FLOW_LIFETIME);
        walk.post("enter_mailed_code", &[("code", "0000-0000")])
            .await;
    }
    let after = world.database().row_counts().await;
    (
        walk.seen,
        after
            .into_iter()
            .map(|(table, count)| (table.clone(), count - before[&table]))
            .collect(),
    )
}

#[tokio::test]
async fn s2_s3_every_page_every_row_and_every_count_of_statements_is_the_same_for_known_unknown_disabled_and_invited_people()
 {
    let world = World::new().await;
    world.invite("carla@example.org").await;
    world.set_disabled("bert@example.org", true).await;
    let addresses = ["zelda@example.org", "bert@example.org", "carla@example.org"];
    let names = ["anna", "zelda", "bert"];
    let everybody = [&addresses[..], &names[..]].concat();
    // A forgotten user name needs an address: the page refuses an invalid one at once, whoever has
    // it.
    for (trouble, first, others) in [
        ("forgot_password", "anna@example.org", &everybody[..]),
        ("know_password", "anna@example.org", &everybody[..]),
        ("forgot_user_name", "anna@example.org", &addresses[..]),
        ("forgot_user_name", "anna", &names[..]),
    ] {
        let (known, known_rows) = walk(&world, first, trouble).await;
        let starts = trouble != "forgot_user_name" || first.contains('@');
        assert_eq!(
            known_rows["recovery_flows"],
            i64::from(starts),
            "{known_rows:?}"
        );
        assert_eq!(known_rows["outbox"] > 0, starts, "{known_rows:?}");
        for identifier in others {
            let (other, rows) = walk(&world, identifier, trouble).await;
            assert_eq!(known.len(), other.len());
            for ((step, known), (_, other)) in known.iter().zip(&other) {
                assert_eq!(known, other, "{trouble} of {identifier}: {step}");
            }
            assert_eq!(known_rows, rows, "{trouble} of {identifier}");
        }
    }
}

#[tokio::test]
async fn s2_mail_goes_to_those_only_who_can_get_back_in() {
    let world = World::new().await;
    world.invite("carla@example.org").await;
    world.set_disabled("bert@example.org", true).await;
    let before = world.mails().await.len();
    for identifier in [
        "nobody@example.org",
        "nobody",
        "bert@example.org",
        "bert",
        "carla@example.org",
    ] {
        let browser = world.browser();
        browser.start_recovery(identifier, "forgot_password").await;
        done(&browser.call("choose_method", &[("method", "mail")]).await);
        if identifier.contains('@') {
            browser.start_recovery(identifier, "forgot_user_name").await;
        }
    }
    assert_eq!(world.mails().await.len(), before);
    assert_eq!(
        world.database().number("SELECT count(*) FROM outbox").await,
        0,
        "nothing waits for ever"
    );
}
