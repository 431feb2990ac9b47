//! S91: no page loads anything from elsewhere or leads elsewhere, everything that it names exists,
//! and it names nothing by http.

use crate::support::expected_headers::Judge;
use crate::support::markup::{Element, elements};
use crate::support::routes::page_addresses;
use regain_testkit::{ADDRESSES, Browser, SoftPasskey, World, done};
use std::collections::BTreeSet;

/// Attributes that make a browser load something or go somewhere.
const ADDRESSES_IN: [&str; 13] = [
    "action",
    "background",
    "cite",
    "data",
    "formaction",
    "href",
    "icon",
    "manifest",
    "ping",
    "poster",
    "src",
    "srcset",
    "xlink:href",
];

/// The addresses on a page that lead away from this origin, or aren't paths.
fn foreign(elements: &[Element]) -> Vec<String> {
    let mut found = Vec::new();
    for element in elements {
        for (name, value) in &element.attributes {
            // The key of an authenticator app, for a phone that opens the page itself.
            let of_an_app = element.name == "a" && value.starts_with("otpauth://totp/");
            if ADDRESSES_IN.contains(&name.as_str()) && !is_ours(value) && !of_an_app {
                found.push(format!("<{} {name}={value}>", element.name));
            }
            // Other places where a host may hide: meta refresh, inline styles.
            let names_a_host = value.contains("://")
                && !(name == "xmlns" && value == "http://www.w3.org/2000/svg");
            if !ADDRESSES_IN.contains(&name.as_str()) && (names_a_host || value.contains("url(")) {
                found.push(format!("<{} {name}={value}>", element.name));
            }
        }
        if ["base", "iframe", "frame", "object", "embed", "applet"].contains(&element.name.as_str())
        {
            found.push(format!("<{}>", element.name));
        }
    }
    found
}

/// Whether the address is a path of this site, or a query or a fragment of the same page.
fn is_ours(address: &str) -> bool {
    let is_path =
        address.starts_with('/') && !address.starts_with("//") && !address.starts_with("/\\");
    is_path || address.starts_with(['?', '#'])
}

/// Every address that a page links to or loads.
fn linked(elements: &[Element], page: &str) -> BTreeSet<String> {
    let path = page.split(['?', '#']).next().unwrap_or_default();
    let addresses = elements
        .iter()
        .filter_map(|element| match element.name.as_str() {
            "a" | "link" | "use" | "image" => {
                element.attribute("href").filter(|address| is_ours(address))
            }
            "script" | "img" | "source" => element.attribute("src"),
            _ => None,
        });
    let whole = addresses.map(|address| {
        if address.starts_with('?') {
            format!("{path}{address}")
        } else {
            address.to_owned()
        }
    });
    let without_fragment =
        whole.map(|address| address.split('#').next().unwrap_or_default().to_owned());
    without_fragment
        .filter(|address| !address.is_empty())
        .collect()
}

/// Browsers at every stage at which pages look different.
async fn stages(world: &World) -> Vec<(&'static str, Browser)> {
    let anna = world.anna();
    let bert = world.bert();
    let asked = world.browser();
    asked.asked_for_second_factor(anna).await;
    let owner = world.confirmed(bert).await;
    done(
        &owner
            .make_passkey("add", "add_passkey", &mut SoftPasskey::new(3))
            .await,
    );
    done(
        &owner
            .call(
                "add_contact",
                &[("name", "Cleo"), ("mailbox", "cleo@example.net")],
            )
            .await,
    );
    let contact = world.contact_browser("cleo@example.net").await;
    let administrator = world.confirmed(world.root()).await;
    let invited = world.browser();
    let link = world.invite("carla@example.org").await;
    done(
        &invited
            .call("open_invitation", &[("code", link.code.shown().as_str())])
            .await,
    );
    let enrolling = invited.copy();
    done(
        &enrolling
            .call("enrol_names", &[("name", "Carla"), ("user_name", "carla")])
            .await,
    );
    let started = world.browser();
    started.start_recovery("anna", "forgot_password").await;
    let waiting = world.browser();
    waiting.start_recovery("anna", "forgot_password").await;
    done(&waiting.call("choose_method", &[("method", "mail")]).await);
    let proven = world.proven(anna, "lost_authenticator", 0).await;
    vec![
        ("nobody", world.browser()),
        ("asked for a second factor", asked),
        ("an owner", owner),
        ("a contact", contact),
        ("an administrator", administrator),
        ("invited", enrolling),
        ("recovering", started),
        ("waiting for a mail", waiting),
        ("at the end of a recovery", proven),
    ]
}

#[tokio::test]
async fn s91_no_page_at_any_stage_names_another_host_and_what_it_names_is_there() {
    let world = World::strict().await;
    let person = world.id_of(ADDRESSES[0]).await.to_hex();
    let mut judge = Judge::over(true);
    let mut shown = BTreeSet::new();
    for (who, browser) in stages(&world).await {
        let mut to_visit = BTreeSet::new();
        for address in page_addresses(&person) {
            let page = browser.get(&address).await;
            let found = elements(&page.body);
            assert_eq!(foreign(&found), Vec::<String>::new(), "{address} for {who}");
            assert!(
                page.location().is_none_or(is_ours),
                "{address} for {who}: {:?}",
                page.location()
            );
            if page.status == 200 {
                shown.insert(format!("{address} {}", page.heading()));
                to_visit.extend(linked(&found, &address));
            }
        }
        for address in to_visit {
            // The test builds one file of this site; the scripts come with the release.
            if address.starts_with("/pkg/") && address != "/pkg/regain.css" {
                continue;
            }
            let answer = browser.get(&address).await;
            let ok = answer.status.is_success() || answer.status.is_redirection();
            assert!(ok, "{address}, linked to for {who}: {}", answer.status);
            judge.answer(&answer, &address);
            assert_eq!(
                foreign(&elements(&answer.body)),
                Vec::<String>::new(),
                "{address} for {who}"
            );
        }
    }
    assert!(shown.len() > 35, "{}: {shown:#?}", shown.len());
}

#[test]
fn s91_the_crawl_sees_what_leads_away() {
    for html in [
        "<script src=https://evil.example/x.js>",
        "<link rel=stylesheet href=//evil.example/x.css>",
        "<a href='/\\evil.example'>",
        "<a href=javascript:alert(1)>",
        "<form action=http://evil.example/>",
        "<button formaction=https://evil.example>",
        "<img srcset='https://evil.example/x 2x'>",
        "<meta http-equiv=refresh content='0; url=https://evil.example'>",
        "<p style='background: url(x)'>",
        "<base href='/'>",
        "<iframe>",
    ] {
        assert_eq!(foreign(&elements(html)).len(), 1, "{html}");
    }
    assert_eq!(
        foreign(&elements(
            "<svg xmlns='http://www.w3.org/2000/svg'><use href='#x'/></svg><a href='?x'>"
        )),
        [""; 0]
    );
}
