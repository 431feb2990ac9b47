//! Administrators' connections do their work, write no credential, read no secret, and erase nobody.

use regain_cluster::Database;
use regain_domain::{FreezeLinkId, HistoryEvent, PersonStatus, ProofClass, Role};
use regain_storage::contract::samples::{
    at, challenge, challenge_id, digest, entry, flow_id, mail, person_id, session, standing,
};
use regain_storage::contract::support::{
    OK, Tested, activate, add_flows, add_people, append, placed, reading, writing,
};
use regain_storage::readiness::{ReportMoments, WaysQuery};
use regain_storage::{FreezeLink, Sealed};
use regain_storage_postgres::PostgresStore;
use std::sync::Arc;

/// A database of its own, opened for people and for administrators.
async fn both() -> (Tested, Tested, Database) {
    let database = Database::fresh().await;
    let store = PostgresStore::open(&database.address("regain_self"))
        .await
        .expect("a store");
    let restricted = store
        .for_administrators(&database.address("regain_admin"))
        .await
        .expect("a restricted store");
    (Arc::new(store), Arc::new(restricted), database)
}

async fn fresh_restricted() -> (Tested, Database) {
    let (_, restricted, database) = both().await;
    (restricted, database)
}

// What administrators do keeps the contract of storage with their rights alone.
regain_storage::contract_group!(fresh_restricted, [regain_storage::contract::role_requests], role_requests:
    a_request_is_read_back_whole,
    s17_a_request_waits_for_a_while,
    one_request_waits_for_each_person,
    s17_a_request_is_decided_once,
    s17_one_of_fifty_decisions_about_a_role_wins,
    the_requester_grants_nothing,
    s16_a_request_of_the_future_waits_no_longer_than_others,
);
regain_storage::contract_group!(fresh_restricted, [regain_storage::contract::policies], policies:
    s82_policies_follow_each_other_and_the_newest_is_found,
    s82_one_request_waits_and_is_decided_once_in_time,
    s17_one_of_fifty_decisions_about_a_policy_wins,
);
regain_storage::contract_group!(fresh_restricted, [regain_storage::contract::invitations], invitations:
    a_newer_invitation_takes_the_place_of_open_ones,
    the_newest_open_invitation_of_anybody_is_found,
);
regain_storage::contract_group!(fresh_restricted, [regain_storage::contract::people], people:
    s77_status_moves_one_way_and_once,
    nobody_is_active_before_the_first_enrolment,
    s79_a_standing_follows_the_one_before,
);
regain_storage::contract_group!(fresh_restricted, [regain_storage::contract::people_lists], people_lists:
    active_people_with_a_role_are_found_and_counted,
);
regain_storage::contract_group!(fresh_restricted, [regain_storage::contract::history], history:
    s80_an_entry_is_read_back_whole,
    s80_the_chain_is_read_from_any_position,
    s80_an_entry_stands_behind_the_last,
    the_newest_entry_of_each_sort_is_found,
    entries_are_listed_page_by_page_and_filtered,
    s16_the_history_tells_since_when_the_clock_is_right,
    s104_entries_that_divide_the_history_are_listed,
);
regain_storage::contract_group!(fresh_restricted, [regain_storage::contract::history_places], history_places:
    s103_sealed_data_belongs_to_its_entry,
    s103_a_person_has_one_key,
);
regain_storage::contract_group!(fresh_restricted, [regain_storage::contract::budgets], budgets:
    s66_a_budget_has_an_hour_and_a_day,
    s66_what_was_spent_in_the_future_is_not_spent_yet,
);
regain_storage::contract_group!(fresh_restricted, [regain_storage::contract::counters_kept], counters_kept:
    s104_what_was_counted_goes_on_under_another_key,
);
regain_storage::contract_group!(fresh_restricted, [regain_storage::contract::work], work:
    what_is_committed_is_there,
    after_a_failure_nothing_goes_on,
    a_reading_unit_refuses_to_write,
    writers_take_turns_and_none_is_lost,
    the_check_answers,
    a_closed_store_begins_nothing,
);

#[tokio::test]
async fn s76_administrators_read_reports_end_sessions_and_send_mails() {
    let (store, restricted, _database) = both().await;
    add_flows(&store, &[1]).await;
    let mut work = writing(&store).await;
    assert!(activate(&mut *work, 1, at(0)).await);
    work.sessions().insert(&session(1, 1)).await.expect(OK);
    work.commit().await.expect(OK);

    let mut work = reading(&restricted).await;
    let moments = ReportMoments {
        now: at(9),
        overdue_before: at(0),
    };
    let everybody = WaysQuery {
        at: moments,
        text: "a".to_owned(),
        role: Some(Role::Member),
        shapes: None,
        after: None,
        limit: 9,
    };
    let reports = work.ways_of_people();
    assert_eq!(reports.ways_in_groups(moments).await.expect(OK).len(), 1);
    assert_eq!(reports.ways_in_order(&everybody).await.expect(OK), []);
    assert_eq!(reports.count_ways(&everybody).await.expect(OK), 0);
    let addresses = work.addresses();
    assert_eq!(addresses.told(person_id(1), at(9)).await.expect(OK), []);
    assert_eq!(addresses.counting(person_id(1), at(9)).await.expect(OK), []);
    assert_eq!(addresses.holder("a@example.org").await.expect(OK), None);
    let sessions = work.sessions();
    assert_eq!(sessions.of_person(person_id(1)).await.expect(OK).len(), 1);
    drop(work);

    let mut work = writing(&restricted).await;
    assert_eq!(work.sessions().end_all_of(person_id(1)).await.expect(OK), 1);
    let cancelled = work.recovery().cancel_open_of(person_id(1), None);
    assert_eq!(cancelled.await.expect(OK), 1);
    let remembered = work.devices().remember_until_at_most(at(9));
    assert_eq!(remembered.await.expect(OK), 0);
    let link = FreezeLink {
        id: FreezeLinkId::from_bytes([1; 16]),
        person: person_id(1),
        nonce: [1; 16],
        code_digest: digest(1),
        expires_at: at(100),
        ended_at: None,
    };
    work.freeze_links().insert(&link).await.expect(OK);
    work.outbox().enqueue(&mail(1, 0)).await.expect(OK);
    work.commit().await.expect(OK);
}

#[tokio::test]
async fn s76_administrators_connections_write_no_credential() {
    let (store, restricted, _database) = both().await;
    add_flows(&store, &[1]).await;
    let open = challenge(1, 1, Some(1), ProofClass::MailedCode);
    let mut work = writing(&store).await;
    work.recovery().insert_challenge(&open).await.expect(OK);
    work.commit().await.expect(OK);

    let mut work = writing(&restricted).await;
    let consumed = work.recovery().consume(challenge_id(1), at(1)).await;
    assert!(consumed.is_err(), "a proof isn't theirs to make");
    let mut work = writing(&restricted).await;
    let class = ProofClass::MailedCode;
    let replaced = work.recovery().replace_challenges(flow_id(1), class, at(1));
    assert!(replaced.await.is_err(), "nor is what it answers");
    let mut work = writing(&restricted).await;
    assert!(work.sessions().insert(&session(1, 1)).await.is_err());
    let mut work = writing(&restricted).await;
    assert!(work.outbox().next_due().await.is_err(), "mails have codes");
}

#[tokio::test]
async fn s76_administrators_cannot_check_for_somebody_else() {
    let (store, restricted, _database) = both().await;
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    assert!(activate(&mut *work, 1, at(0)).await);
    work.commit().await.expect(OK);
    let mut work = writing(&restricted).await;
    let known = regain_domain::check_up::Known::default();
    let looked = work.check_ups().looked(person_id(1), known, at(1), at(2));
    assert!(
        looked.await.is_err(),
        "their connection has no business there"
    );
}

#[tokio::test]
async fn s76_administrators_connections_erase_nobody() {
    let (store, restricted, _database) = both().await;
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    assert!(activate(&mut *work, 1, at(0)).await);
    for event in [HistoryEvent::ClosingAsked, HistoryEvent::ErasureAnnounced] {
        append(&mut *work, entry(event, Some(1), at(1))).await;
    }
    work.commit().await.expect(OK);

    for event in [
        HistoryEvent::ClosingAsked,
        HistoryEvent::ClosingTakenBack,
        HistoryEvent::ErasureAnnounced,
        HistoryEvent::Erased,
    ] {
        let mut work = writing(&restricted).await;
        let row = placed(&mut *work, entry(event, Some(1), at(2))).await;
        let told = work.history().insert(&row, &Sealed::default()).await;
        let refusal = told.expect_err("not theirs to tell").to_string();
        assert!(
            refusal.contains("history: administrators have no business here"),
            "{event:?}: {refusal}"
        );
    }

    // The erasure is due, and its entry is there.
    let mut work = writing(&store).await;
    let person = work.people().by_id(person_id(1)).await.expect(OK);
    let gone = standing(&person.expect("somebody"), PersonStatus::Erased, None);
    let mut last = entry(HistoryEvent::Erased, Some(1), at(3));
    last.standing_version = Some(gone.seal.version);
    append(&mut *work, last).await;
    work.commit().await.expect(OK);
    let mut work = writing(&restricted).await;
    let erased = work.people().set_standing(&gone).await;
    let refusal = erased.expect_err("nobody is erased").to_string();
    assert!(
        refusal.contains("people: administrators have no business here"),
        "{refusal}"
    );
    drop(work);
    let mut work = writing(&store).await;
    assert!(
        work.people().set_standing(&gone).await.expect(OK),
        "as the sweep does"
    );
}
