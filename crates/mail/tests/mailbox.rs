//! The development mailbox.

mod common;

use common::{created, envelope, mail, messages};
use regain_domain::{Language, OutboxId};
use regain_mail::{Context, Envelope, Mailbox, Transport, Zone, render};

#[tokio::test]
async fn the_newest_mail_comes_first_and_each_is_found_by_its_id() {
    let mailbox = Mailbox::new();
    for (n, message) in (0..).zip(messages()) {
        let context = Context {
            organisation: "Example",
            language: Language::English,
            device: None,
            place: None,
            zone: Zone::default(),
            freeze: None,
        };
        mailbox
            .send(&render(envelope(n), &message, &context))
            .await
            .expect("kept");
    }
    let list = mailbox.list();
    assert_eq!(list.len(), messages().len());
    assert_eq!(list[0].subject, "You already have an account");
    assert_eq!(mailbox.get(&list[3].id).as_ref(), Some(&list[3]));
    assert_eq!(mailbox.get("elsewhere"), None);
}

#[tokio::test]
async fn only_the_newest_500_are_kept() {
    let mailbox = Mailbox::new();
    let context = Context {
        organisation: "Example",
        language: Language::English,
        device: None,
        place: None,
        zone: Zone::default(),
        freeze: None,
    };
    for n in 0..u128::try_from(Mailbox::CAPACITY).expect("small") + 10 {
        let id = OutboxId::from_bytes(n.to_be_bytes());
        let email = render(Envelope { id, ..envelope(0) }, &created(1), &context);
        mailbox.send(&email).await.expect("kept");
    }
    assert_eq!(mailbox.list().len(), Mailbox::CAPACITY);
    assert_eq!(
        mailbox.list()[0].id,
        format!("{:032x}", Mailbox::CAPACITY + 9)
    );
    assert_eq!(mailbox.get(&format!("{:032x}", 9)), None);
}

#[tokio::test]
async fn an_entry_as_json_has_what_a_test_needs() {
    let mailbox = Mailbox::new();
    let email = mail(&messages()[1], Language::TraditionalChinese);
    mailbox.send(&email).await.expect("kept");
    let json = serde_json::to_value(&mailbox.list()[0]).expect("serializable");
    assert_eq!(json["id"], "07070707070707070707070707070707");
    assert_eq!(json["to"], "anna@example.org");
    assert_eq!(json["from"], "Example <no-reply@example.org>");
    assert_eq!(json["language"], "zh-Hant");
    assert_eq!(json["code"], "28T5-CY4T");
    assert_eq!(json["link"], email.link.as_str());
    assert_eq!(json["sent_at"], 1_793_714_700_000_u64);
}
