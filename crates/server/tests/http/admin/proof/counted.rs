//! Acts that take something from others are counted (S114).

use super::MINUTE;
use regain_domain::Role;
use regain_testkit::{ADDRESSES, Browser, World, done};

async fn administrators(world: &World) -> (Browser, Browser) {
    world
        .set_role(ADDRESSES[1], Role::GlobalAdministrator)
        .await;
    (
        world.confirmed(world.root()).await,
        world.confirmed(world.bert()).await,
    )
}

#[tokio::test]
async fn s114_twenty_destructive_acts_an_hour_and_a_second_administrator_has_their_own() {
    let world = World::new().await;
    let (root, bert) = administrators(&world).await;
    let id = world.id_of(ADDRESSES[0]).await.to_hex();
    let disable = [("person", id.as_str()), ("reason", "on leave")];
    for _ in 0..17 {
        done(&root.call("disable_person", &disable).await);
        done(&root.call("enable_person", &[("person", &id)]).await);
    }
    // Taking an invitation back and asking for a role count too; refused acts don't.
    done(
        &root
            .call(
                "invite_person",
                &[("address", "carla@example.org"), ("language", "en")],
            )
            .await,
    );
    let carla = world.id_of("carla@example.org").await.to_hex();
    done(&root.call("cancel_invitation", &[("person", &carla)]).await);
    for _ in 0..2 {
        let refused = root.call("cancel_invitation", &[("person", &carla)]).await;
        assert_eq!(refused.refusal().as_deref(), Some("not-invited"));
    }
    let member = world.id_of(ADDRESSES[1]).await.to_hex();
    done(
        &root
            .call("request_role", &[("person", &member), ("role", "member")])
            .await,
    );
    let request = root
        .get("/admin/requests")
        .await
        .field_value("request")
        .expect("a request");
    done(
        &root
            .call(
                "decide_role",
                &[("request", &request), ("decision", "refuse")],
            )
            .await,
    );
    done(&root.call("disable_person", &disable).await);
    done(&root.call("enable_person", &[("person", &id)]).await);

    let spent = root.post("disable_person", &disable).await;
    assert_eq!(spent.refusal().as_deref(), Some("acts-spent"));
    let page = root.follow(&spent).await;
    assert!(
        page.words()
            .contains("Go on in an hour, or let another administrator do it now."),
        "{}",
        page.words()
    );
    let lower = root
        .call("request_role", &[("person", &member), ("role", "member")])
        .await;
    assert_eq!(lower.refusal().as_deref(), Some("acts-spent"));
    // Acts that take nothing from anybody go on, and so does a second administrator.
    done(
        &root
            .call(
                "invite_person",
                &[("address", "dora@example.org"), ("language", "en")],
            )
            .await,
    );
    let dora = world.id_of("dora@example.org").await.to_hex();
    assert_eq!(
        root.call("cancel_invitation", &[("person", &dora)])
            .await
            .refusal()
            .as_deref(),
        Some("acts-spent")
    );
    done(&bert.call("cancel_invitation", &[("person", &dora)]).await);
    done(&bert.call("disable_person", &disable).await);
    done(&bert.call("enable_person", &[("person", &id)]).await);
    world.advance(MINUTE * 60);
    let root = world.confirmed(world.root()).await;
    done(&root.call("disable_person", &disable).await);
}

#[tokio::test]
async fn s114_a_table_of_twenty_one_people_is_shut_out_by_two_administrators_only() {
    let world = World::new().await;
    let (root, bert) = administrators(&world).await;
    let mut disabled = Vec::new();
    let table: String = (0..21)
        .map(|number| format!("guest{number:02}@example.org\n"))
        .collect();
    done(
        &root
            .call("invite_many", &[("table", &table), ("language", "en")])
            .await,
    );
    for number in 0..21 {
        let person = world
            .id_of(&format!("guest{number:02}@example.org"))
            .await
            .to_hex();
        let cancelled = root.call("cancel_invitation", &[("person", &person)]).await;
        disabled.push(cancelled.refusal());
        if number == 20 {
            done(&bert.call("cancel_invitation", &[("person", &person)]).await);
        }
    }
    assert!(disabled[..20].iter().all(Option::is_none), "{disabled:?}");
    assert_eq!(
        disabled[20].as_deref(),
        Some("acts-spent"),
        "the twenty-first"
    );
}
