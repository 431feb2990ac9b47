//! "Ask my recovery contact" (S27): one gate, however many contacts, which a contact opens by
//! passing a code on.

use regain_domain::policy;
use regain_testkit::{
    ADDRESSES, BEGINNING, Browser, CONTACTS, World, comparable, done, wrong_code,
};
use std::time::Duration;

const CLEO: &str = CONTACTS[0].1;
const DORA: &str = CONTACTS[1].1;

/// The refusal of a code; `None` if it was right.
async fn enter(browser: &Browser, code: &str) -> Option<String> {
    browser
        .call("enter_contact_code", &[("code", code)])
        .await
        .refusal()
}

async fn asked_since(world: &World, address: &str) -> usize {
    world
        .mails_to(address)
        .await
        .into_iter()
        .filter(|mail| mail.subject.contains("asked to pass on"))
        .count()
}

#[tokio::test]
async fn s27_a_contact_confirms_by_voice_and_passes_a_code_on_which_is_one_of_two_gates() {
    let world = World::strict().await;
    let anna = world.anna();
    world.counting_contacts(anna, 1).await;
    let browser = world.browser();
    browser
        .start_recovery(&anna.user_name, "forgot_password")
        .await;
    assert!(
        browser
            .get("/recover/verify")
            .await
            .words()
            .contains("Ask my recovery contact")
    );
    let chosen = browser
        .post("choose_method", &[("method", "contact")])
        .await;
    let page = browser.follow(&chosen).await;
    assert!(
        page.words().contains("Enter the code from your contact"),
        "{}",
        page.words()
    );
    assert!(page.words().contains("up to 24 hours"), "{}", page.words());
    assert!(
        !page.words().contains("Cleo"),
        "S2: nobody is named before a gate has passed"
    );

    let mail = world.last_mail_to(CLEO).await;
    assert_eq!(mail.subject, "You are asked to pass on a code");
    assert!(
        mail.text
            .contains(&format!("\u{201C}{}\u{201D}", anna.name)),
        "{}",
        mail.text
    );
    for never in [
        anna.email.as_str(),
        anna.user_name.as_str(),
        "network",
        "Device",
        "Chrome",
    ] {
        assert!(!mail.text.contains(never), "S27: {never}: {}", mail.text);
    }
    assert_eq!(
        world.last_mail_to(&anna.email).await.subject,
        "Your recovery contacts were asked for help"
    );
    assert!(
        world.last_mail_to(&anna.email).await.freeze_link.is_some(),
        "S30"
    );

    // Before the contact confirms, no code exists, and opening the page confirms nothing (S22).
    let contact = world.browser();
    for _ in 0..20 {
        contact.get("/contact/pass-on").await;
    }
    let opened = contact
        .post("open_pass_on", &[("code", &mail.code.expect("a code"))])
        .await;
    assert_eq!(
        contact.follow(&opened).await.heading(),
        format!("{} asked you to pass on a code", anna.name)
    );
    assert_eq!(
        world
            .database()
            .number("SELECT count(*) FROM contact_requests WHERE code_mac IS NOT NULL")
            .await,
        0
    );
    let unticked = contact.post("pass_on", &[]).await;
    assert_eq!(
        unticked.location(),
        Some("/contact/pass-on?step=answer&problem=pass-on-tick")
    );
    assert!(
        contact
            .follow(&unticked)
            .await
            .words()
            .contains("Speak with them first")
    );
    let shown = contact.post("pass_on", &[("spoken", "on")]).await;
    assert_eq!(shown.location(), Some("/contact/pass-on?step=code"));
    let page = contact.follow(&shown).await;
    assert!(
        page.words().contains("By voice or in person only."),
        "{}",
        page.words()
    );
    assert!(
        page.body.contains("class=\"value__spoken\""),
        "read aloud: the largest thing on the page"
    );
    assert!(
        page.words().contains("For each letter, say the word too."),
        "{}",
        page.words()
    );
    let code = contact.shown_key("/contact/pass-on?step=code").await;
    assert_eq!(code.len(), 9, "in groups of four: {code}");
    for letter in code.chars().filter(char::is_ascii_alphabetic) {
        assert!(
            page.words().contains(&format!("{letter} as in {letter}")),
            "{letter}: {}",
            page.words()
        );
    }
    done(&contact.call("forget_passed", &[]).await);
    assert_eq!(
        contact.get("/contact/pass-on?step=code").await.location(),
        Some("/contact/pass-on?problem=pass-on-used")
    );

    assert_eq!(
        enter(&browser, &code.to_lowercase().replace('-', " ")).await,
        None
    );
    assert_eq!(browser.recovery_step().await, Some(2), "one gate");
    let again = browser
        .call("choose_method", &[("method", "contact")])
        .await;
    assert_eq!(
        again.refusal().as_deref(),
        Some("method-used"),
        "S12: two contacts are no two gates"
    );
    let early = browser
        .call(
            "new_password",
            &[("password", "nobody has ever said this before")],
        )
        .await;
    assert_ne!(early.body, "\"Done\"", "S27: alone it opens nothing");
    world.pass_mail(&browser, anna).await;
    done(
        &browser
            .call(
                "new_password",
                &[("password", "nobody has ever said this before")],
            )
            .await,
    );
    let history = world
        .database()
        .texts("SELECT event FROM history ORDER BY seq DESC LIMIT 8")
        .await;
    for event in ["contact.asked", "contact.vouched", "recovery.gate_passed"] {
        assert!(
            history.iter().any(|told| told == event),
            "{event}: {history:?}"
        );
    }
}

#[tokio::test]
async fn s12_a_contact_is_the_second_gate_too_and_replaces_a_lost_authenticator_with_another_proof()
{
    let world = World::strict().await;
    let anna = world.anna();
    world.counting_contacts(anna, 1).await;
    let browser = world.browser();
    browser
        .start_recovery(&anna.user_name, "lost_authenticator")
        .await;
    browser.pass_saved_code(&anna.codes[1]).await;
    done(
        &browser
            .call("choose_method", &[("method", "contact")])
            .await,
    );
    assert_eq!(enter(&browser, &world.passed_code(CLEO).await).await, None);
    let page = browser.get("/recover/verify").await;
    assert_eq!(page.location(), Some("/recover/authenticator"));
    // First a contact, then an authenticator app.
    let browser = world.asking_contacts(&anna.user_name).await;
    assert_eq!(enter(&browser, &world.passed_code(CLEO).await).await, None);
    done(
        &browser
            .call("choose_method", &[("method", "authenticator")])
            .await,
    );
    done(
        &browser
            .call("enter_authenticator", &[("code", &world.app_code(anna))])
            .await,
    );
    assert_eq!(browser.recovery_step().await, Some(3));
}

#[tokio::test]
async fn s2_s3_for_somebody_who_does_not_exist_everything_looks_the_same_and_leaves_the_same_rows()
{
    let world = World::strict().await;
    world.counting_contacts(world.anna(), 2).await;
    let walk = async |identifier: &str| {
        let before = world.database().row_counts().await;
        let browser = world.browser();
        browser.start_recovery(identifier, "forgot_password").await;
        let mut seen = Vec::new();
        let chosen = browser
            .post("choose_method", &[("method", "contact")])
            .await;
        let after = world.database().row_counts().await;
        let waiting = browser.follow(&chosen).await;
        let half = browser
            .post("enter_contact_code", &[("code", "ABCD")])
            .await;
        let wrong = browser
            .post("enter_contact_code", &[("code", "ABCD-EFGH")])
            .await;
        let said = browser.follow(&wrong).await;
        let early = browser.post("resend_code", &[]).await;
        for answer in [&chosen, &waiting, &half, &wrong, &said, &early] {
            let cookie = browser.cookie("recovery").expect("a recovery").value;
            seen.push(comparable(answer, &[identifier, &cookie]));
        }
        let rows: Vec<(String, i64)> = after
            .into_iter()
            .map(|(table, count)| {
                let more = count - before[&table];
                (table, more)
            })
            .filter(|(_, more)| *more != 0)
            .collect();
        (seen, rows)
    };
    let known = walk("anna").await;
    let unknown = walk("nobody.at.all").await;
    assert_eq!(known.0, unknown.0);
    assert_eq!(known.1, unknown.1);
    let rows: Vec<(&str, i64)> = known
        .1
        .iter()
        .map(|(table, more)| (table.as_str(), *more))
        .collect();
    let expected = [
        ("challenges", 1),
        ("contact_requests", 3),
        ("outbox", 4),
        ("recovery_flows", 1),
        ("spendings", 2),
    ];
    assert_eq!(rows, expected);
}

#[tokio::test]
async fn s28_a_contact_counts_72_hours_after_they_agreed() {
    let world = World::strict().await;
    let anna = world.anna();
    world.agreed_contacts(anna, 1).await;
    let agreed = world.holdings(&anna.email).await.contacts[0]
        .accepted_at
        .expect("they agreed");
    let at = |seconds: u64| agreed.plus(Duration::from_secs(seconds));
    world.advance(world.now().until(at(72 * 3600 - 60)));
    world.asking_contacts("anna").await;
    assert_eq!(asked_since(&world, CLEO).await, 0, "71:59");
    world.advance_seconds(120);
    let browser = world.asking_contacts("anna").await;
    assert_eq!(asked_since(&world, CLEO).await, 1, "72:01");
    assert_eq!(enter(&browser, &world.passed_code(CLEO).await).await, None);
    assert!(BEGINNING < agreed);
}

#[tokio::test]
async fn s15_s17_wrong_used_replaced_and_expired_codes_each_have_their_own_sentence() {
    let world = World::strict().await;
    let anna = world.anna();
    world.counting_contacts(anna, 2).await;
    let browser = world.asking_contacts("anna").await;
    let first = world.passed_code(CLEO).await;
    assert_eq!(enter(&browser, "").await.as_deref(), Some("code-empty"));
    assert_eq!(
        enter(&browser, "ABCD").await.as_deref(),
        Some("code-malformed")
    );
    assert_eq!(
        enter(&browser, &wrong_code(&first)).await.as_deref(),
        Some("code-wrong")
    );
    let early = browser.call("resend_code", &[]).await;
    assert_eq!(early.refusal().as_deref(), Some("resend-early"));
    world.advance(policy::RESEND_WAIT);
    // A contact who opened the earlier mail reads that a newer one exists.
    let late = world.mailed_code(DORA).await;
    done(&browser.call("resend_code", &[]).await);
    assert_eq!(
        enter(&browser, &first).await.as_deref(),
        Some("passed-replaced")
    );
    let contact = world.browser();
    assert_eq!(
        contact
            .call("open_pass_on", &[("code", &late)])
            .await
            .refusal()
            .as_deref(),
        Some("contact-replaced")
    );
    // After five tries, the right code comes too late.
    let second = world.passed_code(CLEO).await;
    for left in (0..4).rev() {
        assert_eq!(
            enter(&browser, &wrong_code(&second)).await.as_deref(),
            Some("code-wrong"),
            "{left} left"
        );
    }
    assert_eq!(
        enter(&browser, &second).await.as_deref(),
        Some("code-tries")
    );

    // After a day, with another gate keeping the recovery open.
    world.advance(policy::RESEND_WAIT);
    done(&browser.call("resend_code", &[]).await);
    let third = world.passed_code(CLEO).await;
    world.advance(policy::CONTACT_CODE_LIFETIME - Duration::from_secs(60));
    done(&browser.call("choose_another_way", &[]).await);
    world.pass_mail(&browser, anna).await;
    done(
        &browser
            .call("choose_method", &[("method", "contact")])
            .await,
    );
    world.advance_seconds(61);
    assert_eq!(
        enter(&browser, &third).await.as_deref(),
        Some("passed-expired")
    );
}

#[tokio::test]
async fn s27_asking_contacts_keeps_a_recovery_open_for_a_day_before_and_after_the_first_gate() {
    let world = World::strict().await;
    let anna = world.anna();
    world.counting_contacts(anna, 1).await;
    let day = policy::CONTACT_CODE_LIFETIME;
    let browser = world.asking_contacts("anna").await;
    world.advance(day - Duration::from_secs(1));
    assert_eq!(enter(&browser, &world.passed_code(CLEO).await).await, None);
    // From then on it is as short as always (S16).
    assert!(
        browser
            .get("/recover/verify")
            .await
            .words()
            .contains("You have 15 minutes")
    );
    world.advance(policy::FLOW_LIFETIME_AFTER_GATE);
    assert_eq!(browser.recovery_step().await, None);

    let browser = world.browser();
    browser.start_recovery("anna", "forgot_password").await;
    world.pass_mail(&browser, anna).await;
    done(
        &browser
            .call("choose_method", &[("method", "contact")])
            .await,
    );
    world.advance(day - Duration::from_secs(1));
    // A saved code works as well, after so long.
    done(&browser.call("choose_another_way", &[]).await);
    browser.pass_saved_code(&anna.codes[2]).await;
    assert_eq!(browser.recovery_step().await, Some(3));
    world.advance(policy::FLOW_LIFETIME_AFTER_GATE);
    assert_eq!(
        browser.recovery_step().await,
        None,
        "S16: no day for the password"
    );

    // Never longer than two days, however often the person asks the contacts.
    let browser = world.asking_contacts("anna").await;
    world.advance(day - Duration::from_secs(1));
    done(&browser.call("resend_code", &[]).await);
    world.advance(day - Duration::from_secs(1));
    done(&browser.call("resend_code", &[]).await);
    world.advance_seconds(2);
    assert_eq!(browser.recovery_step().await, None);
}

#[tokio::test]
async fn two_of_three_have_to_pass_a_code_on_where_the_owner_wants_it() {
    let world = World::strict().await;
    let anna = world.anna();
    world.counting_contacts(anna, 3).await;
    let owner = world.confirmed(anna).await;
    done(&owner.call("set_contacts_needed", &[("needed", "2")]).await);
    let browser = world.asking_contacts("anna").await;
    let cleo = world.passed_code(CLEO).await;
    let dora = world.passed_code(DORA).await;
    assert_eq!(enter(&browser, &cleo).await, None);
    assert_eq!(browser.recovery_step().await, Some(1), "one is not enough");
    let page = browser.get("/recover/verify").await.words();
    assert!(
        page.contains("Now enter the code from another contact."),
        "{page}"
    );
    assert_eq!(
        enter(&browser, &cleo).await.as_deref(),
        Some("code-used"),
        "the same one twice"
    );
    assert_eq!(browser.recovery_step().await, Some(1));
    assert_eq!(enter(&browser, &dora).await, None);
    assert_eq!(
        browser.recovery_step().await,
        Some(2),
        "and both are one gate"
    );
    let again = browser
        .call("choose_method", &[("method", "contact")])
        .await;
    assert_eq!(again.refusal().as_deref(), Some("method-used"));
    assert_eq!(
        world
            .database()
            .number("SELECT count(*) FROM proofs WHERE class = 'contact'")
            .await,
        1
    );
}

#[tokio::test]
async fn a_contact_who_says_no_ends_it_the_owner_hears_of_it_and_whoever_asked_learns_nothing() {
    let world = World::strict().await;
    let anna = world.anna();
    world.counting_contacts(anna, 2).await;
    let browser = world.asking_contacts("anna").await;
    let cleo = world.passed_code(CLEO).await;
    let dora = world.asked_browser(DORA).await;
    let refused = dora.post("refuse_pass_on", &[]).await;
    assert_eq!(refused.location(), Some("/contact/pass-on?notice=refused"));
    let told = world.last_mail_to(&anna.email).await;
    assert_eq!(told.subject, "A recovery contact says that it wasn't you");
    assert!(told.text.contains("Dora") && told.freeze_link.is_some());
    assert_eq!(
        enter(&browser, &cleo).await.as_deref(),
        Some("code-wrong"),
        "S2: as for somebody who doesn't exist"
    );
    // This recovery doesn't ask anybody again.
    world.advance(policy::RESEND_WAIT);
    let before = asked_since(&world, CLEO).await;
    done(&browser.call("resend_code", &[]).await);
    assert_eq!(asked_since(&world, CLEO).await, before);
}

#[tokio::test]
async fn s17_s19_a_link_is_used_once_and_each_code_is_for_its_own_page_and_its_own_recovery() {
    let world = World::strict().await;
    let anna = world.anna();
    world.counting_contacts(anna, 1).await;
    let invitation = world.mailed_code(CLEO).await;
    let browser = world.asking_contacts("anna").await;
    let link = world.mailed_code(CLEO).await;
    let code = world.passed_code(CLEO).await;
    let contact = world.browser();
    assert_eq!(
        contact
            .call("open_pass_on", &[("code", &link)])
            .await
            .refusal()
            .as_deref(),
        Some("pass-on-used")
    );
    // S19: neither code works in the other's place, nor for freezing.
    assert_eq!(
        contact
            .call("open_pass_on", &[("code", &invitation)])
            .await
            .refusal()
            .as_deref(),
        Some("contact-unknown")
    );
    assert_eq!(
        contact
            .call("open_contact", &[("code", &link)])
            .await
            .refusal()
            .as_deref(),
        Some("contact-unknown")
    );
    assert_eq!(
        contact
            .call("freeze_by_code", &[("code", &link)])
            .await
            .refusal()
            .as_deref(),
        Some("freeze-unknown")
    );
    // Another recovery of the same person, and one of somebody else.
    let other = world.asking_contacts("anna").await;
    assert_eq!(enter(&other, &code).await.as_deref(), Some("code-wrong"));
    let bert = world.asking_contacts("bert").await;
    assert_eq!(enter(&bert, &code).await.as_deref(), Some("code-wrong"));
    done(&bert.call("choose_method", &[("method", "mail")]).await);
    assert_eq!(
        bert.call("enter_mailed_code", &[("code", &code)])
            .await
            .refusal()
            .as_deref(),
        Some("code-wrong")
    );
    // Without the code from its mail, no form takes a contact's answer.
    for endpoint in [
        "pass_on",
        "refuse_pass_on",
        "accept_contact",
        "decline_contact",
    ] {
        let answer = world
            .browser()
            .call(
                endpoint,
                if endpoint == "pass_on" {
                    &[("spoken", "on")]
                } else {
                    &[]
                },
            )
            .await;
        assert!(
            answer
                .location()
                .is_some_and(|to| to.ends_with("problem=contact-unknown")),
            "{endpoint}: {answer:?}"
        );
    }
    assert_eq!(enter(&browser, &code).await, None);
    let late = contact.call("open_pass_on", &[("code", &link)]).await;
    assert_eq!(
        late.refusal().as_deref(),
        Some("pass-on-over"),
        "it helped already"
    );
}

#[tokio::test]
async fn the_code_of_a_contact_who_was_removed_or_stepped_back_is_dead() {
    let world = World::strict().await;
    let anna = world.anna();
    world.agreed_contacts(anna, 2).await;
    let invitation = world.mailed_code(CLEO).await;
    world.advance(policy::QUARANTINE);
    let browser = world.asking_contacts("anna").await;
    let cleo = world.passed_code(CLEO).await;
    let dora = world.passed_code(DORA).await;
    let contact = world.browser();
    done(&contact.call("open_contact", &[("code", &invitation)]).await);
    done(&contact.call("decline_contact", &[]).await);
    assert_eq!(
        enter(&browser, &cleo).await.as_deref(),
        Some("code-wrong"),
        "stepped back"
    );
    let owner = world.confirmed(anna).await;
    let id = world
        .holdings(ADDRESSES[0])
        .await
        .contacts
        .into_iter()
        .find(|row| row.name == "Dora")
        .expect("Dora")
        .id;
    done(
        &owner
            .call("remove_contact", &[("contact", &id.to_hex())])
            .await,
    );
    done(&browser.call("enter_contact_code", &[("code", &dora)]).await);
    assert_eq!(
        browser.recovery_step().await,
        None,
        "S21: a change of the ways back ends every recovery"
    );
}

#[tokio::test]
async fn s66_asking_again_over_budget_takes_no_code_away_that_a_contact_can_pass_on() {
    let world = World::strict().await;
    let anna = world.anna();
    world.counting_contacts(anna, 1).await;
    let owner = world.asking_contacts(&anna.user_name).await;
    let code = world.mailed_code(CLEO).await;
    for _ in 0..policy::MAILS.hourly {
        world.asking_contacts(&anna.email).await;
    }
    world.advance(policy::RESEND_WAIT);
    let asked = asked_since(&world, CLEO).await;
    done(&owner.call("resend_code", &[]).await);
    assert_eq!(
        asked_since(&world, CLEO).await,
        asked,
        "strangers used the budget up"
    );
    let contact = world.browser();
    done(&contact.call("open_pass_on", &[("code", &code)]).await);
    done(&contact.call("pass_on", &[("spoken", "on")]).await);
    let passed = contact.shown_key("/contact/pass-on?step=code").await;
    assert_eq!(
        enter(&owner, &wrong_code(&passed)).await.as_deref(),
        Some("code-wrong")
    );
    assert_eq!(enter(&owner, &passed).await, None);
    assert_eq!(owner.recovery_step().await, Some(2));
}
