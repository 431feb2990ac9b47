//! The contract tests: what every engine must do.
//!
//! An engine names a function that makes a fresh, empty store, and gets one test for each of them:
//!
//! ```ignore
//! regain_storage::contract_tests!(fresh_store);
//!
//! async fn fresh_store() -> (Arc<dyn Store>, TempDir) { … }
//! ```
//!
//! The second part of the pair is kept until the end of the test.

pub mod addresses;
pub mod beginnings;
pub mod budgets;
pub mod challenge_proofs;
pub mod challenge_tries;
pub mod challenges;
pub mod check_ups;
pub mod clock;
pub mod counters;
pub mod counters_kept;
pub mod devices;
pub mod evictions;
pub mod flow_ends;
pub mod flow_forgetting;
pub mod flows;
pub mod freeze_links;
pub mod history;
pub mod history_places;
pub mod invitations;
pub mod outbox;
pub mod passkeys;
pub mod people;
pub mod people_lists;
pub mod people_names;
pub mod policies;
pub mod role_requests;
pub mod samples;
pub mod sessions;
pub mod support;
pub mod work;

/// Makes a `#[tokio::test]` from every contract test, each on a fresh store.
#[macro_export]
macro_rules! contract_tests {
    ($fresh:ident) => {
        $crate::contract_group!($fresh, [$crate::contract::work], work:
            what_is_committed_is_there,
            what_is_dropped_never_happened,
            after_a_failure_nothing_goes_on,
            a_reading_unit_refuses_to_write,
            a_reading_unit_sees_one_state_while_others_write,
            writers_take_turns_and_none_is_lost,
            the_check_answers,
            the_store_is_looked_through,
            a_closed_store_begins_nothing,
        );
        $crate::contract_group!($fresh, [$crate::contract::people], people:
            a_person_is_read_back_whole,
            s77_status_moves_one_way_and_once,
            s77_one_of_fifty_activations_wins,
            nobody_is_active_before_the_first_enrolment,
            s3_somebody_active_stands_in_for_nobody,
            the_language_is_kept,
            s79_a_standing_follows_the_one_before,
        );
        $crate::contract_group!($fresh, [$crate::contract::people_lists], people_lists:
            people_are_listed_page_by_page_and_found_by_parts,
            people_are_found_in_any_form,
            active_people_with_a_role_are_found_and_counted,
        );
        $crate::contract_group!($fresh, [$crate::contract::people_names], people_names:
            s9_names_and_addresses_share_one_namespace,
            set_names_replaces_and_changes_nothing_if_refused,
            addresses_come_in_order,
            s78_the_invited_address_is_verified_and_no_other_stays,
            s103_a_user_name_of_before_stays_known_by_its_digest_alone,
        );
        $crate::contract_group!($fresh, [$crate::contract::check_ups], check_ups:
            a_check_up_begins_with_the_account,
            somebody_is_asked_once_in_a_while,
            a_check_up_of_the_future_holds_nobody_up,
            a_reminder_is_due_once_a_year,
            s81_people_are_counted_by_what_they_have,
        );
        $crate::contract_group!($fresh, [$crate::contract::addresses], addresses:
            s71_a_claim_is_read_back_whole_and_is_the_only_open_one,
            s60_a_claim_counts_its_tries_and_is_used_up_once_and_in_time,
            s17_one_of_fifty_confirmations_wins,
            s28_an_address_counts_from_its_moment_on,
        );
        $crate::contract_group!($fresh, [$crate::contract::freeze_links], freeze_links:
            s30_links_that_freeze_end_once,
            expired_links_are_forgotten,
        );
        $crate::contract_group!($fresh, [$crate::contract::invitations], invitations:
            an_invitation_is_found_by_code_and_id,
            s17_an_invitation_is_accepted_once_and_in_time,
            s17_one_of_fifty_acceptances_wins,
            a_newer_invitation_takes_the_place_of_open_ones,
            s78_an_invitation_notes_what_its_holder_chose,
            the_newest_open_invitation_of_anybody_is_found,
            s84_invitations_of_those_who_came_end,
            s78_an_invitation_notes_that_the_codes_were_confirmed,
        );
        $crate::contract_group!($fresh, [$crate::contract::policies], policies:
            s82_policies_follow_each_other_and_the_newest_is_found,
            s82_one_request_waits_and_is_decided_once_in_time,
            s17_one_of_fifty_decisions_about_a_policy_wins,
        );
        $crate::contract_group!($fresh, [$crate::contract::sessions], sessions:
            a_session_is_found_by_its_token,
            a_session_is_touched_forward_only,
            one_session_ends_once,
            s55_all_sessions_of_a_person_end,
            old_sessions_are_forgotten,
            s104_a_session_gets_another_seal,
            all_other_sessions_of_a_person_end,
            s84_all_sessions_end,
            the_sessions_of_a_person_are_listed,
        );
        $crate::contract_group!($fresh, [$crate::contract::devices], devices:
            a_device_is_found_by_token_and_person,
            s58_a_device_with_another_token_is_what_it_was_and_takes_along_what_was_counted,
            s58_a_device_that_is_gone_takes_nothing_along,
            s58_a_token_is_forgotten_for_everybody,
            s58_another_use_is_recorded,
            s82_remembering_is_shortened,
            s58_a_person_forgets_one_of_their_own,
            s29_all_devices_are_forgotten,
            unused_devices_are_forgotten,
        );
        $crate::contract_group!($fresh, [$crate::contract::beginnings], beginnings:
            s11_a_recovery_begins_at_its_start,
        );
        $crate::contract_group!($fresh, [$crate::contract::evictions], evictions:
            s21_the_oldest_unproven_recoveries_make_room,
            s21_a_recovery_whose_mailed_code_works_stays,
            s59_recoveries_of_one_source_make_no_room_elsewhere,
            s2_recoveries_of_nobody_make_room_just_the_same,
            s99_where_strangers_fill_the_place_the_fullest_network_makes_room,
            s99_what_has_something_to_show_makes_room_last,
        );
        $crate::contract_group!($fresh, [$crate::contract::flows], flows:
            a_recovery_is_read_back_whole,
            a_method_is_chosen_while_a_proof_is_asked_for,
            s11_only_the_expected_state_is_left,
            s11_what_is_over_stays_over,
            s17_one_of_fifty_steps_wins,
            s27_a_recovery_is_extended,
        );
        $crate::contract_group!($fresh, [$crate::contract::flow_forgetting], flow_forgetting:
            a_recovery_is_cancelled_once,
            s21_open_recoveries_of_a_person_are_cancelled_but_one,
            ended_recoveries_are_forgotten_with_all_that_belongs_to_them,
            ended_recoveries_are_forgotten_a_few_at_a_time,
            s99_what_strangers_can_make_is_forgotten_sooner,
            s84_all_open_recoveries_are_cancelled,
        );
        $crate::contract_group!($fresh, [$crate::contract::flow_ends], flow_ends:
            s12_finish_needs_two_proofs_of_different_classes,
            s17_one_of_fifty_finishes_wins,
            the_trouble_changes_after_two_gates_only,
            keep_tries_are_counted_up_to_the_most,
            the_finished_recoveries_of_a_person_are_found,
        );
        $crate::contract_group!($fresh, [$crate::contract::challenges], challenges:
            a_challenge_is_read_back_whole_and_the_newest_is_first,
            s16_a_challenge_of_the_future_is_over,
            s16_a_challenge_is_over_at_its_end,
            s17_a_challenge_is_met_once,
            s17_one_of_fifty_redemptions_wins,
            a_newer_challenge_takes_the_place_of_its_class,
        );
        $crate::contract_group!($fresh, [$crate::contract::challenge_proofs], challenge_proofs:
            s3_a_challenge_of_nobody_is_never_met,
            s11_a_proof_needs_its_challenge_met_at_that_moment,
            s10_a_challenge_belongs_to_the_person_of_its_recovery,
        );
        $crate::contract_group!($fresh, [$crate::contract::challenge_tries], challenge_tries:
            s60_tries_are_counted_up_to_the_most,
            s60_a_try_is_one_of_every_open_challenge_of_its_class,
            s60_of_two_hundred_tries_at_once_five_are_counted,
        );
        $crate::contract_group!($fresh, [$crate::contract::budgets], budgets:
            s66_a_budget_has_an_hour_and_a_day,
            s66_what_was_spent_in_the_future_is_not_spent_yet,
            s5_budgets_count_apart_and_are_forgotten,
        );
        $crate::contract_group!($fresh, [$crate::contract::counters], counters:
            s63_whether_a_try_would_wait_can_be_asked_without_counting,
            s57_tries_are_counted_and_have_to_wait,
            s57_a_clock_that_is_set_back_keeps_nobody_out,
            s5_keys_count_apart,
            a_success_clears,
            s57_a_try_that_is_not_checked_counts_and_can_make_the_wait_longer,
            s60_tries_at_once_get_numbers_of_their_own,
        );
        $crate::contract_group!($fresh, [$crate::contract::counters_kept], counters_kept:
            an_old_row_starts_anew,
            s57_a_wait_without_end_is_never_too_old,
            s99_the_lightest_counters_make_room,
            old_counters_are_forgotten,
            s104_what_was_counted_goes_on_under_another_key,
        );
        $crate::contract_group!($fresh, [$crate::contract::outbox], outbox:
            s65_mail_is_due_in_the_order_of_writing,
            s103_all_mail_to_an_address_is_forgotten,
            s65_mail_that_somebody_waits_for_goes_first,
            a_failed_mail_waits_for_its_next_attempt,
            s65_mail_of_the_future_is_due,
            s65_mail_given_up_is_kept_and_counted,
            mail_given_up_long_ago_is_forgotten,
            sent_mail_is_gone,
            s65_mail_goes_with_the_unit_of_work_that_wrote_it,
            s84_all_waiting_mail_is_forgotten,
        );
        $crate::contract_group!($fresh, [$crate::contract::history], history:
            s80_an_entry_is_read_back_whole,
            s80_the_chain_is_read_from_any_position,
            s80_an_entry_stands_behind_the_last,
            s80_a_reading_unit_appends_nothing,
            the_newest_entry_of_each_sort_is_found,
            entries_are_listed_page_by_page_and_filtered,
            s16_the_history_tells_since_when_the_clock_is_right,
            s104_entries_that_divide_the_history_are_listed,
            s16_the_moments_of_a_person_are_in_order,
            s79_an_alarm_is_raised_once_in_a_while,
        );
        $crate::contract_group!($fresh, [$crate::contract::history_places], history_places:
            s103_sealed_data_belongs_to_its_entry,
            s103_old_places_are_forgotten,
            s103_a_person_has_one_key,
            s103_a_key_is_forgotten_with_its_account,
            s103_whoever_may_leave_is_found,
        );
        $crate::contract_group!($fresh, [$crate::contract::role_requests], role_requests:
            a_request_is_read_back_whole,
            s17_a_request_waits_for_a_while,
            one_request_waits_for_each_person,
            s17_a_request_is_decided_once,
            s17_one_of_fifty_decisions_about_a_role_wins,
            the_requester_grants_nothing,
            s16_a_request_of_the_future_waits_no_longer_than_others,
        );
        $crate::contract_group!($fresh, [$crate::contract::passkeys], passkeys:
            s42_a_question_is_answered_once,
            s17_one_of_fifty_answers_wins,
            s99_answers_make_room_for_each_other,
            expired_answers_are_forgotten,
            s42_a_reading_unit_answers_nothing,
        );
        $crate::contract_group!($fresh, [$crate::contract::clock], clock:
            s16_what_lies_ahead_ends,
            s16_a_session_used_in_the_future_ends,
            s16_what_is_over_is_not_ended_again,
            what_lies_ahead_is_counted,
        );
    };
}

/// Makes a module of tests of one aggregate, whose contract is in the named module.
#[doc(hidden)]
#[macro_export]
macro_rules! contract_group {
    ($fresh:ident, [$($contract:tt)+], $group:ident: $($name:ident,)+) => {
        mod $group {
            use $($contract)+ as contract;

            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    let (store, _kept) = super::$fresh().await;
                    contract::$name(store).await;
                }
            )+
        }
    };
}
