//! Every form, by the kind of thing that it acts on: from a page about another one it does nothing,
//! whoever sends it.

use crate::support::tabs::{call, mark, post};
use regain_app::forms::{FORMS, PAGE_FORMS};
use regain_app::request::shown::{ACTS, Kind};
use regain_testkit::{Browser, CONTACTS, World, done};

/// A browser with two beginnings of one kind, one after the other, and the mark of the first page.
async fn two_of(world: &World, kind: Kind) -> (Browser, String) {
    let browser = world.browser();
    let mut pages = Vec::new();
    let anna = world.anna();
    let bert = world.bert();
    match kind {
        Kind::Recovery => {
            for person in [anna, bert] {
                browser
                    .start_recovery(&person.user_name, "forgot_password")
                    .await;
                pages.push(browser.get("/recover/verify").await);
            }
        }
        Kind::SignIn => {
            for person in [anna, bert] {
                browser.asked_for_second_factor(person).await;
                pages.push(browser.get("/sign-in/verify").await);
            }
        }
        Kind::Invitation => {
            for address in ["carla@example.org", "dan@example.org"] {
                let link = world.invite(address).await;
                done(
                    &browser
                        .call("open_invitation", &[("code", link.code.shown().as_str())])
                        .await,
                );
                pages.push(browser.get("/invite").await);
            }
        }
        Kind::Contact => {
            let owner = world.confirmed(anna).await;
            for (name, address) in &CONTACTS[..2] {
                done(
                    &owner
                        .call("add_contact", &[("name", name), ("mailbox", address)])
                        .await,
                );
                let code = world.mailed_code(address).await;
                done(&browser.call("open_contact", &[("code", &code)]).await);
                pages.push(browser.get("/contact?step=answer").await);
            }
        }
        Kind::Passed => {
            world.counting_contacts(anna, 2).await;
            let _asks = world.asking_contacts(&anna.user_name).await;
            for (_, address) in &CONTACTS[..2] {
                let code = world.mailed_code(address).await;
                done(&browser.call("open_pass_on", &[("code", &code)]).await);
                done(&browser.call("pass_on", &[("spoken", "on")]).await);
                pages.push(browser.get("/contact/pass-on?step=code").await);
            }
        }
        Kind::Codes => {
            let owner = world.confirmed(anna).await;
            for _ in 0..2 {
                done(&owner.call("renew_saved_codes", &[]).await);
                pages.push(owner.get("/account/methods/codes").await);
            }
            return (owner, mark(&pages[0]));
        }
        Kind::Person => {
            for person in [anna, bert] {
                world.sign_in_fully(&browser, person).await;
                pages.push(browser.get("/account").await);
            }
        }
    }
    (browser, mark(&pages[0]))
}

/// The fields of a form, each with a meaningless value.
fn filled(path: &str) -> Vec<(&'static str, &'static str)> {
    let form = FORMS
        .iter()
        .chain(PAGE_FORMS)
        .find(|(known, _)| *known == path);
    let (_, fields) = form.unwrap_or_else(|| panic!("no form {path}"));
    fields.iter().map(|field| (*field, "x")).collect()
}

#[tokio::test]
async fn nothing_is_done_for_a_page_that_shows_another_one() {
    for kind in Kind::ALL {
        let world = World::strict().await;
        let (browser, older) = two_of(&world, kind).await;
        let code = kind.refusal().code();
        let cookies = |browser: &Browser| {
            [
                "session",
                "recovery",
                "verify",
                "invitation",
                "contact",
                "passed",
                "codes",
            ]
            .map(|name| browser.cookie(name))
        };
        let mails = world.mails().await.len();
        let rows = world.database().row_counts().await;
        let kept = cookies(&browser);
        let forms = ACTS
            .iter()
            .filter(|(kinds, _)| kinds.contains(&kind))
            .flat_map(|(_, forms)| *forms);
        let mut seen = 0;
        for path in forms {
            let fields = filled(path);
            let to = Some(format!("/other-tab?problem={code}"));
            let answer = match path.strip_prefix("/api/") {
                Some(endpoint) => {
                    let answer = call(&browser, &older, endpoint, &fields).await;
                    assert_eq!(answer.location().map(str::to_owned), to, "{path} by script");
                    assert_eq!(answer.json()["Refused"], code, "{path} by script");
                    post(&browser, &older, endpoint, &fields).await
                }
                None => {
                    let body = format!("shown={older}");
                    browser.send(browser.form(path, &body)).await
                }
            };
            assert_eq!(answer.location().map(str::to_owned), to, "{path}");
            assert!(
                answer.cookies().is_empty(),
                "{path}: {:?}",
                answer.cookies()
            );
            seen += 1;
        }
        assert!(seen > 0, "{kind:?}");
        assert_eq!(world.database().row_counts().await, rows, "{kind:?}");
        assert_eq!(cookies(&browser), kept, "{kind:?}");
        assert_eq!(world.mails().await.len(), mails, "{kind:?}");
    }
}

#[tokio::test]
async fn a_passkey_is_not_asked_for_on_behalf_of_another_one() {
    for (kind, purpose) in [
        (Kind::Recovery, "recover"),
        (Kind::SignIn, "verify"),
        (Kind::Invitation, "enrol"),
        (Kind::Person, "confirm"),
        (Kind::Person, "add"),
    ] {
        let world = World::strict().await;
        let (browser, older) = two_of(&world, kind).await;
        let answer = call(&browser, &older, "ask_for_passkey", &[("purpose", purpose)]).await;
        assert_eq!(answer.json()["Refused"], kind.refusal().code(), "{purpose}");
        assert_eq!(
            answer.location(),
            Some(format!("/other-tab?problem={}", kind.refusal().code()).as_str()),
            "{purpose}"
        );
    }
}

#[tokio::test]
async fn the_page_says_what_it_is_and_leads_on_in_three_languages() {
    for (kind, heading, ways) in [
        (
            Kind::Recovery,
            "You started again in another tab",
            &["/recover/verify", "/recover"][..],
        ),
        (
            Kind::SignIn,
            "You signed in again in another tab",
            &["/sign-in/verify", "/sign-in"],
        ),
        (
            Kind::Invitation,
            "Another invitation was opened in this browser",
            &["/invite"],
        ),
        (
            Kind::Contact,
            "Another email was opened in this browser",
            &["/contact?step=answer"],
        ),
        (
            Kind::Passed,
            "Another email was opened in this browser",
            &["/contact/pass-on?step=code"],
        ),
        (
            Kind::Codes,
            "Newer codes were made in another tab",
            &["/account/methods/codes"],
        ),
        (
            Kind::Person,
            "Somebody else is signed in in this browser now",
            &["/account", "/sign-in"],
        ),
    ] {
        let world = World::strict().await;
        let (browser, _) = two_of(&world, kind).await;
        let address = format!("/other-tab?problem={}", kind.refusal().code());
        let page = browser.get(&address).await;
        assert_eq!(page.heading(), heading);
        assert!(page.words().contains("Nothing was"), "{}", page.words());
        for way in ways {
            assert!(
                page.body.contains(&format!("href=\"{way}\"")),
                "{kind:?}: {way}"
            );
            let next = browser.get(way).await;
            assert_eq!(
                (next.status.as_u16(), next.location()),
                (200, None),
                "{way} goes on"
            );
        }
        let chinese = browser.get(&format!("{address}&lang=zh-Hant")).await;
        assert!(
            chinese.body.contains("<html lang=\"zh-Hant\"") && !chinese.words().contains("Nothing")
        );
    }
}

#[tokio::test]
async fn a_form_without_a_mark_or_with_its_own_goes_on_as_ever() {
    let world = World::new().await;
    for said in [
        "",
        "x",
        "r",
        "r.p",
        "z0123456789abcdef",
        "p0123456789abcdef",
    ] {
        let browser = world.browser();
        browser.start_recovery("anna", "forgot_password").await;
        let answer = post(&browser, said, "choose_method", &[("method", "saved_code")]).await;
        assert_eq!(answer.location(), Some("/recover/verify"), "{said}");
    }
    let (browser, older) = two_of(&world, Kind::Recovery).await;
    let newer = mark(&browser.get("/recover/verify").await);
    assert_ne!(newer, older);
    let answer = post(
        &browser,
        &newer,
        "choose_method",
        &[("method", "saved_code")],
    )
    .await;
    assert_eq!(answer.location(), Some("/recover/verify"));
    // The mark reveals nothing about what it stands for.
    let token = browser.cookie("recovery").expect("a recovery").value;
    assert!(!token.contains(&newer[1..]) && newer.len() == 17, "{newer}");
}
