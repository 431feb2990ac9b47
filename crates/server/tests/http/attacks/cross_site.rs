//! S87, S88: forms that do something when a page of ours sends them do nothing when anything else
//! does.

use axum::body::Body;
use http::{HeaderValue, Method, Request};
use regain_app::forms::{FORMS, PAGE_FORMS};
use regain_testkit::{ADDRESSES, Browser, ORIGIN, World};

/// Headers that differ from those of a form of ours; `None` leaves the header out.
type Headers = &'static [(&'static str, Option<&'static str>)];

/// Forms that don't come from a page of ours: their differing headers, and the status of the
/// answer.
const FOREIGN: [(&str, Headers, u16); 8] = [
    (
        "a cross-site form",
        &[
            ("sec-fetch-site", Some("cross-site")),
            ("origin", Some("https://evil.example")),
        ],
        403,
    ),
    (
        "a form of another name of the same site",
        &[("sec-fetch-site", Some("same-site"))],
        403,
    ),
    (
        "nothing says where it comes from",
        &[("sec-fetch-site", None), ("origin", None)],
        403,
    ),
    (
        "only a Referer of ours says so",
        &[
            ("sec-fetch-site", None),
            ("origin", Some("null")),
            ("referer", Some(ORIGIN)),
        ],
        403,
    ),
    (
        "another origin",
        &[
            ("sec-fetch-site", None),
            ("origin", Some("https://evil.example")),
        ],
        403,
    ),
    ("plain text", &[("content-type", Some("text/plain"))], 403),
    (
        "plain text without an origin",
        &[
            ("content-type", Some("text/plain")),
            ("sec-fetch-site", None),
            ("origin", None),
        ],
        403,
    ),
    ("no content type", &[("content-type", None)], 400),
];

/// Forms that need nothing more than these values to do something.
const EFFECTIVE: [&str; 13] = [
    "/api/sign_in",
    "/api/sign_out",
    "/api/start_recovery",
    "/api/change_password",
    "/api/renew_saved_codes",
    "/api/add_contact",
    "/api/claim_address",
    "/api/invite_person",
    "/api/disable_person",
    "/api/request_role",
    "/api/end_sessions",
    "/api/freeze_own",
    "/admin/history/export",
];

/// Values with which most forms do something for an administrator who has just confirmed.
fn value(field: &str, person: &str, own: &regain_testkit::Person) -> String {
    match field {
        "identifier" => own.user_name.clone(),
        "password" | "current" => own.password.clone(),
        "new" => "quite another sentence than before".to_owned(),
        "trouble" => "forgot_password".to_owned(),
        "language" => "zh-Hant".to_owned(),
        "person" => person.to_owned(),
        "reason" => "on leave".to_owned(),
        "role" => "auditor".to_owned(),
        "address" | "table" => "new@example.org".to_owned(),
        "mailbox" => "cleo@example.net".to_owned(),
        "new_address" => "root@example.net".to_owned(),
        "name" => "Phone".to_owned(),
        "format" => "csv".to_owned(),
        _ => String::new(),
    }
}

fn encoded(fields: &[&str], person: &str, own: &regain_testkit::Person) -> String {
    let pairs = fields
        .iter()
        .map(|field| (*field, value(field, person, own)));
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

fn bent(
    mut request: Request<Body>,
    headers: &[(&'static str, Option<&'static str>)],
) -> Request<Body> {
    for (name, value) in headers {
        request.headers_mut().remove(*name);
        if let Some(value) = value {
            request
                .headers_mut()
                .insert(*name, HeaderValue::from_static(value));
        }
    }
    request
}

#[tokio::test]
async fn s87_nothing_that_a_page_of_ours_can_do_can_be_done_from_elsewhere() {
    let world = World::new().await;
    let root = world.root();
    let person = world.id_of(ADDRESSES[0]).await.to_hex();
    let browser = world.confirmed(root).await;
    let before = world.database().contents().await;
    for (path, fields) in FORMS.iter().chain(PAGE_FORMS) {
        let body = encoded(fields, &person, root);
        for (what, headers, status) in FOREIGN {
            let answer = browser.send(bent(browser.form(path, &body), headers)).await;
            assert_eq!(answer.status, status, "{path}: {what}");
            assert!(
                answer.cookies().is_empty() && answer.location().is_none(),
                "{path}: {what}"
            );
        }
        for method in [Method::GET, Method::HEAD] {
            let mut request = browser.form(&format!("{path}?{body}"), "");
            *request.method_mut() = method.clone();
            let answer = browser.send(request).await;
            let is_page = *path == regain_app::paths::ADMIN_INVITE;
            assert_eq!(
                answer.status,
                if is_page { 200 } else { 405 },
                "{method} {path}"
            );
        }
    }
    assert_eq!(
        world.database().contents().await,
        before,
        "nothing at all was written"
    );

    // The same form from a page of ours does something, so the refusals above meant something.
    for path in EFFECTIVE {
        let (_, fields) = FORMS
            .iter()
            .chain(PAGE_FORMS)
            .find(|(known, _)| *known == path)
            .expect("a form");
        let world = World::new().await;
        let browser: Browser = match path {
            "/api/sign_in" | "/api/start_recovery" => world.browser(),
            _ => world.confirmed(world.root()).await,
        };
        let before = world.database().contents().await;
        browser
            .send(browser.form(path, &encoded(fields, &person, world.root())))
            .await;
        assert_ne!(world.database().contents().await, before, "{path}");
    }
}
