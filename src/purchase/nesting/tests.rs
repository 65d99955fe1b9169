//! Tests of nestings: nothing is lost, no bar is overfull, and what is known to be best is found.

use proptest::prelude::*;

use super::{Bar, Demand, Nesting, nest, nest_into};

fn demands(list: &[(u64, u64)]) -> Vec<Demand> {
    list.iter().map(|(length_um, quantity)| Demand { length_um: *length_um, quantity: *quantity }).collect()
}

fn cut(nesting: &Nesting, demand: usize) -> u64 {
    nesting.patterns.iter().map(|pattern| pattern.bars * pattern.pieces[demand]).sum()
}

#[test]
fn kerf_is_between_pieces_only() {
    let nesting = nest(1000, 10, &demands(&[(495, 2)]));
    assert_eq!((nesting.bars, nesting.patterns[0].remnant_um), (1, 0));
    assert_eq!(nest(1000, 10, &demands(&[(496, 2)])).bars, 2);
    assert_eq!(nest(1000, 10, &demands(&[(200, 1)])).patterns[0].remnant_um, 790);
}

#[test]
fn search_beats_first_fit() {
    // FFD puts 6+3 together and needs three bars; 6+4 and 3+3+4 fill two.
    let wanted = demands(&[(60, 1), (40, 2), (30, 2)]);
    let nesting = nest(100, 0, &wanted);
    assert_eq!((nesting.bars, nesting.lower_bound), (2, 2));
}

#[test]
fn the_bound_knows_that_large_pieces_share_no_bar() {
    let nesting = nest(100, 0, &demands(&[(51, 7)]));
    assert_eq!((nesting.bars, nesting.lower_bound), (7, 7));
}

#[test]
fn a_piece_longer_than_a_bar_is_told() {
    let nesting = nest(100, 0, &demands(&[(101, 2), (50, 2)]));
    assert_eq!((nesting.too_long, nesting.bars), (vec![0], 1));
}

#[test]
fn many_alike_are_one_pattern() {
    let nesting = nest(6_000_000, 2_000, &demands(&[(584_200, 46_000), (1_422_400, 25_000)]));
    assert!(nesting.patterns.len() < 20, "{}", nesting.patterns.len());
    // Optimal by linear programming: with a tenth of a bar for each short piece and a quarter for each long one, no
    // pattern is worth more than a bar, and all pieces together are worth 10,850 bars.
    assert_eq!(nesting.bars, 10_850);
}

#[test]
fn the_grate_of_the_press() {
    let nesting = nest(6_000_000, 2_000, &demands(&[(584_200, 46), (1_422_400, 25)]));
    assert!(nesting.bars <= nesting.lower_bound + 1);
}

#[test]
fn what_is_in_the_rack_is_used_before_more_is_bought() {
    // The two pieces of 40 fit the two ends in the rack; then one new bar is enough.
    let bars =
        [Bar { length_um: 100, price: 10.0, available: None }, Bar { length_um: 45, price: 0.0, available: Some(2) }];
    let nesting = nest_into(&bars, 0, &demands(&[(90, 1), (40, 2)]));
    assert_eq!((nesting.bars_of(0), nesting.bars_of(1)), (1, 2));
    assert!((nesting.cost - 10.0).abs() < 1e-9 && (nesting.least_cost - 10.0).abs() < 1e-6, "{nesting:?}");
}

#[test]
fn the_cheaper_mix_of_lengths_is_bought() {
    // Gilmore and Gomory (1961), their first example: stock of 9, 6 and 5 at prices 10, 7 and 6; 20 pieces of 2, 10 of 3 and
    // 20 of 4. Lengths of 170 at 10 for 9 cost at least 170 / 9 · 10.
    let bars = [(9, 10.0), (6, 7.0), (5, 6.0)].map(|(length_um, price)| Bar { length_um, price, available: None });
    let nesting = nest_into(&bars, 0, &demands(&[(2, 20), (3, 10), (4, 20)]));
    assert!(nesting.cost <= 170.0 + 1e-9, "{nesting:?}");
    assert!(
        nesting.least_cost <= nesting.cost + 1e-9 && nesting.least_cost >= 150.0 * 10.0 / 9.0 - 1e-6,
        "{nesting:?}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn every_piece_once_no_bar_overfull(
        stock in 1_u64..5_000,
        kerf in 0_u64..50,
        list in prop::collection::vec((1_u64..5_200, 0_u64..30), 0..12),
    ) {
        let wanted = demands(&list);
        let nesting = nest(stock, kerf, &wanted);
        for (index, demand) in wanted.iter().enumerate() {
            let expected = if nesting.too_long.contains(&index) { 0 } else { demand.quantity };
            prop_assert_eq!(nesting.too_long.contains(&index), demand.length_um > stock);
            prop_assert_eq!(cut(&nesting, index), expected);
        }
        for pattern in &nesting.patterns {
            let pieces: u64 = pattern.pieces.iter().sum();
            let length: u64 = pattern.pieces.iter().zip(&wanted).map(|(count, demand)| count * demand.length_um).sum();
            prop_assert!(pieces > 0 && length + (pieces - 1) * kerf <= stock);
            prop_assert!(pattern.remnant_um <= stock - length);
        }
        prop_assert!(nesting.bars >= nesting.lower_bound);
        prop_assert_eq!(nesting.bars, nesting.patterns.iter().map(|pattern| pattern.bars).sum::<u64>());
        prop_assert_eq!(&nest(stock, kerf, &wanted), &nesting);
    }
}
