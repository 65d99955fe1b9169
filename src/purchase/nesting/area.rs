//! Lower bounds by length alone.

/// L2 of Martello and Toth (1990): pieces of more than half a bar share none; those between a threshold and a half fill what is
/// left beside them. Lengths are sorted, longest first.
pub fn lower_bound(capacity: u64, lengths: &[u64], quantities: &[u64]) -> u64 {
    let sizes = || lengths.iter().copied().zip(quantities.iter().copied());
    let total: u128 = sizes().map(|(length, quantity)| u128::from(length) * u128::from(quantity)).sum();
    let mut bound = total.div_ceil(u128::from(capacity.max(1)));
    let thresholds = lengths.iter().copied().filter(|length| *length <= capacity / 2).chain([0]);
    for threshold in thresholds {
        let (mut alone, mut large, mut large_length, mut small_length) = (0_u128, 0_u128, 0_u128, 0_u128);
        for (size, quantity) in sizes() {
            let (length, quantity) = (u128::from(size), u128::from(quantity));
            if size > capacity - threshold {
                alone += quantity;
            } else if size > capacity / 2 {
                large += quantity;
                large_length += length * quantity;
            } else if size >= threshold {
                small_length += length * quantity;
            }
        }
        let beside = large * u128::from(capacity) - large_length;
        let more = small_length.saturating_sub(beside).div_ceil(u128::from(capacity.max(1)));
        bound = bound.max(alone + large + more);
    }
    u64::try_from(bound).unwrap_or(u64::MAX)
}
