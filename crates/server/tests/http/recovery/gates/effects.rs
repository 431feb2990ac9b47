//! A passed gate is told to its person, and reading a page does nothing (S22, S30).

use super::{enter, tries_left, waiting};
use regain_testkit::World;

#[tokio::test]
async fn s30_the_first_gate_and_the_use_of_a_saved_code_are_told_to_the_person_once() {
    let world = World::new().await;
    let anna = world.anna();
    world.proven(anna, "forgot_password", 0).await;
    let subjects: Vec<String> = world
        .mails_to(&anna.email)
        .await
        .into_iter()
        .map(|mail| mail.subject)
        .collect();
    assert_eq!(
        subjects,
        [
            "A saved recovery code was used",
            "Getting back into your account: step 1 of 2 is done",
            "Your code to get back into your account"
        ]
    );
}

#[tokio::test]
async fn s22_reading_is_inert_however_often_and_by_whomever_a_page_is_opened() {
    let world = World::new().await;
    let (owner, code) = waiting(&world).await;
    let link = world.last_mail_to("anna@example.org").await.link;
    let (path, fragment) = link
        .strip_prefix("https://id.example.org")
        .and_then(|link| link.split_once('#'))
        .expect("a fragment");
    let before = world.database().row_counts().await;
    for scanner in [
        "Mozilla/5.0 (compatible; SafeLinks)",
        "curl/8",
        "Slackbot-LinkExpanding 1.0",
    ] {
        let scanner = world.browser().with("user-agent", scanner);
        for _ in 0..20 {
            for path in [
                path,
                "/recover/verify",
                "/recover/progress",
                "/recover/password",
                "/recover/done",
                "/sign-in",
            ] {
                for method in ["GET", "HEAD"] {
                    let request = http::Request::builder()
                        .method(method)
                        .uri(path)
                        .header("accept", "text/html");
                    let answer = scanner
                        .send(request.body(axum::body::Body::empty()).expect("a request"))
                        .await;
                    assert!(
                        answer.status.is_success(),
                        "{method} {path}: {}",
                        answer.status
                    );
                }
            }
        }
        for leaked in [
            format!("{path}?{fragment}"),
            format!("{path}?code={code}"),
            format!("{path}?token={fragment}"),
        ] {
            scanner.get(&leaked).await;
            owner.get(&leaked).await;
        }
    }
    assert_eq!(world.database().row_counts().await, before);
    assert_eq!(owner.recovery_step().await, Some(1));
    assert_eq!(tries_left(&owner).await, None);
    assert_eq!(enter(&owner, &code).await, None);
}
