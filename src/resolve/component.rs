//! A loop of items that need each other: amounts `x = d + A x` and values `λ = c + Aᵀ λ`, with `A ≥ 0`.
//!
//! Both have a finite, non-negative answer for every `d` and `c` if and only if ρ(A), the spectral radius, is below 1: the
//! loop makes more than it consumes. Small loops are eliminated ([`super::elimination`]), where that shows as positive pivots
//! (Hawkins and Simon 1949); large ones are swept ([`super::sweep`]), where it is proved by a certificate.
//!
//! A small residual `r = d + A x − x` alone proves nothing where a loop is strong: the error is `x* − x = (I − A)⁻¹ r`, which
//! may be `1 / (1 − gain)` times as large. With the adjoint, `λ = (I − Aᵀ)⁻¹ c` gives `c·(x* − x) = λ·r` exactly, so any `μ ≥ λ`
//! bounds the error: `Σ c_i |x*_i − x_i| ≤ Σ μ_i |r_i|`. Any `μ ≥ 0` with `μ − Aᵀ μ ≥ c > 0` is such a bound, since
//! `(I − Aᵀ)⁻¹ ≥ 0`; and that such a `μ` exists proves ρ(A) < 1 (Collatz 1942, Wielandt 1950). It need not be exact, so it
//! takes few sweeps. With `c_i = 1 / x_i` the bound is on errors relative to each item's own amount, whatever its unit.

use super::elimination::Eliminated;
use super::sweep::{Rows, accelerate, settle};

/// Loops of up to so many items are eliminated: n³/3 multiplications, which is less than sweeping takes.
const ELIMINATED_SIZE: usize = 64;

/// Bound on the error of any amount, relative to it.
const TOLERANCE: f64 = 1e-10;

/// How often a value that is no bound yet is improved before the loop is given up.
const ATTEMPTS: usize = 40;

/// The arcs inside a component.
#[derive(Debug)]
pub(super) struct Component {
    size: usize,
    /// By consumer: what it takes. Members are in the order in which values flow: what is consumed first, as far as can be.
    inputs: Rows,
}

/// No finite amounts exist: one pass consumes `gain` times what it makes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct NoEquilibrium {
    pub gain: f64,
}

impl Component {
    /// From what each member takes of the others, in the order in which values flow; amounts and values are given and taken
    /// in the opposite order, in which needs flow.
    pub(super) fn new(inputs: Rows) -> Self {
        Self { size: inputs.diagonal.len(), inputs }
    }

    /// The amounts that meet `demands` (none negative) from outside the component.
    ///
    /// # Errors
    /// The loop consumes at least what it makes.
    pub(super) fn amounts(&self, demands: &[f64]) -> Result<Vec<f64>, NoEquilibrium> {
        if let Some(gain) = self.inputs.diagonal.iter().copied().find(|gain| *gain >= 1.0) {
            return Err(NoEquilibrium { gain });
        }
        if self.size <= ELIMINATED_SIZE {
            return Ok(self.eliminated()?.amounts(demands));
        }
        if demands.iter().all(|demand| *demand == 0.0) {
            return Ok(vec![0.0; self.size]);
        }
        let consumers = self.inputs.turned();
        let mut x = settle(&consumers, demands).map_err(|_| self.failure())?;
        let mut relative: Vec<f64> = Vec::new();
        let mut last_worst = f64::INFINITY;
        for attempt in 0..ATTEMPTS {
            if x.iter().any(|amount| *amount <= 0.0 || !amount.is_finite()) {
                break;
            }
            if relative.is_empty() {
                relative = self.bound(&x.iter().rev().map(|amount| 1.0 / amount).collect::<Vec<_>>())?;
            }
            let (mut error, mut worst) = (0.0, 0.0_f64);
            for (row, amount) in x.iter().enumerate() {
                let residual = consumers.residual(row, demands, &x).abs();
                error += residual * relative[self.size - 1 - row];
                worst = worst.max(residual / amount);
            }
            // A loop near 1 multiplies rounding itself: where no step makes the residual less, this is as exact as f64 can be.
            if error <= TOLERANCE || worst <= ROUNDING && worst > 0.5 * last_worst {
                return Ok(x);
            }
            last_worst = worst;
            if attempt < PLAIN_ATTEMPTS {
                (0..SWEEPS_PER_LOOK).for_each(|_| _ = consumers.sweep(demands, &mut x));
            } else {
                accelerate(&consumers, demands, &mut x);
            }
        }
        Err(self.failure())
    }

    /// `μ ≥ (I − Aᵀ)⁻¹ c` for a positive `c`, by positions from the last.
    fn bound(&self, own: &[f64]) -> Result<Vec<f64>, NoEquilibrium> {
        let mut value = own.to_vec();
        let mut sweeps = 0;
        for _ in 0..ATTEMPTS {
            for _ in 0..SWEEPS_PER_LOOK {
                self.inputs.sweep(own, &mut value);
            }
            sweeps += SWEEPS_PER_LOOK;
            if sweeps > MOST_PLAIN_SWEEPS {
                accelerate(&self.inputs, own, &mut value);
            }
            // How much of its own each has left after what the others take: where all have some, it proves a bound.
            let margin = (0..self.size)
                .map(|row| 1.0 - self.inputs.residual(row, own, &value) / own[row])
                .fold(f64::INFINITY, f64::min);
            if margin >= MARGIN && value.iter().all(|value| *value > 0.0) {
                value.iter_mut().for_each(|value| *value /= margin);
                return Ok(value);
            }
        }
        Err(self.failure())
    }

    /// The embodied totals of the members, given what each takes on from outside the component, per unit.
    ///
    /// # Errors
    /// The loop consumes at least what it makes.
    pub(super) fn embodied(&self, outside: &[f64]) -> Result<Vec<f64>, NoEquilibrium> {
        if self.size <= ELIMINATED_SIZE {
            return Ok(self.eliminated()?.values(outside));
        }
        // What takes up (CO2) and what gives off are followed apart: sums of one sign lose no digits.
        let part = |sign: f64| -> Result<Vec<f64>, NoEquilibrium> {
            let own: Vec<f64> = outside.iter().rev().map(|value| (value * sign).max(0.0)).collect();
            if own.iter().all(|value| *value == 0.0) {
                return Ok(vec![0.0; self.size]);
            }
            let value = settle(&self.inputs, &own).map_err(|_| self.failure())?;
            // Sweeps that were accelerated find an answer also where ρ(A) > 1, but not one in which all are worth what is their
            // own: with `y` the positive left eigenvector, `(1 − ρ) y·λ = y·c`.
            let is_covered = value.iter().zip(&own).all(|(value, own)| *value >= own * (1.0 - COVERED));
            if is_covered { Ok(value) } else { Err(self.failure()) }
        };
        let (gives, takes) = (part(1.0)?, part(-1.0)?);
        Ok(gives.into_iter().zip(takes).rev().map(|(gives, takes)| gives - takes).collect())
    }

    fn eliminated(&self) -> Result<Eliminated, NoEquilibrium> {
        Eliminated::new(&self.inputs.turned()).ok_or_else(|| self.failure())
    }

    fn failure(&self) -> NoEquilibrium {
        NoEquilibrium { gain: self.gain() }
    }

    /// By what factor one pass of Gauss–Seidel multiplies what is asked: round a simple loop, the product of its
    /// coefficients.
    fn gain(&self) -> f64 {
        let consumers = self.inputs.turned();
        let nothing = vec![0.0; self.size];
        let mut x = vec![1.0; self.size];
        let mut gain = 1.0;
        for _ in 0..200 {
            consumers.sweep(&nothing, &mut x);
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

/// A residual below this part of an amount may be rounding.
const ROUNDING: f64 = 1e-12;

/// Attempts to make an error smaller by sweeps alone.
const PLAIN_ATTEMPTS: usize = 3;

/// The rounding by which a value may seem to be below what is its own.
const COVERED: f64 = 1e-9;

/// Sweeps between two looks at a bound.
const SWEEPS_PER_LOOK: usize = 3;

/// Sweeps after which a bound that creeps is accelerated.
const MOST_PLAIN_SWEEPS: usize = 18;

/// The least margin by which a bound is accepted: far from rounding, and near enough to the least bound.
const MARGIN: f64 = 0.3;

#[cfg(test)]
#[path = "component_tests.rs"]
mod tests;
