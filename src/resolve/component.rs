//! A loop of items that need each other, solved by Gauss–Seidel, with the adjoint as certificate.
//!
//! Within a component, `x = d + A x` with `A ≥ 0`. Gauss–Seidel converges if and only if the spectral radius ρ(A) < 1
//! (Stein and Rosenberg 1948), which is also when a finite, non-negative answer exists for every demand (Hawkins and Simon
//! 1949). The residual alone proves nothing where a loop is strong: the error is `x* − x = (I − A)⁻¹ r`, so its sum is
//! exactly `λ·r` with `λ = (I − Aᵀ)⁻¹ 1`. Sweeps go on until that bound is below [`TOLERANCE`] of the answer.

/// Bound on the summed error, relative to the summed answer.
const TOLERANCE: f64 = 1e-12;

/// Sweeps between two looks at convergence.
const SWEEPS_PER_LOOK: usize = 16;

/// Multiplications after which a component that still creeps is given up.
const WORK_LIMIT: usize = 2_000_000_000;

/// The components of a resolution that have more than one item, or one that consumes itself.
#[derive(Debug)]
pub(super) struct Component {
    size: usize,
    /// Arcs by consumed vertex: who takes how much of it.
    consumers: Rows,
    /// Arcs by consumer: what it takes.
    inputs: Rows,
}

/// `from` takes `coefficient` of `to`, per unit of `from`.
#[derive(Clone, Copy, Debug)]
pub(super) struct LocalArc {
    pub from: u32,
    pub to: u32,
    pub coefficient: f64,
}

/// No finite amounts exist: one pass consumes `gain` times what it makes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct NoEquilibrium {
    pub gain: f64,
}

/// Sparse rows: for each vertex, (other vertex, coefficient), without the diagonal, which is kept apart.
#[derive(Debug)]
struct Rows {
    starts: Vec<u32>,
    entries: Vec<(u32, f64)>,
    diagonal: Vec<f64>,
}

impl Rows {
    fn new(size: usize, arcs: impl Iterator<Item = (u32, u32, f64)> + Clone) -> Self {
        let mut starts = vec![0_u32; size + 1];
        let mut diagonal = vec![0.0; size];
        for (row, column, value) in arcs.clone() {
            if row == column {
                diagonal[row as usize] += value;
            } else {
                starts[row as usize + 1] += 1;
            }
        }
        for row in 0..size {
            starts[row + 1] += starts[row];
        }
        let mut next = starts.clone();
        let mut entries = vec![(0, 0.0); starts[size] as usize];
        for (row, column, value) in arcs.filter(|(row, column, _)| row != column) {
            entries[next[row as usize] as usize] = (column, value);
            next[row as usize] += 1;
        }
        Self { starts, entries, diagonal }
    }

    fn row(&self, row: usize) -> &[(u32, f64)] {
        &self.entries[self.starts[row] as usize..self.starts[row + 1] as usize]
    }

    fn product(&self, row: usize, x: &[f64]) -> f64 {
        self.row(row).iter().map(|(column, value)| value * x[*column as usize]).sum()
    }

    /// One Gauss–Seidel sweep of `x = d + R x`; returns the largest step relative to its value.
    fn sweep(&self, demand: &[f64], x: &mut [f64]) -> f64 {
        let mut largest: f64 = 0.0;
        for row in 0..demand.len() {
            let value = (demand[row] + self.product(row, x)) / (1.0 - self.diagonal[row]);
            largest = largest.max((value - x[row]).abs() / value.abs().max(f64::MIN_POSITIVE));
            x[row] = value;
        }
        largest
    }

    /// `d + R x − x`, by row.
    fn residual(&self, demand: &[f64], x: &[f64]) -> Vec<f64> {
        (0..demand.len()).map(|row| demand[row] + self.product(row, x) + self.diagonal[row] * x[row] - x[row]).collect()
    }
}

impl Component {
    pub(super) fn new(size: usize, arcs: Vec<LocalArc>) -> Self {
        let consumers = Rows::new(size, arcs.iter().map(|arc| (arc.to, arc.from, arc.coefficient)));
        let inputs = Rows::new(size, arcs.iter().map(|arc| (arc.from, arc.to, arc.coefficient)));
        Self { size, consumers, inputs }
    }

    /// The amounts that meet `demands` from outside the component.
    ///
    /// # Errors
    /// The loop consumes at least what it makes.
    pub(super) fn amounts(&self, demands: &[f64]) -> Result<Vec<f64>, NoEquilibrium> {
        let price = self.settle(&self.inputs, &vec![1.0; self.size], None)?;
        self.settle(&self.consumers, demands, Some(&price))
    }

    /// The embodied totals of the members, given what each takes on from outside the component, per unit.
    ///
    /// # Errors
    /// The loop consumes at least what it makes.
    pub(super) fn embodied(&self, outside: &[f64]) -> Result<Vec<f64>, NoEquilibrium> {
        self.settle(&self.inputs, outside, None)
    }

    /// Sweeps until the certified error is small; without a certificate, until nothing moves any more.
    fn settle(&self, rows: &Rows, demand: &[f64], price: Option<&[f64]>) -> Result<Vec<f64>, NoEquilibrium> {
        if let Some(gain) = rows.diagonal.iter().copied().find(|gain| *gain >= 1.0) {
            return Err(NoEquilibrium { gain });
        }
        let mut x = demand.to_vec();
        let looks = WORK_LIMIT / (SWEEPS_PER_LOOK * (rows.entries.len() + self.size)).max(1);
        let mut last_total = f64::NAN;
        let mut last_growth = f64::NAN;
        for _ in 0..looks.max(8) {
            let mut step: f64 = 0.0;
            for _ in 0..SWEEPS_PER_LOOK {
                step = rows.sweep(demand, &mut x);
            }
            let total: f64 = x.iter().map(|value| value.abs()).sum();
            if !total.is_finite() {
                break;
            }
            let error = price.map(|price| {
                let residual = rows.residual(demand, &x);
                residual.iter().zip(price).map(|(r, p)| (r * p).abs()).sum::<f64>()
            });
            match error {
                Some(error) if error <= TOLERANCE * total => return Ok(x),
                // Rounding stops progress before the bound is met: then this is as exact as f64 can be.
                Some(_) | None if step <= 4.0 * f64::EPSILON => return Ok(x),
                _ => {}
            }
            // Where growth does not shrink from look to look, no answer is finite; near the end it is rounding that grows.
            let growth = total - last_total;
            if last_growth > 0.0 && growth > last_growth * (1.0 - 1e-9) && growth > 1e-9 * total {
                break;
            }
            (last_total, last_growth) = (total, growth);
        }
        Err(NoEquilibrium { gain: self.gain() })
    }

    /// By what factor one pass of Gauss–Seidel multiplies what is asked: round a simple loop, the product of its
    /// coefficients.
    fn gain(&self) -> f64 {
        let nothing = vec![0.0; self.size];
        let mut x = vec![1.0; self.size];
        let mut gain = 1.0;
        for _ in 0..200 {
            self.consumers.sweep(&nothing, &mut x);
            let largest = x.iter().copied().fold(0.0, f64::max);
            if largest <= 0.0 || !largest.is_finite() {
                break;
            }
            gain = largest;
            x.iter_mut().for_each(|value| *value /= largest);
        }
        gain
    }
}

#[cfg(test)]
mod tests {
    use super::{Component, LocalArc};

    fn ring(coefficients: &[f64]) -> Component {
        let size = coefficients.len() as u32;
        let arcs = coefficients.iter().enumerate().map(|(n, coefficient)| {
            let from = n as u32;
            LocalArc { from, to: (from + 1) % size, coefficient: *coefficient }
        });
        Component::new(coefficients.len(), arcs.collect())
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
        let component = Component::new(
            3,
            vec![
                LocalArc { from: 0, to: 1, coefficient: 0.3 },
                LocalArc { from: 1, to: 2, coefficient: 0.4 },
                LocalArc { from: 2, to: 0, coefficient: 0.1 },
                LocalArc { from: 2, to: 2, coefficient: 0.2 },
                LocalArc { from: 1, to: 0, coefficient: 0.2 },
            ],
        );
        let (demand, cost) = ([1.0, 2.0, 3.0], [5.0, 7.0, 11.0]);
        let x = component.amounts(&demand).expect("amounts");
        let price = component.embodied(&cost).expect("prices");
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        assert!((dot(&x, &cost) - dot(&price, &demand)).abs() < 1e-9);
    }
}
