//! A second address and a change of address: by a fresh proof and the code that the new one got, undone by the old one (S6,
//! S21, S28, S30, S45, S46, S71).

use crate::races::{at_once, processes};
use crate::tamper::{assert_closed, drop_triggers};
use regain_domain::{EmailAddress, LinkToken, Refusal, policy};
use regain_mail::MailboxEntry;
use regain_service::{SignedIn, Visitor};
use regain_testkit::{ADDRESSES, Answer, Browser, Person, World, done, wrong_code};
use std::time::Duration;

const SECOND: &str = "anna@home.example";
const PAGE: &str = "/account/methods/address";

/// Signed in, with changes open.
async fn confirmed(world: &World, person: &Person) -> Browser {
    let browser = world.browser();
    world.sign_in_fully(&browser, person).await;
    world.confirm(&browser, person).await;
    browser
}

async fn ask(browser: &Browser, address: &str, position: &str) -> Answer {
    browser.call("claim_address", &[("new_address", address), ("position", position)]).await
}

async fn enter(world: &World, browser: &Browser, address: &str) -> Answer {
    let code = world.mailed_code(address).await;
    browser.call("enter_address_code", &[("code", &code)]).await
}

/// Makes an address Anna's: added where there is no position.
async fn take(world: &World, browser: &Browser, address: &str, position: &str) {
    done(&ask(browser, address, position).await);
    done(&enter(world, browser, address).await);
}

/// The mail to an address that tells that it is gone.
async fn farewell(world: &World, address: &str) -> MailboxEntry {
    let mails = world.mails_to(address).await;
    let gone = mails.into_iter().find(|mail| mail.link.contains("/object#"));
    gone.unwrap_or_else(|| panic!("no way to object was mailed to {address}"))
}

/// Where codes of a recovery are mailed to now.
async fn gates(world: &World, identifier: &str) -> Vec<String> {
    let before = world.mails().await.len();
    let browser = world.browser();
    browser.start_recovery(identifier, "forgot_password").await;
    done(&browser.call("choose_method", &[("method", "mail")]).await);
    let mails = world.mails().await;
    let new = mails.len() - before;
    let mut to: Vec<String> =
        mails.into_iter().take(new).filter(|mail| mail.link.contains("/recover/link")).map(|mail| mail.to).collect();
    to.sort();
    to
}

async fn own(world: &World, email: &str) -> Vec<String> {
    world.holdings(email).await.addresses.iter().map(|row| row.address.as_str().to_owned()).collect()
}

#[tokio::test]
async fn s45_a_stolen_session_neither_adds_changes_nor_removes_an_address() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let browser = confirmed(&world, &anna).await;
    take(&world, &browser, SECOND, "").await;
    world.advance(policy::CONFIRMED_FOR);
    let before = world.credentials().await;
    let thief = browser.copy();
    let page = thief.get("/account/methods").await;
    assert!(!page.body.contains("/api/remove_address") && !page.body.contains("name=\"change\""), "{}", page.words());
    let setup = thief.get(PAGE).await;
    assert_eq!(setup.location(), Some("/account/confirm?return_to=/account/methods/address&problem=confirm-needed"));
    for (endpoint, fields) in [
        ("claim_address", vec![("new_address", "thief@evil.example"), ("position", "1")]),
        ("enter_address_code", vec![("code", "ABCD-EFGH")]),
        ("resend_address_code", vec![]),
        ("stop_address", vec![]),
        ("remove_address", vec![]),
    ] {
        let refused = thief.call(endpoint, &fields).await;
        assert_eq!(refused.status, 403, "{endpoint}");
        assert_eq!(refused.refusal().as_deref(), Some("confirm-needed"), "{endpoint}");
        let refused = thief.post(endpoint, &fields).await;
        assert!(refused.location().is_some_and(|to| to.starts_with("/account/confirm?return_to=/account/methods")));
    }
    assert_eq!(world.credentials().await, before);
    assert!(world.mails_to("thief@evil.example").await.is_empty());
}

#[tokio::test]
async fn s28_a_second_address_signs_in_at_once_and_counts_in_a_recovery_after_72_hours() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let browser = confirmed(&world, &anna).await;
    let page = browser.get("/account/methods").await.words();
    assert!(page.contains("Add a second address") && page.contains("Yours since"), "{page}");
    let asked = browser.post("claim_address", &[("new_address", SECOND), ("position", "")]).await;
    assert_eq!(asked.location(), Some("/account/methods/address?notice=sent"));
    let page = browser.follow(&asked).await;
    assert_eq!(page.heading(), "Enter the code");
    assert!(page.words().contains("A code is on its way.") && page.words().contains(SECOND), "{}", page.words());
    let mail = world.last_mail_to(SECOND).await;
    assert_eq!(mail.subject, "Confirm your new email address");
    assert!(mail.link.is_empty() && mail.text.contains("Without the code nothing happens"), "{}", mail.text);
    assert_eq!(own(&world, &anna.email).await, [anna.email.as_str()], "nothing yet");
    let code = mail.code.expect("a code").to_lowercase().replace('-', " ");
    let entered = browser.post("enter_address_code", &[("code", &code)]).await;
    assert_eq!(entered.location(), Some("/account/methods?notice=address-added"));
    let page = browser.follow(&entered).await.words();
    assert!(page.contains(SECOND) && page.contains("For getting back in it counts from"), "{page}");
    assert!(!page.contains("Add a second address"), "two are the most: {page}");
    for address in [anna.email.as_str(), SECOND] {
        let notice = world.last_mail_to(address).await;
        assert_eq!(notice.subject, "An email address was added", "{address}");
        assert!(notice.freeze_link.is_some(), "S30");
    }
    assert_eq!(browser.call("enter_address_code", &[("code", &code)]).await.refusal().as_deref(), Some("code-used"));
    // It signs in, in whatever case.
    let other = world.browser();
    let answer = other.try_sign_in("Anna@HOME.example", &anna.password).await;
    assert!(answer.location().is_some_and(|path| path.starts_with("/sign-in/verify")), "{answer:?}");
    assert_eq!(gates(&world, SECOND).await, [anna.email.as_str()], "S28");
    world.advance_seconds(72 * 3600 - 60 - 30);
    assert_eq!(gates(&world, &anna.user_name).await, [anna.email.as_str()], "71:59");
    world.advance_seconds(120);
    assert_eq!(gates(&world, &anna.user_name).await, [anna.email.as_str(), SECOND], "72:01");
    // One challenge: the code of either mail passes, once.
    let recovering = world.browser();
    recovering.start_recovery(SECOND, "forgot_password").await;
    done(&recovering.call("choose_method", &[("method", "mail")]).await);
    let codes = [world.mailed_code(&anna.email).await, world.mailed_code(SECOND).await];
    assert_eq!(codes[0], codes[1]);
    done(&recovering.call("enter_mailed_code", &[("code", &codes[1])]).await);
    let hint = recovering.call("read_recovery", &[("page", "/recover/verify")]).await;
    assert!(hint.body.contains("a…@example.org · a…@home.example"), "{hint:?}");
    for address in [anna.email.as_str(), SECOND] {
        assert!(world.last_mail_to(address).await.subject.contains("step 1 of 2"), "S30: {address}");
    }
    // The forgotten user name goes to both.
    world.browser().start_recovery(SECOND, "forgot_user_name").await;
    for address in [anna.email.as_str(), SECOND] {
        assert_eq!(world.last_mail_to(address).await.subject, "Your user name", "{address}");
    }
}

#[tokio::test]
async fn s28_the_old_address_stays_the_gate_until_the_new_one_counts() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let browser = confirmed(&world, &anna).await;
    let page = browser.get("/account/methods/address?change=1").await;
    assert_eq!(page.heading(), "Change your address");
    assert_eq!(page.field_value("position").as_deref(), Some("1"));
    take(&world, &browser, SECOND, "1").await;
    assert_eq!(own(&world, SECOND).await, [SECOND]);
    assert_eq!(world.last_mail_to(SECOND).await.subject, "An email address was changed");
    let gone = farewell(&world, &anna.email).await;
    assert_eq!(gone.subject, "Another address took the place of this one");
    assert!(gone.freeze_link.is_none(), "one link, to put it back");
    assert!(browser.get("/account").await.words().contains("two other ways are left"), "S46: no gap");
    // The old one no longer signs in, but still starts a recovery and gets its code and its notices.
    let refused = world.browser().try_sign_in(&anna.email, &anna.password).await;
    assert_eq!(refused.refusal().as_deref(), Some("sign-in"));
    world.advance_seconds(72 * 3600 - 120);
    for identifier in [anna.email.as_str(), SECOND, anna.user_name.as_str()] {
        assert_eq!(gates(&world, identifier).await, [anna.email.as_str()], "71:58 by {identifier}");
    }
    world.advance_seconds(180);
    assert_eq!(gates(&world, &anna.user_name).await, [SECOND], "72:01");
    assert_eq!(gates(&world, &anna.email).await, [] as [&str; 0], "it isn't hers any longer");
}

#[tokio::test]
async fn s28_a_code_that_waits_is_not_sent_to_an_address_that_no_longer_counts() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let browser = confirmed(&world, &anna).await;
    take(&world, &browser, SECOND, "1").await;
    world.deliver().await;
    world.advance_seconds(72 * 3600 - 60 - 60);
    let recovering = world.browser();
    recovering.start_recovery(&anna.user_name, "forgot_password").await;
    done(&recovering.call("choose_method", &[("method", "mail")]).await);
    let before = world.database().number("SELECT count(*) FROM outbox").await;
    assert_eq!(before, 2, "S3: as many rows as there may be addresses");
    world.advance_seconds(180);
    let mails = world.mails().await;
    assert!(!mails.iter().any(|mail| mail.link.contains("/recover/link")), "looked up anew when it is sent");
}

#[tokio::test]
async fn s28_two_changes_within_three_days_leave_no_gap_either() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let browser = confirmed(&world, &anna).await;
    take(&world, &browser, SECOND, "1").await;
    world.advance_seconds(48 * 3600);
    let browser = confirmed(&world, &anna).await;
    take(&world, &browser, "anna@third.example", "1").await;
    let told = world.mails_to(SECOND).await;
    assert!(!told.iter().any(|mail| mail.link.contains("/object#")), "what never counted has nothing to put back");
    world.advance_seconds(71 * 3600);
    assert_eq!(gates(&world, &anna.user_name).await, [anna.email.as_str()], "71 hours after the second change");
    world.advance_seconds(2 * 3600);
    assert_eq!(gates(&world, &anna.user_name).await, ["anna@third.example"]);
    // Going back to an address that counts still costs no wait.
    let browser = confirmed(&world, &anna).await;
    take(&world, &browser, "anna@fourth.example", "1").await;
    take(&world, &browser, "anna@third.example", "1").await;
    assert_eq!(gates(&world, &anna.user_name).await, ["anna@third.example"]);
}

#[tokio::test]
async fn s6_an_address_of_somebody_else_looks_like_success_and_its_owner_hears_of_it() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    world.invite("carla@example.org").await;
    world.set_disabled(ADDRESSES[1], true).await;
    world.deliver().await;
    let browser = confirmed(&world, &anna).await;
    let mut seen = Vec::new();
    for address in [SECOND, "BERT@example.org", "carla@example.org"] {
        let mut walk = Vec::new();
        let rows = world.database().number("SELECT count(*) FROM outbox").await;
        let asked = browser.post("claim_address", &[("new_address", address), ("position", "")]).await;
        walk.push(format!("{} {:?}", asked.status, asked.location()));
        assert_eq!(world.database().number("SELECT count(*) FROM outbox").await, rows + 1, "{address}");
        walk.push(browser.follow(&asked).await.words().replace(address, "…").replace(&address.to_lowercase(), "…"));
        walk.push(format!("{:?}", browser.call("resend_address_code", &[]).await.refusal()));
        for _ in 0..6 {
            let wrong = browser.call("enter_address_code", &[("code", "0000-0000")]).await;
            walk.push(format!("{:?}", wrong.refusal()));
        }
        walk.push(browser.get(PAGE).await.words().replace(address, "…").replace(&address.to_lowercase(), "…"));
        seen.push(walk.into_iter().map(|line| line.replace("BERT@example.org", "…")).collect::<Vec<_>>());
        world.deliver().await;
    }
    assert_eq!(seen[0], seen[1], "somebody who is disabled");
    assert_eq!(seen[0], seen[2], "somebody invited");
    for address in ["bert@example.org", "carla@example.org"] {
        let notice = world.last_mail_to(address).await;
        assert_eq!(notice.subject, "Someone asked for your address");
        assert!(notice.code.is_none() && !notice.text.contains("anna"), "{}", notice.text);
    }
    assert!(world.mails_to("BERT@example.org").await.is_empty(), "S7: to the stored address");
    assert_eq!(own(&world, &anna.email).await, [anna.email.as_str()]);
    // One's own is plainly said.
    for address in ["Anna@Example.org", " anna@example.org "] {
        assert_eq!(ask(&browser, address, "").await.refusal().as_deref(), Some("address-own"));
    }
}

#[tokio::test]
async fn an_address_that_is_none_says_what_is_wrong_with_it_and_stays() {
    let world = World::strict().await;
    let browser = confirmed(&world, world.anna()).await;
    let long = format!("{}@example.org", "x".repeat(300));
    for (typed, refusal) in [
        ("", "address-empty"),
        ("anna", "identifier-address"),
        ("anna@", "identifier-address"),
        ("anna@localhost", "identifier-address"),
        (long.as_str(), "identifier-long"),
        ("änna@example.net", "address-character"),
        ("mıke@example.org", "address-character"),
        ("a@b.example,c@d.example", "address-character"),
        ("anna@home.example\r\nBcc: eve@evil.example", "identifier-address"),
    ] {
        let refused = ask(&browser, typed, "").await.refusal();
        assert!(refused.is_some(), "{typed:?}");
        if !typed.contains('\n') {
            assert_eq!(refused.as_deref(), Some(refusal), "{typed:?}");
        }
    }
    let refused = browser.post("claim_address", &[("new_address", "anna@home"), ("position", "1")]).await;
    assert_eq!(refused.location(), Some("/account/methods/address?change=1&problem=identifier-address"));
    let page = browser.follow(&refused).await;
    assert_eq!(page.field_value("new_address").as_deref(), Some("anna@home"));
    assert_eq!(page.field_value("position").as_deref(), Some("1"));
    for position in ["0", "2", "3", "x", "-1"] {
        assert_eq!(ask(&browser, SECOND, position).await.refusal().as_deref(), Some("address-none"), "{position}");
    }
    assert_eq!(world.database().number("SELECT count(*) FROM address_claims").await, 0);
    for endpoint in ["resend_address_code", "remove_address"] {
        assert_eq!(browser.call(endpoint, &[]).await.refusal().as_deref(), Some("address-none"), "{endpoint}");
    }
    let nothing = browser.call("enter_address_code", &[("code", "ABCD-EFGH")]).await;
    assert_eq!(nothing.refusal().as_deref(), Some("address-none"));
}

#[tokio::test]
async fn s71_a_code_belongs_to_the_address_it_was_mailed_to_and_a_newer_request_ends_it() {
    let world = World::strict().await;
    let browser = confirmed(&world, world.anna()).await;
    done(&ask(&browser, "thief@evil.example", "").await);
    let first = world.mailed_code("thief@evil.example").await;
    done(&ask(&browser, SECOND, "").await);
    let replaced = browser.call("enter_address_code", &[("code", &first)]).await;
    assert_eq!(replaced.refusal().as_deref(), Some("code-replaced"), "Devise, CVE-2026-32700");
    let code = world.mailed_code(SECOND).await;
    assert_eq!(
        browser.call("enter_address_code", &[("code", &wrong_code(&code))]).await.refusal().as_deref(),
        Some("code-wrong")
    );
    for (typed, refusal) in [("", "code-empty"), ("ABCD", "code-malformed"), (&*"x".repeat(300), "code-malformed")] {
        let refused = browser.call("enter_address_code", &[("code", typed)]).await;
        assert_eq!(refused.refusal().as_deref(), Some(refusal), "{typed}");
    }
    assert_eq!(browser.call("resend_address_code", &[]).await.refusal().as_deref(), Some("resend-early"));
    world.advance(policy::RESEND_WAIT);
    done(&browser.call("resend_address_code", &[]).await);
    let newer = world.mailed_code(SECOND).await;
    let replaced = browser.call("enter_address_code", &[("code", &code)]).await;
    assert_eq!(replaced.refusal().as_deref(), Some("code-replaced"));
    done(&browser.call("stop_address", &[]).await);
    let stopped = browser.call("enter_address_code", &[("code", &newer)]).await;
    assert_eq!(stopped.refusal().as_deref(), Some("address-none"));
    assert_eq!(own(&world, ADDRESSES[0]).await, [ADDRESSES[0]]);
}

#[tokio::test]
async fn s16_s60_a_code_ends_after_ten_minutes_and_after_five_tries() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let browser = confirmed(&world, &anna).await;
    done(&ask(&browser, SECOND, "").await);
    let code = world.mailed_code(SECOND).await;
    for _ in 0..policy::CODE_TRIES {
        let wrong = browser.call("enter_address_code", &[("code", &wrong_code(&code))]).await;
        assert_eq!(wrong.refusal().as_deref(), Some("code-wrong"));
    }
    let closed = browser.call("enter_address_code", &[("code", &code)]).await;
    assert_eq!(closed.refusal().as_deref(), Some("code-tries"), "the right one, too late");
    assert!(browser.get(PAGE).await.words().contains("This code can't be used any more"));
    world.advance(policy::RESEND_WAIT);
    done(&browser.call("resend_address_code", &[]).await);
    let code = world.mailed_code(SECOND).await;
    world.advance(policy::CODE_LIFETIME);
    world.confirm(&browser, &anna).await;
    let late = browser.call("enter_address_code", &[("code", &code)]).await;
    assert_eq!(late.refusal().as_deref(), Some("code-expired"));
    assert_eq!(own(&world, ADDRESSES[0]).await, [ADDRESSES[0]]);
}

#[tokio::test]
async fn s66_five_mails_a_day_go_to_new_addresses_and_no_more() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let browser = confirmed(&world, &anna).await;
    for index in 0..policy::ADDRESS_MAILS {
        done(&ask(&browser, &format!("anna{index}@home.example"), "").await);
    }
    assert_eq!(ask(&browser, SECOND, "").await.refusal().as_deref(), Some("address-mails"));
    world.advance(policy::RESEND_WAIT);
    assert_eq!(browser.call("resend_address_code", &[]).await.refusal().as_deref(), Some("address-mails"));
    assert!(browser.get(PAGE).await.words().contains("No more codes can be sent to new addresses today"));
    assert!(world.mails_to(SECOND).await.is_empty());
    done(&enter(&world, &browser, "anna4@home.example").await);
    world.advance(policy::ADDRESS_MAILS_WITHIN);
    let browser = confirmed(&world, &anna).await;
    done(&ask(&browser, SECOND, "2").await);
}

#[tokio::test]
async fn s46_the_second_address_goes_only_while_the_first_counts() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let browser = confirmed(&world, &anna).await;
    assert!(!browser.get("/account/methods").await.body.contains("/api/remove_address"), "the only one stays");
    take(&world, &browser, SECOND, "").await;
    assert_eq!(ask(&browser, "anna@third.example", "").await.refusal().as_deref(), Some("address-many"));
    // The first is changed, and the new one has to wait.
    take(&world, &browser, "anna@third.example", "1").await;
    let page = browser.get("/account/methods").await;
    assert!(page.words().contains("wait until the first one counts"), "{}", page.words());
    let refused = browser.post("remove_address", &[]).await;
    assert_eq!(refused.location(), Some("/account/methods?problem=address-first"));
    assert!(browser.follow(&refused).await.words().contains("Nothing was removed."));
    world.advance(policy::QUARANTINE);
    let browser = confirmed(&world, &anna).await;
    done(&browser.call("remove_address", &[]).await);
    assert_eq!(own(&world, "anna@third.example").await, ["anna@third.example"]);
    assert_eq!(world.last_mail_to("anna@third.example").await.subject, "An email address was removed");
    assert_eq!(farewell(&world, SECOND).await.subject, "This address was removed from your account");
    assert_eq!(gates(&world, &anna.user_name).await, ["anna@third.example"]);
    assert_eq!(world.browser().try_sign_in(SECOND, &anna.password).await.refusal().as_deref(), Some("sign-in"));
    assert_eq!(browser.call("remove_address", &[]).await.refusal().as_deref(), Some("address-none"), "another tab");
}

#[tokio::test]
async fn s21_a_change_of_address_ends_every_open_recovery() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    for (position, address) in [("", SECOND), ("2", "anna@third.example")] {
        let browser = confirmed(&world, &anna).await;
        let open = world.browser();
        open.start_recovery(&anna.user_name, "forgot_password").await;
        take(&world, &browser, address, position).await;
        let over = open.call("read_recovery", &[("page", "/recover/verify")]).await;
        assert!(over.body.contains("flow-cancelled") || over.body.contains("FlowCancelled"), "{over:?}");
        let going = "SELECT count(*) FROM recovery_flows WHERE state IN ('started', 'one_gate', 'two_gates')";
        assert_eq!(world.database().number(going).await, 0);
    }
    let told = world.database().texts("SELECT event FROM history WHERE event LIKE 'address.%' ORDER BY seq").await;
    assert_eq!(told, ["address.added", "address.changed"]);
    let facts = "SELECT count(*) FROM history WHERE event LIKE 'address.%' AND facts LIKE '%@%'";
    assert_eq!(world.database().number(facts).await, 0, "S103");
}

#[tokio::test]
async fn s71_somebody_who_was_faster_keeps_the_address() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let browser = confirmed(&world, &anna).await;
    done(&ask(&browser, SECOND, "").await);
    let code = world.mailed_code(SECOND).await;
    world.invite(SECOND).await;
    let before = world.credentials().await;
    let refused = browser.call("enter_address_code", &[("code", &code)]).await;
    assert_eq!(refused.refusal().as_deref(), Some("address-taken"));
    assert_eq!(world.credentials().await, before);
}

#[tokio::test]
async fn s28_the_old_address_puts_itself_back_freezes_and_lets_nobody_in() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let thief = confirmed(&world, &anna).await;
    take(&world, &thief, "thief@evil.example", "1").await;
    let gone = farewell(&world, &anna.email).await;
    let code = gone.code.clone().expect("to be typed where script is off");
    assert_eq!(gone.link, format!("https://id.example.org/object#{}", code.replace('-', "")));
    let browser = world.browser();
    let before = world.credentials().await;
    let page = browser.get("/object").await;
    assert_eq!(page.heading(), "Put an address back");
    assert_eq!(world.credentials().await, before, "S22: opening it changes nothing");
    let back = browser.post("object_by_code", &[("code", &code.to_lowercase())]).await;
    assert_eq!(back.location(), Some("/object?notice=objected"));
    assert_eq!(browser.follow(&back).await.heading(), "Your address is back");
    assert!(browser.cookie("session").is_none() && browser.cookie("recovery").is_none(), "it opens nothing");
    let holdings = world.holdings(&anna.email).await;
    assert_eq!(own(&world, &anna.email).await, [anna.email.as_str()]);
    assert!(holdings.addresses[0].counts_from <= world.now(), "as it was before");
    assert!(!thief.is_signed_in().await);
    assert_eq!(
        world.browser().try_sign_in("thief@evil.example", &anna.password).await.refusal().as_deref(),
        Some("sign-in")
    );
    let subjects: Vec<String> = world.mails_to(&anna.email).await.into_iter().map(|mail| mail.subject).collect();
    assert!(subjects.iter().any(|subject| subject == "An earlier email address is back"), "{subjects:?}");
    assert!(subjects.iter().any(|subject| subject == "Your account is frozen"), "{subjects:?}");
    let last = world.last_mail_to("thief@evil.example").await;
    assert_eq!(last.subject, "This address is no longer part of an account");
    assert!(last.code.is_none() && last.link.is_empty());
    assert_eq!(gates(&world, &anna.user_name).await, [anna.email.as_str()]);
    // Once.
    let again = browser.call("object_by_code", &[("code", &code)]).await;
    assert_eq!(again.refusal().as_deref(), Some("objection-used"));
    // Its owner opens the account as ever.
    world.sign_in_fully(&world.browser(), &anna).await;
    let told = world.database().texts("SELECT event FROM history WHERE event LIKE 'address.%' ORDER BY seq").await;
    assert_eq!(told, ["address.changed", "address.restored"]);
    let nobody = "SELECT count(*) FROM history WHERE event = 'address.restored' AND actor IS NULL";
    assert_eq!(world.database().number(nobody).await, 1, "whoever reads the mail is nobody in particular");
}

#[tokio::test]
async fn s28_an_objection_undoes_what_came_after_it_in_that_place_and_nothing_beside_it() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let browser = confirmed(&world, &anna).await;
    take(&world, &browser, SECOND, "").await;
    take(&world, &browser, "thief@evil.example", "1").await;
    let first = farewell(&world, &anna.email).await.code.expect("a code");
    world.advance(policy::QUARANTINE);
    let browser = confirmed(&world, &anna).await;
    take(&world, &browser, "thief@worse.example", "1").await;
    let thiefs = farewell(&world, "thief@evil.example").await.code.expect("it counted by then");
    done(&world.browser().call("object_by_code", &[("code", &first)]).await);
    assert_eq!(own(&world, &anna.email).await, [anna.email.as_str(), SECOND]);
    let late = world.browser().call("object_by_code", &[("code", &thiefs)]).await;
    assert_eq!(
        late.refusal().as_deref(),
        Some("objection-expired"),
        "what came later doesn't object to what was there"
    );
    assert_eq!(own(&world, &anna.email).await, [anna.email.as_str(), SECOND]);
}

#[tokio::test]
async fn s28_a_removed_address_puts_itself_back_within_seven_days() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let browser = confirmed(&world, &anna).await;
    take(&world, &browser, SECOND, "").await;
    world.advance(policy::QUARANTINE);
    for (late, refusal) in [(false, None), (true, Some("objection-expired"))] {
        let browser = confirmed(&world, &anna).await;
        done(&browser.call("remove_address", &[]).await);
        let code = farewell(&world, SECOND).await.code.expect("a code");
        let second = Duration::from_secs(if late { 0 } else { 1 });
        world.advance(policy::OBJECTION_LIFETIME - second);
        let answer = world.browser().call("object_by_code", &[("code", &code)]).await;
        assert_eq!(answer.refusal().as_deref(), refusal);
        let addresses = own(&world, &anna.email).await;
        assert_eq!(addresses.len(), if late { 1 } else { 2 }, "{addresses:?}");
    }
}

#[tokio::test]
async fn an_objection_with_a_code_that_is_none_says_so_and_the_code_stays() {
    let world = World::strict().await;
    let browser = world.browser();
    let unknown = LinkToken::from_bytes(&[7; LinkToken::BYTES]).shown();
    for (typed, refusal) in [
        ("", "code-empty"),
        ("ABCD-EFGH", "code-malformed"),
        (unknown.as_str(), "objection-unknown"),
        (&*"x".repeat(300), "code-malformed"),
    ] {
        let refused = browser.call("object_by_code", &[("code", typed)]).await;
        assert_eq!(refused.refusal().as_deref(), Some(refusal), "{typed}");
    }
    let refused = browser.post("object_by_code", &[("code", &unknown)]).await;
    assert_eq!(refused.location(), Some("/object?problem=objection-unknown"));
    let page = browser.follow(&refused).await;
    assert_eq!(page.field_value("code").as_deref(), Some(unknown.as_str()));
    // A notice's code, which can only freeze, puts nothing back; nor does the other way round.
    let anna = world.anna().clone();
    let owner = confirmed(&world, &anna).await;
    take(&world, &owner, SECOND, "1").await;
    let freeze = world.last_mail_to(SECOND).await.freeze_code.expect("a code");
    let refused = browser.call("object_by_code", &[("code", &freeze)]).await;
    assert_eq!(refused.refusal().as_deref(), Some("objection-unknown"));
    let objection = farewell(&world, &anna.email).await.code.expect("a code");
    let refused = browser.call("freeze_by_code", &[("code", &objection)]).await;
    assert_eq!(refused.refusal().as_deref(), Some("freeze-unknown"));
    assert!(owner.is_signed_in().await);
}

#[tokio::test]
async fn s77_an_address_that_was_given_up_is_nobody_elses_for_180_days() {
    let world = World::strict().await;
    let (anna, bert) = (world.anna().clone(), world.bert().clone());
    let browser = confirmed(&world, &anna).await;
    take(&world, &browser, SECOND, "1").await;
    let other = confirmed(&world, &bert).await;
    done(&ask(&other, &anna.email, "").await);
    let root = world.id_of(regain_testkit::ROOT).await;
    let address = EmailAddress::parse(&anna.email).expect("an address");
    let invited = world.admin().invite(&Visitor::default(), root, &address, regain_domain::Language::English).await;
    assert!(invited.is_ok(), "looks like any other invitation");
    let mails = world.mails_to(&anna.email).await;
    assert!(
        !mails.iter().any(|mail| mail.subject == "Confirm your new email address" || mail.link.contains("/invite"))
    );
    world.advance(policy::ADDRESS_RESERVED);
    world.regain().sweep().await.expect("the database answers");
    assert_eq!(world.database().number("SELECT count(*) FROM former_addresses").await, 0);
    world.sign_in_fully(&world.browser(), &anna).await;
    let other = confirmed(&world, &bert).await;
    take(&world, &other, &anna.email, "").await;
    assert_eq!(own(&world, &bert.email).await, [bert.email.as_str(), anna.email.as_str()]);
}

#[tokio::test]
async fn an_address_that_was_given_up_is_taken_back_by_its_person_at_any_time() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let browser = confirmed(&world, &anna).await;
    take(&world, &browser, SECOND, "1").await;
    let code = farewell(&world, &anna.email).await.code.expect("a code");
    take(&world, &browser, &anna.email, "1").await;
    assert_eq!(own(&world, &anna.email).await, [anna.email.as_str()]);
    assert_eq!(gates(&world, &anna.user_name).await, [anna.email.as_str()], "it counted all the time");
    let refused = world.browser().call("object_by_code", &[("code", &code)]).await;
    assert_eq!(refused.refusal().as_deref(), Some("objection-unknown"), "it is back already");
    assert!(browser.is_signed_in().await);
}

#[tokio::test]
async fn s35_a_new_password_is_held_against_every_address() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let browser = confirmed(&world, &anna).await;
    take(&world, &browser, "annabelle.smithson@home.example", "").await;
    let fields = [("current", anna.password.as_str()), ("new", "annabelle.smithson")];
    assert_eq!(browser.call("change_password", &fields).await.refusal().as_deref(), Some("password-context"));
}

#[tokio::test]
async fn s18_no_code_of_these_mails_is_at_rest() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let browser = confirmed(&world, &anna).await;
    done(&ask(&browser, SECOND, "1").await);
    let code = world.mailed_code(SECOND).await;
    done(&browser.call("enter_address_code", &[("code", &code)]).await);
    let objection = farewell(&world, &anna.email).await.code.expect("a code");
    let database = String::from_utf8_lossy(&world.database().bytes()).into_owned();
    assert!(database.contains(SECOND), "it is the database");
    for code in [code, objection] {
        for form in [code.clone(), code.replace('-', ""), code.to_lowercase(), code.replace('-', "").to_lowercase()] {
            assert!(!database.contains(&form));
        }
    }
}

const ANNA: &str = "(SELECT person_id FROM identifiers WHERE canonical = 'anna')";

#[tokio::test]
async fn s74_with_the_triggers_in_place_no_address_is_written_by_sql() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let browser = confirmed(&world, &anna).await;
    take(&world, &browser, SECOND, "1").await;
    done(&ask(&browser, "anna@third.example", "").await);
    for statement in [
        format!("INSERT INTO identifiers VALUES ('e@x.org', {ANNA}, 'email', 'e@x.org', 2, 1, 1, NULL)"),
        format!(
            "INSERT INTO identifiers SELECT 'e@x.org', person_id, kind, 'e@x.org', 2, verified_at, counts_from, change_id
             FROM identifiers WHERE canonical = '{SECOND}'"
        ),
        format!("REPLACE INTO identifiers SELECT * FROM identifiers WHERE canonical = '{SECOND}'"),
        "UPDATE identifiers SET counts_from = 0 WHERE kind = 'email'".to_owned(),
        format!("UPDATE identifiers SET person_id = {ANNA} WHERE canonical = 'bert@example.org'"),
        format!("DELETE FROM identifiers WHERE canonical = '{SECOND}'"),
        "UPDATE former_addresses SET counts_until = counts_until + 1000000000".to_owned(),
        "UPDATE former_addresses SET shown = 'e@x.org', canonical = 'e@x.org'".to_owned(),
        "DELETE FROM former_addresses".to_owned(),
        "UPDATE address_claims SET shown = 'e@x.org', canonical = 'e@x.org'".to_owned(),
    ] {
        assert!(!world.database().allows(&statement).await, "{statement}");
    }
}

#[tokio::test]
async fn s79_an_address_that_sql_added_moved_or_hastened_closes_the_account() {
    let now = regain_testkit::BEGINNING.as_millis();
    for tampering in [
        format!("INSERT INTO identifiers VALUES ('e@x.org', {ANNA}, 'email', 'e@x.org', 2, {now}, 0, NULL)"),
        format!("UPDATE identifiers SET counts_from = 0 WHERE person_id = {ANNA} AND kind = 'email'"),
        format!("UPDATE identifiers SET position = 2 WHERE person_id = {ANNA} AND kind = 'email'"),
        format!(
            "INSERT INTO former_addresses VALUES ('e@x.org', {ANNA}, 'e@x.org', 1, 0, 0, NULL, randomblob(16), 0,
             9000000000000, 9000000000000, zeroblob(16), randomblob(32), NULL, NULL)"
        ),
    ] {
        let world = World::new().await;
        drop_triggers(&world).await;
        assert_eq!(world.database().run(&tampering).await, 1, "{tampering}");
        let browser = world.browser();
        browser.start_recovery("anna", "forgot_password").await;
        done(&browser.call("choose_method", &[("method", "mail")]).await);
        let mails = world.mails().await;
        assert!(!mails.iter().any(|mail| mail.code.is_some()), "no code goes anywhere: {tampering}");
        assert_closed(&world, world.anna()).await;
    }
}

#[tokio::test]
async fn s71_a_claim_that_sql_turned_to_another_address_is_mailed_nowhere_and_takes_nothing() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let browser = confirmed(&world, &anna).await;
    done(&ask(&browser, SECOND, "").await);
    drop_triggers(&world).await;
    world.database().run("UPDATE address_claims SET shown = 'e@x.org', canonical = 'e@x.org'").await;
    world.database().run("UPDATE outbox SET payload = replace(payload, 'anna@home.example', 'e@x.org')").await;
    assert!(!world.mails().await.iter().any(|mail| mail.to == "e@x.org" || mail.to == SECOND));
    let code = world.mails_to(SECOND).await.into_iter().find_map(|mail| mail.code);
    assert_eq!(code, None);
}

async fn signed_in(world: &World, person: &Person) -> SignedIn {
    let browser = confirmed(world, person).await;
    let session = browser.cookie("session").expect("a session").value;
    let token = regain_service::SessionToken::from_cookie(&session).expect("a token");
    world.regain().signed_in(&token).await.expect("the database answers").expect("somebody")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn s17_of_fifty_confirmations_of_one_address_exactly_one_wins() {
    let world = World::strict().await;
    let processes = processes(&world).await;
    let anna = world.anna().clone();
    let visitor = Visitor::default();
    for (position, address) in [(None, "a@home.example"), (Some(2), "b@home.example"), (Some(1), "c@home.example")] {
        let signed_in = signed_in(&world, &anna).await;
        world.regain().claim_address(&visitor, &signed_in, address, position).await.expect("a claim");
        let code = world.mailed_code(address).await;
        let tally = at_once(&processes, 50, |regain, _| {
            let (signed_in, code) = (signed_in.clone(), code.clone());
            async move { regain.enter_address_code(&Visitor::default(), &signed_in, &code).await }
        })
        .await;
        assert_eq!(tally.won, 1, "{tally:?}");
        assert!(tally.refused.iter().all(|refusal| *refusal == Refusal::CodeUsed), "{tally:?}");
    }
    assert_eq!(own(&world, "c@home.example").await, ["c@home.example", "b@home.example"]);
    let changes = "SELECT count(*) FROM credential_changes WHERE action LIKE '%\\_address' ESCAPE '\\'";
    assert_eq!(world.database().number(changes).await, 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn s71_a_confirmation_beside_newer_requests_only_ever_takes_the_address_of_its_own_code() {
    let world = World::strict().await;
    let processes = processes(&world).await;
    let anna = world.anna().clone();
    let visitor = Visitor::default();
    for round in 0..4 {
        let signed_in = signed_in(&world, &anna).await;
        let mine = format!("anna{round}@home.example");
        let position = if round == 0 { None } else { Some(2) };
        world.regain().claim_address(&visitor, &signed_in, &mine, position).await.expect("a claim");
        let code = world.mailed_code(&mine).await;
        let tally = at_once(&processes, 6, |regain, index| {
            let (signed_in, code) = (signed_in.clone(), code.clone());
            async move {
                match index {
                    0..3 => regain.enter_address_code(&Visitor::default(), &signed_in, &code).await,
                    _ => {
                        let victim = format!("victim{round}-{index}@evil.example");
                        regain.claim_address(&Visitor::default(), &signed_in, &victim, position).await
                    }
                }
            }
        })
        .await;
        let known = [
            Refusal::CodeReplaced,
            Refusal::CodeUsed,
            Refusal::AddressNone,
            Refusal::AddressMany,
            Refusal::AddressMails,
        ];
        assert!(tally.refused.iter().all(|refusal| known.contains(refusal)), "{tally:?}");
        let addresses = own(&world, &anna.email).await;
        assert!(!addresses.iter().any(|address| address.contains("evil")), "round {round}: {addresses:?}");
        world.advance(policy::ADDRESS_MAILS_WITHIN);
        if own(&world, &anna.email).await.len() == 1 {
            let signed_in = self::signed_in(&world, &anna).await;
            world.regain().claim_address(&visitor, &signed_in, &mine, None).await.expect("a claim");
            let code = world.mailed_code(&mine).await;
            world.regain().enter_address_code(&visitor, &signed_in, &code).await.expect("it is the newest");
            world.advance(policy::ADDRESS_MAILS_WITHIN);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn s71_of_two_people_who_confirm_one_address_at_once_one_gets_it() {
    let world = World::strict().await;
    let processes = processes(&world).await;
    let people = [world.anna().clone(), world.bert().clone()];
    let visitor = Visitor::default();
    let mut asked = Vec::new();
    for person in &people {
        let signed_in = signed_in(&world, person).await;
        world.regain().claim_address(&visitor, &signed_in, SECOND, None).await.expect("a claim");
        asked.push((signed_in, world.mailed_code(SECOND).await));
    }
    let tally = at_once(&processes, 10, |regain, index| {
        let (signed_in, code) = asked[index / 2 % 2].clone();
        async move { regain.enter_address_code(&Visitor::default(), &signed_in, &code).await }
    })
    .await;
    assert_eq!(tally.won, 1, "{tally:?}");
    assert!(
        tally
            .refused
            .iter()
            .all(|refusal| matches!(refusal, Refusal::CodeUsed | Refusal::AddressTaken | Refusal::CodeTries)),
        "{tally:?}"
    );
    let held = "SELECT count(*) FROM identifiers WHERE canonical = 'anna@home.example'";
    assert_eq!(world.database().number(held).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn s17_of_fifty_objections_exactly_one_happens() {
    let world = World::strict().await;
    let processes = processes(&world).await;
    let anna = world.anna().clone();
    let browser = confirmed(&world, &anna).await;
    take(&world, &browser, SECOND, "1").await;
    let code = farewell(&world, &anna.email).await.code.expect("a code");
    let tally = at_once(&processes, 50, |regain, _| {
        let code = code.clone();
        async move { regain.object_by_code(&Visitor::default(), &code).await }
    })
    .await;
    assert_eq!(tally.won, 1, "{tally:?}");
    assert!(tally.refused.iter().all(|refusal| *refusal == Refusal::ObjectionUsed), "{tally:?}");
    assert_eq!(own(&world, &anna.email).await, [anna.email.as_str()]);
}
