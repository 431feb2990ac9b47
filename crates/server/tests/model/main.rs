//! S11 as a model: whatever two browsers do with two people's recoveries, in any order, a password
//! changes only after two proofs of different classes of that person in that recovery, and this
//! never signs anybody in.
//!
//! The sequences come from a fixed seed and run on the real database. Slow hashes are as slow as in
//! production, so there are a few hundred sequences and not a million; most are variations of a
//! successful recovery, since blindly drawn sequences hardly ever get past the first gate.

mod deeds;
mod playing;
mod sequences;

use deeds::{Deed, Mailed, Saved, Step};
use playing::{Model, Reached};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use regain_domain::{Method, Trouble};
use sequences::{attempted, attempts, interleaved, nearly_whole, step, whole};
use std::cell::Cell;
use std::time::Duration;

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("threads")
}

/// Runs `cases` sequences; returns what they reached.
fn run(cases: u32, sequences: impl Strategy<Value = Vec<Step>>) -> Reached {
    let runtime = runtime();
    let all = Cell::new(Reached::default());
    let config = Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 200,
        ..Config::default()
    };
    let mut runner =
        TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let ran = runner.run(&sequences, |steps| {
        let one = runtime.block_on(async {
            let mut model = Model::new().await;
            for step in steps {
                model.play(step).await;
                // The time can't distinguish codes of one moment.
                model.world.advance(Duration::from_millis(1));
            }
            model.check_rows().await;
            model.reached
        });
        let so_far = all.get();
        all.set(Reached {
            gates: so_far.gates + one.gates,
            changed: so_far.changed + one.changed,
            kept: so_far.kept + one.kept,
        });
        Ok(())
    });
    ran.unwrap_or_else(|failure| panic!("{failure}"));
    all.get()
}

#[test]
fn s11_the_shortest_recovery_has_six_steps_and_each_of_them_is_needed() {
    let runtime = runtime();
    for saved_first in [false, true] {
        for left_out in 0..=6 {
            let mut steps = whole(0, 0, saved_first);
            if left_out < 6 {
                steps.remove(left_out);
            }
            runtime.block_on(async {
                let mut model = Model::new().await;
                let before = model.stored().await;
                for step in steps {
                    model.play(step).await;
                }
                let changed = model.stored().await != before;
                assert_eq!(
                    changed,
                    left_out == 6,
                    "without step {left_out}, saved code first: {saved_first}"
                );
            });
        }
    }
}

#[test]
fn s12_of_all_pairs_of_attempts_those_alone_open_that_prove_two_classes() {
    let runtime = runtime();
    let is_mail = |deed: Deed| {
        matches!(
            deed,
            Deed::EnterMailed(Mailed::Newest) | Deed::ConfirmLink(Mailed::Newest)
        )
    };
    let is_saved = |deed: Deed| matches!(deed, Deed::EnterSaved(Saved::Fresh));
    for first in attempts() {
        for second in attempts() {
            let opens = (is_mail(first[1]) && is_saved(second[1]))
                || (is_saved(first[1]) && is_mail(second[1]));
            runtime.block_on(async {
                let mut model = Model::new().await;
                // The other person waits for a code of theirs in the other browser.
                for deed in [
                    Deed::Start(1, Trouble::ForgotPassword),
                    Deed::Choose(Method::Mail),
                ] {
                    model.play((1, deed)).await;
                }
                model
                    .play((0, Deed::Start(0, Trouble::ForgotPassword)))
                    .await;
                for deed in first.into_iter().chain(second).chain([Deed::FinishNew]) {
                    model.play((0, deed)).await;
                }
                assert_eq!(
                    model.reached.changed == 1,
                    opens,
                    "{first:?}, then {second:?}"
                );
                model.check_rows().await;
            });
        }
    }
}

#[test]
fn s11_no_sequence_of_up_to_six_steps_changes_a_password_without_two_proofs() {
    run(64, vec(step(), 1..=6));
    let reached = run(96, nearly_whole());
    assert!(reached.gates >= 48 && reached.changed >= 8, "{reached:?}");
}

#[test]
fn s11_no_interleaving_of_two_recoveries_does_either() {
    let reached = run(48, interleaved());
    assert!(reached.gates >= 72 && reached.changed >= 24, "{reached:?}");
}

#[test]
fn s11_no_sequence_of_attempts_at_gates_and_ends_in_two_browsers_does_either() {
    let reached = run(48, attempted());
    assert!(reached.gates >= 72 && reached.changed >= 12, "{reached:?}");
}

#[test]
fn s11_no_long_sequence_of_anything_does_either() {
    run(24, vec(step(), 12..=24));
}

#[test]
fn s11_keeping_the_password_needs_the_same_two_proofs() {
    let keeping = interleaved().prop_map(|steps| {
        let keep = |(browser, deed)| match deed {
            Deed::FinishNew => (browser, Deed::FinishKept { right: true }),
            Deed::Start(person, _) => (browser, Deed::Start(person, Trouble::KnowPassword)),
            deed => (browser, deed),
        };
        steps.into_iter().map(keep).collect()
    });
    let reached = run(32, keeping);
    assert!(reached.kept >= 16 && reached.changed == 0, "{reached:?}");
}
