//! Things in a line, each as near as can be to where it wants to stand, and none on another.

/// Positions nearest to those wanted (least squares), in their order, each at least `apart` from the one before, all between
/// `low` and `high`; evenly closer where there is no room. The way is the pooling of adjacent violators (isotonic
/// regression), on what is wanted less the room that those before take.
pub fn spread(wanted: &[f64], apart: &[f64], low: f64, high: f64) -> Vec<f64> {
    let taken: f64 = apart.iter().sum();
    let closer = if taken > high - low && taken > 0.0 { ((high - low) / taken).max(0.0) } else { 1.0 };
    let mut before = vec![0.0; wanted.len()];
    for (index, step) in apart.iter().enumerate().take(wanted.len().saturating_sub(1)) {
        before[index + 1] = before[index] + step * closer;
    }
    let room = (high - low - before.last().copied().unwrap_or(0.0)).max(0.0);
    // Pools of neighbours that push each other: their mean, and how many they are.
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for (wanted, before) in wanted.iter().zip(&before) {
        let mut pool = (wanted - before - low, 1);
        while let Some(last) = pools.last().copied().filter(|last| last.0 > pool.0) {
            let count = last.1 + pool.1;
            pool = ((last.0 * last.1 as f64 + pool.0 * pool.1 as f64) / count as f64, count);
            pools.pop();
        }
        pools.push(pool);
    }
    let means = pools.into_iter().flat_map(|(mean, count)| std::iter::repeat_n(mean.clamp(0.0, room), count));
    means.zip(before).map(|(mean, before)| low + mean + before).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::spread;

    #[test]
    fn those_that_push_each_other_stand_about_their_middle() {
        assert_eq!(spread(&[10.0, 10.0, 50.0], &[4.0, 4.0], 0.0, 100.0), [8.0, 12.0, 50.0]);
        assert_eq!(spread(&[-5.0, 200.0], &[4.0], 0.0, 100.0), [0.0, 100.0]);
        assert_eq!(spread(&[0.0, 0.0, 0.0], &[10.0, 10.0], 0.0, 10.0), [0.0, 5.0, 10.0]);
    }

    proptest! {
        #[test]
        fn apart_and_in_bounds(wanted in prop::collection::vec(-500.0_f64..1500.0, 1..20)) {
            let apart = vec![30.0; wanted.len() - 1];
            let at = spread(&wanted, &apart, 0.0, 1000.0);
            prop_assert_eq!(at.len(), wanted.len());
            prop_assert!(at.iter().all(|x| (-1e-6..=1000.0 + 1e-6).contains(x)));
            prop_assert!(at.windows(2).all(|pair| pair[1] - pair[0] >= 30.0 - 1e-6));
        }
    }
}
