//! S93: pages and mails show whatever people write into names, reasons, searches and headers as
//! text.

use crate::support::markup::elements;
use crate::support::routes::page_addresses;
use regain_domain::PersonName;
use regain_testkit::{Answer, Browser, Person, SoftPasskey, World, done};

/// An element or an attribute of this name must never come out of text.
const MARK: &str = "x-planted";

/// Each breaks out of one place in hand-filled HTML.
const PIECES: [&str; 12] = [
    "<x-planted onclick=alert(1)>",
    "\"><x-planted src=x onerror=alert(1)>",
    "'><x-planted/onload=alert(1)>",
    "</script><script x-planted>alert(1)</script>",
    "--></title></textarea></style><x-planted>",
    "]]><x-planted><![CDATA[",
    "\" x-planted onfocus=alert(1) autofocus=\"",
    "' x-planted onfocus=alert(1) autofocus='",
    "` x-planted onfocus=alert(1) `",
    "javascript:alert('x-planted')",
    "&lt;x-planted&gt;&#60;x-planted&#62;",
    "{{x-planted}}${x-planted}<%x-planted%>",
];

/// The parameters that pages read from their addresses.
const PARAMETERS: [&str; 14] = [
    "notice",
    "problem",
    "lang",
    "step",
    "way",
    "return_to",
    "change",
    "event",
    "person",
    "before",
    "after",
    "page",
    "status",
    "verify",
];

/// The people's names here: up to 100 characters, with all pieces among them.
fn names() -> Vec<String> {
    PIECES.chunks(2).map(|pieces| pieces.concat()).collect()
}

#[track_caller]
fn assert_inert(html: &str, what: &str) {
    for element in elements(html) {
        assert_ne!(element.name, MARK, "{what}: {element:?}");
        for (name, value) in &element.attributes {
            assert!(
                name != MARK && !name.starts_with("on"),
                "{what}: {element:?}"
            );
            let loads = ["href", "src", "action", "formaction"].contains(&name.as_str());
            assert!(
                !loads || !value.trim().to_lowercase().starts_with("javascript:"),
                "{what}: {element:?}"
            );
        }
    }
}

/// Asserts that the page shows the text, as text only.
#[track_caller]
fn assert_shown(page: &Answer, text: &str, what: &str) {
    assert_inert(&page.body, what);
    let typed = elements(&page.body)
        .iter()
        .any(|element| element.attribute("value") == Some(text));
    assert!(
        typed || page.words().contains(text),
        "{what}: {text} isn't in {}",
        page.words()
    );
}

/// Visits every page whose address begins like this.
async fn assert_all_inert(browser: &Browser, begin: &str, person: &str, who: &str) {
    for address in page_addresses(person)
        .into_iter()
        .filter(|address| address.starts_with(begin))
    {
        assert_inert(
            &browser.get(&address).await.body,
            &format!("{address} for {who}"),
        );
    }
}

/// An address with these parameters, all with one value.
fn query(path: &str, names: &[&str], value: &str) -> String {
    let pairs = names.iter().map(|name| (name, value));
    format!(
        "{path}?{}",
        url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs)
            .finish()
    )
}

#[tokio::test]
async fn s93_names_and_reasons_that_are_stored_come_back_as_text_in_every_page_and_mail() {
    let world = World::new().await;
    let administrator = world.confirmed(world.root()).await;
    for (index, name) in names().into_iter().enumerate() {
        let address = format!("guest-{index}@example.org");
        let link = world.invite(&address).await;
        let browser = world.browser().with("user-agent", PIECES[index]);
        done(
            &browser
                .call("open_invitation", &[("code", link.code.shown().as_str())])
                .await,
        );
        let mut person = Person::at(&address);
        // A name that today's rules refuse (S70) may have been stored before them.
        let is_one = PersonName::parse(&name).is_ok();
        if is_one {
            person.name.clone_from(&name);
        }
        browser.enrol_until_codes(&mut person).await;
        let id = world.id_of(&address).await.to_hex();
        if !is_one {
            let stored = name.replace('\'', "''");
            world
                .database()
                .run(&format!(
                    "UPDATE people SET name = '{stored}' WHERE hex(id) = upper('{id}')"
                ))
                .await;
        }
        assert_all_inert(&browser, "/invite", "0", "somebody invited").await;
        done(
            &browser
                .call("confirm_saved_code", &[("code", &person.codes[0])])
                .await,
        );
        browser.sign_in(&person).await;
        done(
            &browser
                .call("confirm", &[("password", &person.password)])
                .await,
        );

        let contact = format!("contact-{index}@example.net");
        let called = if is_one { &name } else { &names()[0] };
        done(
            &browser
                .call("add_contact", &[("name", called), ("mailbox", &contact)])
                .await,
        );
        assert_shown(
            &browser.get("/account/methods/contacts").await,
            called,
            "contacts",
        );
        let asked = world.contact_browser(&contact).await;
        let page = asked.get("/contact?step=answer").await;
        if is_one {
            assert_shown(&page, &name, "who asks");
        } else {
            assert_eq!(
                page.heading(),
                "Somebody asks you to be a recovery contact",
                "S70"
            );
        }

        assert_shown(
            &administrator.get(&format!("/admin/people/{id}")).await,
            &name,
            "a person",
        );
        assert_shown(&administrator.get("/admin").await, &name, "people");
        let reason = PIECES.concat().chars().take(200).collect::<String>();
        done(
            &administrator
                .call("disable_person", &[("person", &id), ("reason", &reason)])
                .await,
        );
        done(
            &administrator
                .call("enable_person", &[("person", &id)])
                .await,
        );
        assert_all_inert(&administrator, "/admin", &id, "an administrator").await;
        browser.sign_in(&person).await;
        assert_all_inert(&browser, "/account", &id, "an owner").await;
        assert_all_inert(&asked, "/contact", &id, "a contact").await;
        // A refused sign-in and a recovery's mail contain the name, too.
        world
            .browser()
            .start_recovery(&person.user_name, "forgot_password")
            .await;
    }
    let mails = world.mails().await;
    for mail in &mails {
        assert_inert(&mail.html, &mail.subject);
        assert!(!mail.subject.contains(['\n', '\r']), "S67");
    }
    for name in names() {
        let mut named = mails
            .iter()
            .filter(|mail| mail.text.contains(name.as_str()));
        match PersonName::parse(&name) {
            Ok(_) => assert!(
                named.next().is_some(),
                "each name that is one stands in a mail: {name}"
            ),
            Err(_) => {
                assert!(
                    !named.any(|mail| mail.to.starts_with("contact-")),
                    "no other is read by strangers: {name}"
                );
            }
        }
    }
    assert!(
        mails.iter().any(|mail| mail.text.contains(PIECES[3])),
        "so does a reason"
    );
    assert_inert(
        &world.browser().get("/dev/mailbox").await.body,
        "the development mailbox",
    );
}

#[tokio::test]
async fn s93_names_of_methods_come_back_as_text() {
    let world = World::strict().await;
    let browser = world.confirmed(world.anna()).await;
    let (options, state) = browser.passkey_question("add").await;
    let credential = SoftPasskey::new(9).make(&options);
    let fields = [
        ("name", PIECES[0]),
        ("credential", &credential),
        ("state", &state),
    ];
    done(&browser.call("add_passkey", &fields).await);
    let page = browser.get("/account/methods").await;
    assert_shown(&page, PIECES[0], "a passkey");
    let ids: Vec<String> = elements(&page.body)
        .iter()
        .filter(|element| element.attribute("name") == Some("method"))
        .filter_map(|element| element.attribute("value").map(str::to_owned))
        .collect();
    assert!(ids.len() >= 2, "an app and a passkey: {ids:?}");
    for id in &ids {
        for piece in PIECES {
            done(
                &browser
                    .call("rename_method", &[("method", id), ("name", piece)])
                    .await,
            );
            assert_shown(&browser.get("/account/methods").await, piece, "a method");
        }
    }
    done(&browser.call("remove_method", &[("method", &ids[1])]).await);
    for mail in world.mails().await {
        assert_inert(&mail.html, &mail.subject);
    }
}

#[tokio::test]
async fn s93_what_was_typed_and_refused_or_asked_for_by_an_address_comes_back_as_text() {
    let world = World::new().await;
    let administrator = world.confirmed(world.root()).await;
    let browser = world.browser();
    for piece in PIECES {
        let refused = browser
            .post("sign_in", &[("identifier", piece), ("password", piece)])
            .await;
        assert_shown(
            &browser.follow(&refused).await,
            piece,
            "what was typed at sign-in",
        );
        let refused = browser
            .post(
                "start_recovery",
                &[("identifier", piece), ("trouble", piece)],
            )
            .await;
        assert_shown(
            &browser.follow(&refused).await,
            piece,
            "what was typed at a recovery",
        );
        let refused = administrator
            .post("invite_person", &[("address", piece), ("language", piece)])
            .await;
        assert_shown(
            &administrator.follow(&refused).await,
            piece,
            "an address that is none",
        );
        let table = [("table", piece), ("language", "en")];
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(table)
            .finish();
        let preview = administrator
            .send(administrator.form("/admin/invite", &body))
            .await;
        assert_inert(&preview.body, "a table");
        assert!(preview.body.contains(MARK), "the table comes back");
        assert_shown(
            &administrator.get(&query("/admin", &["q"], piece)).await,
            piece,
            "a search",
        );
        assert_shown(
            &administrator
                .get(&query("/admin/readiness", &["q"], piece))
                .await,
            piece,
            "a search",
        );
        for page in page_addresses("0") {
            assert_inert(
                &administrator
                    .get(&query(&page, &PARAMETERS, piece))
                    .await
                    .body,
                &format!("{page}: {piece}"),
            );
        }
        let nowhere = browser
            .get(&query("/nowhere", &[piece], piece).replace('?', "/"))
            .await;
        assert_inert(&nowhere.body, "an address that leads nowhere");
    }
}
