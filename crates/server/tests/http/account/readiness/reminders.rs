//! The yearly reminder by mail to people who haven't checked their ways back.

use super::{CHECK_UP, DAY, TICKS};
use regain_testkit::{ADDRESSES, World, done};

#[tokio::test]
async fn a_reminder_is_mailed_after_a_year_once_and_again_a_year_later() {
    let world = World::new().await;
    let reminders = async || {
        world
            .regain()
            .upkeep
            .sweep()
            .await
            .expect("the database answers");
        let mails = world.mails_to(ADDRESSES[0]).await;
        mails
            .iter()
            .filter(|mail| mail.subject == "Can you still get back in?")
            .count()
    };
    world.advance_seconds(364 * DAY);
    assert_eq!(reminders().await, 0);
    world.advance_seconds(2 * DAY);
    world.set_disabled(ADDRESSES[1], true).await;
    assert_eq!(reminders().await, 1);
    assert_eq!(reminders().await, 1, "once");
    let bert = world.mails_to(ADDRESSES[1]).await;
    assert!(
        !bert
            .iter()
            .any(|mail| mail.subject == "Can you still get back in?"),
        "who can't sign in isn't reminded"
    );
    assert!(
        world
            .last_mail_to(ADDRESSES[0])
            .await
            .link
            .ends_with(CHECK_UP)
    );
    world.advance_seconds(30 * DAY);
    assert_eq!(reminders().await, 1, "not daily");
    world.advance_seconds(336 * DAY);
    assert_eq!(reminders().await, 2, "a year after the first");
    let browser = world.browser();
    browser.sign_in(world.anna()).await;
    done(&browser.call("finish_check_up", &TICKS).await);
    world.advance_seconds(364 * DAY);
    assert_eq!(
        reminders().await,
        2,
        "a year after the check-up, not before"
    );
    world.advance_seconds(2 * DAY);
    assert_eq!(reminders().await, 3);
}

#[tokio::test]
async fn of_two_processes_that_sweep_at_once_one_reminds() {
    let world = World::new().await;
    world.advance_seconds(366 * DAY);
    let other = world.second_process().await;
    let (first, second) = tokio::join!(world.regain().upkeep.sweep(), other.upkeep.sweep());
    first.expect("the database answers");
    second.expect("the database answers");
    let mails = world.mails_to(ADDRESSES[0]).await;
    assert_eq!(
        mails
            .iter()
            .filter(|mail| mail.subject == "Can you still get back in?")
            .count(),
        1
    );
}
