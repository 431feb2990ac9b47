//! Each screen opens for the roles it is for, and for nobody without a session.

use super::{page_of, signed_in_as};
use crate::support::people::root;
use http::StatusCode;
use regain_domain::Role;
use regain_testkit::{ADDRESSES, World};

const SCREENS: [&str; 4] = [
    "/admin",
    "/admin/invite",
    "/admin/requests",
    "/admin/history",
];

#[tokio::test]
async fn every_screen_opens_for_the_roles_it_is_for() {
    for (role, open) in [
        (Role::Member, [false; 4]),
        (Role::Auditor, [true, false, false, true]),
        (Role::UserAdministrator, [true, true, false, true]),
        (Role::GlobalAdministrator, [true; 4]),
    ] {
        let world = World::new().await;
        let browser = signed_in_as(&world, role).await;
        for (path, open) in SCREENS.into_iter().zip(open) {
            let page = browser.get(path).await;
            let expected = if open {
                StatusCode::OK
            } else {
                StatusCode::FORBIDDEN
            };
            assert_eq!(page.status, expected, "{path} as {role:?}");
            assert_eq!(
                page.words().contains("Your role doesn't allow this"),
                !open,
                "{path} as {role:?}"
            );
        }
        let person = browser.get(&page_of(&world, ADDRESSES[0]).await).await;
        assert_eq!(
            person.words().contains(ADDRESSES[0]),
            role != Role::Member,
            "{role:?}"
        );
        assert_eq!(
            browser
                .get("/account")
                .await
                .words()
                .contains("Administration"),
            role != Role::Member
        );
    }
}

#[tokio::test]
async fn without_a_session_every_screen_leads_to_sign_in_and_back() {
    let world = World::new().await;
    for path in SCREENS {
        let answer = world.browser().get(path).await;
        assert_eq!(
            answer.location(),
            Some(&*format!("/sign-in?notice=needed&return_to={path}"))
        );
    }
    let nobody = root(&world)
        .await
        .get("/admin/people/00112233445566778899aabbccddeeff")
        .await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND);
    assert!(nobody.words().contains("There is no such person."));
}
