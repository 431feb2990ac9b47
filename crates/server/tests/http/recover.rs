//! `/recover`: starting a recovery. Whoever asks, and for whomever, sees the same (S2).

use regain_domain::policy;
use regain_storage_sqlite::counted;
use regain_testkit::{Answer, Browser, CONTACTS, World, comparable, done};
use std::collections::BTreeMap;

/// One walk through every page up to the first gate, and everything that can be seen on it.
struct Walk<'a> {
    world: &'a World,
    browser: Browser,
    identifier: &'a str,
    seen: Vec<(String, String)>,
}

impl Walk<'_> {
    /// An answer, and the number of statements it took: what costs one more for a person can be told by its time (S3).
    fn note(&mut self, step: &str, (answer, statements): &(Answer, u32)) {
        let cookie = self.browser.cookie("recovery").map_or_else(|| "none".to_owned(), |kept| kept.value);
        let seen = comparable(answer, &[self.identifier, &cookie]);
        self.seen.push((step.to_owned(), format!("{statements} statements, {seen}")));
    }

    /// A plain form, the page it leads to, and what script would read at that moment.
    async fn post(&mut self, endpoint: &str, fields: &[(&str, &str)]) {
        let answer = counted(self.browser.post(endpoint, fields)).await;
        self.note(&format!("form {endpoint}"), &answer);
        // Now and then a page reads the policy, whoever it is for.
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
        let screen = counted(self.browser.call("read_recovery", &[("page", "/recover/verify")])).await;
        self.note(&format!("screen after {after}"), &screen);
        let progress = counted(self.browser.get("/recover/progress")).await;
        self.note(&format!("progress after {after}"), &progress);
    }
}

/// What is seen on the way, and how many rows it added to each table.
async fn walk(world: &World, identifier: &str, trouble: &str) -> (Vec<(String, String)>, BTreeMap<String, i64>) {
    // A person has one budget of mail by whatever name (S66): each walk has all of it.
    world.advance_seconds(24 * 3600);
    let before = world.database().row_counts().await;
    let mut walk = Walk { world, browser: world.browser(), identifier, seen: Vec::new() };
    let start = [("identifier", identifier), ("trouble", trouble)];
    walk.post("start_recovery", &start).await;
    if trouble != "forgot_user_name" {
        walk.post("choose_method", &[("method", "mail")]).await;
        walk.post("resend_code", &[]).await;
        walk.post("enter_mailed_code", &[("code", "00")]).await;
        for _ in 0..3 {
            walk.post("enter_mailed_code", &[("code", "0000-0000")]).await;
        }
        for _ in 0..3 {
            walk.call("enter_mailed_code", &[("code", "0000-0000")]).await;
        }
        walk.world.advance(policy::RESEND_WAIT);
        walk.post("resend_code", &[]).await;
        walk.post("confirm_link", &[("token", &"0".repeat(28)), ("code", "")]).await;
        walk.post("confirm_link", &[("token", ""), ("code", "0000-0000")]).await;
        walk.world.advance(policy::CODE_LIFETIME);
        walk.post("enter_mailed_code", &[("code", "0000-0000")]).await;
        walk.post("choose_another_way", &[]).await;
        walk.post("choose_method", &[("method", "saved_code")]).await;
        for _ in 0..6 {
            walk.post("enter_saved_code", &[("code", "0000-0000-0000-0000-0000")]).await;
        }
        walk.post("choose_another_way", &[]).await;
        walk.post("choose_method", &[("method", "saved_code")]).await;
        walk.post("choose_method", &[("method", "mail")]).await;
        walk.post("choose_method", &[("method", "contact")]).await;
        walk.post("enter_contact_code", &[("code", "0000-0000")]).await;
        walk.post("choose_method", &[("method", "passkey")]).await;
        walk.call("enter_passkey", &[("credential", "{}"), ("state", "")]).await;
        walk.post("choose_method", &[("method", "authenticator")]).await;
        walk.post("new_password", &[("password", "a good long sentence")]).await;
        walk.post("keep_password", &[("password", "a good long sentence")]).await;
        walk.post("end_with", &[("keep", "on")]).await;
        for path in ["/recover", "/recover/verify", "/recover/link", "/recover/password", "/recover/done"] {
            let page = (walk.browser.get(path).await, 0);
            walk.note(path, &page);
        }
        walk.world.advance(policy::FLOW_LIFETIME);
        walk.post("enter_mailed_code", &[("code", "0000-0000")]).await;
    }
    let after = world.database().row_counts().await;
    (walk.seen, after.into_iter().map(|(table, count)| (table.clone(), count - before[&table])).collect())
}

#[tokio::test]
async fn s2_s3_every_page_every_row_and_every_count_of_statements_is_the_same_for_known_unknown_disabled_and_invited_people()
 {
    let world = World::new().await;
    world.invite("carla@example.org").await;
    world.set_disabled("bert@example.org", true).await;
    for trouble in ["forgot_password", "know_password", "forgot_user_name"] {
        let (known, known_rows) = walk(&world, "anna@example.org", trouble).await;
        assert!(known_rows["recovery_flows"] == 1 && known_rows["outbox"] > 0, "{known_rows:?}");
        for identifier in ["anna", "zelda@example.org", "zelda", "bert@example.org", "carla@example.org"] {
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
    for identifier in ["nobody@example.org", "nobody", "bert@example.org", "bert", "carla@example.org"] {
        let browser = world.browser();
        browser.start_recovery(identifier, "forgot_password").await;
        done(&browser.call("choose_method", &[("method", "mail")]).await);
        browser.start_recovery(identifier, "forgot_user_name").await;
    }
    assert_eq!(world.mails().await.len(), before);
    assert_eq!(world.database().number("SELECT count(*) FROM outbox").await, 0, "nothing waits for ever");
}

#[tokio::test]
async fn s7_mail_goes_to_the_stored_address_however_it_was_typed() {
    let world = World::new().await;
    for typed in ["anna", "ANNA@EXAMPLE.ORG", " ａｎｎａ＠example.org "] {
        let browser = world.browser();
        browser.start_recovery(typed, "forgot_password").await;
        done(&browser.call("choose_method", &[("method", "mail")]).await);
        assert_eq!(world.mails().await[0].to, "anna@example.org");
    }
    let before = world.mails().await.len();
    for look_alike in ["ann\u{3b1}@example.org", "anna@ex\u{430}mple.org", "anna@example.org.evil.example"] {
        let fields = [("identifier", look_alike), ("trouble", "forgot_password")];
        let browser = world.browser();
        browser.call("start_recovery", &fields).await;
        browser.call("choose_method", &[("method", "mail")]).await;
    }
    assert_eq!(world.mails().await.len(), before, "no look-alike gets Anna's mail, nor Anna a look-alike's");
}

#[tokio::test]
async fn a_forgotten_user_name_is_mailed_and_shown_nowhere() {
    let world = World::new().await;
    let browser = world.browser();
    let fields = [("identifier", "anna@example.org"), ("trouble", "forgot_user_name")];
    let answer = browser.post("start_recovery", &fields).await;
    assert_eq!(answer.location(), Some("/recover/done"));
    let page = browser.follow(&answer).await;
    assert_eq!(page.heading(), "Check your email");
    assert!(!page.words().to_lowercase().contains("anna"));
    let mail = world.last_mail_to("anna@example.org").await;
    assert_eq!(mail.subject, "Your user name");
    assert!(mail.text.lines().any(|line| line == "anna"), "{}", mail.text);
    assert_eq!(browser.recovery_step().await, Some(4));

    // It is a mail and nothing more: no way leads from here to a password.
    for (endpoint, fields) in [
        ("choose_method", vec![("method", "mail")]),
        ("new_password", vec![("password", "a good long sentence")]),
        ("end_with", vec![("keep", "")]),
    ] {
        browser.call(endpoint, &fields).await;
    }
    assert_eq!(world.mails().await.len(), 1);
    world.browser().sign_in(world.anna()).await;
}

#[tokio::test]
async fn what_is_missing_or_malformed_at_the_start_is_refused_by_name_and_comes_back() {
    let world = World::new().await;
    for (identifier, trouble, refusal) in [
        ("", "forgot_password", "identifier-empty"),
        ("anna@", "forgot_password", "identifier-address"),
        ("an na", "forgot_password", "identifier-user-name"),
        ("anna", "", "trouble-missing"),
        ("anna", "another", "trouble-missing"),
    ] {
        let browser = world.browser();
        let fields = [("identifier", identifier), ("trouble", trouble)];
        assert_eq!(browser.call("start_recovery", &fields).await.refusal().as_deref(), Some(refusal));
        let plain = browser.post("start_recovery", &fields).await;
        assert_eq!(plain.location(), Some(format!("/recover?problem={refusal}").as_str()));
        let page = browser.follow(&plain).await;
        assert_eq!(page.field_value("identifier").unwrap_or_default(), identifier);
        assert_eq!(page.is_ticked("trouble", "forgot_password"), trouble == "forgot_password");
        assert!(browser.cookie("recovery").is_none());
    }
    assert_eq!(world.database().number("SELECT count(*) FROM recovery_flows").await, 0);
}

#[tokio::test]
async fn s49_the_recovery_cookie_is_host_secure_http_only_and_reaches_the_mails_link() {
    let world = World::new().await;
    let browser = world.browser();
    let fields = [("identifier", "anna"), ("trouble", "forgot_password")];
    let answer = browser.post("start_recovery", &fields).await;
    let cookies = answer.cookies();
    let [cookie] = &cookies[..] else { panic!("one cookie: {cookies:?}") };
    assert!(cookie.ends_with("; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=3600"), "{cookie}");
    assert_eq!(browser.cookie("recovery").expect("a recovery").value.len(), 43, "S23: 256 bits");
}

#[tokio::test]
async fn s21_at_most_five_recoveries_of_an_identifier_are_open_known_or_not() {
    let world = World::new().await;
    for identifier in ["anna@example.org", "nobody@example.org"] {
        let mut browsers = Vec::new();
        for _ in 0..7 {
            let browser = world.browser();
            browser.start_recovery(identifier, "forgot_password").await;
            browsers.push(browser);
        }
        let mut open = Vec::new();
        for browser in &browsers {
            open.push(browser.recovery_step().await.is_some());
        }
        assert_eq!(open, [false, false, true, true, true, true, true], "{identifier}");
        assert_eq!(browsers[0].get("/recover/verify").await.heading(), "This was stopped");
    }
}

#[tokio::test]
async fn s21_a_recovery_that_has_passed_a_gate_is_never_evicted() {
    let world = World::new().await;
    let owner = world.browser();
    owner.start_recovery("anna", "forgot_password").await;
    world.pass_mail(&owner, world.anna()).await;
    for _ in 0..50 {
        world.browser().start_recovery("anna", "forgot_password").await;
    }
    assert_eq!(owner.recovery_step().await, Some(2));
    owner.pass_saved_code(&world.anna().codes[0]).await;
    done(&owner.call("new_password", &[("password", "a good long sentence")]).await);
}

#[tokio::test]
async fn s21_while_the_owners_code_is_open_fifty_starts_by_strangers_change_nothing() {
    let world = World::new().await;
    let owner = world.browser();
    owner.start_recovery("anna", "forgot_password").await;
    done(&owner.call("choose_method", &[("method", "mail")]).await);
    let code = world.mailed_code("anna@example.org").await;
    for _ in 0..50 {
        let stranger = world.browser();
        stranger.start_recovery("anna", "forgot_password").await;
        done(&stranger.call("choose_method", &[("method", "mail")]).await);
    }
    done(&owner.call("enter_mailed_code", &[("code", &code)]).await);
    assert_eq!(owner.recovery_step().await, Some(2));
}

#[tokio::test]
async fn s21_strangers_do_not_push_out_what_waits_for_a_contact_after_a_gate() {
    let world = World::strict().await;
    let anna = world.anna();
    world.counting_contacts(anna, 1).await;
    let owner = world.browser();
    owner.start_recovery(&anna.user_name, "forgot_password").await;
    world.pass_mail(&owner, anna).await;
    done(&owner.call("choose_method", &[("method", "contact")]).await);
    world.advance(policy::FLOW_LIFETIME);
    for _ in 0..policy::OPEN_FLOWS {
        world.asking_contacts(&anna.user_name).await;
    }
    assert_eq!(owner.recovery_step().await, Some(2));
}

#[tokio::test]
async fn s21_a_recovery_of_a_familiar_browser_or_one_that_a_contact_vouched_for_is_not_pushed_out() {
    let world = World::strict().await;
    let anna = world.anna();
    world.counting_contacts(anna, 1).await;
    let familiar = world.browser();
    world.sign_in_fully(&familiar, anna).await;
    done(&familiar.call("sign_out", &[]).await);
    familiar.start_recovery(&anna.user_name, "forgot_password").await;
    let bert = world.browser();
    world.sign_in_fully(&bert, world.bert()).await;
    bert.start_recovery(&anna.user_name, "forgot_password").await;
    let vouched = world.asking_contacts(&anna.user_name).await;
    let code = world.passed_code(CONTACTS[0].1).await;
    let unproven = world.browser();
    unproven.start_recovery(&anna.user_name, "forgot_password").await;
    for _ in 0..policy::OPEN_FLOWS {
        world.browser().start_recovery(&anna.user_name, "forgot_password").await;
    }
    assert_eq!(familiar.recovery_step().await, Some(1));
    assert_eq!(bert.recovery_step().await, None, "familiar with him alone");
    assert_eq!(unproven.recovery_step().await, None);
    done(&vouched.call("enter_contact_code", &[("code", &code)]).await);
    assert_eq!(vouched.recovery_step().await, Some(2));
}

#[tokio::test]
async fn a_second_start_in_the_same_browser_ends_the_first_and_no_other() {
    let world = World::new().await;
    let (browser, elsewhere) = (world.browser(), world.browser());
    elsewhere.start_recovery("anna", "forgot_password").await;
    browser.start_recovery("anna", "forgot_password").await;
    let first = browser.copy();
    browser.start_recovery("bert", "know_password").await;
    assert_eq!(first.recovery_step().await, None);
    assert_eq!(browser.recovery_step().await, Some(1));
    assert_eq!(elsewhere.recovery_step().await, Some(1));
}

#[tokio::test]
async fn a_recovery_that_is_stopped_says_so_and_can_be_started_again() {
    let world = World::new().await;
    let browser = world.browser();
    browser.start_recovery("anna", "forgot_password").await;
    done(&browser.call("choose_method", &[("method", "mail")]).await);
    let code = world.mailed_code("anna@example.org").await;
    let answer = browser.post("stop_recovery", &[]).await;
    assert_eq!(answer.location(), Some("/recover"));
    for path in ["/recover/verify", "/recover/password", "/recover/done"] {
        let page = browser.get(path).await;
        assert_eq!(page.heading(), "This was stopped", "{path}");
        assert!(page.body.contains("href=\"/recover\""));
    }
    browser.call("enter_mailed_code", &[("code", &code)]).await;
    assert_eq!(browser.recovery_step().await, None, "a code of a recovery that was stopped does nothing");
    browser.start_recovery("anna", "forgot_password").await;
    assert_eq!(browser.recovery_step().await, Some(1));
}

#[tokio::test]
async fn without_a_recovery_every_page_says_so_and_leads_to_the_start() {
    let world = World::new().await;
    for path in ["/recover/verify", "/recover/password", "/recover/done"] {
        let page = world.browser().get(path).await;
        assert_eq!(page.heading(), "Nothing has been started in this browser", "{path}");
        assert!(page.body.contains("href=\"/recover\""));
    }
    for value in ["", "x", &"A".repeat(43), &"A".repeat(5000)] {
        let browser = world.browser();
        browser.plant_cookie("recovery", value);
        assert_eq!(browser.get("/recover/verify").await.heading(), "Nothing has been started in this browser");
    }
}

#[tokio::test]
async fn s59_starting_a_recovery_changes_nothing_on_the_account() {
    let world = World::new().await;
    let signed_in = world.browser();
    signed_in.sign_in(world.anna()).await;
    let password = world.stored_password("anna@example.org").await;
    for trouble in ["forgot_password", "know_password", "forgot_user_name"] {
        let browser = world.browser();
        browser.start_recovery("anna", trouble).await;
        browser.call("choose_method", &[("method", "mail")]).await;
    }
    assert!(signed_in.is_signed_in().await);
    assert_eq!(world.stored_password("anna@example.org").await, password);
    assert_eq!(world.database().number("SELECT count(*) FROM saved_code_uses").await, 0);
    world.browser().sign_in(world.anna()).await;
}
