//! A small loop, solved by elimination without pivoting.
//!
//! `I − A` with `A ≥ 0` is a matrix of Hawkins and Simon (1949): ρ(A) < 1 if and only if all leading minors are positive, that
//! is, all pivots are. A pivot is `1 −` what goes round through the items before it, a number without a unit; off the
//! diagonal nothing is ever subtracted, so no digits are lost there.

use super::sweep::Rows;

/// A pivot below this is not told from none: the loop takes what it gives, to nine digits, and rounding could have made the rest.
const LEAST_PIVOT: f64 = 1e-9;

/// `I − A = L U`, both kept in one table; `L` has a diagonal of ones.
#[derive(Debug)]
pub(super) struct Eliminated {
    size: usize,
    table: Vec<f64>,
}

impl Eliminated {
    /// Eliminates `I − A`, rows by consumed item; `None` if ρ(A) ≥ 1.
    pub(super) fn new(rows: &Rows) -> Option<Self> {
        let size = rows.diagonal.len();
        let mut table = vec![0.0; size * size];
        for row in 0..size {
            table[row * size + row] = 1.0 - rows.diagonal[row];
            rows.entries(row).for_each(|(column, value)| table[row * size + column] -= value);
        }
        for pivot in 0..size {
            let (above, below) = table.split_at_mut((pivot + 1) * size);
            let pivot_row = &above[pivot * size..];
            if pivot_row[pivot] <= LEAST_PIVOT {
                return None;
            }
            for row in below.chunks_exact_mut(size).filter(|row| row[pivot] != 0.0) {
                let factor = row[pivot] / pivot_row[pivot];
                row[pivot] = factor;
                for column in pivot + 1..size {
                    row[column] -= factor * pivot_row[column];
                }
            }
        }
        Some(Self { size, table })
    }

    /// `x = d + A x`.
    pub(super) fn amounts(&self, demand: &[f64]) -> Vec<f64> {
        let at = |row: usize, column: usize| self.table[row * self.size + column];
        let mut x = demand.to_vec();
        for row in 0..self.size {
            x[row] -= (0..row).map(|column| at(row, column) * x[column]).sum::<f64>();
        }
        for row in (0..self.size).rev() {
            let rest: f64 = (row + 1..self.size).map(|column| at(row, column) * x[column]).sum();
            x[row] = (x[row] - rest) / at(row, row);
        }
        x
    }

    /// `λ = c + Aᵀ λ`.
    pub(super) fn values(&self, own: &[f64]) -> Vec<f64> {
        let at = |row: usize, column: usize| self.table[row * self.size + column];
        let mut value = own.to_vec();
        for row in 0..self.size {
            let rest: f64 = (0..row).map(|column| at(column, row) * value[column]).sum();
            value[row] = (value[row] - rest) / at(row, row);
        }
        for row in (0..self.size).rev() {
            value[row] -= (row + 1..self.size).map(|column| at(column, row) * value[column]).sum::<f64>();
        }
        value
    }
}
