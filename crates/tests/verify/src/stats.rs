//! The statistics of timing: how far two sets of durations differ.

use rand::rngs::StdRng;
use rand::seq::SliceRandom as _;
use rand::{Rng as _, SeedableRng as _};

/// How many samples the classifier averages (as an attacker does who asks ten times).
const GROUP: usize = 10;
/// How many means of each set it compares.
const GROUPS: usize = 2_000;

/// The difference between two sets of durations.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// Welch's t after cropping.
    pub t: f64,
    /// The difference of the medians, in the samples' unit.
    pub median: f64,
    /// How often the mean of ten of the first set is above that of ten of the second: at 0.5, the
    /// sets are indistinguishable.
    pub auc: f64,
    /// The standard error of `auc` if the sets are alike.
    pub auc_error: f64,
}

/// Compares two sets, cropped at their common 95th percentile, because the tail is the machine's
/// other work.
#[must_use]
pub fn compare(first: &[f64], second: &[f64], seed: u64) -> Difference {
    let mut all: Vec<f64> = first.iter().chain(second).copied().collect();
    all.sort_unstable_by(f64::total_cmp);
    let limit = percentile(&all, 0.95);
    let crop = |set: &[f64]| -> Vec<f64> {
        set.iter()
            .copied()
            .filter(|value| *value <= limit)
            .collect()
    };
    let first = crop(first);
    let second = crop(second);
    let mut random = StdRng::seed_from_u64(seed);
    let ones = means(&first, &mut random);
    let others = means(&second, &mut random);
    // Each mean has a tenth of the variance, so the sets' difference in units of it is known to
    // √10·√(2/n); the area is that over √2, under the normal curve.
    let samples = first.len().min(second.len()).max(1) as f64;
    let auc_error = (GROUP as f64 / samples).sqrt() / (2.0 * std::f64::consts::PI).sqrt();
    Difference {
        t: welch_t(&first, &second),
        median: median(&first) - median(&second),
        auc: auc(&ones, &others),
        auc_error,
    }
}

/// Welch's t.
#[must_use]
pub fn welch_t(first: &[f64], second: &[f64]) -> f64 {
    let of = |set: &[f64]| {
        let count = set.len() as f64;
        let mean = set.iter().sum::<f64>() / count;
        let variance = set.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (count - 1.0);
        (mean, variance / count)
    };
    let (first, of_first) = of(first);
    let (second, of_second) = of(second);
    (first - second) / (of_first + of_second).sqrt()
}

/// The median of a set.
#[must_use]
pub fn median(set: &[f64]) -> f64 {
    let mut sorted = set.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    match sorted.len() {
        0 => f64::NAN,
        count if count % 2 == 1 => sorted[count / 2],
        count => f64::midpoint(sorted[count / 2 - 1], sorted[count / 2]),
    }
}

/// The value that this part of a sorted set doesn't exceed.
#[must_use]
pub fn percentile(sorted: &[f64], part: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    let index = ((sorted.len() as f64 * part).ceil() as usize).saturating_sub(1);
    sorted.get(index.min(last)).copied().unwrap_or(f64::NAN)
}

/// How often one of the first set is above one of the second; a tie is half (Mann and Whitney's U
/// over all pairs).
#[must_use]
pub fn auc(first: &[f64], second: &[f64]) -> f64 {
    let mut sorted = second.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let above: f64 = first
        .iter()
        .map(|value| {
            let below = sorted.partition_point(|other| other < value);
            let up_to = sorted.partition_point(|other| other <= value);
            f64::midpoint(below as f64, up_to as f64)
        })
        .sum();
    above / (first.len() as f64 * second.len() as f64)
}

/// Means of ten randomly drawn samples.
fn means(set: &[f64], random: &mut StdRng) -> Vec<f64> {
    let mut mean = || {
        (0..GROUP)
            .map(|_| set[random.random_range(0..set.len())])
            .sum::<f64>()
            / GROUP as f64
    };
    (0..GROUPS).map(|_| mean()).collect()
}

/// The numbers below `classes`, each `count` times, in random order.
#[must_use]
pub fn interleaved(classes: usize, count: usize, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..classes)
        .flat_map(|class| std::iter::repeat_n(class, count))
        .collect();
    order.shuffle(&mut StdRng::seed_from_u64(seed));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(value: f64, wanted: f64, by: f64) {
        assert!((value - wanted).abs() < by, "{value} isn't {wanted}");
    }

    #[test]
    fn welchs_t_by_hand() {
        // Means 1 and 3, variances 1 and 1, three each: -2 / √(2/3).
        near(welch_t(&[0.0, 1.0, 2.0], &[2.0, 3.0, 4.0]), -2.449_49, 1e-5);
        // Means 2.5 and 15, variances 5/3 of four and 50 of two: -12.5 / √(5/12 + 25).
        near(
            welch_t(&[1.0, 2.0, 3.0, 4.0], &[10.0, 20.0]),
            -2.479_42,
            1e-5,
        );
    }

    #[test]
    fn medians_percentiles_and_areas_by_hand() {
        near(median(&[3.0, 1.0, 2.0]), 2.0, 1e-12);
        near(median(&[4.0, 1.0, 2.0, 3.0]), 2.5, 1e-12);
        let hundred: Vec<f64> = (1..=100).map(f64::from).collect();
        near(percentile(&hundred, 0.95), 95.0, 1e-12);
        near(percentile(&hundred, 1.0), 100.0, 1e-12);
        near(auc(&[2.0, 3.0], &[0.0, 1.0]), 1.0, 1e-12);
        near(auc(&[0.0, 1.0], &[2.0, 3.0]), 0.0, 1e-12);
        near(auc(&[1.0, 2.0], &[1.0, 2.0]), 0.5, 1e-12);
        near(auc(&[1.0, 3.0], &[2.0, 2.0]), 0.5, 1e-12);
    }

    /// Durations around `middle`, with a tail as machines have it.
    fn drawn(middle: f64, count: usize, seed: u64) -> Vec<f64> {
        let mut random = StdRng::seed_from_u64(seed);
        let mut one = || {
            let bell: f64 = (0..12).map(|_| random.random_range(0.0..1.0)).sum::<f64>() - 6.0;
            let tail = if random.random_range(0..50) == 0 {
                40.0
            } else {
                0.0
            };
            middle + bell + tail
        };
        (0..count).map(|_| one()).collect()
    }

    #[test]
    fn t1_alike_sets_look_alike_and_a_shift_of_the_width_of_the_bell_does_not() {
        let alike = compare(&drawn(20.0, 2_000, 1), &drawn(20.0, 2_000, 2), 3);
        assert!(alike.t.abs() < 4.5 && alike.median.abs() < 0.2, "{alike:?}");
        near(alike.auc, 0.5, 3.0 * alike.auc_error);
        let shifted = compare(&drawn(21.0, 2_000, 1), &drawn(20.0, 2_000, 2), 3);
        assert!(shifted.t > 20.0 && shifted.auc > 0.95, "{shifted:?}");
        near(shifted.median, 1.0, 0.2);
    }

    #[test]
    fn the_error_of_the_area_is_what_alike_sets_really_show() {
        let areas: Vec<f64> = (0..60)
            .map(|seed| compare(&drawn(9.0, 400, seed), &drawn(9.0, 400, seed + 1_000), seed).auc)
            .collect();
        let error = (areas.iter().map(|area| (area - 0.5).powi(2)).sum::<f64>() / 60.0).sqrt();
        let told = compare(&drawn(9.0, 400, 1), &drawn(9.0, 400, 2), 3).auc_error;
        assert!(
            error < 1.5 * told && error > told / 1.5,
            "{error} and {told}"
        );
    }

    #[test]
    fn every_class_comes_as_often_and_the_order_repeats_itself() {
        let order = interleaved(3, 50, 7);
        assert!((0..3).all(|class| order.iter().filter(|other| **other == class).count() == 50));
        assert_eq!(order, interleaved(3, 50, 7));
        assert_ne!(order, interleaved(3, 50, 8));
        assert!(order[..10].windows(2).any(|pair| pair[0] != pair[1]));
    }
}
