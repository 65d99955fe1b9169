//! Where the bars of a Sankey drawing stand: columns from left to right, ribbons through the columns between, few crossings.
//!
//! Order inside a column by barycentres, positions by relaxation towards the ends of a bar's ribbons, as Sankey drawings are
//! commonly laid out (Sugiyama's layers; Bostock's relaxation). Drawn here because the library that was tried does not end
//! on a loop, and has neither exits nor returns.

/// A bar, or the place where a ribbon passes a column.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bar {
    /// Its column, from 0 at the left.
    pub column: usize,
    /// What flows through it.
    pub value: f64,
    /// px that the name beside it needs; 0 without one.
    pub room: f64,
    /// px of its top.
    pub top: f64,
    /// px.
    pub height: f64,
}

/// A ribbon from one bar to another in the next column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ribbon {
    /// By number among the bars.
    pub from: usize,
    /// By number among the bars.
    pub to: usize,
    /// What flows.
    pub value: f64,
}

/// px of the column that is fullest.
const FULL: f64 = 560.0;
/// px between ribbons that pass.
const GAP: f64 = 10.0;
/// px of a bar at least.
const THINNEST: f64 = 1.5;
/// Sweeps of ordering and of relaxation.
const SWEEPS: usize = 24;

/// Sets the tops and heights of the bars; returns px per unit of value and the px of all.
pub fn lay_out(bars: &mut [Bar], ribbons: &[Ribbon]) -> (f64, f64) {
    let columns = bars.iter().map(|bar| bar.column + 1).max().unwrap_or(0);
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); columns];
    for (number, bar) in bars.iter().enumerate() {
        members[bar.column].push(number);
    }
    let value_of = |of: &[usize], bars: &[Bar]| of.iter().map(|number| bars[*number].value).sum::<f64>();
    let fullest = members.iter().map(|of| value_of(of, bars)).fold(0.0, f64::max);
    let scale = if fullest > 0.0 { FULL / fullest } else { 1.0 };
    for bar in bars.iter_mut() {
        bar.height = (bar.value * scale).max(THINNEST);
    }
    let mut before: Vec<Vec<(usize, f64)>> = vec![Vec::new(); bars.len()];
    let mut after: Vec<Vec<(usize, f64)>> = vec![Vec::new(); bars.len()];
    for ribbon in ribbons {
        after[ribbon.from].push((ribbon.to, ribbon.value));
        before[ribbon.to].push((ribbon.from, ribbon.value));
    }
    order(&mut members, &before, &after);
    let height_of =
        |of: &[usize], bars: &[Bar]| of.iter().map(|number| bars[*number].height + gap(&bars[*number])).sum::<f64>();
    let tallest = members.iter().map(|of| height_of(of, bars)).fold(0.0, f64::max);
    for of in &members {
        let mut y = (tallest - height_of(of, bars)) / 2.0;
        for number in of {
            bars[*number].top = y;
            y += bars[*number].height + gap(&bars[*number]);
        }
    }
    for sweep in 0..SWEEPS {
        let pull = 0.9_f64.powi(sweep as i32);
        let sides = if sweep % 2 == 0 { &before } else { &after };
        let mut walk: Vec<usize> = (0..columns).collect();
        if sweep % 2 == 1 {
            walk.reverse();
        }
        for column in walk {
            relax(&members[column], bars, sides, pull, tallest);
        }
    }
    let top = bars.iter().map(|bar| bar.top).fold(f64::INFINITY, f64::min);
    for bar in bars.iter_mut() {
        bar.top -= top.min(bar.top);
    }
    let bottom = bars.iter().map(|bar| bar.top + bar.height.max(bar.room));
    (scale, bottom.fold(0.0, f64::max))
}

fn gap(bar: &Bar) -> f64 {
    // What a tall bar has of height already is room for its name.
    (bar.room - bar.height).max(GAP)
}

/// Few crossings: each bar near the middle of those that it hangs on, swept to and fro.
fn order(members: &mut [Vec<usize>], before: &[Vec<(usize, f64)>], after: &[Vec<(usize, f64)>]) {
    let mut place = vec![0.0; before.len()];
    let set = |of: &[usize], place: &mut Vec<f64>| {
        for (index, number) in of.iter().enumerate() {
            place[*number] = (index as f64 + 0.5) / of.len() as f64;
        }
    };
    for of in members.iter() {
        set(of, &mut place);
    }
    for sweep in 0..SWEEPS {
        let sides = if sweep % 2 == 0 { after } else { before };
        let mut walk: Vec<usize> = (0..members.len()).collect();
        if sweep % 2 == 0 {
            walk.reverse();
        }
        for column in walk {
            let middle = |number: usize| {
                let total: f64 = sides[number].iter().map(|(_, value)| value).sum();
                let sum: f64 = sides[number].iter().map(|(other, value)| place[*other] * value).sum();
                if total > 0.0 { sum / total } else { place[number] }
            };
            let mut keyed: Vec<(f64, usize)> =
                members[column].iter().map(|number| (middle(*number), *number)).collect();
            keyed.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            members[column] = keyed.into_iter().map(|(_, number)| number).collect();
            set(&members[column], &mut place);
        }
    }
}

/// Moves the bars of a column towards the middles of their ribbons' other ends, then apart again, their order kept.
fn relax(of: &[usize], bars: &mut [Bar], sides: &[Vec<(usize, f64)>], pull: f64, tallest: f64) {
    for number in of {
        let total: f64 = sides[*number].iter().map(|(_, value)| value).sum();
        if total > 0.0 {
            let middle = |other: usize| bars[other].top + bars[other].height / 2.0;
            let wanted: f64 = sides[*number].iter().map(|(other, value)| middle(*other) * value).sum::<f64>() / total;
            let bar = bars[*number];
            bars[*number].top += (wanted - bar.top - bar.height / 2.0) * pull;
        }
    }
    let mut y = 0.0_f64;
    for number in of {
        bars[*number].top = bars[*number].top.max(y);
        y = bars[*number].top + bars[*number].height + gap(&bars[*number]);
    }
    let mut limit = tallest;
    for number in of.iter().rev() {
        let bar = bars[*number];
        let room = bar.height + gap(&bar);
        bars[*number].top = bar.top.min(limit - room).max(0.0);
        limit = bars[*number].top;
    }
}
