use super::*;
use crate::Verdict;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

/// Samples of classes that take this many milliseconds.
fn taking(millis: [f64; CLASSES]) -> Samples {
    let mut random = StdRng::seed_from_u64(5);
    millis.map(|middle| {
        (0..2_000)
            .map(|_| (middle + random.random_range(-1.0..1.0)) * MILLI)
            .collect()
    })
}

fn verdicts(samples: &Samples) -> Vec<Verdict> {
    judge(Form::Full, "probe", samples)
        .into_iter()
        .map(|report| report.verdict)
        .collect()
}

#[test]
fn classes_that_take_the_same_pass() {
    assert_eq!(
        verdicts(&taking([20.0, 20.0, 20.0, 22.0, 20.0, 3.0, 3.0])),
        [Verdict::Passed; 5]
    );
}

#[test]
fn a_leak_of_a_third_of_a_millisecond_fails_its_own_pair_only() {
    let verdicts = verdicts(&taking([20.0, 20.0, 20.0, 22.0, 20.3, 3.0, 3.0]));
    assert_eq!(
        verdicts[2..],
        [Verdict::Passed, Verdict::Failed, Verdict::Passed]
    );
}

#[test]
fn where_a_control_fails_nothing_follows() {
    assert_eq!(
        verdicts(&taking([20.0, 20.0, 20.0, 20.0, 20.0, 3.0, 3.0])),
        [Verdict::Void; 5],
        "no leak seen"
    );
    assert_eq!(
        verdicts(&taking([20.0, 20.0, 21.0, 23.0, 20.0, 3.0, 3.0])),
        [Verdict::Void; 5],
        "alike differ"
    );
}
