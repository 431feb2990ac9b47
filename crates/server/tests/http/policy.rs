//! `/admin/policy` and `/api/policy`: floors, preview, two administrators for what loosens, notice for what tightens, and
//! that everything follows the policy in force (F11, F21, S82).

use http::StatusCode;
use regain_domain::{Policy, Role, Setting};
use regain_testkit::{ADDRESSES, Answer, Browser, Person, ROOT, World, comparable, done};

const DAY: u64 = 24 * 60 * 60;

async fn root(world: &World) -> Browser {
    let browser = world.browser();
    enter(world, &browser, world.root()).await;
    browser
}

/// Bert, with a role.
async fn bert_as(world: &World, role: Role) -> Browser {
    world.set_role(ADDRESSES[1], role).await;
    let browser = world.browser();
    enter(world, &browser, world.bert()).await;
    browser
}

async fn enter(world: &World, browser: &Browser, person: &Person) {
    match person.app {
        Some(_) => world.sign_in_fully(browser, person).await,
        None => browser.sign_in(person).await,
    }
}

/// The initial policy of a world with some values changed, as the preview's address has it.
fn address(base: Policy, values: &[(&str, &str)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for setting in Setting::all() {
        let code = setting.code();
        let own = base.get(setting).to_string();
        let value = values.iter().find(|(name, _)| *name == code).map_or(own.as_str(), |(_, value)| value);
        match setting.rule().unit == regain_domain::policy::Unit::YesNo {
            true if value == "1" => drop(query.append_pair(&code, "on")),
            true => {}
            false => drop(query.append_pair(&code, value)),
        }
    }
    format!("/admin/policy/preview?{}", query.finish())
}

async fn preview(world: &World, browser: &Browser, values: &[(&str, &str)]) -> Answer {
    let in_force = world.regain().base().shown_policy().await;
    browser.get(&address(in_force, values)).await
}

async fn save(browser: &Browser, preview: &Answer) -> Answer {
    let (policy, seen) = (preview.field_value("policy"), preview.field_value("seen"));
    let policy = policy.unwrap_or_else(|| panic!("nothing to save: {}", preview.words()));
    browser.post("save_policy", &[("policy", &policy), ("seen", &seen.unwrap_or_default())]).await
}

/// Previews and saves, by one administrator.
async fn set(world: &World, browser: &Browser, values: &[(&str, &str)]) -> Answer {
    let preview = preview(world, browser, values).await;
    let answer = save(browser, &preview).await;
    assert_eq!(answer.refusal(), None, "{answer:?}");
    answer
}

/// Decides what waits.
async fn decide(browser: &Browser, decision: &str) -> Answer {
    let page = browser.get("/admin/policy").await;
    let (request, seen) = (page.field_value("request"), page.field_value("seen"));
    let (request, seen) = (request.expect("a request"), seen.expect("a fingerprint"));
    browser.post("decide_policy", &[("request", &request), ("decision", decision), ("seen", &seen)]).await
}

async fn told(world: &World) -> serde_json::Value {
    world.browser().get("/api/policy").await.json()
}

async fn rows(world: &World) -> (i64, i64) {
    let count = async |table: &str| world.database().number(&format!("SELECT count(*) FROM {table}")).await;
    (count("policies").await, count("policy_requests").await)
}

#[tokio::test]
async fn s82_below_a_floor_nothing_is_saved_and_each_key_says_what_is_allowed() {
    let world = World::strict().await;
    let browser = root(&world).await;
    for (key, value, sentence) in [
        ("password_min", "7", "from 8 to 64"),
        ("password_min", "65", "from 8 to 64"),
        ("code_lifetime", "11", "A mailed code works for 3 to 10 minutes"),
        ("flow_after_gate", "16", "After its first step a recovery takes 5 to 15 minutes"),
        ("session_idle", "61", "An unused session ends after 5 to 60 minutes"),
        ("session_absolute", "25", "Every session ends after 2 to 24 hours"),
        ("invitation_lifetime", "73", "An invitation works for 4 to 72 hours"),
        ("quarantine", "2", "A new way back counts after 3 to 14 days"),
        ("quarantine", "three", "A new way back counts after 3 to 14 days"),
        ("device_remembered", "91", "A device is remembered for at most 90 days"),
        ("code_lifetime", "", "A mailed code works for 3 to 10 minutes"),
    ] {
        let page = preview(&world, &browser, &[(key, value)]).await;
        assert!(page.words().contains(sentence), "{key}: {}", page.words());
        assert_eq!(page.field_value("seen"), None, "{key}: nothing to save");
        assert_eq!(page.field_value(key).as_deref(), Some(value), "what was typed stays");
        assert_eq!(page.body.matches("aria-invalid=\"true\"").count(), 1, "{key}");
        // Sent past the form.
        let forged = Setting::all().map(|setting| {
            let own = Policy::default().get(setting).to_string();
            format!("{}={}", setting.code(), if setting.code() == key { value } else { &own })
        });
        let forged = forged.collect::<Vec<_>>().join(" ");
        let answer = browser.post("save_policy", &[("policy", &forged), ("seen", "")]).await;
        let led = browser.follow(&answer).await;
        assert!(led.words().contains(sentence), "{key}: {}", led.words());
    }
    // Without a second step, passwords are longer (S34).
    let page = preview(&world, &browser, &[("second_factor", "0"), ("password_min", "14")]).await;
    assert!(page.words().contains("from 15 to 64 where no second step is required"), "{}", page.words());
    // Nonsense, half a policy, and the ways that can't be switched off.
    for forged in ["", "password_min=20", "<script>", "method_mail=0 method_saved_code=0"] {
        let answer = browser.call("save_policy", &[("policy", forged), ("seen", "")]).await;
        assert_eq!(answer.body, "{\"Refused\":\"form\"}", "{forged}");
        assert!(answer.location().is_some_and(|to| to.starts_with("/admin/policy/preview?")), "{forged}");
    }
    let all = format!("{} method_mail=0 method_saved_code=0", Policy::default().to_text());
    let answer = browser.call("save_policy", &[("policy", &all), ("seen", "")]).await;
    assert_eq!(answer.refusal().as_deref(), Some("policy-unchanged"), "no such keys");
    assert_eq!(rows(&world).await, (0, 0));
}

#[tokio::test]
async fn a_tightening_that_touches_nobody_holds_at_once_and_everybody_who_decides_is_told() {
    let world = World::strict().await;
    // As in life: what holds at once does so although no two looks at the clock tell the same.
    world.let_time_run();
    world.set_role(ADDRESSES[1], Role::GlobalAdministrator).await;
    let browser = root(&world).await;
    let page = preview(&world, &browser, &[("code_lifetime", "5"), ("password_min", "20")]).await;
    let words = page.words();
    assert!(words.contains("10 minutes becomes 5 minutes") && words.contains("12 characters becomes 20 characters"));
    assert!(words.contains("It takes effect at once.") && words.contains("Nobody who has an account falls short"));
    assert_eq!(rows(&world).await, (0, 0), "a preview writes nothing");
    let answer = save(&browser, &page).await;
    assert_eq!(answer.location(), Some("/admin/policy?notice=policy-saved"));
    assert!(browser.follow(&answer).await.words().contains("The policy is saved, and holds at once."));
    assert_eq!(rows(&world).await, (1, 0));
    assert_eq!(told(&world).await["code_lifetime_minutes"], 5);
    let mail = world.last_mail_to(ADDRESSES[1]).await;
    assert_eq!(mail.subject, "The policy was changed");
    assert!(world.mails_to(ROOT).await.iter().all(|mail| mail.subject != "The policy was changed"), "not who did it");

    let history = browser.get("/admin/history?event=policy.changed").await.words();
    assert!(history.contains("Shortest new password, in characters: 12 characters becomes 20 characters"), "{history}");
    assert!(history.contains("How long a mailed code works, in minutes: 10 minutes becomes 5 minutes"), "{history}");
    let facts = world.database().texts("SELECT facts FROM history WHERE event = 'policy.changed'").await;
    assert!(facts[0].contains("password_min=12>20 code_lifetime=10>5"), "no names: {}", facts[0]);

    let again = preview(&world, &browser, &[]).await;
    assert!(again.words().contains("Nothing changes: the policy has these values already."));
    assert_eq!(again.field_value("seen"), None);
}

#[tokio::test]
async fn s82_loosening_takes_two_administrators_and_never_the_one_who_asks() {
    let world = World::strict().await;
    // As in life: what holds at once does so although no two looks at the clock tell the same.
    world.let_time_run();
    let browser = root(&world).await;
    let bert = bert_as(&world, Role::GlobalAdministrator).await;
    let page = preview(&world, &browser, &[("password_min", "10")]).await;
    assert!(page.words().contains("It only takes effect if a second administrator confirms it."), "{}", page.words());
    assert!(page.words().contains("Ask a second administrator"));
    let answer = save(&browser, &page).await;
    assert_eq!(answer.location(), Some("/admin/policy?notice=policy-asked"));
    assert_eq!(told(&world).await["password_min"], 12, "it waits");
    assert_eq!(
        world.last_mail_to(ADDRESSES[1]).await.subject,
        "A change to the policy is waiting for a second administrator"
    );

    let own = browser.get("/admin/policy").await;
    assert!(!own.body.contains("value=\"confirm\""), "no such button");
    assert_eq!(decide(&browser, "confirm").await.refusal().as_deref(), Some("second-administrator"));
    assert_eq!(told(&world).await["password_min"], 12);
    // One at a time.
    let other = preview(&world, &browser, &[("code_lifetime", "5")]).await;
    assert_eq!(other.field_value("seen"), None);
    let text = Policy::default().with(&[(Setting::CodeLifetime, 5)]).expect("a policy").to_text();
    let refused = browser.post("save_policy", &[("policy", &text), ("seen", "")]).await;
    assert_eq!(refused.location(), Some("/admin/policy?problem=policy-waiting"));

    let page = bert.get("/admin/policy").await;
    assert!(page.words().contains("Asked for by Root") && page.words().contains("12 characters becomes 10 characters"));
    let confirmed = decide(&bert, "confirm").await;
    assert_eq!(confirmed.location(), Some("/admin/policy?notice=policy-saved"));
    assert_eq!(told(&world).await["password_min"], 10);
    assert_eq!(rows(&world).await, (1, 1));
    let late = bert.post("decide_policy", &[("request", "00"), ("decision", "confirm"), ("seen", "")]).await;
    assert_eq!(late.refusal().as_deref(), Some("request-over"));

    // Turned down, and taken back.
    for (decider, mail_to) in [(&bert, ROOT), (&browser, ADDRESSES[1])] {
        set(&world, &browser, &[("password_min", "9")]).await;
        assert_eq!(decide(decider, "refuse").await.location(), Some("/admin/policy?notice=policy-refused"));
        assert_eq!(told(&world).await["password_min"], 10);
        assert_eq!(world.last_mail_to(mail_to).await.subject, "A change to the policy was turned down");
    }
    // A request ends by itself.
    set(&world, &browser, &[("password_min", "9")]).await;
    world.advance_seconds(3 * DAY);
    let browser = root(&world).await;
    assert!(!browser.get("/admin/policy").await.body.contains("name=\"request\""));
    set(&world, &browser, &[("code_lifetime", "9")]).await;
}

#[tokio::test]
async fn s72_roles_see_or_change_the_policy_as_the_table_says() {
    for (role, sees, changes) in [
        (Role::Member, false, false),
        (Role::Auditor, true, false),
        (Role::UserAdministrator, true, false),
        (Role::GlobalAdministrator, true, true),
    ] {
        let world = World::new().await;
        let asking = root(&world).await;
        // Something that waits, so that every form has its occasion.
        set(&world, &asking, &[("device_remembered", "30")]).await;
        set(&world, &asking, &[("device_remembered", "60")]).await;
        let browser = bert_as(&world, role).await;
        let page = browser.get("/admin/policy").await;
        assert_eq!(page.status == StatusCode::OK, sees, "{role:?}");
        assert_eq!(page.body.contains("action=\"/api/decide_policy\""), changes, "{role:?}");
        let seen = preview(&world, &browser, &[("code_lifetime", "5")]).await;
        assert_eq!(seen.status == StatusCode::OK, sees, "{role:?}");
        let id = asking.get("/admin/policy").await.field_value("request").expect("a request");
        let text = Policy::password_alone().to_text();
        for (endpoint, fields) in [
            ("save_policy", vec![("policy", text.as_str()), ("seen", "")]),
            ("decide_policy", vec![("request", id.as_str()), ("decision", "confirm"), ("seen", "")]),
            ("call_off_policy", vec![]),
        ] {
            let refused = browser.call(endpoint, &fields).await.refusal();
            assert_eq!(refused.as_deref() == Some("not-allowed"), !changes, "{endpoint} as {role:?}: {refused:?}");
        }
        assert_eq!(world.browser().get("/admin/policy").await.status, StatusCode::FOUND, "to sign in");
    }
}

#[tokio::test]
async fn f11_requiring_a_second_step_names_exactly_who_has_none_and_waits_a_week() {
    let world = World::new().await;
    world.enrol("carla@example.org").await;
    let anna = world.anna();
    let browser = world.browser();
    browser.sign_in(anna).await;
    done(&browser.call("confirm", &[("password", &anna.password)]).await);
    let app = regain_testkit::App::with_key(&browser.shown_key("/account/methods/authenticator").await);
    let fields = [("name", "Phone"), ("code", &app.code_at(world.now()))];
    done(&browser.call("add_authenticator", &fields).await);

    let root = root(&world).await;
    let page = preview(&world, &root, &[("second_factor", "1")]).await;
    let words = page.words();
    assert!(words.contains("3 people would fall short."), "{words}");
    assert!(words.contains("It takes effect 7 days after it is decided"), "{words}");
    let listed: Vec<String> =
        page.body.split("href=\"/admin/people/").skip(1).map(|rest| rest[..32].to_owned()).collect();
    let mut without = Vec::new();
    for address in [ADDRESSES[1], "carla@example.org", ROOT] {
        without.push(world.id_of(address).await.to_hex());
    }
    assert_eq!(listed, without, "in the order of their names; Anna has an app, though it doesn't count as a gate yet");
    assert!(!words.contains('@'), "no contact of anybody: {words}");
    assert_eq!(save(&root, &page).await.location(), Some("/admin/policy?notice=policy-later"));

    for address in [ADDRESSES[1], "carla@example.org"] {
        let mail = world.last_mail_to(address).await;
        assert_eq!(mail.subject, "Please set up a second step for signing in");
        assert!(mail.text.contains("29 November 2026"), "{}", mail.text);
    }
    assert!(world.mails_to(ADDRESSES[0]).await.iter().all(|mail| !mail.subject.contains("second step")));
    assert_eq!(told(&world).await["second_factor"], false, "not yet");
    world.advance_seconds(7 * DAY - 60);
    world.browser().sign_in(world.bert()).await;
    world.advance_seconds(61);
    assert_eq!(told(&world).await["second_factor"], true);
    // Nobody is locked out: who has no app is asked for a saved code.
    let bert = world.browser();
    bert.asked_for_second_factor(world.bert()).await;
    done(&bert.call("verify_saved_code", &[("code", &world.bert().codes[1])]).await);
    assert!(bert.is_signed_in().await);
    // And a new account is only finished with an app.
    let dora = world.enrol_strictly("dora@example.org").await;
    world.sign_in_fully(&world.browser(), &dora).await;
}

#[tokio::test]
async fn s82_who_has_neither_an_app_nor_a_saved_code_still_signs_in() {
    let world = World::new().await;
    let root = root(&world).await;
    set(&world, &root, &[("second_factor", "1")]).await;
    world.advance_seconds(7 * DAY + 1);
    let bert = world.bert();
    for code in &bert.codes {
        let browser = world.browser();
        browser.asked_for_second_factor(bert).await;
        done(&browser.call("verify_saved_code", &[("code", code)]).await);
    }
    let browser = world.browser();
    browser.sign_in(bert).await;
    done(&browser.call("confirm", &[("password", &bert.password)]).await);
    assert!(browser.get("/account/methods/authenticator").await.body.contains("value__text"), "and can add an app");
}

/// Uses up every saved code of somebody.
async fn use_up_codes(world: &World, person: &Person) {
    for code in &person.codes {
        let browser = world.browser();
        browser.asked_for_second_factor(person).await;
        done(&browser.call("verify_saved_code", &[("code", code)]).await);
    }
}

#[tokio::test]
async fn f11_switching_a_way_off_names_who_could_not_get_back_in() {
    let world = World::strict().await;
    let anna = world.anna();
    use_up_codes(&world, anna).await;
    let root_browser = root(&world).await;
    let page = preview(&world, &root_browser, &[("method_authenticator", "0")]).await;
    let words = page.words();
    assert!(words.contains("1 person would fall short."), "{words}");
    assert!(words.contains("Couldn't get back in: fewer than two ways back that count are left"), "{words}");
    let anna_id = world.id_of(ADDRESSES[0]).await.to_hex();
    assert!(page.body.contains(&format!("/admin/people/{anna_id}")));
    assert_eq!(page.body.matches("href=\"/admin/people/").count(), 1);
    save(&root_browser, &page).await;
    assert_eq!(world.last_mail_to(ADDRESSES[0]).await.subject, "Please add another way back into your account");

    // Offered until then, and to nobody afterwards, known or not (S2).
    let offered = async |world: &World, identifier: &str| {
        let browser = world.browser();
        browser.start_recovery(identifier, "forgot_password").await;
        let page = browser.get("/recover/verify").await;
        let tried = browser.call("choose_method", &[("method", "authenticator")]).await;
        let challenges = "SELECT count(*) FROM challenges WHERE class = 'authenticator'";
        assert_eq!(world.database().number(challenges).await, 0);
        (comparable(&page, &[identifier]), comparable(&tried, &[identifier]), tried.refusal())
    };
    let (page, _, tried) = offered(&world, ADDRESSES[1]).await;
    assert!(page.contains("Enter a code from my authenticator app"));
    assert_eq!(tried.as_deref(), Some("method-later"));
    world.advance_seconds(7 * DAY + 1);
    let (known, answer, _) = offered(&world, ADDRESSES[1]).await;
    assert!(!known.contains("Enter a code from my authenticator app"));
    let (unknown, same, _) = offered(&world, "nobody@example.org").await;
    assert_eq!(answer, same);
    let without_cookie = |page: &str| page.lines().filter(|line| !line.starts_with("set-cookie")).collect::<String>();
    assert_eq!(without_cookie(&known), without_cookie(&unknown));
    // Signing in with the app goes on.
    world.sign_in_fully(&world.browser(), world.bert()).await;
}

#[tokio::test]
async fn s82_a_way_that_is_switched_off_opens_nothing_that_was_begun_before() {
    let world = World::strict().await;
    let bert = world.bert();
    let browser = world.browser();
    browser.start_recovery(&bert.user_name, "forgot_password").await;
    world.pass_mail(&browser, bert).await;
    done(&browser.call("choose_method", &[("method", "authenticator")]).await);
    let root = root(&world).await;
    set(&world, &root, &[("method_authenticator", "0")]).await;
    browser.call("enter_authenticator", &[("code", &world.app_code(bert))]).await;
    assert_eq!(browser.recovery_step().await, Some(2), "the page shows what is offered now");
    let page = browser.get("/recover/verify").await;
    assert!(page.words().contains("Use a saved recovery code") && !page.words().contains("authenticator app"));
    browser.pass_saved_code(&bert.codes[2]).await;
    assert_eq!(browser.recovery_step().await, Some(3));
}

#[tokio::test]
async fn s82_a_policy_that_leaves_no_global_administrator_a_way_back_is_refused() {
    let world = World::strict().await;
    use_up_codes(&world, world.root()).await;
    let browser = root(&world).await;
    let page = preview(&world, &browser, &[("method_authenticator", "0")]).await;
    assert!(page.words().contains("No global administrator could get back in under this policy"), "{}", page.words());
    assert_eq!(page.field_value("seen"), None);
    let off = [(Setting::from_code("method_authenticator").expect("a key"), 0)];
    let text = Policy::default().with(&off).expect("a policy").to_text();
    let refused = browser.post("save_policy", &[("policy", &text), ("seen", "")]).await;
    assert_eq!(refused.refusal().as_deref(), Some("policy-strands"));
    assert_eq!(rows(&world).await, (0, 0));
    // With a second one who could, it can be saved.
    world.set_role(ADDRESSES[1], Role::GlobalAdministrator).await;
    assert!(preview(&world, &browser, &[("method_authenticator", "0")]).await.field_value("seen").is_some());
}

#[tokio::test]
async fn what_was_seen_before_is_shown_again_rather_than_saved() {
    let world = World::new().await;
    let browser = root(&world).await;
    let bert = bert_as(&world, Role::GlobalAdministrator).await;
    let stale = preview(&world, &browser, &[("second_factor", "1")]).await;
    // Somebody more falls short.
    world.enrol("carla@example.org").await;
    let answer = save(&browser, &stale).await;
    assert_eq!(answer.refusal().as_deref(), Some("policy-stale"));
    let again = browser.follow(&answer).await;
    assert!(again.words().contains("Something has changed since you saw this"), "{}", again.words());
    assert!(again.words().contains("4 people would fall short."), "{}", again.words());
    assert_eq!(rows(&world).await, (0, 0));
    // Somebody else saved.
    let stale = preview(&world, &browser, &[("code_lifetime", "5")]).await;
    set(&world, &bert, &[("session_idle", "30")]).await;
    let answer = save(&browser, &stale).await;
    assert_eq!(answer.refusal().as_deref(), Some("policy-stale"));
    let again = browser.follow(&answer).await;
    assert!(again.words().contains("60 minutes") || again.words().contains("30 minutes becomes 60 minutes"));
    assert_eq!(rows(&world).await, (1, 0));
    assert_eq!(told(&world).await["session_idle_minutes"], 30);
    // So is what a second administrator saw.
    set(&world, &browser, &[("session_idle", "60"), ("second_factor", "1")]).await;
    let page = bert.get("/admin/policy").await;
    world.enrol("dora@example.org").await;
    let (request, seen) = (page.field_value("request").expect("one"), page.field_value("seen").expect("one"));
    let fields = [("request", request.as_str()), ("decision", "confirm"), ("seen", &seen)];
    assert_eq!(bert.post("decide_policy", &fields).await.location(), Some("/admin/policy?problem=policy-stale"));
    assert_eq!(decide(&bert, "confirm").await.location(), Some("/admin/policy?notice=policy-later"));
}

#[tokio::test]
async fn what_is_to_take_effect_later_can_be_called_off() {
    let world = World::new().await;
    world.let_time_run();
    let browser = root(&world).await;
    let bert = bert_as(&world, Role::GlobalAdministrator).await;
    set(&world, &browser, &[("second_factor", "1")]).await;
    let page = bert.get("/admin/policy").await.words();
    assert!(page.contains("To take effect later") && page.contains("Holds from 29 November 2026"), "{page}");
    let answer = bert.post("call_off_policy", &[]).await;
    assert_eq!(answer.location(), Some("/admin/policy?notice=policy-called-off"));
    assert_eq!(bert.post("call_off_policy", &[]).await.refusal().as_deref(), Some("request-over"), "a second tab");
    assert_eq!(world.last_mail_to(ROOT).await.subject, "A change to the policy was turned down");
    world.advance_seconds(8 * DAY);
    assert_eq!(told(&world).await["second_factor"], false);
    world.browser().sign_in(world.bert()).await;
}

#[tokio::test]
async fn s79_a_policy_that_sql_wrote_is_not_followed_and_nothing_gets_looser() {
    let strict = async |world: &World, what: &str| {
        let told = told(world).await;
        assert_eq!(told["password_min"], 15, "{what}: {told}");
        assert_eq!(told["second_factor"], true, "{what}");
        assert_eq!(told["device_remembered_days"], 0, "{what}");
        assert_eq!(told["methods"], serde_json::json!(["mail", "saved_code"]), "{what}");
    };
    let insert = "INSERT INTO policies
        SELECT 1, 'second_factor=0 password_min=15', 'second_factor=1', 0, id, id, 0, 0, randomblob(32) FROM people LIMIT 1";
    let world = World::strict().await;
    world.database().run(insert).await;
    world.advance_seconds(2);
    strict(&world, "added").await;
    // Signing in still takes the second step, and nothing is locked.
    let browser = root(&world).await;
    let page = browser.get("/admin/policy").await.words();
    assert!(page.contains("The stored policy isn't what administrators decided"), "{page}");

    for (what, tampering) in [
        ("changed", "UPDATE policies SET content = replace(content, 'password_min=20', 'password_min=8')"),
        ("put off", "UPDATE policies SET effective_at = effective_at + 100000000"),
        ("taken away", "DELETE FROM policies WHERE version = 2"),
        ("all taken away", "DELETE FROM policies"),
    ] {
        let world = World::strict().await;
        let browser = root(&world).await;
        set(&world, &browser, &[("password_min", "20")]).await;
        set(&world, &browser, &[("code_lifetime", "5")]).await;
        assert!(!world.database().allows(tampering).await, "{what}: the database refuses it");
        let database = world.database();
        database
            .run_all(&["DROP TRIGGER policies_never_change".to_owned(), "DROP TRIGGER policies_stay".to_owned()])
            .await;
        assert!(database.run(tampering).await > 0, "{what}");
        world.advance_seconds(2);
        strict(&world, what).await;
        // Mended by saving anew, with a second administrator where that loosens.
        let fresh = root(&world).await;
        let page = preview(&world, &fresh, &[("code_lifetime", "5")]).await;
        assert_eq!(save(&fresh, &page).await.location(), Some("/admin/policy?notice=policy-saved"), "{what}");
        assert_eq!(told(&world).await["code_lifetime_minutes"], 5);
        assert!(!fresh.get("/admin/policy").await.words().contains("isn't what administrators decided"), "{what}");
    }
}

#[tokio::test]
async fn s79_a_request_that_sql_wrote_can_only_be_turned_down() {
    let world = World::strict().await;
    let browser = root(&world).await;
    world.set_role(ADDRESSES[1], Role::GlobalAdministrator).await;
    let insert = "INSERT INTO policy_requests (id, content, version, requested_by, requested_at, expires_at, seal)
        SELECT randomblob(16), 'second_factor=0 password_min=15', 0, id, 0, 9000000000000, randomblob(32)
        FROM people WHERE status = 'active' AND role = 'global_administrator' LIMIT 1";
    world.database().run(insert).await;
    let bert = world.browser();
    world.sign_in_fully(&bert, world.bert()).await;
    for browser in [&browser, &bert] {
        let page = browser.get("/admin/policy").await;
        assert!(page.words().contains("It can only be turned down."), "{}", page.words());
        assert!(!page.body.contains("value=\"confirm\""));
        assert!(decide(browser, "confirm").await.refusal().is_some());
    }
    assert_eq!(decide(&bert, "refuse").await.location(), Some("/admin/policy?notice=policy-refused"));
    assert_eq!(told(&world).await["second_factor"], true);
    set(&world, &browser, &[("code_lifetime", "5")]).await;
}

#[tokio::test]
async fn s34_a_longer_minimum_holds_for_new_passwords_in_every_flow_and_closes_out_nobody() {
    let world = World::new().await;
    let root = root(&world).await;
    let (short, long) = ("twenty-nine characters, really", "a sentence of forty characters, or more..");
    set(&world, &root, &[("password_min", "40")]).await;
    assert!(world.anna().password.len() < 40);
    let anna = world.browser();
    anna.sign_in(world.anna()).await;
    let changed = anna.call("change_password", &[("current", &world.anna().password), ("new", short)]).await;
    assert_eq!(changed.refusal().as_deref(), Some("password-short"));
    let recovering = world.proven(world.bert(), "forgot_password", 0).await;
    let page = recovering.get("/recover/password").await;
    assert!(page.words().contains("40 to 256 characters"), "{}", page.words());
    assert!(page.body.contains("data-figures=\"40 "), "the browser's own rules have it too");
    assert_eq!(
        recovering.call("new_password", &[("password", short)]).await.refusal().as_deref(),
        Some("password-short")
    );
    let plain = recovering.post("new_password", &[("password", short)]).await;
    assert!(recovering.follow(&plain).await.words().contains("Use at least 40 characters"));
    done(&recovering.call("new_password", &[("password", long)]).await);

    world.invite("carla@example.org").await;
    let code = world.mailed_code("carla@example.org").await;
    let browser = world.browser();
    done(&browser.call("open_invitation", &[("code", &code)]).await);
    done(&browser.call("enrol_names", &[("name", "Carla"), ("user_name", "carla")]).await);
    let refused = browser.call("enrol_password", &[("user_name", "carla"), ("password", short)]).await;
    assert_eq!(refused.refusal().as_deref(), Some("password-short"));
    done(&browser.call("enrol_password", &[("user_name", "carla"), ("password", long)]).await);
}

#[tokio::test]
async fn s51_sessions_end_as_the_policy_says() {
    let world = World::new().await;
    let browser = root(&world).await;
    let anna = world.browser();
    anna.sign_in(world.anna()).await;
    set(&world, &browser, &[("session_idle", "5"), ("session_absolute", "2")]).await;
    world.advance_seconds(299);
    assert!(anna.is_signed_in().await);
    world.advance_seconds(300);
    assert!(!anna.is_signed_in().await, "idle");
    anna.sign_in(world.anna()).await;
    for _ in 0..29 {
        world.advance_seconds(240);
        assert!(anna.is_signed_in().await);
    }
    world.advance_seconds(240);
    assert!(!anna.is_signed_in().await, "two hours old");
    let page = world.browser().get("/sign-in").await.words();
    assert!(page.contains("for 2 hours at most, or until it hasn't been used for 5 minutes"), "{page}");
}

#[tokio::test]
async fn s16_codes_recoveries_and_invitations_last_as_long_as_the_policy_says() {
    let world = World::new().await;
    let root = root(&world).await;
    let values = [("code_lifetime", "3"), ("flow_after_gate", "5"), ("invitation_lifetime", "4")];
    set(&world, &root, &values).await;
    let bert = world.bert();
    let browser = world.browser();
    browser.start_recovery(&bert.user_name, "forgot_password").await;
    done(&browser.call("choose_method", &[("method", "mail")]).await);
    let mail = world.last_mail_to(&bert.email).await;
    assert!(mail.text.contains("It works for 3 minutes"), "{}", mail.text);
    assert!(browser.get("/recover/verify").await.words().contains("It works for 3 minutes."));
    world.advance_seconds(180);
    let code = mail.code.expect("a code");
    assert_eq!(browser.call("enter_mailed_code", &[("code", &code)]).await.refusal().as_deref(), Some("code-expired"));
    let plain = browser.post("enter_mailed_code", &[("code", &code)]).await;
    assert!(browser.follow(&plain).await.words().contains("codes work for 3 minutes"));
    done(&browser.call("resend_code", &[]).await);
    world.pass_mail(&browser, bert).await;
    assert!(browser.get("/recover/verify").await.words().contains("You have 5 minutes from the first step to finish."));
    world.advance_seconds(299);
    assert_eq!(browser.recovery_step().await, Some(2));
    world.advance_seconds(1);
    assert_eq!(browser.recovery_step().await, None);

    world.invite("carla@example.org").await;
    let code = world.mailed_code("carla@example.org").await;
    world.advance_seconds(4 * 60 * 60);
    let late = world.browser().call("open_invitation", &[("code", &code)]).await;
    assert_eq!(late.refusal().as_deref(), Some("invitation-expired"));
}

#[tokio::test]
async fn s28_a_new_app_counts_when_the_policy_says() {
    let world = World::new().await;
    let root = root(&world).await;
    set(&world, &root, &[("quarantine", "5")]).await;
    let bert = world.bert();
    let browser = world.browser();
    browser.sign_in(bert).await;
    done(&browser.call("confirm", &[("password", &bert.password)]).await);
    let app = regain_testkit::App::with_key(&browser.shown_key("/account/methods/authenticator").await);
    done(&browser.call("add_authenticator", &[("name", "Phone"), ("code", &app.code_at(world.now()))]).await);
    let mail = world.last_mail_to(&bert.email).await;
    assert!(mail.text.contains("to get back into the account after 5 days"), "{}", mail.text);
    let counts_from = world.holdings(&bert.email).await.methods[0].counts_from;
    assert_eq!(world.now().until(counts_from).as_secs(), 5 * DAY);
}

#[tokio::test]
async fn f21_screens_of_addresses_and_contacts_name_the_days_and_minutes_in_force() {
    let world = World::new().await;
    let root = root(&world).await;
    set(&world, &root, &[("quarantine", "5"), ("code_lifetime", "4")]).await;
    let bert = world.bert();
    let browser = world.browser();
    browser.sign_in(bert).await;
    done(&browser.call("confirm", &[("password", &bert.password)]).await);
    let says = async |page: &str, sentence: &str| {
        let words = browser.get(page).await.words();
        assert!(words.contains(sentence) && !words.contains('{'), "{words}");
    };
    says("/account/methods/contacts", "it takes up to 5 days until they count.").await;
    says("/account/methods/address?change=1", "For up to 5 days after that, codes").await;
    done(&browser.call("claim_address", &[("new_address", "bert@home.example"), ("position", "")]).await);
    says("/account/methods/address", "It works for 4 minutes.").await;
    let code = world.mailed_code("bert@home.example").await;
    let added = browser.post("enter_address_code", &[("code", &code)]).await;
    says(added.location().expect("a page"), "It takes up to 5 days until it counts for getting back in.").await;
}

#[tokio::test]
async fn s58_devices_are_remembered_no_longer_than_the_policy_says() {
    let world = World::strict().await;
    let anna = world.anna();
    let remembered = async |browser: &Browser| {
        done(&browser.call("sign_out", &[]).await);
        browser.try_sign_in(&anna.user_name, &anna.password).await;
        browser.is_signed_in().await
    };
    let browser = world.browser();
    browser.asked_for_second_factor(anna).await;
    assert!(browser.get("/sign-in/verify").await.words().contains("on this device for 90 days"));
    let fields = [("code", world.app_code(anna)), ("remember", "on".to_owned())];
    done(&browser.call("verify_authenticator", &fields.each_ref().map(|(n, v)| (*n, v.as_str()))).await);
    assert!(remembered(&browser).await);
    let administrator = root(&world).await;
    set(&world, &administrator, &[("device_remembered", "10")]).await;
    world.advance_seconds(9 * DAY);
    browser.try_sign_in(&anna.user_name, &anna.password).await;
    assert!(browser.is_signed_in().await, "ten days from the change");
    world.advance_seconds(DAY + 1);
    browser.try_sign_in(&anna.user_name, &anna.password).await;
    assert!(!browser.is_signed_in().await);
    let administrator = root(&world).await;
    set(&world, &administrator, &[("device_remembered", "0")]).await;
    let browser = world.browser();
    browser.asked_for_second_factor(anna).await;
    assert!(!browser.get("/sign-in/verify").await.body.contains("name=\"remember\""), "not offered");
    let fields = [("code", world.app_code(anna)), ("remember", "on".to_owned())];
    done(&browser.call("verify_authenticator", &fields.each_ref().map(|(n, v)| (*n, v.as_str()))).await);
    assert!(!remembered(&browser).await, "nor done, though it was asked for");
}

#[tokio::test]
async fn s58_what_was_remembered_is_forgotten_where_a_later_policy_remembers_nothing() {
    let world = World::strict().await;
    let anna = world.anna();
    let browser = world.browser();
    browser.asked_for_second_factor(anna).await;
    let fields = [("code", world.app_code(anna)), ("remember", "on".to_owned())];
    done(&browser.call("verify_authenticator", &fields.each_ref().map(|(n, v)| (*n, v.as_str()))).await);
    done(&browser.call("sign_out", &[]).await);
    use_up_codes(&world, anna).await;
    let administrator = root(&world).await;
    set(&world, &administrator, &[("device_remembered", "0"), ("method_authenticator", "0")]).await;
    world.advance_seconds(7 * DAY + 1);
    world.regain().sweep().await.expect("the database answers");
    // What is offered again holds for what comes.
    let (administrator, bert) = (root(&world).await, bert_as(&world, Role::GlobalAdministrator).await);
    set(&world, &administrator, &[("device_remembered", "90")]).await;
    assert_eq!(decide(&bert, "confirm").await.refusal(), None);
    browser.try_sign_in(&anna.user_name, &anna.password).await;
    assert!(!browser.is_signed_in().await);
}

#[tokio::test]
async fn s46_a_contact_who_is_the_last_way_back_stays() {
    let world = World::strict().await;
    let anna = world.anna();
    world.counting_contacts(anna, 1).await;
    use_up_codes(&world, anna).await;
    let administrator = root(&world).await;
    set(&world, &administrator, &[("method_authenticator", "0")]).await;
    let browser = world.confirmed(anna).await;
    let id = world.holdings(&anna.email).await.contacts[0].id.to_hex();
    let stays = browser.call("remove_contact", &[("contact", &id)]).await;
    assert_eq!(stays.refusal().as_deref(), Some("contact-last"));
    // With new codes it may go.
    done(&browser.call("renew_saved_codes", &[]).await);
    world.confirm(&browser, anna).await;
    done(&browser.call("remove_contact", &[("contact", &id)]).await);
}

#[tokio::test]
async fn f21_programs_pages_and_other_processes_tell_the_same_policy() {
    let world = World::new().await;
    let second = world.second_process().await;
    let root = root(&world).await;
    let before = world.browser().get("/api/policy").await;
    assert_eq!(before.status, StatusCode::OK);
    assert_eq!(before.json()["gates"], 2);
    set(&world, &root, &[("password_min", "25"), ("code_lifetime", "7")]).await;
    let told = told(&world).await;
    assert_eq!((told["password_min"].as_u64(), told["code_lifetime_minutes"].as_u64()), (Some(25), Some(7)));
    let page = root.get("/admin/policy").await.words();
    assert!(page.contains("25 characters") && page.contains("7 minutes"), "{page}");
    // What a second process decides follows at once, what its pages say within a second.
    let base = second.base();
    let read = async || base.policy(base.store.read().await.expect("it answers").as_mut()).await.expect("it answers");
    assert_eq!(read().await.password_min(), 25);
    world.advance_seconds(1);
    assert_eq!(base.shown_policy().await.password_min(), 25);
    let refused = world.browser().send(world.browser().form("/api/policy", "")).await;
    assert!(refused.status.is_client_error(), "it is only read");
}

#[tokio::test]
async fn one_of_two_decisions_at_once_counts() {
    let world = World::strict().await;
    let asking = root(&world).await;
    let bert = bert_as(&world, Role::GlobalAdministrator).await;
    set(&world, &asking, &[("password_min", "10")]).await;
    let page = bert.get("/admin/policy").await;
    let (request, seen) = (page.field_value("request").expect("one"), page.field_value("seen").expect("one"));
    let confirm = [("request", request.as_str()), ("decision", "confirm"), ("seen", &seen)];
    let refuse = [("request", request.as_str()), ("decision", "refuse"), ("seen", &seen)];
    let (one, other) = tokio::join!(bert.call("decide_policy", &confirm), asking.call("decide_policy", &refuse));
    let over = [&one, &other].into_iter().filter(|answer| answer.refusal().is_some()).count();
    assert_eq!(over, 1, "{one:?} {other:?}");
    assert_eq!(rows(&world).await.0, i64::from(one.refusal().is_none()));
}
