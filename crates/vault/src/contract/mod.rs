//! The contract tests of credentials: what every engine must do, beside those of [`regain_storage::contract`].
//!
//! An engine names a function that makes a fresh, empty store, and gets one test for each of them:
//!
//! ```ignore
//! regain_vault::contract_tests!(fresh_vault);
//!
//! async fn fresh_vault() -> (Arc<dyn VaultStore>, TempDir) { … }
//! ```
//!
//! The second part of the pair is kept until the end of the test. The tests make permits; what they share is private,
//! so that nothing outside this crate can write with one.

pub mod addresses;
pub mod change_proofs;
pub mod contact_requests;
pub mod contacts;
pub mod erasure;
pub mod former_addresses;
pub mod former_contacts;
pub mod former_methods;
pub mod manifests;
pub mod methods;
pub mod older_keys;
pub mod passwords;
pub mod saved_code_uses;
pub mod saved_codes;
mod support;
pub mod verifications;
pub mod ways;

/// Makes a `#[tokio::test]` from every contract test, each on a fresh store.
#[macro_export]
macro_rules! contract_tests {
    ($fresh:ident) => {
        regain_storage::contract_group!($fresh, [$crate::contract::addresses], addresses:
            s28_a_second_address_is_added,
            s71_only_a_proven_address_is_added,
            s28_an_address_is_replaced,
            s46_a_second_address_is_removed,
            s46_the_first_address_stays,
            s28_what_never_counted_leaves_nothing,
            s113_a_second_address_gives_way,
        );
        regain_storage::contract_group!($fresh, [$crate::contract::former_addresses], former_addresses:
            s28_former_addresses_are_prolonged,
            s28_what_no_longer_counts_is_not_prolonged,
            s109_a_former_address_is_let_go,
            s113_a_former_address_gives_way,
            s17_a_former_address_objects_once,
            s28_who_objects_is_found,
            s17_one_of_fifty_objections_wins,
            s28_an_address_that_objects_comes_back,
            s28_addresses_that_came_since_are_silenced,
            s77_a_former_address_is_reserved,
        );
        regain_storage::contract_group!($fresh, [$crate::contract::contact_requests], contact_requests:
            s27_an_invitation_of_a_contact_is_read_back_whole,
            s27_an_invitation_belongs_to_one_contact,
            s27_a_newer_invitation_takes_the_place,
            s17_a_contact_accepts_once_and_in_time,
            s17_a_contact_declines_once,
            s17_one_of_fifty_contacts_answers_wins,
            s3_requests_are_read_back_whole,
            s27_only_the_owners_contacts_are_asked,
            s17_a_contact_confirms_once,
            s17_a_contacts_code_is_given_once,
            s27_a_refusal_ends_every_request,
            s17_one_of_fifty_codes_of_a_contact_wins,
        );
        regain_storage::contract_group!($fresh, [$crate::contract::contacts], contacts:
            s27_contacts_are_read_back_whole,
            s27_contacts_are_three_other_mailboxes,
            s28_a_contact_agrees,
            s27_a_contact_declines,
            s27_nobody_answers_for_a_contact,
            s27_a_contact_is_removed,
            s27_the_number_of_contacts_needed_is_kept,
        );
        regain_storage::contract_group!($fresh, [$crate::contract::former_contacts], former_contacts:
            s109_a_contact_ends,
            s109_their_owner_puts_a_contact_back,
            s112_a_contact_who_helped_comes_back,
            s113_a_contact_is_set_aside,
            s113_a_former_contact_gives_way,
            s109_contacts_of_no_use_are_forgotten,
        );
        regain_storage::contract_group!($fresh, [$crate::contract::erasure], erasure:
            s103_everything_of_an_erased_person_is_gone,
            s103_nobody_is_erased_unless_the_history_says_so,
        );
        regain_storage::contract_group!($fresh, [$crate::contract::manifests], manifests:
            s79_the_newest_manifest_is_read_back,
            s79_a_manifest_follows_its_predecessor,
            s79_a_manifest_is_told_in_the_history,
            s17_one_of_fifty_manifests_wins,
        );
        regain_storage::contract_group!($fresh, [$crate::contract::methods], methods:
            s41_methods_are_read_back_whole,
            s74_a_method_needs_a_fresh_change,
            a_method_is_renamed,
            a_method_is_removed,
            s110_lost_authenticators_are_replaced,
            s41_a_time_step_is_used_once,
            s41_a_step_of_the_future_keeps_nobody_out,
            s42_a_passkey_without_a_counter_stays_at_zero,
            s17_one_of_fifty_uses_of_a_step_wins,
            s104_a_secret_is_sealed_anew,
        );
        regain_storage::contract_group!($fresh, [$crate::contract::former_methods], former_methods:
            s109_a_method_ends,
            s113_a_method_is_set_aside_by_the_history,
            s109_its_owner_puts_a_method_back,
            s110_what_was_set_aside_comes_back_as_new,
            s112_a_method_that_helped_comes_back,
            s109_methods_of_no_use_are_forgotten,
            s113_a_former_method_gives_way,
        );
        regain_storage::contract_group!($fresh, [$crate::contract::older_keys], older_keys:
            s104_people_whose_seal_is_old_are_found,
            s104_people_who_were_sealed_anew_are_not_found,
            s104_what_began_before_is_counted,
            s104_what_has_expired_is_not_counted,
            s104_what_is_finished_is_not_counted,
        );
        regain_storage::contract_group!($fresh, [$crate::contract::passwords], passwords:
            s32_holdings_begin_empty,
            s32_a_password_is_read_back,
            s37_another_password_takes_the_place,
            s32_the_same_password_is_stored_anew,
            s33_passwords_are_counted_by_their_key,
            s74_a_change_is_committed_with_what_it_changes,
            s74_a_change_is_good_for_one_application,
        );
        regain_storage::contract_group!($fresh, [$crate::contract::change_proofs], change_proofs:
            s78_an_open_invitation_is_a_proof,
            s37_the_current_password_is_a_proof,
            s45_what_was_just_confirmed_is_a_proof,
            s74_a_change_needs_a_proof_that_permits_it,
            s80_a_change_is_told_in_the_history,
            s37_a_password_needs_the_second_step,
            s74_a_reading_unit_changes_nothing,
        );
        regain_storage::contract_group!($fresh, [$crate::contract::saved_codes], saved_codes:
            s25_a_set_is_read_back_whole,
            s25_a_set_has_ten_codes,
            s109_a_person_has_one_set,
            s109_a_replaced_set_ends,
            s109_sets_of_no_use_are_forgotten,
            s112_a_set_is_set_aside,
            s112_a_replaced_set_comes_back,
            s112_a_set_that_was_set_aside_does_not_come_back,
            s113_a_former_set_gives_way,
        );
        regain_storage::contract_group!($fresh, [$crate::contract::saved_code_uses], saved_code_uses:
            s17_a_saved_code_is_used_once,
            s17_a_saved_code_needs_a_proof_of_its_own,
            s17_one_of_fifty_uses_of_a_code_wins,
        );
        regain_storage::contract_group!($fresh, [$crate::contract::verifications], verifications:
            s45_a_verification_is_read_back_whole,
            s11_a_token_is_for_one_verification,
            s45_a_verification_needs_the_current_password,
            s60_a_verification_counts_its_tries,
            s17_a_verification_is_finished_once_and_in_time,
            s17_one_of_fifty_verifications_wins,
            s45_the_newest_confirmation_of_a_session_is_found,
            s21_all_verifications_end,
            old_verifications_are_forgotten,
            s16_a_verification_of_the_future_ends,
        );
        regain_storage::contract_group!($fresh, [$crate::contract::ways], ways:
            s81_ways_back_wait_and_count,
            s112_what_has_ended_is_not_counted,
            s81_people_with_other_ways_are_in_other_groups,
        );
    };
}
