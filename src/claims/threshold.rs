//! The value of one figure at which a measure just meets its bound.

/// How often the figure is doubled, or halved, before it is given up.
const MOST_DOUBLINGS: i32 = 14;

/// Steps between two values on either side of the bound: each takes off at least a third of what is left, and of what is straight
/// all at once.
const MOST_STEPS: usize = 60;

/// Relative width at which a threshold is told.
const PRECISION: f64 = 1e-7;

/// Times its value that a figure must be for `gap` to change its sign: the nearest, sought by doubling and halving up to `most` and
/// down to nothing. `None` where it never does, as far as was sought.
///
/// `gap` gives the measure less its bound, or `None` where it is not defined; `now` is its value at 1, not 0.
pub(super) fn threshold(now: f64, most: f64, rises: bool, mut gap: impl FnMut(f64) -> Option<f64>) -> Option<f64> {
    // Towards the bound first: a figure that raises the gap must fall where the gap is above 0.
    let is_up = rises == (now < 0.0);
    let mut toward = |is_up: bool| {
        let mut near = (1.0, now);
        let ups = (1..=MOST_DOUBLINGS).map(|power| if is_up { 2_f64.powi(power) } else { 2_f64.powi(-power) });
        let last = if is_up { most } else { 0.0 };
        for by in ups.take_while(|by| *by < most).chain(last.is_finite().then_some(last)) {
            let value = gap(by)?;
            if value == 0.0 {
                return Some(by);
            }
            if (value < 0.0) != (now < 0.0) {
                return between(near, (by, value), &mut gap);
            }
            near = (by, value);
        }
        None
    };
    toward(is_up)
}

/// Illinois's false position (Dowell and Jarratt 1971): the end that stays has its weight halved.
fn between(mut a: (f64, f64), mut b: (f64, f64), gap: &mut impl FnMut(f64) -> Option<f64>) -> Option<f64> {
    let (mut weight_a, mut weight_b) = (a.1, b.1);
    for _ in 0..MOST_STEPS {
        if (a.0 - b.0).abs() <= PRECISION * a.0.abs().max(b.0.abs()) {
            break;
        }
        let by = (a.0 * weight_b - b.0 * weight_a) / (weight_b - weight_a);
        let value = gap(by)?;
        if value == 0.0 {
            return Some(by);
        }
        if (value < 0.0) == (b.1 < 0.0) {
            b = (by, value);
            weight_b = value;
            weight_a /= 2.0;
        } else {
            a = (by, value);
            weight_a = value;
            weight_b /= 2.0;
        }
    }
    Some(if a.1.abs() < b.1.abs() { a.0 } else { b.0 })
}
