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
//! The second part of the pair is kept until the end of the test. The tests make permits; what they share is private, so
//! that nothing outside this crate can write with one.

pub mod manifests;
pub mod methods;
pub mod passwords;
pub mod saved_codes;
mod support;
pub mod verifications;

/// Makes a `#[tokio::test]` from every contract test, each on a fresh store.
#[macro_export]
macro_rules! contract_tests {
    ($fresh:ident) => {
        $crate::contract_tests!(@group $fresh, manifests:
            s79_the_newest_manifest_is_read_back,
            s79_a_manifest_follows_its_predecessor,
            s79_a_manifest_is_told_in_the_history,
            s17_one_of_fifty_manifests_wins,
        );
        $crate::contract_tests!(@group $fresh, methods:
            s41_methods_are_read_back_whole,
            s74_a_method_needs_a_fresh_change,
            a_method_is_renamed,
            a_method_is_removed,
            s109_a_method_ends,
            s113_a_method_is_set_aside_by_the_history,
            s109_its_owner_puts_a_method_back,
            s110_what_was_set_aside_comes_back_as_new,
            s112_a_method_that_helped_comes_back,
            s109_methods_of_no_use_are_forgotten,
            s113_a_former_method_gives_way,
            s110_lost_authenticators_are_replaced,
            s41_a_time_step_is_used_once,
            s41_a_step_of_the_future_keeps_nobody_out,
            s42_a_passkey_without_a_counter_stays_at_zero,
            s17_one_of_fifty_uses_of_a_step_wins,
            s104_a_secret_is_sealed_anew,
        );
        $crate::contract_tests!(@group $fresh, passwords:
            s32_holdings_begin_empty,
            s32_a_password_is_read_back,
            s37_another_password_takes_the_place,
            s32_the_same_password_is_stored_anew,
            s33_passwords_are_counted_by_their_key,
            s74_a_change_is_committed_with_what_it_changes,
            s74_a_change_is_good_for_one_application,
            s78_an_open_invitation_is_a_proof,
            s37_the_current_password_is_a_proof,
            s45_what_was_just_confirmed_is_a_proof,
            s74_a_change_needs_a_proof_that_permits_it,
            s80_a_change_is_told_in_the_history,
            s37_a_password_needs_the_second_step,
            s74_a_reading_unit_changes_nothing,
        );
        $crate::contract_tests!(@group $fresh, saved_codes:
            s34_a_set_is_read_back_whole,
            s34_a_set_has_ten_codes,
            s109_a_person_has_one_set,
            s109_a_replaced_set_ends,
            s109_sets_of_no_use_are_forgotten,
            s112_a_set_is_set_aside,
            s112_a_replaced_set_comes_back,
            s112_a_set_that_was_set_aside_does_not_come_back,
            s113_a_former_set_gives_way,
            s17_a_saved_code_is_used_once,
            s17_a_saved_code_needs_a_proof_of_its_own,
            s17_one_of_fifty_uses_of_a_code_wins,
        );
        $crate::contract_tests!(@group $fresh, verifications:
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
    };
    (@group $fresh:ident, $group:ident: $($name:ident,)+) => {
        mod $group {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    let (store, _kept) = super::$fresh().await;
                    $crate::contract::$group::$name(store).await;
                }
            )+
        }
    };
}

#[cfg(test)]
mod tests {
    /// A contract test missing from the list above would never run.
    #[test]
    fn every_contract_test_is_listed() {
        let list = include_str!("mod.rs");
        for source in [
            include_str!("manifests.rs"),
            include_str!("methods.rs"),
            include_str!("passwords.rs"),
            include_str!("saved_codes.rs"),
            include_str!("verifications.rs"),
        ] {
            let names = source
                .lines()
                .filter_map(|line| line.strip_prefix("pub async fn ")?.split('(').next());
            let missing: Vec<&str> = names
                .filter(|name| !list.contains(&format!(" {name},")))
                .collect();
            assert!(missing.is_empty(), "{missing:?}");
        }
    }
}
