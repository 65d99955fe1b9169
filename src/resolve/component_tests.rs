//! Loops with known answers.

use super::super::sweep::Rows;
use super::Component;

/// From arcs (consumer, consumed, amount per unit of the consumer).
fn component(size: usize, arcs: &[(u32, u32, f64)]) -> Component {
    let mut inputs = Rows::with_capacity(size);
    let last = size as u32 - 1;
    for consumer in (0..=last).rev() {
        inputs.push_row(arcs.iter().filter(|arc| arc.0 == consumer).map(|arc| (last - arc.1, arc.2)));
    }
    Component::new(inputs)
}

fn ring(coefficients: &[f64]) -> Component {
    let size = coefficients.len() as u32;
    let arcs: Vec<(u32, u32, f64)> =
        coefficients.iter().zip(0..).map(|(coefficient, from)| (from, (from + 1) % size, *coefficient)).collect();
    component(coefficients.len(), &arcs)
}

#[test]
fn a_ring_is_solved_exactly() {
    let x = ring(&[0.5, 0.2, 2.0]).amounts(&[1.0, 0.0, 0.0]).expect("a solution");
    // x0 = 1 + 2 x2, x1 = 0.5 x0, x2 = 0.2 x1  →  x0 = 1 / (1 − 0.2)
    for (found, expected) in x.iter().zip([1.25, 0.625, 0.125]) {
        assert!((found - expected).abs() < 1e-12, "{x:?}");
    }
}

#[test]
fn a_strong_loop_is_certified_not_just_settled() {
    let x = ring(&[1.0, 0.999_99]).amounts(&[1.0, 0.0]).expect("a solution");
    assert!((x[0] / 100_000.0 - 1.0).abs() < 1e-9, "{x:?}");
}

#[test]
fn a_loop_that_eats_what_it_makes_is_refused_with_its_gain() {
    for (coefficients, gain) in
        [(vec![1.0, 1.0], 1.0), (vec![2.0, 0.6], 1.2), (vec![3.0, 1.0, 0.5], 1.5), (vec![1.5], 1.5)]
    {
        let failure = ring(&coefficients).amounts(&vec![1.0; coefficients.len()]).expect_err("no solution");
        assert!((failure.gain - gain).abs() < 1e-6, "{coefficients:?}: {failure:?}");
    }
}

#[test]
fn the_adjoint_agrees_with_the_amounts() {
    let component = component(3, &[(0, 1, 0.3), (1, 2, 0.4), (2, 0, 0.1), (2, 2, 0.2), (1, 0, 0.2)]);
    let (demand, cost) = ([1.0, 2.0, 3.0], [5.0, 7.0, 11.0]);
    let x = component.amounts(&demand).expect("amounts");
    let price = component.embodied(&cost).expect("prices");
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    assert!((dot(&x, &cost) - dot(&price, &demand)).abs() < 1e-9);
}

#[test]
fn a_large_loop_that_eats_what_it_makes_has_no_values_either() {
    // Too large to be eliminated, and swept with acceleration: an answer exists, but some values in it are below their own.
    for gain in [1.001_f64, 1.03, 1.2, 3.0] {
        let coefficients = vec![gain.powf(1.0 / 150.0); 150];
        let mut own = vec![0.0; 150];
        own[7] = 1.0;
        let failure = ring(&coefficients).embodied(&own).expect_err("no values");
        assert!((failure.gain - gain).abs() < 1e-3 * gain, "{failure:?}");
        assert!(ring(&coefficients).embodied(&vec![1.0; 150]).is_err());
    }
}
