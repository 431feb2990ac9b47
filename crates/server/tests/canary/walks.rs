//! The walks of people that use every kind of secret.

use super::Secrets;
use regain_domain::{OneTimeCode, policy};
use regain_testkit::{Person, World, done, wrong_code, wrong_saved_code};

/// The newest mail's code and link token.
pub(crate) async fn mailed(
    world: &World,
    secrets: &mut Secrets,
    address: &str,
) -> (String, String) {
    let code = world.mailed_code(address).await;
    let token = world.mailed_token(address).await;
    secrets.add("a mailed code", &code);
    secrets.add("a link's token", &token);
    (code, token)
}

pub(crate) async fn enrol(world: &World, secrets: &mut Secrets, address: &str) -> Person {
    let invitation = world.invite(address).await;
    secrets.add("an invitation", &invitation.code.shown());
    world.deliver().await;
    let browser = world.browser();
    browser.get("/invite").await;
    browser
        .post("open_invitation", &[("code", &invitation.code.shown())])
        .await;
    let mut person = Person::at(address);
    secrets.add("a password", &person.password);
    secrets.add("a refused password", "refused canary");
    browser
        .post("enrol_password", &[("password", "refused canary")])
        .await;
    browser.enrol_until_codes(&mut person).await;
    secrets.add_saved_codes(&person.codes);
    secrets.add_cookies(&browser);
    browser.get("/invite").await;
    done(&browser.call("new_saved_codes", &[]).await);
    person.codes = browser.shown_codes().await;
    secrets.add_saved_codes(&person.codes);
    secrets.add_cookies(&browser);
    let wrong = wrong_saved_code(&person.codes[0]);
    secrets.add("a wrong saved code", &wrong);
    browser
        .post("confirm_saved_code", &[("code", &wrong)])
        .await;
    done(
        &browser
            .call("confirm_saved_code", &[("code", &person.codes[0])])
            .await,
    );
    person
}

pub(crate) async fn sign_in_and_change(world: &World, secrets: &mut Secrets, person: &mut Person) {
    let browser = world.browser();
    secrets.add("a wrong password", "wrong canary password");
    for _ in 0..policy::FREE_FAILURES {
        browser
            .try_sign_in(&person.user_name, "wrong canary password")
            .await;
    }
    browser.try_sign_in("nobody", "wrong canary password").await;
    browser.sign_in(person).await;
    secrets.add_cookies(&browser);
    browser.get("/account").await;
    let new = "a changed canary sentence";
    secrets.add("a changed password", new);
    browser
        .post(
            "change_password",
            &[("current", "wrong canary password"), ("new", new)],
        )
        .await;
    let answer = browser
        .post(
            "change_password",
            &[("current", &person.password), ("new", new)],
        )
        .await;
    assert_eq!(answer.location(), Some("/account?notice=changed"));
    secrets.add_cookies(&browser);
    person.password = new.to_owned();
    browser.post("sign_out", &[]).await;
}

/// Adds a second address, changes the first one, and objects.
pub(crate) async fn move_house(world: &World, secrets: &mut Secrets, person: &Person) {
    let browser = world.browser();
    browser.sign_in(person).await;
    done(
        &browser
            .call("confirm", &[("password", &person.password)])
            .await,
    );
    for (address, position) in [("carla@second.example", ""), ("carla@first.example", "1")] {
        done(
            &browser
                .call(
                    "claim_address",
                    &[("new_address", address), ("position", position)],
                )
                .await,
        );
        let code = world.mailed_code(address).await;
        secrets.add("an address' code", &code);
        let wrong = OneTimeCode::parse(&wrong_code(&code))
            .expect("a code")
            .shown();
        secrets.add("a wrong code", &wrong);
        browser
            .post("enter_address_code", &[("code", &wrong)])
            .await;
        done(&browser.call("enter_address_code", &[("code", &code)]).await);
    }
    let mails = world.mails_to(&person.email).await;
    let objection = mails
        .into_iter()
        .find(|mail| mail.link.contains("/object#"))
        .and_then(|mail| mail.code);
    let objection = objection.expect("a way to object");
    secrets.add("an objection", &objection);
    browser.get("/object").await;
    done(
        &browser
            .call("object_by_code", &[("code", &objection)])
            .await,
    );
}

pub(crate) async fn recover(
    world: &World,
    secrets: &mut Secrets,
    person: &mut Person,
    trouble: &str,
    by_link: bool,
) {
    let browser = world.browser();
    browser.start_recovery(&person.email, trouble).await;
    secrets.add_cookies(&browser);
    done(&browser.call("choose_method", &[("method", "mail")]).await);
    let (code, _) = mailed(world, secrets, &person.email).await;
    world.advance(policy::RESEND_WAIT);
    done(&browser.call("resend_code", &[]).await);
    let (newer, token) = mailed(world, secrets, &person.email).await;
    let wrong = OneTimeCode::parse(&wrong_code(&newer))
        .expect("a code")
        .shown();
    secrets.add("a wrong code", &wrong);
    for typed in [&code, &wrong] {
        browser.post("enter_mailed_code", &[("code", typed)]).await;
    }
    browser.get("/recover/verify").await;
    browser.get("/recover/link").await;
    let answer = if by_link {
        browser
            .call("confirm_link", &[("token", &token), ("code", &newer)])
            .await
    } else {
        browser.call("enter_mailed_code", &[("code", &newer)]).await
    };
    done(&answer);
    done(
        &browser
            .call("choose_method", &[("method", "saved_code")])
            .await,
    );
    browser
        .post(
            "enter_saved_code",
            &[("code", &wrong_saved_code(&person.codes[0]))],
        )
        .await;
    let saved = person.codes.remove(0);
    done(&browser.call("enter_saved_code", &[("code", &saved)]).await);
    browser.get("/recover/password").await;
    if trouble == "know_password" {
        browser
            .post("keep_password", &[("password", "wrong canary password")])
            .await;
        done(
            &browser
                .call("keep_password", &[("password", &person.password)])
                .await,
        );
    } else {
        let new = "a recovered canary sentence";
        secrets.add("a recovered password", new);
        browser
            .post("new_password", &[("password", "refused canary")])
            .await;
        done(&browser.call("new_password", &[("password", new)]).await);
        person.password = new.to_owned();
    }
    browser.get("/recover/done").await;
    world.deliver().await;
}

pub(crate) async fn ask_a_contact(world: &World, secrets: &mut Secrets, person: &Person) {
    let (name, address) = regain_testkit::CONTACTS[0];
    let owner = world.confirmed(person).await;
    done(
        &owner
            .call("add_contact", &[("name", name), ("mailbox", address)])
            .await,
    );
    secrets.add_cookies(&owner);
    secrets.add(
        "an invitation of a contact",
        &world.mailed_code(address).await,
    );
    let contact = world.contact_browser(address).await;
    contact.get("/contact?step=answer").await;
    secrets.add_cookies(&contact);
    done(&contact.call("accept_contact", &[]).await);
    world.advance(policy::QUARANTINE);
    let browser = world.asking_contacts(&person.email).await;
    secrets.add_cookies(&browser);
    secrets.add("a contact's link", &world.mailed_code(address).await);
    let contact = world.asked_browser(address).await;
    contact.get("/contact/pass-on?step=answer").await;
    secrets.add_cookies(&contact);
    done(&contact.call("pass_on", &[("spoken", "on")]).await);
    secrets.add_cookies(&contact);
    let code = contact.shown_key("/contact/pass-on?step=code").await;
    secrets.add("a code that was passed on", &code);
    done(&browser.call("enter_contact_code", &[("code", &code)]).await);
    done(&browser.call("stop_recovery", &[]).await);
}
