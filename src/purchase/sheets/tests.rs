//! Tests of layouts: nothing overlaps, nothing is lost, and published instances fit.

use proptest::prelude::*;

use super::{Blank, Cutting, Placed, Sheet, SheetNesting, nest_sheets};

const PLAIN: Cutting = Cutting { spacing_um: 0, margin_um: 0, edge_to_edge: false };

fn blanks(list: &[(u64, u64, u64)]) -> Vec<Blank> {
    list.iter()
        .map(|(length_um, width_um, quantity)| Blank {
            length_um: *length_um,
            width_um: *width_um,
            quantity: *quantity,
            turns: true,
        })
        .collect()
}

fn sheet(length_um: u64, width_um: u64) -> Sheet {
    Sheet { length_um, width_um, price: 1.0, available: None }
}

fn size(blank: &Blank, placed: &Placed) -> (u64, u64) {
    if placed.is_turned { (blank.width_um, blank.length_um) } else { (blank.length_um, blank.width_um) }
}

/// Everything once, on its sheet, apart from all else.
fn assert_sound(nesting: &SheetNesting, sheets: &[Sheet], cutting: Cutting, blanks: &[Blank]) {
    let mut cut = vec![0; blanks.len()];
    for layout in &nesting.layouts {
        let sheet = sheets[layout.sheet];
        for (at, placed) in layout.placed.iter().enumerate() {
            let blank = &blanks[placed.blank];
            let (along, across) = size(blank, placed);
            assert!(blank.turns || !placed.is_turned);
            assert!(placed.x_um >= nesting.margin_um && placed.y_um >= nesting.margin_um);
            assert!(placed.x_um + along + nesting.margin_um <= sheet.length_um, "{layout:?}");
            assert!(placed.y_um + across + nesting.margin_um <= sheet.width_um, "{layout:?}");
            for other in &layout.placed[..at] {
                let (other_along, other_across) = size(&blanks[other.blank], other);
                let gap = cutting.spacing_um;
                let apart = placed.x_um + along + gap <= other.x_um
                    || other.x_um + other_along + gap <= placed.x_um
                    || placed.y_um + across + gap <= other.y_um
                    || other.y_um + other_across + gap <= placed.y_um;
                assert!(apart, "{placed:?} meets {other:?}");
            }
            cut[placed.blank] += layout.sheets;
        }
        if let Some([x, y, length, width]) = layout.remnant {
            assert!(x + length <= sheet.length_um && y + width <= sheet.width_um, "{layout:?}");
            for placed in &layout.placed {
                let (along, across) = size(&blanks[placed.blank], placed);
                let apart = placed.x_um + along <= x
                    || x + length <= placed.x_um
                    || placed.y_um + across <= y
                    || y + width <= placed.y_um;
                assert!(apart, "the remnant meets {placed:?}");
            }
        }
    }
    for (index, blank) in blanks.iter().enumerate() {
        let expected = if nesting.too_large.contains(&index) { 0 } else { blank.quantity };
        assert_eq!(cut[index], expected, "{blank:?}");
    }
    assert!(nesting.sheets >= nesting.lower_bound || sheets.len() > 1, "{nesting:?}");
}

#[test]
fn a_piece_as_wide_as_the_sheet_takes_its_edge() {
    let cutting = Cutting { spacing_um: 5, margin_um: 10, edge_to_edge: false };
    let nesting = nest_sheets(&[sheet(3000, 400)], cutting, &blanks(&[(1490, 400, 2)]));
    assert_eq!((nesting.sheets, nesting.margin_um, nesting.lower_bound), (1, 0, 1));
    let nesting = nest_sheets(&[sheet(3000, 400)], cutting, &blanks(&[(1490, 300, 2), (500, 500, 1)]));
    assert_eq!((nesting.sheets, nesting.margin_um, nesting.too_large), (2, 10, vec![1]));
}

#[test]
fn grain_forbids_turning() {
    let mut wanted = blanks(&[(60, 40, 2)]);
    assert_eq!(nest_sheets(&[sheet(80, 60)], PLAIN, &wanted).sheets, 1);
    wanted[0].turns = false;
    let nesting = nest_sheets(&[sheet(80, 60)], PLAIN, &wanted);
    assert_eq!((nesting.sheets, nesting.lower_bound), (2, 2));
}

#[test]
fn many_alike_are_one_layout() {
    let nesting = nest_sheets(&[sheet(100, 100)], PLAIN, &blanks(&[(50, 50, 4_000_000)]));
    assert_eq!((nesting.sheets, nesting.layouts.len(), nesting.lower_bound), (1_000_000, 1, 1_000_000));
}

#[test]
fn what_is_in_the_rack_is_used_first() {
    let sheets = [sheet(100, 100), Sheet { length_um: 60, width_um: 30, price: 0.0, available: Some(1) }];
    let wanted = blanks(&[(100, 90, 1), (30, 55, 1)]);
    let nesting = nest_sheets(&sheets, PLAIN, &wanted);
    assert_eq!((nesting.sheets_of(0), nesting.sheets_of(1)), (1, 1));
    assert_sound(&nesting, &sheets, PLAIN, &wanted);
}

/// Hopper and Turton (2001), C1: rectangles cut from one sheet of 20 × 20, so that one sheet holds them without waste.
const C1P1: [(u64, u64, u64); 16] = [
    (2, 12, 1),
    (7, 12, 1),
    (8, 6, 1),
    (3, 6, 1),
    (3, 5, 1),
    (5, 5, 1),
    (3, 12, 1),
    (3, 7, 1),
    (5, 7, 1),
    (2, 6, 1),
    (3, 2, 1),
    (4, 2, 1),
    (3, 4, 1),
    (4, 4, 1),
    (9, 2, 1),
    (11, 2, 1),
];

#[test]
fn the_first_instance_of_hopper_and_turton_needs_little_more_than_its_sheet() {
    let wanted = blanks(&C1P1);
    let area: u64 = C1P1.iter().map(|(a, b, _)| a * b).sum();
    assert_eq!(area, 400);
    // As a strip of width 20, the best height is 20; ours is at most 21.
    let nesting = nest_sheets(&[sheet(20, 21)], PLAIN, &wanted);
    assert_sound(&nesting, &[sheet(20, 21)], PLAIN, &wanted);
    assert_eq!((nesting.sheets, nesting.lower_bound), (1, 1));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn layouts_are_sound(
        (length, width) in (20_u64..200, 20_u64..200),
        (spacing, margin) in (0_u64..6, 0_u64..8),
        edge_to_edge in any::<bool>(),
        list in prop::collection::vec((1_u64..150, 1_u64..90, 0_u64..9, any::<bool>()), 0..9),
        rack in prop::option::of((10_u64..100, 10_u64..100, 0_u64..3)),
    ) {
        let wanted: Vec<Blank> = list.iter()
            .map(|(length_um, width_um, quantity, turns)| Blank { length_um: *length_um, width_um: *width_um, quantity: *quantity, turns: *turns }).collect();
        let cutting = Cutting { spacing_um: spacing, margin_um: margin, edge_to_edge };
        let mut sheets = vec![sheet(length, width)];
        sheets.extend(rack.map(|(length_um, width_um, count)| Sheet { length_um, width_um, price: 0.0, available: Some(count) }));
        let nesting = nest_sheets(&sheets, cutting, &wanted);
        assert_sound(&nesting, &sheets, cutting, &wanted);
        prop_assert_eq!(&nest_sheets(&sheets, cutting, &wanted), &nesting);
    }

    /// A sheet cut up from edge to edge, so that one sheet is known to be enough: ours needs one more at the most.
    #[test]
    fn what_was_one_sheet_is_two_at_the_most(cuts in prop::collection::vec((0_usize..40, any::<bool>(), 20_u64..80), 1..25)) {
        let mut pieces = vec![(1000_u64, 700_u64)];
        for (at, along, share) in cuts {
            let at = at % pieces.len();
            let (length, width) = pieces[at];
            let (first, second) = if along { ((length * share / 100, width), (length - length * share / 100, width)) }
                else { ((length, width * share / 100), (length, width - width * share / 100)) };
            if first.0 > 0 && first.1 > 0 && second.0 > 0 && second.1 > 0 {
                pieces[at] = first;
                pieces.push(second);
            }
        }
        let wanted: Vec<Blank> = pieces.iter().map(|(length_um, width_um)| Blank { length_um: *length_um, width_um: *width_um, quantity: 1, turns: true }).collect();
        let nesting = nest_sheets(&[sheet(1000, 700)], PLAIN, &wanted);
        prop_assert!(nesting.sheets <= 2 && nesting.lower_bound == 1, "{nesting:?}");
    }
}
